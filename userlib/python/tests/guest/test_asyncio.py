# SPDX-License-Identifier: LGPL-2.1-or-later
"""Awaiting a driver's data."""
import asyncio
import unittest

import mview
from sim import Source


class Awaiting(unittest.IsolatedAsyncioTestCase):
    def setUp(self):
        self.sim = Source()
        self.addCleanup(self.sim.remove)
        self.view = mview.open(self.sim.name)
        self.addCleanup(self.view.release)

    async def test_other_tasks_run_meanwhile(self):
        task = asyncio.create_task(mview.wait(self.view))
        await asyncio.sleep(0.1)
        self.assertFalse(task.done())
        self.sim.step(2)
        self.assertEqual(await asyncio.wait_for(task, 10), 2)

    async def test_what_was_there_before_is_new(self):
        self.sim.step()
        self.assertEqual(await mview.wait(self.view, 10), 1)

    async def test_it_times_out(self):
        self.assertIsNone(await mview.wait(self.view, 0.1))

    async def test_blocks_come_one_by_one(self):
        seen = []
        self.sim.step()
        async for seq in mview.blocks(self.view):
            seen.append((seq, self.view[0, 0]))
            if len(seen) == 3:
                break
            self.sim.step()
        self.assertEqual(seen, [(1, 120), (2, 240), (3, 360)])

    async def test_several_views_of_one_buffer(self):
        views = [mview.View(self.view) for _ in range(3)]
        tasks = [asyncio.create_task(mview.wait(view)) for view in views]
        await asyncio.sleep(0.1)
        self.sim.step()
        self.assertEqual(await asyncio.gather(*tasks), [1, 1, 1])

    async def test_a_release_is_told(self):
        view = mview.open(self.sim.name)
        task = asyncio.create_task(mview.wait(view))
        await asyncio.sleep(0.1)
        view.release()
        with self.assertRaisesRegex(ValueError, "released"):
            await asyncio.wait_for(task, 10)

    async def test_no_descriptor_is_left(self):
        import os
        before = len(os.listdir("/proc/self/fd"))
        await mview.wait(self.view, 0.05)
        self.assertEqual(len(os.listdir("/proc/self/fd")), before)


if __name__ == "__main__":
    unittest.main()
