#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Compare libmview with CPython's memoryview and struct, and with NumPy.

Random structures and operations, valid and invalid, go to both sides, whose
results and refusals must be the same. Every case has a random generator of
its own, so that a failure's line replays it alone:

    oracle.py LIBRARY [--seed SEED] [--cases N] [--only TEST:CASE]
"""
import argparse
import ctypes
import random
import struct
import sys
import traceback

import numpy as np

NONE = -(1 << 63)
MEMORY = 4096
NATIVE = "cbBhHiIlLqQnNfd?P"
I64 = ctypes.c_int64


class Range(ctypes.Structure):
    _fields_ = [("start", I64), ("stop", I64), ("step", I64), ("flags", ctypes.c_uint)]


class Field(ctypes.Structure):
    """struct mview_field"""


Field._fields_ = [
    ("name", ctypes.c_char_p), ("code", ctypes.c_char), ("order", ctypes.c_char),
    ("offset", I64), ("size", I64), ("count", I64), ("ndim", ctypes.c_int),
    ("shape", ctypes.POINTER(I64)), ("nfields", ctypes.c_int), ("fields", ctypes.POINTER(Field)),
]


def i64s(numbers):
    return (I64 * max(1, len(numbers)))(*numbers)


class Refused(Exception):
    """libmview gave NULL or -1."""


class Library:
    """libmview's functions, with their types."""

    def __init__(self, path):
        self.lib = lib = ctypes.CDLL(path, use_errno=True)
        pointer, char, size = ctypes.c_void_p, ctypes.c_char, ctypes.c_size_t
        numbers = ctypes.POINTER(I64)
        for name, result, *arguments in [
            ("from_layout", pointer, pointer, size, ctypes.c_char_p, ctypes.c_int, numbers, numbers, I64, ctypes.c_uint),
            ("slice", pointer, pointer, ctypes.POINTER(Range), ctypes.c_int),
            ("cast", pointer, pointer, ctypes.c_char_p, ctypes.c_int, numbers, ctypes.c_uint),
            ("close", None, pointer),
            ("ndim", ctypes.c_int, pointer),
            ("shape", numbers, pointer),
            ("strides", numbers, pointer),
            ("itemsize", I64, pointer),
            ("nbytes", I64, pointer),
            ("len", I64, pointer),
            ("format", ctypes.c_char_p, pointer),
            ("contiguous", ctypes.c_int, pointer, char),
            ("element", ctypes.POINTER(Field), pointer),
            ("tobytes", ctypes.c_ssize_t, pointer, pointer, size, char),
            ("frombytes", ctypes.c_int, pointer, ctypes.c_char_p, size),
            ("get_i64", ctypes.c_int, pointer, numbers, ctypes.c_char_p, numbers),
            ("get_u64", ctypes.c_int, pointer, numbers, ctypes.c_char_p, ctypes.POINTER(ctypes.c_uint64)),
            ("get_f64", ctypes.c_int, pointer, numbers, ctypes.c_char_p, ctypes.POINTER(ctypes.c_double)),
            ("get_bytes", ctypes.c_ssize_t, pointer, numbers, ctypes.c_char_p, pointer, size),
            ("set_i64", ctypes.c_int, pointer, numbers, ctypes.c_char_p, I64),
            ("set_u64", ctypes.c_int, pointer, numbers, ctypes.c_char_p, ctypes.c_uint64),
            ("set_f64", ctypes.c_int, pointer, numbers, ctypes.c_char_p, ctypes.c_double),
            ("set_bytes", ctypes.c_int, pointer, numbers, ctypes.c_char_p, ctypes.c_char_p, size),
        ]:
            function = getattr(lib, "mview_" + name)
            function.restype, function.argtypes = result, arguments
            setattr(self, name, function)


class View:
    """A struct mview *, with memoryview's names."""

    def __init__(self, handle, keep):
        if not handle:
            raise Refused(ctypes.get_errno())
        self.handle, self.keep = handle, keep

    def __del__(self):
        if "handle" in self.__dict__:
            lib.close(self.handle)

    ndim = property(lambda self: lib.ndim(self.handle))
    shape = property(lambda self: tuple(lib.shape(self.handle)[: self.ndim]))
    strides = property(lambda self: tuple(lib.strides(self.handle)[: self.ndim]))
    itemsize = property(lambda self: lib.itemsize(self.handle))
    nbytes = property(lambda self: lib.nbytes(self.handle))
    format = property(lambda self: lib.format(self.handle).decode())
    c_contiguous = property(lambda self: bool(lib.contiguous(self.handle, b"C")))
    f_contiguous = property(lambda self: bool(lib.contiguous(self.handle, b"F")))
    contiguous = property(lambda self: bool(lib.contiguous(self.handle, b"A")))

    def slice(self, ranges):
        array = (Range * max(1, len(ranges)))(*(Range(*r) for r in ranges))
        return View(lib.slice(self.handle, array, len(ranges)), self.keep)

    def cast(self, format, shape=None):
        ndim = 0 if shape is None else len(shape)
        return View(lib.cast(self.handle, format.encode(), ndim, None if shape is None else i64s(shape), 0), self.keep)

    def tobytes(self, order="C"):
        out = ctypes.create_string_buffer(max(1, self.nbytes))
        n = lib.tobytes(self.handle, out, self.nbytes, order.encode())
        if n < 0:
            raise Refused(ctypes.get_errno())
        return out.raw[:n]


def view_of(memory, format, shape, strides, offset, size=MEMORY):
    address = memory.ctypes.data
    handle = lib.from_layout(address, size, format.encode(), len(shape), i64s(shape),
                             None if strides is None else i64s(strides), offset, 3)
    return View(handle, memory)


def make_memory(rng):
    return np.frombuffer(bytearray(rng.randbytes(MEMORY)), np.uint8)


def equal(what, got, want):
    assert got == want, f"{what}: {got!r}, should be {want!r}"


def extent(shape, strides, itemsize, offset):
    if 0 in shape:
        return offset, offset
    spans = [(n - 1) * s for n, s in zip(shape, strides)]
    return offset + sum(s for s in spans if s < 0), offset + sum(s for s in spans if s > 0) + itemsize


def random_array(rng, memory):
    """The same layout as a View and as an ndarray, with elements anywhere."""
    format = rng.choice("bBhHiIlLqQefd?")
    itemsize = struct.calcsize(format)
    shape = tuple(rng.choice([0, 1, 1, 2, 3, 4]) for _ in range(rng.randrange(5)))
    strides = tuple(rng.choice([itemsize * rng.randrange(-9, 10), rng.randrange(-60, 60)]) for _ in shape)
    if rng.random() < 0.3:
        strides = tuple(np.zeros(shape, np.dtype(format)).strides)
    offset = rng.randrange(1500, 2000)
    view = view_of(memory, format, shape, strides, offset)
    array = np.ndarray(shape, np.dtype(format), memory, offset, strides)
    return view, array


def compare(view, array):
    equal("ndim", view.ndim, array.ndim)
    equal("shape", view.shape, array.shape)
    equal("itemsize", view.itemsize, array.itemsize)
    equal("nbytes", view.nbytes, array.nbytes)
    if array.size:
        for n, got, want in zip(array.shape, view.strides, array.strides):
            assert n == 1 or got == want, f"strides: {view.strides}, should be {array.strides}"
        equal("offset", view.tobytes()[: view.itemsize], array.tobytes()[: view.itemsize])
    for order in "CF":
        equal(f"tobytes {order}", view.tobytes(order), array.tobytes(order))


def random_slice(rng, longest=1 << 62):
    """start, stop, step; with the longest step a stride overflows, which C leaves undefined and memoryview to C."""
    number = lambda: NONE if rng.random() < 0.3 else rng.choice([rng.randrange(-7, 8), rng.randrange(-(1 << 63) + 1, 1 << 63)])
    step = NONE if rng.random() < 0.4 else rng.choice([-3, -2, -1, 0, 1, 2, 3, longest, -longest])
    return number(), number(), step


def random_ranges(rng, ndim):
    """For mview_slice(), and the same as NumPy's index."""
    ranges, index = [], []
    for _ in range(rng.randrange(ndim + 2)):
        if rng.random() < 0.25:
            i = rng.randrange(-6, 6)
            ranges.append((i, NONE, NONE, 1))
            index.append(i)
        else:
            part = random_slice(rng)
            ranges.append((*part, 0))
            index.append(slice(*(None if n == NONE else n for n in part)))
    return ranges, tuple(index)


def slices_agree_with_numpy(rng):
    memory = make_memory(rng)
    view, array = random_array(rng, memory)
    compare(view, array)
    for _ in range(3):
        ranges, index = random_ranges(rng, array.ndim)
        try:
            want = array[index]
            if not isinstance(want, np.ndarray):
                want = array[(*index, ...)]
        except (IndexError, ValueError):
            want = None
        try:
            got = view.slice(ranges)
        except Refused:
            got = None
        assert (got is None) == (want is None), f"{view.shape}{index}: {got}, should be {want}"
        if got is None:
            continue
        compare(got, want)
        view, array = got, want


def contiguity_agrees_with_memoryview(rng):
    """On memoryview's own slices, because NumPy exports other strides."""
    memory = make_memory(rng)
    format, shape = rng.choice("bBhiq"), tuple(rng.choice([1, 1, 2, 3]) for _ in range(rng.randrange(1, 4)))
    size = struct.calcsize(format) * int(np.prod(shape))
    view = view_of(memory, format, shape, None, 0)
    want = memoryview(memory)[:size].cast("B").cast(format, shape)
    if len(shape) == 1:
        part = random_slice(rng, 1 << 58)
        if part[2] == 0:
            return
        want = want[slice(*(None if n == NONE else n for n in part))]
        view = view.slice([(*part, 0)])
    for name in ("c_contiguous", "f_contiguous", "contiguous", "shape", "format", "itemsize", "nbytes"):
        equal(name, getattr(view, name), getattr(want, name))
    for order in "CFA":
        equal(f"tobytes {order}", view.tobytes(order), want.tobytes(order))


def random_shape(rng, nbytes, itemsize):
    """One that often fits."""
    n, shape = nbytes // max(itemsize, 1), []
    while n > 1 and rng.random() < 0.6:
        part = rng.choice([d for d in range(1, n + 1) if n % d == 0])
        shape.append(part)
        n //= part
    shape.append(n)
    if rng.random() < 0.2:
        shape[rng.randrange(len(shape))] += rng.choice([-1, 1])
    if rng.random() < 0.05:
        shape = []
    return shape


def casts_agree_with_memoryview(rng):
    memory = make_memory(rng)
    length = rng.choice([0, 1, 2, 8, 24, 48, 96, rng.randrange(100)])
    view = view_of(memory, "B", (length,), None, 0)
    want = memoryview(memory)[:length]
    for _ in range(4):
        if want.ndim == 1 and rng.random() < 0.3:
            part = random_slice(rng, 1 << 58)
            if part[2] != 0:
                want = want[slice(*(None if n == NONE else n for n in part))]
                view = view.slice([(*part, 0)])
        format = rng.choice([*NATIVE, "@h", "<h", "=B", "e", "s", "x", "hh", "2B", "", "z"])
        try:
            itemsize = struct.calcsize(format)
        except struct.error:
            itemsize = 1
        shape = random_shape(rng, want.nbytes, itemsize) if rng.random() < 0.5 else None
        try:
            cast = want.cast(format) if shape is None else want.cast(format, shape)
        except (TypeError, ValueError):
            cast = None
        try:
            got = view.cast(format, shape)
        except Refused:
            got = None
        assert (got is None) == (cast is None), (
            f"{want.format}{want.shape} cast to {format!r}, {shape}: {got}, should be {cast}")
        if got is None:
            continue
        view, want = got, cast
        for name in ("format", "itemsize", "ndim", "shape", "strides", "nbytes", "c_contiguous"):
            equal(name, getattr(view, name), getattr(want, name))
        equal("tobytes", view.tobytes(), want.tobytes())


def bounds_agree_with_arithmetic(rng):
    memory = make_memory(rng)
    format = rng.choice("bhiq")
    small = lambda: rng.choice([rng.randrange(-3, 200), rng.randrange(0, 9)])
    huge = lambda: rng.choice([1, -1]) * (1 << rng.randrange(64)) - 1
    number = lambda: huge() if rng.random() < 0.1 else small()
    clip = lambda n: max(-(1 << 63), min((1 << 63) - 1, n))
    shape = [clip(number()) for _ in range(rng.randrange(4))]
    strides = [clip(number() * rng.choice([1, -1])) for _ in shape]
    offset, itemsize = clip(number() * rng.choice([1, 10])), struct.calcsize(format)
    lo, hi = extent(shape, strides, itemsize, offset)
    nbytes = 0 if 0 in shape else itemsize * int(np.prod(np.array(shape, object)))
    good = all(n >= 0 for n in shape) and lo >= 0 and hi <= MEMORY and nbytes < 1 << 63
    try:
        got = view_of(memory, format, shape, strides, offset)
    except Refused:
        got = None
    assert (got is not None) == good, f"{format} {shape} {strides} {offset}: should be {good}"


def formats_agree_with_struct(rng):
    codes = "xcbB?hHiIlLqQnNefdspP"
    text = rng.choice(["", "", "@", "=", "<", ">", "!"])
    for _ in range(rng.randrange(1, 5)):
        text += rng.choice(["", "", "", " ", str(rng.randrange(20)), str(1 << rng.randrange(70))])
        text += rng.choice(codes + "z9 " if rng.random() < 0.1 else codes)
    try:
        want = struct.calcsize(text)
    except struct.error:
        want = 0
    memory = np.zeros(1, np.uint8)
    try:
        got = view_of(memory, text, (0,), None, 0, 1).itemsize
    except Refused:
        got = 0
    equal(f"size of {text!r}", got, want)


def random_dtype(rng, depth=0):
    fields = []
    for i in range(rng.randrange(1, 5)):
        if depth < 3 and rng.random() < 0.2:
            type_ = random_dtype(rng, depth + 1)
        else:
            type_ = np.dtype(rng.choice(["", "<", ">"]) + rng.choice(["i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f2", "f4", "f8", "c8", "c16", "?", "S5"]))
        if rng.random() < 0.2:
            fields.append((f"n{i}", type_, tuple(rng.randrange(1, 4) for _ in range(rng.randrange(1, 3)))))
        else:
            fields.append((f"n{i}", type_))
    return np.dtype(fields, align=rng.random() < 0.5)


def same_fields(record, dtype):
    equal("size", record.size, dtype.itemsize)
    equal("fields", [record.fields[i].name.decode() for i in range(record.nfields)], list(dtype.names))
    for i, name in enumerate(dtype.names):
        field, (part, offset) = record.fields[i], dtype.fields[name][:2]
        equal(f"offset of {name}", field.offset, offset)
        equal(f"shape of {name}", tuple(field.shape[: field.ndim]), part.shape)
        equal(f"size of {name}", field.size, part.base.itemsize)
        if part.base.names:
            same_fields(field, part.base)
        elif part.base.byteorder in "<>":
            equal(f"order of {name}", field.order.decode(), part.base.byteorder)


def records_agree_with_numpy(rng):
    dtype = random_dtype(rng)
    array = np.frombuffer(rng.randbytes(2 * dtype.itemsize), dtype)
    try:
        format = memoryview(array).format
        if np.asarray(memoryview(array)).dtype != dtype:
            return
    except (RuntimeError, ValueError):
        return  # NumPy itself can't say it, or can't read what it said
    view = view_of(np.frombuffer(array, np.uint8), format, (2,), None, 0, array.nbytes)
    equal("itemsize", view.itemsize, dtype.itemsize)
    same_fields(lib.element(view.handle)[0], dtype)
    value = ctypes.c_double()
    for name in dtype.names:
        if dtype[name].kind not in "iuf" or dtype[name].shape:
            continue
        equal(name, lib.get_f64(view.handle, i64s([1]), name.encode(), value), 0)
        want = float(array[1][name])
        assert value.value == want or want != want, f"{name}: {value.value}, should be {want}"


def random_value(rng):
    if rng.random() < 0.6:
        edge = rng.choice([0, 1 << rng.choice([7, 8, 15, 16, 31, 32, 63, 64])])
        return rng.choice([1, -1]) * edge + rng.randrange(-2, 3)
    if rng.random() < 0.8:
        return rng.choice([rng.uniform(-1, 1), rng.gauss(0, 1) * 10.0 ** rng.randrange(-320, 308), 65504.0, 65519.999, 65520.0, 3.4028235677973366e38, float("inf"), -0.0, 5.96e-8, 2.98e-8])
    return rng.randbytes(rng.randrange(7))


def set_value(view, value):
    if isinstance(value, float):
        return lib.set_f64(view.handle, None, None, value)
    if isinstance(value, bytes):
        return lib.set_bytes(view.handle, None, None, value, len(value))
    if value < 0:
        return lib.set_i64(view.handle, None, None, value)
    return lib.set_u64(view.handle, None, None, value)


def get_value(view, code):
    if code in "csp":
        out = ctypes.create_string_buffer(300)
        n = lib.get_bytes(view.handle, None, None, out, 300)
        return None if n < 0 else out.raw[:n]
    if code in "efd":
        out, get = ctypes.c_double(), lib.get_f64
    elif code in "BHILQNP":
        out, get = ctypes.c_uint64(), lib.get_u64
    else:
        out, get = I64(), lib.get_i64
    return None if get(view.handle, None, None, out) else out.value


def values_agree_with_struct(rng):
    order, code = rng.choice(["", "@", "=", "<", ">"]), rng.choice("cbB?hHiIlLqQnNefdspP")
    if code in "nNP" and order not in ("", "@"):
        order = ""
    format = order + (str(rng.randrange(1, 6)) if code in "sp" else "") + code
    value = random_value(rng)
    if not isinstance(value, (float, bytes)) and not -(1 << 63) <= value < 1 << 64:
        return  # no argument of that type
    # struct takes any object's truth for ?, and addresses below 0 for P.
    if (code == "?" and isinstance(value, bytes)) or (code == "P" and not isinstance(value, bytes) and value < 0):
        return
    # In native order struct makes infinities of floats that don't fit.
    try:
        want = struct.pack("=f" if code == "f" and order in ("", "@") else format, value)
    except (struct.error, OverflowError):
        want = None
    memory = make_memory(rng)
    before = bytes(memory)
    view = view_of(memory, format, (), None, 0)
    done = set_value(view, value)
    equal(f"{format} {value!r} refused", done != 0, want is None)
    if want is None:
        equal("memory", bytes(memory), before)
        return
    equal(f"{format} {value!r}", bytes(memory)[: len(want)], want)
    equal("memory behind", bytes(memory)[len(want):], before[len(want):])
    got, (back,) = get_value(view, code), struct.unpack(format, want)
    assert got == back or back != back, f"{format} reads {got!r}, should be {back!r}"


TESTS = {
    slices_agree_with_numpy: 4000,
    contiguity_agrees_with_memoryview: 4000,
    casts_agree_with_memoryview: 6000,
    bounds_agree_with_arithmetic: 10000,
    formats_agree_with_struct: 10000,
    records_agree_with_numpy: 3000,
    values_agree_with_struct: 10000,
}


def run(test, seed, cases):
    for case in cases:
        try:
            test(random.Random(f"{seed} {test.__name__} {case}"))
        except Exception as error:
            print(f"# {error}\n# replay: --seed {seed} --only {test.__name__}:{case}")
            if not isinstance(error, AssertionError):
                print("# " + traceback.format_exc().replace("\n", "\n# "))
            return False
    return True


def main():
    global lib
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("library")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cases", type=float, default=1, help="times as many cases as usual")
    parser.add_argument("--only", help="TEST or TEST:CASE")
    options = parser.parse_args()
    lib = Library(options.library)
    only, _, case = (options.only or "").partition(":")
    tests = [test for test in TESTS if not only or test.__name__ == only]
    failures = 0
    print(f"# seed {options.seed}\n1..{len(tests)}")
    for number, test in enumerate(tests, 1):
        cases = [int(case)] if case else range(int(TESTS[test] * options.cases))
        good = run(test, options.seed, cases)
        failures += not good
        print(f"{'ok' if good else 'not ok'} {number} - {test.__name__}", flush=True)
    return failures != 0


if __name__ == "__main__":
    sys.exit(main())
