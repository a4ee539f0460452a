# SPDX-License-Identifier: LGPL-2.1-or-later
"""What ahci has for a port through lenses, beside libata's tracepoint."""
import mmap
import os
import re
import unittest
from pathlib import Path

from lens import elements
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
        table = elements("ahci_command_table", self.memory[1280:])[tag]
        return elements("ahci_command_header", self.memory[HEADERS])[tag], table, protocol, name, taskfile

    def test_the_command_is_that_of_the_tracepoint(self):
        _, table, _, name, taskfile = self.command()
        host = table.host
        self.assertEqual((host.fis.name, host.command.name, host.options.command), ("host_to_device", name.lower(), 1))
        self.assertEqual([host.command, host.feature, host.count & 0xff, *host.lba, host.feature_high, host.count >> 8, *host.lba_high, host.device],
                         [int(part, 16) for part in re.split("[/:]", taskfile)])

    def test_the_header_fits_the_command(self):
        header, table, _, _, _ = self.command()
        self.assertEqual((header.opts.fis_words, header.opts.write, header.opts.atapi), (5, 0, 0))
        entries = header.opts.entries
        self.assertGreater(entries, 0)
        self.assertEqual(sum(entry.size.last_byte + 1 for entry in table.data[:entries]), 12288)

    def test_the_disk_has_answered(self):
        frames, = elements("ahci_received", self.memory[FRAMES])
        _, _, protocol, _, _ = self.command()
        kind = "device_bits" if "NCQ" in protocol else "device_to_host"
        frame = getattr(frames, kind)
        self.assertEqual((frame.fis.name, frame.status & 1), (kind, 0))
        self.assertIn("drdy", frame.status.name)


if __name__ == "__main__":
    unittest.main()
