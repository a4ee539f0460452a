#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Snapshots against NumPy, both ways: snapshots.py LIBRARY [--seed N] [--count N]

Elements are drawn as a format and as a dtype at once. What mview_snapshot_save()
writes is loaded by numpy.load(), and what numpy.save() writes is opened as file:.
"""
import argparse
import ctypes
import os
import random
import sys
import warnings

import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..", "tests"))
import tap

I64 = ctypes.c_int64
PLAIN = {"?": "?", "b": "i1", "B": "u1", "h": "i2", "H": "u2", "i": "i4", "I": "u4", "q": "i8", "Q": "u8", "e": "f2", "f": "f4",
         "d": "f8", "Zf": "c8", "Zd": "c16", "c": "S1"}
NATIVE = {"l": "i8", "L": "u8", "n": "i8", "N": "u8"} if ctypes.sizeof(ctypes.c_long) == 8 else {}


class Library:
    def __init__(self, path):
        self.core = ctypes.CDLL(os.path.join(os.path.dirname(path), "libmview.so.0"), mode=ctypes.RTLD_GLOBAL, use_errno=True)
        self.dll = ctypes.CDLL(path, use_errno=True)
        self.dll.mview_inspect_error.restype = ctypes.c_char_p
        self.dll.mview_source_open.restype = ctypes.c_void_p
        for name in "from_layout", "transpose", "slice":
            getattr(self.core, "mview_" + name).restype = ctypes.c_void_p
        self.core.mview_shape.restype = ctypes.POINTER(I64)
        self.core.mview_format.restype = ctypes.c_char_p
        for name in "nbytes", "itemsize", "tobytes":
            getattr(self.core, "mview_" + name).restype = I64

    def error(self):
        return self.dll.mview_inspect_error().decode()

    def view(self, data, fmt, shape, strides=None, offset=0):
        strides = (I64 * 64)(*strides) if strides is not None else None
        handle = self.core.mview_from_layout(data, ctypes.c_size_t(len(data)), fmt.encode(), len(shape), (I64 * 64)(*shape), strides,
                                             I64(offset), 0)
        assert handle, (fmt, shape, strides, os.strerror(ctypes.get_errno()))
        return View(self, handle)

    def open(self, path):
        handle = self.dll.mview_source_open(("file:" + path).encode(), 0)
        if not handle:
            raise OSError(self.error())
        return View(self, handle)


class View:
    def __init__(self, library, handle):
        self.library, self.core, self.handle = library, library.core, ctypes.c_void_p(handle)

    def close(self):
        self.core.mview_close(self.handle)

    def save(self, path):
        if self.library.dll.mview_snapshot_save(self.handle, path.encode()):
            raise OSError(self.library.error())

    @property
    def shape(self):
        return tuple(self.core.mview_shape(self.handle)[:self.core.mview_ndim(self.handle)])

    @property
    def format(self):
        return self.core.mview_format(self.handle).decode()

    def tobytes(self):
        size = self.core.mview_nbytes(self.handle)
        buffer = ctypes.create_string_buffer(size + 1)
        assert self.core.mview_tobytes(self.handle, buffer, ctypes.c_size_t(size), ctypes.c_char(b"C")) == size
        return buffer.raw[:size]


def axes(rng, most):
    return tuple(rng.randint(1, 3) for _ in range(rng.randint(1, most)))


def in_format(shape):
    return "(%s)" % ",".join(map(str, shape)) if shape else ""


def single(rng, native):
    """A value: as a code, and as a dtype."""
    if rng.random() < 0.15:
        n = rng.randint(1, 9)
        return "%ds" % n, "S%d" % n
    if native and NATIVE and rng.random() < 0.3:
        return rng.choice(list(NATIVE.items()))
    return rng.choice(list(PLAIN.items()))


def name(rng, number):
    return rng.choice(["f", "len", "it's", "\\", "\u00e9", "\u20ac", "\U0001f600", "a b", '"', "("]) + str(number)


def record(rng, depth):
    """Packed, with marks and padding where they are drawn."""
    parts, names, types, offsets, at = [], [], [], [], 0
    for number in range(rng.randint(1, 4)):
        pad = rng.choice([0, 0, 0, 1, 5])
        parts.append("%dx" % pad if pad else "")
        at += pad
        shape = axes(rng, 2) if rng.random() < 0.3 else ()
        if depth and rng.random() < 0.25:
            code, dtype = record(rng, depth - 1)
        else:
            order = rng.choice("<>")
            code, dtype = single(rng, False)
            code, dtype = order + code, np.dtype(dtype).newbyteorder(order)
        dtype = np.dtype((dtype, shape))
        field = name(rng, number)
        parts.append("%s%s:%s:" % (in_format(shape), code, field))
        names.append(field)
        types.append(dtype)
        offsets.append(at)
        at += dtype.itemsize
    pad = rng.choice([0, 0, 3])
    parts.append("%dx" % pad if pad else "")
    dtype = np.dtype({"names": names, "formats": types, "offsets": offsets, "itemsize": at + pad})
    return "T{%s}" % "".join(parts), dtype


def element(rng):
    """A format, the dtype, and axes that the dtype does not have."""
    if rng.random() < 0.5:
        code, dtype = record(rng, 2)
        return "<" + code, dtype, ()
    order = rng.choice(["", "@", "<", ">", "=", "!"])
    code, dtype = single(rng, order in ("", "@"))
    shape = axes(rng, 2) if rng.random() < 0.2 else ()
    mark = {"": "=", "@": "=", "!": ">"}.get(order, order)
    return order + in_format(shape) + code, np.dtype(dtype).newbyteorder(mark), shape


def draw_shape(rng):
    return tuple(rng.choice([0, 1, 2, 3, 5]) for _ in range(rng.choice([0, 1, 1, 2, 2, 3])))


def saved_is_loaded(library, rng, path):
    fmt, dtype, inner = element(rng)
    shape = draw_shape(rng)
    count = int(np.prod(shape, dtype=int)) * int(np.prod(inner, dtype=int))
    data = rng.randbytes(count * dtype.itemsize)
    order = rng.choice("CCF")
    array = np.frombuffer(data, dtype, count).reshape(shape + inner) if order == "C" or inner else \
        np.frombuffer(data, dtype, count).reshape(shape, order="F")
    view = library.view(data, fmt, shape, array.strides[:len(shape)] if count else None)
    view.save(path)
    loaded = np.load(path)
    wanted = (dtype, shape + inner, array.tobytes())
    got = (loaded.dtype, loaded.shape, loaded.tobytes())
    assert got == wanted, "%s: %s, and not %s" % (fmt, got, wanted)
    if count and array.flags.f_contiguous and not array.flags.c_contiguous and not inner:
        assert loaded.flags.f_contiguous, "%s: Fortran's order is lost" % fmt
    view.close()
    again = library.open(path)
    assert again.shape == shape + inner and again.tobytes() == array.tobytes(), fmt
    again.save(path)
    assert np.load(path).dtype == dtype, "%s came back as %s" % (fmt, again.format)
    again.close()


def loaded_is_saved(library, rng, path):
    _, dtype, _ = element(rng)
    shape = draw_shape(rng)
    count = int(np.prod(shape, dtype=int))
    array = np.frombuffer(rng.randbytes(count * dtype.itemsize), dtype, count).reshape(shape)
    array = rng.choice([array, array.T, np.asfortranarray(array), array[::2] if shape else array])
    np.save(path, array)
    view = library.open(path)
    stored = np.load(path)
    assert view.shape == array.shape and view.tobytes() == stored.tobytes(), (dtype, array.shape)
    view.save(path + ".npy")
    again = np.load(path + ".npy")
    assert (again.dtype, again.tobytes()) == (stored.dtype, stored.tobytes()), (dtype, view.format)
    view.close()


def raw_comes_back(library, rng, path):
    fmt = rng.choice(["P", "5p", "T{i:a:P:b:}", "T{i:a:h}", "<T{B:a:<(2,3)H:b:}", "2h3B", "ihb"])
    view = library.view(bytes(1), fmt, (0,))
    size = library.core.mview_itemsize(view.handle)
    view.close()
    shape = draw_shape(rng)
    data = rng.randbytes(size * int(np.prod(shape, dtype=int)))
    view = library.view(data, fmt, shape)
    path = path[:-4]
    view.save(path)
    with open(path, "rb") as file:
        assert file.read() == data
    again = library.open(path)
    assert (again.format, again.shape, again.tobytes()) == (fmt, shape, data), fmt
    view.close()
    again.close()


def others_are_read(library, _, path):
    """What numpy.save() has besides, and what it is here."""
    aligned = np.dtype([("a", "u1"), ("b", "<f8"), ("c", "<i2")], align=True)
    for array, fmt in ((np.array(["2026-01-01"], "M8[D]"), "q"), (np.zeros(3, "V5"), "5B"), (np.zeros(2, aligned), None),
                       (np.zeros(2, [(("title", "n"), "<i4")]), "T{<i:n:}"), (np.zeros(2, [("e\u00e9", "<i4")]), "T{<i:e\u00e9:}")):
        np.save(path, array)
        view = library.open(path)
        assert view.tobytes() == array.tobytes() and fmt in (None, view.format), view.format
        view.close()
    for version in (1, 0), (2, 0), (3, 0):
        with open(path, "wb") as file:
            np.lib.format.write_array(file, np.arange(6, dtype=">u4").reshape(2, 3), version)
        view = library.open(path)
        assert view.shape == (2, 3) and view.format == ">I"
        view.close()


def larger_than_a_piece(library, rng, path):
    array = np.arange(9 << 20, dtype="<u4").reshape(3, 3, 1 << 20)[:, ::2, ::-1]
    data = array.base.tobytes()
    view = library.view(data, "<I", array.shape, array.strides, 4 * ((1 << 20) - 1))
    view.save(path)
    assert np.array_equal(np.load(path, mmap_mode="r"), array)
    view.close()


def unseen_is_told(library, _, path):
    for array, words in ((np.array([{}], object), "pickled"), (np.array(["a"]), "Unicode"), (np.zeros(1, "g"), "type"),
                         (np.zeros(1, [("a:b", "u1")]), "colon"), (np.zeros(1, [("a", "U3")]), "Unicode")):
        np.save(path, array, allow_pickle=True)
        try:
            library.open(path)
        except OSError as error:
            assert words in str(error), error
        else:
            raise AssertionError("%s is seen" % array.dtype)


# How many cases each has
TESTS = {saved_is_loaded: 400, loaded_is_saved: 300, raw_comes_back: 40, others_are_read: 1, larger_than_a_piece: 1, unseen_is_told: 1}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("library")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--times", type=int, default=1, help="as many cases as usual")
    args = parser.parse_args()
    library = Library(args.library)
    warnings.simplefilter("ignore")  # of names that are not ASCII
    print("# seed %d" % args.seed)

    def call(test, directory):
        rng = random.Random(args.seed)
        for _ in range(TESTS[test] * args.times):
            test(library, rng, os.path.join(directory, "a.npy"))

    return tap.run(list(TESTS), call)


if __name__ == "__main__":
    sys.exit(main())
