# SPDX-License-Identifier: LGPL-2.1-or-later
"""Queues of virtio, split and packed, through lenses. The devices use the DMA API."""
import functools
import mmap
import os
import re
import unittest
from pathlib import Path

from lens import elements, matching
from machine import buffers, one_cpu, tobytes, wait_for

READS = 20


@functools.cache
def disk(serial):
    """The name of a disk: to ask it for its number is a request, too."""
    return wait_for(lambda: [path.name for path in Path("/sys/block").glob("vd*") if (path / "serial").read_text().strip() == serial])[0]


def device_of(name):
    return re.findall(r"0000:[0-9a-f:.]+", str(Path("/sys/block", name).resolve()))[-1]


def read(name):
    fd = os.open(f"/dev/{name}", os.O_RDONLY | os.O_DIRECT)
    with mmap.mmap(-1, 4096) as room:
        for number in range(READS):
            os.preadv(fd, [room], 4096 * number)
    os.close(fd)


class Virtio(unittest.TestCase):
    def queue(self, serial, symbol):
        """The memory of a disk's first queue, and of what it has beside that."""
        device = device_of(disk(serial))
        return [buffer for buffer in wait_for(lambda: buffers("virtio-pci")) if buffer.device == device and
                any(symbol in function for function in buffer.stack)]


class Split(Virtio):
    """A disk's queue of N descriptors: these, the available ring, the used ring."""

    def parts(self, buffer):
        """The three, of the N that gives such a size. The used ring is aligned to 64 bytes."""
        memory = tobytes(buffer)
        number, used = next((n, at) for n in (1024, 512, 256, 128, 64) if (at := -(-(18 * n + 6) // 64) * 64) + 8 * n + 6 == len(memory))
        head = (elements(f"vring_{name}", memory[at:at + 4])[0] for name, at in (("avail", 16 * number), ("used", used)))
        return number, elements("vring_desc", memory[:16 * number]), *head, memory[16 * number + 4:], memory[used + 4:]

    def test_indices_count_the_requests(self):
        queues = self.queue("split", "vring_alloc_queue_split")
        before = [self.parts(queue)[2:4] for queue in queues]
        read(disk("split"))
        after = [self.parts(queue)[2:4] for queue in queues]
        for ring in (0, 1):
            self.assertEqual(sum(new[ring].idx - old[ring].idx for old, new in zip(before, after, strict=True)), READS)
        for avail, used in after:
            self.assertEqual(avail.idx, used.idx)

    def test_the_latest_request_is_a_chain_of_descriptors(self):
        one_cpu(self, disk("split"))
        read(disk("split"))
        number, descriptors, avail, _, ring, done = self.parts(self.queue("split", "vring_alloc_queue_split")[0])
        place = (avail.idx - 1) % number
        head = int.from_bytes(ring[2 * place:2 * place + 2], "little")
        ended = elements("vring_used_elem", done[8 * place:8 * place + 8])[0]
        self.assertEqual((ended.id, ended.len), (head, 4096 + 1))
        # The request's head, its data and its status: in a table of their own, or here
        kind = descriptors[head].flags.name
        self.assertIn((kind, descriptors[head].len), (("indirect", 3 * 16), ("next", 16)))
        if kind == "next":
            data = descriptors[descriptors[head].next]
            self.assertEqual((data.flags.name, data.len), ("next|write", 4096))


class Packed(Virtio):
    def test_bits_tell_what_is_used(self):
        one_cpu(self, disk("packed"))
        ring, driver, device = self.queue("packed", "vring_alloc_queue_packed")[:3]
        read(disk("packed"))
        entries = elements("vring_packed_desc", tobytes(ring))
        used = [entry.flags.avail == entry.flags.used for entry in entries]
        # All that the driver has put in has been used; what it never put in is alike, too.
        self.assertEqual({*used}, {True})
        self.assertEqual((entries[0].flags.avail, entries[0].flags.used), (1, 1))
        self.assertIn(elements("vring_packed_event", tobytes(driver))[0].flags.name, ("enable", "disable", "desc"))
        self.assertEqual([matching(buffer) for buffer in (ring, driver, device)],
                         ["vring_packed_desc", "vring_packed_event", "vring_packed_event"])


if __name__ == "__main__":
    unittest.main()
