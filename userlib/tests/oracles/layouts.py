# SPDX-License-Identifier: GPL-2.0
"""Layouts, slices, sub-views and contiguity: against NumPy, memoryview and Python's integers."""
import itertools
import struct
import sys

import numpy as np

from . import oracle
from .library import MEMORY, NONE, equal, make_memory, outcomes, view_of


def random_array(draw, memory):
    """The same layout as a View and as an ndarray, with elements anywhere."""
    format = draw.choice("BbhHiIlLqQefd?")
    itemsize = struct.calcsize(format)
    shape = tuple(draw.choice([1, 2, 0, 1, 3, 4]) for _ in range(draw.randrange(5)))
    strides = tuple(draw.choice([itemsize * draw.randrange(-9, 10), draw.randrange(-60, 60)]) for _ in shape)
    if draw.chance(0.3):
        strides = tuple(np.zeros(shape, np.dtype(format)).strides)
    if draw.chance(0.2):
        strides = strides[::-1]
    offset = draw.randrange(1500, 2000)
    view = view_of(memory, format, shape, strides, offset)
    array = np.ndarray(shape, np.dtype(format), memory, offset, strides)
    return view, array


def compare(view, array, memory):
    """Compare all attributes of the two, and their elements."""
    equal("ndim", view.ndim, array.ndim)
    equal("shape", view.shape, array.shape)
    equal("len", len(view), len(array) if array.ndim else 1)
    equal("itemsize", view.itemsize, array.itemsize)
    equal("nbytes", view.nbytes, array.nbytes)
    if array.size:
        equal("offset", view.offset, array.__array_interface__["data"][0] - memory.ctypes.data)
        for n, got, want in zip(array.shape, view.strides, array.strides):
            assert n == 1 or got == want, f"strides: {view.strides}, should be {array.strides}"
    for order in "CF":
        equal(f"tobytes {order}", view.tobytes(order), array.tobytes(order))


def random_slice(draw, longest=(sys.maxsize + 1) // 2):
    """start, stop, step. The longest steps are left out: they overflow a stride, which is undefined in C and so in memoryview."""
    def number():
        if draw.chance(0.3):
            return NONE
        return draw.choice([draw.randrange(-7, 8), draw.randrange(-sys.maxsize, sys.maxsize + 1)])
    start, stop = number(), number()
    return start, stop, NONE if draw.chance(0.4) else draw.choice([1, 2, 3, -1, -2, -3, 0, longest, -longest])


def as_slice(part):
    return slice(*(None if n == NONE else n for n in part))


def random_ranges(draw, ndim):
    """For mview_slice(), and the same as NumPy's index."""
    ranges, index = [], []
    for _ in range(draw.randrange(ndim + 2)):
        if draw.chance(0.25):
            i = draw.randrange(-6, 6) if draw.chance(0.9) else draw.randrange(-sys.maxsize, sys.maxsize + 1)
            ranges.append((i, NONE, NONE, 1))
            index.append(i)
        else:
            part = random_slice(draw)
            ranges.append((*part, 0))
            index.append(as_slice(part))
    return ranges, tuple(index)


def array_at(array, index):
    """As array[index], but never a scalar; NumPy leaves a step of 0 alone where a later index is bad."""
    if len(index) <= array.ndim and any(isinstance(i, slice) and i.step == 0 for i in index):
        raise ValueError("slice step cannot be zero")
    part = array[index]
    return part if isinstance(part, np.ndarray) else array[(*index, ...)]


def narrow(draw, times, derive):
    """Derive a view so many times, each from the one before. derive(view, array) returns an index and the call of libmview for it."""
    memory = make_memory(draw)
    view, array = random_array(draw, memory)
    compare(view, array, memory)
    for _ in range(times):
        index, part = derive(view, array)
        both = outcomes(f"{view}{index}", part, lambda: array_at(array, index))
        if not both:
            return
        view, array = both
        compare(view, array, memory)


@oracle(100)
def slices(draw):
    """Slices of slices, on any number of axes."""
    def derive(view, array):
        ranges, index = random_ranges(draw, array.ndim)
        return index, lambda: view.slice(ranges)

    narrow(draw, draw.randrange(4), derive)


@oracle(60)
def sub_views(draw):
    """By indices of the first axes."""
    def derive(view, array):
        index = tuple(draw.randrange(-4, 4) for _ in range(draw.randrange(array.ndim + 2)))
        return index, lambda: view.index(index)

    narrow(draw, draw.randrange(1, 3), derive)


@oracle(80)
def slices_of_one_axis(draw):
    """Slices of memoryview, which has strides also where there are no elements (NumPy has not)."""
    memory = make_memory(draw, 256)
    format, shape = draw.choice("Bbhiq"), tuple(draw.choice([1, 2, 1, 3]) for _ in range(draw.randrange(1, 4)))
    size = struct.calcsize(format) * int(np.prod(shape))
    view = view_of(memory, format, shape, None, 0, size)
    want = memoryview(memory)[:size].cast("B").cast(format, shape)
    for _ in range(draw.randrange(4)):
        if want.ndim > 1:
            break
        part = random_slice(draw, (sys.maxsize + 1) >> 13)
        both = outcomes(f"{view}{part}", lambda: view.slice([(*part, 0)]), lambda: want[as_slice(part)])
        if not both:
            return
        view, want = both
    for name in ("c_contiguous", "f_contiguous", "contiguous", "shape", "strides", "format", "itemsize", "nbytes", "readonly"):
        if abs(max(view.strides, key=abs)) < (sys.maxsize + 1) >> 3 or name not in ("strides", "c_contiguous", "f_contiguous", "contiguous"):
            equal(name, getattr(view, name), getattr(want, name))
    for order in "CFA":
        equal(f"tobytes {order}", view.tobytes(order), want.tobytes(order))


@oracle(40)
def transposes(draw):
    """Transposes, and slices of transposes."""
    memory = make_memory(draw)
    view, array = random_array(draw, memory)
    for _ in range(draw.randrange(1, 3)):
        if draw.chance(0.2):
            axes = None
        elif draw.chance(0.8):
            axes = draw.choice(list(itertools.permutations(range(array.ndim))))
            axes = [axis - draw.choice([0, array.ndim]) for axis in axes]
        else:
            axes = [draw.randrange(-5, 5) for _ in range(array.ndim)]
        both = outcomes(f"{view} transposed, {axes}", lambda: view.transpose(axes), lambda: array.transpose(axes))
        if not both:
            return
        view, array = both
        compare(view, array, memory)
        ranges, index = random_ranges(draw, array.ndim)
        both = outcomes(f"{view}{index}", lambda: view.slice(ranges), lambda: array_at(array, index))
        if not both:
            return
        view, array = both
        compare(view, array, memory)


def packed(shape, strides, itemsize, axes):
    for axis in axes:
        if shape[axis] != 1 and strides[axis] != itemsize:
            return False
        itemsize *= shape[axis]
    return True


@oracle(60)
def contiguity(draw):
    """Contiguity by its definition."""
    memory = make_memory(draw, 512)
    itemsize = draw.choice([1, 2, 4])
    shape = [draw.choice([1, 2, 3, 0]) for _ in range(draw.randrange(5))]
    axes, strides, stride = draw.choice(list(itertools.permutations(range(len(shape))))), [0] * len(shape), itemsize
    for axis in axes:
        strides[axis] = stride
        stride *= shape[axis]
    if shape and draw.chance(0.4):
        strides[draw.randrange(len(shape))] += draw.choice([1, -1, itemsize])
    if min((n - 1) * s for n, s in [*zip(shape, strides), (1, 0)]) < 0:
        return
    view = view_of(memory, {1: "B", 2: "h", 4: "f"}[itemsize], shape, strides, 0)
    anything = 0 in shape and len(shape) != 1
    c = anything or packed(shape, strides, itemsize, range(len(shape) - 1, -1, -1))
    f = anything or packed(shape, strides, itemsize, range(len(shape)))
    equal(f"contiguous in C order, {view}", view.c_contiguous, c)
    equal(f"contiguous in Fortran's, {view}", view.f_contiguous, f)
    equal(f"contiguous, {view}", view.contiguous, c or f)
    equal("tobytes A", view.tobytes("A"), view.tobytes("F" if f and not c else "C"))


def strides_of(itemsize, shape, strides):
    """The strides that are given, or those of C order."""
    if strides is not None:
        return strides
    return [itemsize * int(np.prod(np.array(shape[i + 1:], object))) for i in range(len(shape))]


def extent(itemsize, shape, strides, offset):
    if 0 in shape:
        return offset, offset
    ends = [(n - 1) * s for n, s in zip(shape, strides)]
    return offset + sum(e for e in ends if e < 0), offset + sum(e for e in ends if e > 0) + itemsize


def checked(format, shape, strides, offset, size):
    """The errno that mview_from_layout() must give, calculated in Python's integers."""
    whole = range(-(1 << 63), 1 << 63)
    if any(n < 0 for n in shape):
        raise ValueError("negative")
    itemsize = struct.calcsize(format)
    strides = strides_of(itemsize, shape, strides)
    lo, hi = extent(itemsize, shape, strides, offset)
    nbytes = itemsize * int(np.prod(np.array(shape, object)))
    if lo < 0 or hi > size or nbytes not in whole or any(s not in whole for s in strides):
        raise OverflowError
    return True


@oracle(200)
def bounds(draw):
    """Valid and invalid layouts, against the definition of a layout that lies inside its buffer."""
    memory = make_memory(draw, 1)
    format = draw.choice("bhiq")

    def number():
        if draw.chance(0.1):
            return max(-(1 << 63), min((1 << 63) - 1, draw.choice([1, -1]) * (1 << draw.randrange(64)) - draw.randrange(2)))
        return draw.choice([draw.randrange(0, 9), draw.randrange(-3, 200)])

    shape = [number() for _ in range(draw.randrange(4))]
    # Of several things that are wrong, a negative extent may be seen after what its strides would overflow to.
    strides = None if draw.chance(0.1) and min([*shape, 0]) == 0 else [max(-(1 << 63), min((1 << 63) - 1, number() * draw.choice([1, -1]))) for _ in shape]
    offset = number() * draw.choice([1, 10])
    offset = max(-(1 << 63), min((1 << 63) - 1, offset))
    # Often a buffer that ends about where the last element does
    itemsize = struct.calcsize(format)
    last = extent(itemsize, shape, strides_of(itemsize, shape, strides), offset)[1]
    size = draw.choice([MEMORY, last, last - 1, last + 1])
    if not 0 <= size <= sys.maxsize:
        size = MEMORY
    outcomes(f"{format} {shape} {strides} {offset} in {size}", lambda: view_of(memory, format, shape, strides, offset, size),
             lambda: checked(format, shape, strides, offset, size))
