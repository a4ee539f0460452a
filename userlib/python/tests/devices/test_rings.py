# SPDX-License-Identifier: LGPL-2.1-or-later
"""Rings that a process shares with the kernel, through fd: and lenses: io_uring's and AF_XDP's."""
import ctypes
import errno
import mmap
import os
import socket
import struct
import unittest

import mview

from lens import elements
from machine import wait_for

LIBC = ctypes.CDLL(None, use_errno=True)
IO_URING_SETUP, IO_URING_ENTER = 425, 426
SQES, ENTER_GETEVENTS = 0x10000000, 1
AF_XDP, SOL_XDP = 44, 283
XDP_RX_RING, XDP_TX_RING, XDP_UMEM_REG, XDP_UMEM_FILL_RING, XDP_UMEM_COMPLETION_RING = 2, 3, 4, 5, 6
TX_RING, FILL_RING, COMPLETION_RING = 0x80000000, 0x100000000, 0x180000000
RING, XDP_COPY = 320, 2
PAGE = 4096


def look(fd, offset, nbytes):
    """Bytes of a file that this process has open, as another process would read them."""
    with mview.open(f"fd:{os.getpid()}/{fd}@{offset:#x}+{-(-nbytes // PAGE) * PAGE}") as view:
        return view.tobytes()[:nbytes]


class IoUring(unittest.TestCase):
    ENTRIES = 8

    def setUp(self):
        self.params = bytearray(120)
        self.fd = LIBC.syscall(IO_URING_SETUP, self.ENTRIES, (ctypes.c_char * 120).from_buffer(self.params))
        self.assertGreaterEqual(self.fd, 0)
        self.addCleanup(os.close, self.fd)
        _, self.tail, *_, self.array = struct.unpack_from("7I", self.params, 40)
        *_, self.cqes = struct.unpack_from("6I", self.params, 80)

    def submit(self, *requests):
        """Submission entries, from slot 0."""
        with mmap.mmap(self.fd, PAGE, offset=SQES) as entries, mmap.mmap(self.fd, PAGE) as rings:
            for place, request in enumerate(requests):
                entries[64 * place:64 * place + 64] = request
                struct.pack_into("I", rings, self.array + 4 * place, place)
            struct.pack_into("I", rings, self.tail, len(requests))
        self.assertEqual(LIBC.syscall(IO_URING_ENTER, self.fd, len(requests), len(requests), ENTER_GETEVENTS, None, 0), len(requests))

    def test_submissions_and_completions(self):
        nop = struct.pack("=BBHiQQIIQ", 0, 0, 0, -1, 0, 0, 0, 0, 0xabcd).ljust(64, b"\0")
        # Closes a file that nobody has, after what is before it
        close = struct.pack("=BBHiQQIIQ", 19, 2, 0, 12345, 0, 0, 0, 0, 0x1234).ljust(64, b"\0")
        self.submit(nop, close)
        first, second = elements("io_uring_sqe", look(self.fd, SQES, 64 * self.ENTRIES))[:2]
        self.assertEqual((first.opcode.name, int(first.flags), first.user_data), ("nop", 0, 0xabcd))
        self.assertEqual((second.opcode.name, second.flags.name, second.user_data, second.fd), ("close", "io_drain", 0x1234, 12345))
        rings = look(self.fd, 0, self.cqes + 32 * self.ENTRIES)
        ended = elements("io_uring_cqe", rings[self.cqes:][:32])
        self.assertEqual([(entry.user_data, entry.res, entry.flags.more) for entry in ended], [(0xabcd, 0, 0), (0x1234, -9, 0)])
        heads, = elements("io_uring_rings", rings[:mview.CType("struct io_rings").nbytes])
        self.assertEqual((heads.sq.head, heads.sq.tail, heads.cq.head, heads.cq.tail), (2, 2, 0, 2))
        self.assertEqual((heads.sq_ring_entries, heads.cq_ring_entries), (self.ENTRIES, 2 * self.ENTRIES))


class AfXdp(unittest.TestCase):
    ENTRIES = 64

    def setUp(self):
        self.memory = mmap.mmap(-1, 16 * PAGE)
        self.socket = socket.socket(AF_XDP, socket.SOCK_RAW)
        self.addCleanup(self.socket.close)
        address = ctypes.addressof(ctypes.c_char.from_buffer(self.memory))
        self.socket.setsockopt(SOL_XDP, XDP_UMEM_REG, struct.pack("=QQIIII", address, len(self.memory), 2048, 0, 0, 0))
        for ring in XDP_UMEM_FILL_RING, XDP_UMEM_COMPLETION_RING, XDP_RX_RING, XDP_TX_RING:
            self.socket.setsockopt(SOL_XDP, ring, self.ENTRIES)
        # Python has no addresses of this family.
        name = struct.pack("=HHIII", AF_XDP, XDP_COPY, socket.if_nametoindex("lo"), 0, 0)
        self.assertEqual(LIBC.bind(self.socket.fileno(), name, len(name)), 0, os.strerror(ctypes.get_errno()))

    def put(self, ring, entries, size):
        """Entries into a ring of this process's."""
        with mmap.mmap(self.socket.fileno(), RING + size * self.ENTRIES, offset=ring) as mapping:
            mapping[RING:RING + len(entries)] = entries
            struct.pack_into("I", mapping, 0, len(entries) // size)

    def ring(self, offset, kind, size):
        """The two sides of a ring, and its entries."""
        memory = look(self.socket.fileno(), offset, RING + size * self.ENTRIES)
        return elements("xdp_ring", memory[:RING])[0], elements(kind, memory[RING:])

    def test_what_is_sent_is_completed(self):
        try:
            self.ring(TX_RING, "xdp_desc", 16)
        except OSError as error:
            # Linux 6.1, once the socket is bound
            if error.errno == errno.EBUSY:
                self.skipTest("this kernel does not map the rings of a bound socket")
            raise
        packet = bytes(6) + bytes(6) + b"\x88\xb5" + b"mview".ljust(46, b".")
        self.memory[2048:2048 + len(packet)] = packet
        self.put(TX_RING, struct.pack("=QII", 2048, len(packet), 0), 16)
        self.put(FILL_RING, struct.pack("=QQQ", 4096, 6144, 8192), 8)
        LIBC.sendto(self.socket.fileno(), None, 0, socket.MSG_DONTWAIT, None, 0)
        sides, entries = self.ring(TX_RING, "xdp_desc", 16)
        self.assertEqual((sides.producer, sides.consumer), (1, 1))
        self.assertEqual(str(entries[0]), f"{{addr: 0x800, len: {len(packet)}, options: 0x0}}")
        # It is completed when the interface lets go of it.
        self.assertTrue(wait_for(lambda: self.ring(COMPLETION_RING, "xdp_addr", 8)[0].producer))
        sides, entries = self.ring(COMPLETION_RING, "xdp_addr", 8)
        self.assertEqual((sides.producer, sides.consumer), (1, 0))
        self.assertEqual(entries[0].addr, 2048)
        sides, entries = self.ring(FILL_RING, "xdp_addr", 8)
        self.assertEqual((sides.producer, sides.consumer), (3, 0))
        self.assertEqual([entry.addr for entry in entries[:3]], [4096, 6144, 8192])


if __name__ == "__main__":
    unittest.main()
