# SPDX-License-Identifier: LGPL-2.1-or-later
"""Rings of devices that are watched: a healthy one, and one whose device has stopped."""
import mmap
import os
import threading
import unittest

from lens import lens
from machine import buffers, monitor, one_cpu, tobytes, wait_for
from ring import DRIVER, Ring, part, seen
from test_virtio import device_of, disk

ENTRIES, BATCH = 10000, 400


class Healthy(unittest.TestCase):
    def test_each_completion_comes_once(self):
        """Ten times round nvme's queue, which nobody finds stuck or out of order."""
        one_cpu(self)
        lens_ = lens("nvme_completion")
        ring = Ring(seen(buffers("nvme", "nvme_alloc_queue")[2], lens_), lens_, owner=b"status.phase", flips=True, stuck_ms=5000)
        fd = os.open("/dev/nvme0n1", os.O_RDONLY | os.O_DIRECT)
        self.addCleanup(os.close, fd)
        ring.entries()
        heads = []
        with mmap.mmap(-1, 4096) as room:
            for _ in range(ENTRIES // BATCH):
                for number in range(BATCH):
                    os.preadv(fd, [room], 4096 * number)
                found, missed = ring.entries()
                self.assertEqual((len(found), missed), (BATCH, 0))
                heads += [entry["sq_head"] for entry in lens_.elements(b"".join(found))]
                self.assertEqual(ring.look().troubles, [])
        # Each command was one slot further in its own queue.
        depth = max(heads) + 1
        self.assertEqual({(after - before) % depth for before, after in zip(heads, heads[1:])}, {1})


class Stopped(unittest.TestCase):
    """QEMU's disk takes so long for its second request that it is as good as dead, until it is told otherwise."""

    @staticmethod
    def throttle(rate):
        monitor().ask("block_set_io_throttle", device="split", bps=rate, bps_rd=0, bps_wr=0, iops=0, iops_rd=0, iops_wr=0)

    def test_pending_entries_are_stuck(self):
        one_cpu(self)
        name = disk("split")
        queue = next(buffer for buffer in buffers("virtio-pci", "vring_alloc_queue_split") if buffer.device == device_of(name))
        number, used = next((n, at) for n in (1024, 512, 256, 128, 64)
                            if (at := -(-(18 * n + 6) // 64) * 64) + 8 * n + 6 == len(tobytes(queue)))
        avail = 16 * number
        ring = Ring(part(queue, avail + 4, avail + 4 + 2 * number, "<H"), head=part(queue, used + 2, used + 4, "<H"),
                    tail=part(queue, avail + 2, avail + 4, "<H"), counter_bits=16, producer=DRIVER, stuck_ms=2000)
        self.assertEqual((ring.look().pending, ring.look().troubles), (0, []))

        def read():
            fd = os.open(f"/dev/{name}", os.O_RDONLY | os.O_DIRECT)
            with mmap.mmap(-1, 4096) as room:
                for place in range(3):
                    os.preadv(fd, [room], 4096 * place)
            os.close(fd)
        self.throttle(1)
        self.addCleanup(self.throttle, 0)
        reader = threading.Thread(target=read)
        reader.start()
        self.assertTrue(wait_for(lambda: ring.look().pending == 1))
        self.assertNotIn("stuck", ring.look().troubles)
        self.assertTrue(wait_for(lambda: ring.look().troubles == ["stuck"]))
        self.assertEqual(ring.look().pending, 1)
        self.throttle(0)
        reader.join(20)
        self.assertFalse(reader.is_alive())
        self.assertEqual((ring.look().pending, ring.look().troubles), (0, []))


if __name__ == "__main__":
    unittest.main()
