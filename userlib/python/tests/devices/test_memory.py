# SPDX-License-Identifier: LGPL-2.1-or-later
"""Memory of the kernel's own drivers, as QEMU has it."""
import subprocess
import unittest
from pathlib import Path

from machine import buffers, monitor, of_driver, tobytes, wait_for


class Memory(unittest.TestCase):
    """A device address is an address of the machine's memory: there is no IOMMU."""

    def saved(self, buffer):
        """The bytes of a buffer that has not changed while QEMU saved them; None if it always does."""
        for _ in range(10):
            before = tobytes(buffer)
            saved = monitor().memory(buffer.address, buffer.nbytes)
            if before == tobytes(buffer):
                self.assertEqual(before, saved, buffer)
                return saved
        return None

    def compare(self, driver, number):
        """Of all that a driver has, which is at least a number of buffers."""
        found = wait_for(lambda: have if len(have := buffers(driver)) >= number else None)
        self.assertTrue(found, f"{driver} has {buffers(driver)}")
        saved = [saved for buffer in found if (saved := self.saved(buffer)) is not None]
        self.assertGreaterEqual(len(saved), number)
        self.assertTrue(any(map(any, saved)))

    def test_of_nvme(self):
        self.compare("nvme", 4)

    def test_of_e1000e(self):
        device = of_driver("e1000e")[0]
        interface = next(Path(f"/sys/bus/pci/devices/{device}/net").iterdir()).name
        subprocess.run(["ip", "link", "set", "dev", interface, "up"], check=True)
        self.compare("e1000e", 2)

    def test_of_xhci(self):
        self.compare("xhci_hcd", 8)


if __name__ == "__main__":
    unittest.main()
