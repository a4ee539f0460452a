// SPDX-License-Identifier: GPL-2.0
/* Equality, against values that Python's struct and memoryview give. */
#include "test.h"

#include <math.h>
#include <stdlib.h>
#include <unistd.h>

#include "mview.h"

#include "fast/simd.h"

/* One element of a format, made of bytes. */
static struct mview *one(const char *format, const void *bytes, size_t size)
{
	return mview_from_layout((void *)bytes, size, format, 0, NULL, NULL, 0,
				 0);
}

static int equal_bytes(const char *a_format, const void *a, size_t a_size,
		       const char *b_format, const void *b, size_t b_size)
{
	struct mview *x = one(a_format, a, a_size);
	struct mview *y = one(b_format, b, b_size);
	int equal;

	assert_non_null(x);
	assert_non_null(y);
	equal = mview_equal(x, y);
	assert_int_equal(mview_equal(y, x), equal);
	mview_close(x);
	mview_close(y);
	return equal;
}

#define EQUAL(a_format, a, b_format, b)					\
	equal_bytes(a_format, &(__typeof__(a)) { a }, sizeof(a),	\
		    b_format, &(__typeof__(b)) { b }, sizeof(b))

#define BYTES(a_format, a, b_format, b)					\
	equal_bytes(a_format, a, sizeof(a) - 1, b_format, b, sizeof(b) - 1)

TEST(integers_of_all_kinds)
{
	assert_true(EQUAL("b", (int8_t)-1, "q", -1LL));
	assert_true(EQUAL("B", (uint8_t)255, "i", 255));
	assert_true(EQUAL("H", (uint16_t)65535, "Q", 65535ULL));
	assert_false(EQUAL("b", (int8_t)-1, "B", (uint8_t)255));
	assert_false(EQUAL("q", -1LL, "Q", -1ULL));
	assert_false(EQUAL("i", -1, "Q", -1ULL));
	assert_false(EQUAL("i", -1, "I", -1U));
	assert_true(EQUAL("Q", (uint64_t)SIZE_MAX, "N", SIZE_MAX));
	assert_true(EQUAL("P", 5UL, "b", (int8_t)5));
	assert_true(EQUAL("?", (uint8_t)1, "h", (int16_t)1));
	assert_false(EQUAL("?", (uint8_t)1, "h", (int16_t)2));
}

TEST(byte_orders)
{
	assert_true(BYTES("<h", "\1\2", ">h", "\2\1"));
	assert_false(BYTES("<h", "\1\2", ">h", "\1\2"));
	assert_true(BYTES("<i", "\1\2\3\4", "!l", "\4\3\2\1"));
	assert_true(BYTES("<q", "\1\2\3\4\5\6\7\x80",
			  ">q", "\x80\7\6\5\4\3\2\1"));
	assert_true(BYTES("<f", "\0\0\x80\x3f", ">d", "\x3f\xf0\0\0\0\0\0\0"));
	assert_true(BYTES("<e", "\0\x3c", ">e", "\x3c\0"));
}

TEST(floats_of_all_kinds)
{
	assert_true(EQUAL("f", 0.5f, "d", 0.5));
	assert_false(EQUAL("f", 0.1f, "d", 0.1));
	assert_true(EQUAL("d", 0.0, "d", -0.0));
	assert_false(EQUAL("d", (double)NAN, "d", (double)NAN));
	assert_false(EQUAL("f", NAN, "f", NAN));
	assert_true(EQUAL("f", INFINITY, "d", (double)INFINITY));
	assert_true(BYTES("<e", "\0\x7c", "<f", "\0\0\x80\x7f"));
}

TEST(integers_and_floats_compare_exactly)
{
	assert_true(EQUAL("q", 1LL << 53, "d", 0x1p53));
	assert_false(EQUAL("q", (1LL << 53) + 1, "d", 0x1p53));
	assert_false(EQUAL("q", INT64_MAX, "d", 0x1p63));
	assert_true(EQUAL("q", INT64_MIN, "d", -0x1p63));
	assert_true(EQUAL("Q", 1ULL << 63, "d", 0x1p63));
	assert_false(EQUAL("Q", UINT64_MAX, "d", 0x1p64));
	assert_false(EQUAL("q", 0LL, "d", 0.5));
	assert_false(EQUAL("q", 0LL, "d", (double)NAN));
	assert_false(EQUAL("Q", 0ULL, "d", -1.0));
	assert_false(EQUAL("Q", 0ULL, "d", (double)INFINITY));
	assert_true(EQUAL("i", INT32_MIN, "f", -0x1p31f));
	assert_false(EQUAL("i", INT32_MAX, "f", 0x1p31f));
	assert_true(EQUAL("?", (uint8_t)1, "d", 1.0));
}

TEST(bytes_are_no_numbers)
{
	assert_true(BYTES("c", "a", "c", "a"));
	assert_false(BYTES("c", "a", "B", "a"));
	assert_true(BYTES("c", "a", "s", "a"));
	assert_true(BYTES("3s", "abc", "3s", "abc"));
	assert_false(BYTES("3s", "abc", "3s", "abd"));
	assert_false(BYTES("2s", "a\0", "s", "a"));
	assert_true(BYTES("4p", "\2abx", "3p", "\2ab"));
	assert_true(BYTES("4p", "\2abx", "2s", "ab"));
	assert_false(BYTES("2B", "ab", "2s", "ab"));
}

TEST(elements_of_several_values)
{
	assert_true(BYTES("<hb", "\1\0\2", ">bh", "\1\0\2"));
	assert_false(BYTES("<hb", "\1\0\2", ">bh", "\1\1\2"));
	assert_true(BYTES("2B", "ab", "BB", "ab"));
	assert_false(BYTES("2B", "ab", "3B", "abc"));
	assert_false(BYTES("3B", "abc", "2B", "ab"));
	assert_true(BYTES("BxB", "a1b", "BxB", "a2b"));
	assert_true(BYTES("xB", "1b", "B", "b"));
	assert_true(BYTES("x", "1", "2x", "23"));
	assert_false(BYTES("x", "1", "B", "1"));
	assert_false(BYTES("<Bf", "a\0\0\xc0\x7f", "<Bf", "a\0\0\xc0\x7f"));
	assert_true(BYTES("<Bfc", "a\0\0\x80?b", "<bic", "a\1\0\0\0b"));
	assert_false(BYTES("<Bfc", "a\0\0\x80?b", "<bib", "a\1\0\0\0b"));
	assert_false(BYTES("<qB", "\0\0\0\0\0\0\0\200a",
			   "<QB", "\0\0\0\0\0\0\0\200a"));
}

TEST(records_are_equal_when_their_fields_are)
{
	assert_true(BYTES("T{B:a:}", "a", "T{B:b:}", "a"));
	assert_false(BYTES("T{B:a:}", "a", "T{B:a:}", "b"));
	assert_true(BYTES("T{<h:a:B:b:}", "\1\0\2", "T{B:a:>h:b:}",
			  "\1\0\2"));
	assert_false(BYTES("T{<h:a:B:b:}", "\1\0\2", "T{<h:a:}", "\1\0"));
	assert_true(BYTES("T{B:a:x}", "a1", "T{xB:a:}", "1a"));
	assert_true(BYTES("B:a:", "a", "B:a:", "a"));
	assert_false(BYTES("T{B:a:}", "a", "B", "a"));
	assert_false(BYTES("B", "a", "T{B:a:}", "a"));
	assert_false(BYTES("T{<f:a:}", "\0\0\xc0\x7f", "T{<f:a:}",
			   "\0\0\xc0\x7f"));
	assert_true(BYTES("T{<f:a:B:b:}", "\0\0\0\x80z", "T{<f:a:B:b:}",
			  "\0\0\0\0z"));
}

TEST(records_in_records_are_equal_to_such)
{
	assert_true(BYTES("T{T{B:x:B:y:}:p:B:z:}", "abc",
			  "T{T{b:x:b:y:}:q:b:z:}", "abc"));
	assert_false(BYTES("T{T{B:x:B:y:}:p:B:z:}", "abc",
			   "T{B:x:B:y:B:z:}", "abc"));
	assert_false(BYTES("T{T{B:x:B:y:}:p:B:z:}", "abc",
			   "T{B:x:T{B:y:B:z:}:p:}", "abc"));
	assert_false(BYTES("T{T{B:x:B:y:}:p:B:z:}", "abc",
			   "T{T{B:x:B:y:}:p:B:z:}", "acc"));
	assert_true(BYTES("2T{B:x:}", "ab", "2T{b:x:}", "ab"));
	assert_false(BYTES("2T{B:x:}", "ab", "2T{b:x:}", "ac"));
	assert_false(BYTES("2T{B:x:}", "ab", "T{B:x:B:y:}", "ab"));
	assert_false(BYTES("T{B:x:}", "a", "2T{B:x:}", "aa"));
}

TEST(sub_arrays_are_equal_by_shape_and_value)
{
	assert_true(BYTES("(2)B", "ab", "(2)b", "ab"));
	assert_true(BYTES("(2)B", "ab", "2B", "ab"));
	assert_false(BYTES("(2)B", "ab", "(2)B", "ac"));
	assert_true(BYTES("(2,2)B", "abcd", "(2,2)b", "abcd"));
	assert_false(BYTES("(2,2)B", "abcd", "(4)B", "abcd"));
	assert_false(BYTES("(2,3)B", "abcdef", "(3,2)B", "abcdef"));
	assert_false(BYTES("B(2,2)B", "abcde", "(2,2)BB", "abcde"));
	assert_true(BYTES("T{0B:a:B:b:}", "a", "T{B:b:}", "a"));
}

TEST(items_without_bytes_are_equal_if_they_are_as_many)
{
	alarm(20);
	assert_true(BYTES("x(3)0s", "a", "x(3)0s", "b"));
	assert_false(BYTES("x(3)0s", "a", "x(2)0s", "a"));
	assert_true(BYTES("x(3)0s", "a", "x0s(2)0s", "a"));
	assert_false(BYTES("x(3)0s", "a", "x(3)T{}", "a"));
	assert_true(BYTES("x(2)0s1s", "ab", "x0s0s1s", "ab"));
	assert_false(BYTES("x(2)0s1s", "ab", "x0s0s1s", "ac"));
	assert_true(BYTES("T{B:b:(1000000000000)T{}:z:}", "a",
			  "T{B:b:(1000000000000)T{}:z:}", "a"));
	assert_false(BYTES("T{B:b:(1000000000000)T{}:z:}", "a",
			   "T{B:b:(1000000000001)T{}:z:}", "a"));
	assert_true(BYTES("x(1000000000,1000000000)0s", "a", "x(1000000000,1000000000)0s", "a"));
	assert_false(BYTES("T{B:b:(1000000000)T{(1000000000)0s:a:}:z:}", "a",
			   "T{B:b:(1000000000)T{(1000000001)0s:a:}:z:}", "a"));
	assert_true(BYTES("T{B:b:(1000000000)T{(1000000000)0s:a:}:z:}", "a",
			  "T{B:b:(1000000000)T{(1000000000)0s:a:}:z:}", "a"));
	alarm(0);
}

TEST(complex_numbers)
{
	assert_true(BYTES("Zf", "12345678", "Zf", "12345678"));
	assert_false(BYTES("Zf", "12345678", "Zf", "12345679"));
	assert_true(BYTES("<Zf", "\0\0\x80?\0\0\0\0", "B", "\1"));
	assert_true(BYTES("B", "\1", "<Zf", "\0\0\x80?\0\0\0\0"));
	assert_false(BYTES("<Zf", "\0\0\x80?\0\0\x80?", "<f", "\0\0\x80?"));
}

TEST(marks_do_not_matter)
{
	assert_true(BYTES("^B", "a", "^B", "a"));
	assert_true(BYTES("B<B", "ab", "B<B", "ab"));
	assert_true(BYTES(" <B", "a", " <B", "a"));
	assert_true(BYTES("< B", "a", "@B", "a"));
}

static int shaped(int ndim, const int64_t *a, int other, const int64_t *b)
{
	static const char bytes[24];
	struct mview *x = mview_from_layout((void *)bytes, 24, "B", ndim, a,
					    NULL, 0, 0);
	struct mview *y = mview_from_layout((void *)bytes, 24, "b", other, b,
					    NULL, 0, 0);
	int equal = mview_equal(x, y);

	mview_close(x);
	mview_close(y);
	return equal;
}

#define SHAPE(...) (int64_t []){ __VA_ARGS__ }

TEST(shapes)
{
	assert_int_equal(shaped(2, SHAPE(4, 6), 2, SHAPE(4, 6)), 1);
	assert_int_equal(shaped(2, SHAPE(4, 6), 2, SHAPE(6, 4)), 0);
	assert_int_equal(shaped(2, SHAPE(4, 6), 1, SHAPE(24)), 0);
	assert_int_equal(shaped(2, SHAPE(0, 6), 2, SHAPE(0, 6)), 1);
	assert_int_equal(shaped(2, SHAPE(0, 6), 2, SHAPE(0, 7)), 1);
	assert_int_equal(shaped(2, SHAPE(6, 0), 2, SHAPE(7, 0)), 0);
	assert_int_equal(shaped(0, NULL, 1, SHAPE(1)), 0);
}

TEST(axes_in_any_order)
{
	static const short rows[] = { 1, 2, 3, 4, 5, 6 };
	static const short columns[] = { 1, 4, 2, 5, 3, 6 };
	static const int64_t shape[] = { 2, 3 }, strides[] = { 2, 4 };
	struct mview *c, *f;

	c = mview_from_layout((void *)rows, 12, "h", 2, shape, NULL, 0, 0);
	f = mview_from_layout((void *)columns, 12, "h", 2, shape, strides, 0,
			      0);
	assert_int_equal(mview_equal(c, f), 1);
	assert_int_equal(mview_equal(f, c), 1);
	mview_close(f);
	f = mview_from_layout((void *)rows, 12, "h", 2, shape, strides, 0, 0);
	assert_int_equal(mview_equal(f, c), 0);
	mview_close(f);
	mview_close(c);
}

/* Values of one format, in a plain row, and in another with gaps, backwards. */
struct rows {
	unsigned char *memory;
	struct mview *plain;
	struct mview *odd;
};

#define N	1500
#define SPREAD	5

static void rows_init(struct rows *rows, const char *format, int64_t size)
{
	const int64_t shape[] = { 3, N / 3 };
	const int64_t strides[] = { -N / 3 * SPREAD * size, SPREAD * size };
	const int64_t plain = N * size, odd = SPREAD * plain;
	struct mview_value value = { .type = MVIEW_INT };
	const struct mview_field *field;
	int64_t i;

	rows->memory = calloc(1, plain + odd);
	rows->plain = mview_from_layout(rows->memory, plain, format, 2, shape,
					NULL, 0, 0);
	rows->odd = mview_from_layout(rows->memory + plain, odd, format, 2,
				      shape, strides, -2 * strides[0], 0);
	field = mview_element(rows->plain);
	for (i = 0; i < N; i++) {
		int64_t at = (2 - i / (N / 3)) * (N / 3) + i % (N / 3);

		value.i = i % 100;
		mview_pack(field, rows->memory + i * size, &value);
		mview_pack(field, rows->memory + plain + at * SPREAD * size,
			   &value);
	}
}

static void rows_free(struct rows *rows)
{
	mview_close(rows->plain);
	mview_close(rows->odd);
	free(rows->memory);
}

/* The last byte decides, wherever a chunk ends; bit 0 of it is in the value. */
static void check_rows(const struct rows *a, const struct rows *b)
{
	int64_t size = mview_itemsize(a->plain);
	unsigned char *last = a->memory + (N - 1) * size;

	assert_int_equal(mview_equal(a->plain, b->plain), 1);
	assert_int_equal(mview_equal(a->odd, b->plain), 1);
	assert_int_equal(mview_equal(b->plain, a->odd), 1);
	assert_int_equal(mview_equal(a->odd, b->odd), 1);
	last[size / 2] ^= 1;
	if (a != b)
		assert_int_equal(mview_equal(a->plain, b->plain), 0);
	assert_int_equal(mview_equal(a->plain, b->odd), 0);
	last[size / 2] ^= 1;
}

TEST(many_of_every_pair_of_formats)
{
	static const struct {
		const char *format;
		int64_t size;
	} formats[] = {
		{ "b", 1 }, { "B", 1 }, { "h", 2 }, { ">h", 2 }, { "H", 2 },
		{ "i", 4 }, { ">i", 4 }, { "I", 4 }, { ">I", 4 }, { "q", 8 },
		{ ">q", 8 }, { "Q", 8 }, { "e", 2 }, { ">e", 2 }, { "f", 4 },
		{ ">f", 4 }, { "d", 8 }, { ">d", 8 },
	};
	struct rows rows[COUNT_OF(formats)];
	size_t i, j;
	int level;

	for (i = 0; i < COUNT_OF(formats); i++)
		rows_init(&rows[i], formats[i].format, formats[i].size);
	for (level = SIMD_NONE; level <= SIMD_AVX2; level++) {
		simd_limit(level);
		for (i = 0; i < COUNT_OF(formats); i++)
			for (j = 0; j < COUNT_OF(formats); j++)
				check_rows(&rows[i], &rows[j]);
	}
	for (i = 0; i < COUNT_OF(formats); i++)
		rows_free(&rows[i]);
}

/* Neither side needs to be aligned. */
TEST(values_at_odd_addresses)
{
	char bytes[2 * 64 + 1];
	const int64_t shape = 8;
	struct mview *a, *b;

	memset(bytes, 1, sizeof(bytes));
	a = mview_from_layout(bytes, 65, "d", 1, &shape, NULL, 1, 0);
	b = mview_from_layout(bytes + 64, 65, "d", 1, &shape, NULL, 1, 0);
	assert_int_equal(mview_equal(a, b), 1);
	mview_close(b);
	b = mview_from_layout(bytes + 64, 65, ">d", 1, &shape, NULL, 1, 0);
	assert_int_equal(mview_equal(a, b), 1);
	mview_close(b);
	mview_close(a);
}

TEST(elements_longer_than_any_chunk)
{
	const int64_t shape = 2;
	char *bytes = calloc(2, 20000);
	struct mview *a, *b;

	a = mview_from_layout(bytes, 20000, "10000s", 1, &shape, NULL, 0, 0);
	b = mview_from_layout(bytes + 20000, 20000, "10000s", 1, &shape, NULL,
			      0, 0);
	assert_int_equal(mview_equal(a, b), 1);
	bytes[19999] = 1;
	assert_int_equal(mview_equal(a, b), 0);
	mview_close(b);
	mview_close(a);
	free(bytes);
}

TEST(a_released_view_is_itself)
{
	char byte = 1;
	struct mview *a = mview_from_memory(&byte, 1, 0);
	struct mview *b = mview_from_memory(&byte, 1, 0);

	assert_int_equal(mview_equal(a, b), 1);
	assert_int_equal(mview_equal(a, a), 1);
	mview_release(a);
	assert_int_equal(mview_equal(a, b), 0);
	assert_int_equal(mview_equal(b, a), 0);
	assert_int_equal(mview_equal(a, a), 1);
	mview_close(a);
	mview_close(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(integers_of_all_kinds),
		cmocka_unit_test(byte_orders),
		cmocka_unit_test(floats_of_all_kinds),
		cmocka_unit_test(integers_and_floats_compare_exactly),
		cmocka_unit_test(bytes_are_no_numbers),
		cmocka_unit_test(elements_of_several_values),
		cmocka_unit_test(records_are_equal_when_their_fields_are),
		cmocka_unit_test(records_in_records_are_equal_to_such),
		cmocka_unit_test(sub_arrays_are_equal_by_shape_and_value),
		cmocka_unit_test(items_without_bytes_are_equal_if_they_are_as_many),
		cmocka_unit_test(complex_numbers),
		cmocka_unit_test(marks_do_not_matter),
		cmocka_unit_test(shapes),
		cmocka_unit_test(axes_in_any_order),
		cmocka_unit_test(many_of_every_pair_of_formats),
		cmocka_unit_test(values_at_odd_addresses),
		cmocka_unit_test(elements_longer_than_any_chunk),
		cmocka_unit_test(a_released_view_is_itself),
	};

	return cmocka_run_group_tests_name("equal", tests, NULL, NULL);
}
