# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the kernel's own driver of an nvme disk has, and whose an address is."""
import contextlib
import mmap
import os
import subprocess
import sys
import threading
import time
import unittest
import warnings
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from documents import block_of  # noqa: E402

import mview  # noqa: E402

# Those that come with mview
os.environ["MVIEW_LENSES"] = str(Path(__file__).resolve().parents[3] / "inspect/lenses")
DRIVER = Path("/sys/bus/pci/drivers/nvme")
QUEUE = "nvme_alloc_queue"


def wait_for(what, seconds=10):
    end = time.monotonic() + seconds
    while not (found := what()) and time.monotonic() < end:
        time.sleep(0.02)
    return found


def devices():
    return [path.name for path in DRIVER.glob("0000:*")]


def read_disk():
    """Read a block of the disk, past the page cache."""
    disk = wait_for(lambda: [path for path in Path("/dev").glob("nvme[0-9]*n1")])[0]
    fd = os.open(disk, os.O_RDONLY | os.O_DIRECT)
    try:
        with mmap.mmap(-1, 4096) as block:
            os.preadv(fd, [block], 0)
    finally:
        os.close(fd)


class Nvme(unittest.TestCase):
    """Its driver is bound while a trace is open."""

    @classmethod
    def setUpClass(cls):
        if not Path("/sys/module/mview_dma").exists() or not wait_for(devices, 5):
            raise unittest.SkipTest("there is no nvme disk, or no mview_dma")
        cls.device = devices()[0]
        cls.unbind()
        cls.trace = mview.dma("driver=nvme", callers=True)
        cls.addClassCleanup(cls.trace.close)
        cls.bind()
        read_disk()

    @classmethod
    def write(cls, file):
        (DRIVER / file).write_text(cls.device)

    @classmethod
    def unbind(cls):
        with contextlib.suppress(OSError):
            cls.write("unbind")

    @classmethod
    def bind(cls):
        cls.write("bind")

    def queues(self):
        return [buffer for buffer in self.trace if buffer.symbol == QUEUE]

    def test_memory_is_listed_with_its_origin(self):
        found = self.queues()
        self.assertGreaterEqual(len(found), 4)
        for buffer in found:
            self.assertEqual((buffer.device, buffer.driver, buffer.unreadable), (self.device, "nvme", ""))
            self.assertRegex(buffer.name, rf"^dma:{self.device}/{QUEUE}#\d+$")
            self.assertRegex(buffer.stack[0], rf"^{QUEUE}\+0x[0-9a-f]+/0x[0-9a-f]+ \[nvme\]$")
            self.assertGreater(len(buffer.stack), 1)
            self.assertGreater(buffer.address, 0)
            self.assertLess(0, time.clock_gettime(time.CLOCK_BOOTTIME) - buffer.time)
        # The admin queue's completions, of 16 bytes, and its commands, of 64
        self.assertEqual([buffer.nbytes for buffer in found[:2]], [512, 2048])
        self.assertEqual([buffer.id for buffer in found], sorted({buffer.id for buffer in found}))
        self.assertLessEqual({buffer.id for buffer in found}, {buffer.id for buffer in mview.dma_buffers()})

    def test_memory_is_read_by_name(self):
        completions = self.queues()[0]
        with completions.open() as view, mview.open(completions.name) as same:
            self.assertEqual((view.nbytes, view.readonly, view.kind), (512, True, "borrowed"))
            self.assertEqual(view.buffer_id, same.buffer_id)
            entries = view.cast("T{<Q:result:<H:sq_head:<H:sq_id:<H:command_id:<H:status:}", (32,), free=True)
            # What the driver sent while it was bound has been answered.
            self.assertTrue(any(entry.status for entry in entries))
            with self.assertRaises(BufferError):
                memoryview(view)
        with self.assertRaises((PermissionError, TypeError)):
            mview.open(completions.name, True)

    def test_its_type_is_the_kernels(self):
        with self.queues()[0].open() as view:
            copy = mview.View(view.tobytes())
            self.assertEqual(len(view.as_type("nvme:nvme_completion")), 32)
        plain = copy.cast("T{<Q:result:<H:sq_head:<H:sq_id:<H:command_id:<H:status:}", (32,), free=True)
        completions = copy.as_type("nvme:nvme_completion").bits("status{phase:0,code:8:1}")
        self.assertEqual([(one.result.u64, one.sq_head, one.command_id, int(one.status)) for one in completions],
                         [(entry.result, entry.sq_head, entry.command_id, entry.status) for entry in plain])
        self.assertEqual(completions.where("status.phase"), [i for i, entry in enumerate(plain) if entry.status & 1])
        self.assertTrue(completions.where("status.phase && !status.code"))
        self.assertIn(("struct nvme_completion", 16), [*mview.types("nvme", "nvme_completion")])

    def test_its_ring_is_followed(self):
        rings = [mview.ring(buffer.name, lens="nvme_completion") for buffer in self.queues() if buffer.nbytes == 16384]
        for ring in rings:
            self.addCleanup(ring.close)
            ring.poll()
        for _ in range(5):
            read_disk()
        entries = [entry for ring in rings for entry in iter(ring.poll, None)]
        self.assertGreaterEqual(len(entries), 5)
        self.assertEqual([(entry.missed, entry.element.status.code) for entry in entries], [(0, 0)] * len(entries))
        for ring in rings:
            state = ring.look()
            self.assertEqual((state.nslots, state.findings), (1024, ()))

    @contextlib.contextmanager
    def reads(self):
        """The disk is read meanwhile, on the first CPU, whose queue is the first of those for blocks."""
        ended = threading.Event()

        def read():
            while not ended.wait(0.1):
                read_disk()

        affinity = os.sched_getaffinity(0)
        os.sched_setaffinity(0, {min(affinity)})
        reader = threading.Thread(target=read)
        reader.start()
        try:
            yield
        finally:
            ended.set()
            reader.join()
            os.sched_setaffinity(0, affinity)

    def test_the_readme_of_the_package(self):
        said = []

        def say(*words):
            said.append(words)
            if len(said) == 3:
                raise KeyboardInterrupt

        queues = self.queues()
        block = block_of("userlib/python/README.md", 2)
        exec(compile(block.replace("dma:0000:00:04.0/nvme_alloc_queue#0", queues[0].name), "document", "exec"), {"mview": mview, "print": say})
        block = block_of("userlib/python/README.md", 3)
        with self.reads(), self.assertRaises(KeyboardInterrupt):
            exec(compile(block.replace("dma:0000:00:04.0/nvme_alloc_queue#2", queues[2].name), "document", "exec"), {"mview": mview, "print": say})
        (_, code, done), (findings,), (_, _, missed) = said
        self.assertTrue(done)
        self.assertEqual((code, findings, missed), (0, (), 0))

    def test_a_name_that_is_none_says_what_there_is(self):
        for name, error in ((f"dma:{self.device}/no_such_function", FileNotFoundError), ("dma:0000:ff:1f.7/nvme_alloc_queue#0", OSError)):
            with self.subTest(name), self.assertRaisesRegex(error, name.split("/")[0]):
                mview.open(name)

    def test_live_memory_has_an_owner(self):
        commands = self.queues()[1]
        for address in (commands.address, commands.address + 100):
            use = mview.whose(address, self.device)[0]
            self.assertEqual((use.state, use.coherent, use.device, use.driver, use.name), ("live", True, self.device, "nvme", commands.name))
            self.assertEqual((use.address, use.nbytes, use.until), (commands.address, 2048, None))
            self.assertIn(QUEUE, use.function)
        self.assertEqual(mview.whose(commands.address, "0000:ff:1f.7"), [])

    def test_streaming_maps_are_in_the_history(self):
        read_disk()
        entries = self.trace.history()
        self.assertEqual(entries.ndim, 2)
        maps = [entry for row in entries for entry in row if entry.seq and entry.op in (1, 3) and entry.dir == 2 and entry.size == 4096]
        self.assertTrue(maps)
        latest = max(maps, key=lambda entry: entry.time)
        uses = [use for use in mview.whose(latest.address + 512, self.device) if not use.coherent]
        self.assertEqual((uses[0].state, uses[0].driver, uses[0].direction, uses[0].nbytes), ("ended", "nvme", "from device", 4096))
        self.assertIn("nvme", uses[0].function)
        self.assertLess(uses[0].since, uses[0].until)
        self.assertGreater(self.trace.counts().entries, 0)

    def test_what_is_freed_is_gone(self):
        queue = self.queues()[0].open()
        self.assertFalse(self.trace.wait(0))
        self.unbind()
        try:
            self.assertTrue(self.trace.wait(5))
            self.assertEqual(self.queues(), [])
            with self.assertRaises(mview.RevokedError):
                queue.tobytes()
        finally:
            self.bind()
        self.assertTrue(wait_for(self.queues))
        read_disk()


class Traces(unittest.TestCase):
    def setUp(self):
        if not Path("/sys/module/mview_dma").exists():
            self.skipTest("mview_dma is not loaded")

    def test_a_closed_one_is_of_no_use(self):
        with mview.dma("driver=no_such_driver") as trace:
            self.assertEqual(([*trace], trace.history(), trace.counts().live), ([], None, 0))
            os.fstat(trace.fileno())
        for do in (lambda: [*trace], trace.wait, trace.counts, trace.fileno):
            with self.assertRaisesRegex(ValueError, "closed"):
                do()
        trace.close()

    def test_a_bad_filter_is_refused(self):
        with self.assertRaisesRegex((ValueError, OSError), "no_such_key"):
            mview.dma("no_such_key=x")

    def test_without_a_history_nobody_knows(self):
        with mview.dma("driver=no_such_driver"), warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            self.assertEqual(mview.whose(0x1234, "no_such_device"), [])
        self.assertRegex(str(told[0].message), "no trace has (seen anything|a history)")

    def test_takes_the_right(self):
        if subprocess.run(["test", "-r", mview.__file__], user="nobody").returncode:
            self.skipTest("others may not enter this directory")
        result = subprocess.run([sys.executable, "-c", """
import mview
for do in (mview.dma, mview.dma_buffers, lambda: mview.whose(1)):
    try:
        do()
    except PermissionError as error:
        print(error)
"""], stdout=subprocess.PIPE, text=True, user="nobody")
        self.assertEqual(len(result.stdout.splitlines()), 3, result.stdout)


if __name__ == "__main__":
    unittest.main()
