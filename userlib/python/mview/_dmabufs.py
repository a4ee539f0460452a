# SPDX-License-Identifier: LGPL-2.1-or-later
"""What dma-bufs processes have."""
import warnings
from typing import NamedTuple

from . import _sources
from ._mview import View


class Holder(NamedTuple):
    """A process that has a dma-buf."""

    pid: int
    """The process."""
    fd: int
    """Its descriptor, the lowest one; -1 if the process has only mapped it."""
    fds: int
    """Number of its descriptors of it."""
    maps: int
    """Number of its mappings of it."""
    comm: str
    """The process's name."""


class DmaBuf(NamedTuple):
    """What was known of a dma-buf at one moment."""

    inode: int
    """Identifies it while it exists."""
    nbytes: int
    """Its size; 0 if it is only mapped, so that its size is not known."""
    exporter: str
    """The driver that made it; empty if that is not known."""
    name: str
    """The name that a program gave it, or empty."""
    holders: tuple[Holder, ...]
    """The processes that have it, by pid."""

    def open(self, writable: bool = False) -> View:
        """A View of its bytes. Raises FileNotFoundError if it is gone."""
        return _sources.open(f"dmabuf:{self.inode}", writable)


def dmabufs() -> list[DmaBuf]:
    """The dma-bufs that processes have, by inode.

    Those of other users' processes are found by root alone; a RuntimeWarning
    tells how many processes could not be looked into. A dma-buf that only the
    kernel holds, as a screen may, is not among them.

    Raises OSError, ImportError.
    """
    found, unseen = _sources.load().dmabufs()
    if unseen:
        warnings.warn(f"processes of other users that were not looked into: {unseen}; try it as root", RuntimeWarning, stacklevel=2)
    return [DmaBuf(*members, tuple(Holder(*holder) for holder in holders)) for *members, holders in found]
