# SPDX-License-Identifier: LGPL-2.1-or-later
"""What buffers the kernel has."""
from collections.abc import Iterator
from typing import NamedTuple

from . import _mview


class Buffer(NamedTuple):
    """What the kernel knew of a buffer at one moment."""

    id: int
    """Never used for another buffer."""
    name: str
    """Empty for a buffer that a process made."""
    owner: str
    """The module that registered it; empty likewise."""
    kind: str
    """How its memory is stored: "vmalloc", "pages", "dma-buf", ..."""
    readonly: bool
    """No View of it can write."""
    mappable: bool
    """Its memory has an address: NumPy and others can share it."""
    private: bool
    """A process made it, not a driver."""
    nbytes: int
    """Its size."""
    exports: int
    """Views of it that are not released, in all processes."""
    maps: int
    """Mappings of those."""
    seq: int
    """How often its driver has announced new data."""
    format: str
    """Of an element, as its driver declared, like what follows."""
    shape: tuple[int, ...]
    """Elements along each axis."""
    strides: tuple[int, ...]
    """Bytes from one element to the next along each axis."""
    offset: int
    """Bytes from its start to the first element."""
    itemsize: int
    """Bytes of an element."""

    def open(self, writable: bool = False) -> _mview.View:
        """A View of it. Raises FileNotFoundError if it is gone."""
        return _mview.open(self.id, writable)


def buffers() -> Iterator[Buffer]:
    """Go through all buffers of the kernel, by id.

    A buffer that exists throughout is found exactly once.

    Raises PermissionError, and OSError with ENXIO if the module mview is not
    loaded.
    """
    for members in _mview._buffers():
        yield Buffer(*members)
