# SPDX-License-Identifier: GPL-2.0
"""Random choices that can be written down, replayed and reduced.

A case draws all that is random about it from a Draw, by the names that
random.Random has. Every choice is a number from 0 on, and the list of them is
the case: given to a Replay, it makes the same case again. Numbers that are
lower, and lists that are shorter, make simpler cases.
"""
import random
import zlib

POOL = random.Random(0).randbytes(1 << 16)


class Draw:
    """Choices made at random, from a seed, a test's name and a case's number."""

    def __init__(self, seed, name, case):
        self.rng = random.Random(((seed << 32 | zlib.crc32(name.encode())) << 32) | case)
        self.uniform01 = self.rng.random
        self.log = []

    def below(self, n):
        """0 … n - 1"""
        number = int(self.uniform01() * n) if n < 1 << 40 else self.rng.randrange(n)
        self.log.append(number)
        return number

    def randrange(self, start, stop=None):
        """Numbers near to 0 are the low choices."""
        if stop is None:
            return self.below(start)
        number = self.below(stop - start)
        if start < 0 < stop:
            return number if number < stop else number - stop + start
        return start + number

    def choice(self, options):
        """One of the items; the simplest should be first."""
        return options[self.below(len(options))]

    def chance(self, probability):
        """True or False; False is the simpler choice."""
        return self.below(1024) >= 1024 * (1 - probability)

    def random(self):
        return self.below(1 << 30) / (1 << 30)

    def uniform(self, low, high):
        return low + (high - low) * self.random()

    def randbytes(self, n):
        """Up to 32 KiB; not random enough for secrets."""
        at = self.below(len(POOL) // 2)
        return POOL[at : at + n]


class Replay(Draw):
    """Choices that were made before; 0 behind their end."""

    def __init__(self, choices):
        self.choices = choices
        self.log = []

    def below(self, n):
        at = len(self.log)
        number = min(self.choices[at], n - 1) if at < len(self.choices) else 0
        self.log.append(number)
        return number


def candidates(choices):
    """Simpler lists of choices, the shortest first."""
    size = len(choices)
    while size:
        for at in range(0, len(choices), size):
            yield choices[:at] + choices[at + size :]
        size //= 2
    for at, number in enumerate(choices):
        for lower in sorted({0, number // 2, number - 1}):
            if 0 <= lower < number:
                yield choices[:at] + [lower] + choices[at + 1 :]


def reduce(fails, choices, tries=4000):
    """The simplest choices found for which @fails is still true."""
    better = True
    while better:
        better = False
        for candidate in candidates(choices):
            tries -= 1
            if tries < 0:
                break
            replay = Replay(candidate)
            if fails(replay) and (len(replay.log), replay.log) < (len(choices), choices):
                choices, better = replay.log, True
                break
    return choices
