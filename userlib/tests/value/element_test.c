// SPDX-License-Identifier: GPL-2.0
/* Values of elements: every format, conversion and range. */
#include "test.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <mview.h>

static unsigned char memory[256];

static struct mview *view_of(const char *format)
{
	struct mview *view = mview_from_layout(memory, sizeof(memory), format,
					       0, NULL, NULL, 0, MVIEW_WRITE);

	assert_non_null(view);
	return view;
}

/* Each code with its bounds: all of them fit, one more does not. */
TEST(integers_fit_or_are_refused)
{
	static const struct {
		const char *format;
		int64_t lo, hi;
	} rows[] = {
		{ "b", INT8_MIN, INT8_MAX }, { "B", 0, UINT8_MAX },
		{ "h", INT16_MIN, INT16_MAX }, { ">H", 0, UINT16_MAX },
		{ "<i", INT32_MIN, INT32_MAX }, { "I", 0, UINT32_MAX },
		{ ">l", INT32_MIN, INT32_MAX }, { "=L", 0, UINT32_MAX },
		{ "q", INT64_MIN, INT64_MAX }, { ">q", INT64_MIN, INT64_MAX },
		{ "l", LONG_MIN, LONG_MAX }, { "n", LONG_MIN, LONG_MAX },
	};
	struct mview *view;
	int64_t value;
	size_t i;

	for (i = 0; i < COUNT_OF(rows); i++) {
		view = view_of(rows[i].format);
		assert_int_equal(mview_set_i64(view, NULL, NULL, rows[i].lo),
				 0);
		assert_int_equal(mview_get_i64(view, NULL, NULL, &value), 0);
		assert_int_equal(value, rows[i].lo);
		assert_int_equal(mview_set_i64(view, NULL, NULL, rows[i].hi),
				 0);
		assert_int_equal(mview_get_i64(view, NULL, NULL, &value), 0);
		assert_int_equal(value, rows[i].hi);
		if (rows[i].hi != INT64_MAX) {
			assert_fails(ERANGE, mview_set_i64(view, NULL, NULL,
							   rows[i].hi + 1));
			assert_fails(ERANGE, mview_set_i64(view, NULL, NULL,
							   rows[i].lo - 1));
		}
		assert_int_equal(mview_get_i64(view, NULL, NULL, &value), 0);
		assert_int_equal(value, rows[i].hi);
		mview_close(view);
	}
}

TEST(unsigned_64_bits_are_whole)
{
	struct mview *view = view_of(">Q");
	uint64_t value;
	int64_t i;

	assert_int_equal(mview_set_u64(view, NULL, NULL, UINT64_MAX - 1), 0);
	assert_int_equal(memory[7], 0xfe);
	assert_int_equal(mview_get_u64(view, NULL, NULL, &value), 0);
	assert_true(value == UINT64_MAX - 1);
	assert_fails(ERANGE, mview_get_i64(view, NULL, NULL, &i));
	assert_fails(ERANGE, mview_set_i64(view, NULL, NULL, -1));
	mview_close(view);
	view = view_of("q");
	assert_fails(ERANGE, mview_set_u64(view, NULL, NULL, 1ULL << 63));
	assert_int_equal(mview_set_i64(view, NULL, NULL, -1), 0);
	assert_fails(ERANGE, mview_get_u64(view, NULL, NULL, &value));
	mview_close(view);
}

TEST(byte_order_is_respected)
{
	static const struct {
		const char *format;
		unsigned char bytes[4];
	} rows[] = {
		{ "<I", { 4, 3, 2, 1 } }, { ">I", { 1, 2, 3, 4 } },
		{ "!I", { 1, 2, 3, 4 } },
	};
	struct mview *view;
	size_t i;

	for (i = 0; i < COUNT_OF(rows); i++) {
		view = view_of(rows[i].format);
		assert_int_equal(mview_set_i64(view, NULL, NULL, 0x01020304),
				 0);
		assert_memory_equal(memory, rows[i].bytes, 4);
		mview_close(view);
	}
}

TEST(floats_take_integers_but_not_the_reverse)
{
	struct mview *f = view_of("f"), *h = view_of("<h");
	int64_t i;
	double d;

	assert_int_equal(mview_set_i64(f, NULL, NULL, 7), 0);
	assert_int_equal(mview_get_f64(f, NULL, NULL, &d), 0);
	assert_true(d == 7);
	assert_fails(EINVAL, mview_get_i64(f, NULL, NULL, &i));
	assert_fails(EINVAL, mview_set_f64(h, NULL, NULL, 7));
	assert_int_equal(mview_set_i64(h, NULL, NULL, -7), 0);
	assert_int_equal(mview_get_f64(h, NULL, NULL, &d), 0);
	assert_true(d == -7);
	mview_close(h);
	mview_close(f);
}

TEST(floats_that_overflow_are_refused)
{
	static const struct {
		const char *format;
		double fits, too_big;
	} rows[] = {
		{ "e", 65519.99, 65520 }, { ">e", -65519.99, -65520 },
		{ "=f", 3.4028235e38, 3.5e38 }, { "<f", -3.4e38, -1e300 },
	};
	struct mview *view;
	double value;
	size_t i;

	for (i = 0; i < COUNT_OF(rows); i++) {
		view = view_of(rows[i].format);
		assert_int_equal(mview_set_f64(view, NULL, NULL, rows[i].fits),
				 0);
		assert_fails(ERANGE, mview_set_f64(view, NULL, NULL,
						   rows[i].too_big));
		assert_int_equal(mview_set_f64(view, NULL, NULL, -INFINITY), 0);
		assert_int_equal(mview_get_f64(view, NULL, NULL, &value), 0);
		assert_true(value == -INFINITY);
		assert_int_equal(mview_set_f64(view, NULL, NULL, NAN), 0);
		assert_int_equal(mview_get_f64(view, NULL, NULL, &value), 0);
		assert_true(isnan(value));
		mview_close(view);
	}
}

/* Every half reads as a double that writes the same half. */
TEST(all_halves_survive)
{
	struct mview *view = view_of("<e");
	double value;
	long bits;

	for (bits = 0; bits < 0x10000; bits++) {
		memory[0] = bits;
		memory[1] = bits >> 8;
		assert_int_equal(mview_get_f64(view, NULL, NULL, &value), 0);
		if (isnan(value))
			continue;
		memset(memory, 0xaa, 2);
		assert_int_equal(mview_set_f64(view, NULL, NULL, value), 0);
		assert_int_equal(memory[0] | memory[1] << 8, bits);
	}
	mview_close(view);
}

TEST(halves_round_to_even)
{
	static const struct {
		double value;
		uint16_t bits;
	} rows[] = {
		{ 1, 0x3c00 }, { 1 + 0x1p-11, 0x3c00 },
		{ 1 + 3 * 0x1p-11, 0x3c02 }, { 1 + 0x1p-11 + 0x1p-30, 0x3c01 },
		{ 0x1p-25, 0 }, { 0x1.8p-25, 1 }, { 0x1p-24, 1 },
		{ 0x1p-14 - 0x1p-25, 0x400 }, { -0.0, 0x8000 },
		{ 65504, 0x7bff }, { 2047.5, 0x6800 },
	};
	struct mview *view = view_of("<e");
	size_t i;

	for (i = 0; i < COUNT_OF(rows); i++) {
		assert_int_equal(mview_set_f64(view, NULL, NULL, rows[i].value),
				 0);
		assert_int_equal(memory[0] | memory[1] << 8, rows[i].bits);
	}
	mview_close(view);
}

TEST(complex_has_two_parts)
{
	static const char *const formats[] = { "Zf", "<Zd", ">Zf", ">Zd" };
	const double set[2] = { 1.5, -2.25 };
	struct mview *view;
	double get[2];
	size_t i;

	for (i = 0; i < COUNT_OF(formats); i++) {
		view = view_of(formats[i]);
		assert_int_equal(mview_set_complex(view, NULL, NULL, set), 0);
		assert_int_equal(mview_get_complex(view, NULL, NULL, get), 0);
		assert_memory_equal(get, set, sizeof(set));
		assert_fails(EINVAL, mview_get_f64(view, NULL, NULL, get));
		assert_int_equal(mview_set_f64(view, NULL, NULL, 3), 0);
		assert_int_equal(mview_get_complex(view, NULL, NULL, get), 0);
		assert_true(get[0] == 3 && get[1] == 0);
		mview_close(view);
	}
}

TEST(native_floats_that_overflow_are_infinite)
{
	struct mview *view = view_of("f");
	double value, complex[2] = { 1, -1e300 };

	assert_int_equal(mview_set_f64(view, NULL, NULL, 1e300), 0);
	assert_int_equal(mview_get_f64(view, NULL, NULL, &value), 0);
	assert_true(value == INFINITY);
	mview_close(view);
	view = view_of("Zf");
	assert_int_equal(mview_set_complex(view, NULL, NULL, complex), 0);
	assert_int_equal(mview_get_complex(view, NULL, NULL, complex), 0);
	assert_true(complex[0] == 1 && complex[1] == -INFINITY);
	mview_close(view);
	view = view_of("<Zf");
	complex[1] = 1e300;
	assert_fails(ERANGE, mview_set_complex(view, NULL, NULL, complex));
	mview_close(view);
}

TEST(pointers_take_negative_numbers)
{
	struct mview *view = view_of("P");
	uint64_t value;

	assert_int_equal(mview_set_i64(view, NULL, NULL, -2), 0);
	assert_int_equal(mview_get_u64(view, NULL, NULL, &value), 0);
	assert_int_equal(value, UINTPTR_MAX - 1);
	mview_close(view);
}

TEST(bool_takes_anything)
{
	struct mview *view = view_of("?");
	int64_t value;

	assert_int_equal(mview_set_i64(view, NULL, NULL, -300), 0);
	assert_int_equal(memory[0], 1);
	assert_int_equal(mview_set_f64(view, NULL, NULL, 0.0), 0);
	assert_int_equal(memory[0], 0);
	memory[0] = 7;
	assert_int_equal(mview_get_i64(view, NULL, NULL, &value), 0);
	assert_int_equal(value, 1);
	assert_int_equal(mview_set_bytes(view, NULL, NULL, "", 0), 0);
	assert_int_equal(memory[0], 0);
	assert_int_equal(mview_set_bytes(view, NULL, NULL, "\0", 1), 0);
	assert_int_equal(memory[0], 1);
	mview_close(view);
}

TEST(strings_are_cut_or_filled)
{
	struct mview *s = view_of("4s"), *p = view_of("4p"), *c = view_of("c");
	char bytes[4];

	assert_int_equal(mview_set_bytes(s, NULL, NULL, "ab", 2), 0);
	assert_memory_equal(memory, "ab\0\0", 4);
	assert_int_equal(mview_set_bytes(s, NULL, NULL, "abcdef", 6), 0);
	assert_int_equal(mview_get_bytes(s, NULL, NULL, bytes, 4), 4);
	assert_memory_equal(bytes, "abcd", 4);
	assert_fails(ENOSPC, mview_get_bytes(s, NULL, NULL, bytes, 3));
	assert_int_equal(mview_set_bytes(p, NULL, NULL, "abcdef", 6), 0);
	assert_memory_equal(memory, "\3abc", 4);
	assert_int_equal(mview_set_bytes(p, NULL, NULL, "x", 1), 0);
	assert_int_equal(mview_get_bytes(p, NULL, NULL, bytes, 4), 1);
	memory[0] = 200;
	assert_int_equal(mview_get_bytes(p, NULL, NULL, bytes, 4), 3);
	assert_fails(EINVAL, mview_set_bytes(c, NULL, NULL, "xy", 2));
	assert_int_equal(mview_set_bytes(c, NULL, NULL, "x", 1), 0);
	assert_fails(EINVAL, mview_set_i64(c, NULL, NULL, 'x'));
	mview_close(c);
	mview_close(p);
	mview_close(s);
}

TEST(strings_without_room_are_empty)
{
	static const char *const fields[] = { "s", "p" };
	struct mview *view = view_of("T{0s:s:0p:p:B:b:}");
	char bytes[4];
	int i;

	memory[0] = 'x';
	for (i = 0; i < 2; i++) {
		assert_int_equal(mview_set_bytes(view, NULL, fields[i], "ab",
						 2), 0);
		assert_int_equal(mview_get_bytes(view, NULL, fields[i], bytes,
						 4), 0);
	}
	assert_int_equal(memory[0], 'x');
	mview_close(view);
}

TEST(long_strings_are_read_and_written)
{
	struct mview *view = view_of("100s");
	char in[100], out[100];

	memset(in, 'a', sizeof(in));
	assert_int_equal(mview_set_bytes(view, NULL, NULL, in, 100), 0);
	assert_int_equal(mview_get_bytes(view, NULL, NULL, out, 100), 100);
	assert_memory_equal(in, out, 100);
	mview_close(view);
}

TEST(numbers_are_not_read_as_bytes)
{
	struct mview *view = view_of("I");
	char bytes[4];

	assert_fails(EINVAL, mview_get_bytes(view, NULL, NULL, bytes, 4));
	mview_close(view);
}

TEST(fields_are_found_by_path)
{
	static const struct {
		const char *path;
		int offset;
	} rows[] = {
		{ "a", 0 }, { "pos.x", 4 }, { "pos.y", 5 }, { "taps[2]", 12 },
		{ "taps[-1]", 12 }, { "grid[1,0]", 18 }, { "ring[1].len", 32 },
		{ "f5", 34 },
	};
	struct mview *view = view_of("<T{i:a:T{b:x:b:y:}:pos:xx3H:taps:"
				     "(2,2)h:grid:2T{I:id:h:len:}:ring:B}");
	int64_t value;
	size_t i;

	for (i = 0; i < COUNT_OF(rows); i++) {
		memset(memory, 0, sizeof(memory));
		if (mview_set_i64(view, NULL, rows[i].path, 1))
			fail_msg("%s: %s", rows[i].path, strerror(errno));
		assert_int_equal(memory[rows[i].offset], 1);
		assert_int_equal(mview_get_i64(view, NULL, rows[i].path,
					       &value), 0);
		assert_int_equal(value, 1);
	}
	mview_close(view);
}

TEST(bad_paths_are_refused)
{
	static const struct {
		const char *path;
		int err;
	} rows[] = {
		{ NULL, EINVAL }, { "", EINVAL }, { "nope", ENOENT },
		{ "pos", EINVAL }, { "pos.", EINVAL }, { "pos.z", ENOENT },
		{ "taps", EINVAL }, { "taps[3]", ERANGE },
		{ "taps[-4]", ERANGE }, { "taps[1", EINVAL },
		{ "taps[]", EINVAL }, { "taps[1,1]", EINVAL },
		{ "taps[1]x", EINVAL }, { "a[0]", EINVAL }, { "a.b", EINVAL },
	};
	struct mview *view = view_of("T{i:a:T{b:x:}:pos:3H:taps:}");
	int64_t value;
	size_t i;

	for (i = 0; i < COUNT_OF(rows); i++) {
		errno = 0;
		if (!mview_get_i64(view, NULL, rows[i].path, &value) ||
		    errno != rows[i].err)
			fail_msg("%s: errno %d", rows[i].path, errno);
	}
	mview_close(view);
}

TEST(sub_arrays_without_a_name_are_indexed)
{
	struct mview *view = view_of("<(2,2)h");
	int64_t value;

	memset(memory, 0, 8);
	memory[4] = 9;
	assert_int_equal(mview_get_i64(view, NULL, "[1,0]", &value), 0);
	assert_int_equal(value, 9);
	assert_fails(EINVAL, mview_get_i64(view, NULL, NULL, &value));
	mview_close(view);
}

TEST(element_describes_the_fields)
{
	struct mview *view = view_of("T{h:a:xT{>d:b:}:c:(2)3f:d:0i5s}");
	const struct mview_field *element = mview_element(view);

	assert_int_equal(element->code, 'T');
	assert_int_equal(element->nfields, 4);
	assert_string_equal(element->fields[1].name, "c");
	assert_int_equal(element->fields[1].nfields, 1);
	assert_int_equal(element->fields[1].fields[0].order, '>');
	assert_int_equal(element->fields[2].ndim, 2);
	assert_int_equal(element->fields[2].shape[0], 2);
	assert_int_equal(element->fields[2].shape[1], 3);
	assert_int_equal(element->fields[2].count, 6);
	assert_string_equal(element->fields[3].name, "f3");
	assert_int_equal(element->fields[3].size, 5);
	mview_close(view);
}

TEST(an_index_must_lie_inside)
{
	const int64_t shape[] = { 2, 3 };
	struct mview *view = mview_from_layout(memory, 12, "h", 2, shape, NULL,
					       0, MVIEW_WRITE);
	static const int64_t bad[][2] = {
		{ 2, 0 }, { 0, 3 }, { -3, 0 }, { 0, -4 },
		{ INT64_MIN, 0 }, { 0, INT64_MAX },
	};
	int64_t value;
	char raw[2];
	size_t i;

	for (i = 0; i < COUNT_OF(bad); i++) {
		assert_fails(ERANGE, mview_get_i64(view, bad[i], NULL, &value));
		assert_fails(ERANGE, mview_set_i64(view, bad[i], NULL, 1));
		assert_fails(ERANGE, mview_get_raw(view, bad[i], raw));
	}
	mview_close(view);
}

TEST(raw_elements_are_copied_whole)
{
	struct mview *view = view_of("T{h:a:5s:b:}");
	char in[8] = "\1\2hello", out[8];

	assert_int_equal(mview_itemsize(view), 8);
	assert_int_equal(mview_set_raw(view, NULL, in), 0);
	assert_int_equal(mview_get_raw(view, NULL, out), 0);
	assert_memory_equal(in, out, 8);
	mview_close(view);
}

static void check_text(const char *format, const void *item, const char *want)
{
	struct mview *view = mview_from_layout((void *)item, 256, format, 0,
					       NULL, NULL, 0, 0);
	char text[128];

	assert_non_null(view);
	item = (const char *)item + mview_element(view)->offset;
	assert_int_equal(mview_text(mview_element(view), item, text,
				    sizeof(text)), strlen(want));
	assert_string_equal(text, want);
	mview_close(view);
}

TEST(text_is_the_shortest_that_reads_back)
{
	double d[32] = { 0.1 };
	float f[64] = { 0.1f };

	check_text("d", d, "0.1");
	d[0] = 1.0 / 3;
	check_text("d", d, "0.3333333333333333");
	d[0] = 1e22;
	check_text("d", d, "1e+22");
	d[0] = -0.0;
	check_text("d", d, "-0.0");
	d[0] = NAN;
	check_text("d", d, "nan");
	d[0] = 3;
	check_text("d", d, "3.0");
	d[1] = -INFINITY;
	check_text("Zd", d, "3.0-infj");
	d[1] = 0.5;
	check_text("Zd", d, "3.0+0.5j");
	d[1] = -NAN;
	check_text("Zd", d, "3.0+nanj");
	check_text("f", f, "0.1");
	f[0] = 16777216;
	check_text("f", f, "16777216.0");
	check_text("<e", "\x66\x2e", "0.1");
}

TEST(text_of_every_kind)
{
	static const char item[256] = "\1\0\2\0\3\0a'\\\n\0z";

	check_text("<3h", item, "[1, 2, 3]");
	check_text("<(1,2)h", item, "[[1, 2]]");
	check_text("<T{h:a:T{?B}:b:}", item, "(1, (True, 0))");
	check_text("6x6s", item, "b'a\\'\\\\\\x0a\\x00z'");
	check_text("<Q", item, "2837549253105156097");
	check_text("16xP", item, "0");
	check_text("4x", item, "()");
}

TEST(items_without_bytes_have_no_text)
{
	static const char item[256] = "a";

	alarm(20);
	check_text("x(1000000000,1000000000)0s", item, "[]");
	check_text("T{B:b:(1000000000,0)B:z:}", item, "(97, [])");
	check_text("T{B:b:(1000000000)T{}:z:}", item, "(97, [])");
	check_text("T{B:b:(1000000000)T{0s:a:}:z:}", item, "(97, [])");
	check_text("T{B:b:0s:s:T{}:z:}", item, "(97, b'', ())");
	alarm(0);
}

TEST(text_is_cut_off_as_by_snprintf)
{
	struct mview *view = view_of("<3h");
	char text[6] = "xxxxx";

	memset(memory, 0, 6);
	assert_int_equal(mview_text(mview_element(view), memory, text, 4), 9);
	assert_string_equal(text, "[0,");
	assert_int_equal(mview_text(mview_element(view), memory, NULL, 0), 9);
	mview_close(view);
}

static void check_table(const char *format, const char *want)
{
	char table[512];

	assert_int_equal(mview_format_describe(format, table, sizeof(table)),
			 strlen(want));
	assert_string_equal(table, want);
}

TEST(formats_are_described)
{
	check_table("<h", "     0      2  h  int16 little-endian\n");
	check_table(">3H", "     0      6  H  uint16[3] big-endian\n");
	check_table("T{B:id:xx(2,3)>f:taps:T{c:tag:>Zd:z:}:in:5s:name:?:on:}",
		    "     0      1  id  B  uint8\n"
		    "     3     24  taps  f  float32[2, 3] big-endian\n"
		    "    27     17  in  T  record\n"
		    "       0      1  tag  c  char\n"
		    "       1     16  z  Zd  complex128 big-endian\n"
		    "    44      5  name  s  bytes\n"
		    "    49      1  on  ?  bool\n");
	check_table("<4p:a:>Zf:b:", "     0      4  a  p  Pascal string\n"
		    "     4      8  b  Zf  complex64 big-endian\n");
	check_table("2T{<b:a:}", "     0      2  T  record[2]\n"
		    "       0      1  a  b  int8\n");
	check_table("4x", "");
}

TEST(descriptions_are_cut_off_as_by_snprintf)
{
	const bool big = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__;
	const int length = big ? 37 : 40;
	char table[8] = "xxxxxxx";

	assert_int_equal(mview_format_describe("P", NULL, 0), length);
	assert_int_equal(mview_format_describe("P", table, 8), length);
	assert_string_equal(table, "     0 ");
	assert_fails(EINVAL, mview_format_describe("hz", table, 8));
	assert_fails(EINVAL, mview_format_describe("", table, 8));
	assert_fails(EINVAL, mview_format_describe(NULL, table, 8));
}

/* It is wrong, and at the place that is marked with a `. */
static void check_wrong(int err, const char *marked)
{
	const char *mark = strchr(marked, '`');
	char format[64];
	size_t at = 99;

	snprintf(format, sizeof(format), "%.*s%s", (int)(mark - marked), marked,
		 mark + 1);
	assert_fails(err, mview_format_size(format, &at));
	assert_int_equal(at, mark - marked);
}

TEST(the_place_of_a_formats_error_is_told)
{
	check_wrong(EINVAL, "`y");
	check_wrong(EINVAL, "2h`yB");
	check_wrong(EINVAL, "T{<I:id:<`y:live:}");
	check_wrong(EINVAL, "T{I:a:T{h:b:Z`q}:c:}");
	check_wrong(EINVAL, "T{<I:id:`");
	check_wrong(EINVAL, "T`<I:id:");
	check_wrong(EINVAL, "I:id`");
	check_wrong(EINVAL, "I:`:");
	check_wrong(EINVAL, "h`}");
	check_wrong(EINVAL, "<`n");
	check_wrong(EINVAL, "<`");
	check_wrong(EINVAL, "12`");
	check_wrong(EINVAL, "(2,`)h");
	check_wrong(EINVAL, "(2`h");
	check_wrong(EINVAL, "(2)`(3)h");
	check_wrong(E2BIG, "T{T{T{T{T{T{T{T{T{T{T{T{T{T{T{T{T`{h}}}}}}}}}}}}}}}}}");
}

TEST(sizes_of_formats_are_struct_calcsizes)
{
	char longest[4098];
	size_t at;

	assert_int_equal(mview_format_size("T{<I:id:<H:live:}", &at), 6);
	assert_int_equal(at, 17);
	assert_int_equal(mview_format_size("bi", NULL), 8);
	assert_int_equal(mview_format_size("", NULL), 0);
	assert_int_equal(mview_format_size("0i", NULL), 0);
	assert_fails(EINVAL, mview_format_size(NULL, NULL));
	assert_fails(EOVERFLOW,
		     mview_format_size("9223372036854775807h", NULL));
	memset(longest, 'B', sizeof(longest));
	longest[4097] = '\0';
	assert_fails(E2BIG, mview_format_size(longest, &at));
	assert_int_equal(at, 0);
}

TEST(pack_and_unpack_work_on_memory_alone)
{
	struct mview *view = view_of(">i");
	struct mview_value value = { .type = MVIEW_INT, .i = -2 };

	assert_int_equal(mview_pack(mview_element(view), memory, &value), 0);
	assert_memory_equal(memory, "\xff\xff\xff\xfe", 4);
	value.i = 0;
	assert_int_equal(mview_unpack(mview_element(view), memory, &value), 0);
	assert_int_equal(value.type, MVIEW_INT);
	assert_int_equal(value.i, -2);
	mview_close(view);
	view = view_of("T{i:a:}");
	assert_fails(EINVAL, mview_unpack(mview_element(view), memory, &value));
	assert_fails(EINVAL, mview_pack(mview_element(view), memory, &value));
	mview_close(view);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_place_of_a_formats_error_is_told),
		cmocka_unit_test(sizes_of_formats_are_struct_calcsizes),
		cmocka_unit_test(integers_fit_or_are_refused),
		cmocka_unit_test(unsigned_64_bits_are_whole),
		cmocka_unit_test(byte_order_is_respected),
		cmocka_unit_test(floats_take_integers_but_not_the_reverse),
		cmocka_unit_test(floats_that_overflow_are_refused),
		cmocka_unit_test(all_halves_survive),
		cmocka_unit_test(halves_round_to_even),
		cmocka_unit_test(complex_has_two_parts),
		cmocka_unit_test(native_floats_that_overflow_are_infinite),
		cmocka_unit_test(pointers_take_negative_numbers),
		cmocka_unit_test(bool_takes_anything),
		cmocka_unit_test(strings_are_cut_or_filled),
		cmocka_unit_test(strings_without_room_are_empty),
		cmocka_unit_test(long_strings_are_read_and_written),
		cmocka_unit_test(numbers_are_not_read_as_bytes),
		cmocka_unit_test(fields_are_found_by_path),
		cmocka_unit_test(bad_paths_are_refused),
		cmocka_unit_test(sub_arrays_without_a_name_are_indexed),
		cmocka_unit_test(element_describes_the_fields),
		cmocka_unit_test(an_index_must_lie_inside),
		cmocka_unit_test(raw_elements_are_copied_whole),
		cmocka_unit_test(text_is_the_shortest_that_reads_back),
		cmocka_unit_test(text_of_every_kind),
		cmocka_unit_test(items_without_bytes_have_no_text),
		cmocka_unit_test(text_is_cut_off_as_by_snprintf),
		cmocka_unit_test(formats_are_described),
		cmocka_unit_test(descriptions_are_cut_off_as_by_snprintf),
		cmocka_unit_test(pack_and_unpack_work_on_memory_alone),
	};

	return cmocka_run_group_tests_name("element", tests, NULL, NULL);
}
