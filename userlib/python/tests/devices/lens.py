# SPDX-License-Identifier: LGPL-2.1-or-later
"""Lenses on bytes that were read at one moment, by libmview-inspect itself."""
import ctypes
import functools
import os

LIBRARY = ctypes.CDLL(os.path.join(os.environ["BUILD"], "lib/libmview-inspect.so.0"), use_errno=True)
LIBRARY.mview_inspect_error.restype = ctypes.c_char_p
LIBRARY.mview_ctype_size.restype = ctypes.c_int64
LIBRARY.mview_element_text.restype = ctypes.c_size_t
for _name in "lens_open", "lens_ctype", "lens_match", "expr_open", "open_id":
    getattr(LIBRARY, "mview_" + _name).restype = ctypes.c_void_p


class Value(ctypes.Structure):
    """struct mview_value, of an integer: its low 64 bits are all that there is."""
    _fields_ = [("type", ctypes.c_int), ("i", ctypes.c_int64), ("rest", ctypes.c_byte * 64)]


def check(result):
    if not result:
        raise ValueError(LIBRARY.mview_inspect_error().decode())
    return ctypes.c_void_p(result)


class Element:
    """One element; element["status.code"] is the value of an expression on it."""

    def __init__(self, lens, data):
        self.lens, self.data = lens, data

    def __getitem__(self, expression):
        value = Value()
        if LIBRARY.mview_expr_get(self.lens.expression(expression), self.data, ctypes.byref(value)):
            raise ValueError(LIBRARY.mview_inspect_error().decode())
        return value.i

    def text(self, path=""):
        """What people see of a member."""
        member, text = ctypes.create_string_buffer(256), ctypes.create_string_buffer(8192)
        check(not LIBRARY.mview_ctype_find(self.lens.type, path.encode(), member))
        LIBRARY.mview_element_text(member, self.data, text, ctypes.c_size_t(len(text)))
        return text.value.decode()


class Lens:
    def __init__(self, handle):
        self.type = check(LIBRARY.mview_lens_ctype(check(handle), None))
        self.size = LIBRARY.mview_ctype_size(self.type)
        self.expression = functools.cache(lambda text: check(LIBRARY.mview_expr_open(self.type, text.encode())))

    def elements(self, data):
        """Those that bytes consist of."""
        if len(data) % self.size:
            raise ValueError(f"{len(data)} bytes are no elements of {self.size}")
        return [Element(self, data[at:at + self.size]) for at in range(0, len(data), self.size)]


@functools.cache
def lens(name):
    return Lens(LIBRARY.mview_lens_open(name.encode()))


def matching(buffer):
    """The name of the lens that is for a buffer; None if there is none."""
    view = check(LIBRARY.mview_open_id(ctypes.c_uint64(buffer.id), 1))
    found = LIBRARY.mview_lens_match(view)
    LIBRARY.mview_close(view)
    # The first member of struct mview_lens
    return ctypes.cast(found, ctypes.POINTER(ctypes.c_char_p))[0].decode() if found else None
