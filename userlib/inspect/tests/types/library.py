# SPDX-License-Identifier: GPL-2.0
"""The types of libmview-inspect through ctypes."""
import ctypes
import os

I64 = ctypes.c_int64
KINDS = "uint int bool char float enum pointer struct union bytes flags".split()


class Member(ctypes.Structure):
    """struct mview_member"""


Member._fields_ = [
    ("name", ctypes.c_char_p), ("type", ctypes.c_char_p), ("kind", ctypes.c_int), ("order", ctypes.c_char),
    ("is_signed", ctypes.c_bool), ("is_bits", ctypes.c_bool), ("offset", I64), ("size", I64), ("shift", ctypes.c_int),
    ("bits", ctypes.c_int), ("ndim", ctypes.c_int), ("shape", ctypes.POINTER(I64)), ("count", I64),
    ("nmembers", ctypes.c_int), ("members", ctypes.POINTER(Member)), ("nnames", ctypes.c_int), ("names", ctypes.c_void_p),
    ("show", ctypes.c_int), ("when", ctypes.c_void_p), ("is_else", ctypes.c_bool), ("scope", I64),
]


class Entry(ctypes.Structure):
    """struct mview_type_entry"""
    _fields_ = [("id", ctypes.c_uint), ("name", ctypes.c_char_p), ("size", I64)]


class Value(ctypes.Structure):
    """struct mview_value, of integers"""
    class Union(ctypes.Union):
        _fields_ = [("i", I64), ("u", ctypes.c_uint64), ("f", ctypes.c_double * 2)]
    _anonymous_ = ("union",)
    _fields_ = [("type", ctypes.c_int), ("union", Union)]
    BOOL, INT, UINT = range(3)

    def get(self):
        return self.u if self.type == self.UINT else self.i


class Error(Exception):
    """What mview_inspect_error() says."""


class Library:
    def __init__(self, path):
        ctypes.CDLL(os.path.join(os.path.dirname(path), "libmview.so.0"), mode=ctypes.RTLD_GLOBAL)
        self.dll = ctypes.CDLL(path, use_errno=True)
        self.dll.mview_inspect_error.restype = ctypes.c_char_p
        for name in "types_file", "types_at", "types_get", "ctype_root", "ctype_format":
            getattr(self.dll, "mview_" + name).restype = ctypes.c_void_p
        self.dll.mview_ctype_format.restype = ctypes.c_char_p
        self.dll.mview_ctype_size.restype = I64
        self.dll.mview_ctype_describe.restype = ctypes.c_size_t
        self.dll.mview_format_size.restype = I64

    def check(self, result):
        if not result:
            raise Error(self.dll.mview_inspect_error().decode())
        return result

    def types(self, path, base=None):
        return Types(self, self.check(self.dll.mview_types_file(path.encode(), ctypes.c_void_p(base and base.handle))))


class Types:
    """struct mview_types"""
    def __init__(self, library, handle):
        self.library = library
        self.handle = handle

    def __del__(self):
        self.library.dll.mview_types_close(ctypes.c_void_p(self.handle))

    def __iter__(self):
        """Numbers, names and sizes."""
        entry = Entry()
        while self.library.dll.mview_types_next(ctypes.c_void_p(self.handle), ctypes.byref(entry)):
            yield entry.id, entry.name.decode(), entry.size

    def __getitem__(self, key):
        dll = self.library.dll
        handle = ctypes.c_void_p(self.handle)
        return Type(self.library, self.library.check(
            dll.mview_types_get(handle, key.encode()) if isinstance(key, str) else dll.mview_types_at(handle, key)))


class Type:
    """struct mview_ctype"""
    def __init__(self, library, handle):
        self.dll = library.dll
        self.library = library
        self.handle = ctypes.c_void_p(handle)

    def __del__(self):
        self.dll.mview_ctype_close(self.handle)

    @property
    def size(self):
        return self.dll.mview_ctype_size(self.handle)

    @property
    def format(self):
        return self.dll.mview_ctype_format(self.handle)

    def describe(self):
        size = self.dll.mview_ctype_describe(self.handle, None, 0) + 1
        text = ctypes.create_string_buffer(size)
        self.dll.mview_ctype_describe(self.handle, text, size)
        return text.value.decode()

    def find(self, path):
        member = Member()
        self.library.check(self.dll.mview_ctype_find(self.handle, path.encode(), ctypes.byref(member)) == 0)
        return member

    def get(self, member, data):
        value = Value()
        storage = ctypes.c_void_p(ctypes.addressof(data) + member.offset)
        self.library.check(self.dll.mview_member_get(ctypes.byref(member), storage, ctypes.byref(value)) == 0)
        return value.get()

    def set(self, member, data, number):
        value = Value(Value.INT if number < 0 else Value.UINT)
        value.i = number if number < 1 << 63 else number - (1 << 64)
        storage = ctypes.c_void_p(ctypes.addressof(data) + member.offset)
        self.library.check(self.dll.mview_member_set(ctypes.byref(member), storage, ctypes.byref(value)) == 0)
