# SPDX-License-Identifier: LGPL-2.1-or-later
"""Memory of the kernel's own drivers, as QEMU has it, and as they tell of it themselves."""
import collections
import re
import subprocess
import unittest
from pathlib import Path

from machine import buffers, monitor, of_driver, wait_for

XHCI = Path("/sys/kernel/debug/usb/xhci")


def tobytes(buffer):
    """Its bytes; None once the driver has freed it."""
    try:
        with buffer.open() as view:
            return view.tobytes()
    except OSError:
        return None


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


class Xhci(unittest.TestCase):
    """Its driver shows its rings in debugfs: an address and words of each entry."""

    @classmethod
    def setUpClass(cls):
        cls.device = of_driver("xhci_hcd")[0]
        cls.folder = XHCI / cls.device
        # The keyboard is there, its interrupt endpoint too.
        if not wait_for(lambda: [*cls.folder.glob("devices/*/ep02/trbs")]):
            raise unittest.SkipTest("there is no device of USB")

    def entries(self, ring):
        """Address, the driver's words and the four numbers of each entry of a ring, as one moment has them."""
        def read():
            text, found = (ring / "trbs").read_text(), []
            for address, words in re.findall(r"^(?: *\d+ )?(0x[0-9a-f]+): (.*)$", text, re.MULTILINE):
                at = int(address, 16)
                buffer = next(buffer for buffer in have if buffer.address <= at < buffer.address + buffer.nbytes)
                numbers = int.from_bytes(memory[buffer.id][at - buffer.address:][:16], "little")
                found.append((at, words, [numbers >> shift & 0xffffffff for shift in (0, 32, 64, 96)]))
            return found if text == (ring / "trbs").read_text() else None
        have = [buffer for buffer in buffers("xhci_hcd") if buffer.device == self.device]
        memory = {buffer.id: tobytes(buffer) for buffer in have}
        return read()

    def rings(self):
        return [path.parent for path in self.folder.glob("**/trbs")]

    def test_rings_are_those_of_debugfs(self):
        self.assertGreaterEqual(len(self.rings()), 4)
        types = collections.defaultdict(set)
        for ring in self.rings():
            entries = self.entries(ring)
            self.assertTrue(entries, ring)
            for _, words, numbers in entries:
                name = re.search(r"type '([^']*)'", words) or re.search("^([^:]*):", words)
                types[numbers[3] >> 10 & 63].add(name[1])
                if raw := re.search(r"raw ([0-9a-f ]+)$", words):
                    self.assertEqual([int(word, 16) for word in raw[1].split()], numbers)
                elif address := re.search(r"(?:LINK|TRB|Buffer|ctx|deq) ([0-9a-f]{16})", words):
                    self.assertEqual(int(address[1], 16), numbers[1] << 32 | numbers[0])
                if flags := re.search(r"flags (\S+)$", words):
                    self.assertEqual(flags[1][-1], "cC"[numbers[3] & 1])
        # A number has one name; there are links, commands, transfers and events.
        self.assertTrue(all(len(names) == 1 for names in types.values()), types)
        self.assertEqual(len(set().union(*types.values())), len(types))
        self.assertGreaterEqual(len(types), 5)


if __name__ == "__main__":
    unittest.main()
