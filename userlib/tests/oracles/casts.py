# SPDX-License-Identifier: GPL-2.0
"""Casts: against memoryview's."""
import struct
import sys

from . import oracle
from .layouts import as_slice, random_slice
from .library import equal, make_memory, outcomes, view_of

NATIVE = "BcbhHiIlLqQnNfd?P"


def random_shape(draw, nbytes, itemsize):
    """A shape that often fits."""
    n, shape = nbytes // max(itemsize, 1), []
    while n > 1 and draw.chance(0.6):
        part = draw.choice([d for d in range(1, n + 1) if n % d == 0])
        shape.append(part)
        n //= part
    shape.append(n)
    if draw.chance(0.2):
        shape[draw.randrange(len(shape))] += draw.choice([1, -1])
    if draw.chance(0.05):
        shape = []
    return shape


def cast(view, format, shape):
    return view.cast(format) if shape is None else view.cast(format, shape)


@oracle(140)
def casts(draw):
    """Casts of casts, with slices between them."""
    memory = make_memory(draw, 128)
    length = draw.choice([0, 1, 2, 8, 24, 48, 96, draw.randrange(100)])
    view = view_of(memory, "B", (length,), None, 0)
    want = memoryview(memory)[:length]
    for _ in range(draw.randrange(1, 5)):
        if want.ndim == 1 and draw.chance(0.3):
            part = random_slice(draw, (sys.maxsize + 1) >> 13)
            both = outcomes(f"{view}{part}", lambda: view.slice([(*part, 0)]), lambda: want[as_slice(part)])
            if not both:
                return
            view, want = both
        format = draw.choice([*NATIVE, "@h", "<h", "=B", "e", "s", "x", "hh", "2B", "", "z"])
        try:
            itemsize = struct.calcsize(format)
        except struct.error:
            itemsize = 1
        shape = random_shape(draw, want.nbytes, itemsize) if draw.chance(0.5) else None
        # Compare the error only if one thing is wrong: which of two is reported is not specified.
        if shape and want.nbytes and want.ndim == 1 and want.c_contiguous and draw.chance(0.03):
            format, shape = "B", [1] * draw.randrange(60, 70)
        both = outcomes(f"{view} cast to {format!r}, {shape}", lambda: cast(view, format, shape), lambda: cast(want, format, shape))
        if not both:
            return
        view, want = both
        for name in ("format", "itemsize", "ndim", "shape", "strides", "nbytes", "c_contiguous", "f_contiguous"):
            equal(name, getattr(view, name), getattr(want, name))
        equal("tobytes", view.tobytes(), want.tobytes())
