# SPDX-License-Identifier: LGPL-2.1-or-later
"""Rings of descriptors: whose each entry is, what is pending, what is wrong, and new entries as they come."""
from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Union

from . import _sources, _types
from ._mview import View

if TYPE_CHECKING:
    from ._inspect import CType, Elements

# The numbers of mview-inspect/ring.h
OWNERS: dict[int, Literal["device", "driver"] | None] = {0: None, 1: "device", 2: "driver"}
TROUBLES = "disorder", "same bit", "stuck", "still", "overrun"

# What ring() takes where nothing is said
NOTHING: dict[str, Any] = {"owner": None, "flips": False, "done": None, "producer": None, "head": None, "tail": None, "counter_bits": 0, "slack": 0}

# Where a head or a tail comes from, see ring()
Index = Union[int, str, View, "Elements", "tuple[View | Elements, str]"]


class Finding(NamedTuple):
    """One thing that is wrong with a ring. str() of it is a sentence."""

    trouble: str
    """'disorder', 'same bit', 'stuck', 'still' or 'overrun', see mview_ring_open(3)."""
    slot: int | None
    """Where it begins; None for the ring as a whole."""
    count: int
    """Slots that this is true of; for 'stuck' and 'still', the milliseconds without a change."""
    text: str
    """The same for people."""

    def __str__(self) -> str:
        return self.text


class RingState(NamedTuple):
    """A ring at one moment. What is not known is None."""

    nslots: int
    """Slots of the ring."""
    head: int | None
    """The slot that the consumer takes next."""
    tail: int | None
    """The slot that the producer fills next."""
    last: int | None
    """The slot that the device was done with last."""
    pending: int | None
    """Entries from head to tail."""
    wraps: bool
    """Those go on at slot 0."""
    device: int
    """Entries that the device owns."""
    driver: int
    """Entries that the driver owns."""
    time: float
    """When it was looked at, as time.time() has it."""
    still: float
    """Seconds since when nothing has changed, as far as looks tell."""
    findings: tuple[Finding, ...]
    """What is wrong now; empty if nothing is."""


class RingEntry(NamedTuple):
    """An entry of a ring."""

    element: Any
    """What is in it, an Element."""
    slot: int
    """Where it is."""
    owner: Literal["device", "driver"] | None
    """Whose it is; None if there is no telling, as it changed while it was read."""
    is_pending: bool
    """It lies between head and tail."""
    number: int
    """Of a new entry: how many there were before, with those that were missed."""
    missed: int
    """Of a new entry: how many were missed between the one before and it."""
    time: float | None
    """Of a new entry: when it was found, as time.time() has it."""


def _known(number: int) -> int | None:
    return None if number < 0 else number


def _entry(element: Any, slot: int, owner: int, is_pending: bool, number: int, missed: int, time_ns: int) -> RingEntry:
    return RingEntry(element, slot, OWNERS[owner], is_pending, number, missed, time_ns * 1e-9 if time_ns else None)


def _open(source: str | View | Elements) -> View | Elements:
    if isinstance(source, str):
        return _sources.open(source)
    if isinstance(source, (View, _sources.load().Elements)):
        return source
    raise TypeError(f"a name, a View or Elements are required, not {source!r}")


def _elements(source: View | Elements, type: str | CType | None) -> Elements:
    if not isinstance(source, View):
        return source
    elements: Elements = _types.as_type(source, type) if type else _sources.load().Elements(source, _types.ctype_of(source))
    return elements


def _by_lens(source: View | Elements, name: str | None) -> tuple[Elements, dict[str, Any]]:
    """Elements, and what the lens says of a ring of them. Its head and tail may be the names of sources."""
    inspect = _sources.load()
    view = source if isinstance(source, View) else source.view
    ctype, told = inspect.lens(view, name)
    for end in "head", "tail":
        text = told[end]
        if text and text != "last" and not text.isdecimal() and not ctype.has_expression(text):
            told[end] = _sources.open(text)
    return inspect.Elements(view, ctype), told


def _index(index: Index | None) -> tuple[str | None, View | None, CType | None]:
    text = None
    if isinstance(index, tuple):
        index, text = index
    if index is None or isinstance(index, (int, str)):
        return None if index is None else str(index), None, None
    if isinstance(index, View):
        return text, index, _types.ctype_of(index) if text else None
    return text, index.view, index.ctype


class Ring:
    """A ring of descriptors. What ring() returns.

    A for loop, or async for, goes through new entries, each once, and waits for them for ever.
    """

    def __init__(self, source: str | View | Elements, *, type: str | CType | None = None, lens: str | bool = False, stuck: float | None = None,
                 **told: Any) -> None:
        opened = _open(source)
        by_lens: dict[str, Any]
        self.elements: Elements
        """The slots."""
        self.elements, by_lens = _by_lens(opened, None if lens is True else lens) if lens else (_elements(opened, type), {})
        desc = {**NOTHING, **by_lens, **{name: value for name, value in told.items() if value != NOTHING[name]}}
        numbers = {name: number for number, name in OWNERS.items()}
        if desc["producer"] not in numbers:
            raise ValueError(f"{desc['producer']!r} is no producer: these are 'device' and 'driver'")
        self._ring = _sources.load().Ring(
            (None, self.elements.view, self.elements.ctype), desc["owner"], desc["flips"], desc["done"], numbers[desc["producer"]],
            _index(desc["head"]), _index(desc["tail"]), desc["counter_bits"], desc["slack"], round(stuck * 1000) if stuck else 0)

    def __enter__(self) -> Ring:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Look no more: its own Views of the memory are released, the caller's are not."""
        self._ring.close()

    def look(self) -> RingState:
        """The state of the whole ring now, and what is wrong with it.

        A ring that is wrong is no exception, but has findings. Raises IndexError
        for a head or tail that is no slot, RevokedError.
        """
        nslots, head, tail, last, pending, wraps, device, driver, time_ns, still_ms, findings = self._ring.look()
        found = tuple(Finding(TROUBLES[trouble], _known(slot), count, text) for trouble, slot, count, text in findings)
        return RingState(nslots, _known(head), _known(tail), _known(last), _known(pending), wraps, device, driver, time_ns * 1e-9, still_ms * 1e-3, found)

    def entries(self) -> list[RingEntry]:
        """All entries as look() found them last, from the oldest one on."""
        return [_entry(*members) for members in self._ring.entries()]

    def poll(self) -> RingEntry | None:
        """The next new entry, or None if there is none yet. The first time begins behind the newest one."""
        members = self._ring.next()
        return _entry(*members) if members else None

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until it is time to poll() again: the driver announced something, or else some milliseconds have gone.

        timeout is in seconds, None for ever. Returns False if that is over.
        """
        ready: bool = self._ring.wait(timeout)
        return ready

    def __iter__(self) -> Iterator[RingEntry]:
        return self

    def __next__(self) -> RingEntry:
        while not (entry := self.poll()):
            self.wait()
        return entry

    def __aiter__(self) -> Ring:
        return self

    async def __anext__(self) -> RingEntry:
        while not (entry := self.poll()):
            await asyncio.sleep(self._ring.interval() * 1e-3)
        return entry


def ring(source: str | View | Elements, *, type: str | CType | None = None, lens: str | bool = False, owner: str | None = None, flips: bool = False,
         done: str | None = None, producer: Literal["device", "driver"] | None = None, head: Index | None = None, tail: Index | None = None,
         counter_bits: int = 0, slack: int = 0, stuck: float | None = None) -> Ring:
    """Watch a ring of descriptors, which a device and its driver use in turn.

        with mview.ring("dma:0000:00:04.0/nvme_alloc_queue#2", lens="nvme_completion") as ring:
            print(ring.look().findings)
            for entry in ring:                    # as they come
                print(entry.slot, entry.element.command_id, entry.missed)

    source is a name as open() takes it, a View of one dimension, or Elements. lens
    is the name of a lens that says what follows, or True for the one that is for
    the buffer; what is given beside it goes before. Else type is as for
    View.as_type(), without it the View's own format. owner and done are
    expressions on an entry: whether the device owns it, or is done with it; with
    flips, owner is the bit that turns round each time the ring has gone round.
    head and tail are the entry that is taken, or filled, next: a number, an
    expression on entries, a View or Elements of one integer, or (View or
    Elements of one element, expression). With counter_bits they only grow, and
    have so many bits. slack counts elements at the end that are no slots. stuck is
    how many seconds entries may be pending without a change.

    See mview_ring_open(3) for what follows from which. Raises ValueError for a
    description that makes no sense, or a bad expression; what open() raises.
    """
    return Ring(source, type=type, lens=lens, owner=owner, flips=flips, done=done, producer=producer, head=head, tail=tail,
                counter_bits=counter_bits, slack=slack, stuck=stuck)
