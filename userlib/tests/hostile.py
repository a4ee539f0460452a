#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Hostile recordings through all that mview replay and mview recover make of them.

    hostile.py MVIEW CORPUS [--seed N] [--rounds N]

Recordings of the corpus, the same with bytes changed, and recordings whose schemas and names are hostile: the tool ends by itself and
soon, with status 0 or 1 and in the latter case a reason, takes no more memory than MEMORY, prints no control character, and what it
says is whole, is: documents are JSON, and snapshots and pictures can be read.
"""
import argparse
import json
import os
import random
import re
import resource
import struct
import subprocess
import sys
import zlib

import tap

MEMORY, SECONDS = 1 << 30, 20
MAGIC = b"\x89MCAP0\r\n"
EXPORTS = [], ["--show"], ["--hex"], ["--json"], ["--csv"], ["--plot"], ["--npy", "out.npy"], ["--png-sequence", "out"]


def record(opcode, *parts):
    content = b"".join(parts)
    return struct.pack("<BQ", opcode, len(content)) + content


def text(string):
    return struct.pack("<I", len(string)) + string


def recording(schema, name, *messages, encoding=b"mview"):
    data = MAGIC + record(1, text(b""), text(b""))
    data += record(3, struct.pack("<H", 1), text(name), text(b"mview"), text(schema))
    data += record(4, struct.pack("<HH", 1, 1), text(name), text(encoding), text(b""))
    for seq, message in enumerate(messages):
        data += record(5, struct.pack("<HIQQ", 1, seq, (1 << 64) - 9 * seq - 1, 0), message)
    return data + record(15, bytes(4)) + record(2, bytes(20)) + MAGIC


def chunk(compression, records=b"", size=None):
    return record(6, struct.pack("<QQQI", 0, 0, len(records) if size is None else size, 0), text(compression), struct.pack("<Q", len(records)), records)


class Replay:
    def __init__(self, mview, corpus, directory):
        self.mview, self.directory = mview, directory
        self.corpus = [open(os.path.join(corpus, name), "rb").read() for name in sorted(os.listdir(corpus))]

    def run(self, *words):
        done = subprocess.run([self.mview, *words], cwd=self.directory, stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS,
                              preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)), check=False)
        assert done.returncode in (0, 1), (words, done.returncode, done.stderr[-2000:])
        assert done.returncode == 0 or b"mview: " in done.stderr, words
        for said in done.stdout, done.stderr:
            assert not re.search(rb"[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f]", said.replace(b"\x1b[?25l", b"")), (words, said[-2000:])
        return done

    def put(self, data):
        with open(os.path.join(self.directory, "in.mcap"), "wb") as file:
            file.write(data)

    def all_of(self, data):
        self.put(data)
        for export in EXPORTS:
            done = self.run("replay", *export, "in.mcap")
            if export == ["--json"] and done.returncode == 0:
                for line in done.stdout.splitlines():
                    json.loads(line)
        self.made()
        self.run("recover", "in.mcap", "new.mcap")

    def made(self):
        """What was exported is whole."""
        for name in os.listdir(self.directory):
            path = os.path.join(self.directory, name)
            if name.endswith(".npy"):
                self.run("info", "file:" + name)
            elif name.endswith(".png"):
                with open(path, "rb") as file:
                    assert whole_png(file.read()), name
            assert not name.endswith(".new"), name
            if name != "in.mcap":
                os.unlink(path)


def whole_png(data):
    """With the right checksums, up to its end."""
    at, kind = 8, b""
    while at < len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        if zlib.crc32(data[at + 4:at + 8 + length]) != struct.unpack_from(">I", data, at + 8 + length)[0]:
            return False
        at += 12 + length
    return data.startswith(b"\x89PNG") and kind == b"IEND" and at == len(data)


def damaged(rng, data):
    data = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 5))):
        if data and rng.random() < 0.8:
            data[rng.randrange(len(data))] = rng.choice((0, 1, 0x7f, 0x80, 0xff, rng.randrange(256)))
        else:
            del data[rng.randrange(len(data) + 1):]
    return bytes(data)


def recordings_of_the_corpus(replay, _rng, _rounds):
    for data in replay.corpus:
        replay.all_of(data)


def recordings_with_bytes_changed(replay, rng, rounds):
    for _ in range(rounds):
        replay.all_of(damaged(rng, rng.choice(replay.corpus)))


SHAPES = [[], [0], [4], [2, 2], [0, 1 << 62], [1 << 31, 1 << 31], [1 << 62, 4], [-1], [1] * 64, [1] * 65, [65536, 65536, 3], [1.5], ["4"], "4", None, [None]]
FORMATS = ["B", "<h", "P", "x", "0i", "4x", "T{<I:seq:}", "T{" * 40, "9999999999999999999h", "T{<I:a\x1b[2J:}", "T{2s:\u202e:}", "", "\u0000", "Zd", "4p"]
MANY_NOTHINGS = ["x(1000000000,1000000000)0s", "T{B:b:(1000000000)T{}:z:}", "T{B:b:(1000000000)T{0s:a:}:z:}", "x(1000000000)T{(1000000000)T{}:z:}", "x(1000000000,0)B"]


def elements_that_cannot_be(replay, rng, rounds):
    for _ in range(rounds):
        fmt, shape = rng.choice(FORMATS), rng.choice(SHAPES)
        schema = {"format": fmt, "itemsize": rng.choice((1, 2, 4, 0, -1, 1 << 62)), "byteorder": rng.choice(("little", "big", "?", 3)), "shape": shape}
        if rng.random() < 0.3:
            schema.pop(rng.choice(list(schema)))
        data = json.dumps(schema).encode()
        if rng.random() < 0.1:
            data = b"[" * 100000
        replay.all_of(recording(data, b"a", bytes(4), b"", b"\x1b[2J", bytes(rng.randrange(9))))


def items_without_bytes(replay, _rng, _rounds):
    for fmt in MANY_NOTHINGS:
        schema = {"format": fmt, "itemsize": 1, "byteorder": "little", "shape": [2]}
        replay.all_of(recording(json.dumps(schema).encode(), b"a", bytes(2), bytes(2)))


def names_that_are_no_text(replay, rng, rounds):
    names = [b"", b"\x1b[2J", b"a\nb", b"../../x", b"\xff\xfe", b"a@1", b"#", b"*", b"[", b"\\", b"n" * 70000, b"%s%n", "\u202e".encode()]
    for _ in range(rounds):
        replay.all_of(recording(b'{"format": "B", "itemsize": 1, "byteorder": "little", "shape": [2, 2]}', rng.choice(names), bytes(4), bytes(4)))


def long_names_that_are_no_text(replay, _rng, _rounds):
    for name in b"\xff", b"\xc3", b"\xe2\x80":
        replay.all_of(recording(b'{"format": "B", "itemsize": 1, "byteorder": "little", "shape": [4]}', name * ((4 << 20) // len(name)), bytes(4)))


def as_many_channels_as_can_be(replay, _rng, _rounds):
    """Each with a schema of its own, and four messages, the last channel's first."""
    schema = b'{"format": "B", "itemsize": 1, "byteorder": "little", "shape": [4]}'
    parts = [MAGIC, record(1, text(b""), text(b""))]
    for number in range(1, 65536):
        name = text(b"%d" % number)
        parts.append(record(3, struct.pack("<H", number), name, text(b"mview"), text(schema)))
        parts.append(record(4, struct.pack("<HH", number, number), name, text(b"mview"), text(b"")))
    for seq in range(4):
        for number in range(65535, 0, -1):
            parts.append(record(5, struct.pack("<HIQQ", number, seq, 0, 0), bytes(4)))
    replay.put(b"".join(parts) + record(15, bytes(4)) + record(2, bytes(20)) + MAGIC)
    assert len(replay.run("replay", "in.mcap").stdout.splitlines()) == 4 * 65535


def compressions_that_there_are_not(replay, rng, rounds):
    for name in b"\0", bytes(7), b"lz4\0", b"lz4\0x", b"zstd\0", b"\0zstd", b"\x1b[2J", b"lz4" * 30000:
        replay.all_of(MAGIC + record(1, text(b""), text(b"")) + chunk(name, bytes(rng.randrange(99))))


TESTS = [recordings_of_the_corpus, recordings_with_bytes_changed, elements_that_cannot_be, items_without_bytes, names_that_are_no_text,
         long_names_that_are_no_text, as_many_channels_as_can_be, compressions_that_there_are_not]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("mview")
    parser.add_argument("corpus")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=15)
    args = parser.parse_args()
    mview, corpus = os.path.abspath(args.mview), os.path.abspath(args.corpus)
    return tap.run(TESTS, lambda test, directory: test(Replay(mview, corpus, directory), random.Random(args.seed), args.rounds))


if __name__ == "__main__":
    sys.exit(main())
