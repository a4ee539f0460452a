# SPDX-License-Identifier: LGPL-2.1-or-later
"""Elements as C types, which a compiler describes and fills in: no kernel module is needed."""
import ctypes
import enum
import os
import struct
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import mview
import numpy as np

SOURCE = """
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
typedef uint16_t __le16;
typedef uint32_t __be32;
enum colour { RED, GREEN, BLUE = 77, NONE = -1 };
struct desc {
	uint64_t addr;
	__be32 len;
	__le16 flags;
	uint8_t done : 1, err : 3, rest : 4;
	bool ok;
	enum colour colour;
	char name[8];
	struct point { int16_t x, y; } points[2];
	union { uint32_t word; uint8_t parts[4]; };
	float ratio;
	uint8_t mac[6];
	int16_t class;
	void *next;
	unsigned __int128 wide;
} __attribute__((aligned(16)));
union both { uint16_t half; struct { uint8_t low, high; } bytes; };
struct later { uint32_t n; uint16_t list[]; };
struct nested { uint16_t front; struct { uint16_t first; struct { uint8_t second, third; }; }; };
struct desc descs[8];
struct nested nesteds[2];
union both boths[2];
struct later laters[1];
long size(void) { return sizeof(struct desc); }
void fill(struct desc *d, int i)
{
	*d = (struct desc) {
		.addr = 0xfedcba9876543210 + i, .len = __builtin_bswap32(1000 + i), .flags = i & 1 ? 0x8001 : 1,
		.done = i & 1, .err = i % 8, .rest = 9, .ok = true, .colour = i == 3 ? BLUE : i == 4 ? NONE : i == 5 ? 12 : GREEN,
		.name = "eth0", .points = { { i, -i }, { 7, -7 } }, .word = 0x04030201, .ratio = 0.5,
		.mac = { 0x52, 0x54, 0, 1, 2, 0 }, .class = -5, .next = (void *)0x1000, .wide = ((unsigned __int128)3 << 64) + 5,
	};
}
"""


def setUpModule():
    global btf, library
    if "FOREIGN_PYTHON" in os.environ:
        raise unittest.SkipTest("what is compiled here is not for this Python")
    directory = tempfile.mkdtemp()
    unittest.addModuleCleanup(subprocess.run, ["rm", "-r", directory], check=True)
    source, path, btf = (os.path.join(directory, name) for name in ("types.c", "types.so", "types.btf"))
    Path(source).write_text(SOURCE)
    subprocess.run(["gcc", "-g", "-w", "-fPIC", "-shared", "-o", path, source], check=True)
    subprocess.run(["pahole", "--btf_gen_floats", "--btf_encode_detached", btf, path], check=True)
    library = ctypes.CDLL(path)


class Typed(unittest.TestCase):
    N = 8

    def setUp(self):
        self.ctype = mview.CType("desc", btf=btf)
        self.memory = bytearray(self.N * library.size())
        for i in range(self.N):
            library.fill(self.at(i), i)
        self.elements = mview.View(self.memory).as_type(self.ctype)

    def at(self, i):
        return ctypes.byref(ctypes.c_char.from_buffer(self.memory, i * library.size()))


class Reading(Typed):
    def test_members_have_the_compilers_values(self):
        self.assertEqual((len(self.elements), self.elements.shape, self.elements.ndim), (8, (8,), 1))
        for i, element in enumerate(self.elements):
            self.assertEqual((element.addr, element.len, element.flags), (0xfedcba9876543210 + i, 1000 + i, 0x8001 if i & 1 else 1))
            self.assertEqual((element.done, element.err, element.rest, element.ok), (i & 1, i, 9, True))
            self.assertEqual((element.name, element.ratio, element.next), (b"eth0", 0.5, 0x1000))
            self.assertEqual([(point.x, point.y) for point in element.points], [(i, -i), (7, -7)])
            self.assertEqual((element.word, element.parts), (0x04030201, [1, 2, 3, 4]))
            self.assertEqual((element.mac, getattr(element, "class"), element.wide), ([0x52, 0x54, 0, 1, 2, 0], -5, (3 << 64) + 5))
            self.assertIs(element.ok, True)

    def test_enums_are_members_where_there_is_one(self):
        colours = [element.colour for element in self.elements]
        self.assertEqual(colours, [1, 1, 1, 77, -1, 12, 1, 1])
        self.assertEqual([colours[i].name for i in (0, 3, 4)], ["GREEN", "BLUE", "NONE"])
        self.assertIsInstance(colours[3], enum.IntEnum)
        self.assertIs(type(colours[5]), int)
        self.assertIs(self.elements[3].colour, colours[3])

    def test_keys_are_places_and_paths(self):
        self.assertEqual((self.elements[-1].len, self.elements[2, "points[1].y"], self.elements[2, "points"][0].x), (1007, -7, 2))
        self.assertEqual((self.elements[3, "colour"].name, self.elements[1, "name"]), ("BLUE", b"eth0"))
        part = self.elements[1::3]
        self.assertEqual([element.len for element in part], [1001, 1004, 1007])
        self.assertEqual([part[i].len for i in range(3)], [1001, 1004, 1007])
        for key, error in ((8, IndexError), (-9, IndexError), ((1, "no"), KeyError), ((1, "points[2].x"), IndexError), ((1, 2), TypeError),
                           ((8, "len"), IndexError), ("len", TypeError), ((slice(1, 2), "len"), TypeError), (1.5, TypeError), ((1, "len["), ValueError)):
            with self.subTest(key), self.assertRaises(error):
                self.elements[key]
        with self.assertRaisesRegex(AttributeError, "struct desc has no member 'no'"):
            self.elements[0].no

    def test_of_several_dimensions(self):
        view = mview.View(self.memory).as_type(self.ctype).view.cast(self.ctype.format, (2, 4), free=True)
        elements = view.as_type(self.ctype)
        self.assertEqual((elements.shape, elements[1, 2].len, elements[1][2].len, elements[1, 2, "len"]), ((2, 4), 1006, 1006, 1006))
        self.assertEqual([[element.len for element in row] for row in elements], [[1000, 1001, 1002, 1003], [1004, 1005, 1006, 1007]])
        self.assertEqual(elements.where("done"), [(0, 1), (0, 3), (1, 1), (1, 3)])

    def test_an_element_is_a_copy(self):
        element = self.elements[1]
        library.fill(self.at(1), 6)
        self.assertEqual((element.len, self.elements[1].len), (1001, 1006))
        with self.assertRaisesRegex(AttributeError, r"elements\[index, 'len'\]"):
            element.len = 1
        self.assertEqual(bytes(element)[:8], (0xfedcba9876543211).to_bytes(8, "little"))
        self.assertEqual((element == self.elements[1], self.elements[1] == self.elements[1]), (False, True))
        self.assertIn("len: 1001", str(element))
        self.assertIn("points", dir(element))

    def test_a_loop_has_each_as_an_index_does(self):
        self.assertEqual([str(element) for element in self.elements], [str(self.elements[i]) for i in range(self.N)])
        self.assertEqual([str(element.points[1]) for element in self.elements], [str(self.elements[i].points[1]) for i in range(self.N)])
        self.assertEqual([bytes(element) for element in self.elements], [bytes(self.elements[i]) for i in range(self.N)])

    def test_nothing_is_left_behind(self):
        def use():
            element, part = self.elements[1], self.elements[1:3]
            return str(element), element.points, part[0].name, self.elements[1, "colour"], [each.len for each in part]
        use()
        before = sys.getallocatedblocks()
        # Python itself keeps some hundred.
        for _ in range(2000):
            use()
        self.assertLess(sys.getallocatedblocks() - before, 1000)

    def test_equal_are_those_of_one_type(self):
        other = mview.View(self.memory).as_type(mview.CType("desc", btf=btf))
        self.assertEqual((self.elements[1] == other[1], bytes(self.elements[1]) == bytes(other[1])), (False, True))
        self.assertTrue(self.elements[1] != other[1])

    def test_arrays_of_arrays_and_structs_without_names(self):
        one, two = mview.View(bytes(range(12))).as_type(mview.CType("nested", btf=btf))
        self.assertEqual((one.first, one.second, one.third, two.first, two.second, two.third), (0x0302, 4, 5, 0x0908, 10, 11))
        # pahole makes one axis of several.
        one, two = mview.View(bytes(range(12))).cast("T{(2,3)B:grid:}", (2,), free=True).as_type()
        self.assertEqual((one.grid, two.grid), ([[0, 1, 2], [3, 4, 5]], [[6, 7, 8], [9, 10, 11]]))

    def test_bits_of_a_bit_field_begin_with_its_own(self):
        elements = self.elements.bits("err{low:0,high:2:1}")
        self.assertEqual([(element.err, element.err.low, element.err.high) for element in elements], [(i, i & 1, i >> 1) for i in range(self.N)])

    def test_an_expression_finds_places(self):
        for text, expected in (("flags & 0x8000", [1, 3, 5, 7]), ("colour == BLUE || len == 1000", [0, 3]), ("points[0].x > 5", [6, 7]), ("0", [])):
            self.assertEqual(self.elements.where(text), expected)
        for text in "no_such == 1", "len ==", "len / 0":
            with self.subTest(text), self.assertRaises(ValueError):
                self.elements.where(text)

    def test_unions_and_arrays_without_an_end(self):
        both = mview.View(b"\x34\x12\x78\x56").as_type(mview.CType("union both", btf=btf))
        self.assertEqual([(one.half, one.bytes.low, one.bytes.high) for one in both], [(0x1234, 0x34, 0x12), (0x5678, 0x78, 0x56)])
        later = mview.View(bytes(4)).as_type(mview.CType("later", btf=btf))
        self.assertEqual((later[0].n, later[0].list), (0, []))

    def test_what_is_no_struct_is_a_value(self):
        colours = mview.View((77).to_bytes(4, "little") + bytes(4)).as_type(mview.CType("enum colour", btf=btf))
        self.assertEqual([value.name for value in colours], ["BLUE", "RED"])

    def test_the_storage_is_a_view(self):
        view = self.elements.view
        self.assertEqual((view["len"].tolist(), view["points.y"][2].tolist()), ([1000 + i for i in range(8)], [-2, -7]))
        array = np.asarray(view)
        self.assertEqual((array["len"].tolist(), array["points"]["y"][2].tolist(), array["name"][0].tobytes()), ([1000 + i for i in range(8)], [-2, -7], b"eth0\0\0\0\0"))
        del array
        with self.elements as elements:
            elements[0]
        with self.assertRaisesRegex(ValueError, "released"):
            elements[0]


class Writing(Typed):
    def test_a_member_and_no_other(self):
        before = bytearray(self.memory)
        for path, value in (("len", 77), ("err", 5), ("done", True), ("colour", "BLUE"), ("name", b"wlan0"),
                            ("points[1].y", -300), ("ratio", 2), ("ok", False), ("addr", 2**64 - 1), ("name", "lo"), ("class", -1)):
            self.elements[2, path] = value
            got = self.elements[2, path]
            want = {"BLUE": 77, "lo": b"lo"}.get(value, value) if isinstance(value, str) else value
            self.assertEqual(got, want, path)
        size = library.size()
        self.assertEqual((self.memory[:2 * size], self.memory[3 * size:]), (before[:2 * size], before[3 * size:]))
        element = self.elements[2]
        self.assertEqual((element.flags, element.rest, element.mac), (1, 9, [0x52, 0x54, 0, 1, 2, 0]))

    def test_what_does_not_fit_is_refused(self):
        before = bytes(self.memory)
        for path, value, error in (("err", 8, OverflowError), ("len", 2**32, OverflowError), ("len", -1, OverflowError), ("addr", 2**64, OverflowError),
                                   ("name", b"much too long", OverflowError), ("colour", "PINK", ValueError), ("len", 1.5, ValueError),
                                   ("len", None, TypeError), ("points", 1, ValueError), ("no", 1, KeyError)):
            with self.subTest(path, value=value), self.assertRaises(error):
                self.elements[0, path] = value
        with self.assertRaises(TypeError):
            self.elements[0] = b"x"
        with self.assertRaises(TypeError):
            del self.elements[0, "len"]
        with self.assertRaises(IndexError):
            self.elements[8, "len"] = 1
        with self.assertRaisesRegex(TypeError, "read-only"):
            mview.View(bytes(self.memory)).as_type(self.ctype)[0, "len"] = 1
        self.assertEqual(self.memory, before)


class Names(unittest.TestCase):
    def test_types_are_listed(self):
        found = {entry.name: entry.nbytes for entry in mview.types(btf=btf)}
        self.assertEqual((found["struct desc"], found["union both"], found["enum colour"]), (library.size(), 2, 4))
        self.assertEqual([entry.name for entry in mview.types(None, "des?", btf=btf)], ["struct desc"])

    def test_a_type_tells_of_itself(self):
        ctype = mview.CType("struct desc", btf=btf)
        self.assertEqual((ctype.name, ctype.nbytes), ("struct desc", library.size()))
        self.assertRegex(str(ctype), r"(?s)struct desc \{.*__be32 +len;")

    def test_what_there_is_not_is_named(self):
        with self.assertRaisesRegex(FileNotFoundError, "no_such"):
            mview.CType("no_such", btf=btf)
        with self.assertRaises(FileNotFoundError):
            mview.CType("desc", btf="/no/such/file")
        with self.assertRaisesRegex(ValueError, "divide"):
            mview.View(bytes(7)).as_type(mview.CType("desc", btf=btf))


class Lenses(Typed):
    def test_bits_are_attributes_of_the_number(self):
        elements = self.elements.bits("flags{low:0,high:15:8,rest:7:1}, len{even:0}")
        flags = elements[1].flags
        self.assertEqual((flags, flags.low, flags.high, flags.rest, elements[1].len.even), (0x8001, 1, 0x80, 0, 1))
        self.assertEqual((str(flags), f"{flags:#06x}", flags + 1, type(flags + 1)), ("32769", "0x8001", 0x8002, int))
        self.assertEqual((elements[1, "flags.high"], elements.where("flags.high == 0x80")), (0x80, [1, 3, 5, 7]))
        self.assertIn("high=128", repr(flags))
        elements[1, "flags.high"] = 0x12
        self.assertEqual((self.elements[1].flags, elements[1].len), (0x1201, 1001))
        self.assertEqual(elements[1], elements[1])
        for text, error in (("flags{low:16}", IndexError), ("flags{low", ValueError), ("no{x:1}", KeyError)):
            with self.subTest(text), self.assertRaises(error):
                self.elements.bits(text)

    def test_any_format_is_a_type(self):
        view = mview.View(bytearray(range(64))).cast("T{<H:flags:>I:len:2x}", (8,), free=True)
        elements = view.as_type()
        self.assertEqual([elements[1].flags, elements[1].len], [0x0908, 0x0a0b0c0d])
        self.assertEqual((view.where("flags > 0x2000"), view[::2].where("flags > 0x2000")), ([4, 5, 6, 7], [2, 3]))
        self.assertEqual((mview.View(b"abcabc").where("value == 98"), mview.View(b"abcd").cast("B", [2, 2]).where("value & 1")), ([1, 4], [(0, 0), (1, 0)]))
        for form in "4xi", "i4x":
            view = mview.View(struct.pack("<" + form * 3, 5, 6, 7)).cast("<" + form, free=True)
            self.assertEqual((view.where("value > 5"), list(view.as_type())), ([1, 2], [5, 6, 7]))
        self.assertEqual(list(mview.View(b"ab").as_type()), [97, 98])


LENSES = """
desc:
  format: "T{<Q:addr:<H:status:<H:flags:4x(6)B:mac:2x}"
  bits: { status: { phase: 0, code: "8:1", kind: "11:9" } }
  enums: { status.kind: { GENERIC: 0, MEDIA: 2 } }
  flags: { flags: { NEXT: 0, WRITE: 1 } }
  show: { mac: mac }
  match: { name: no_such_buffer }
wrong:
  format: "T{<H:a:}"
  bits: { b: { c: 0 } }
"""


class Files(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.path = Path(directory.name) / "test.yaml"
        self.path.write_text(LENSES)
        # libmview-inspect reads the environment of the process.
        os.environ["MVIEW_LENSES"] = directory.name
        self.addCleanup(os.environ.pop, "MVIEW_LENSES")
        memory = struct.pack("<QHH4x6s2x", 0x1000, 1 | 3 << 1 | 2 << 9, 0x43, bytes([0x52, 0x54, 0, 1, 2, 3]))
        self.view = mview.View(bytearray(memory * 4))

    def test_a_lens_has_names_for_all(self):
        elements = self.view.lens("desc")
        one = elements[2]
        self.assertEqual((one.addr, one.status.phase, one.status.code, one.status.kind.name), (0x1000, 1, 3, "MEDIA"))
        self.assertEqual((one.flags, one.mac), (0x43, bytes([0x52, 0x54, 0, 1, 2, 3])))
        self.assertIsInstance(one.flags, enum.IntFlag)
        self.assertEqual({flag.name for flag in one.flags if flag.name}, {"NEXT", "WRITE"})
        self.assertIn("52:54:00:01:02:03", str(one))
        elements[2, "status.kind"] = "GENERIC"
        elements[3, "flags"] = "WRITE|0x40"
        self.assertEqual((int(elements[2].status), int(elements[3].flags), elements.where("status.kind == MEDIA && flags & NEXT")), (7, 0x42, [0, 1]))

    def test_many_lenses_leave_nothing_behind(self):
        held = sys.getrefcount(self.view)
        for _ in range(100):
            self.view.lens("desc")[1].status.kind
        self.assertEqual(sys.getrefcount(self.view), held)

    def test_what_there_is_not_is_told(self):
        with self.assertRaisesRegex(FileNotFoundError, "dask"):
            self.view.lens("dask")
        with self.assertRaisesRegex(OSError, r"test\.yaml:11: b: "):
            self.view.lens("wrong")
        with self.assertRaises(FileNotFoundError):
            self.view.lens()


if __name__ == "__main__":
    unittest.main()
