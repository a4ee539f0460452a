#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""mview diff: diff.py MVIEW

What differs is what NumPy finds, and how that ends is as diff(1).
"""
import json
import os
import random
import struct
import subprocess
import sys
import threading
import time

import numpy as np

import output
import tap


class Tool(output.Tool):
    """Of two files."""

    def __init__(self, program, directory):
        super().__init__(program, directory)
        self.paths = [os.path.join(directory, name) for name in ("old.npy", "new.npy")]
        self.old, self.new = ["file:" + path for path in self.paths]

    def save(self, old, new, dtype="u1"):
        for path, data in zip(self.paths, (old, new)):
            np.save(path, np.frombuffer(data, dtype) if isinstance(data, bytes) else data)

    def lines(self, *args, status=1):
        return self.run("diff", *args, status=status).decode().splitlines()


DESC = struct.Struct("<QHBB6s2s")
FORM = "T{<H:len:2x<f:x:}"
ITEM = struct.Struct("<HHI")


def fields_that_differ_are_told(tool):
    old = [DESC.pack(i, 64, 0, 0, b"", b"rx") for i in range(5)]
    new = list(old)
    new[2] = DESC.pack(2, 65, 1, 3, b"", b"rx")
    new[4] = DESC.pack(4, 64, 0, 0, b"\1", b'"\n')
    tool.save(b"".join(old), b"".join(new))
    both = "-L", "desc", tool.old, tool.new
    assert tool.lines(*both) == ["[2].len: 64 -> 65", "[2].flags: 0x0 -> 0x1", "[2].flags.done: 0 -> 1", "[2].state: IDLE -> DONE",
                                 "[4].mac: 00:00:00:00:00:00 -> 01:00:00:00:00:00", '[4].tag: "rx" -> "\\"\\x0a"'], tool.lines(*both)
    assert tool.lines(*both, "-i", "state,len") == ["[2].state: IDLE -> DONE", "[2].len: 64 -> 65"]
    assert tool.lines(*both, "-W", "tag[0] != 114 && addr") == [line for line in tool.lines(*both) if line.startswith("[4]")]
    assert tool.lines(*both, "-i", "addr", status=0) == []
    document = tool.document("diff", *both, status=1)
    assert document["different"] == 2 and document["elements"] == 5 and document["fields"]["state"] == 1
    assert document["differences"][0]["index"] == [2]
    assert document["differences"][0]["fields"][0] == {"name": "len", "old": 64, "new": 65}
    assert document["differences"][1]["fields"][1] == {"name": "tag", "old": "rx", "new": '"\n'}
    rows = tool.rows("diff", "--csv", *both, status=1)
    assert rows[0] == ["index", "field", "old", "new"] and rows[-1] == ["4", "tag", "rx", '"\\x0a'], rows


def sums_are_told(tool):
    old = np.arange(1000, dtype="<u2").reshape(10, 100)
    new = old.copy()
    new[3, 4:8] = 0
    tool.save(old, new)
    assert tool.lines(tool.old, tool.new, "--stat") == ["value  4", "4 of 1000 elements differ"]
    assert tool.lines(tool.new, tool.new, "--stat", status=0) == ["0 of 1000 elements differ"]
    document = tool.document("diff", "--stat", tool.old, tool.new, status=1)
    assert document["different"] == 4 and document["differences"] == [] and document["fields"] == {"value": 4}
    assert tool.rows("diff", "--csv", "--stat", tool.old, tool.new, status=1) == [["elements", "different", "fields"],
                                                                                    ["1000", "4", '{"value":4}']]


def the_status_is_that_of_diff(tool):
    tool.save(b"abc", b"abd")
    assert tool.lines(tool.old, tool.old, status=0) == []
    assert tool.lines(tool.old, tool.new) == ["[2]: 99 -> 100"]
    assert tool.lines("-q", tool.old, tool.new) == [] and not tool.error
    assert tool.lines(tool.old, "-e", "5ms", status=0) == []
    assert tool.error == f"mview: {tool.old}: compared with what it was 0.005 s before\n", tool.error
    assert tool.lines("-q", tool.old, "-e", "5ms", status=0) == [] and not tool.error
    for args, words in ((("file:/none", tool.new), "No such file"), ((tool.old, tool.old, tool.new), "two sources"),
                        ((tool.old, tool.new, "-W", "1 / (value - 99)"), "--where"), ((tool.old, tool.new, "-i", "none"), "none"),
                        ((tool.old + "[:2]", tool.new), "shapes are not the same"), ((tool.old, "file:/none"), "No such file"),
                        (("--frobnicate",), "--help"), ((tool.old, tool.new, "--every", "1s"), "--every")):
        tool.run("diff", *args, status=2)
        assert words in tool.error, tool.error
    with open("/dev/full", "w") as full:
        assert subprocess.run([tool.program, "diff", tool.old, tool.new], stdout=full, stderr=subprocess.DEVNULL).returncode == 2


def padding_is_no_field(tool):
    tool.save(ITEM.pack(1, 2, 3) + ITEM.pack(1, 0xffff, 3), ITEM.pack(1, 9, 3) + ITEM.pack(1, 0, 4))
    both = "-f", FORM, tool.old, tool.new
    assert [line[:6] for line in tool.lines(*both)] == ["[1].x:"], tool.lines(*both)
    assert tool.lines(*both, "--bytes") == ["[0].bytes[2:3]: 02 -> 09", "[1].bytes[2:5]: ffff03 -> 000004"], tool.lines(*both, "--bytes")
    assert tool.lines("-f", "T{<H:len:2x4x}", tool.old, tool.new, status=0) == []
    assert tool.document("diff", *both, "--bytes", status=1)["differences"][0]["fields"] == [{"name": "bytes[2:3]", "old": "02", "new": "09"}]


def floats_differ_by_their_bytes(tool):
    nans = struct.pack("<ffff", float("nan"), 0.0, 1.0, float("nan"))
    other = nans[:4] + struct.pack("<ff", -0.0, 1.0) + b"\1\0\xc0\x7f"
    tool.save(nans, nans, "<f4")
    assert tool.lines(tool.old, tool.new, status=0) == []
    tool.save(nans, other, "<f4")
    assert tool.lines(tool.old, tool.new) == ["[1]: 0.0 -> -0.0", "[3]: nan -> nan"], tool.lines(tool.old, tool.new)


def bits_leave_their_neighbours(tool):
    tool.save(b"\x01\x00", b"\x03\x00")
    assert tool.lines("-f", "<H", "-B", "value{low:0,next:1}", "-i", "value.low", tool.old, tool.new, status=0) == []
    assert tool.lines("-f", "<H", "-B", "value{low:0,next:1}", "-i", "value.next", tool.old, tool.new) == ["[0].value.next: 0 -> 1"]


def a_union_may_change_its_member(tool):
    tool.save(struct.pack("<II", 0, 7), struct.pack("<II", 1, 7))
    lines = tool.lines("-L", "either", tool.old, tool.new)
    assert lines == ["[0].number.kind: 0 -> ", "[0].number.n: 7 -> ", "[0].name.tag:  -> 1", '[0].name.name:  -> "\\x07"'], lines
    fields = tool.document("diff", "-L", "either", tool.old, tool.new, status=1)["differences"][0]["fields"]
    assert fields[0] == {"name": "number.kind", "old": 0, "new": None}


def elements_must_be_alike(tool):
    tool.save(np.zeros(4, "<i4"), np.zeros(4, "<f4"))
    tool.run("diff", tool.old, tool.new, status=2)
    assert "elements of format i, and " in tool.error and " of f: they can't be compared" in tool.error, tool.error
    assert tool.lines("-f", "<I", tool.old, tool.new, status=0) == []
    assert tool.lines(tool.old, "-f", "<i", tool.new, status=0) == []
    assert tool.lines("--bytes", tool.old, tool.new, status=0) == []
    tool.save(np.zeros(3, [("a", "<u2"), ("b", "<u2")]), np.zeros(3, [("a", "<u2"), ("c", "<u2")]))
    tool.run("diff", tool.old, tool.new, status=2)
    tool.save(np.zeros(3, [("a", "<u2"), ("b", "<u2")]), np.zeros(3, [("a", "<u2"), ("b", ">u2")]))
    tool.run("diff", tool.old, tool.new, status=2)


def slices_are_each_ones_own(tool):
    tool.save(np.arange(10, dtype="u1"), np.arange(2, 12, dtype="u1"))
    assert tool.lines(tool.old + "[2:]", tool.new + "[:-2]", status=0) == []
    assert tool.lines(tool.old, "[4:6]", tool.new, "[:2]") == ["[4]: 4 -> 2", "[5]: 5 -> 3"]
    tool.save(np.arange(12, dtype="u1").reshape(3, 4), np.zeros((3, 4), "u1"))
    assert tool.lines(tool.old + "[2,::-2]", tool.new + "[0,:2]") == ["[2,3]: 11 -> 0", "[2,1]: 9 -> 0"]


def any_elements_are_found(tool):
    """Against NumPy, also behind pieces and of views that are not contiguous."""
    rng = random.Random(3)
    for _ in range(12):
        n = rng.choice([1, 1000, 1 << 20, (1 << 20) + 7])
        old = np.zeros((n, 2), "<u2")
        new = old.copy()
        for _ in range(rng.randrange(20)):
            new[rng.randrange(n), rng.randrange(2)] = rng.randrange(1, 9)
        tool.save(old, new)
        for what in ("", "[:,1]", "[::-3]")[:3 if n <= 1000 else 1]:
            want = {}
            for row, column in zip(*np.nonzero(new)):
                if what == "[:,1]" and column == 0 or what == "[::-3]" and (n - 1 - row) % 3:
                    continue
                want[row, column] = int(new[row, column])
            document = tool.document("diff", tool.old + what, tool.new + what, status=int(bool(want)))
            got = {tuple(one["index"]): one["fields"][0]["new"] for one in document["differences"]}
            assert got == want, (n, what, got, want)
            assert document["different"] == len(want)


def memory_is_bounded(tool):
    """48 MiB that differ everywhere, with 16 MiB beside the files."""
    tool.save(np.zeros(48 << 20, "u1"), np.ones(48 << 20, "u1"))
    done = subprocess.run([*tap.limited(16384, tool.program), "diff", "--stat", "-f", "T{1024s:text:}", tool.old, tool.new],
                          capture_output=True)
    assert done.returncode == 1 and b"49152 of 49152" in done.stdout, done


def then_and_now_differ(tool):
    tool.save(b"abc", b"abc")

    def change():
        time.sleep(0.3)
        np.save(tool.paths[0] + ".tmp.npy", np.frombuffer(b"abd", "u1"))
        os.rename(tool.paths[0] + ".tmp.npy", tool.paths[0])

    thread = threading.Thread(target=change)
    thread.start()
    lines = tool.lines(tool.old, "--every", "900ms")
    thread.join()
    assert lines == ["[2]: 99 -> 100"], lines
    assert tool.lines(tool.new, "--every", "1ms", status=0) == []


TESTS = [fields_that_differ_are_told, sums_are_told, the_status_is_that_of_diff, padding_is_no_field, floats_differ_by_their_bytes,
         bits_leave_their_neighbours, a_union_may_change_its_member, elements_must_be_alike, slices_are_each_ones_own,
         any_elements_are_found, memory_is_bounded, then_and_now_differ]

if __name__ == "__main__":
    sys.exit(tap.run(TESTS, lambda test, directory: test(Tool(sys.argv[1], directory))))
