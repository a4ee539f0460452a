# SPDX-License-Identifier: LGPL-2.1-or-later
"""What bytes mean: C types of the kernel."""
from __future__ import annotations

import enum
import fnmatch
from collections.abc import Iterator
from os import PathLike
from typing import TYPE_CHECKING, Any, NamedTuple

from . import _sources
from ._mview import View

if TYPE_CHECKING:
    from ._inspect import CType, Elements


class TypeEntry(NamedTuple):
    """A type among others."""

    name: str
    """As in C, "struct nvme_completion"; more than one may have it."""
    nbytes: int
    """Its size; -1 where it has none."""


def types(module: str | None = None, pattern: str = "*", *, btf: str | PathLike[str] | None = None) -> Iterator[TypeEntry]:
    """Structs, unions, enums and typedefs that have a name, of the running kernel or of a module of it.

    pattern is a glob, for the name with or without "struct" and the like. btf is
    the path of a vmlinux or a module to look into, in place of the running
    kernel.

        for entry in mview.types("nvme", "*completion"):
            print(mview.CType(f"nvme:{entry.name}"))

    Raises FileNotFoundError for no such module, or one without BTF, OSError;
    ImportError as open().
    """
    found = _sources.load().types(module, btf)
    return (TypeEntry(name, nbytes) for name, nbytes in found
            if fnmatch.fnmatchcase(name, pattern) or fnmatch.fnmatchcase(name.partition(" ")[2], pattern))


def ctype_of(view: View) -> CType:
    """The format of a View, as a C type."""
    ctype: CType = _sources.load().ctype_of(view)
    return ctype


def _told(view: View) -> CType:
    """What the driver says that its elements are, or what their format has."""
    inspect = _sources.load()
    try:
        name = inspect.type_name(view)
    except FileNotFoundError:
        return ctype_of(view)
    ctype: CType = inspect.CType(name)
    return ctype


def as_type(view: View, type: str | CType | None = None) -> Elements:
    """View.as_type()."""
    inspect = _sources.load()
    ctype = _told(view) if type is None else inspect.CType(type) if isinstance(type, str) else type
    elements: Elements = inspect.Elements(view, ctype)
    return elements


def lens(view: View, name: str | None = None) -> Elements:
    """View.lens()."""
    inspect = _sources.load()
    ctype, _ = inspect.lens(view, name)
    elements: Elements = inspect.Elements(view, ctype)
    return elements


def where(view: View, expression: str) -> list[Any]:
    """View.where()."""
    elements: Elements = _sources.load().Elements(view, ctype_of(view))
    return elements.where(expression)


# ---- what mview._inspect makes of names, once for each member -------------------

def _members(names: list[tuple[str, int]]) -> dict[str, int]:
    """Those that Python's enums can have: a few names are their own."""
    return {name: value for name, value in names if name != "mro" and not (name[0] == "_" == name[-1])}


def enum_values(name: str, names: list[tuple[str, int]]) -> dict[int, int]:
    """Values of an enum, each with its IntEnum member."""
    enumeration = enum.IntEnum(name.removeprefix("enum ") or "anonymous", _members(names), module="mview")  # type: ignore[misc]
    return {int(member): member for member in enumeration}


def flags_type(name: str, names: list[tuple[str, int]]) -> type[enum.IntFlag]:
    """An IntFlag, which keeps bits that have no name."""
    flags: type[enum.IntFlag] = enum.IntFlag(name, _members(names), module="mview", boundary=enum.KEEP)  # type: ignore[misc]
    return flags


class Bits(int):
    """An integer whose bits have names, which are attributes."""

    __slots__ = ()
    _names: tuple[str, ...] = ()

    def __str__(self) -> str:
        return int.__repr__(self)

    def __repr__(self) -> str:
        bits = ", ".join(f"{name}={getattr(self, name)!r}" for name in self._names)
        return f"<{self:#x}: {bits}>"


def _getter(low: int, bits: int, signed: bool, values: Any) -> property:
    mask, sign = (1 << bits) - 1, 1 << bits - 1 if signed else 0

    def get(self: int) -> Any:
        value = int(self) >> low & mask
        if value & sign:
            value -= mask + 1
        return value if values is None else values.get(value, value) if isinstance(values, dict) else values(value)

    return property(get)


def bits_type(name: str, members: list[tuple[str, int, int, bool, Any]]) -> type[Bits]:
    """A subclass of int for one member: its bits are computed from the number, so that a value has no more than that."""
    namespace: dict[str, Any] = {bit: _getter(*where) for bit, *where in members}
    return type(name, (Bits,), {**namespace, "__slots__": (), "_names": tuple(namespace), "__module__": "mview"})
