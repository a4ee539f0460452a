# SPDX-License-Identifier: LGPL-2.1-or-later
"""Rings of devices that are watched: a healthy one, and one whose device has stopped."""
import mmap
import os
import threading
import unittest

import mview

from lens import tool
from machine import buffers, monitor, one_cpu, tobytes, wait_for
from test_virtio import device_of, disk

ENTRIES, BATCH = 10000, 400


class Healthy(unittest.TestCase):
    def test_each_completion_comes_once(self):
        """Ten times round nvme's queue, which nobody finds stuck or out of order."""
        one_cpu(self, "nvme0n1")
        queue = buffers("nvme", "nvme_alloc_queue")[2]
        ring = mview.ring(f"@{queue.id}", lens=True, stuck=5)
        self.addCleanup(ring.close)
        fd = os.open("/dev/nvme0n1", os.O_RDONLY | os.O_DIRECT)
        self.addCleanup(os.close, fd)
        self.assertIsNone(ring.poll())
        heads = []
        with mmap.mmap(-1, 4096) as room:
            for _ in range(ENTRIES // BATCH):
                for number in range(BATCH):
                    os.preadv(fd, [room], 4096 * number)
                found = [*iter(ring.poll, None)]
                self.assertEqual((len(found), sum(entry.missed for entry in found)), (BATCH, 0))
                heads += [entry.element.sq_head for entry in found]
                self.assertEqual(ring.look().findings, ())
        # Each command was one slot further in its own queue.
        depth = max(heads) + 1
        self.assertEqual({(after - before) % depth for before, after in zip(heads, heads[1:])}, {1})
        self.compare_with_tool(queue, ring)

    def compare_with_tool(self, queue, ring):
        """The tool has the same ring, by the lens that is for it, and finds nothing wrong."""
        state, (said, told) = ring.look(), tool("ring", "--all", "--fields", "sq_head,command_id,status.phase", f"@{queue.id}")
        self.assertRegex(told, "^mview: seen through the lens nvme_completion of [^\n]*\n$")
        self.assertIn(f"{state.nslots} slots: ", said)
        self.assertIn(f", tail {state.tail}, last {state.last}, ", said)
        rows = [line.replace(" last ", " ").replace(" tail ", " ").split() for line in said.splitlines()[2:]]
        self.assertEqual(rows, [[str(word) for word in (entry.slot, entry.owner, entry.element.sq_head, entry.element.command_id, entry.element.status.phase)]
                                for entry in ring.entries()])


class Stopped(unittest.TestCase):
    """QEMU's disk takes so long for its second request that it is as good as dead, until it is told otherwise."""

    @staticmethod
    def throttle(rate):
        monitor().ask("block_set_io_throttle", device="split", bps=rate, bps_rd=0, bps_wr=0, iops=0, iops_rd=0, iops_wr=0)

    def test_pending_entries_are_stuck(self):
        name = disk("split")
        one_cpu(self, name)
        queue = next(buffer for buffer in buffers("virtio-pci", "vring_alloc_queue_split") if buffer.device == device_of(name))
        number, used = next((n, at) for n in (1024, 512, 256, 128, 64)
                            if (at := -(-(18 * n + 6) // 64) * 64) + 8 * n + 6 == len(tobytes(queue)))
        avail = 16 * number
        view = queue.open()
        self.addCleanup(view.release)

        def numbers(start, count):
            return view[start:start + 2 * count].cast("<H", (count,), free=True)
        ring = mview.ring(numbers(avail + 4, number), head=numbers(used + 2, 1), tail=numbers(avail + 2, 1), counter_bits=16, producer="driver", stuck=2)
        self.addCleanup(ring.close)

        def look():
            state = ring.look()
            return state.pending, [finding.trouble for finding in state.findings]
        self.assertEqual(look(), (0, []))

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
        self.assertTrue(wait_for(lambda: look() == (1, [])))
        self.assertTrue(wait_for(lambda: look() == (1, ["stuck"])))
        self.throttle(0)
        reader.join(20)
        self.assertFalse(reader.is_alive())
        self.assertEqual(look(), (0, []))


if __name__ == "__main__":
    unittest.main()
