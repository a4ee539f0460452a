# SPDX-License-Identifier: LGPL-2.1-or-later
"""What bytes mean: C types of the kernel."""
from __future__ import annotations

import enum
import fnmatch
from collections.abc import Iterator
from os import PathLike
from typing import TYPE_CHECKING, NamedTuple

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
    for name, nbytes in _sources.load().types(module, btf):
        if fnmatch.fnmatchcase(name, pattern) or fnmatch.fnmatchcase(name.partition(" ")[2], pattern):
            yield TypeEntry(name, nbytes)


def as_type(view: View, type: str | CType | None = None) -> Elements:
    """View.as_type()."""
    inspect = _sources.load()
    if type is None:
        type = inspect.type_name(view)
    ctype = inspect.CType(type) if isinstance(type, str) else type
    elements: Elements = inspect.Elements(view, ctype)
    return elements


def enum_values(name: str, names: list[tuple[str, int]]) -> dict[int, int]:
    """Values of an enum, each with its IntEnum member."""
    enumeration = enum.IntEnum(name.removeprefix("enum ") or "anonymous", dict(names), module="mview")  # type: ignore[misc]
    return {int(member): member for member in enumeration}
