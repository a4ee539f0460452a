# SPDX-License-Identifier: LGPL-2.1-or-later
"""Views by name of what processes have, which takes no kernel module."""
import os
import struct
import subprocess
import sys
import tempfile
import unittest
import warnings

import mview
import numpy as np

HOLDER = """
import os
fd = os.memfd_create("held")
os.write(fd, bytes(range(256)) * 32)
print(fd, flush=True)
input()
"""


class Held(unittest.TestCase):
    """A memfd of another process."""

    def setUp(self):
        self.holder = subprocess.Popen([sys.executable, "-c", HOLDER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.addCleanup(self.end)
        self.name = f"fd:{self.holder.pid}/{self.holder.stdout.readline().strip()}"

    def end(self):
        if self.holder.poll() is None:
            self.holder.kill()
        self.holder.wait()
        self.holder.stdin.close()
        self.holder.stdout.close()

    def test_is_a_view_of_its_memory(self):
        with mview.open(self.name, True) as view, mview.open(self.name) as reader:
            self.assertEqual((view.shape, view.format, view.readonly, view.kind), ((8192,), "B", False, "memory"))
            self.assertEqual(bytes(view), bytes(range(256)) * 32)
            view[1000:1004] = b"mine"
            self.assertEqual(reader[1000:1004], b"mine")
            self.assertTrue(reader.readonly)
            self.assertEqual((reader.name, reader.buffer_id), (None, 0))
            self.assertRegex(repr(reader), "^<memory at ")

    def test_is_mapped_for_numpy(self):
        with mview.open(self.name, True) as view, mview.open(self.name) as reader:
            array = np.asarray(view.cast("<I", (64, 32), free=True))
            array[3, 4] = 77
            self.assertEqual(reader.cast("<I", (64, 32), free=True)[3, 4], 77)
            del array

    @unittest.skipIf("EMULATED" in os.environ, "QEMU's emulation of programs does not do faults in pages that are gone")
    def test_a_values_code_may_release_it(self):
        view = mview.open(self.name, True).cast("@i")

        class Refuse:
            def __index__(self):
                view.release()
                raise TypeError
        with self.assertRaisesRegex(TypeError, "'@i'"):
            view[0] = Refuse()

    def test_that_is_made_shorter_is_revoked(self):
        with mview.open(self.name, True) as view, open(f"/proc/{self.holder.pid}/fd/{self.name.split('/')[1]}", "r+b") as file:
            array = np.asarray(view)
            file.truncate(4096)
            self.assertEqual((view[4095], view[:4096].tobytes()), (255, bytes(range(256)) * 16))
            for do in (lambda: view[4096], view.tobytes, lambda: view[::1000].tolist(), lambda: view.__setitem__(5000, 1), lambda: list(view)):
                with self.assertRaises(mview.RevokedError):
                    do()
            with self.assertRaises(mview.RevokedError), view.guard():
                self.assertEqual(array[5000], 0)
            del array

    def test_outlives_its_process(self):
        with mview.open(self.name) as view:
            self.end()
            self.assertEqual(view[255], 255)
            with self.assertRaisesRegex(ProcessLookupError, str(self.holder.pid)):
                mview.open(self.name)

    def test_can_be_a_part(self):
        with mview.open(f"{self.name}@100+8") as view:
            self.assertEqual(view.tolist(), [*range(100, 108)])

    def test_memory_goes_with_the_last_view(self):
        def mappings():
            with open("/proc/self/maps") as maps:
                return sum("memfd:held" in line for line in maps)

        view = mview.open(self.name)
        part = view[:4]
        array = np.asarray(part)
        with self.assertRaises(BufferError):
            part.release()
        view.release()
        self.assertEqual(mappings(), 1)
        del array
        part.release()
        self.assertEqual(mappings(), 0)

    def test_has_nothing_of_a_kernel_buffer(self):
        with mview.open(self.name) as view:
            for do in (view.fileno, view.confine, view.expose, view.export_dmabuf, view.wait):
                with self.assertRaises(NotImplementedError):
                    do()


class Names(unittest.TestCase):
    def test_errors_name_the_thing(self):
        pid = os.getpid()
        for name, error, text in ((f"fd:{pid}/999", FileNotFoundError, f"{pid}.*999"), ("fd:x", ValueError, "fd:x.*look like fd:PID/FD"),
                                  ("fd:4194304/1", ProcessLookupError, "4194304"), ("dmabuf:1", OSError, "dmabuf:1"),
                                  (f"fd:{pid}/0@0+0x10000000000000000", ValueError, "fd:")):
            with self.subTest(name), self.assertRaisesRegex(error, text):
                mview.open(name)

    def test_registered_buffers_only_can_be_undeclared(self):
        with self.assertRaisesRegex(NotImplementedError, "registered"):
            mview.open(f"fd:{os.getpid()}/0", undeclared=True)

    def test_dmabufs_are_listed(self):
        with warnings.catch_warnings(record=True) as told:
            found = mview.dmabufs()
        self.assertTrue(all(dmabuf.holders for dmabuf in found))
        self.assertLessEqual({warning.category for warning in told}, {RuntimeWarning})


class Recorded(unittest.TestCase):
    """A channel of a recording, whose format is what its file says."""

    def recording(self, format):
        def text(bytes):
            return struct.pack("<I", len(bytes)) + bytes

        def record(opcode, *parts):
            return struct.pack("<BQ", opcode, len(b"".join(parts))) + b"".join(parts)
        schema = b'{"format": "%s", "itemsize": 2, "byteorder": "little", "shape": [2]}' % format
        return (b"\x89MCAP0\r\n" + record(3, struct.pack("<H", 1), text(b"a"), text(b"mview"), text(schema)) +
                record(4, struct.pack("<HH", 1, 1), text(b"a"), text(b"mview"), text(b"")) +
                record(5, struct.pack("<HIQQ", 1, 0, 0, 0), struct.pack("<HH", 5, 6)) + record(15, bytes(4)))

    def test_names_may_be_any_bytes(self):
        with tempfile.NamedTemporaryFile(suffix=".mcap") as file:
            file.write(self.recording(b"T{<H:a\xffb:}"))
            file.flush()
            with mview.open(f"file:{file.name}#a") as view:
                self.assertEqual(view.format, "T{<H:a\udcffb:}")
                self.assertIn("udcff", repr(view))
                self.assertEqual([tuple(element) for element in view], [(5,), (6,)])


class Missing(unittest.TestCase):
    """libmview-inspect or a library that it needs is not installed."""

    def test_is_told_when_it_is_needed(self):
        result = subprocess.run([sys.executable, "-c", """
import sys
sys.modules["mview._inspect"] = None
import mview
assert mview.View(b"abc")[1] == 98
for do in (lambda: mview.open("fd:1/1"), mview.dmabufs):
    try:
        do()
    except ImportError as error:
        assert "libmview-inspect" in str(error), error
    else:
        raise AssertionError("it is there")
"""], stderr=subprocess.PIPE, text=True)
        self.assertEqual(result.stderr, "")


if __name__ == "__main__":
    unittest.main()
