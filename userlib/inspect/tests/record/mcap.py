# SPDX-License-Identifier: GPL-2.0
"""A reader of MCAP, written to https://mcap.dev/spec. It takes nothing on trust: all that a file says twice must agree."""
import ctypes
import ctypes.util
import struct
import zlib

MAGIC = b"\x89MCAP0\r\n"
HEADER, FOOTER, SCHEMA, CHANNEL, MESSAGE, CHUNK, MESSAGE_INDEX, CHUNK_INDEX = range(1, 9)
STATISTICS, SUMMARY_OFFSET, DATA_END = 0x0B, 0x0E, 0x0F


class Malformed(Exception):
    """The file is not as the specification has it."""


def need(condition, *what):
    if not condition:
        raise Malformed(*what)


class Fields:
    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, size):
        need(self.at + size <= len(self.data), "a record is too short")
        self.at += size
        return self.data[self.at - size:self.at]

    def number(self, code):
        return struct.unpack("<" + code, self.take(struct.calcsize("<" + code)))[0]

    def string(self):
        return self.take(self.number("I")).decode()

    def pairs(self, code):
        """Of a length in bytes."""
        data = self.take(self.number("I"))
        need(len(data) % struct.calcsize("<" + code) == 0, "an array has a part of an entry")
        return list(struct.iter_unpack("<" + code, data))

    def end(self):
        need(self.at == len(self.data), "a record is too long")


def lz4(data, size):
    dll, context = ctypes.CDLL(ctypes.util.find_library("lz4")), ctypes.c_void_p()
    out, took, got = ctypes.create_string_buffer(size + 1), ctypes.c_size_t(len(data)), ctypes.c_size_t(size + 1)
    need(not dll.LZ4F_createDecompressionContext(ctypes.byref(context), 100), "lz4")
    hint = dll.LZ4F_decompress(context, out, ctypes.byref(got), data, ctypes.byref(took), None)
    dll.LZ4F_freeDecompressionContext(context)
    need(hint == 0 and took.value == len(data), "a frame of lz4 is not whole")
    return out.raw[:got.value]


def zstd(data, size):
    dll, out = ctypes.CDLL(ctypes.util.find_library("zstd")), ctypes.create_string_buffer(size + 1)
    dll.ZSTD_decompress.restype = ctypes.c_size_t
    got = dll.ZSTD_decompress(out, ctypes.c_size_t(size + 1), data, ctypes.c_size_t(len(data)))
    return out.raw[:got]


def records(data, at=0, end=None):
    """Opcode, content, where it begins and ends."""
    end = len(data) if end is None else end
    while at < end:
        need(at + 9 <= end, "a record's head is cut off")
        opcode, size = struct.unpack_from("<BQ", data, at)
        need(opcode and at + 9 + size <= end, "a record is cut off")
        yield opcode, data[at + 9:at + 9 + size], at, at + 9 + size
        at += 9 + size


class Chunk:
    def __init__(self, content, start, end):
        fields = Fields(content)
        self.start, self.end, self.indices_end, self.indices = start, end, end, {}
        self.first, self.last, self.size, crc = (fields.number(code) for code in "QQQI")
        self.compression = fields.string()
        packed = fields.take(fields.number("Q"))
        fields.end()
        self.packed = len(packed)
        self.data = {"": lambda data, size: data, "lz4": lz4, "zstd": zstd}[self.compression](packed, self.size)
        need(len(self.data) == self.size, "a chunk has another size")
        need(crc == zlib.crc32(self.data), "a chunk has another checksum")


class Recording:
    """messages: channel's name, sequence, time, bytes; schemas and channels by number."""
    def __init__(self, data, cut_off=False):
        self.data, self.schemas, self.channels, self.messages, self.chunks = data, {}, {}, [], []
        self.counts, self.whole = {}, False
        need(data[:8] == MAGIC, "no magic")
        try:
            self.read()
        except Malformed:
            if not cut_off:
                raise

    def read(self):
        stream = records(self.data, 8, len(self.data))
        opcode, content, _, at = next(stream, (0, b"", 0, 0))
        need(opcode == HEADER, "no header")
        fields = Fields(content)
        fields.string(), fields.string(), fields.end()
        for opcode, content, start, at in stream:
            if opcode == DATA_END:
                need(content == bytes(4) or struct.unpack("<I", content)[0] == zlib.crc32(self.data[:start]), "data end")
                break
            self.one(opcode, content, start, at)
        else:
            raise Malformed("no end of the data")
        self.indices()
        self.summary(at)
        self.whole = True

    def one(self, opcode, content, start, end):
        if opcode == CHUNK:
            chunk = Chunk(content, start, end)
            found = {}
            for inner, body, offset, _ in records(chunk.data):
                need(inner in (SCHEMA, CHANNEL, MESSAGE), "a strange record in a chunk", inner)
                if inner == MESSAGE:
                    number, time = self.message(body)
                    found.setdefault(number, []).append((time, offset))
                else:
                    self.one(inner, body, 0, 0)
            times = [time for list_ in found.values() for time, _ in list_]
            need((chunk.first, chunk.last) == (min(times, default=0), max(times, default=0)), "times of a chunk")
            chunk.found = found
            self.chunks.append(chunk)
        elif opcode == MESSAGE_INDEX:
            fields = Fields(content)
            number = fields.number("H")
            self.chunks[-1].indices[number] = start, fields.pairs("QQ")
            self.chunks[-1].indices_end = end
            fields.end()
        elif opcode == SCHEMA:
            fields = Fields(content)
            number, schema = fields.number("H"), (fields.string(), fields.string(), fields.string())
            fields.end()
            need(number and self.schemas.setdefault(number, schema) == schema, "two schemas of a number")
        elif opcode == CHANNEL:
            fields = Fields(content)
            number, channel = fields.number("H"), (fields.number("H"), fields.string(), fields.string(), fields.take(fields.number("I")))
            fields.end()
            need(not channel[0] or channel[0] in self.schemas, "a channel without its schema")  # 0 is none
            need(self.channels.setdefault(number, channel) == channel, "two channels of a number")

    def message(self, body):
        fields = Fields(body)
        number, sequence, time, published = (fields.number(code) for code in "HIQQ")
        need(number in self.channels and published == time, "a message of no channel")
        self.messages.append((self.channels[number][1], sequence, time, body[22:]))
        self.counts[number] = self.counts.get(number, 0) + 1
        return number, time

    def indices(self):
        for chunk in self.chunks:
            need({number: list_ for number, (_, list_) in chunk.indices.items()} == chunk.found, "the index of a chunk")

    def summary(self, at):
        need(self.data[-8:] == MAGIC, "no magic at the end")
        footer = len(self.data) - 8 - 29
        need(self.data[footer] == FOOTER, "no footer")
        start, offsets, crc = struct.unpack_from("<QQI", self.data, footer + 9)
        need(start == at and crc == zlib.crc32(self.data[start:footer + 25]), "the summary's checksum")
        groups, chunks, schemas, channels = {}, [], dict(self.schemas), dict(self.channels)
        for opcode, content, begin, end in records(self.data, start, offsets):
            need(opcode not in groups or groups[opcode][1] == begin, "a group in two parts")
            groups[opcode] = groups.get(opcode, (begin, 0))[0], end
            fields = Fields(content)
            if opcode == CHUNK_INDEX:
                chunks.append(tuple(fields.number("Q") for _ in range(4)) + (dict(fields.pairs("HQ")), fields.number("Q"), fields.string(),
                              fields.number("Q"), fields.number("Q")))
                fields.end()
            elif opcode == STATISTICS:
                self.statistics(fields)
            else:
                self.one(opcode, content, begin, end)
        need((schemas, channels) == (self.schemas, self.channels), "the summary has more")
        need(chunks == [(c.first, c.last, c.start, c.end - c.start, {n: place for n, (place, _) in c.indices.items()}, c.indices_end - c.end,
                         c.compression, c.packed, c.size) for c in self.chunks], "the index of chunks")
        told = {}
        for opcode, content, _, end in records(self.data, offsets, footer):
            need(opcode == SUMMARY_OFFSET, "no summary offset")
            group, begin, length = struct.unpack("<BQQ", content)
            told[group] = begin, begin + length
        need(told == groups, "the offsets of the summary", told, groups)

    def statistics(self, fields):
        got = [fields.number(code) for code in "QHIIIIQQ"]
        times = [time for _, _, time, _ in self.messages]
        need(got == [len(self.messages), len(self.schemas), len(self.channels), 0, 0, len(self.chunks), min(times, default=0),
                     max(times, default=0)], "the statistics", got)
        counts = dict(fields.pairs("HQ"))
        need({n: c for n, c in counts.items() if c} == self.counts, "the counts")
        fields.end()
