#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Recording beside dd: record.py LIBRARY TOOL OUTPUT [--rounds N]

1 GiB of blocks of 4 MiB, from memory to tmpfs, without compression, by the library and by mview record; dd copies a file of 1 GiB
in tmpfs. Rates are of medians; the goal is 0.8 of dd's.
"""
import argparse
import ctypes
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

MIB = 1 << 20
BLOCK = 4 * MIB
TMPFS = "/dev/shm"


def record(dll, core, path, blocks):
    memory = ctypes.create_string_buffer(os.urandom(BLOCK), BLOCK)
    core.mview_from_memory.restype = dll.mview_recorder_open.restype = ctypes.c_void_p
    view = ctypes.c_void_p(core.mview_from_memory(memory, ctypes.c_size_t(BLOCK), 0))
    start = time.perf_counter()
    recorder = ctypes.c_void_p(dll.mview_recorder_open(path.encode(), None))
    channel = dll.mview_recorder_add(recorder, b"block", view, None, None)
    failed = sum(dll.mview_recorder_write(recorder, channel, view, ctypes.c_uint64(i), ctypes.c_uint64(time.time_ns())) for i in range(blocks))
    failed += dll.mview_recorder_close(recorder)
    took = time.perf_counter() - start
    core.mview_close(view)
    if failed:
        sys.exit("record.py: the recording failed")
    return took


def record_by_tool(tool, source, path, blocks):
    """From exec to exit; the memory is this process's, and there is always a next look at it."""
    start = time.perf_counter()
    subprocess.run([tool, "record", "-o", path, "--every", "1us", "--count", str(blocks), source], check=True, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def shared_block():
    fd = os.memfd_create("block")
    os.write(fd, os.urandom(BLOCK))
    return "fd:%d/%d" % (os.getpid(), fd)


def dd(source, path, blocks):
    start = time.perf_counter()
    with open(path, "wb") as to:
        copying = subprocess.Popen(["dd", "bs=4M", "count=%d" % blocks, "iflag=fullblock", "status=none", "if=" + source, "of=/dev/stdout"], stdout=to)
        if copying.wait():
            sys.exit("record.py: dd failed")
    return time.perf_counter() - start


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("library")
    parser.add_argument("tool")
    parser.add_argument("output")
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    blocks = 1024 * MIB // BLOCK
    if shutil.disk_usage(TMPFS).free < 2 * blocks * BLOCK + BLOCK:
        print("recording: no 2 GiB in %s; left out" % TMPFS)
        return
    core = ctypes.CDLL(os.path.join(os.path.dirname(args.library), "libmview.so.0"), mode=ctypes.RTLD_GLOBAL)
    dll = ctypes.CDLL(args.library)
    ours, tools, theirs, block = [], [], [], shared_block()
    with tempfile.TemporaryDirectory(dir=TMPFS) as directory:
        source, path = os.path.join(directory, "source"), os.path.join(directory, "to")
        with open(source, "wb") as file:
            for _ in range(blocks):
                file.write(os.urandom(BLOCK))
        for _ in range(args.rounds):
            ours.append(record(dll, core, path, blocks))
            os.unlink(path)
            tools.append(record_by_tool(args.tool, block, path, blocks))
            os.unlink(path)
            theirs.append(dd(source, path, blocks))
            os.unlink(path)
    rate, by_tool, dds = [blocks * BLOCK / statistics.median(times) / 1e9 for times in (ours, tools, theirs)]
    reached = min(rate, by_tool) >= 0.8 * dds
    for name, ours_ in ("record, library", rate), ("mview record", by_tool):
        print("%-18s%8.2f GB/s, dd %.2f GB/s: %.2f of dd  >= 0.8: %s" % (name, ours_, dds, ours_ / dds,
                                                                       "reached" if ours_ >= 0.8 * dds else "NOT REACHED"))
    with open(args.output, "w", encoding="utf-8") as file:
        json.dump({"record_s": ours, "mview_record_s": tools, "dd_s": theirs, "reached": reached}, file, indent=1)


if __name__ == "__main__":
    main()
