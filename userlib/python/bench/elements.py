#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Elements of C types beside ctypes and struct, over the same memory, in one run.

    elements.py OUTPUT [--rounds N]

The contenders take turns, and the least of the rounds counts. Prints a table and writes what was measured to OUTPUT, as JSON.
"""
import argparse
import ctypes
import json
import os
import struct
import timeit

from compare import human

import mview

N = 1000
MEMORY = bytearray(struct.pack("<QIHH", 0x1234567890, 1500, 0x8003, 7) * N)


class Desc(ctypes.LittleEndianStructure):
    _fields_ = [("addr", ctypes.c_uint64), ("len", ctypes.c_uint32), ("done", ctypes.c_uint16, 1), ("err", ctypes.c_uint16, 15), ("id", ctypes.c_uint16)]


VIEW = mview.View(MEMORY).cast("T{<Q:addr:<I:len:<H:flags:<H:id:}", (N,), free=True)
NAMES = {"mine": VIEW.as_type().bits("flags{done:0,err:15:1}"), "theirs": (Desc * N).from_buffer(MEMORY), "packed": struct.Struct("<QIHH"),
         "memory": MEMORY, "Desc": Desc}

# What, by mview, by ctypes, by struct
ROWS = [
    ("a member", "mine[3].len", "theirs[3].len", "packed.unpack_from(memory, 48)[1]"),
    ("a member of a copy", "mine[3].len", "Desc.from_buffer_copy(memory, 48).len", "packed.unpack_from(memory, 48)[1]"),
    ("bits", "mine[3].flags.err", "theirs[3].err", "packed.unpack_from(memory, 48)[2] >> 1"),
    ("a loop", "for one in mine: one.len", "for one in theirs: one.len", "for _, length, _, _ in packed.iter_unpack(memory): length"),
    ("places of a condition", "mine.where('flags.done && len > 9')", "[i for i, one in enumerate(theirs) if one.done and one.len > 9]",
     "[i for i, (_, length, flags, _) in enumerate(packed.iter_unpack(memory)) if flags & 1 and length > 9]"),
    ("a member written", "mine[3, 'len'] = 7", "theirs[3].len = 7", "packed.pack_into(memory, 48, 1, 7, 3, 4)"),
]


def measure(statements, rounds):
    timers = [timeit.Timer(statement, globals=NAMES) for statement in statements]
    times = max(1, timers[0].autorange()[0] // 100)
    return [min(column) for column in zip(*([timer.timeit(times) / times * 1e9 for timer in timers] for _ in range(rounds)))]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("output")
    parser.add_argument("--rounds", type=int, default=100, help="samples of each (%(default)s)")
    options = parser.parse_args()
    results = []
    print(f"{'work':28}{'Elements':>11}{'ctypes':>12}{'struct':>12}")
    for what, *statements in ROWS:
        least = measure(statements, options.rounds)
        print(f"{what:28}{human(least[0]):>11}{human(least[1]):>12}{human(least[2]):>12}", flush=True)
        results.append({"work": what, "statements": statements, "least_ns": dict(zip(("Elements", "ctypes", "struct"), least))})
    os.makedirs(os.path.dirname(os.path.abspath(options.output)), exist_ok=True)
    with open(options.output, "w", encoding="utf-8") as file:
        json.dump({"rounds": options.rounds, "rows": results}, file, indent=1)


if __name__ == "__main__":
    main()
