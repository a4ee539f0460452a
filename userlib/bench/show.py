#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""A ring of 64 Ki entries as the tool shows it: by a format, by a C type, with named bits; beside Python's struct.

    show.py MVIEW OUTPUT [--rounds N]

The ring is in memory of this process. Each is a process of its own, which prints all entries to /dev/null; they take turns.
Prints a table of the medians of their CPU time and writes all that was measured to OUTPUT, as JSON. The status is 1 if a C type
or named bits take more than three times what the format takes.
"""
import argparse
import json
import os
import statistics
import struct
import subprocess
import sys
import tempfile

ENTRIES = 65536
FORMAT = "<T{I:result:I:reserved:H:sq_head:H:sq_id:H:command_id:H:status:}"
C = """
struct entry { unsigned int result, reserved; unsigned short sq_head, sq_id, command_id, status; };
struct entry entry;
"""
BITS = "status{phase:0,code:8:1,type:11:9,more:14,do_not_retry:15}"
PYTHON = """
import mmap, struct, sys
ring = mmap.mmap(int(sys.argv[1]), 0, prot=mmap.PROT_READ)
for i, entry in enumerate(struct.iter_unpack("<IIHHHH", ring)):
    print(i, *entry)
"""
TARGET = 3


def fill():
    """A file whose entries all have other numbers."""
    ring = os.memfd_create("ring")
    entries = (struct.pack("<IIHHHH", i * 2654435761 & 0xffffffff, 0, i & 0xffff, 1, i & 0xffff, (i & 7) << 1)
               for i in range(ENTRIES))
    os.write(ring, b"".join(entries))
    return ring


def types(directory):
    source, made, btf = (os.path.join(directory, name) for name in ("entry.c", "entry.o", "entry.btf"))
    with open(source, "w") as file:
        file.write(C)
    subprocess.run(["cc", "-g", "-c", "-o", made, source], check=True)
    subprocess.run(["pahole", "--btf_encode_detached", btf, made], check=True)
    return btf


def cpu_time(command, ring):
    """Seconds in user and kernel mode."""
    before = os.times()
    subprocess.run(command, stdout=subprocess.DEVNULL, pass_fds=[ring], check=True)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mview")
    parser.add_argument("output")
    parser.add_argument("--rounds", type=int, default=9, help="samples of each (%(default)s)")
    options = parser.parse_args()
    ring = fill()
    with tempfile.TemporaryDirectory() as directory:
        show = [options.mview, "show", "--all", "fd:%d/%d" % (os.getpid(), ring)]
        as_type = ["--btf", types(directory), "--as", "entry"]
        rows = {
            "format": [*show, "--format", FORMAT],
            "C type": [*show, *as_type],
            "named bits": [*show, *as_type, "--bits", BITS],
            "Python's struct": [sys.executable, "-c", PYTHON, str(ring)],
        }
        samples = {name: [] for name in rows}
        for _ in range(options.rounds):
            for name, command in rows.items():
                samples[name].append(cpu_time(command, ring))
    medians = {name: statistics.median(values) for name, values in samples.items()}
    missed = False
    print(f"{'show of 64 Ki':18}{'CPU time':>11}{'of format':>11}  target")
    for name, median in medians.items():
        ratio = median / medians["format"]
        has_target = name in ("C type", "named bits")
        missed |= has_target and ratio > TARGET
        verdict = f"<= {TARGET}: {'missed' if ratio > TARGET else 'reached'}" if has_target else ""
        print(f"{name:18}{median * 1e3:>8.0f} ms{ratio:>11.2f}  {verdict}".rstrip())
    with open(options.output, "w") as file:
        json.dump({"entries": ENTRIES, "seconds": samples}, file, indent=1)
    return missed


if __name__ == "__main__":
    sys.exit(main())
