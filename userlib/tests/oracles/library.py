# SPDX-License-Identifier: GPL-2.0
"""libmview through ctypes, with memoryview's names, and its table of errors."""
import ctypes
import errno
import struct
import sys

import numpy as np

NONE = -(1 << 63)
MEMORY = 4096
I64 = ctypes.c_int64
READ, WRITE = 1, 2
CAST_FREE = 1


class Range(ctypes.Structure):
    """struct mview_range"""
    _fields_ = [("start", I64), ("stop", I64), ("step", I64), ("flags", ctypes.c_uint)]


class Field(ctypes.Structure):
    """struct mview_field"""


Field._fields_ = [
    ("name", ctypes.c_char_p), ("code", ctypes.c_char), ("order", ctypes.c_char), ("native", ctypes.c_bool),
    ("offset", I64), ("size", I64), ("count", I64), ("ndim", ctypes.c_int),
    ("shape", ctypes.POINTER(I64)), ("nfields", ctypes.c_int), ("fields", ctypes.POINTER(Field)),
]

class Value(ctypes.Structure):
    """struct mview_value"""
    class Union(ctypes.Union):
        class Bytes(ctypes.Structure):
            _fields_ = [("data", ctypes.c_void_p), ("len", ctypes.c_size_t)]
        _fields_ = [("i", I64), ("u", ctypes.c_uint64), ("f", ctypes.c_double * 2), ("bytes", Bytes)]
    _anonymous_ = ("union",)
    _fields_ = [("type", ctypes.c_int), ("union", Union)]

    def get(self):
        """The value as a Python object; types as in enum mview_type."""
        return [lambda: bool(self.i), lambda: self.i, lambda: self.u, lambda: self.f[0], lambda: complex(*self.f),
                lambda: ctypes.string_at(self.bytes.data, self.bytes.len)][self.type]()


class Visitor(ctypes.Structure):
    """struct mview_visitor"""
    ENTER = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.POINTER(Field), I64)
    LEAVE = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.POINTER(Field))
    VALUE = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.POINTER(Field), ctypes.POINTER(Value))
    _fields_ = [("enter", ENTER), ("leave", LEAVE), ("value", VALUE)]


class Array(ctypes.Structure):
    """struct mview_array"""
    _fields_ = [("buf", ctypes.c_void_p), ("len", I64), ("itemsize", I64), ("readonly", ctypes.c_bool),
                ("ndim", ctypes.c_int), ("format", ctypes.c_char_p), ("shape", ctypes.POINTER(I64)),
                ("strides", ctypes.POINTER(I64)), ("suboffsets", ctypes.POINTER(I64))]


POINTER, CHAR, SIZE, INT, TEXT = ctypes.c_void_p, ctypes.c_char, ctypes.c_size_t, ctypes.c_int, ctypes.c_char_p
SSIZE, FLAGS, I64S, F64 = ctypes.c_ssize_t, ctypes.c_uint, ctypes.POINTER(I64), ctypes.c_double

# function of libmview, its result, its arguments
PROTOTYPES = [
    ("from_layout", POINTER, POINTER, SIZE, TEXT, INT, I64S, I64S, I64, FLAGS),
    ("from_array", POINTER, ctypes.POINTER(Array)),
    ("slice", POINTER, POINTER, ctypes.POINTER(Range), INT),
    ("index", POINTER, POINTER, I64S, INT),
    ("get_contiguous", POINTER, POINTER, FLAGS, CHAR),
    ("transpose", POINTER, POINTER, ctypes.POINTER(INT)),
    ("cast", POINTER, POINTER, TEXT, INT, I64S, FLAGS),
    ("toreadonly", POINTER, POINTER),
    ("release", INT, POINTER),
    ("close", None, POINTER),
    ("ndim", INT, POINTER),
    ("shape", I64S, POINTER),
    ("strides", I64S, POINTER),
    ("suboffsets", I64S, POINTER),
    ("offset", I64, POINTER),
    ("itemsize", I64, POINTER),
    ("nbytes", I64, POINTER),
    ("len", I64, POINTER),
    ("format", TEXT, POINTER),
    ("readonly", INT, POINTER),
    ("contiguous", INT, POINTER, CHAR),
    ("element", ctypes.POINTER(Field), POINTER),
    ("tobytes", SSIZE, POINTER, POINTER, SIZE, CHAR),
    ("hash", I64, POINTER),
    ("tolist", INT, POINTER, ctypes.POINTER(Visitor), POINTER),
    ("frombytes", INT, POINTER, TEXT, SIZE),
    ("assign", INT, POINTER, POINTER),
    ("convert", INT, POINTER, POINTER),
    ("equal", INT, POINTER, POINTER),
    ("hex", SSIZE, POINTER, POINTER, SIZE, CHAR, INT),
    ("get_raw", INT, POINTER, I64S, POINTER),
    ("get_i64", INT, POINTER, I64S, TEXT, I64S),
    ("get_u64", INT, POINTER, I64S, TEXT, ctypes.POINTER(ctypes.c_uint64)),
    ("get_f64", INT, POINTER, I64S, TEXT, ctypes.POINTER(F64)),
    ("get_complex", INT, POINTER, I64S, TEXT, ctypes.POINTER(F64)),
    ("get_bytes", SSIZE, POINTER, I64S, TEXT, POINTER, SIZE),
    ("set_i64", INT, POINTER, I64S, TEXT, I64),
    ("set_u64", INT, POINTER, I64S, TEXT, ctypes.c_uint64),
    ("set_f64", INT, POINTER, I64S, TEXT, F64),
    ("set_complex", INT, POINTER, I64S, TEXT, ctypes.POINTER(F64)),
    ("set_bytes", INT, POINTER, I64S, TEXT, TEXT, SIZE),
]


class Library:
    """libmview's functions, without their prefix."""

    def load(self, path):
        lib = ctypes.CDLL(path, use_errno=True)
        for name, result, *arguments in PROTOTYPES:
            function = getattr(lib, "mview_" + name)
            function.restype, function.argtypes = result, arguments
            setattr(self, name, function)


lib = Library()


class Refused(Exception):
    """A function of libmview returned NULL or -1."""

    def __init__(self):
        super().__init__()
        self.errno = ctypes.get_errno()


def done(result):
    """What a function returned; raises Failed for -1."""
    if result < 0:
        raise Refused
    return result


def i64s(numbers):
    return (I64 * max(1, len(numbers)))(*numbers)


class View:
    """A struct mview *, with memoryview's names."""

    def __init__(self, handle, keep):
        if not handle:
            raise Refused
        self.handle, self.keep = handle, keep

    def __del__(self):
        if "handle" in self.__dict__:
            lib.close(self.handle)

    def __repr__(self):
        return f"<{self.format} {self.shape} {self.strides}>"

    ndim = property(lambda self: lib.ndim(self.handle))
    shape = property(lambda self: tuple(lib.shape(self.handle)[: self.ndim]))
    strides = property(lambda self: tuple(lib.strides(self.handle)[: self.ndim]))
    offset = property(lambda self: lib.offset(self.handle))
    itemsize = property(lambda self: lib.itemsize(self.handle))
    nbytes = property(lambda self: lib.nbytes(self.handle))
    format = property(lambda self: lib.format(self.handle).decode())
    readonly = property(lambda self: bool(lib.readonly(self.handle)))
    c_contiguous = property(lambda self: bool(lib.contiguous(self.handle, b"C")))
    f_contiguous = property(lambda self: bool(lib.contiguous(self.handle, b"F")))
    contiguous = property(lambda self: bool(lib.contiguous(self.handle, b"A")))

    def __len__(self):
        return lib.len(self.handle)

    def slice(self, ranges):
        array = (Range * max(1, len(ranges)))(*(Range(*r) for r in ranges))
        return View(lib.slice(self.handle, array, len(ranges)), self.keep)

    def index(self, numbers):
        return View(lib.index(self.handle, i64s(numbers), len(numbers)), self.keep)

    def transpose(self, axes=None):
        order = None if axes is None else (INT * max(1, len(axes)))(*axes)
        return View(lib.transpose(self.handle, order), self.keep)

    def get_contiguous(self, access, order):
        return View(lib.get_contiguous(self.handle, access, order.encode()), self.keep)

    def toreadonly(self):
        return View(lib.toreadonly(self.handle), self.keep)

    def cast(self, format, shape=None, flags=0):
        ndim = 0 if shape is None else len(shape)
        return View(lib.cast(self.handle, format.encode(), ndim, None if shape is None else i64s(shape), flags), self.keep)

    def tobytes(self, order="C"):
        nbytes = self.nbytes
        out = ctypes.create_string_buffer(max(1, nbytes))
        n = done(lib.tobytes(self.handle, out, nbytes, order.encode()))
        return out.raw[:n]

    def __hash__(self):
        hash = lib.hash(self.handle)
        if hash == -1:
            raise Refused
        return ctypes.c_ssize_t(hash).value

    def tolist(self):
        """Lists, and tuples for records."""
        lists = [[]]

        def enter(arg, record, len):
            lists.append([])
            return 0

        def leave(arg, record):
            done = lists.pop()
            lists[-1].append(tuple(done) if record else done)
            return 0

        def value(arg, field, value):
            lists[-1].append(value[0].get())
            return 0

        visitor = Visitor(Visitor.ENTER(enter), Visitor.LEAVE(leave), Visitor.VALUE(value))
        done(lib.tolist(self.handle, visitor, None))
        return lists[0][0]


def view_of(memory, format, shape, strides, offset, size=None, flags=READ | WRITE):
    """A View of an array of bytes."""
    handle = lib.from_layout(memory.ctypes.data, memory.nbytes if size is None else size, format.encode(), len(shape),
                             i64s(shape), None if strides is None else i64s(strides), offset, flags)
    return View(handle, memory)


def make_memory(draw, size=MEMORY):
    return np.frombuffer(bytearray(draw.randbytes(size)), np.uint8)


def equal(what, got, want):
    assert got == want, f"{what}: {got!r}, should be {want!r}"


def same(a, b):
    """Whether two values are equal and of one type; all NaNs are equal."""
    return type(a) is type(b) and (a == b or (a != a and b != b))


# What an exception of Python's means as an errno; the first that fits.
ERRNO = [
    (IndexError, "too many indices", errno.EINVAL),
    (IndexError, "for array of dimension", errno.EINVAL),
    (IndexError, "", errno.ERANGE),
    (NotImplementedError, "", errno.EOPNOTSUPP),
    (BufferError, "not writable", errno.EACCES),
    (BufferError, "non-contiguous", errno.EINVAL),
    (BufferError, "", errno.EBUSY),
    (ValueError, "number of dimensions must not exceed", errno.E2BIG),
    (OverflowError, "too large to pack", errno.ERANGE),
    (OverflowError, "", errno.EOVERFLOW),
    (struct.error, "too large to convert", errno.ERANGE),
    (struct.error, "out of range", errno.ERANGE),
    (struct.error, "<= number", errno.ERANGE),
    (struct.error, "total struct size too long", errno.EOVERFLOW),
    (struct.error, "overflow in item count", errno.EOVERFLOW),
    ((TypeError, ValueError, struct.error), "", errno.EINVAL),
]
REFUSALS = tuple(kind for row in ERRNO for kind in (row[0] if isinstance(row[0], tuple) else row[:1]))


def errno_of(error):
    return next(number for kind, text, number in ERRNO if isinstance(error, kind) and text in str(error))


def outcomes(what, ours, theirs):
    """
    What the two functions give, or None if both refuse, for the same reason.
    A case ends when libmview and Python do not agree on that.
    """
    try:
        want, error = theirs(), None
    except REFUSALS as refusal:
        want, error = None, refusal
        # The integers of a 32-bit Python end there, those of libmview do not.
        if sys.maxsize < 1 << 32 and errno_of(error) == errno.EOVERFLOW:
            return None
    try:
        got = ours()
    except Refused as refusal:
        name = errno.errorcode.get(refusal.errno, refusal.errno)
        assert error is not None, f"{what}: {name}, should be {want!r}"
        wanted = errno.errorcode[errno_of(error)]
        assert name == wanted, f"{what}: {name}, should be {wanted} for {error!r}"
        return None
    assert error is None, f"{what}: {got!r}, should be {errno.errorcode[errno_of(error)]} for {error!r}"
    return got, want
