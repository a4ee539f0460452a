# SPDX-License-Identifier: LGPL-2.1-or-later
"""What View does and memoryview does not implement, against NumPy."""
import array
import ctypes
import random
import struct
import unittest

import numpy as np

from mview import View

SHAPES = [(7,), (3, 5), (2, 3, 4), (2, 1, 3, 2), (0, 3), (3, 0, 2)]


def random_part(chance, length):
    if chance.random() < 0.3 and length:
        return chance.randrange(-length, length)
    numbers = [None, *range(-length - 2, length + 3)]
    return slice(chance.choice(numbers), chance.choice(numbers), chance.choice([None, 1, 1, 2, 3, -1, -2, -3]))


def random_key(chance, shape):
    key = [random_part(chance, length) for length in shape[:chance.randint(0, len(shape))]]
    if chance.random() < 0.4:
        key.insert(chance.randint(0, len(key)), ...)
    # The ones behind an Ellipsis meet other axes than they were drawn for; both must agree on that, too.
    return key[0] if len(key) == 1 and chance.random() < 0.5 else tuple(key)


def attempt(what):
    try:
        result = what()
    except IndexError:
        return "outside"
    return (result.shape, result.tolist(), result.tobytes()) if hasattr(result, "tobytes") and not isinstance(result, np.generic) else result


class Parts(unittest.TestCase):
    def test_any_key_gives_what_numpy_gives(self):
        chance = random.Random(1)
        for _ in range(4000):
            shape = chance.choice(SHAPES)
            data = np.arange(np.prod(shape), dtype="i4").reshape(shape)
            if chance.random() < 0.5:
                data = data.T
            view, key = View(data), random_key(chance, data.shape)
            self.assertEqual(attempt(lambda: view[key]), attempt(lambda: data[key]), (data.shape, key))

    def test_any_part_is_assigned(self):
        chance = random.Random(2)
        for _ in range(2000):
            shape = chance.choice(SHAPES)
            data = np.arange(np.prod(shape), dtype="i4").reshape(shape)
            key = random_key(chance, shape)
            if np.isscalar(attempt(lambda: data[key])) or attempt(lambda: data[key]) == "outside":
                continue
            copy = data.copy()
            new = -np.arange(data[key].size, dtype=chance.choice(["<i4", ">i4"])).reshape(data[key].shape)
            View(data)[key] = new
            copy[key] = new
            self.assertEqual(data.tolist(), copy.tolist(), (shape, key))

    def test_iteration_gives_sub_views(self):
        data = np.arange(24).reshape(2, 3, 4)
        self.assertEqual([part.tolist() for part in View(data)], data.tolist())
        self.assertEqual([type(part) for part in View(data)], [View, View])

    def test_parts_outlive_what_they_came_from(self):
        data = bytearray(range(12))
        view = View(data).cast("B", (3, 4))
        part = view[1:, ::2].T
        view.release()
        self.assertEqual(part.tolist(), [[4, 8], [6, 10]])
        with self.assertRaises(BufferError):
            data.append(0)
        part.release()
        data.append(0)

    def test_overlapping_assignment_is_as_if_copied_first(self):
        data = np.arange(16, dtype="i2").reshape(4, 4)
        View(data)[...] = View(data).T
        self.assertEqual(data.tolist(), np.arange(16).reshape(4, 4).T.tolist())

    def test_other_structures_are_refused(self):
        view = View(bytearray(12)).cast("B", (3, 4))
        for key, value in ((0, b"abc"), (slice(0, 2), bytes(8)), ((0, slice(1, 3)), array.array("b", [1, 2])), (..., bytes(12))):
            with self.assertRaisesRegex(ValueError, "lvalue and rvalue have different structures"):
                view[key] = value
        with self.assertRaisesRegex(TypeError, "a bytes-like object is required"):
            view[0] = 5

    def test_arrays_of_pointers(self):
        """Py_buffer's suboffsets, which only CPython's own _testbuffer makes."""
        try:
            from _testbuffer import ND_PIL, ndarray
        except ModuleNotFoundError:
            self.skipTest("CPython's tests are not installed")
        given = ndarray(list(range(12)), shape=[3, 4], format="i", flags=ND_PIL)
        view = View(given)
        self.assertEqual(view.suboffsets, memoryview(given).suboffsets)
        self.assertEqual(view.tolist(), memoryview(given).tolist())
        self.assertEqual((view[1, 2], view[1].tolist(), view[::-1, 1:].tolist()), (6, [4, 5, 6, 7], [[9, 10, 11], [5, 6, 7], [1, 2, 3]]))
        self.assertEqual(view, memoryview(given))
        self.assertRaises(NotImplementedError, lambda: view.T)


class Axes(unittest.TestCase):
    def test_are_reversed(self):
        for shape in SHAPES:
            data = np.arange(np.prod(shape)).reshape(shape)
            self.assertEqual((View(data).T.shape, View(data).T.tolist()), (data.T.shape, data.T.tolist()))
            self.assertEqual(View(data).transpose().strides, View(data).strides[::-1])

    def test_come_in_any_order(self):
        data = np.arange(24).reshape(2, 3, 4)
        self.assertEqual(View(data).transpose(2, 0, 1).tolist(), data.transpose(2, 0, 1).tolist())
        self.assertEqual(View(data).transpose((1, -1, 0)).tolist(), data.transpose(1, -1, 0).tolist())
        self.assertEqual(View(np.array(5)).T.tolist(), 5)

    def test_are_named_once(self):
        view = View(np.zeros((2, 3)))
        for axes in ((0,), (0, 0), (0, 2), (0, -3), (0, 1, 2), ((0, 0),), (10**30, 0)):
            with self.assertRaises(ValueError):
                view.transpose(*axes)
        self.assertRaises(TypeError, view.transpose, "a", "b")

    def test_transposed_bytes_come_in_each_order(self):
        data = np.arange(6, dtype="i2").reshape(2, 3)
        for order in "CFA":
            self.assertEqual(View(data).T.tobytes(order), data.T.tobytes(order))


class Formats(unittest.TestCase):
    def view(self, format, *values):
        """A View of elements of a format that ctypes or NumPy describes."""
        data = np.array([*values], dtype=format)
        return View(data), data

    def test_sub_arrays_without_bytes_are_empty_lists(self):
        """However many items they are of: these would take 8 GB and more."""
        view = View(bytearray(b"\7")).cast("T{B:a:(1000000000)0s:b:(1000000000,1000000000)T{}:c:}", free=True)
        self.assertEqual((view.tolist(), view[0]), ([(7, [], [])], (7, [], [])))
        view[0] = (8, [], [])
        self.assertEqual(view.tobytes(), b"\10")
        with self.assertRaises(ValueError):
            view[0] = (9, [b""], [])

    def test_byte_orders(self):
        for code in ("<i2", ">i2", "<u4", ">u8", ">f4", ">f8", "<f2", ">f2", "f2"):
            view, data = self.view(code, 1, 2, 3)
            self.assertEqual((view.tolist(), view[1], list(view)), (data.tolist(), data[1], data.tolist()))
            view[0] = 7
            self.assertEqual(data[0], 7)

    def test_complex_numbers(self):
        for code in ("c8", ">c16"):
            view, data = self.view(code, 1 + 2j, -3j)
            self.assertEqual(view.tolist(), data.tolist())
            view[1] = 4 - 1j
            view[0] = 5
            self.assertEqual(data.tolist(), [5, 4 - 1j])

    def test_half_floats(self):
        view, data = self.view("e", 0.5, -2)
        self.assertEqual((view.format, view.tolist()), ("e", [0.5, -2.0]))
        with self.assertRaisesRegex(ValueError, "invalid value for format 'e'"):
            view[0] = 1e6

    def test_strings(self):
        view, data = self.view("S4", b"abcd", b"x")
        self.assertEqual(view.tolist(), [b"abcd", b"x\0\0\0"])
        view[0] = b"yz"
        self.assertEqual(data[0], b"yz")

    def test_records_are_named_tuples(self):
        view, data = self.view([("len", "<u4"), ("pos", [("x", ">i2"), ("y", "f4")]), ("taps", "u1", (2, 2))], (5, (1, 0.5), [[1, 2], [3, 4]]), (6, (-1, 2), [[0] * 2] * 2))
        self.assertEqual(view[0], (5, (1, 0.5), [[1, 2], [3, 4]]))
        self.assertEqual((view[1].len, view[1].pos.x, view[0].taps[1][0]), (6, -1, 3))
        self.assertEqual(type(view[0]), type(view.tolist()[1]))
        self.assertEqual(view[0]._fields, ("len", "pos", "taps"))
        self.assertEqual(type(view[0]).__name__, "Record")

    def test_records_are_assigned_from_sequences(self):
        view, data = self.view([("a", "<i4"), ("b", [("x", "u1"), ("y", "f4")])], (1, (2, 3)))
        view[0] = [-4, (255, 1.5)]
        self.assertEqual(data[0].item(), (-4, (255, 1.5)))
        view[0] = view[0]._replace(a=9)
        self.assertEqual(data[0].item(), (9, (255, 1.5)))
        for bad, error in (((1,), ValueError), (5, TypeError), ((1, 2), TypeError), ((1, (256, 0)), ValueError), ((1, ("x", 0)), TypeError), (b"ab", TypeError)):
            with self.assertRaises(error):
                view[0] = bad
            self.assertEqual(data[0].item(), (9, (255, 1.5)))

    def test_padding_is_left_alone(self):
        data = np.full(16, 0xAA, "u1")
        View(data.view({"names": ["a", "b"], "formats": ["u1", "<u4"], "offsets": [1, 8], "itemsize": 16}))[0] = (1, 2)
        self.assertEqual(bytes(data), b"\xaa\x01" + b"\xaa" * 6 + b"\x02\0\0\0" + b"\xaa" * 4)

    def test_padding_beside_a_value_is_no_part_of_it(self):
        for format, before, after in (("<4xi", b"....", b""), ("<i4x", b"", b"...."), ("<2x(2)h3x", b"..", b"...")):
            with self.subTest(format):
                data = bytearray((before + struct.pack("<i", -5) + after) * 2)
                view = View(data).cast(format, free=True)
                value = [-5, -1] if "h" in format else -5
                self.assertEqual((view[1], view.tolist(), list(view)), (value, [value] * 2, [value] * 2))
                view[0] = [7, 0] if "h" in format else 7
                self.assertEqual(bytes(data), before + struct.pack("<i", 7) + after + before + struct.pack("<i", -5) + after)

    def test_structures_of_ctypes(self):
        class Point(ctypes.BigEndianStructure):
            _fields_ = [("x", ctypes.c_long), ("y", ctypes.c_short)]
        points = (Point * 2)((1, 2), (3, 4))
        view = View(points)
        self.assertEqual([tuple(point) for point in view], [(1, 2), (3, 4)])
        view[1] = (-1, 5)
        self.assertEqual((points[1].x, points[1].y), (-1, 5))

    def test_names_that_python_has_not(self):
        view, data = self.view([("class", "u1"), ("a b", "u1"), ("x", "u1")], (1, 2, 3))
        self.assertEqual((view[0], view[0].x), ((1, 2, 3), 3))

    def test_unknown_formats_are_bytes_that_have_no_values(self):
        view = View(array.array("u", "abc"))
        self.assertEqual((view.tobytes(), view[::-1].tobytes("F")), (memoryview(array.array("u", "abc")).tobytes(), "cba".encode("utf-32-le")))
        for use in (view.tolist, lambda: view[0], lambda: view.__setitem__(0, "x")):
            with self.assertRaises(NotImplementedError):
                use()
        self.assertFalse(view == view)
        target = View(array.array("u", "xyz"))
        target[...] = view
        self.assertEqual(target.obj, array.array("u", "abc"))
        with self.assertRaises(ValueError):
            target[...] = array.array("i", [1, 2, 3])

    def test_conversion_between_byte_orders(self):
        target = View(array.array("i", [0, 0, 0]))
        target[1:] = np.array([5, -6], ">i4")
        self.assertEqual(target.tolist(), [0, 5, -6])

    def test_foreign_code_may_release(self):
        class Release:
            def __init__(self, view):
                self.view = view

            def __index__(self):
                self.view.release()
                return 1
        data = np.zeros(3, [("a", "i4"), ("b", "u1")])
        view = View(data)
        with self.assertRaisesRegex(ValueError, "released"):
            view[0] = (5, Release(view))
        self.assertEqual(data.tolist(), [(0, 0)] * 3)

        class Refuse(Release):
            def __index__(self):
                self.view.release()
                nonlocal data
                data = None
                raise TypeError
        view, format = View(data), memoryview(data).format
        with self.assertRaises(TypeError) as refused:
            view[0] = (5, Refuse(view))
        self.assertIn(repr(format), str(refused.exception))
        for key in (lambda view: (Release(view), slice(None)), lambda view: (slice(Release(view)), 0)):
            view = View(np.zeros((3, 3)))
            with self.assertRaisesRegex(ValueError, "released"):
                view[key(view)]

    def test_sequences_that_shrink(self):
        values = [1, 2]

        class Shrink:
            def __index__(self):
                values.clear()
                return 1
        values[0] = Shrink()
        view = View(np.zeros(1, [("a", "i4"), ("b", "u1")]))
        with self.assertRaises(ValueError):
            view[0] = values


def random_type(chance, depth=2):
    """A structured type of NumPy's, with sub-arrays and records inside, or with gaps; NumPy's format can't express both together."""
    fields = []
    for n in range(chance.randint(1, 4)):
        kind = random_type(chance, depth - 1) if depth and chance.random() < 0.3 else chance.choice(["<i2", ">i4", "u1", "<f8", ">u2", "S3", "?"])
        shape = tuple(chance.randint(1, 3) for _ in range(chance.choice([0, 0, 0, 1, 2])))
        fields.append((f"n{n}", kind, shape) if shape else (f"n{n}", kind))
    return np.dtype(fields, align=all(isinstance(field[1], str) for field in fields) and depth == 2)


def paths(dtype):
    for name in dtype.names:
        inner = dtype[name].base
        yield name
        if inner.names:
            yield from (f"{name}.{path}" for path in paths(inner))


def follow(array, path):
    for name in path.split("."):
        array = array[name]
    return array


class Fields(unittest.TestCase):
    DATA = np.dtype([("len", "<u4"), ("pos", [("x", ">i2"), ("y", "f4")]), ("taps", "u1", (2, 2))])

    def setUp(self):
        self.data = np.zeros(3, self.DATA)
        self.data["len"] = [5, 6, 7]
        self.data["taps"] = np.arange(12).reshape(3, 2, 2)
        self.view = View(self.data)

    def test_are_what_numpy_says(self):
        chance, compared = random.Random(3), 0
        for _ in range(400):
            shape = chance.choice(SHAPES)
            data = np.frombuffer(chance.randbytes(4000), "u1")
            dtype = random_type(chance)
            if dtype.itemsize * np.prod(shape) > 4000:
                continue
            array = np.ndarray(shape, dtype, data).T if chance.random() < 0.5 else np.ndarray(shape, dtype, data)
            view = View(array)
            try:
                view.field("n0")
            except NotImplementedError:
                # NumPy's description of nested records with gaps has not all of these.
                continue
            for path in paths(dtype):
                want, field = follow(array, path), view.field(path)
                self.assertEqual((field.shape, field.itemsize, field.tobytes()), (want.shape, want.itemsize, want.tobytes()), (dtype, path))
                if want.size:
                    self.assertEqual(np.asarray(field).__array_interface__["data"], want.__array_interface__["data"])
                    self.assertEqual(np.asarray(field).strides, want.strides)
                compared += 1
        self.assertGreater(compared, 500)

    def test_are_strided_views(self):
        field = self.view.field("len")
        self.assertRegex(field.format, "^([<=]?I|=L)$")
        self.assertEqual((field.shape, field.strides, field.itemsize), ((3,), (14,), 4))
        self.assertEqual(field.tolist(), [5, 6, 7])
        field[1] = 99
        field[::2] = array.array("I", [1, 2])
        self.assertEqual(self.data["len"].tolist(), [1, 99, 2])
        self.assertEqual(self.view["pos.x"].strides, (14,))
        self.assertEqual(self.view["taps"].tolist(), self.data["taps"].tolist())

    def test_are_named_in_keys(self):
        self.assertEqual((self.view[1, "len"], self.view["len"][1], self.view[-1, "taps"].tolist()), (6, 6, [[8, 9], [10, 11]]))
        self.assertEqual((self.view[1:, "len"].tolist(), self.view[..., "pos.x"].shape), ([6, 7], (3,)))
        self.view[0, "len"] = 77
        self.view[2, "pos.x"] = -3
        self.view[1:, "len"] = array.array("I", [8, 9])
        self.view["taps"] = np.full((3, 2, 2), 4, "u1")
        self.assertEqual((self.data["len"].tolist(), self.data["pos"]["x"].tolist(), int(self.data["taps"].sum())), ([77, 8, 9], [0, 0, -3], 48))
        one = View(self.data[0:1].reshape(()))
        one["len"] = 5
        self.assertEqual((one["len"][()], self.data["len"][0]), (5, 5))

    def test_nothing_else_is_written(self):
        before = self.data.copy()
        self.view[1, "pos.x"] = 513
        before["pos"]["x"][1] = 513
        self.assertEqual(self.data.tobytes(), before.tobytes())

    def test_outlive_what_they_came_from(self):
        field = self.view.field("pos")
        part = field[1:]["x"]
        field.release()
        self.view.release()
        del field
        self.assertEqual((part.format, part.tolist()), (">h", [0, 0]))

    def test_of_readers_are_read_only(self):
        with self.assertRaisesRegex(TypeError, "cannot modify read-only memory"):
            self.view.toreadonly().field("len")[0] = 1
        with self.assertRaisesRegex(TypeError, "cannot modify read-only memory"):
            self.view.toreadonly()[0, "len"] = 1

    def test_that_are_not_there(self):
        for name in ("", "x", "len.x", "pos.", "pos.z", "len\0", "f0"):
            for use in (lambda: self.view.field(name), lambda: self.view[0, name], lambda: self.view.__setitem__((0, name), 1)):
                with self.assertRaises(KeyError):
                    use()
        self.assertRaises(TypeError, self.view.field, 3)
        with self.assertRaises(IndexError):
            self.view[3, "len"]
        self.view.release()
        self.assertRaises(ValueError, self.view.field, "len")

    def test_are_only_in_records(self):
        numbers = View(array.array("i", [1, 2]))
        for use in (lambda: numbers["x"], lambda: numbers[0, "x"]):
            with self.assertRaisesRegex(TypeError, "invalid slice key|cannot index"):
                use()
        self.assertRaises(KeyError, numbers.field, "f0")


class Equality(unittest.TestCase):
    def test_records_are_equal_when_their_fields_are(self):
        one = np.array([(1, (2, 3), [4, 5]), (6, (7, 8), [9, 10])], [("a", "<i4"), ("p", [("x", "<i2"), ("y", "u1")]), ("t", "u1", 2)])
        other = one.astype([("b", ">i8"), ("q", [("x", "f8"), ("y", ">i2")]), ("s", "<i2", 2)])
        self.assertEqual(View(one), View(one))
        self.assertEqual(View(one), View(other))
        self.assertEqual(View(one), other)
        self.assertEqual(View(one)[0], View(other)[0])
        for path in ("b", "q.y", "s"):
            changed = other.copy()
            follow(changed, path)[1] = 77
            self.assertNotEqual(View(one), View(changed))
            self.assertNotEqual(View(one), changed)
            self.assertNotEqual(View(one)[1], View(changed)[1])
            self.assertEqual(View(one)[0], View(changed)[0])
        self.assertNotEqual(View(one), View(one)["a"])

    def test_structures_of_ctypes(self):
        class Point(ctypes.Structure):
            _fields_ = [("x", ctypes.c_int), ("y", ctypes.c_short)]
        self.assertEqual(View((Point * 2)((1, 2), (3, 4))), View((Point * 2)((1, 2), (3, 4))))
        self.assertNotEqual(View((Point * 2)((1, 2), (3, 4))), View((Point * 2)((1, 2), (3, 5))))

    def test_nan_is_equal_to_nothing(self):
        data = np.array([(float("nan"), 1)], "f4,i4")
        self.assertNotEqual(View(data), View(data))
        self.assertNotEqual(View(np.array([1j, float("nan")])), np.array([1j, float("nan")]))

    def test_complex_numbers(self):
        self.assertEqual(View(np.array([1j, 2], "c8")), View(np.array([1j, 2], ">c16")))
        self.assertEqual(View(np.array([1 + 0j, 2], "c8")), View(array.array("b", [1, 2])))
        self.assertNotEqual(View(np.array([1j, 2], "c8")), View(array.array("b", [1, 2])))

    def test_a_record_is_a_tuple_to_tuples_and_numpy(self):
        data = np.array([(1, (2, 3), [4, 5], [(6,), (7,)])], [("a", "i4"), ("p", [("x", "i2"), ("y", "i2")]), ("t", "u1", 2), ("r", [("z", "i1")], 2)])
        record = View(data)[0]
        self.assertEqual(record, (1, (2, 3), [4, 5], [(6,), (7,)]))
        self.assertTrue(record == data[0])
        self.assertFalse(record != data[0])
        for path in ("a", "p.y", "t", "r.z"):
            changed = data.copy()
            follow(changed, path)[0] = 99
            self.assertFalse(record == changed[0], path)
            self.assertTrue(record != changed[0], path)
        self.assertFalse(record == data[["a", "p"]][0])
        self.assertNotEqual(record, 5)
        self.assertEqual(hash(View(np.array([(1, 2)], "i4,i4"))[0]), hash((1, 2)))
        self.assertEqual(repr(View(np.array([(1, 2)], "i4,i4"))[0]), "Record(f0=1, f1=2)")


class Casts(unittest.TestCase):
    def test_free_ones_take_any_format_and_shape(self):
        data = bytearray(range(24))
        view = View(data)
        records = view.cast("T{<H:a:(2)B:b:}", free=True)
        self.assertEqual((records.shape, records[1]), ((6,), (0x504, [6, 7])))
        self.assertEqual(records.cast("<I", (2, 3), free=True)[1, 2], 0x17161514)
        self.assertEqual(View(array.array("i", [1, 2])).cast("h", 4, free=True).shape, (4,))
        self.assertEqual(view.cast("24s", (), free=True).tolist(), bytes(data))
        self.assertEqual(view.cast("B", None, free=True).shape, (24,))
        records[0, "a"] = 0x1122
        self.assertEqual(data[:2], b"\x22\x11")
        part = records[1:]
        records.release()
        del records
        self.assertEqual(part.format, "T{<H:a:(2)B:b:}")

    def test_free_ones_are_checked(self):
        view = View(bytearray(24))
        for format, shape in (("<Q", 4), ("nonsense", 3), ("", 24), ("7s", None), ("B", (25,)), ("B", (2, 3)), ("B", [1] * 65), ("B", (-1, -24))):
            with self.assertRaises((ValueError, OverflowError), msg=(format, shape)):
                view.cast(format, shape, free=True)
        for given in ((view[::2], "H"), (view, 3)):
            self.assertRaises(TypeError, given[0].cast, given[1], free=True)
        self.assertRaises(TypeError, view.cast, "B", (24,), True)
        self.assertRaises(TypeError, view.cast, free=True)

    def test_others_keep_memoryviews_rules(self):
        view = View(bytearray(24))
        self.assertRaises(ValueError, view.cast, "<H")
        self.assertRaises(TypeError, view.cast, "B", 24)
        self.assertRaises(ValueError, view.cast, "<H", free=False)


class Representation(unittest.TestCase):
    def test_tells_what_it_is(self):
        self.assertRegex(repr(View(np.zeros((2, 3), "<i2"))), r"^<memory at 0x[0-9a-f]+, '<?h' \(2, 3\)>$")
        view = View(b"")
        view.release()
        self.assertRegex(repr(view), "^<released memory at ")


class Guards(unittest.TestCase):
    def test_of_ordinary_memory_do_nothing(self):
        view = View(bytearray(3))
        with view.guard() as same:
            self.assertIs(same, view)
            self.assertRaises(BufferError, view.release)
        view.release()
        self.assertRaises(ValueError, view.guard)

    def test_end_in_any_order(self):
        views = [View(bytearray(1)) for _ in range(3)]
        guards = [view.guard() for view in views]
        for guard in guards:
            guard.__enter__()
        for guard in (guards[1], guards[0], guards[2]):
            guard.__exit__(None, None, None)
        for view in views:
            view.release()

    def test_are_entered_once(self):
        guard = View(bytearray(1)).guard()
        with guard:
            with self.assertRaisesRegex(RuntimeError, "in use"):
                guard.__enter__()
        with guard:
            pass
        guard.__exit__(None, None, None)

    def test_belong_to_their_thread(self):
        import threading
        guard, caught = View(bytearray(1)).guard(), []

        def leave():
            try:
                guard.__exit__(None, None, None)
            except RuntimeError as error:
                caught.append(error)
        with guard:
            thread = threading.Thread(target=leave)
            thread.start()
            thread.join()
        self.assertEqual(len(caught), 1)


class Ordinary(unittest.TestCase):
    def test_has_nothing_of_a_kernel_buffer(self):
        view = View(b"abc")
        self.assertEqual((view.name, view.kind, view.buffer_id), (None, "memory", 0))
        self.assertRaises(NotImplementedError, view.wait, 0)
        for use in (view.fileno, view.confine, view.expose, view.export_dmabuf):
            self.assertRaises(NotImplementedError, use)
        with view.sync() as same:
            self.assertIs(same, view)

    def test_sync_is_for_reading_or_writing(self):
        view = View(b"abc")
        self.assertRaises(ValueError, view.sync, False, False)
        self.assertRaises(TypeError, view.sync, write=True)
        with View(bytearray(3)).sync(read=False):
            pass

    def test_a_sync_is_a_use(self):
        view = View(b"abc")
        with view.sync():
            self.assertRaises(BufferError, view.release)
        view.release()
        self.assertRaises(ValueError, view.sync)


if __name__ == "__main__":
    unittest.main()
