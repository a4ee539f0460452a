# SPDX-License-Identifier: LGPL-2.1-or-later
"""A View as an exporter: to the buffer protocol with every request, to NumPy, DLPack and the array interface."""
import array
import ctypes
import gc
import itertools
import sys
import unittest

import numpy as np

from mview import View

FLAGS = {"SIMPLE": 0, "WRITABLE": 1, "FORMAT": 4, "ND": 8, "STRIDES": 0x18, "C_CONTIGUOUS": 0x38, "F_CONTIGUOUS": 0x58, "ANY_CONTIGUOUS": 0x98,
         "INDIRECT": 0x118}


class Buffer(ctypes.Structure):
    _fields_ = [("buf", ctypes.c_void_p), ("obj", ctypes.py_object), ("len", ctypes.c_ssize_t), ("itemsize", ctypes.c_ssize_t),
                ("readonly", ctypes.c_int), ("ndim", ctypes.c_int), ("format", ctypes.c_char_p), ("shape", ctypes.POINTER(ctypes.c_ssize_t)),
                ("strides", ctypes.POINTER(ctypes.c_ssize_t)), ("suboffsets", ctypes.POINTER(ctypes.c_ssize_t)), ("internal", ctypes.c_void_p)]


def numbers(pointer, n):
    return pointer[:n] if pointer else None


def request(exporter, flags):
    """What PyObject_GetBuffer() returns, or its exception."""
    buffer = Buffer()
    try:
        ctypes.pythonapi.PyObject_GetBuffer(ctypes.py_object(exporter), ctypes.byref(buffer), flags)
    except BufferError as error:
        return str(error)
    result = (buffer.buf, buffer.len, buffer.itemsize, buffer.readonly, buffer.ndim, buffer.format, numbers(buffer.shape, buffer.ndim),
              numbers(buffer.strides, buffer.ndim), numbers(buffer.suboffsets, buffer.ndim), buffer.obj is exporter)
    ctypes.pythonapi.PyBuffer_Release(ctypes.byref(buffer))
    return result


class Requests(unittest.TestCase):
    def test_all_are_answered_as_by_memoryview(self):
        base = np.arange(24, dtype="i4").reshape(2, 3, 4)
        exporters = [bytearray(5), b"abc", array.array("d", [1, 2]), base, base.T, base[:, ::2], base[::-1], np.array(5), np.zeros((0, 3)), b""]
        try:
            from _testbuffer import ND_PIL, ndarray
            exporters.append(ndarray(list(range(12)), shape=[3, 4], format="i", flags=ND_PIL))
        except ModuleNotFoundError:
            pass
        for exporter in exporters:
            for n in range(4):
                for names in itertools.combinations(FLAGS, n):
                    flags = 0
                    for name in names:
                        flags |= FLAGS[name]
                    view = View(exporter)
                    self.assertEqual(request(view, flags), request(memoryview(exporter), flags), (exporter, names))
                    view.release()

    def test_an_export_keeps_the_view(self):
        view = View(bytearray(3))
        one, two = memoryview(view), memoryview(view)
        with self.assertRaisesRegex(BufferError, "memoryview has 2 exported buffers"):
            view.release()
        one.release()
        with self.assertRaisesRegex(BufferError, "memoryview has 1 exported buffer$"):
            view.release()
        two.release()
        view.release()


class Arrays(unittest.TestCase):
    def test_numpy_shares_the_memory(self):
        data = bytearray(24)
        array = np.asarray(View(data).cast("h", (3, 4))[:, ::-2].T)
        array[0, 1] = -2
        self.assertEqual((array.shape, data[14:16]), ((2, 3), b"\xfe\xff"))

    def test_numpy_knows_records(self):
        data = np.zeros(3, [("a", "<i4"), ("b", ">f8", (2,))])
        self.assertEqual(np.asarray(View(data)).dtype, data.dtype)

    def test_the_array_interface(self):
        for data in (np.arange(6, dtype="<u2").reshape(2, 3).T, np.zeros(3, ">f8"), np.zeros((2, 2), "?"), np.zeros(2, "c8"), np.array(5, "i1")):
            ours, theirs = View(data).__array_interface__, data.__array_interface__
            for key in ("version", "typestr", "shape", "data"):
                self.assertEqual(ours[key], theirs[key])
            self.assertEqual(ours["strides"], data.strides)
        self.assertEqual(View(bytearray(8)).cast("<i4x", free=True).__array_interface__["typestr"], "|V8")

    def test_the_array_interface_pins(self):
        view = View(bytearray(3))
        view.__array_interface__
        with self.assertRaisesRegex(BufferError, "__array_interface__"):
            view.release()


    def test_the_array_method(self):
        view = View(array.array("h", [1, 2, 3]))
        self.assertTrue(np.shares_memory(view.__array__(), np.asarray(view)))
        self.assertEqual(view.__array__(np.dtype("f8")).tolist(), [1.0, 2.0, 3.0])
        self.assertFalse(np.shares_memory(view.__array__(copy=True), np.asarray(view)))
        with self.assertRaisesRegex(ValueError, "without a copy"):
            view.__array__(np.dtype("f8"), copy=False)
        view = View(b"abc")
        view.release()
        with self.assertRaisesRegex(ValueError, "released"):
            np.asarray(view)


class DLPack(unittest.TestCase):
    def test_numpy_reads_it(self):
        for dtype in ("i1", "u2", "i4", "u8", "f2", "f4", "f8", "c8", "c16"):
            data = np.arange(24).astype(dtype).reshape(2, 3, 4)[:, ::-1, ::2]
            array = np.from_dlpack(View(data))
            self.assertEqual((array.dtype, array.tolist()), (data.dtype, data.tolist()))
            self.assertEqual(array.ctypes.data, data.ctypes.data)

    def test_it_is_a_use_until_it_is_deleted(self):
        view = View(bytearray(8))
        array = np.from_dlpack(view)
        self.assertRaises(BufferError, view.release)
        del array
        view.release()

    def test_capsules_that_nobody_takes_are_no_leak(self):
        view = View(bytearray(8))
        for version in (None, (1, 0)):
            capsule = view.__dlpack__(max_version=version)
            self.assertRaises(BufferError, view.release)
            del capsule
        view.release()

    def test_read_only_memory_needs_a_version(self):
        with self.assertRaisesRegex(BufferError, "read-only"):
            View(b"abc").__dlpack__()
        self.assertIn("dltensor_versioned", repr(View(b"abc").__dlpack__(max_version=(1, 1))))

    def test_what_it_has_no_words_for(self):
        for data in (np.zeros(2, ">i4"), np.zeros(2, "S3"), np.zeros(2, [("a", "i4")]), np.zeros(3, "i2,i1")["f0"], View(bytearray(8)).cast("<H2x", free=True)):
            with self.assertRaises(BufferError):
                View(data).__dlpack__()
        for given in ({"stream": 1}, {"dl_device": (2, 0)}, {"copy": True}):
            with self.assertRaises(BufferError):
                View(bytearray(3)).__dlpack__(**given)

    def test_the_device_is_the_cpu(self):
        self.assertEqual(View(b"").__dlpack_device__(), (1, 0))


class Leaks(unittest.TestCase):
    def test_nothing_is_left(self):
        """Neither references nor memory leak."""
        data, source = np.zeros((4, 5), [("a", "i4"), ("b", "f8")]), bytearray(range(100))

        def guarded(view):
            with view.guard():
                return view.nbytes

        def everything():
            view = View(source)
            for use in (lambda: view[3], lambda: view[1:9], lambda: view[::2].tobytes(), lambda: view[...], lambda: view.cast("h", (5, 10))[1:, ::2].T.tolist(),
                        lambda: view.hex(":"), lambda: view == source, lambda: view[::2] == source, lambda: list(view), lambda: hash(view.toreadonly()),
                        lambda: View(data)[1:, 2], lambda: View(data).tolist(), lambda: View(data).T.__setitem__((0, 0), (1, 2)), lambda: view["x"],
                        lambda: view.__setitem__(slice(0, 4), b"abcd"), lambda: view.__setitem__(slice(0, 4), b"x"), lambda: View(data).__array_interface__,
                        lambda: np.from_dlpack(view), lambda: memoryview(view), lambda: view.cast("zz"), lambda: View(5), lambda: view[200], lambda: View(view), lambda: View(data)["a"], lambda: View(data)[1, 2, "b"], lambda: View(data).field("x"),
                        lambda: View(data)[0].cast("T{<H:q:10x}", free=True), lambda: View(data) == View(data), lambda: repr(view), lambda: view.__array__(),
                        lambda: guarded(view), lambda: View(data)[0, 0] == data[0, 0],
                        lambda: view.__enter__(), lambda: view.sync().__enter__().nbytes, lambda: view.tobytes("X"), lambda: view.__dlpack__(max_version=(1, 0))):
                try:
                    use()
                except (TypeError, ValueError, IndexError, KeyError):
                    pass
        for _ in range(100):
            everything()
        gc.collect()
        blocks, references = sys.getallocatedblocks(), [sys.getrefcount(thing) for thing in (View, data, source, None, True)]
        for _ in range(1000):
            everything()
        gc.collect()
        # Free lists of the interpreter come and go; a leak would be of a block each time.
        self.assertLess(sys.getallocatedblocks() - blocks, 700)
        for before, thing in zip(references, (View, data, source, None, True)):
            self.assertLess(abs(sys.getrefcount(thing) - before), 100)


if __name__ == "__main__":
    unittest.main()
