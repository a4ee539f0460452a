#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""What the tool prints for programs: output.py MVIEW

Each document is valid by its schema, is what NumPy and struct find in the same
bytes, and is the same each time.
"""
import csv
import io
import json
import os
import random
import re
import struct
import subprocess
import sys
import time

import jsonschema
import numpy as np

import tap

HERE = os.path.dirname(os.path.abspath(__file__))
SCHEMAS = os.path.join(HERE, "..", "cli", "schema")
LENSES = """
desc:
  format: "T{<Q:addr:<H:len:B:flags:B:state:6B:mac:2s:tag:}"
  bits:
    flags: { done: 0, error: "3:1" }
  enums:
    state: { IDLE: 0, DONE: 3 }
  show: { mac: mac }
  match: { name: 'a"b' }
flagged:
  format: "T{<I:flags:}"
  flags:
    flags: { NEXT: 0, WRITE: 1, BOTH: "1:0" }
either:
  types:
    number: "T{<I:kind:<I:n:}"
    name: "T{<I:tag:4s:name:}"
  union: { number: number.kind == 0, name: number.kind == 1 }
"""


class Tool:
    def __init__(self, program, directory):
        self.program = program
        self.path = os.path.join(directory, "a.npy")
        self.source = "file:" + self.path
        lenses = os.path.join(directory, "mview", "lenses")
        os.makedirs(lenses)
        with open(os.path.join(lenses, "test.yaml"), "w") as file:
            file.write(LENSES)
        self.env = dict(os.environ, XDG_CONFIG_HOME=directory)

    def run(self, *args, status=0):
        done = subprocess.run([self.program, *args], capture_output=True, env=self.env, timeout=60)
        assert done.returncode == status, (args, done)
        self.error = done.stderr.decode()
        return done.stdout

    def put(self, data):
        np.save(self.path, np.frombuffer(data, "u1"))

    def documents(self, command, *args, status=0):
        """Those of a command, each a line."""
        with open(os.path.join(SCHEMAS, command + ".json")) as file:
            schema = json.load(file)
        text = self.run(command, "--json", *args, status=status)
        assert text.endswith(b"\n"), text
        documents = [json.loads(line, parse_constant=lambda name: 1 / 0) for line in text.decode().splitlines()]
        for document in documents:
            jsonschema.validate(document, schema)
        return documents

    def document(self, *args, **kwargs):
        document, = self.documents(*args, **kwargs)
        return document

    def values(self, *args):
        return [element["value"] for element in self.document("show", *args, self.source)["elements"]]

    def rows(self, *args, status=0):
        text = self.run(*args, status=status).decode()
        assert text.endswith("\r\n") and text.count("\n") == text.count("\r\n"), text
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        assert all(len(row) == len(rows[0]) for row in rows), rows
        return rows


def memory(text):
    """The bytes that JSON's text stands for."""
    return re.sub(rb"\\(x[0-9a-f]{2}|\\)", lambda match: bytes([int(match[1][1:], 16)]) if len(match[1]) > 1 else b"\\",
                  text.encode())


def same_float(value, code, raw):
    want = struct.unpack("<" + code, raw)[0]
    if want != want:
        return value == "nan"
    if want in (float("inf"), float("-inf")):
        return value == str(want)
    return struct.pack("<" + code, value) == raw


def numbers_are_exact(tool):
    rng = random.Random(1)
    codes = "bBhHiIqQefd"
    form = "<" + codes
    size = struct.calcsize(form)
    edges = struct.pack("<bBhHiIqQefd", -128, 255, -2**15, 2**16 - 1, -2**31, 2**32 - 1, -2**63, 2**64 - 1, 65504, 3.4028235e38, 5e-324)
    special = struct.pack("<bBhHiIqQefd", *[0] * 8, float("inf"), float("-inf"), float("nan"))
    data = edges + special + rng.randbytes(300 * size)
    tool.put(data)
    layout = "T{<" + "".join("%s:%s:" % (code, "v" + str(i)) for i, code in enumerate(codes)) + "}"
    values = tool.values("-f", layout)
    rows = tool.rows("show", "--csv", "-f", layout, tool.source)
    assert rows[0] == ["index"] + ["v%d" % i for i in range(len(codes))]
    assert len(values) == len(rows) - 1 == len(data) // size
    for i, (value, row) in enumerate(zip(values, rows[1:])):
        assert row[0] == str(i)
        at = i * size
        for j, code in enumerate(codes):
            width = struct.calcsize("<" + code)
            raw, got = data[at:at + width], value["v%d" % j]
            if code in "efd":
                assert same_float(got, code, raw), (code, got, raw)
            else:
                assert got == struct.unpack("<" + code, raw)[0] and isinstance(got, int), (code, got, raw)
            assert row[j + 1] == (got if isinstance(got, str) else json.dumps(got)) or float(row[j + 1]) == got, (row, got)
            at += width


def text_comes_back(tool):
    rng = random.Random(2)
    texts = [b"plain", b'a"b\\x41', b"\n\r\t\x00x", b"\x1b[31m", b"\x7f\xc2\x9b", "gr\u00fc\u00df \U0001f600".encode(), b"\xff\xfe", b"\xc0\x80",
             b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x82", b",", b"a,b", b'"', b"\\\\"]
    texts += [rng.randbytes(16).rstrip(b"\0") for _ in range(300)]
    tool.put(b"".join(text.ljust(16, b"\0") for text in texts))
    assert [memory(value) for value in tool.values("-f", "16s")] == texts
    out = tool.run("show", "--json", "-f", "16s", tool.source).decode()
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", out)
    rows = tool.rows("show", "--csv", "-f", "16s", tool.source)
    assert [memory(row[1]) for row in rows[1:]] == texts
    assert not re.search("[\x00-\x09\x0b-\x0c\x0e-\x1f\x7f-\x9f]", tool.run("show", "--csv", "-f", "16s", tool.source).decode())


def names_are_keys(tool):
    tool.put(bytes(range(4)))
    for name in (b'a"b', b"a,b", b"a\xffb", b"a\\b", "\u00fc".encode()):
        value, = tool.values("-f", b"T{<I:" + name + b":}")
        assert {memory(key): number for key, number in value.items()} == {name: 0x03020100}, value
        rows = tool.rows("show", "--csv", "-f", b"T{<I:" + name + b":}", tool.source)
        assert [memory(cell) for cell in rows[0]] == [b"index", name], rows
        assert rows[1] == ["0", str(0x03020100)]


def records_are_objects(tool):
    tool.put(struct.pack("<HHHfB3x", 1, 2, 3, 0.5, 1))
    value, = tool.values("-f", "T{<3H:a:T{<f:x:?:on:}:p:3x}")
    assert value == {"a": [1, 2, 3], "p": {"x": 0.5, "on": True}}
    rows = tool.rows("show", "--csv", "-f", "T{<3H:a:T{<f:x:?:on:}:p:3x}", tool.source)
    assert rows == [["index", "a", "p.x", "p.on"], ["0", "[1,2,3]", "0.5", "true"]], rows
    value, = tool.values("-f", "T{<(2,3)H:a:2x}")
    assert value == {"a": [[1, 2, 3], [0, 0x3f00, 1]]}, value
    value, = tool.values("-f", "T{<3H:a:T{<f:x:?:on:}:p:3x}", "-i", "p.on,a[1],p")
    assert value == {"p.on": True, "a[1]": 2, "p.x": 0.5}, value


def padding_beside_a_value_is_left_out(tool):
    tool.put(struct.pack("<4xi4xi", 5, -6))
    assert tool.values("-f", "<4xi") == [5, -6]
    assert tool.values("-f", "<4xi", "-W", "value < 0") == [-6]
    assert tool.rows("show", "--csv", "-f", "<4xi", tool.source)[1:] == [["0", "5"], ["1", "-6"]]
    assert tool.values("-f", "<i4x") == [0, 0]


def names_reach_no_terminal(tool):
    tool.put(bytes(120))
    tool.env["LC_ALL"] = "C.UTF-8"
    for form in b"T{<I:%s:}", b"3T{<H:%s:}", b"2T{<I:%s:T{B:%s:}:%s:}":
        form = form.replace(b"%s", b"a\xc2\x9b31m")
        for command in ["show"], ["show", "--hex"], ["show", "--all"], ["info"]:
            text = tool.run(*command, "-f", form, tool.source)
            assert b"\xc2\x9b" not in text and text, (command, form, text)


def names_stand_beside_numbers(tool):
    tool.put(struct.pack("<QHBB6s2s", 2**63, 64, 0x17, 3, b"RT\0\x12\x34V", b"rx") + struct.pack("<QHBB6s2s", 0, 0, 0, 2, b"", b""))
    first, second = tool.values("-L", "desc")
    assert first == {"addr": 2**63, "len": 64, "flags": {"value": 0x17, "bits": {"done": 1, "error": 3}},
                     "state": {"value": 3, "name": "DONE"}, "mac": "52:54:00:12:34:56", "tag": "rx"}, first
    assert second["state"] == {"value": 2, "name": None}
    rows = tool.rows("show", "--csv", "-L", "desc", tool.source)
    assert rows == [["index", "addr", "len", "flags", "flags.done", "flags.error", "state", "mac", "tag"],
                    ["0", str(2**63), "64", "23", "1", "3", "DONE", "52:54:00:12:34:56", "rx"],
                    ["1", "0", "0", "0", "0", "0", "2", "00:00:00:00:00:00", ""]], rows
    tool.put(struct.pack("<III", 1, 7, 0))
    assert tool.values("-L", "flagged") == [{"flags": {"value": 1, "names": ["NEXT"]}}, {"flags": {"value": 7, "names": ["NEXT", "WRITE"]}},
                                            {"flags": {"value": 0, "names": []}}]


def a_union_is_the_member_that_holds(tool):
    tool.put(struct.pack("<III4sII", 0, 7, 1, b"eth0", 2, 0))
    first, second, third = tool.values("-L", "either")
    assert first == {"number": {"kind": 0, "n": 7}} and second == {"name": {"tag": 1, "name": "eth0"}}, (first, second)
    assert set(third) == {"number", "name"}
    rows = tool.rows("show", "--csv", "-L", "either", tool.source)
    assert rows[1:3] == [["0", "0", "7", "", ""], ["1", "", "", "1", "eth0"]], rows


def elements_keep_their_indices(tool):
    tool.put(bytes(range(24)))
    document = tool.document("show", "-s", "4,6", tool.source, "[1:3, ::-2]", "-W", "value > 12")
    assert document["shape"] == [2, 3]
    assert document["elements"] == [{"index": [2, i], "value": 12 + i} for i in (5, 3, 1)], document
    assert tool.rows("show", "--csv", "-s", "4,6", tool.source, "[3,4]") == [["index0", "index1", "value"], ["3", "4", "22"]]
    tool.run("show", "--json", tool.source, "-W", "1 / value", status=1)


def descriptions_are_documents(tool):
    tool.put(DESC + DESC)
    document = tool.document("info", "-L", "desc", tool.source)
    assert document["shape"] == [2] and document["strides"] == [20] and document["buffer"] is None and document["contiguous"] == "C"
    assert [(one["name"], one["offset"], one["bits"]) for one in document["members"]][:5] == [
        ("addr", 0, 64), ("len", 8, 16), ("flags", 10, 8), ("flags.done", 10, 1), ("flags.error", 10, 3)], document
    head, row = tool.rows("info", "--csv", tool.source)
    assert head == list(document) and json.loads(row[head.index("shape")]) == [40]
    lenses = {lens["name"]: lens for lens in tool.document("lens", "list")["lenses"]}
    assert lenses["either"]["types"] == ["number", "name"] and lenses["desc"]["format"].startswith("T{<Q")
    assert lenses["desc"]["match"] == {"name": 'a"b'} and lenses["desc"]["line"] == 2
    rows = tool.rows("lens", "list", "--csv")
    assert ["desc", '{"name":"a\\"b"}'] in [[row[0], row[4]] for row in rows], rows
    assert rows[0] == list(lenses["desc"])


def types_are_documents(tool):
    source, btf = [os.path.join(os.path.dirname(tool.path), name) for name in ("a.c", "a.btf")]
    with open(source, "w") as file:
        file.write("struct one { short a; unsigned b : 3, c : 5; char name[4]; } one; struct one_two { struct one one[2]; } two;")
    subprocess.run(["cc", "-g", "-c", "-o", source + ".o", source], check=True)
    subprocess.run(["pahole", "--btf_encode_detached", btf, source + ".o"], check=True)
    document = tool.document("types", "-b", btf, "one")
    assert document["type"] == "struct one" and document["size"] == 8, document
    assert [(one["name"], one["offset"], one["shift"], one["bits"], one["shape"]) for one in document["members"]] == [
        ("a", 0, 0, 16, []), ("b", 2, 0, 3, []), ("c", 2, 3, 5, []), ("name", 3, 0, 8, [4])], document
    document = tool.document("types", "-b", btf, "one*")
    assert document == {"types": [{"name": "struct one", "size": 8}, {"name": "struct one_two", "size": 16}]}, document
    assert tool.rows("types", "--csv", "-b", btf, "*two") == [["name", "size"], ["struct one_two", "16"]]
    assert tool.document("types", "-b", btf, "none*", status=1) == {"types": []}


def rings_are_documents(tool):
    tool.put(bytes([1, 0, 1, 0]))
    document = tool.document("ring", "--owner", "value", tool.source, status=4)
    assert {entry["slot"]: entry["owner"] for entry in document["entries"]} == {0: "device", 1: "driver", 2: "device", 3: "driver"}
    assert document["findings"][0]["trouble"] == "disorder"
    tool.put(bytes([1, 1, 0, 0, 0]))
    document = tool.document("ring", "--owner", "value", tool.source)
    assert document["slots"] == 5 and document["head"] == 0 and document["tail"] == 2 and document["pending"] == 2
    assert document["findings"] == [] and document["last"] is not None
    rows = tool.rows("ring", "--csv", "--owner", "value", "-W", "value", tool.source)
    assert rows == [["slot", "owner", "pending", "value"], ["0", "device", "true", "1"], ["1", "device", "true", "1"]], rows


def dmabufs_are_documents(tool):
    document = tool.document("dmabuf")
    rows = tool.rows("dmabuf", "--csv")
    assert rows[0] == ["inode", "nbytes", "exporter", "name", "held_by"] and len(rows) >= 1 and isinstance(document["dmabufs"], list)


def frames_are_lines(tool):
    tool.put(b"ab")
    frames = tool.documents("show", tool.source, "--count", "3", "--every", "1ms")
    assert len(frames) == 3 and frames[0]["seq"] < frames[1]["seq"] < frames[2]["seq"]
    assert all(abs(frame["time"] - time.time_ns()) < 60e9 for frame in frames), frames
    rows = tool.rows("show", "--csv", tool.source, "--count", "2", "--every", "1ms")
    assert rows[0] == ["seq", "time", "index", "value"] and [row[2] for row in rows[1:]] == ["0", "1"] * 2, rows
    assert rows[1][0] == rows[2][0] != rows[3][0] == rows[4][0], rows
    assert "time" not in tool.document("show", tool.source)


def memory_is_bounded(tool):
    """All of 24 MiB is printed with 16 MiB of memory, beside the file itself."""
    with open(tool.path, "wb") as file:
        np.lib.format.write_array_header_1_0(file, {"descr": "|u1", "fortran_order": False, "shape": (24 << 20,)})
        file.truncate(file.tell() + (24 << 20))
    for output in "--json", "--csv":
        done = subprocess.run([*tap.limited(16384, tool.program), "show", output, "-f", "T{256s:text:}", tool.source],
                              capture_output=True)
        assert done.returncode == 0, done.stderr
        assert done.stdout.count(b"\n" if output == "--csv" else b'{"index"') in (24 << 12, (24 << 12) + 1)


def what_is_cut_off_looks_so(tool):
    """What fails in the middle is no document."""
    tool.put(b"\1\1\0\1")
    text = tool.run("show", "--json", tool.source, "-W", "1 / value", status=1)
    try:
        json.loads(text)
    except ValueError:
        return
    raise AssertionError(text)


DESC = struct.pack("<QHBB6s2s", 2**63, 64, 0x17, 3, b"RT\0\x12\x34V", b"rx")
TESTS = [descriptions_are_documents, types_are_documents, rings_are_documents, dmabufs_are_documents, numbers_are_exact, text_comes_back, names_are_keys, records_are_objects, padding_beside_a_value_is_left_out,
         names_reach_no_terminal, names_stand_beside_numbers,
         a_union_is_the_member_that_holds, elements_keep_their_indices, frames_are_lines, memory_is_bounded, what_is_cut_off_looks_so]


if __name__ == "__main__":
    sys.exit(tap.run(TESTS, lambda test, directory: test(Tool(sys.argv[1], directory))))
