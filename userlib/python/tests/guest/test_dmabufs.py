# SPDX-License-Identifier: LGPL-2.1-or-later
"""dma-bufs that processes have."""
import mmap
import os
import unittest

import mview

SIZE = 2 * mmap.PAGESIZE  # a dma-buf has whole pages


class DmaBufs(unittest.TestCase):
    def setUp(self):
        self.buffer = mview.alloc("B", SIZE)
        self.addCleanup(self.buffer.release)
        self.buffer[:4] = b"mine"
        self.fd, _ = self.buffer.export_dmabuf()
        self.addCleanup(os.close, self.fd)

    def mine(self):
        found = [dmabuf for dmabuf in mview.dmabufs() if any(holder.pid == os.getpid() for holder in dmabuf.holders)]
        self.assertEqual(len(found), 1)
        return found[0]

    def test_are_listed_with_their_holders(self):
        mine = self.mine()
        self.assertEqual((mine.inode, mine.nbytes, mine.exporter), (os.fstat(self.fd).st_ino, SIZE, "mview"))
        holder, = mine.holders
        self.assertEqual((holder.fd, holder.fds, holder.comm), (self.fd, 1, open("/proc/self/comm").read().strip()))

    def test_are_opened_by_name(self):
        inode = self.mine().inode
        for name in (f"dmabuf:{inode}", f"dmabuf:{os.getpid()}/{self.fd}"):
            with self.subTest(name), mview.open(name, True) as view:
                self.assertEqual((view.nbytes, bytes(view[:4])), (SIZE, b"mine"))
                view[4:8] = name[:4].encode()
                self.assertEqual(self.buffer[4:8], name[:4].encode())
        with self.mine().open() as view:
            self.assertTrue(view.readonly)

    def test_that_are_gone_are_not_found(self):
        with self.assertRaisesRegex(FileNotFoundError, "dmabuf:999999"):
            mview.open("dmabuf:999999")


if __name__ == "__main__":
    unittest.main()
