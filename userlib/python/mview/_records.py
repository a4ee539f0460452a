# SPDX-License-Identifier: LGPL-2.1-or-later
"""Records: named tuples that know NumPy's."""
from collections import namedtuple
from typing import Any


def _names(value: Any) -> tuple[str, ...] | None:
    """The fields of a record, or of an array of records, of NumPy's."""
    return getattr(getattr(value, "dtype", None), "names", None)


def _equal(mine: Any, theirs: Any) -> bool:
    if not _names(theirs):
        return bool(mine == (theirs.tolist() if hasattr(theirs, "tolist") else theirs))
    if isinstance(mine, list):
        return len(mine) == len(theirs) and all(map(_equal, mine, theirs))
    return bool(mine == theirs)


class _Compares:
    """Comparison by value with NumPy's records, which a tuple would find unequal."""

    __slots__ = ()

    def __eq__(self, other: object) -> Any:
        names = _names(other)
        if not names or getattr(other, "shape", None) != ():
            return super().__eq__(other)
        return len(names) == len(self) and all(_equal(mine, other[name]) for mine, name in zip(self, names))

    def __ne__(self, other: object) -> Any:
        equal = self.__eq__(other)
        return equal if equal is NotImplemented else not equal

    __hash__ = tuple.__hash__


def record_class(names: tuple[str, ...]) -> type:
    """A class of named tuples; names that Python refuses become _0, _1, ..."""
    base = namedtuple("Record", names, rename=True, module="mview")
    return type("Record", (_Compares, base), {"__slots__": (), "__module__": "mview", "__hash__": tuple.__hash__, "__doc__": base.__doc__})
