# SPDX-License-Identifier: GPL-2.0
"""What a view gives to others: contiguous memory."""
import ctypes

from . import oracle
from .layouts import random_array
from .library import READ, WRITE, equal, make_memory, outcomes

# PyBUF_READ and PyBUF_WRITE
PYBUF = {READ: 0x100, WRITE: 0x200}
get_contiguous = ctypes.pythonapi.PyMemoryView_GetContiguous
get_contiguous.restype = ctypes.py_object
get_contiguous.argtypes = [ctypes.py_object, ctypes.c_int, ctypes.c_char]


@oracle(60)
def contiguous(draw):
    """As PyMemoryView_GetContiguous() has it."""
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
