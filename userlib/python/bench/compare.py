#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""mview.View beside CPython's memoryview, in one run.

    compare.py OUTPUT [--rounds N]

The two take turns, and the least of the rounds counts: what else the machine does only adds to it. Prints a table and writes
what was measured to OUTPUT, as JSON.
"""
import argparse
import array
import json
import os
import platform
import timeit

import numpy as np

import mview

# What, statement, the most of memoryview's time
ROWS = [
    ("creation", "T(data)", 1.2),
    ("creation, of a view", "T(view)", 1.2),
    ("creation, cast", "view.cast('i')", 1.2),
    ("index, bytes", "view[3]", 1.2),
    ("index, int", "ints[-3]", 1.2),
    ("index, double", "doubles[3]", 1.2),
    ("index, 2 axes", "square[3, 4]", 1.2),
    ("slice", "view[1:9]", 1.2),
    ("slice, step", "view[::-2]", 1.2),
    ("slice, 2 axes", "square[1:9]", 1.2),
    ("tolist, bytes", "view.tolist()", None),
    ("tolist, doubles", "doubles.tolist()", None),
    ("tolist, 2 axes", "square.tolist()", None),
    ("tobytes", "big.tobytes()", None),
    ("tobytes, every second", "big[::2].tobytes()", 1 / 5),
    ("tobytes, transposed", "transposed.tobytes()", 1 / 5),
    ("tobytes, transposed bytes", "pixels.tobytes()", 1 / 5),
    ("==, same format", "big == same", None),
    ("==, int and double", "ints == doubles", 1 / 5),
    ("==, byte orders", "swapped == ints", 1 / 5),
    ("hex", "view.hex()", None),
    ("for", "for _ in view: pass", None),
    ("element assigned", "view[3] = 4", None),
    ("slice assigned", "view[1:5] = b'abcd'", None),
]


def names(kind):
    """What the statements are about; both have the same memory."""
    view = kind(DATA["data"])
    return {**DATA, "T": kind, "view": view, "square": view.cast("B", (64, 64)), "ints": kind(DATA["i"]), "doubles": kind(DATA["d"]),
            "big": kind(DATA["bytes"]), "transposed": kind(DATA["floats"].T), "pixels": kind(DATA["picture"].transpose(2, 0, 1)),
            "swapped": kind(DATA["big_endian"])}


N = 20000
DATA = {
    "data": bytearray(4096), "i": array.array("i", range(N)), "d": array.array("d", range(N)), "bytes": bytearray(1 << 20),
    "same": bytearray(1 << 20), "floats": np.zeros((512, 1024), "f4"), "picture": np.zeros((360, 640, 3), "u1"),
    "big_endian": np.arange(N, dtype=">i4"),
}


def measure(statement, rounds):
    """Nanoseconds of memoryview, and of View."""
    timers = [timeit.Timer(statement, globals=names(kind)) for kind in (memoryview, mview.View)]
    # For a third of a millisecond, which a busy machine leaves alone now and then
    times = max(1, timers[0].autorange()[0] // 700)
    return [[timer.timeit(times) / times * 1e9 for timer in timers] for _ in range(rounds)]


def human(ns):
    return f"{ns:.1f} ns" if ns < 1e3 else f"{ns / 1e3:.1f} us" if ns < 1e6 else f"{ns / 1e6:.2f} ms"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("output")
    parser.add_argument("--rounds", type=int, default=400, help="samples of each (%(default)s)")
    options = parser.parse_args()
    results = []
    print(f"{'work':28}{'View':>11}{'memoryview':>12}{'of it':>8}  target")
    for what, statement, most in ROWS:
        samples = measure(statement, options.rounds)
        theirs, ours = (min(column) for column in zip(*samples))
        target = "" if most is None else f"<= {most:g}" if most > 1 else f"{1 / most:g} times memoryview"
        reached = most is None or ours <= most * theirs
        print(f"{what:28}{human(ours):>11}{human(theirs):>12}{ours / theirs:>8.3f}"
              + (f"  {target}: {'reached' if reached else 'NOT REACHED'}" if target else ""), flush=True)
        results.append({"work": what, "statement": statement, "target": target, "reached": reached, "least_ns": {"View": ours, "memoryview": theirs},
                        "samples_ns": {"memoryview": [row[0] for row in samples], "View": [row[1] for row in samples]}})
    os.makedirs(os.path.dirname(os.path.abspath(options.output)), exist_ok=True)
    with open(options.output, "w", encoding="utf-8") as file:
        json.dump({"machine": platform.processor() or platform.machine(), "python": platform.python_version(), "rounds": options.rounds,
                   "rows": results}, file, indent=1)
    wanted = [row for row in results if row["target"]]
    print(f"{sum(row['reached'] for row in wanted)} of {len(wanted)} reached; all samples in {options.output}")


if __name__ == "__main__":
    main()
