# SPDX-License-Identifier: LGPL-2.1-or-later
"""Lenses on bytes that were read at one moment, and on buffers, by the package and by the tool."""
import os
import re
import subprocess

import mview

TOOL = os.path.join(os.environ["BUILD"], "bin/mview")
_ctypes = {}


def elements(lens, data):
    """Those that bytes consist of. A lens is read once."""
    view = mview.View(data)
    if lens not in _ctypes:
        _ctypes[lens] = view.lens(lens).ctype
    return view.as_type(_ctypes[lens])


def tool(*words):
    """What the tool prints, and what it tells beside that."""
    done = subprocess.run([TOOL, *words], capture_output=True, text=True, check=True)
    return done.stdout, done.stderr


def matching(buffer):
    """The name of the lens that the tool takes for a buffer; None if it takes none."""
    found = re.search(r"seen through the lens (\w+) of ", tool("info", f"@{buffer.id}")[1])
    return found[1] if found else None
