# SPDX-License-Identifier: GPL-2.0
"""All elements at once: assignment, equality, hex, against memoryview and NumPy."""
import ctypes
import struct
import sys

import numpy as np

from . import oracle
from .layouts import as_slice, random_slice
from .library import done, equal, lib, make_memory, outcomes, view_of

DTYPES = ["u1", "i2", "f4", "f8", "c16", "S3", "V12"]
FORMATS = {"u1": "B", "i2": "h", "f4": "f", "f8": "d", "c16": "Zd", "S3": "3s", "V12": "12x"}


def random_pair(draw):
    """A shape, and strides of any order, with gaps, backwards, for two arrays of it in one memory."""
    dtype = np.dtype(draw.choice(DTYPES))
    shape = [draw.choice([1, 2, 3, 5, 17, 0]) for _ in range(draw.randrange(4))]
    sides = []
    for _ in range(2):
        strides, stride = [0] * len(shape), dtype.itemsize
        left = list(range(len(shape)))
        while left:
            axis = left.pop(draw.randrange(len(left)))
            stride *= draw.choice([1, 1, 2])
            strides[axis] = stride * draw.choice([1, -1])
            stride *= max(1, shape[axis])
        lowest = sum((n - 1) * s for n, s in zip(shape, strides) if s < 0 < n)
        sides.append((strides, -lowest, stride))
    return dtype, shape, sides


@oracle(140)
def assignments(draw):
    """Assignment on any number of axes, overlapping or not, against NumPy."""
    dtype, shape, ((to, low_to, size_to), (of, low_of, size_of)) = random_pair(draw)
    if max(size_to, size_of) > 16000:
        return
    memory = make_memory(draw, 2 * max(size_to, size_of))
    at = [draw.randrange(memory.nbytes - size_to + 1) + low_to, draw.randrange(memory.nbytes - size_of + 1) + low_of]
    want = memory.copy()
    np.ndarray(shape, dtype, want, at[0], to)[...] = np.ndarray(shape, dtype, memory, at[1], of).copy()
    dst, src = (view_of(memory, FORMATS[dtype.str[1:]], shape, s, a) for s, a in ((to, at[0]), (of, at[1])))
    for order in "CFA":
        wanted = np.ndarray(shape, dtype, memory, at[1], of).tobytes("C" if order == "A" and not src.f_contiguous else order)
        if order != "A" or not src.c_contiguous:
            equal(f"tobytes {order} of {src}", src.tobytes(order), wanted)
    done(lib.assign(dst.handle, src.handle))
    equal(f"{dst} = {src}", bytes(memory), bytes(want))


@oracle(60)
def slice_assignments(draw):
    """Assignment in one dimension, also of other structures, against memoryview."""
    ours, theirs = make_memory(draw, 64), None
    theirs = ours.copy()
    sides = []
    for _ in range(2):
        format = draw.choice(["B", "h", "@h", "H", "b"])
        part = random_slice(draw, (sys.maxsize + 1) >> 13)
        if not part[2]:
            return
        n = 64 // struct.calcsize(format)
        view = view_of(ours, format, (n,), None, 0).slice([(*part, 0)])
        sides.append((view, memoryview(theirs).cast(format.strip("@")), part))
    (dst, dst_view, dst_part), (src, src_view, src_part) = sides

    def assign():
        dst_view[as_slice(dst_part)] = src_view[as_slice(src_part)]
        return 0

    outcomes(f"{dst} = {src}", lambda: done(lib.assign(dst.handle, src.handle)), assign)
    equal(f"{dst} = {src}", bytes(ours), bytes(theirs))


@oracle(40)
def conversions(draw):
    """Conversion of byte orders, against NumPy."""
    code = draw.choice(["u1", "i2", "u4", "i8", "f2", "f4", "f8", "c8", "c16"])
    n, step = draw.randrange(1, 40), draw.choice([1, 2, -1])
    orders = [draw.choice("<>") for _ in range(2)]
    formats = [order + {"u1": "B", "i2": "h", "u4": "I", "i8": "q", "f2": "e", "f4": "f", "f8": "d", "c8": "Zf", "c16": "Zd"}[code] for order in orders]
    dtypes = [np.dtype(order + code) for order in orders]
    size = dtypes[0].itemsize
    memory = make_memory(draw, size * n)
    dst, out = np.zeros(2 * size * n, np.uint8), np.zeros(2 * size * n, np.uint8)
    offset = (n - 1) * size if step < 0 else 0
    source = np.ndarray((n,), dtypes[1], memory)
    np.ndarray((n,), dtypes[0], out, offset, (step * size,)).view(f"V{size}")[...] = (
        source if orders[0] == orders[1] else source.byteswap()).view(f"V{size}")
    to, of = view_of(dst, formats[0], (n,), (step * size,), offset), view_of(memory, formats[1], (n,), None, 0)
    done(lib.convert(to.handle, of.handle))
    equal(f"{formats[1]} to {formats[0]}", bytes(dst), bytes(out))


VALUES = [0, 1, 2, -1, 127, 255, 1 << 31, 1 << 53, (1 << 53) + 1, 1 << 63, (1 << 64) - 1, -(1 << 63), 0.5, 1e300, float("nan"), float("inf"), -0.0]


def random_elements(draw, n):
    """A format, and memory with values in it."""
    order = draw.choice(["", "@", "<", ">", "!", "="])
    format = order + draw.choice(["B", "b", "h", "H", "i", "I", "l", "q", "Q", "f", "d", "e", "?", "c", "2s", "hb", "2h", "Bxi", "bd", "3p", "T{B:a:}", "(2)h", "Zd"])
    try:
        size = struct.calcsize(format)
    except struct.error:
        size = {"T": 1, "(": 4, "Z": 16}[format.strip("@<>!=")[0]]
    memory = bytearray(n * size)
    for i in range(n):
        try:
            struct.pack_into(format, memory, i * size, *[draw.choice(VALUES)] * len(struct.unpack_from(format, memory, i * size)))
        except (struct.error, OverflowError):
            pass  # zeros
    return format, size, np.frombuffer(memory, np.uint8)


class Exporter(ctypes.Structure):
    """Py_buffer"""
    _fields_ = [("buf", ctypes.c_void_p), ("obj", ctypes.py_object), ("len", ctypes.c_ssize_t), ("itemsize", ctypes.c_ssize_t),
                ("readonly", ctypes.c_int), ("ndim", ctypes.c_int), ("format", ctypes.c_char_p), ("shape", ctypes.POINTER(ctypes.c_ssize_t)),
                ("strides", ctypes.POINTER(ctypes.c_ssize_t)), ("suboffsets", ctypes.c_void_p), ("internal", ctypes.c_void_p)]


from_buffer = ctypes.pythonapi.PyMemoryView_FromBuffer
from_buffer.restype, from_buffer.argtypes = ctypes.py_object, [ctypes.POINTER(Exporter)]


def memoryview_of(memory, format, size, shape, strides, offset):
    """A memoryview of any format, from a Py_buffer; its arrays are copied, the format is not."""
    longs = ctypes.c_ssize_t * max(1, len(shape))
    text = ctypes.create_string_buffer(format.encode())
    view = Exporter(memory.ctypes.data + offset, None, int(np.prod(shape)) * size, size, 0, len(shape),
                    ctypes.cast(text, ctypes.c_char_p), longs(*shape), longs(*strides), None, None)
    # No object owns the memory.
    ctypes.cast(ctypes.byref(view, Exporter.obj.offset), ctypes.POINTER(ctypes.c_void_p))[0] = None
    return from_buffer(ctypes.byref(view)), text


def struct_reads(format):
    try:
        return struct.calcsize(format) > 0
    except struct.error:
        return False


@oracle(200)
def equalities(draw):
    """Equality by value, across formats and strides."""
    shape = [draw.choice([1, 2, 3, 0]) for _ in range(draw.randrange(3))]
    n = int(np.prod(shape))
    sides = []
    for side in range(2):
        if side and draw.chance(0.2):
            format, size, memory = sides[0][3]
        else:
            format, size, memory = random_elements(draw, max(n, 1))
        strides = list(np.zeros(shape, f"V{size}").strides)
        offset = 0
        if shape and n and draw.chance(0.3):
            offset, strides[0] = (shape[0] - 1) * strides[0], -strides[0]
        view = view_of(memory, format, shape, strides, offset)
        want, keep = memoryview_of(memory, format, size, shape, strides, offset)
        sides.append((view, want, keep, (format, size, memory)))
        if draw.chance(0.1):
            shape = shape[::-1]
    (a, want_a, *_), (b, want_b, *_) = sides
    # To memoryview, all else is equal to nothing.
    if not all(struct_reads(side[3][0]) for side in sides):
        return
    what = f"{a} {a.tobytes().hex()} == {b} {b.tobytes().hex()}"
    equal(what, bool(done(lib.equal(a.handle, b.handle))), want_a == want_b)


@oracle(40)
def hexes(draw):
    """hex() with separators and groups, of slices too."""
    memory = make_memory(draw, 64)
    part = random_slice(draw, (sys.maxsize + 1) >> 13)
    if not part[2]:
        return
    view, want = view_of(memory, "B", (64,), None, 0).slice([(*part, 0)]), memoryview(memory)[as_slice(part)]
    sep = draw.choice(["", ":", " "])
    count = draw.choice([1, 2, 0, 3, 7, 64, (1 << 31) - 1]) * draw.choice([1, -1])
    room = ctypes.create_string_buffer(256)
    n = done(lib.hex(view.handle, room, 256, sep.encode() or b"\0", count))
    equal(f"hex of {n}, {sep!r}, {count}", room.value.decode(), want.hex(sep, count) if sep else want.hex())
