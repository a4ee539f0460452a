# SPDX-License-Identifier: LGPL-2.1-or-later
"""Waiting for a driver's data in asyncio, where View.wait() would stop everything."""
import asyncio
import os
import select
from collections.abc import AsyncIterator

from ._mview import View


async def _readable(fd: int) -> None:
    loop = asyncio.get_running_loop()
    ready = loop.create_future()

    def tell() -> None:
        if not ready.done():
            ready.set_result(None)

    loop.add_reader(fd, tell)
    try:
        await ready
    finally:
        loop.remove_reader(fd)


async def _wait(view: View) -> int:
    # A view can always be read, and the loop knows nothing of EPOLLPRI, which announces: an epoll
    # descriptor becomes readable then. The dup keeps it so if the View is closed meanwhile.
    fd = os.dup(view.fileno())
    try:
        with select.epoll(1) as news:
            news.register(fd, select.EPOLLPRI)
            while (seq := view.wait(0)) is None:
                await _readable(news.fileno())
            return seq
    finally:
        os.close(fd)


async def wait(view: View, timeout: float | None = None) -> int | None:
    """Wait until the driver announces new data, as View.wait() does, but let other tasks run.

    timeout is in seconds, None for ever. Returns the number of announcements
    so far, or None if the time is over. A View has one notion of what is new:
    let one task wait for it, or give each a View of its own, View(view).

    Raises what View.wait() raises, ValueError also if the View is released
    meanwhile.
    """
    try:
        return await asyncio.wait_for(_wait(view), timeout)
    except asyncio.TimeoutError:
        return None


async def blocks(view: View) -> AsyncIterator[int]:
    """Go through the driver's announcements as they come, for ever.

    Gives the number of announcements so far. Those that come faster than the
    loop's body are left out.

        async for seq in mview.blocks(adc):
            print(seq, max(adc.tolist()))

    Raises what View.wait() raises, RevokedError when the device goes away.
    """
    while True:
        yield await _wait(view)
