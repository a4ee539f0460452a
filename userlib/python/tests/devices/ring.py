# SPDX-License-Identifier: LGPL-2.1-or-later
"""Rings of buffers, by libmview-inspect itself."""
import ctypes

from lens import LIBRARY, check

TROUBLES = "disorder same_bit stuck still overrun".split()
DEVICE, DRIVER = 1, 2
for _name in "slice", "cast", "ctype_view", "ring_open":
    getattr(LIBRARY, "mview_" + _name).restype = ctypes.c_void_p


class Range(ctypes.Structure):
    _fields_ = [("start", ctypes.c_int64), ("stop", ctypes.c_int64), ("step", ctypes.c_int64), ("flags", ctypes.c_uint)]


class Index(ctypes.Structure):
    _fields_ = [("text", ctypes.c_char_p), ("view", ctypes.c_void_p), ("type", ctypes.c_void_p)]


class Description(ctypes.Structure):
    _fields_ = [("owner", ctypes.c_char_p), ("flips", ctypes.c_bool), ("done", ctypes.c_char_p), ("producer", ctypes.c_int), ("head", Index),
                ("tail", Index), ("counter_bits", ctypes.c_int), ("slack", ctypes.c_int64), ("stuck_ms", ctypes.c_int64)]


class Finding(ctypes.Structure):
    _fields_ = [("trouble", ctypes.c_int), ("slot", ctypes.c_int64), ("count", ctypes.c_int64)]


class State(ctypes.Structure):
    _fields_ = [(name, ctypes.c_int64) for name in ("nslots", "head", "tail", "last", "pending")] + [("wraps", ctypes.c_bool)] + [
        (name, ctypes.c_int64) for name in ("device", "driver", "time_ns", "still_ms")] + [
        ("nfindings", ctypes.c_int), ("findings", ctypes.POINTER(Finding))]


class Entry(ctypes.Structure):
    _fields_ = [("slot", ctypes.c_int64), ("owner", ctypes.c_int), ("is_pending", ctypes.c_bool), ("element", ctypes.c_void_p),
                ("number", ctypes.c_uint64), ("missed", ctypes.c_uint64), ("time_ns", ctypes.c_uint64)]


def part(buffer, start, stop, format_):
    """Bytes of a buffer as a view of other elements."""
    whole = check(LIBRARY.mview_open_id(ctypes.c_uint64(buffer.id), 1))
    some = check(LIBRARY.mview_slice(whole, ctypes.byref(Range(start, stop, 1, 0)), 1))
    return check(LIBRARY.mview_cast(some, format_.encode(), 1, None, 1))


def seen(buffer, lens):
    """A buffer as a view of a lens's elements."""
    return check(LIBRARY.mview_ctype_view(lens.type, check(LIBRARY.mview_open_id(ctypes.c_uint64(buffer.id), 1))))


class Ring:
    def __init__(self, view, lens=None, **description):
        for name in ("head", "tail"):
            if name in description:
                description[name] = Index(None, description[name], None)
        self.description, self.lens = Description(**description), lens
        self.ring = check(LIBRARY.mview_ring_open(view, lens.type if lens else None, ctypes.byref(self.description)))

    def look(self):
        """Its state, with the names of its troubles."""
        state = State()
        check(not LIBRARY.mview_ring_look(self.ring, ctypes.byref(state)))
        state.troubles = [TROUBLES[state.findings[number].trouble] for number in range(state.nfindings)]
        return state

    def entries(self):
        """Those that have come since the last call: how many, how many were missed, and the bytes of each."""
        entry, found, missed = Entry(), [], 0
        while (result := LIBRARY.mview_ring_next(self.ring, ctypes.byref(entry))) == 1:
            found.append(ctypes.string_at(entry.element, self.lens.size))
            missed += entry.missed
        check(result == 0)
        return found, missed
