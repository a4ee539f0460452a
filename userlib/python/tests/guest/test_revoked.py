# SPDX-License-Identifier: LGPL-2.1-or-later
"""A device is removed: Views raise RevokedError, and no process is killed."""
import asyncio
import errno
import subprocess
import sys
import textwrap
import threading
import time
import unittest

import numpy as np

import mview
from sim import Source

USES = {
    "index": lambda view: view[0, 0],
    "part": lambda view: view[1:, ::2].tolist(),
    "tolist": lambda view: view.tolist(),
    "tobytes": lambda view: view.tobytes(),
    "fortran_tobytes": lambda view: view.tobytes("F"),
    "bytes": bytes,
    "hex": lambda view: view.hex(),
    "equality_with_itself": lambda view: view == view[:],
    "equality_with_numbers": lambda view: view == memoryview(bytes(240)).cast("h", (10, 12)),
    "iteration": lambda view: [row.tolist() for row in view],
    "set_an_element": lambda view: view.__setitem__((0, 0), 1),
    "set_a_part": lambda view: view.__setitem__(slice(0, 2), view[2:4]),
    "assignment_elsewhere": lambda view: mview.View(bytearray(240)).cast("h", (10, 12)).__setitem__(..., view),
    "wait": lambda view: view.wait(),
    "export": lambda view: memoryview(view),
    "name": lambda view: view.name,
    "numpy": np.asarray,
    "numpy_of_another_type": lambda view: np.array(view, dtype="f8"),
    "array_interface": lambda view: view.__array_interface__,
    "array": lambda view: view.__array__(),
}


class Revoked(unittest.TestCase):
    def setUp(self):
        self.sim = Source(kind=self.kind) if self.kind != "unmappable" else Source(size=244)
        self.addCleanup(self.sim.remove)
        self.view = mview.open(self.sim.name, True)
        self.addCleanup(self.view.release)

    kind = "pages"


def add(kind, name, use):
    def test(self):
        # It is mapped, if it can be, and was used.
        self.view[0, 0]
        self.sim.revoke()
        with self.assertRaisesRegex(mview.RevokedError, "the buffer was revoked") as caught:
            use(self.view)
        self.assertEqual(caught.exception.errno, errno.ENODEV)
        # Again, when that is known
        with self.assertRaises(mview.RevokedError):
            use(self.view)
    setattr(CLASSES[kind], f"test_{name}", test)


CLASSES = {kind: type(f"Revoked_{kind}", (Revoked,), {"kind": kind}) for kind in ("pages", "vmalloc", "unmappable")}
globals().update({value.__name__: value for value in CLASSES.values()})
for _kind in CLASSES:
    for _name, _use in USES.items():
        add(_kind, _name, _use)


class Meanwhile(Revoked):
    def test_a_guarded_array_shows_zeros_and_raises(self):
        array = np.asarray(self.view)
        with self.view.guard():
            self.assertEqual(array[9, 11], 119)
        with self.assertRaisesRegex(mview.RevokedError, "the buffer was revoked"):
            with self.view.guard():
                self.sim.revoke()
                total = int(array.sum())
        self.assertEqual(total, 0)
        del array

    def test_guards_of_tasks_that_take_turns(self):
        array = np.asarray(self.view)
        other = self.view[1:]

        async def look(view, steps):
            with view.guard():
                for _ in range(steps):
                    await asyncio.sleep(0)
                return int(array.sum())

        async def both():
            tasks = [asyncio.create_task(look(self.view, 2)), asyncio.create_task(look(other, 5))]
            await asyncio.sleep(0)
            self.sim.revoke()
            return await asyncio.gather(*tasks, return_exceptions=True)
        self.assertEqual([type(result) for result in asyncio.run(both())], [mview.RevokedError] * 2)
        del array
        other.release()

    def test_a_waiting_thread_is_told(self):
        errors = []

        def wait():
            try:
                self.view.wait()
            except mview.RevokedError as error:
                errors.append(error)
        thread = threading.Thread(target=wait)
        thread.start()
        time.sleep(0.2)
        self.sim.revoke()
        thread.join(10)
        self.assertEqual(len(errors), 1)

    def test_a_waiting_task_is_told(self):
        async def wait():
            task = asyncio.create_task(mview.wait(self.view))
            await asyncio.sleep(0.2)
            self.sim.revoke()
            await task
        with self.assertRaises(mview.RevokedError):
            asyncio.run(asyncio.wait_for(wait(), 20))

    def test_reading_threads_are_told(self):
        """SIGBUS is raised during copies, in several threads at once."""
        told = []

        def read():
            part = self.view[::-1, ::2]
            try:
                while True:
                    part.tobytes()
            except mview.RevokedError:
                told.append(True)
        threads = [threading.Thread(target=read) for _ in range(3)]
        for thread in threads:
            thread.start()
        time.sleep(0.3)
        self.sim.revoke()
        for thread in threads:
            thread.join(20)
        self.assertEqual(len(told), 3)


class Handlers(unittest.TestCase):
    """Tests that need a process of their own."""

    def run_script(self, script):
        sim = Source(kind="pages")
        self.addCleanup(sim.remove)
        return subprocess.run([sys.executable, "-B", "-c", textwrap.dedent(script), sim.name, str(sim.path / "revoke")], capture_output=True, text=True, timeout=100, cwd=sys.path[0])

    def test_faulthandler_does_not_get_in_the_way(self):
        result = self.run_script("""
            import faulthandler, mview, pathlib, sys
            faulthandler.enable()
            view = mview.open(sys.argv[1])
            view.tolist()
            faulthandler.disable()
            faulthandler.enable()
            pathlib.Path(sys.argv[2]).write_text("1")
            try:
                view.tolist()
            except mview.RevokedError:
                print("told")
            """)
        self.assertEqual((result.stdout, result.returncode), ("told\n", 0), result.stderr)

    def test_other_accesses_are_fatal_as_ever(self):
        result = self.run_script("""
            import mview, pathlib, sys
            view = mview.open(sys.argv[1])
            view.tolist()
            other = memoryview(view)
            pathlib.Path(sys.argv[2]).write_text("1")
            other.tobytes()
            """)
        self.assertEqual(result.returncode, -7, result.stderr)


if __name__ == "__main__":
    unittest.main()
