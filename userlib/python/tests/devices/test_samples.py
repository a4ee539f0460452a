# SPDX-License-Identifier: LGPL-2.1-or-later
"""Buffers of the sample drivers through lenses: registers of QEMU's edu, and a type that a driver names."""
import unittest
from pathlib import Path

import mview

from lens import elements, matching

DRIVER = Path("/sys/bus/pci/drivers/mview_edu")


class Edu(unittest.TestCase):
    def setUp(self):
        self.device = next(DRIVER.glob("0000:*"))
        self.name = next(buffer.name for buffer in mview.buffers() if buffer.name.endswith(".regs") and self.device.name in buffer.name)

    def registers(self):
        with mview.open(self.name) as view:
            return elements("edu_regs", view.tobytes())[0]

    def test_registers_have_names(self):
        before = self.registers()
        self.assertEqual((before.id.magic, before.id.minor, before.id.major), (237, 0, 1))
        self.assertRegex(str(before), "^{id: {magic: 237, minor: 0, major: 1}, ")
        (self.device / "transfer").write_text("from_device coherent 16 100")
        after = self.registers()
        self.assertEqual((after.source, after.count, after.irq_status), (0x40000, 100, 0))
        self.assertEqual((after.command.run, after.command.from_device, after.command.irq), (0, 1, 1))
        self.assertRegex(str(after), " destination: 0x[0-9a-f]+, ")

    def test_the_lens_is_found_by_its_buffer(self):
        self.assertEqual(matching(next(buffer for buffer in mview.buffers() if buffer.name == self.name)), "edu_regs")


@unittest.skipUnless(Path("/sys/kernel/btf/mview_kinds").exists(), "the project's modules have no BTF for this kernel")
class Kinds(unittest.TestCase):
    def test_a_type_that_the_driver_names_has_a_lens(self):
        ring = next(buffer for buffer in mview.buffers() if buffer.name == "mview_kinds.ring")
        self.assertEqual(matching(ring), "kinds_descriptor")
        with mview.open(ring.name) as view:
            entry = view.lens()[0]
        self.assertEqual(str(entry), "{address: 0x0, length: 0, done: 0, error: 0, queue: 0, vlan: 0}")


if __name__ == "__main__":
    unittest.main()
