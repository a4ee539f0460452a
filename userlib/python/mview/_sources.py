# SPDX-License-Identifier: LGPL-2.1-or-later
"""Views by name: of kernel buffers, and of memory that nobody prepared for mview."""
from types import ModuleType

from . import _mview
from ._mview import View


def load() -> ModuleType:
    """The extension over libmview-inspect, which needs libraries that the rest of the package does not."""
    try:
        from . import _inspect
    except ImportError as error:
        raise ImportError(f"this takes libmview-inspect, which can't be loaded: {error}", name="mview._inspect") from error
    return _inspect


def open(name: str | int, writable: bool = False, *, undeclared: bool = False) -> View:
    """A View of the memory that a name stands for.

    name is one of

        "adc0", 12, "@12"               a kernel buffer, by its name or id
        "dma:0000:00:04.0/FUNCTION#0"   memory that a driver has, see dma()
        "dmabuf:14", "dmabuf:812/5"     a dma-buf, by its inode, or by a process
                                        and its file descriptor
        "fd:812/5", "fd:812/5@4096+512" a file that a process has and that can be
                                        mapped, as a memfd, or a part of it
        "v4l2:/dev/video0"              the next frame of a camera, see camera()
        "drm:card0"                     what is on a screen
        "file:a.npy"                    a snapshot; of a path, # and \\ have a \\ in
                                        front
        "file:a.mcap#adc0"              a channel of a recording, of whose name @
                                        and \\ have a \\ in front

    and of what else mview_source_open(3) lists. The View is read-only unless
    writable. While a View of a kernel buffer is not released, the driver can
    neither free nor resize the buffer; what another process has lives as long
    as the View.

    With undeclared, registers that the driver's layout leaves out may be
    accessed, and records of registers written as a whole.

    Raises FileNotFoundError, ProcessLookupError or PermissionError, which say
    what is missing; ValueError for a name of another form; NotImplementedError for
    what this memory can't do; other OSErrors; ImportError for a name with a
    colon if libmview-inspect or a library that it needs is not installed.
    """
    if isinstance(name, str) and (":" in name or name.startswith("@")):
        view: View = load().open(name, writable, undeclared)
        return view
    return _mview.open(name, writable, undeclared=undeclared)
