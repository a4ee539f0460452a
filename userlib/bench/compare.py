#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""libmview beside NumPy and CPython's memoryview, in one run.

    compare.py BENCH OUTPUT [--rounds N] [--row NAME]

BENCH does libmview's part, in a process of its own; the two take turns. Prints
a table of medians and writes all that was measured to OUTPUT, as JSON.
Destinations exist, and were written to, before anything is timed.
"""
import argparse
import json
import os
import platform
import statistics
import subprocess
import time

import numpy as np

MIB = 1 << 20
VIEWS = 100000


def ones(shape, dtype):
    """Zeros, in pages that exist."""
    array = np.empty(shape, dtype)
    array.fill(0)
    return array


def copying(src):
    dst = ones(src.shape, src.dtype.newbyteorder("="))
    return lambda: np.copyto(dst, src)


def transpose():
    return copying(ones((4096, 4096), np.float32).T)


def axes():
    return copying(ones((64,) * 4, np.float32).transpose(3, 1, 2, 0))


def planar():
    return copying(ones((2160, 3840, 3), np.uint8).transpose(2, 0, 1))


def every_second():
    return copying(ones((4096, 4096), np.float32)[::2, ::2])


def reversed_():
    return copying(ones(16 * MIB, np.float32)[::-1])


def column():
    return copying(ones((4096, 4096), np.float32)[:, 0])


def channel():
    return copying(ones((4 * MIB, 8), np.uint16)[:, 0])


def byte_swapped():
    return copying(ones(16 * MIB, np.dtype(np.int32).newbyteorder("S")))


def equal_ints():
    a, b = ones(16 * MIB, np.int32), ones(16 * MIB, np.int32)
    return lambda: np.array_equal(a, b)


def equal_floats():
    a, b = ones(4 * MIB, np.int32), ones(4 * MIB, np.float64)
    return lambda: np.array_equal(a, b)


def equal_memoryviews():
    """An eighth of the work: it is that slow."""
    a, b = memoryview(ones(MIB // 2, np.int32)), memoryview(ones(MIB // 2, np.float64))
    return lambda: a == b


def hex_():
    view = memoryview(ones(16 * MIB, np.uint8))
    return view.hex


def timed(statement):
    """A loop that costs nothing itself: what is made is dropped at once, as libmview's is closed."""
    code = compile(f"def run(view, times):\n    for _ in times:\n        {statement}\n", "bench", "exec")
    names = {}
    exec(code, names)
    view = memoryview(bytearray(4096))

    def run():
        names["run"](view, range(VIEWS))
    return run


def slices():
    return timed("view[1:9]")


def casts():
    return timed("view.cast('i')")


# name, function, loops, divisor of its time, what it is called, the most of memcpy's time, the most of the other's, the most ns
ROWS = [
    ("transpose", transpose, 1, 1, "NumPy", 3, 1 / 4, None),
    ("axes", axes, 1, 1, "NumPy", 4, None, None),
    ("planar", planar, 3, 3, "NumPy", 2, None, None),
    ("every second", every_second, 3, 3, "NumPy", None, 1, None),
    ("reversed", reversed_, 1, 1, "NumPy", None, 1, None),
    ("column", column, 100, 100, "NumPy", None, 1, None),
    ("channel", channel, 1, 1, "NumPy", None, 1, None),
    ("byte-swapped", byte_swapped, 1, 1, "NumPy", None, 1, None),
    ("int32 == int32", equal_ints, 1, 1, "NumPy", None, 1, None),
    ("int32 == float64", equal_floats, 1, 1, "NumPy", None, 1, None),
    ("int32 == float64", equal_memoryviews, 1, 1 / 8, "memoryview", None, 1 / 20, None),
    ("hex", hex_, 1, 1, "memoryview", None, 1 / 4, None),
    ("slice", slices, 1, VIEWS, "memoryview", None, None, 40),
    ("cast", casts, 1, VIEWS, "memoryview", None, None, 40),
    ("index", slices, 1, VIEWS, "memoryview", None, None, 40),
]


class Bench:
    """libmview's process."""

    def __init__(self, path):
        self.process = subprocess.Popen([path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(self, name):
        """Nanoseconds of libmview and of memcpy."""
        print(name, file=self.process.stdin, flush=True)
        return [float(number) for number in self.process.stdout.readline().split()]

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def measure(bench, row, rounds):
    name, make, loops, divisor, other = row[:5]
    run = make()
    samples = {"mview": [], "memcpy": [], other: []}
    for _ in range(rounds):
        run()  # the other process had the caches
        start = time.perf_counter_ns()
        for _ in range(loops):
            run()
        theirs = (time.perf_counter_ns() - start) / divisor
        ours, memcpy = bench.run(name)
        for who, value in (("mview", ours), ("memcpy", memcpy), (other, theirs)):
            samples[who].append(value)
    return samples


def judge(row, medians):
    """What it should be, and whether it is."""
    other, most_memcpy, most_other, most = row[4:]
    targets, reached, ours = [], True, medians["mview"]
    if most_memcpy:
        targets.append(f"<= {most_memcpy:g} memcpy")
        reached &= ours <= most_memcpy * medians["memcpy"]
    if most_other:
        targets.append(f"<= {other}" if most_other == 1 else f"{1 / most_other:g} times {other}")
        reached &= ours <= most_other * medians[other]
    if most:
        targets.append(f"< {most} ns")
        reached &= ours < most
    return ", ".join(targets), bool(reached)


def human(ns):
    return f"{ns:.1f} ns" if ns < 1e3 else f"{ns / 1e3:.1f} us" if ns < 1e6 else f"{ns / 1e6:.2f} ms"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench")
    parser.add_argument("output")
    parser.add_argument("--rounds", type=int, default=9, help="samples of each (%(default)s)")
    parser.add_argument("--row", help="only those of this name")
    options = parser.parse_args()
    bench, results = Bench(options.bench), []
    print(f"{'work':18}{'libmview':>11}{'memcpy':>11}{'other':>11}  {'':11}{'of memcpy':>10}{'of other':>10}  target")
    for row in ROWS:
        if options.row and options.row != row[0]:
            continue
        samples = measure(bench, row, options.rounds)
        medians = {who: statistics.median(values) for who, values in samples.items()}
        target, reached = judge(row, medians)
        ours, memcpy, theirs = medians.values()
        views = row[7] is not None or not memcpy
        of_memcpy = "" if views else f"{ours / memcpy:.2f}"
        print(f"{row[0]:18}{human(ours):>11}{'' if views else human(memcpy):>11}{human(theirs):>11}  {row[4]:11}"
              f"{of_memcpy:>10}{ours / theirs:>10.3f}  {target}: {'reached' if reached else 'NOT REACHED'}", flush=True)
        results.append({"work": row[0], "other": row[4], "target": target, "reached": reached, "median_ns": medians,
                        "of_memcpy": None if views else ours / memcpy, "of_other": ours / theirs, "samples_ns": samples})
    bench.close()
    print("of memcpy, of other: libmview's time in proportion to theirs; loops of Python's are in its times of views")
    os.makedirs(os.path.dirname(os.path.abspath(options.output)), exist_ok=True)
    with open(options.output, "w", encoding="utf-8") as file:
        json.dump({"machine": platform.processor() or platform.machine(), "python": platform.python_version(),
                   "numpy": np.__version__, "rounds": options.rounds, "rows": results}, file, indent=1)
    print(f"{sum(row['reached'] for row in results)} of {len(results)} reached; all samples in {options.output}")


if __name__ == "__main__":
    main()
