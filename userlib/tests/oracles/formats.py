# SPDX-License-Identifier: GPL-2.0
"""Formats: sizes against struct, records against NumPy."""
import ctypes
import struct

import numpy as np

from . import oracle
from .library import F64, done, equal, i64s, lib, outcomes, same, view_of

CODES = "xcbB?hHiIlLqQnNefdspP"
nothing = np.zeros(1, np.uint8)


def calcsize(text):
    size = struct.calcsize(text)
    if not size:
        raise ValueError("an element without bytes")
    return size


@oracle(200)
def formats(draw):
    """Formats that struct reads, and those that it refuses."""
    text = draw.choice(["", "", "@", "=", "<", ">", "!"])
    for _ in range(draw.randrange(1, 5)):
        text += draw.choice(["", "", "", " ", str(draw.randrange(20)), str(1 << draw.randrange(70))])
        text += draw.choice(CODES + "z9 " if draw.chance(0.1) else CODES)
    both = outcomes(f"size of {text!r}", lambda: view_of(nothing, text, (0,), None, 0).itemsize, lambda: calcsize(text))
    if both:
        equal(f"size of {text!r}", *both)


SCALARS = ["i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f2", "f4", "f8", "c8", "c16", "?", "S5"]


def random_dtype(draw, depth=0):
    fields = []
    for i in range(draw.randrange(1, 5)):
        if depth < 3 and draw.chance(0.2):
            type_ = random_dtype(draw, depth + 1)
        else:
            type_ = np.dtype(draw.choice(["", "<", ">"]) + draw.choice(SCALARS))
        if draw.chance(0.2):
            fields.append((f"n{i}", type_, tuple(draw.randrange(1, 4) for _ in range(draw.randrange(1, 3)))))
        else:
            fields.append((f"n{i}", type_))
    return np.dtype(fields, align=draw.chance(0.5))


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


def leaf(draw, value, path=""):
    """A value somewhere in a record of NumPy's, and the path to it."""
    while value.dtype.names or value.shape:
        if value.shape:
            index = tuple(draw.randrange(n) for n in value.shape)
            path += f"[{','.join(map(str, index))}]"
            value = value[(*index, ...)] if not value.dtype.names else value[index].reshape(())
        else:
            name = draw.choice(value.dtype.names)
            path += f".{name}" if path else name
            value = np.asarray(value[name])
    return value, path


def read(view, path, kind):
    """A value by its path, as the type that NumPy's item() gives."""
    at, path = i64s([1]), path.encode()
    if kind == "S":
        out = ctypes.create_string_buffer(16)
        n = done(lib.get_bytes(view.handle, at, path, out, 16))
        return out.raw[:n].rstrip(b"\0")
    if kind == "c":
        out = (F64 * 2)()
        done(lib.get_complex(view.handle, at, path, out))
        return complex(*out)
    out, get = {
        "i": (ctypes.c_int64(), lib.get_i64),
        "b": (ctypes.c_int64(), lib.get_i64),
        "u": (ctypes.c_uint64(), lib.get_u64),
        "f": (F64(), lib.get_f64),
    }[kind]
    done(get(view.handle, at, path, out))
    return bool(out.value) if kind == "b" else out.value


@oracle(60)
def records(draw):
    """Nested records with sub-arrays: the place of every field, and its value, against NumPy."""
    dtype = random_dtype(draw)
    bytes_ = np.frombuffer(draw.randbytes(2 * dtype.itemsize), np.uint8)
    array = bytes_.view(dtype)
    try:
        format = memoryview(array).format
        if np.asarray(memoryview(array)).dtype != dtype:
            return
    except (RuntimeError, ValueError):
        return  # NumPy itself can't say it, or can't read what it said
    view = view_of(bytes_, format, (2,), None, 0, flags=1)
    equal("itemsize", view.itemsize, dtype.itemsize)
    same_fields(lib.element(view.handle)[0], dtype)
    for _ in range(3):
        value, path = leaf(draw, array[1].reshape(()) if array[1].shape else np.asarray(array[1]))
        if value.dtype.kind == "b" and value.view(np.uint8) > 1:
            continue  # neither true nor false to NumPy
        got, want = read(view, path, value.dtype.kind), value.item()
        assert same(got, want) or repr(got) == repr(want), f"{path} of {format}: {got!r}, should be {want!r}"
