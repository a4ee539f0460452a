# SPDX-License-Identifier: GPL-2.0
"""What a view gives to others: contiguous memory, lists, hashes."""
import ctypes
import os
import struct

from . import oracle
from .layouts import random_array
from .library import NONE, READ, WRITE, equal, make_memory, outcomes, same, view_of

# PyBUF_READ and PyBUF_WRITE
PYBUF = {READ: 0x100, WRITE: 0x200}
get_contiguous = ctypes.pythonapi.PyMemoryView_GetContiguous
get_contiguous.restype = ctypes.py_object
get_contiguous.argtypes = [ctypes.py_object, ctypes.c_int, ctypes.c_char]


@oracle(60)
def contiguous(draw):
    """Contiguous views and copies, against PyMemoryView_GetContiguous()."""
    memory = make_memory(draw)
    view, array = random_array(draw, memory)
    want = memoryview(array)
    if draw.chance(0.5):
        view, want = view.toreadonly(), want.toreadonly()
    # NumPy exports other strides than it has where they don't matter.
    if array.size < 2 or 1 in array.shape:
        return
    access, order = draw.choice([READ, WRITE]), draw.choice("CFA")
    both = outcomes(f"{view} contiguous, {access}, {order}", lambda: view.get_contiguous(access, order),
                    lambda: get_contiguous(want, PYBUF[access], order.encode()))
    if not both:
        return
    view, want = both
    for name in ("shape", "strides", "itemsize", "readonly", "c_contiguous", "f_contiguous"):
        equal(name, getattr(view, name), getattr(want, name))
    for order in "CFA":
        equal(f"tobytes {order}", view.tobytes(order), want.tobytes(order))


def same_lists(a, b):
    if isinstance(a, (list, tuple)):
        return type(a) is type(b) and len(a) == len(b) and all(map(same_lists, a, b))
    return same(a, b)


@oracle(40)
def lists(draw):
    """Lists, against tolist() of memoryview, and of NumPy for strides that memoryview can't make."""
    memory = make_memory(draw)
    view, array = random_array(draw, memory)
    want = array.tolist()
    assert same_lists(view.tolist(), want), f"{view}.tolist(): {view.tolist()}, should be {want}"
    code, n = draw.choice("BcbhHiIlLqQ?nNfdP"), draw.randrange(4)
    size = n * struct.calcsize(code)
    view, want = view_of(memory, code, [n], None, 0, size), memoryview(memory)[:size].cast(code).tolist()
    assert same_lists(view.tolist(), want), f"{view}.tolist(): {view.tolist()}, should be {want}"



@oracle(30)
def hashes(draw):
    """Hashes, against hash(); the numbers are compared if Python was started with PYTHONHASHSEED=0."""
    memory = make_memory(draw, 64)
    format, size, step = draw.choice(["B", "b", "c", "h", "?"]), 2 * draw.randrange(33), draw.choice([1, 2, -1, -3])
    view, want = view_of(memory, "B", [size], None, 0).cast(format), memoryview(bytes(memory[:size])).cast(format)
    if draw.chance(0.9):
        view = view.toreadonly()
    else:
        want = memoryview(memory)[:size].cast(format)
    view, want = view.slice([(NONE, NONE, step, 0)]), want[::step]
    both = outcomes(f"hash of {view}", lambda: hash(view), lambda: hash(want))
    if both and os.environ.get("PYTHONHASHSEED") == "0":
        equal(f"hash of {view}", *both)
