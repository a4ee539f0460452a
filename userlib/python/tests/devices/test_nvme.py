# SPDX-License-Identifier: LGPL-2.1-or-later
"""The queues of nvme through lenses, beside the driver's own tracepoints."""
import contextlib
import ctypes
import fcntl
import mmap
import os
import re
import struct
import unittest
from pathlib import Path

from lens import elements, matching, tool
from machine import buffers, one_cpu, tracing, wait_for

DISK = Path("/dev/nvme0n1")
NVME_IOCTL_ADMIN_CMD, NVME_IOCTL_IO_CMD = 0xc0484e41, 0xc0484e43
READ, IDENTIFY, CNS_CTRL = 2, 6, 1


def pass_through(disk, request, opcode, *, nsid=0, cdw10=0, cdw12=0):
    """Give the controller a command that returns a page."""
    with mmap.mmap(-1, 4096) as page:
        address = ctypes.addressof(ctypes.c_char.from_buffer(page))
        command = struct.pack("=BBHIIIQQIIIIIIIIII", opcode, 0, 0, nsid, 0, 0, 0, address, 0, 4096, cdw10, 0, cdw12, 0, 0, 0, 0, 0)
        return fcntl.ioctl(disk, request, bytearray(command))


class Nvme(unittest.TestCase):
    """One CPU asks, one command at a time: the n-th command of its queue has the n-th completion."""

    @classmethod
    def setUpClass(cls):
        wait_for(DISK.exists)
        one_cpu(cls, DISK.name)
        disk = os.open(DISK, os.O_RDONLY | os.O_DIRECT)
        cls.addClassCleanup(os.close, disk)
        with tracing("nvme") as trace, mmap.mmap(-1, 16384) as room:
            for number in range(40):
                with memoryview(room) as view, view[:4096 * (1 + number % 3)] as part:
                    os.preadv(disk, [part], 8192 * number)
            # A block that the disk does not have
            cls.refused = pass_through(disk, NVME_IOCTL_IO_CMD, READ, nsid=1, cdw10=0xffffff00, cdw12=7)
            pass_through(disk, NVME_IOCTL_ADMIN_CMD, IDENTIFY, cdw10=CNS_CTRL)
        cls.trace = trace.text
        cls.found = buffers("nvme", "nvme_alloc_queue")
        cls.memory = [buffer.open().tobytes() for buffer in cls.found]

    def events(self, name, qid):
        """The numbers and words of the tracepoint's lines for a queue."""
        lines = re.findall(rf"{name}: nvme0: (?:disk=\w+, )?qid={qid}, (.*)", self.trace)
        return [dict(re.findall(r"(\w+)=\(?([\w]+)", line)) for line in lines]

    def both(self, qid):
        """Completions and commands of a queue."""
        kind = "nvme_command" if qid else "nvme_admin_command"
        return elements("nvme_completion", self.memory[2 * qid]), elements(kind, self.memory[2 * qid + 1])

    def compare_command(self, command, event):
        prefix, opcode = re.match("(nvme_(?:cmd|admin)_)(.*)", event["cmd"]).groups()
        self.assertEqual(command.common.opcode.name, opcode)
        # The kind of the data pointer, in the highest bits of the flags, is set behind the tracepoint.
        self.assertEqual((command.common.command_id, command.common.nsid, command.common.flags & 0x3f),
                         (int(event["cmdid"]), int(event["nsid"]), int(event["flags"], 0)))
        if opcode == "read":
            self.assertEqual((command.rw.slba, command.rw.length, command.rw.dsmgmt),
                             (int(event["slba"]), int(event["len"]), int(event["dsmgmt"])))
            self.assertRegex(str(command), rf"^{{+rw: {{opcode: read, .* slba: {event['slba']}, length: {event['len']}, ")
        if opcode == "identify":
            self.assertEqual(command.identify.cns, int(event["cns"]))
            self.assertRegex(str(command), "^{+identify: {opcode: identify, .* cns: ctrl, ")

    def compare_completion(self, completion, event, sq):
        self.assertEqual((completion.command_id, completion.result.u64, completion.sq_head),
                         (int(event["cmdid"]), int(event["res"], 0), int(sq["head"])))
        # The kernel's status has no phase.
        self.assertEqual(int(completion.status) >> 1, int(event["status"], 0))

    def test_commands_and_completions_are_those_of_the_tracepoints(self):
        completions, commands = self.both(1)
        setups, ends, heads = (self.events(name, 1) for name in ("nvme_setup_cmd", "nvme_complete_rq", "nvme_sq"))
        self.assertEqual(len(setups), 41)
        self.assertEqual((len(ends), len(heads)), (41, 41))
        for setup, end, sq in zip(setups, ends, heads, strict=True):
            place = int(sq["head"]) - 1
            self.assertEqual(sq["head"], sq["tail"])
            self.compare_command(commands[place], setup)
            self.compare_completion(completions[place], end, sq)
            self.assertEqual(completions[place].sq_id, 1)

    def test_phase_tells_what_is_complete(self):
        completions, _ = self.both(1)
        last = int(self.events("nvme_sq", 1)[-1]["head"])
        self.assertEqual([place for place, entry in enumerate(completions) if entry.status.phase], [*range(last)])

    def test_a_refused_command_says_why(self):
        completions, _ = self.both(1)
        last = completions[int(self.events("nvme_sq", 1)[-1]["head"]) - 1]
        self.assertEqual((last.status.code.name, last.status.code, last.status.do_not_retry), ("lba_range", self.refused & 0x7ff, 1))
        self.assertRegex(str(last), "status: {phase: 1, code: lba_range, retry_delay: 0, more: 0, do_not_retry: 1}")
        self.assertEqual(completions[0].status.code.name, "success")

    def test_admin_commands_are_those_of_the_tracepoints(self):
        completions, commands = self.both(0)
        setups, ends, heads = (self.events(name, 0) for name in ("nvme_setup_cmd", "nvme_complete_rq", "nvme_sq"))
        self.assertIn("nvme_admin_identify", [setup["cmd"] for setup in setups])
        for setup, end, sq in zip(setups, ends, heads, strict=True):
            self.compare_command(commands[int(sq["head"]) - 1], setup)
            found = [entry for entry in completions if entry.command_id == int(end["cmdid"]) and entry.sq_head == int(sq["head"])]
            self.compare_completion(found[-1], end, sq)
        self.assertTrue(any(re.match("{+create_cq: {opcode: create_cq, .*cqid: 1, ", str(command)) for command in commands))

    def test_the_tool_shows_the_same(self):
        completions, _ = self.both(1)
        place = int(self.events("nvme_sq", 1)[-1]["head"]) - 1
        self.assertEqual(tool("show", f"@{self.found[2].id}[{place}:{place + 1}]", "--fields", "sq_head,command_id,status.code,status.do_not_retry")[0].split()[-5:],
                         [str(place), str(completions[place].sq_head), f"{completions[place].command_id}", "lba_range", "1"])

    def test_lenses_are_found_by_their_buffers(self):
        self.assertEqual([matching(buffer) for buffer in self.found[:4]],
                         ["nvme_completion", "nvme_admin_command", "nvme_completion", "nvme_command"])


if __name__ == "__main__":
    unittest.main()
