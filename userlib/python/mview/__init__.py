# SPDX-License-Identifier: LGPL-2.1-or-later
"""memoryview for the Linux kernel, and for everything else.

A View shows the elements in somebody's memory, with their format, shape and
strides, and copies nothing. It is made of any object with the buffer protocol,
and then does what memoryview does and more; or of a kernel buffer, which is
memory that a driver has registered with the module mview.

    >>> import mview, numpy
    >>> for buffer in mview.buffers():
    ...     print(buffer.name, buffer.format, buffer.shape)
    adc0 <h (256,)
    >>> with mview.open("adc0") as adc:
    ...     adc.wait(1.0)                         # a block: how many there were
    ...     print(adc[:8].tolist(), adc[::2].T)
    ...     samples = numpy.asarray(adc)          # the driver's memory itself
    ...     del samples                           # or release() is refused

Units: strides, offsets and nbytes count bytes, shapes and indices elements,
timeouts seconds.

Errors: what memoryview raises where memoryview would; ValueError for a View
that was released, RevokedError for a buffer that its owner took away. Access
through a View never kills the process then; access through what was made of
it by the buffer protocol, e.g. a NumPy array, does outside View.guard().
"""
import typing
from collections.abc import Sequence

from ._aio import blocks, wait
from ._buffers import Buffer, buffers
from ._camera import Camera, camera
from ._dma import DmaBuffer, DmaCounts, DmaUse, Trace, dma, dma_buffers, whose
from ._dmabufs import DmaBuf, Holder, dmabufs
from ._mview import Guard, RevokedError, Sync, View, __version__, alloc, from_fd, import_dmabuf
from ._ring import Finding, Ring, RingEntry, RingState, ring
from ._sources import load as _load
from ._sources import open
from ._types import TypeEntry, types

if typing.TYPE_CHECKING:
    from ._inspect import CType, Element, Elements, Frame

Sequence.register(View)

__all__ = ["Buffer", "Camera", "DmaBuf", "DmaBuffer", "DmaCounts", "DmaUse", "Finding", "Guard", "Holder", "RevokedError", "Ring", "RingEntry",
           "RingState", "Sync", "Trace", "TypeEntry", "View", "alloc", "blocks", "buffers", "camera", "dma", "dma_buffers", "dmabufs", "from_fd",
           "import_dmabuf", "open", "ring", "types", "wait", "whose"]


# Not before they are asked for, and not by "import *"
def __getattr__(name: str) -> type:
    if name in ("CType", "Element", "Elements", "Frame"):
        wanted: type = getattr(_load(), name)
        return wanted
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
