# SPDX-License-Identifier: LGPL-2.1-or-later
"""Arrays of a View, or an exception."""
from typing import Any

from ._mview import View


def array(view: View, dtype: Any = None, copy: bool | None = None) -> Any:
    """View.__array__(). NumPy calls it after the buffer protocol and __array_interface__ have failed, without their exception; this raises it."""
    import numpy

    whole = numpy.asarray(memoryview(view))
    result = whole if dtype is None else whole.astype(dtype, copy=False)
    if copy is False and result is not whole:
        raise ValueError(f"elements of format {view.format!r} are no {dtype} without a copy")
    return result.copy() if copy and result is whole else result
