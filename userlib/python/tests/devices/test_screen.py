# SPDX-License-Identifier: LGPL-2.1-or-later
"""What a screen shows, as QEMU has it."""
import errno
import os
import re
import unittest
from pathlib import Path

import mview

from machine import monitor, wait_for

DRM = Path("/sys/class/drm")


def cards(driver):
    """Names of a driver's cards."""
    return [path.name for path in DRM.glob("card?") if (path / "device/driver").resolve().name == driver]


class Screen(unittest.TestCase):
    """The kernel's console is on it until a picture is drawn over it."""

    @classmethod
    def setUpClass(cls):
        for console in Path("/sys/class/vtconsole").glob("vtcon*"):
            if "frame buffer" in (console / "name").read_text():
                (console / "bind").write_text("0")

    @staticmethod
    def draw(card):
        """Bytes of no pattern on a card's screen, through the driver's own framebuffer device."""
        framebuffer = next((DRM / card / "device/graphics").iterdir())
        # Only the first card's is switched on by the console.
        (framebuffer / "blank").write_text("0")
        width, height = map(int, (framebuffer / "virtual_size").read_text().split(","))
        Path("/dev", framebuffer.name).write_bytes(os.urandom(width * height * 4))

    def compare(self, driver, device):
        card = wait_for(lambda: cards(driver))
        self.assertTrue(card, f"no card of {driver}")
        wait_for(lambda: [*(DRM / card[0] / "device").glob("graphics/fb*")])
        try:
            mview.open(f"drm:{card[0]}").release()
        except OSError as error:
            # The driver bochs of Linux 6.1
            if error.errno == errno.ENOSYS:
                self.skipTest(str(error))
        self.draw(card[0])

        def picture():
            saved = monitor().saved("screendump", device=device)
            width, height, pixels = re.fullmatch(rb"P6\n(\d+) (\d+)\n255\n(.*)", saved, re.DOTALL).groups()
            with mview.open(f"drm:{card[0]}") as screen:
                self.assertEqual(screen.shape[:2], (int(height), int(width)))
                shown = screen[..., 2::-1].tobytes()
            return shown == pixels and len({*pixels}) == 256
        self.assertTrue(wait_for(picture, 5))

    def test_of_bochs(self):
        self.compare("bochs-drm", "bochs")

    def test_of_virtio_gpu(self):
        self.compare("virtio-pci", "virtio-gpu")


if __name__ == "__main__":
    unittest.main()
