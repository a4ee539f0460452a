# SPDX-License-Identifier: LGPL-2.1-or-later
"""Cameras, whose frames stay in the camera's memory."""
from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

from . import _sources
from ._aio import _readable

if TYPE_CHECKING:
    from ._inspect import Frame


class Camera:
    """A camera's frames, in a for or async for loop. What camera() returns."""

    pixel_format: str
    """V4L2's name of it: 'GREY', 'RGB3', 'YUYV', 'NV12', ..."""
    width: int
    """Pixels of a frame."""
    height: int
    """Pixels of a frame."""

    def __init__(self, path: str | os.PathLike[str], *, pixel_format: str | None = None, size: tuple[int, int] | None = None,
                 buffers: int = 0, timeout: float | None = None) -> None:
        fourcc = (pixel_format or "").encode("ascii")
        if pixel_format is not None and not 1 <= len(fourcc) <= 4:
            raise ValueError(f"{pixel_format!r} is no pixel format: these are four characters, as 'RGB3', 'GREY' or 'NV12'")
        width, height = size or (0, 0)
        code = int.from_bytes(fourcc.ljust(4), "little") if fourcc else 0
        self._camera = _sources.load().Camera(path, timeout, code, width, height, buffers)
        self.pixel_format = self._camera.pixel_format
        self.width, self.height = self._camera.size()

    def __enter__(self) -> Camera:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop and close the camera. Frames that are left stay as they are."""
        self._camera.close()

    def fileno(self) -> int:
        """The device's descriptor, readable when there is a frame."""
        fd: int = self._camera.fileno()
        return fd

    @property
    def timeout(self) -> float | None:
        """Seconds that a frame may take, None for ever."""
        seconds: float | None = self._camera.timeout
        return seconds

    def __iter__(self) -> Iterator[Frame]:
        frames: Iterator[Frame] = self._camera
        return frames

    def __next__(self) -> Frame:
        return next(iter(self))

    def __aiter__(self) -> Camera:
        return self

    async def __anext__(self) -> Frame:
        # The camera may be closed meanwhile: that stops its stream, which makes the descriptor readable.
        fd = os.dup(self.fileno())
        try:
            return await asyncio.wait_for(self._anext(fd), self.timeout)
        except asyncio.TimeoutError:
            late: Frame = self._camera.poll()  # or its exception, which tells more
            return late
        finally:
            os.close(fd)

    async def _anext(self, fd: int) -> Frame:
        while True:
            try:
                frame: Frame = self._camera.poll()
                return frame
            except TimeoutError:
                await _readable(fd)


def camera(path: str | os.PathLike[str], *, pixel_format: str | None = None, size: tuple[int, int] | None = None, buffers: int = 0,
           timeout: float | None = None) -> Camera:
    """The frames of a camera, a V4L2 device such as "/dev/video0".

        with mview.camera("/dev/video0") as frames:
            for frame in frames:
                picture = numpy.asarray(frame)        # the camera's memory
                print(frame.sequence, frame.timestamp, picture.mean())

    A frame is used as a View of its first plane; frame.planes has all of them.
    pixel_format is V4L2's, four characters, and size (width, height); without
    them the camera stays as it is set. A size that it does not have becomes one
    that it has.

    The camera fills a few buffers in turn. A frame that is kept, or an array or
    a View of it, keeps its buffer, and stays as it is until the last of these is
    gone or the frame is released. As soon as all buffers are held, the next
    frame raises OSError with errno EBUSY: copy frames that are to be kept, or
    ask for more buffers.

    Iteration starts the camera, and goes on until the camera is closed. With a
    timeout, in seconds, a frame that does not come raises TimeoutError. "async
    for" lets other tasks run meanwhile.

    Raises FileNotFoundError, PermissionError, ValueError for a pixel format that
    the camera does not have, and OSError, with errno ENODEV if the device is no
    camera or is gone, and EBUSY if another program uses it; ImportError as
    open().
    """
    return Camera(path, pixel_format=pixel_format, size=size, buffers=buffers, timeout=timeout)
