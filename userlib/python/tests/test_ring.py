# SPDX-License-Identifier: LGPL-2.1-or-later
"""Rings in ordinary memory, which the test fills as a device would."""
import asyncio
import itertools
import struct
import tempfile
import threading
import time
import unittest
from pathlib import Path

import mview

SLOTS = 8


class Device:
    """Writes completions: an id, and a status whose lowest bit flips each time round."""

    def __init__(self, slots=SLOTS):
        self.memory = bytearray(4 * slots)
        self.slots = slots
        self.written = 0

    def write(self, n=1):
        for _ in range(n):
            self.put(self.written % self.slots, self.written, 1 - self.written // self.slots % 2)
            self.written += 1

    def put(self, slot, number, bit):
        struct.pack_into("<HH", self.memory, 4 * slot, number & 0xffff, 0x10 | bit)

    def view(self):
        return mview.View(self.memory).cast("T{<H:id:<H:status:}", (self.slots,), free=True)


LENS = """
completion:
  format: "T{<H:id:<H:status:}"
  bits: { status: { phase: 0 } }
  ring: { owner: status.phase, flips: true }
"""


class Rings(unittest.TestCase):
    def setUp(self):
        self.device = Device()

    def ring(self, **options):
        ring = mview.ring(self.device.view(), **{"owner": "status & 1", "flips": True, **options})
        self.addCleanup(ring.close)
        return ring

    def test_its_state(self):
        ring = self.ring()
        state = ring.look()
        self.assertEqual((state.nslots, state.findings, state.last), (SLOTS, (), None))
        self.device.write(3)
        state = ring.look()
        self.assertEqual((state.tail, state.last, state.wraps, state.findings), (3, 2, False, ()))
        self.assertLess(abs(state.time - time.time()), 5)
        entries = ring.entries()
        self.assertEqual([entry.slot for entry in entries], [3, 4, 5, 6, 7, 0, 1, 2])
        self.assertEqual([entry.element.id for entry in entries[-3:]], [0, 1, 2])
        self.assertEqual(entries[-1].owner, "driver")

    def test_new_entries_come_once_and_in_order(self):
        ring = self.ring()
        self.assertIsNone(ring.poll())
        seen = []
        for n in (3, 1, 7, 6, 5):
            self.device.write(n)
            while entry := ring.poll():
                seen.append((entry.element.id, entry.slot, entry.number, entry.missed))
        self.assertEqual(seen, [(i, i % SLOTS, i, 0) for i in range(22)])

    def test_missed_ones_are_counted(self):
        ring = self.ring()
        self.assertIsNone(ring.poll())
        self.device.write(12)
        seen = []
        while entry := ring.poll():
            seen.append((entry.element.id, entry.missed))
        self.assertEqual(sum(missed for _, missed in seen) + len(seen), 12)
        self.assertEqual(seen[-1], (11, 0))
        self.assertGreaterEqual(seen[0][1], 4)

    def test_what_is_wrong_is_found(self):
        ring = self.ring()
        self.device.write(2)
        self.device.put(5, 5, 1)
        findings = ring.look().findings
        self.assertEqual({finding.trouble for finding in findings}, {"disorder"})
        self.assertEqual(str(findings[0]), findings[0].text)
        self.assertTrue(findings[0].text)

    def test_head_and_tail_are_elsewhere(self):
        head, tail = bytearray(4), mview.View(bytearray(8)).cast("T{<H:flags:<H:idx:}", (2,), free=True)
        ring = mview.ring(self.device.view(), head=mview.View(head).cast("I"), tail=(tail[1:], "idx & 7"))
        self.addCleanup(ring.close)
        head[0] = 6
        tail[1, "idx"] = 9
        state = ring.look()
        self.assertEqual((state.head, state.tail, state.pending, state.wraps), (6, 1, 3, True))
        self.assertEqual([entry.slot for entry in ring.entries() if entry.is_pending], [6, 7, 0])
        head[0] = 99
        with self.assertRaises(IndexError):
            ring.look()

    def test_one_that_does_not_move_is_stuck(self):
        ring = mview.ring(self.device.view(), head=1, tail=4, stuck=0.02)
        self.assertEqual(ring.look().findings, ())
        time.sleep(0.05)
        state = ring.look()
        self.assertEqual([finding.trouble for finding in state.findings], ["stuck"])
        self.assertGreater(state.still, 0.02)
        ring.close()

    def test_a_loop_waits_for_entries(self):
        self.device = Device(64)
        ring = self.ring()
        ring.poll()
        device = threading.Thread(target=lambda: [time.sleep(0.002) or self.device.write() for _ in range(20)])
        device.start()
        self.assertEqual([entry.element.id for entry in itertools.islice(ring, 20)], [*range(20)])
        device.join()

    def test_other_tasks_run_meanwhile(self):
        self.device = Device(64)

        async def write():
            for _ in range(20):
                await asyncio.sleep(0.002)
                self.device.write()

        async def main():
            ring, seen = self.ring(), []
            ring.poll()
            writer = asyncio.create_task(write())
            async for entry in ring:
                seen.append(entry.element.id)
                if len(seen) == 20:
                    break
            await writer
            self.assertEqual(seen, [*range(20)])

        asyncio.run(main())

    def test_a_lens_says_it_all(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        path = Path(directory.name) / "completion.yaml"
        path.write_text(LENS)
        ring = mview.ring(self.device.view(), lens=str(path))
        self.addCleanup(ring.close)
        ring.poll()
        self.device.write(3)
        self.assertEqual([(entry.element.id, entry.element.status.phase) for entry in iter(ring.poll, None)], [(0, 1), (1, 1), (2, 1)])
        self.assertEqual((ring.look().tail, mview.ring(self.device.view(), lens=str(path), tail=5).look().tail), (3, 5))
        with self.assertRaises(FileNotFoundError):
            mview.ring(self.device.view(), lens=True)

    def test_what_makes_no_sense_is_refused(self):
        for options in ({"owner": None, "flips": False}, {"owner": "no_such & 1"}, {"owner": "status &"}, {"producer": "nobody"}, {"slack": SLOTS + 1}):
            with self.subTest(options), self.assertRaises((ValueError, OSError)):
                self.ring(**options)
        with self.assertRaises(TypeError):
            mview.ring(7, owner="status")

    def test_a_closed_one_is_of_no_use(self):
        view = self.device.view()
        with mview.ring(view, owner="status & 1", flips=True) as ring:
            view.release()
            self.device.write()
            self.assertEqual(ring.look().tail, 1)
        for do in (ring.look, ring.poll, ring.wait, ring.entries):
            with self.assertRaisesRegex(ValueError, "closed"):
                do()
        ring.close()


if __name__ == "__main__":
    unittest.main()
