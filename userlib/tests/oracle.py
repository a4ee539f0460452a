#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Compare libmview with CPython's memoryview and struct, and with NumPy.

Random structures and operations, valid and invalid, go to both sides, whose
results and refusals must be the same. Prints TAP, a line a test. A case that
fails is reduced to the simplest one that still does, and told as a line that
replays it:

    oracle.py LIBRARY [--seed SEED] [--cases N] [--test NAME]
    oracle.py LIBRARY --replay NAME:CHOICES | NAME@SEED:CASE

The tests are in oracles/, which says how to add one.
"""
import argparse
import multiprocessing
import os
import random
import sys
import time
import traceback

from oracles import TESTS, WEIGHTS, casts, exports, formats, indirect, layouts, values, wholes  # noqa: F401
from oracles.draw import Draw, Replay, reduce
from oracles.library import lib


def complaint(test, draw):
    """What is wrong with a case, or None."""
    try:
        test(draw)
    except AssertionError as error:
        return str(error)
    except Exception:
        return traceback.format_exc()
    return None


def explain(name, choices):
    choices = reduce(lambda draw: complaint(TESTS[name], draw), choices)
    text = complaint(TESTS[name], Replay(choices))
    return f"{text}\nreplay: {name}:{','.join(map(str, choices))}"


def work(at, seed, shares, first, jobs):
    """The failures, or None, of every @jobs-th case of each test. @at is set to the current case, for the report of a crash."""
    for test, (name, cases) in enumerate(shares):
        function, failure = TESTS[name], None
        for case in range(first, cases, jobs):
            at[0], at[1] = test, case
            draw = Draw(seed, name, case)
            try:
                function(draw)
            except Exception:
                failure = explain(name, draw.log)
                break
        yield failure


class Worker:
    """A process that works on its share of the cases."""

    def __init__(self, seed, shares, first, jobs):
        self.at, self.seed, self.shares = multiprocessing.RawArray("q", 2), seed, shares
        self.pipe, theirs = multiprocessing.Pipe(False)
        self.process = multiprocessing.Process(target=self.work, args=(theirs, first, jobs))
        self.process.start()
        theirs.close()

    def work(self, pipe, first, jobs):
        for failure in work(self.at, self.seed, self.shares, first, jobs):
            pipe.send(failure)

    def __next__(self):
        try:
            return self.pipe.recv()
        except EOFError:
            self.process.join()
            test, case = self.at
            return f"died with status {self.process.exitcode}\nreplay: {self.shares[test][0]}@{self.seed}:{case}"


def run(seed, shares, jobs):
    began, failures, total = time.monotonic(), 0, sum(cases for _, cases in shares)
    print(f"# seed {seed}, {total} cases\n1..{len(shares)}", flush=True)
    if jobs == 1:
        workers = [work([0, 0], seed, shares, 0, 1)]
    else:
        workers = [Worker(seed, shares, first, jobs) for first in range(jobs)]
    for number, (name, cases) in enumerate(shares, 1):
        texts = [text for text in map(next, workers) if text]
        for text in texts[:1]:
            print("# " + text.rstrip().replace("\n", "\n# "))
        print(f"{'not ok' if texts else 'ok'} {number} - {name}, {cases} cases", flush=True)
        failures += bool(texts)
    seconds = time.monotonic() - began
    print(f"# {total} cases in {seconds:.1f} s, {total / seconds:.0f} a second")
    return failures


def replay(line):
    name, _, choices = line.partition(":")
    if "@" in name:
        name, seed = name.split("@")
        draw = Draw(int(seed), name, int(choices))
    else:
        draw = Replay([int(n) for n in choices.split(",") if n])
    print("1..1", flush=True)
    text = complaint(TESTS[name], draw)
    if text:
        print("# " + text.rstrip().replace("\n", "\n# "))
    print(f"{'not ok' if text else 'ok'} 1 - {line}")
    return bool(text)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("library")
    parser.add_argument("--seed", type=int, help="a number; else one that is drawn and printed")
    parser.add_argument("--cases", type=int, default=50000, help="of all tests together (%(default)s)")
    parser.add_argument("--test", choices=TESTS, help="only this one")
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)), help="processes (%(default)s); 1 forks none")
    parser.add_argument("--replay", help="one case, as a failure's line names it")
    options = parser.parse_args()
    lib.load(options.library)
    if options.replay:
        return replay(options.replay)
    seed = random.SystemRandom().randrange(1 << 32) if options.seed is None else options.seed
    names = [options.test] if options.test else list(TESTS)
    weight = sum(WEIGHTS[name] for name in names)
    shares = [(name, -(-options.cases * WEIGHTS[name] // weight)) for name in names]
    return run(seed, shares, options.jobs) != 0


if __name__ == "__main__":
    sys.exit(main())
