# SPDX-License-Identifier: LGPL-2.1-or-later
"""Descriptors of e1000e through lenses, beside the card's registers and what was sent."""
import contextlib
import ctypes
import fcntl
import re
import socket
import struct
import subprocess
import time
import unittest
from operator import attrgetter
from pathlib import Path

from lens import elements, matching
from machine import buffers, of_driver, tobytes, wait_for

SIOCETHTOOL, ETHTOOL_GREGS = 0x8946, 4
HOST = "10.0.2.2"


class E1000e(unittest.TestCase):
    """A connection that QEMU's network refuses: both sides send, and all is still afterwards."""

    @classmethod
    def setUpClass(cls):
        cls.device = of_driver("e1000e")[0]
        cls.interface = next(Path(f"/sys/bus/pci/devices/{cls.device}/net").iterdir()).name
        subprocess.run(["ip", "link", "set", "dev", cls.interface, "up"], check=True)
        subprocess.run(["ip", "address", "replace", "10.0.2.15/24", "dev", cls.interface], check=True)
        wait_for(lambda: Path("/sys/class/net", cls.interface, "carrier").read_text().strip() == "1")
        for _ in range(3):
            with socket.socket() as connection, contextlib.suppress(OSError):
                connection.settimeout(2)
                connection.connect((HOST, 1))
        with socket.socket(type=socket.SOCK_DGRAM) as datagrams:
            for number in range(5):
                datagrams.sendto(bytes(100 * number + 60), (HOST, 9))
        cls.registers, cls.packets, cls.sent, cls.received = wait_for(cls.still)

    @classmethod
    def rings(cls):
        """Head and tail of both rings, as "ethtool -d" has them: received, sent."""
        words = (ctypes.c_uint32 * 35)(ETHTOOL_GREGS, 0, 32 * 4)
        request = struct.pack("16sP", cls.interface.encode(), ctypes.addressof(words)).ljust(40, b"\0")
        with socket.socket() as any_socket:
            fcntl.ioctl(any_socket, SIOCETHTOOL, request)
        registers = words[3:]
        return [*registers[4:6], *registers[9:11]]

    @classmethod
    def still(cls):
        """The registers, and both rings as they are then; nothing if that changes."""
        before = cls.rings()
        packets = int(Path("/sys/class/net", cls.interface, "statistics/tx_packets").read_text())
        rings = [tobytes(buffers("e1000e", symbol)[0]) for symbol in ("setup_tx_resources", "setup_rx_resources")]
        time.sleep(0.3)
        if before != cls.rings() or not before[0] or not before[2]:
            return None
        return before, packets, elements("e1000_tx_desc", rings[0]), elements("e1000_rx_desc", rings[1])

    def test_head_and_tail_are_those_of_the_card(self):
        rdh, _, tdh, tdt = self.registers
        self.assertEqual(tdh, tdt)
        # Nothing has gone round yet: what was used is in front.
        used = [place for place, entry in enumerate(self.sent) if entry.data.command]
        self.assertEqual(used, [*range(tdt)])
        used = [place for place, entry in enumerate(self.received) if entry.wb.upper.length]
        self.assertEqual(used, [*range(rdh)])

    def test_each_packet_has_an_end(self):
        ends = 0
        for entry in self.sent[:self.registers[3]]:
            kind = re.match(r"{(\w+): ", str(entry))[1]
            self.assertIn(kind, ("legacy", "context", "data"))
            ends += {"legacy": entry.legacy.lower.flags.cmd.eop, "context": 0, "data": entry.data.command.eop}[kind]
        self.assertEqual(ends, self.packets)

    def test_lengths_are_those_of_the_packets(self):
        lengths = [entry.data.command.length for entry in self.sent[:self.registers[3]]
                   if re.match(r"{(legacy|data): ", str(entry)) and entry.data.command.eop]
        # Headers of Ethernet, IP and UDP
        self.assertEqual([length for length in lengths if length >= 102][-5:], [42 + 60 + 100 * number for number in range(5)])

    def test_received_packets_are_whole(self):
        for entry in self.received[:self.registers[0]]:
            # The driver takes the lowest byte away once it has seen a packet.
            self.assertEqual((entry.wb.upper.status_error.rxe, entry.wb.upper.status_error.ce), (0, 0))
            self.assertGreaterEqual(entry.wb.upper.length, 60)
        waiting = self.received[self.registers[0] + 1]
        self.assertRegex(str(waiting), "^{read: {buffer_addr: 0x[0-9a-f]+, ")

    def test_lenses_are_found_by_their_buffers(self):
        self.assertEqual(matching(buffers("e1000e", "setup_tx_resources")[0]), "e1000_tx_desc")
        self.assertEqual(matching(buffers("e1000e", "setup_rx_resources")[0]), "e1000_rx_desc")


class Bits(unittest.TestCase):
    """Each bit by itself, where the driver's defines.h has it: a card sets some of them only."""

    SENT = {"eop": 0x01000000, "ifcs": 0x02000000, "rs": 0x08000000, "rps": 0x10000000, "vle": 0x40000000, "ide": 0x80000000}
    EXTENSION = 0x20000000
    RECEIVED = {"dd": 0x01, "eop": 0x02, "ixsm": 0x04, "vp": 0x08, "udpcs": 0x10, "tcpcs": 0x20, "timestamp": 0x100, "ce": 0x01000000,
                "se": 0x02000000, "seq": 0x04000000, "cxe": 0x10000000, "tcpe": 0x20000000, "ipe": 0x40000000, "rxe": 0x80000000}

    def set_in(self, kind, member, data):
        """The names of the bits that are set."""
        entry, = elements(kind, data)
        value = attrgetter(member)(entry)
        return {name for name, text in re.findall(r"(\w+)=(\w+)", repr(value)) if text == "1"}

    def test_of_what_is_sent(self):
        for name, bit in self.SENT.items():
            self.assertEqual(self.set_in("e1000_tx_desc", "legacy.lower.flags.cmd", struct.pack("<QII", 0, bit, 0)), {name})
            extended = struct.pack("<QII", 0, bit | self.EXTENSION, 0)
            self.assertEqual(self.set_in("e1000_tx_desc", "data.command", extended), {name, "dext"})

    def test_of_what_is_received(self):
        for name, bit in self.RECEIVED.items():
            self.assertEqual(self.set_in("e1000_rx_desc", "wb.upper.status_error", struct.pack("<QII", 0, bit, 0)), {name})


class Legacy(unittest.TestCase):
    """No driver of today uses these: the bytes are of the manual."""

    def test_a_packet(self):
        entry, = elements("e1000_rx_desc_legacy", struct.pack("<QHHBBH", 0x1234000, 64, 0xbeef, 0x7, 0x20, 0x6005))
        self.assertEqual(str(entry), "{buffer_addr: 0x1234000, length: 64, csum: 48879, "
                         "status: {dd: 1, eop: 1, ixsm: 1, vp: 0, udpcs: 0, tcpcs: 0, ipcs: 0, pif: 0}, "
                         "errors: {ce: 0, se: 0, seq: 0, cxe: 0, tcpe: 1, ipe: 0, rxe: 0}, special: {vlan: 5, cfi: 0, priority: 3}}")


if __name__ == "__main__":
    unittest.main()
