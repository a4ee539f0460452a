# SPDX-License-Identifier: LGPL-2.1-or-later
"""The rings of xhci through the lens, beside the words that its driver has for them in debugfs."""
import collections
import re
import unittest
from operator import attrgetter
from pathlib import Path

from lens import elements, matching
from machine import buffers, of_driver, tobytes, wait_for

XHCI = Path("/sys/kernel/debug/usb/xhci")
# Letters of debugfs for flags: small ones where they are not set
FLAGS = {
    "link": "ioc:I chain:C toggle:T cycle:C",
    "event": "event_data:E cycle:C",
    "setup": "idt:I ioc:I cycle:C",
    "data": "idt:I ioc:I chain:C no_snoop:S isp:I ent:E cycle:C",
    "status": "ioc:I chain:C ent:E cycle:C",
    "transfer": "bei:B idt:I ioc:I chain:C no_snoop:S isp:I ent:E cycle:C",
    "addr_dev": "option:B cycle:C",
    "config_ep": "option:D cycle:C",
    "reset_ep": "option:T cycle:C",
    "command": "cycle:C",
}
AMOUNT = "length {status.length} TD size {status.td_size} intr {status.interrupter} type '{type}' flags {flags}"
WORDS = {
    "link": "LINK {segment:016x} intr {status.interrupter} type '{type}' flags {flags}",
    "event": "TRB {pointer:016x} status '{code}' len {status.length} slot {control.slot} ep {control.endpoint} type '{type}' flags {flags}",
    "setup": "bRequestType {request_type:02x} bRequest {request:02x} wValue {value:04x} wIndex {index:04x} "
             "wLength {request_length} " + AMOUNT,
    "transfer": "Buffer {buffer:016x} " + AMOUNT,
    "enable_slot": "{type}: flags {flags}",
    "reset_ep": "{type}: slot {control.slot} ep {control.endpoint} flags {flags}",
    "stop_ring": "{type}: slot {control.slot} sp {control.suspend} ep {control.endpoint} flags {flags}",
    "set_deq": "{type}: deq {context:016x} stream {status.stream} slot {control.slot} ep {control.endpoint} flags {flags}",
    "reset_dev": "{type}: slot {control.slot} flags {flags}",
    "command": "{type}: ctx {context:016x} slot {control.slot} flags {flags}",
}


def name_of(number):
    """Of a value that has one."""
    return getattr(number, "name", str(number))


def words(entry):
    """What the driver says of an entry, but for the names of its type and code, which are the lens's."""
    kind = re.match(r"{(\w+): ", str(entry))[1]
    part = getattr(entry, kind)
    name = name_of(part.control.type)
    # Transfers and commands differ by their types; a type of events is called transfer, too.
    key = name if kind in ("transfer", "command") else kind

    def fill(match):
        member, form = match[1], match[2] or ""
        if member == "type":
            return name
        if member == "code":
            return name_of(entry.event.status.code)
        if member == "flags":
            pairs = [flag.split(":") for flag in FLAGS.get(key, FLAGS[kind]).split()]
            return ":".join(letter if getattr(part.control, flag) else letter.lower() for flag, letter in pairs)
        return format(attrgetter(member)(part), form)
    return re.sub(r"\{([\w.]+):?(\w*)\}", fill, WORDS.get(key, WORDS[kind]))


class Xhci(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.device = of_driver("xhci_hcd")[0]
        cls.folder = XHCI / cls.device
        # The keyboard is there, its interrupt endpoint too.
        if not wait_for(lambda: [*cls.folder.glob("devices/*/ep02/trbs")]):
            raise unittest.SkipTest("there is no device of USB")

    def entries(self, ring):
        """The driver's words for each entry of a ring, and the entry."""
        have = [buffer for buffer in buffers("xhci_hcd") if buffer.device == self.device]
        memory = {buffer.id: tobytes(buffer) for buffer in have}
        for address, said in re.findall(r"^(?: *\d+ )?0x([0-9a-f]+): (.*)$", (ring / "trbs").read_text(), re.MULTILINE):
            at = int(address, 16)
            buffer = next(buffer for buffer in have if buffer.address <= at < buffer.address + buffer.nbytes)
            place = at - buffer.address
            yield said, elements("xhci_trb", memory[buffer.id][place:place + 16])[0]

    def compare(self, said, entry, names):
        if raw := re.search(r"raw (\w+) (\w+) (\w+) (\w+)$", said):
            transfer = entry.transfer
            self.assertEqual([int(word, 16) for word in raw.groups()],
                             [transfer.buffer & 0xffffffff, transfer.buffer >> 32, int(transfer.status), int(transfer.control)])
            return
        mine = words(entry)
        for pattern in (r"type '([^']*)'", r"^([^:']*):", r"status '([^']*)'"):
            if (his := re.search(pattern, said)) and (own := re.search(pattern, mine)):
                names[pattern[:6], own[1]].add(his[1])
                said = said.replace(his[0], own[0])
        self.assertEqual(said, mine)

    def test_rings_are_those_of_debugfs(self):
        rings, names, count = [path.parent for path in self.folder.glob("**/trbs")], collections.defaultdict(set), 0
        self.assertGreaterEqual(len(rings), 4)
        for ring in rings:
            for said, entry in self.entries(ring):
                self.compare(said, entry, names)
                count += 1
        self.assertGreaterEqual(count, 4 * 256)
        # A name of the lens is one of the driver: there are links, commands, transfers and events.
        self.assertTrue(all(len(his) == 1 for his in names.values()), names)
        self.assertLessEqual({"link", "setup", "data", "status", "completion", "transfer", "addr_dev"}, {own for _, own in names})
        self.assertEqual(names["status", "short_packet"], {"Short Packet"})

    def test_the_event_ring_has_a_cycle(self):
        cycle = int((self.folder / "event-ring/cycle").read_text())
        dequeue = int((self.folder / "event-ring/dequeue").read_text(), 16)
        text = (self.folder / "event-ring/trbs").read_text()
        places = [int(address, 16) for address in re.findall(r"0x([0-9a-f]+): ", text)]
        done = [entry.event.control.cycle for _, entry in self.entries(self.folder / "event-ring")]
        # Up to where the driver takes the next one, the device has written them in this round.
        self.assertEqual({*done[:places.index(dequeue)]}, {cycle})
        self.assertEqual(done[places.index(dequeue)], 1 - cycle)

    def test_the_lens_is_found_by_its_buffers(self):
        segments = buffers("xhci_hcd", "xhci_segment_alloc") or [
            buffer for buffer in buffers("xhci_hcd") if any("xhci_segment_alloc" in function for function in buffer.stack)]
        self.assertEqual({matching(buffer) for buffer in segments}, {"xhci_trb"})


if __name__ == "__main__":
    unittest.main()
