# SPDX-License-Identifier: LGPL-2.1-or-later
"""Memory that drivers have from the DMA API, without knowing of mview."""
from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from . import _mview, _sources
from ._mview import View

# MVIEW_TRACE_* and the numbers of mview-inspect/dma.h
ALLOCS, MAPS, CALLERS = 1, 2, 4
STATES: dict[int, Literal["live", "ended", "unsure"]] = {1: "live", 2: "ended", 3: "unsure"}
DIRECTIONS: dict[int, Literal["both", "to device", "from device", "none"]] = {0: "both", 1: "to device", 2: "from device", 3: "none"}


class DmaBuffer(NamedTuple):
    """Memory that a driver has, at one moment. Times are seconds of time.CLOCK_BOOTTIME."""

    id: int
    """Of its buffer, never used for another."""
    name: str
    """As mview.open() takes it: "dma:0000:00:04.0/nvme_alloc_queue#2"; the number is of the moment."""
    symbol: str
    """The function that asked for it, or empty."""
    device: str
    """Name of the device."""
    driver: str
    """Name of its driver."""
    stack: tuple[str, ...]
    """The functions that asked for it, from the inside: "nvme_alloc_queue+0x5a/0x120 [nvme]"."""
    nbytes: int
    """Its size."""
    address: int | None
    """Of its first byte, for the device; None if that may not be known."""
    time: float | None
    """When it was allocated."""
    pid: int
    """The process that ran then."""
    comm: str
    """Its name."""
    unreadable: str
    """Why its bytes can't be read; empty if they can."""

    def open(self) -> View:
        """A read-only View of its bytes. Raises FileNotFoundError or RevokedError if the driver has freed it."""
        return _mview.open(self.id)


def _buffer(*members: Any) -> DmaBuffer:
    buffer = DmaBuffer(*members)
    return buffer._replace(stack=tuple(members[5].splitlines()))


class DmaCounts(NamedTuple):
    """What a trace has seen."""

    live: int
    """Allocations that it has now."""
    seen: int
    """Allocations that it has recorded."""
    lost: int
    """Allocations that it has no buffer for: there were too many, or they came too fast."""
    entries: int
    """Entries that its history has had."""
    overwritten: int
    """Entries that are gone."""


class Trace:
    """What drivers have from the beginning of the trace on. What dma() returns."""

    def __init__(self, filter: str | None = None, *, maps: bool = False, callers: bool = False) -> None:
        flags = ALLOCS | (MAPS if maps or callers else 0) | (CALLERS if callers else 0)
        self._trace = _sources.load().Trace(filter, flags)

    def __enter__(self) -> Trace:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """End it: Views of its buffers raise RevokedError from now on."""
        self._trace.close()

    def fileno(self) -> int:
        """A descriptor that is readable when buffers have come or gone since the trace was last gone through."""
        fd: int = self._trace.fileno()
        return fd

    def __iter__(self) -> Iterator[DmaBuffer]:
        """What drivers have now, in the order of their allocation."""
        return iter([_buffer(*members) for members in self._trace.buffers()])

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until buffers have come or gone since the trace was last gone through.

        timeout is in seconds, None for ever. Returns whether that is so.
        """
        changed: bool = self._trace.wait(timeout)
        return changed

    def counts(self) -> DmaCounts:
        """What it has seen up to now."""
        return DmaCounts(*self._trace.counts()[:5])

    def history(self) -> View | None:
        """The history of maps, of shape (CPUs, entries); None without maps=True. See MVIEW_TRACE_ENTRY_FORMAT in mview/trace.h."""
        id = self._trace.counts()[5]
        return _mview.open(id) if id else None


def dma(filter: str | None = None, *, maps: bool = False, callers: bool = False) -> Trace:
    """Trace what drivers have from the DMA API, from now on.

        with mview.dma("0000:00:04.0") as trace:
            ...                                   # e.g. bind the driver again
            for buffer in trace:
                print(buffer.name, buffer.nbytes, buffer.stack[0])

    filter is a glob for the names of devices, or "driver=GLOB" or "bus=GLOB";
    None for all. The Views that a DmaBuffer opens are read-only and raise
    RevokedError when the driver frees the memory. What drivers allocated before
    is unknown. maps=True records streaming maps in a history as well, for
    whose(), and callers=True the function of each map, which makes maps slower.

    Raises PermissionError without CAP_SYS_ADMIN or if the kernel is locked down
    for confidentiality, NotImplementedError if the module mview_dma is not
    loaded, ValueError for a bad filter, OSError; ImportError as open().
    """
    return Trace(filter, maps=maps, callers=callers)


def dma_buffers() -> list[DmaBuffer]:
    """What drivers have that any trace knows of, also those of other programs.

    Raises PermissionError without CAP_SYS_ADMIN, OSError; ImportError as open().
    """
    return [_buffer(*members) for members in _sources.load().dma_buffers()]


class DmaUse(NamedTuple):
    """Memory that a device had under an address. Times are seconds of time.CLOCK_BOOTTIME, None if not known."""

    state: Literal["live", "ended", "unsure"]
    """Whether the device has it now: "unsure" if the history of its end may be overwritten."""
    coherent: bool
    """From dma_alloc_coherent() and the like; else a streaming map."""
    device: str
    """Name of the device."""
    driver: str
    """Name of its driver, or empty."""
    function: str
    """The function that asked for it, or empty if that is not known."""
    name: str
    """Of live coherent memory, for mview.open(); else empty."""
    address: int
    """Of its first byte, for the device."""
    nbytes: int
    """Its size."""
    direction: Literal["both", "to device", "from device", "none"]
    """Which way data goes."""
    since: float | None
    """When it began; None if before the trace."""
    until: float | None
    """When it ended."""
    pid: int
    """The process that ran at the beginning, or at the end if only that is known."""
    comm: str
    """Its name."""


def _use(*members: Any) -> DmaUse:
    use = DmaUse(*members)
    return use._replace(state=STATES[members[0]], direction=DIRECTIONS[members[8]])


def whose(address: int, device: str | None = None) -> list[DmaUse]:
    """Which driver has, or had, an address of a device, as a fault of an IOMMU names it.

    All traces that there are tell, dma() of any program or that of the module
    mview_dma from its loading on: live ones come first, then the latest. device
    is the device that the address is of, as devices behind different IOMMUs may
    have the same ones. A RuntimeWarning tells if nothing was traced that could
    know.

    Raises PermissionError without CAP_SYS_ADMIN, OSError; ImportError as open().
    """
    found, traces, histories, _ = _sources.load().whose(address, device)
    if not found and not histories:
        missing = "no trace has a history of maps" if traces else "nothing is traced, or no trace has seen anything yet"
        warnings.warn(f"{missing}: begin a trace before the driver maps, by mview.dma(maps=True) or 'modprobe mview_dma'", RuntimeWarning, stacklevel=2)
    return [_use(*members) for members in found]
