# SPDX-License-Identifier: LGPL-2.1-or-later
"""The examples and the documents' own code, in the guest. Pictures go to build/python/examples/."""
import contextlib
import importlib.util
import io
import os
import shutil
import struct
import sys
import unittest
from pathlib import Path

TREE = Path(__file__).resolve().parents[4]
sys.path.insert(0, str(TREE / "userlib/python/tests"))
sys.path.insert(0, str(TREE / "userlib/python/tests/guest"))
from documents import block_of  # noqa: E402
from sim import Source  # noqa: E402

import mview  # noqa: E402

PICTURES = Path(os.environ["BUILD"]) / "python/examples"


def example(name):
    spec = importlib.util.spec_from_file_location(name, TREE / f"userlib/python/examples/{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def vivid():
    """A camera: vivid."""
    for node in sorted(Path("/sys/class/video4linux").glob("video*")):
        if "vivid" in (node / "name").read_text() and "vid-cap" in (node / "name").read_text():
            return f"/dev/{node.name}"
    return None


def size_of_png(path):
    data = path.read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    return struct.unpack(">II", data[16:24])


class Adc(unittest.TestCase):
    """Run them with a buffer that is called adc0, as in the documents."""

    def setUp(self):
        self.sim = Source(name="adc0", shape=256, pattern="sine", rate=20)
        self.addCleanup(self.sim.remove)
        PICTURES.mkdir(parents=True, exist_ok=True)

    def run_block(self, code):
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            exec(compile(code, "document", "exec"), {})
        return said.getvalue()

    def test_live_data_is_plotted(self):
        to = PICTURES / "live.png"
        to.unlink(missing_ok=True)
        with contextlib.redirect_stdout(io.StringIO()) as said:
            example("live").main("adc0", str(to), "4")
        self.assertRegex(said.getvalue(), r"adc0: blocks \d+, \d+, \d+, \d+ of 256 elements")
        self.assertEqual(size_of_png(to), (900, 400))

    def test_the_readme_of_the_package(self):
        block = block_of("userlib/python/README.md", 0)
        said = self.run_block(block)
        self.assertRegex(said, r"adc0 <?h \(256,\)")
        self.assertRegex(said, r"\[[-\d, ]+\] \d+")

    def test_the_readme_of_the_project(self):
        block = block_of("README.md", 0)
        self.assertRegex(self.run_block(block), r"(?s)\d")


class Camera(unittest.TestCase):
    def test_a_frame_is_shown(self):
        path = vivid()
        if not path:
            self.skipTest("vivid is not loaded")
        PICTURES.mkdir(parents=True, exist_ok=True)
        to = PICTURES / "camera.png"
        to.unlink(missing_ok=True)
        with contextlib.redirect_stdout(io.StringIO()) as said:
            example("camera").main(path, str(to))
        self.assertRegex(said.getvalue(), "640 by 360, 691200 bytes; the middle is")
        self.assertEqual(size_of_png(to), (900, 600))

    def test_the_readme_of_the_package(self):
        path = vivid()
        if not path:
            self.skipTest("vivid is not loaded")
        said = []

        def say(*words):
            said.append(words)
            if len(said) == 3:
                raise KeyboardInterrupt

        block = block_of("userlib/python/README.md", 1)
        with self.assertRaises(KeyboardInterrupt):
            exec(compile(block.replace("/dev/video0", path), "document", "exec"), {"mview": mview, "print": say})
        self.assertEqual([0 < mean < 255 for _, _, mean in said], [True] * 3)


if __name__ == "__main__":
    unittest.main()
