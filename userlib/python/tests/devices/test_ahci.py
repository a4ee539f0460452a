# SPDX-License-Identifier: LGPL-2.1-or-later
"""What ahci has for a port through lenses, beside libata's tracepoint."""
import mmap
import os
import re
import unittest
from pathlib import Path

from lens import lens
from machine import buffers, tobytes, tracing, wait_for

HEADERS, FRAMES = slice(0, 1024), slice(1024, 1280)


class Ahci(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        disk = wait_for(lambda: [path for path in Path("/sys/block").glob("sd*") if "/ata" in str(path.resolve())])[0].name
        cls.port = int(re.search(r"/ata(\d+)/", str(Path("/sys/block", disk).resolve()))[1])
        fd = os.open(f"/dev/{disk}", os.O_RDONLY | os.O_DIRECT)
        with tracing("libata/ata_qc_issue") as trace, mmap.mmap(-1, 12288) as room:
            os.preadv(fd, [room], 0x123000)
        os.close(fd)
        cls.issued = re.findall(rf"ata_port={cls.port} .*tag=(\d+) proto=(\w+) cmd=ATA_CMD_(\w+).*tf=\(([0-9a-f/:]*)\)", trace.text)
        cls.memory = next(memory for buffer in buffers("ahci") if buffer.nbytes > 90000 and any((memory := tobytes(buffer))[:1024]))

    def command(self):
        """The latest one: its header, its table, and what libata says of it."""
        tag, protocol, name, taskfile = self.issued[-1]
        tag = int(tag)
        table = lens("ahci_command_table").elements(self.memory[1280:])[tag]
        return lens("ahci_command_header").elements(self.memory[HEADERS])[tag], table, protocol, name, taskfile

    def test_the_command_is_that_of_the_tracepoint(self):
        _, table, _, name, taskfile = self.command()
        self.assertEqual((table.text("host.fis"), table.text("host.command")), ("host_to_device", name.lower()))
        self.assertEqual(table["host.options.command"], 1)
        names = ("command", "feature", "count & 0xff", "lba[0]", "lba[1]", "lba[2]", "feature_high", "count >> 8",
                 "lba_high[0]", "lba_high[1]", "lba_high[2]", "device")
        self.assertEqual([table[f"host.{name}"] for name in names], [int(part, 16) for part in re.split("[/:]", taskfile)])

    def test_the_header_fits_the_command(self):
        header, table, _, _, _ = self.command()
        self.assertEqual((header["opts.fis_words"], header["opts.write"], header["opts.atapi"]), (5, 0, 0))
        entries = header["opts.entries"]
        self.assertGreater(entries, 0)
        self.assertEqual(sum(table[f"data[{place}].size.last_byte"] + 1 for place in range(entries)), 12288)

    def test_the_disk_has_answered(self):
        frames, = lens("ahci_received").elements(self.memory[FRAMES])
        _, _, protocol, _, _ = self.command()
        kind = "device_bits" if "NCQ" in protocol else "device_to_host"
        self.assertEqual(frames.text(f"{kind}.fis"), kind)
        self.assertEqual(frames[f"{kind}.status & 1"], 0)
        self.assertIn("drdy", frames.text(f"{kind}.status"))


if __name__ == "__main__":
    unittest.main()
