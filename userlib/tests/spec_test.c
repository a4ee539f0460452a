// SPDX-License-Identifier: GPL-2.0
/* The examples of the Python library reference's page on memoryview, in C. */
#include "test.h"

#include <mview.h>

static int64_t int_at(struct mview *view, int64_t i)
{
	int64_t value;

	assert_int_equal(mview_get_i64(view, &i, NULL, &value), 0);
	return value;
}

static struct mview *part(struct mview *view, int64_t start, int64_t stop,
			  int64_t step)
{
	const struct mview_range range = mview_range(start, stop, step);
	struct mview *slice = mview_slice(view, &range, 1);

	assert_non_null(slice);
	return slice;
}

static struct mview *bytes_of(const char *text)
{
	return mview_from_memory((void *)text, strlen(text), 0);
}

static struct mview *row_of(const void *memory, const char *format, int64_t n,
			    int64_t itemsize)
{
	return mview_from_layout((void *)memory, n * itemsize, format, 1, &n,
				 NULL, 0, 0);
}

static void check_bytes(struct mview *view, const char *want)
{
	char bytes[64];

	assert_int_equal(mview_tobytes(view, bytes, sizeof(bytes), 'C'),
			 strlen(want));
	assert_memory_equal(bytes, want, strlen(want));
}

TEST(slicing_and_indexing_expose_the_data)
{
	struct mview *v = bytes_of("abcefg"), *slice = part(v, 1, 4, 1);

	assert_int_equal(int_at(v, 1), 98);
	assert_int_equal(int_at(v, -1), 103);
	check_bytes(slice, "bce");
	mview_close(slice);
	mview_close(v);
}

TEST(an_element_has_the_type_of_the_format)
{
	static const long a[] = { -11111111, 22222222, -33333333, 44444444 };
	struct mview *m = row_of(a, "l", 4, sizeof(long)), *even;

	assert_int_equal(int_at(m, 0), -11111111);
	assert_int_equal(int_at(m, -1), 44444444);
	even = part(m, MVIEW_NONE, MVIEW_NONE, 2);
	assert_int_equal(mview_len(even), 2);
	assert_int_equal(int_at(even, 0), -11111111);
	assert_int_equal(int_at(even, 1), -33333333);
	mview_close(even);
	mview_close(m);
}

static void assign(struct mview *view, int64_t start, int64_t stop,
		   const char *text, int err)
{
	struct mview *slice = part(view, start, stop, 1), *src = bytes_of(text);

	if (err)
		assert_fails(err, mview_assign(slice, src));
	else
		assert_int_equal(mview_assign(slice, src), 0);
	mview_close(src);
	mview_close(slice);
}

TEST(slices_are_assigned_without_resizing)
{
	char data[] = "abcefg";
	struct mview *v = mview_from_memory(data, 6, MVIEW_WRITE);
	int64_t first = 0;

	assert_int_equal(mview_readonly(v), 0);
	assert_int_equal(mview_set_i64(v, &first, NULL, 'z'), 0);
	assert_string_equal(data, "zbcefg");
	assign(v, 1, 4, "123", 0);
	assert_string_equal(data, "z123fg");
	assign(v, 2, 3, "spam", EINVAL);
	assert_string_equal(data, "z123fg");
	assign(v, 2, 6, "spam", 0);
	assert_string_equal(data, "z1spam");
	mview_close(v);
}

static int64_t hash_of(const char *text)
{
	struct mview *view = bytes_of(text);
	int64_t hash = mview_hash(view);

	mview_close(view);
	return hash;
}

TEST(hashes_are_those_of_the_bytes)
{
	struct mview *v = bytes_of("abcefg"), *slice;

	assert_int_equal(mview_hash(v), hash_of("abcefg"));
	slice = part(v, 2, 4, 1);
	assert_int_equal(mview_hash(slice), hash_of("ce"));
	mview_close(slice);
	slice = part(v, MVIEW_NONE, MVIEW_NONE, -2);
	assert_int_equal(mview_hash(slice), hash_of("geb"));
	mview_close(slice);
	mview_close(v);
}

TEST(equality_is_by_value_across_formats)
{
	static const unsigned int a[] = { 1, 2, 3, 4, 5 };
	static const double b[] = { 1, 2, 3, 4, 5 };
	static const signed char c[] = { 5, 3, 1 };
	struct mview *x = row_of(a, "I", 5, 4), *y = row_of(b, "d", 5, 8);
	struct mview *z = part(y, MVIEW_NONE, MVIEW_NONE, -2);
	struct mview *w = row_of(c, "b", 3, 1);

	assert_int_equal(mview_equal(x, y), 1);
	assert_int_equal(mview_equal(z, w), 1);
	assert_int_equal(mview_equal(z, y), 0);
	mview_close(w);
	mview_close(z);
	mview_close(y);
	mview_close(x);
}

/* There memoryview says that they are unequal, even to themselves. */
TEST(what_struct_does_not_know_is_compared_as_well)
{
	static const char point[16] = { 0, 0, 0, 100, 0, 0, 0, 200 };
	struct mview *a = row_of(point, "T{>i:x:>i:y:}", 2, 8);

	assert_int_equal(mview_equal(a, a), 1);
	mview_close(a);
}

TEST(a_view_need_not_equal_itself)
{
	static const float nan = __builtin_nanf("");
	struct mview *a = row_of((const char *)&nan, "f", 1, 4);

	assert_int_equal(mview_equal(a, a), 0);
	mview_close(a);
}

TEST(tobytes_has_three_orders)
{
	static const char text[] = "abcdef";
	const int64_t shape[] = { 2, 3 }, fortran[] = { 1, 2 };
	struct mview *c = mview_from_layout((void *)text, 6, "B", 2, shape,
					    NULL, 0, 0);
	struct mview *f = mview_from_layout((void *)text, 6, "B", 2, shape,
					    fortran, 0, 0);
	char bytes[6];

	check_bytes(c, "abcdef");
	check_bytes(f, "acebdf");
	mview_tobytes(c, bytes, 6, 'F');
	assert_memory_equal(bytes, "adbecf", 6);
	mview_tobytes(f, bytes, 6, 'A');
	assert_memory_equal(bytes, "abcdef", 6);
	mview_close(f);
	mview_close(c);
}

TEST(hex_is_two_digits_a_byte)
{
	struct mview *m = bytes_of("abc");
	char text[16];

	assert_int_equal(mview_hex(m, text, sizeof(text), 0, 0), 6);
	assert_string_equal(text, "616263");
	assert_int_equal(mview_hex(m, text, sizeof(text), ':', 1), 8);
	assert_string_equal(text, "61:62:63");
	mview_close(m);
}

TEST(toreadonly_leaves_the_original_alone)
{
	char data[] = "abc";
	struct mview *m = mview_from_memory(data, 3, MVIEW_WRITE);
	struct mview *mm = mview_toreadonly(m);
	int64_t first = 0;

	assert_fails(EACCES, mview_set_i64(mm, &first, NULL, 42));
	assert_int_equal(mview_set_i64(m, &first, NULL, 43), 0);
	assert_int_equal(int_at(mm, 0), 43);
	mview_close(mm);
	mview_close(m);
}

TEST(a_released_view_forbids_all_but_release)
{
	struct mview *m = bytes_of("abc");
	int64_t value, first = 0;

	assert_int_equal(mview_release(m), 0);
	assert_fails(EBADFD, mview_get_i64(m, &first, NULL, &value));
	assert_int_equal(mview_release(m), 0);
	mview_close(m);
}

TEST(cast_to_bytes)
{
	static const long a[] = { 1, 2, 3 };
	struct mview *x = row_of(a, "l", 3, sizeof(long));
	struct mview *y = mview_cast(x, "B", 0, NULL, 0);

	assert_int_equal(mview_itemsize(x), sizeof(long));
	assert_int_equal(mview_len(x), 3);
	assert_int_equal(mview_nbytes(x), 3 * sizeof(long));
	assert_string_equal(mview_format(y), "B");
	assert_int_equal(mview_itemsize(y), 1);
	assert_int_equal(mview_len(y), 3 * sizeof(long));
	assert_int_equal(mview_nbytes(y), 3 * sizeof(long));
	mview_close(y);
	mview_close(x);
}

TEST(cast_to_characters)
{
	char b[] = "zyz";
	struct mview *x = mview_from_memory(b, 3, MVIEW_WRITE), *y;
	int64_t first = 0;

	assert_fails(EINVAL, mview_set_bytes(x, &first, NULL, "a", 1));
	y = mview_cast(x, "c", 0, NULL, 0);
	assert_int_equal(mview_set_bytes(y, &first, NULL, "a", 1), 0);
	assert_string_equal(b, "ayz");
	mview_close(y);
	mview_close(x);
}

TEST(cast_to_three_dimensions_and_back)
{
	static const int buf[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 };
	static const int64_t shape[] = { 2, 2, 3 }, index[] = { 1, 0, 2 };
	struct mview *x = row_of(buf, "B", 48, 1), *y, *z;
	int64_t value;

	y = mview_cast(x, "i", 3, shape, 0);
	assert_int_equal(mview_get_i64(y, index, NULL, &value), 0);
	assert_int_equal(value, 8);
	assert_int_equal(mview_itemsize(y), 4);
	assert_int_equal(mview_len(y), 2);
	assert_int_equal(mview_nbytes(y), 48);
	z = mview_cast(y, "b", 0, NULL, 0);
	assert_string_equal(mview_format(z), "b");
	assert_int_equal(mview_len(z), 48);
	assert_int_equal(mview_nbytes(z), 48);
	mview_close(z);
	mview_close(y);
	mview_close(x);
}

TEST(nbytes_and_len_count_different_things)
{
	static const int a[] = { 1, 2, 3, 4, 5 };
	static const double buf[12] = { 1.5 };
	static const int64_t shape[] = { 3, 4 };
	struct mview *m = row_of(a, "i", 5, 4), *y;

	assert_int_equal(mview_len(m), 5);
	assert_int_equal(mview_nbytes(m), 20);
	y = part(m, MVIEW_NONE, MVIEW_NONE, 2);
	assert_int_equal(mview_len(y), 3);
	assert_int_equal(mview_nbytes(y), 12);
	mview_close(y);
	mview_close(m);
	y = mview_from_layout((void *)buf, 96, "d", 2, shape, NULL, 0, 0);
	assert_int_equal(mview_len(y), 3);
	assert_int_equal(mview_nbytes(y), 96);
	mview_close(y);
	y = mview_from_layout((void *)buf, 96, "d", 0, NULL, NULL, 0, 0);
	assert_int_equal(mview_len(y), 1);
	assert_int_equal(mview_nbytes(y), 8);
	mview_close(y);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(slicing_and_indexing_expose_the_data),
		cmocka_unit_test(an_element_has_the_type_of_the_format),
		cmocka_unit_test(slices_are_assigned_without_resizing),
		cmocka_unit_test(hashes_are_those_of_the_bytes),
		cmocka_unit_test(equality_is_by_value_across_formats),
		cmocka_unit_test(what_struct_does_not_know_is_compared_as_well),
		cmocka_unit_test(a_view_need_not_equal_itself),
		cmocka_unit_test(tobytes_has_three_orders),
		cmocka_unit_test(hex_is_two_digits_a_byte),
		cmocka_unit_test(toreadonly_leaves_the_original_alone),
		cmocka_unit_test(a_released_view_forbids_all_but_release),
		cmocka_unit_test(cast_to_bytes),
		cmocka_unit_test(cast_to_characters),
		cmocka_unit_test(cast_to_three_dimensions_and_back),
		cmocka_unit_test(nbytes_and_len_count_different_things),
	};

	return cmocka_run_group_tests_name("spec", tests, NULL, NULL);
}
