#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Recordings against a reader of their own: recordings.py LIBRARY [--seed N] [--kills N]"""
import argparse
import ctypes
import errno
import json
import os
import random
import resource
import signal
import struct
import subprocess
import sys
import time

from mcap import CHANNEL, DATA_END, HEADER, MAGIC, MESSAGE, SCHEMA, Malformed, Recording
from snapshots import I64, Library, View, tap


class Message(ctypes.Structure):
    """struct mview_message"""
    _fields_ = [("channel", ctypes.c_int), ("name", ctypes.c_char_p), ("seq", ctypes.c_uint64), ("time", ctypes.c_uint64), ("nbytes", I64)]


class Recordings(Library):
    def __init__(self, path):
        super().__init__(path)
        for name in "recorder_open", "recording_open", "recording_view", "source_next":
            getattr(self.dll, "mview_" + name).restype = ctypes.c_void_p
        self.dll.mview_recording_recover.restype = I64

    def check(self, result):
        if result is None or result == -1:
            raise OSError(ctypes.get_errno(), self.error())
        return result

    def recorder(self, path, compression=""):
        return Recorder(self, ctypes.c_void_p(self.check(self.dll.mview_recorder_open(path.encode(), compression.encode()))))

    def read(self, path):
        """Messages, and why there are no more."""
        handle = ctypes.c_void_p(self.check(self.dll.mview_recording_open(path.encode())))
        message, messages, why = Message(), [], ""
        while (got := self.dll.mview_recording_next(handle, ctypes.byref(message))) > 0:
            view = View(self, self.check(self.dll.mview_recording_view(handle)))
            messages.append((message.name.decode(), message.seq, message.time, view.tobytes()))
            view.close()
        if got < 0:
            why = self.error()
        self.dll.mview_recording_close(handle)
        return messages, why

    def recover(self, path, to):
        return self.check(self.dll.mview_recording_recover(path.encode(), to.encode()))


class Recorder:
    def __init__(self, library, handle):
        self.library, self.dll, self.handle = library, library.dll, handle

    def add(self, name, view, lens=None, type_=None):
        return self.library.check(self.dll.mview_recorder_add(self.handle, name.encode(), view.handle, lens, type_))

    def write(self, channel, view, seq, when):
        return self.library.check(self.dll.mview_recorder_write(self.handle, channel, view.handle, ctypes.c_uint64(seq), ctypes.c_uint64(when)))

    def close(self):
        self.library.check(self.dll.mview_recorder_close(self.handle))


class Source:
    """A view whose bytes change."""
    def __init__(self, library, rng, name, fmt="<H", shape=(8,)):
        self.name, self.rng, self.shape, self.fmt = name, rng, shape, fmt
        self.lens, self.type = rng.choice([(None, None), (b"ring", None), (b"ring", b"edu:desc")])
        probe = library.view(bytes(1), fmt, (0,))
        self.size = library.core.mview_itemsize(probe.handle)
        probe.close()
        for extent in shape:
            self.size *= extent
        self.buffer = ctypes.create_string_buffer(self.size)
        self.view = library.view(self.buffer, fmt, shape)

    def change(self):
        data = self.rng.randbytes(min(self.size, 64)) * (self.size // 64 + 1)
        ctypes.memmove(self.buffer, data, self.size)
        return data[:self.size]


def record(library, rng, path, compression, count, sources):
    recorder, wanted, when = library.recorder(path, compression), [], 10**18
    numbers = [recorder.add(source.name, source.view, source.lens, source.type) for source in sources]
    for seq in range(count):
        number = rng.randrange(len(sources))
        data = sources[number].change()
        when += rng.randint(0, 10**7)
        recorder.write(numbers[number], sources[number].view, seq, when)
        wanted.append((sources[number].name, seq, when, data))
    recorder.close()
    return wanted


def several(library, rng):
    return [Source(library, rng, "adc0", "<H", (rng.randint(30000, 40000),)), Source(library, rng, "T\u00fcr", "T{<I:a:3x<d:b:}", (3, 2)),
            Source(library, rng, "@12", "P", (2,))]


def contents(path):
    with open(path, "rb") as file:
        return file.read()


def an_independent_reader_agrees(library, rng, path):
    for compression in "", "lz4", "zstd":
        for count in 0, 1, 150:
            sources = several(library, rng)
            wanted = record(library, rng, path, compression, count, sources)
            recording = Recording(contents(path))
            assert recording.messages == wanted and recording.whole
            assert all(chunk.compression == compression for chunk in recording.chunks)
            for source, (name, encoding, schema) in zip(sources, recording.schemas.values()):
                schema = json.loads(schema)
                assert (name, encoding) == (source.name, "mview")
                assert (schema["format"], tuple(schema["shape"])) == (source.fmt, source.shape), schema
                assert [schema.get(name, "").encode() or None for name in ("lens", "type")] == [source.lens, source.type]
            assert library.read(path) == (wanted, "")
            if count == 150:
                assert len(recording.chunks) > 1


def what_is_cut_off_anywhere_gives_all_whole_chunks(library, rng, path):
    wanted = record(library, rng, path, "", 60, several(library, rng))
    data, other = contents(path), path + ".whole"
    chunks = Recording(data).chunks
    ends, ends_at = [chunk.end for chunk in chunks], chunks[-1].indices_end
    for at in {ends_at, ends_at + 12, ends_at + 13} | {rng.randrange(8, len(data)) for _ in range(100)} | set(ends) | {end - 1 for end in ends}:
        with open(path, "wb") as file:
            file.write(data[:at])
        expected = Recording(data[:at], cut_off=True).messages
        assert expected == wanted[:len(expected)]
        messages, why = library.read(path)
        assert messages == expected, (at, len(messages), len(expected))
        assert ("cut off" in why) == (at < ends_at + 13), (at, ends_at, why)
        if not expected:
            continue
        assert library.recover(path, other) == len(expected)
        assert Recording(contents(other)).messages == expected


def what_is_killed_loses_the_last_chunk_only(library, rng, path):
    """The child tells of each block when it has been taken."""
    for _ in range(KILLS):
        taken, tell = os.pipe()
        child = os.fork()
        if not child:
            source = Source(library, rng, "adc0", "B", (100000,))
            recorder = library.recorder(path, rng.choice(["", "lz4"]))
            channel = recorder.add("adc0", source.view)
            for seq in range(1 << 20):
                source.change()
                recorder.write(channel, source.view, seq, 10**18 + seq)
                os.write(tell, b".")
        os.close(tell)
        got = os.read(taken, 1)
        time.sleep(rng.random() * 0.03)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        while more := os.read(taken, 1 << 16):
            got += more
        os.close(taken)
        expected = Recording(contents(path), cut_off=True).messages
        assert len(expected) >= len(got) - 11, (len(expected), len(got))
        assert library.read(path)[0] == expected
        if expected:
            assert library.recover(path, path + ".whole") == len(expected)
            assert Recording(contents(path + ".whole")).messages == expected


def the_tool_that_is_killed_has_all_whole_chunks(_, rng, path):
    """Killed anywhere from its first byte on; what it recovers is what the independent reader finds."""
    tool, found = TOOL, 0
    memory = os.memfd_create("source")
    os.write(memory, rng.randbytes(100000))
    for _ in range(KILLS):
        if os.path.exists(path):
            os.unlink(path)
        child = subprocess.Popen([tool, "record", "-o", path, "-e", "50us", "--compression", rng.choice(["none", "lz4", "zstd"]),
                                  "fd:%d/%d" % (os.getpid(), memory)])
        size = rng.randrange(1, 2 << 20)
        while not os.path.exists(path) or os.path.getsize(path) < size:
            time.sleep(0.001)
        child.kill()
        assert child.wait() == -signal.SIGKILL
        expected = Recording(contents(path), cut_off=True).messages
        recovered = subprocess.run([tool, "recover", path, path + ".whole"], capture_output=True, text=True, check=False)
        assert (recovered.returncode == 0) == bool(expected), recovered
        if expected:
            assert Recording(contents(path + ".whole")).messages == expected
            assert [message[3] for message in expected] == [os.pread(memory, 100000, 0)] * len(expected)
        found += len(expected)
    assert found > KILLS


def damage_is_left_out(library, rng, path):
    for compression in "", "lz4", "zstd":
        wanted = record(library, rng, path, compression, 100, [Source(library, rng, "adc0", "<H", (40000,))])
        data = contents(path)
        chunks = Recording(data).chunks
        counts = [sum(len(list_) for list_ in chunk.found.values()) for chunk in chunks]
        assert len(chunks) > 3
        broken = bytearray(data)
        broken[chunks[1].end - 20] ^= 1
        with open(path, "wb") as file:
            file.write(broken)
        assert library.recover(path, path + ".whole") == len(wanted) - counts[1]
        assert Recording(contents(path + ".whole")).messages == wanted[:counts[0]] + wanted[counts[0] + counts[1]:]


def fill_disk(library, rng, path, size):
    """What is kept of a recording whose file may have @size bytes, and what is said of it."""
    source = Source(library, rng, "adc0", "B", (100000,))
    recorder, blocks, said = library.recorder(path), [], []
    channel = recorder.add("adc0", source.view)
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, old[1]))
    try:
        for seq in range(1000):
            blocks.append(source.change())
            recorder.write(channel, source.view, seq, seq)
    except OSError as error:
        said.append(str(error))
    try:
        recorder.close()
    except OSError as error:
        said.append(str(error))
    resource.setrlimit(resource.RLIMIT_FSIZE, old)
    messages = library.read(path)[0]
    assert [message[3] for message in messages] == blocks[:len(messages)] and len(messages) == 44, len(messages)
    assert len(said) == 2 and said[0] == said[1] and "kept" in said[0], said
    return messages, said[0]


def a_full_disk_keeps_what_was_recorded(library, rng, path):
    """With its summary, where there is room for that."""
    messages, said = fill_disk(library, rng, path, 5000000)
    recording = Recording(contents(path))
    assert recording.messages == messages and recording.whole and "recover" not in said, said
    size, end = os.path.getsize(path), recording.chunks[-1].indices_end
    assert fill_disk(library, rng, path, size)[1] == said and os.path.getsize(path) == size
    for room in size - 1, end:
        messages, said = fill_disk(library, rng, path, room)
        assert "mview recover %s NEW" % path in said and os.path.getsize(path) == end, said
        assert Recording(contents(path), cut_off=True).messages == messages


def a_message_is_a_source(library, rng, path):
    wanted = record(library, rng, path, "zstd", 50, several(library, rng))
    for name, seq, _, data in wanted[::5]:
        view = library.open("%s#%s@%d" % (path, name, seq))
        assert view.tobytes() == data
        view.close()
    for name in "adc0", "@12":
        blocks = [message[3] for message in wanted if message[0] == name]
        for which, block_ in ("", blocks[0]), ("@-1", blocks[-1]), ("@-%d" % len(blocks), blocks[0]):
            view = library.open("%s#%s%s" % (path, name, which))
            assert view.tobytes() == block_, which
            view.close()
    complaints = {"": "several channels", "#nothing": "no message of nothing", "#adc0@999": "no message 999", "#adc0@-51": "no message -51",
                  "#adc0@2us:1us": "no message 2us:1us", "#adc0@:-50": "no message :-50", "#adc0@-1:-2": "no message -1:-2"}
    for part, words in complaints.items():
        try:
            library.open(path + part)
            raise AssertionError("there is a " + part)
        except OSError as error:
            assert words in str(error), error


def messages_come_one_after_the_other(library, rng, path):
    """By numbers, from the end, and by times since the recording began, with a fraction of a unit."""
    wanted = record(library, rng, path, "lz4", 150, several(library, rng))
    begin, middle = wanted[0][2], (wanted[0][2] + wanted[-1][2]) // 2 // 1000 * 1000
    ms = (middle - begin) / 1e6
    ranges = {"": lambda seq, when, back: True, "@20:70": lambda seq, when, back: 20 <= seq < 70, "@:9": lambda seq, when, back: seq < 9,
              "@140:": lambda seq, when, back: seq >= 140, "@%.3fms:" % ms: lambda seq, when, back: when >= middle,
              "@:%.6fs" % (ms / 1000): lambda seq, when, back: when < middle,
              "@3:%dus" % (ms * 1000 + .5): lambda seq, when, back: seq >= 3 and when < middle,
              "@-10:": lambda seq, when, back: back >= -10, "@:-25": lambda seq, when, back: back < -25, "@-999:-20": lambda seq, when, back: back < -20,
              "@-20:-5": lambda seq, when, back: -20 <= back < -5, "@20:-20": lambda seq, when, back: seq >= 20 and back < -20,
              "@%.3fms:-2" % ms: lambda seq, when, back: when >= middle and back < -2}
    for name in "adc0", "@12":
        messages = [message for message in wanted if message[0] == name]
        for text, has in ranges.items():
            view, blocks, last = library.open("%s#%s%s" % (path, name, text)), [], None
            while view:
                blocks.append(view.tobytes())
                last, following = view, library.dll.mview_source_next(view.handle, 0)
                view = View(library, following) if following else None
                last.close()
            assert blocks == [data for back, (_, seq, when, data) in enumerate(messages, -len(messages)) if has(seq, when, back)], (name, text)
            assert "no message comes behind" in library.error()
    view = library.open(path + "#adc0@-1")
    assert not library.dll.mview_source_next(view.handle, 0) and ctypes.get_errno() == errno.EOPNOTSUPP
    view.close()


def a_name_may_have_all_signs(library, _, path):
    put(path, (SCHEMA, 1, described("<i", 4, "little", [1])), (CHANNEL, 1, 1, b"dma:0000:00:04.0/f#2"), (MESSAGE, 1, 0, b"1234"), (CHANNEL, 2, 1, b"a@1:2"),
        (MESSAGE, 2, 1, b"5678"))
    os.rename(path, path + "#x")
    for part, data in ("dma:0000:00:04.0/f#2", b"1234"), ("dma:0000:00:04.0/f#2@0", b"1234"), ("a\\@1:2", b"5678"):
        view = library.open("%s\\#x#%s" % (path, part))
        assert view.tobytes() == data, part
        view.close()


def the_tool_lists_shows_and_recovers(library, rng, path):
    source, tool = Source(library, rng, "adc0", "<H", (4,)), TOOL

    def run(*words):
        result = subprocess.run([tool, *words], capture_output=True, text=True, check=False)
        return result.returncode, result.stdout, result.stderr

    wanted = record(library, rng, path, "lz4", 3, [source])
    lines = ["2001-09-09T01:46:40.%09dZ  adc0@%d  8 bytes" % (when - 10**18, seq) for _, seq, when, _ in wanted]
    assert run("replay", path) == (0, "\n".join(lines) + "\n", "")
    numbers = " ".join(map(str, struct.unpack("<4H", wanted[1][3])))
    status, out, _ = run("show", "file:%s#adc0@1" % path)
    assert status == 0 and " ".join(out.strip(" []\n").split()) == numbers, out
    with open(path, "r+b") as file:
        file.truncate(Recording(contents(path)).chunks[0].indices_end)
    status, out, err = run("replay", path)
    assert (status, out) == (1, "\n".join(lines) + "\n") and "cut off" in err and "mview recover" in err, err
    assert run("recover", path, path + ".new") == (0, path + ".new: 3 messages\n", "")
    assert Recording(contents(path + ".new")).messages == wanted
    assert run("recover", path, path)[0] == 1
    assert run("replay", tool)[2] == "mview: %s: it is no recording\n" % tool


def none_is_recovered_into_itself(library, rng, path):
    """By whatever name: it is left alone."""
    record(library, rng, path, "", 3, several(library, rng))
    whole, folder = contents(path), os.path.dirname(path)
    os.symlink(path, path + ".symbolic")
    os.link(path, path + ".hard")
    for name in path, os.path.join(folder, ".", "a.mcap"), path + ".symbolic", path + ".hard":
        try:
            library.recover(path, name)
            raise AssertionError("into itself: " + name)
        except OSError as error:
            assert error.errno == errno.EINVAL and "into itself" in str(error), error
        assert contents(path) == whole, name


def block(opcode, content):
    return struct.pack("<BQ", opcode, len(content)) + content


def string(text):
    return struct.pack("<I", len(text)) + text


def put(path, *parts):
    """A recording without chunks: (SCHEMA, number, JSON), (CHANNEL, number, schema, name), (MESSAGE, channel, seq, data)."""
    with open(path, "wb") as file:
        file.write(MAGIC + block(HEADER, string(b"") + string(b"test")))
        for opcode, number, *rest in parts:
            if opcode == SCHEMA:
                content = struct.pack("<H", number) + string(b"x") + string(b"mview") + string(rest[0])
            elif opcode == CHANNEL:
                content = struct.pack("<HH", number, rest[0]) + string(rest[1]) + string(b"mview") + string(b"")
            else:
                content = struct.pack("<HIQQ", number, rest[0], rest[0], rest[0]) + rest[1]
            file.write(block(opcode, content))
        file.write(block(DATA_END, bytes(4)))


def described(fmt, itemsize, byteorder, shape):
    return json.dumps({"format": fmt, "itemsize": itemsize, "byteorder": byteorder, "shape": shape}).encode()


def elements_that_are_none_here_are_bytes(library, _, path):
    """A schema that can't be used does not end the recording."""
    foreign = {"little": "big", "big": "little"}[sys.byteorder]
    for schema in described("i", 4, foreign, [1]), described("y", 4, sys.byteorder, [1]), described("i", 4, sys.byteorder, [1 << 62]), b"{}":
        put(path, (SCHEMA, 1, described("<i", 4, "little", [1])), (CHANNEL, 1, 1, b"a"), (MESSAGE, 1, 0, b"1234"), (SCHEMA, 2, schema),
            (CHANNEL, 2, 2, b"b"), (MESSAGE, 2, 1, b"5678"), (MESSAGE, 1, 2, b"9abc"))
        wanted = [("a", 0, 0, b"1234"), ("b", 1, 1, b"5678"), ("a", 2, 2, b"9abc")]
        assert library.read(path) == (wanted, ""), schema
        view = library.open(path + "#a")
        assert view.tobytes() == b"1234"
        view.close()
        assert library.recover(path, path + ".whole") == 3
        assert Recording(contents(path + ".whole")).messages == wanted


def what_was_not_recovered_is_not_counted(library, _, path):
    put(path, (SCHEMA, 1, described("<i", 4, "little", [1])), (CHANNEL, 1, 1, b"a"), (MESSAGE, 1, 0, b"1234"), (MESSAGE, 1, 1, b"123"),
        (MESSAGE, 1, 2, b"5678"))
    assert library.recover(path, path + ".whole") == 2
    assert Recording(contents(path + ".whole")).messages == [("a", 0, 0, b"1234"), ("a", 2, 2, b"5678")]


def bytes_of_any_length_stay_such(library, _, path):
    """Of another program, whose encoding is kept."""
    with open(path, "wb") as file:
        file.write(MAGIC + block(HEADER, string(b"") + string(b"test")))
        file.write(block(CHANNEL, struct.pack("<HH", 7, 0) + string(b"log") + string(b"json") + string(b"")))
        for i, data in enumerate([b"1", b"", b"345"]):
            file.write(block(MESSAGE, struct.pack("<HIQQ", 7, i, i, i) + data))
    wanted = [("log", 0, 0, b"1"), ("log", 1, 1, b""), ("log", 2, 2, b"345")]
    assert library.recover(path, path + ".whole") == 3
    assert library.read(path + ".whole") == (wanted, "")
    recording = Recording(contents(path + ".whole"))
    assert recording.messages == wanted and b"json" in contents(path + ".whole") and recording.whole


TESTS = [an_independent_reader_agrees, what_is_cut_off_anywhere_gives_all_whole_chunks, what_is_killed_loses_the_last_chunk_only,
         the_tool_that_is_killed_has_all_whole_chunks,
         damage_is_left_out, a_full_disk_keeps_what_was_recorded, a_message_is_a_source, messages_come_one_after_the_other, a_name_may_have_all_signs,
         the_tool_lists_shows_and_recovers, none_is_recovered_into_itself, elements_that_are_none_here_are_bytes,
         what_was_not_recovered_is_not_counted, bytes_of_any_length_stay_such]


def main():
    global KILLS, TOOL
    parser = argparse.ArgumentParser()
    parser.add_argument("library")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kills", type=int, default=20)
    args = parser.parse_args()
    KILLS = args.kills
    TOOL = os.environ.get("MVIEW") or os.path.join(os.path.dirname(args.library), "../bin/mview")
    library = Recordings(args.library)
    print("# seed %d" % args.seed)
    return tap.run(TESTS, lambda test, directory: test(library, random.Random(args.seed), os.path.join(directory, "a.mcap")))


if __name__ == "__main__":
    sys.exit(main())
