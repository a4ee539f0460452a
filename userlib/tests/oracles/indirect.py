# SPDX-License-Identifier: GPL-2.0
"""Arrays described by a Py_buffer, those of pointers too, against memoryview."""
import ctypes
import struct

import numpy as np

from . import oracle
from .exports import same_lists
from .layouts import as_slice, random_slice
from .library import Array, View, done, equal, i64s, lib, outcomes, same
from .values import get_value
from .wholes import Exporter, from_buffer

POINTER_SIZE = ctypes.sizeof(ctypes.c_void_p)


def make_block(draw, shape, suboffsets, itemsize, keep):
    """Memory for the first axes, up to one of pointers, and what these point to. Its address and its strides."""
    last = next((i for i, n in enumerate(suboffsets) if n >= 0), len(shape) - 1)
    pointers = last < len(shape) and bool(shape) and suboffsets[last] >= 0
    size, steps = POINTER_SIZE if pointers else itemsize, []
    step = size
    for n in reversed(shape[: last + 1]):
        steps.insert(0, step)
        step *= n
    block = np.frombuffer(bytearray(draw.randbytes(step)), np.uint8)
    keep.append(block)
    if not pointers:
        return block.ctypes.data, steps
    inner = steps + [itemsize] * (len(shape) - last - 1)
    for i in range(step // size):
        address, rest = make_block(draw, shape[last + 1 :], suboffsets[last + 1 :], itemsize, keep)
        block.view("P")[i] = address - suboffsets[last]
        inner = steps + rest
    return block.ctypes.data, inner


def random_indirect(draw):
    """A View and a memoryview of the same pointers."""
    format, shape = draw.choice("BbhiqfdcP?"), [draw.choice([1, 2, 3]) for _ in range(draw.randrange(1, 4))]
    suboffsets = [draw.choice([-1, 0, 8]) for _ in shape]
    itemsize, keep = struct.calcsize(format), []
    # What the last axis leads to is an element, which may be behind a pointer as well.
    address, strides = make_block(draw, shape, suboffsets, itemsize, keep)
    nbytes = itemsize * int(np.prod(shape))
    numbers = [i64s(shape), i64s(strides), i64s(suboffsets)]
    sizes = [(ctypes.c_ssize_t * len(row))(*row) for row in (shape, strides, suboffsets)]
    keep += numbers + sizes
    if max(suboffsets) < 0:
        numbers[2] = sizes[2] = None
    text = ctypes.create_string_buffer(format.encode())
    keep.append(text)
    text = ctypes.cast(text, ctypes.c_char_p)
    ours = View(lib.from_array(Array(address, nbytes, itemsize, True, len(shape), text, *numbers)), keep)
    buffer = Exporter(address, None, nbytes, itemsize, 1, len(shape), text, *sizes[:2],
                      ctypes.cast(sizes[2], ctypes.c_void_p))
    # No object owns the memory.
    ctypes.cast(ctypes.byref(buffer, Exporter.obj.offset), ctypes.POINTER(ctypes.c_void_p))[0] = None
    return format, ours, from_buffer(buffer)


@oracle(30)
def pointers(draw):
    """Attributes, elements, lists, bytes, slices of one axis, casts."""
    format, view, want = random_indirect(draw)
    for name in ("shape", "strides", "itemsize", "nbytes", "readonly", "c_contiguous", "f_contiguous", "contiguous"):
        equal(name, getattr(view, name), getattr(want, name))
    found = lib.suboffsets(view.handle)
    equal("suboffsets", tuple(found[: view.ndim]) if found else (), want.suboffsets)
    assert same_lists(view.tolist(), want.tolist()), f"{view.tolist()}, should be {want.tolist()}"
    for order in "CFA":
        equal(f"tobytes {order}", view.tobytes(order), want.tobytes(order))
    index = [draw.randrange(-3, 3) for _ in view.shape]
    both = outcomes(f"{view}{index}", lambda: get_value(view, format, i64s(index)), lambda: want[tuple(index)])
    assert not both or same(*both), f"{view}{index}: {both[0]!r}, should be {both[1]!r}"
    outcomes(f"cast of {view}", lambda: bool(view.cast("B")), lambda: bool(want.cast("B").obj is None))
    equal("is itself", done(lib.equal(view.handle, view.handle)), int(want == want))
    if view.ndim == 1:
        part = random_slice(draw, 1)
        both = outcomes(f"{view}{part}", lambda: view.slice([(*part, 0)]), lambda: want[as_slice(part)])
        assert not both or same_lists(both[0].tolist(), both[1].tolist()), f"{view}{part}"
