# SPDX-License-Identifier: LGPL-2.1-or-later
"""Views of kernel buffers, on mview_sim."""
import gc
import mmap
import os
import random
import select
import threading
import time
import unittest

import numpy as np

import mview
from sim import Source, driver_bytes

KINDS = {"pages": {"kind": "pages"}, "vmalloc": {"kind": "vmalloc"}, "unmappable": {"kind": "vmalloc", "size": 244}}
NUMBERS = np.arange(120, dtype="<i2").reshape(10, 12)


class Kernel(unittest.TestCase):
    def source(self, **attributes):
        sim = Source(**attributes)

        def remove():
            # Views in tracebacks of failures, that is
            gc.collect()
            sim.remove()
        self.addCleanup(remove)
        return sim

    def view(self, sim, writable=True):
        view = mview.open(sim.name, writable)

        def release():
            try:
                view.release()
            except BufferError:
                gc.collect()
                view.release()
        self.addCleanup(release)
        return view

    def each(self):
        """A view of memory of each kind."""
        for name, attributes in KINDS.items():
            with self.subTest(name):
                sim = Source(**attributes)
                try:
                    with mview.open(sim.name, True) as view:
                        yield view
                finally:
                    gc.collect()
                    sim.remove()


class Open(Kernel):
    def test_has_the_layout_that_was_declared(self):
        view = self.view(self.source())
        self.assertEqual((view.format, view.shape, view.strides, view.nbytes), ("<h", (10, 12), (24, 2), 240))
        self.assertEqual((view.readonly, view.obj, view.kind), (False, None, "vmalloc"))
        self.assertGreater(view.buffer_id, 0)
        self.assertRegex(view.name, "^python_test_")

    def test_is_read_only_unless_asked(self):
        view = self.view(self.source(), False)
        self.assertTrue(view.readonly)
        with self.assertRaisesRegex(TypeError, "cannot modify read-only memory"):
            view[0, 0] = 1

    def test_takes_an_id(self):
        view = self.view(self.source())
        with mview.open(view.buffer_id) as other:
            self.assertEqual(other.buffer_id, view.buffer_id)

    def test_says_what_is_not_there(self):
        with self.assertRaises(FileNotFoundError) as caught:
            mview.open("no_such_buffer")
        self.assertEqual(caught.exception.filename, "no_such_buffer")

    def test_refuses_writing_where_the_driver_does(self):
        sim = self.source(readonly=1)
        with self.assertRaises(PermissionError):
            mview.open(sim.name, writable=True)

    def test_enumeration_finds_it(self):
        view = self.view(self.source())
        found = [buffer for buffer in mview.buffers() if buffer.name == view.name]
        self.assertEqual(len(found), 1)
        self.assertEqual((found[0].shape, found[0].id, found[0].exports), ((10, 12), view.buffer_id, 1))
        self.assertEqual(found[0].owner, "mview_sim")
        with found[0].open() as other:
            self.assertEqual(other, view)


class Elements(Kernel):
    def test_are_read(self):
        for view in self.each():
            self.assertEqual(view[3, 4], 40)
            self.assertEqual(view[-1, -1], 119)
            self.assertEqual(view[2].tolist(), list(range(24, 36)))
            with self.assertRaisesRegex(IndexError, "index out of bounds on dimension 2"):
                view[0, 12]

    def test_are_written(self):
        for view in self.each():
            view[3, 4] = -7
            self.assertEqual(view[3, 4], -7)
            self.assertEqual(np.frombuffer(driver_bytes(view), "<i2")[40], -7)
            with self.assertRaisesRegex(ValueError, "invalid value for format '<h'"):
                view[3, 4] = 1 << 20
            with self.assertRaisesRegex(TypeError, "invalid type for format '<h'"):
                view[3, 4] = "x"

    def test_parts_are_what_numpy_says(self):
        keys = [np.s_[2:5], np.s_[::-1, ::-2], np.s_[..., 3], np.s_[4], np.s_[1:9:3, 2:4], np.s_[5:5], np.s_[...], np.s_[-3:, -1]]
        for view in self.each():
            for key in keys:
                self.assertEqual(view[key].tolist(), NUMBERS[key].tolist())
                self.assertEqual(view[key].T.tobytes(), NUMBERS[key].T.tobytes())
                self.assertEqual(view[key], NUMBERS[key])
                self.assertEqual(view[key].hex(":"), NUMBERS[key].tobytes().hex(":"))

    def test_parts_are_assigned(self):
        for view in self.each():
            expected = NUMBERS.copy()
            view[::2, 1:4] = np.full((5, 3), -1, "<i2")
            expected[::2, 1:4] = -1
            view[1] = np.arange(12, dtype=">i2")
            expected[1] = np.arange(12)
            view[7:] = view[:3]
            expected[7:] = expected[:3].copy()
            self.assertEqual(view.tolist(), expected.tolist())
            self.assertEqual(driver_bytes(view), expected.tobytes())
            with self.assertRaisesRegex(ValueError, "different structures"):
                view[0] = b"abc"

    def test_views_of_views(self):
        for view in self.each():
            self.assertEqual(mview.View(view)[1:3].toreadonly().T.shape, (12, 2))
            self.assertEqual(view[2:4].cast("B").cast("h", (2, 12)).tolist(), NUMBERS[2:4].view("i2").tolist())
            with self.assertRaisesRegex(TypeError, "casts are restricted to C-contiguous views"):
                view.T.cast("B")

    def test_comparison_goes_across_formats_and_kinds(self):
        for view in self.each():
            self.assertEqual(view, NUMBERS.astype("f8"))
            self.assertEqual(NUMBERS.astype("i8").data, view)
            self.assertNotEqual(view, NUMBERS + 1)

    def test_records_are_named_tuples(self):
        view = self.view(self.source(format="T{<I:len:T{<h:x:<h:y:}:pos:(2)B:tag:}", shape=4))
        self.assertEqual(view[2].len, 2)
        self.assertEqual(view[2].pos.y, 2)
        self.assertEqual(view[3]._asdict(), {"len": 3, "pos": (3, 3), "tag": [3, 3]})
        view[1] = (70000, (-1, 5), [1, 2])
        self.assertEqual(view.tolist()[1], (70000, (-1, 5), [1, 2]))

    def test_hashes_are_those_of_the_bytes(self):
        with mview.open(self.source(format="B", shape=100).name) as view:
            self.assertEqual(hash(view), hash(bytes(view)))


class Sharing(Kernel):
    def test_numpy_has_the_drivers_memory(self):
        view = self.view(self.source())
        array = np.asarray(view)
        self.assertEqual((array.dtype, array.shape), (np.dtype("<i2"), (10, 12)))
        array[3, 4] = -9
        self.assertEqual(np.frombuffer(driver_bytes(view), "<i2")[40], -9)
        with mview.open(view.name) as other:
            self.assertEqual(other[3, 4], -9)
            read_only = np.asarray(other)
            self.assertFalse(read_only.flags.writeable)
            del read_only

    def test_release_waits_for_numpy(self):
        view = self.view(self.source())
        array = np.asarray(view)
        with self.assertRaisesRegex(BufferError, "memoryview has 1 exported buffer"):
            view.release()
        del array
        view.release()

    def test_dlpack(self):
        view = self.view(self.source(format="h"))
        array = np.from_dlpack(view[::2, ::-1])
        self.assertEqual(array.tolist(), NUMBERS[::2, ::-1].tolist())
        view[0, 11] = 321
        self.assertEqual(array[0, 0], 321)
        del array

    def test_the_array_interface_pins(self):
        view = mview.open(self.source().name, True)
        interface = view[1:].__array_interface__
        self.assertEqual((interface["typestr"], interface["shape"], interface["strides"], interface["data"][1]), ("<i2", (9, 12), (24, 2), False))
        view.__array_interface__
        with self.assertRaisesRegex(BufferError, "__array_interface__"):
            view.release()

    def test_unmappable_memory_is_not_exported(self):
        view = self.view(self.source(**KINDS["unmappable"]))
        with self.assertRaisesRegex(BufferError, "cannot be mapped"):
            memoryview(view)
        with self.assertRaises(AttributeError):
            view.__array_interface__
        self.assertEqual(bytes(view), NUMBERS.tobytes())

    def test_the_export_goes_with_the_last_view(self):
        sim = self.source()
        view = mview.open(sim.name)
        part = view[1:]
        view.release()
        with self.assertRaises(OSError):
            sim.set("live", 0)
        self.assertEqual(part[0, 0], 12)
        del part
        sim.set("live", 0)

    def test_a_released_view_refuses(self):
        view = self.view(self.source())
        view.release()
        for use in (lambda: view[0, 0], lambda: view.name, view.fileno, view.tolist, lambda: view.wait(0), view.sync, lambda: np.asarray(view)[0],
                    lambda: view.__dlpack__(), lambda: bytes(view), lambda: len(view), lambda: view.__array_interface__):
            with self.assertRaisesRegex(ValueError, "operation forbidden on released memoryview object"):
                use()


    def test_numpy_gets_the_memory_or_an_exception(self):
        """NumPy ignores the exception of the buffer protocol, and tries others."""
        for attributes in (KINDS["unmappable"], {"kind": "kmalloc"}):
            view = self.view(self.source(**attributes))
            for make in (np.asarray, np.array, np.ascontiguousarray, np.frombuffer, lambda view: view.__array__(), lambda view: np.asarray(view, dtype="f8")):
                with self.assertRaisesRegex(BufferError, "cannot be mapped"):
                    make(view)
        for attributes in (KINDS["vmalloc"], KINDS["pages"]):
            view = self.view(self.source(**attributes))
            for make in (np.asarray, lambda view: view.__array__(), lambda view: np.array(view, copy=False)):
                self.assertTrue(np.shares_memory(make(view), np.asarray(view)))

    def test_descriptors_of_parts_are_confined(self):
        view = self.view(self.source())
        part = view[2:4, 3]
        with self.assertRaises(PermissionError):
            mmap.mmap(part.fileno(), 4096, prot=mmap.PROT_READ)
        with part.confine() as confined, self.assertRaises(PermissionError):
            mmap.mmap(confined.fileno(), 4096, prot=mmap.PROT_READ)
        with part.expose() as exposed:
            with mmap.mmap(exposed.fileno(), 4096, prot=mmap.PROT_READ) as pages:
                self.assertEqual(np.frombuffer(pages, "<i2", 120).tolist(), NUMBERS.ravel().tolist())
                gc.collect()
            self.assertEqual(exposed.tolist(), NUMBERS[2:4, 3].tolist())
        self.assertEqual(os.pread(part.fileno(), 100, 0), NUMBERS[2:4, 3].tobytes())
        part.release()

    def test_a_dma_buf_of_the_pages(self):
        with mview.alloc("<i", (3, mmap.PAGESIZE // 4)) as view:
            view[1, 5] = 77
            part = view[1:, 5:]
            fd, offset = part.export_dmabuf()
            self.assertEqual(offset, 20)
            with mview.import_dmabuf(fd, "<i", 1, offset=offset) as other:
                self.assertEqual(other.tolist(), [77])
            os.close(fd)
            part.release()
            self.assertRaises(PermissionError, view.toreadonly().export_dmabuf)

    def test_repr_tells_name_kind_format_and_shape(self):
        sim = self.source()
        view = self.view(sim)
        self.assertEqual(repr(view), f"<View of {sim.name}, vmalloc, '<h' (10, 12)>")
        self.assertEqual(repr(view[1].toreadonly()), f"<View of {sim.name}, vmalloc, '<h' (12,), read-only>")
        with mview.alloc("B", 3) as private:
            self.assertEqual(repr(private), f"<View of @{private.buffer_id}, pages, 'B' (3,)>")
        sim.revoke()
        self.assertEqual(repr(view), f"<View of @{view.buffer_id}, vmalloc, '<h' (10, 12)>")


class Fields(Kernel):
    FORMAT = "T{<I:len:T{<h:x:<h:y:}:pos:(2)B:tag:}"

    def test_are_views_of_every_kind_of_memory(self):
        for attributes in KINDS.values():
            attributes = {**attributes, "format": self.FORMAT, "shape": "4"}
            if "size" in attributes:
                attributes["size"] = 44
            view = self.view(self.source(**attributes))
            self.assertEqual((view["len"].tolist(), view["pos.y"].tolist(), view["tag"].tolist()), ([0, 1, 2, 3], [0, 1, 2, 3], [[n, n] for n in range(4)]))
            view[1, "pos.x"] = -7
            view[1:, "tag"] = np.full((3, 2), 9, "u1")
            view["len"][::2] = np.array([70, 80], "<u4")
            self.assertEqual(view.tolist(), [(70, (0, 0), [0, 0]), (1, (-7, 1), [9, 9]), (80, (2, 2), [9, 9]), (3, (3, 3), [9, 9])])
            self.assertEqual(view, View_of(view))

    def test_have_descriptors_that_show_nothing_else(self):
        view = self.view(self.source(format=self.FORMAT, shape="4"))
        column, part = view["pos.y"], view["pos"][::-1]["x"]
        self.assertEqual(os.pread(column.fileno(), 100, 0), np.arange(4, dtype="<i2").tobytes())
        with mview.from_fd(os.dup(part.fileno())) as other:
            self.assertEqual((other.format, other.tolist()), ("<h", [3, 2, 1, 0]))
        column.release()
        part.release()

    def test_any_chain_is_a_kernel_view(self):
        """Fields, slices and casts in any order: the kernel's views have the same elements as NumPy's."""
        chance = random.Random(5)
        dtype = np.dtype([("a", "<i2", 2), ("r", [("x", "u1"), ("y", "<i4", (2,))], 2), ("s", "S3")])
        view = self.view(self.source(format="T{(2)<h:a:2T{B:x:(2)<i:y:}:r:3s:s:}", shape="3 4", **{"kind": "vmalloc", "size": 12 * 25}))
        whole = np.frombuffer(bytes(view), dtype).reshape(3, 4)
        for _ in range(300):
            ours, theirs = mview.View(view), whole
            for _ in range(5):
                names = theirs.dtype.names
                if names and chance.random() < 0.5:
                    name = chance.choice(names)
                    ours, theirs = ours.field(name), theirs[name]
                elif theirs.ndim and chance.random() < 0.3:
                    ours, theirs = ours.T, theirs.T
                elif theirs.ndim:
                    start, step = chance.randrange(theirs.shape[0] or 1), chance.choice([1, 2, -1])
                    ours, theirs = ours[start::step], theirs[start::step]
                if theirs.size and theirs.flags.c_contiguous and not names and chance.random() < 0.5:
                    ours, theirs = ours.cast("B", free=True), np.frombuffer(theirs.tobytes(), "u1")
            self.assertEqual(os.pread(ours.fileno(), 1000, 0), theirs.tobytes())
            ours.release()


def View_of(view):
    """The same values in ordinary memory."""
    return mview.View(np.frombuffer(bytes(view), [("len", "<u4"), ("pos", [("x", "<i2"), ("y", "<i2")]), ("tag", "u1", 2)]))


class Registers(Kernel):
    FORMAT = "T{<I:id:<I:live:(2)<H:pair:}"

    def setUp(self):
        if os.uname().machine == "s390x":
            self.skipTest("memory can't stand in for registers on s390x")
        self.view = mview.open(self.source(kind="mmio", format=self.FORMAT, shape="4", size=mmap.PAGESIZE).name, True)
        self.addCleanup(self.view.release)

    def test_are_written_one_by_one(self):
        self.view[0, "live"] = 7
        self.view.field("live")[1] = 8
        self.view[2, "pair"] = np.array([5, 6], "<u2")
        self.view["live"][2:] = np.array([9, 10], "<u4")
        self.assertEqual(self.view.tolist(), [(0, 7, [0, 0]), (1, 8, [1, 1]), (2, 9, [5, 6]), (3, 10, [3, 3])])
        self.assertEqual((self.view.field("live").strides, self.view.field("live").kind), ((12,), "mmio"))

    def test_are_not_written_as_records(self):
        record, rows = self.view[0], bytes(self.view)
        for key, value in ((0, record._replace(live=7)), (slice(0, 1), self.view[1:2]), (..., self.view[::-1])):
            with self.assertRaisesRegex(PermissionError, "one by one"):
                self.view[key] = value
        self.assertEqual(bytes(self.view), rows)

    def test_are_written_as_records_if_asked_for(self):
        name = self.view.name
        with mview.open(name, True, undeclared=True) as view:
            view[0] = view[0]._replace(live=7)
            view[1:2] = view[0:1]
            self.assertEqual(view[1].live, 7)

    def test_what_is_left_out_is_not_accessed(self):
        name = self.source(kind="mmio", format="T{<I:id:4x<I:live:}", shape="4", size=mmap.PAGESIZE).name
        with mview.open(name) as view:
            with self.assertRaises(PermissionError):
                view.cast("B")[0]
            with self.assertRaisesRegex(BufferError, "left out"):
                memoryview(view)
            with self.assertRaises(BufferError):
                np.asarray(view)
        with mview.open(name, undeclared=True) as view:
            self.assertEqual(len(view.cast("B")), 48)


class Device(Kernel):
    """QEMU's device edu: a write to some of its registers has a side effect."""

    def setUp(self):
        names = [buffer.name for buffer in mview.buffers() if buffer.name.endswith(".regs")]
        if not names:
            self.skipTest("the module mview_edu is not loaded")
        self.view = mview.open(names[0], True)
        self.addCleanup(self.view.release)

    def test_one_register_is_written_and_no_other(self):
        key = (0,) * self.view.ndim
        self.view[*key, "factorial"] = 5
        for _ in range(1000):
            if self.view[*key, "factorial"] == 120:
                break
            time.sleep(0.01)
        self.view[*key, "live"] = 7
        # It inverts what is written; the factorial of 120 would be another number.
        self.assertEqual((self.view[*key, "live"], self.view[*key, "factorial"]), (~7 & 0xffffffff, 120))
        with self.assertRaises(PermissionError):
            self.view[key or ...] = self.view[key or ()]._replace(live=8)
        self.assertEqual((self.view[*key, "live"], self.view[*key, "factorial"]), (~7 & 0xffffffff, 120))


class Waiting(Kernel):
    def test_times_out(self):
        view = self.view(self.source())
        self.assertIsNone(view.wait(0))
        began = time.monotonic()
        self.assertIsNone(view.wait(0.2))
        self.assertGreaterEqual(time.monotonic() - began, 0.19)

    def test_tells_how_many_there_were(self):
        sim = self.source()
        view = self.view(sim)
        sim.step(3)
        self.assertEqual(view.wait(5), 3)
        self.assertIsNone(view.wait(0))
        sim.step()
        self.assertEqual(view[2:].wait(), 4)

    def test_lets_other_threads_run(self):
        sim = self.source()
        view = self.view(sim)
        thread = threading.Timer(0.2, sim.step)
        thread.start()
        self.assertEqual(view.wait(), 1)
        thread.join()

    def test_is_a_use_of_the_view(self):
        sim = self.source()
        view = self.view(sim)
        thread = threading.Thread(target=view.wait)
        thread.start()
        while select.select([], [], [], 0.05) and not thread.is_alive():
            pass
        time.sleep(0.2)
        with self.assertRaises(BufferError):
            view.release()
        sim.step()
        thread.join()

    def test_select_knows_it(self):
        sim = self.source()
        view = self.view(sim)
        self.assertEqual(select.select([view], [], [view], 0), ([view], [], []))
        sim.step()
        self.assertEqual(select.select([], [], [view], 5)[2], [view])


class Private(Kernel):
    def test_alloc_is_of_zeros(self):
        with mview.alloc("<i", (3, 4)) as view:
            self.assertEqual(view.tolist(), [[0] * 4] * 3)
            np.asarray(view)[1] = 5
            self.assertEqual(view[1].tolist(), [5] * 4)
            self.assertIsNot(view.readonly, True)
        with mview.alloc(nbytes=5000) as view:
            self.assertEqual((view.format, view.shape), ("B", (5000,)))
        with mview.alloc("h", 7) as view:
            self.assertEqual(view.shape, (7,))

    def test_alloc_in_one_piece(self):
        with mview.alloc("B", (360, 640, 3), contiguous=True) as view:
            self.assertEqual(bytes(view), bytes(360 * 640 * 3))
        self.assertRaises(NotImplementedError, mview.alloc, nbytes=1 << 30, contiguous=True)

    def test_alloc_refuses(self):
        self.assertRaises(ValueError, mview.alloc)
        self.assertRaises(ValueError, mview.alloc, "nonsense", 3)
        self.assertRaises(ValueError, mview.alloc, "i", 3, strides=(4, 4))
        self.assertRaises(OverflowError, mview.alloc, "i", 3000, nbytes=100)
        self.assertRaises(TypeError, mview.alloc, "i", "x")

    def test_descriptors_are_passed_on(self):
        with mview.alloc("B", 100) as view:
            part = view[10:20]
            child = os.fork()
            if not child:
                mview.from_fd(os.dup(part.fileno()))[3] = 99
                os._exit(0)
            self.assertEqual(os.waitpid(child, 0)[1], 0)
            self.assertEqual(view[13], 99)
            part.release()

    def test_what_is_no_view_is_not_adopted(self):
        with open("/dev/null") as null:
            self.assertRaises(OSError, mview.from_fd, null.fileno())
            self.assertRaises((ValueError, OSError), mview.import_dmabuf, null)


if __name__ == "__main__":
    unittest.main()
