# SPDX-License-Identifier: GPL-2.0
"""Elements: reading and writing values, against struct and memoryview."""
import ctypes
import struct

from . import oracle
from .library import F64, I64, done, equal, i64s, lib, make_memory, outcomes, same, view_of

FLOATS = [0.5, -0.0, 65504.0, 65519.999, 65520.0, 3.4028235677973366e38, 5.96e-8, 2.98e-8, float("inf"), float("nan")]


def random_value(draw):
    if draw.chance(0.6):
        edge = draw.choice([0, 1 << draw.choice([7, 8, 15, 16, 31, 32, 63, 64])])
        value = draw.choice([1, -1]) * edge + draw.randrange(-2, 3)
        return max(-(1 << 63), min((1 << 64) - 1, value))
    if draw.chance(0.8):
        return draw.choice([draw.uniform(-1, 1), draw.uniform(-1, 1) * 10.0 ** draw.randrange(-320, 309), draw.choice(FLOATS)])
    return draw.randbytes(draw.randrange(7))


def set_value(view, value, index=None):
    if isinstance(value, float):
        return done(lib.set_f64(view.handle, index, None, value))
    if isinstance(value, bytes):
        return done(lib.set_bytes(view.handle, index, None, value, len(value)))
    if value < 0:
        return done(lib.set_i64(view.handle, index, None, value))
    return done(lib.set_u64(view.handle, index, None, value))


def get_value(view, code, index=None):
    if code in "csp":
        out = ctypes.create_string_buffer(300)
        n = done(lib.get_bytes(view.handle, index, None, out, 300))
        return out.raw[:n]
    if code in "efd":
        out, get = F64(), lib.get_f64
    elif code in "BHILQNP":
        out, get = ctypes.c_uint64(), lib.get_u64
    else:
        out, get = I64(), lib.get_i64
    done(get(view.handle, index, None, out))
    return bool(out.value) if code == "?" else out.value


@oracle(200)
def values(draw):
    """Values are written, read back, and refused."""
    order, code = draw.choice(["", "@", "=", "<", ">"]), draw.choice("BcbhHiIlLqQ?nNefdspP")
    if code in "nNP" and order not in ("", "@"):
        order = ""
    format = order + (str(draw.randrange(1, 6)) if code in "sp" else "") + code
    value = random_value(draw)
    memory = make_memory(draw, 16)
    before = bytes(memory)
    view = view_of(memory, format, (), None, 0)
    both = outcomes(f"{format} {value!r}", lambda: set_value(view, value), lambda: struct.pack(format, value))
    if not both:
        equal("memory", bytes(memory), before)
        return
    want = both[1]
    equal(f"{format} {value!r}", bytes(memory)[: len(want)], want)
    equal("memory behind", bytes(memory)[len(want):], before[len(want):])
    got, (back,) = get_value(view, code), struct.unpack(format, want)
    assert same(got, back), f"{format} reads {got!r}, should be {back!r}"


@oracle(80)
def elements(draw):
    """Values at an index, in a memoryview of any number of dimensions."""
    memory = make_memory(draw, 256)
    code = draw.choice("BcbhHiIlLqQ?nNfdP")
    shape = [draw.randrange(1, 4) for _ in range(draw.randrange(4))]
    size = struct.calcsize(code)
    for n in shape:
        size *= n
    view, want = view_of(memory, code, shape, None, 0, size), memoryview(memory)[:size].cast("B").cast(code, shape)
    index = [draw.randrange(-4, 4) for _ in shape]
    both = outcomes(f"{view}{index}", lambda: get_value(view, code, i64s(index)), lambda: want[tuple(index)])
    assert not both or same(*both), f"{view}{index}: {both[0]!r}, should be {both[1]!r}"
