# SPDX-License-Identifier: LGPL-2.1-or-later
"""Frames of a camera: vivid, the kernel's virtual one."""
import asyncio
import contextlib
import errno
import os
import threading
import time
import unittest
from pathlib import Path

import mview
import numpy as np



def cameras():
    """The paths of vivid's cameras."""
    nodes = sorted(Path("/sys/class/video4linux").glob("video*"), key=lambda node: int(node.name[5:]))
    return [f"/dev/{node.name}" for node in nodes if "vivid" in (text := (node / "name").read_text()) and "vid-cap" in text]


class Vivid(unittest.TestCase):
    def setUp(self):
        if not cameras():
            self.skipTest("vivid is not loaded")
        self.path = cameras()[0]

    def open(self, pixel_format="RGB3", size=(640, 360), path=None, **options):
        camera = mview.camera(path or self.path, pixel_format=pixel_format, size=size, **{"timeout": 10, **options})
        self.addCleanup(camera.close)
        return camera


class Formats(Vivid):
    """The pixels of the first bar, which is white, are at the bottom: vivid writes on the top of its picture."""

    # Pixel format: shapes of the planes, strides of pixels, values of a white pixel
    FORMATS = {
        "GREY": ([(360, 640)], [(1,)], [[191]]),
        "RGB3": ([(360, 640, 3)], [(3, 1)], [[191, 191, 191]]),
        "BGR3": ([(360, 640, 3)], [(3, 1)], [[191, 191, 191]]),
        "YUYV": ([(360, 640, 2)], [(2, 1)], [[180, 128]]),
        "NV12": ([(360, 640), (180, 320, 2)], [(1,), (2, 1)], [[180], [128, 128]]),
        "NM12": ([(360, 640), (180, 320, 2)], [(1,), (2, 1)], [[180], [128, 128]]),
    }

    def check(self, path, pixel_format):
        shapes, strides, white = self.FORMATS[pixel_format]
        with self.open(pixel_format, path=path) as frames:
            self.assertEqual((frames.pixel_format, frames.width, frames.height), (pixel_format, 640, 360))
            frame = next(frames)
        self.assertEqual([plane.shape for plane in frame.planes], shapes)
        self.assertEqual([plane.strides[1:] for plane in frame.planes], strides)
        for plane, values in zip(frame.planes, white):
            pixel = np.asarray(plane)[-8, 8]
            self.assertLess(np.abs(pixel.astype(int) - values).max(), 5, (pixel, values))
        self.assertGreaterEqual(frame.filled, sum(plane.nbytes for plane in frame.planes))

    def test_planes_are_views_by_the_format(self):
        tested = set()
        for path in cameras():
            for pixel_format in self.FORMATS:
                with self.subTest(pixel_format, path=path), contextlib.suppress(ValueError):
                    self.check(path, pixel_format)
                    tested.add(pixel_format)
        self.assertGreaterEqual(tested, {"GREY", "RGB3", "BGR3", "YUYV", "NV12"})
        if len(cameras()) > 1:
            self.assertIn("NM12", tested)

    def test_the_size_becomes_one_that_there_is(self):
        with self.open(size=(700, 401)) as frames:
            frame = next(frames)
            self.assertEqual(frame.shape, (frames.height, frames.width, 3))
            self.assertNotEqual((frames.width, frames.height), (700, 401))

    def test_an_unknown_format_is_refused(self):
        with self.assertRaisesRegex(ValueError, "XYZ9"):
            self.open("XYZ9")
        with self.assertRaisesRegex(ValueError, "RGB24"):
            self.open("RGB24")


class Frames(Vivid):
    def test_memory_is_the_cameras(self):
        with self.open() as frames:
            frame = next(frames)
            array = np.asarray(frame)
            address = array.__array_interface__["data"][0]
            with open("/proc/self/maps") as maps:
                ranges = [[int(end, 16) for end in line.split()[0].split("-")] for line in maps if self.path in line]
            self.assertTrue(any(start <= address < end for start, end in ranges), (hex(address), ranges))
            self.assertEqual(array.shape, (360, 640, 3))
            array[0, 0] = 1, 2, 3
            self.assertEqual(frame[0, 0].tolist(), [1, 2, 3])
            self.assertEqual(memoryview(frame)[0, 0, 1], 2)

    def test_they_are_used_as_views(self):
        with self.open("GREY") as frames, next(frames) as frame:
            self.assertIsInstance(frame, mview.Frame)
            self.assertEqual((len(frame), frame.ndim, frame.format, frame.kind), (360, 2, "B", "memory"))
            self.assertEqual(len(frame.tobytes()), 640 * 360)
            frame[3, 4] = 77
            self.assertEqual((frame[3, 4], next(iter(frame[3:])).tolist()[4]), (77, 77))
            self.assertEqual(mview.View(frame)[3, 4], 77)
            self.assertRegex(repr(frame), "^<Frame [0-9]+, GREY 640x360>$")

    def test_they_come_in_time_and_order(self):
        before = time.monotonic()
        with self.open() as frames:
            seen = [(frame.sequence, frame.timestamp) for frame, _ in zip(frames, range(10))]
        after = time.monotonic()
        self.assertEqual(seen, sorted(set(seen)))
        # vivid tells when a frame was due, which may be a little after it came
        for _, timestamp in seen:
            self.assertTrue(before - 0.2 <= timestamp <= after + 0.2, (before, timestamp, after))

    def test_one_that_is_kept_stays_as_it_is(self):
        with self.open(buffers=4) as frames:
            kept = next(frames)
            array = np.asarray(kept)
            part = kept[100:102]
            array[:] = 7
            del kept
            for frame, _ in zip(frames, range(12)):
                self.assertNotEqual(frame[-8, 8].tolist(), [7, 7, 7])
            del frame
            self.assertTrue((array == 7).all())
        # Nor does the end of the camera matter
        self.assertTrue((array == 7).all())
        self.assertEqual(part[0, 0].tolist(), [7, 7, 7])

    def test_when_all_are_held_the_next_is_an_error(self):
        with self.open(buffers=3) as frames:
            held = []
            with self.assertRaisesRegex(OSError, "held") as caught:
                for frame in frames:
                    held.append(frame)
            del frame
            self.assertEqual(caught.exception.errno, errno.EBUSY)
            self.assertLessEqual(3, len(held))
            held.pop().release()
            self.assertGreater(next(frames).sequence, held[-1].sequence)

    def test_one_that_is_used_is_not_released(self):
        with self.open() as frames:
            frame = next(frames)
            array = np.asarray(frame)
            with self.assertRaises(BufferError):
                frame.release()
            del array
            frame.release()
            frame.release()
            with self.assertRaisesRegex(ValueError, "released"):
                frame[0, 0]

    def test_their_planes_are_exported_as_dmabufs(self):
        for pixel_format in "RGB3", "NV12":
            with self.subTest(pixel_format), self.open(pixel_format) as frames, next(frames) as frame:
                for i, plane in enumerate(frame.planes):
                    fd, offset = frame.export_dmabuf(i)
                    with os.fdopen(fd, "rb") as dmabuf, mview.import_dmabuf(dmabuf, "B", plane.shape, plane.strides, offset) as view:
                        self.assertEqual(view.tobytes(), plane.tobytes())
                with self.assertRaisesRegex(IndexError, f"no plane {len(frame.planes)}"):
                    frame.export_dmabuf(len(frame.planes))
                frames.close()
                with self.assertRaisesRegex(OSError, "closed") as caught:
                    frame.export_dmabuf()
                self.assertEqual(caught.exception.errno, errno.ENODEV)
                frame.release()
                with self.assertRaisesRegex(ValueError, "released"):
                    frame.export_dmabuf()

    def test_memory_goes_with_the_camera_and_its_frames(self):
        def mapped():
            with open("/proc/self/maps") as maps:
                return sum(self.path in line for line in maps)

        with self.open() as frames:
            frame = next(frames)
            self.assertGreater(mapped(), 0)
        self.assertGreater(mapped(), 0)
        del frame
        self.assertEqual(mapped(), 0)


class Cameras(Vivid):
    def test_a_closed_one_has_no_frames(self):
        with self.open() as frames:
            next(frames)
        for do in (lambda: next(frames), frames.fileno):
            with self.assertRaisesRegex(ValueError, "closed"):
                do()
        frames.close()

    def test_a_frame_that_is_late_is_an_error(self):
        # A busy machine may have the first ones ready
        with self.open(timeout=0) as frames, self.assertRaisesRegex(TimeoutError, self.path):
            for _ in range(500):
                next(frames)

    def test_another_program_is_told_of(self):
        with self.open() as frames, mview.camera(self.path, timeout=5) as other:
            next(frames)
            with self.assertRaisesRegex(OSError, self.path) as caught:
                next(other)
            self.assertEqual(caught.exception.errno, errno.EBUSY)

    def test_one_thread_waits_at_a_time(self):
        with self.open() as frames:
            next(frames)
            waited = threading.Thread(target=lambda: [next(frames).sequence for _ in range(20)])
            waited.start()
            with self.assertRaisesRegex(RuntimeError, "thread"):
                while waited.is_alive():
                    frames._camera.size()
            waited.join()

    def test_what_is_no_camera_is_named(self):
        for path, error in (("/dev/video999", FileNotFoundError), ("/dev/null", OSError)):
            with self.subTest(path), self.assertRaisesRegex(error, path):
                mview.camera(path)

    def test_its_picture_is_a_source(self):
        with mview.open(f"v4l2:{self.path}") as view:
            self.assertEqual(view.shape[:2], (360, 640))


class Awaited(Vivid):
    def test_other_tasks_run_meanwhile(self):
        async def count(ticks):
            while True:
                ticks.append(0)
                await asyncio.sleep(0.01)

        async def main():
            ticks, sequences = [], []
            counter = asyncio.create_task(count(ticks))
            with self.open() as frames:
                async for frame in frames:
                    sequences.append(frame.sequence)
                    if len(sequences) == 8:
                        break
            counter.cancel()
            self.assertEqual(sequences, sorted(set(sequences)))
            self.assertGreater(len(ticks), 3)

        asyncio.run(main())

    def test_a_close_ends_the_wait(self):
        async def main():
            with self.open(timeout=None) as frames:
                await anext(frames)
                pending = asyncio.ensure_future(self.drain(frames))
                await asyncio.sleep(0.2)
                frames.close()
                with self.assertRaisesRegex(ValueError, "closed"):
                    await asyncio.wait_for(pending, 5)

        asyncio.run(main())

    async def drain(self, frames):
        async for _ in frames:
            pass

    def test_a_frame_that_is_late_is_an_error(self):
        async def main():
            with self.open(timeout=0) as frames, self.assertRaisesRegex(TimeoutError, self.path):
                for _ in range(500):
                    await anext(frames)

        asyncio.run(main())


if __name__ == "__main__":
    unittest.main()
