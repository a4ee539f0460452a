// SPDX-License-Identifier: GPL-2.0
/* Fields of records as views. */
#include "test.h"

#include <mview.h>

#define FORMAT	"<I:len:T{>h:x:(2)<H:y:}:pos:(2,3)B:taps:3T{B:a:<h:b:}:ring:4s:tag:"
#define SIZE	29
#define COUNT	6

static unsigned char memory[COUNT * SIZE];

/* 2 by 3 records; a byte is its place. */
static int setup(void **state)
{
	const int64_t shape[] = { 2, 3 };
	size_t i;

	for (i = 0; i < sizeof(memory); i++)
		memory[i] = i;
	*state = mview_from_layout(memory, sizeof(memory), FORMAT, 2, shape,
				   NULL, 0, MVIEW_WRITE);
	return !*state;
}

static int teardown(void **state)
{
	mview_close(*state);
	return 0;
}

static void check(struct mview *view, const char *name, const char *format,
		  int64_t offset, int ndim, const int64_t *shape,
		  const int64_t *strides)
{
	struct mview *field = mview_field(view, name);
	int i;

	assert_non_null(field);
	assert_string_equal(mview_format(field), format);
	assert_int_equal(mview_offset(field), offset);
	assert_int_equal(mview_ndim(field), ndim);
	for (i = 0; i < ndim; i++) {
		assert_int_equal(mview_shape(field)[i], shape[i]);
		assert_int_equal(mview_strides(field)[i], strides[i]);
	}
	mview_close(field);
}

TEST(fields_have_the_records_strides_and_their_own_axes)
{
	const int64_t shape[] = { 2, 3, 2, 3 }, ring[] = { 2, 3, 3 };
	const int64_t plain[] = { 3 * SIZE, SIZE };
	const int64_t taps[] = { 3 * SIZE, SIZE, 3, 1 };
	const int64_t pair[] = { 3 * SIZE, SIZE, 2 };
	const int64_t spaced[] = { 3 * SIZE, SIZE, 3 };

	check(*state, "len", "<I", 0, 2, shape, plain);
	check(*state, "pos", "<T{>h:x:(2)<H:y:}", 4, 2, shape, plain);
	check(*state, "pos.x", ">h", 4, 2, shape, plain);
	check(*state, "pos.y", "<H", 6, 3, shape, pair);
	check(*state, "taps", "B", 10, 4, shape, taps);
	check(*state, "ring", "<T{B:a:<h:b:}", 16, 3, ring, spaced);
	check(*state, "ring.b", "<h", 17, 3, ring, spaced);
	check(*state, "tag", "4s", 25, 2, shape, plain);
}

TEST(fields_are_read_and_written)
{
	struct mview *field = mview_field(*state, "ring.b");
	int64_t value, index[] = { 1, -1, 2 };

	assert_int_equal(mview_get_i64(field, index, NULL, &value), 0);
	assert_int_equal(value, (int16_t)((5 * SIZE + 23) | (5 * SIZE + 24) << 8));
	assert_int_equal(mview_set_i64(field, index, NULL, -2), 0);
	assert_int_equal(memory[5 * SIZE + 22], 5 * SIZE + 22);
	assert_int_equal(memory[5 * SIZE + 23], 0xfe);
	assert_int_equal(memory[5 * SIZE + 24], 0xff);
	assert_int_equal(memory[5 * SIZE + 25], 5 * SIZE + 25);
	mview_close(field);
}

TEST(fields_are_sliced_and_have_fields)
{
	const struct mview_range ranges[] = {
		mview_at(1), mview_range(MVIEW_NONE, MVIEW_NONE, -1),
	};
	struct mview *part = mview_slice(*state, ranges, 2);
	struct mview *ring = mview_field(part, "ring");
	struct mview *b = mview_field(ring, "b");
	int64_t index[] = { 0, 1 };
	int64_t value;

	assert_int_equal(mview_strides(b)[0], -SIZE);
	assert_int_equal(mview_get_i64(b, index, NULL, &value), 0);
	assert_int_equal(value, (int16_t)((5 * SIZE + 20) | (5 * SIZE + 21) << 8));
	mview_close(b);
	mview_close(ring);
	mview_close(part);
}

TEST(fields_of_readers_do_not_write)
{
	struct mview *reader = mview_toreadonly(*state);
	struct mview *field = mview_field(reader, "len");
	int64_t index[] = { 0, 0 };

	assert_int_equal(mview_readonly(field), 1);
	assert_fails(EACCES, mview_set_i64(field, index, NULL, 1));
	mview_close(field);
	mview_close(reader);
}

TEST(native_fields_have_native_formats)
{
	struct mview *record = mview_from_layout(memory, 24, "T{b:a:i:b:d:c:}",
						 0, NULL, NULL, 0, 0);

	check(record, "a", "b", 0, 0, NULL, NULL);
	check(record, "b", "i", 4, 0, NULL, NULL);
	check(record, "c", "d", 8, 0, NULL, NULL);
	mview_close(record);
}

TEST(what_is_no_field_is_not_found)
{
	static const char *const names[] = {
		"", "x", "le", "lenx", "len.", "pos.", ".pos", "pos.z", "len.x",
		"pos..x", "ring[0]", "f0",
	};
	struct mview *numbers = mview_field(*state, "len");
	size_t i;

	for (i = 0; i < COUNT_OF(names); i++)
		assert_null_errno(ENOENT, mview_field(*state, names[i]));
	assert_null_errno(ENOENT, mview_field(numbers, "len"));
	assert_null_errno(ENOENT, mview_field(numbers, "f0"));
	mview_close(numbers);
	assert_int_equal(mview_release(*state), 0);
	assert_null_errno(EBADFD, mview_field(*state, "len"));
}

TEST(fields_of_no_bytes_are_refused)
{
	struct mview *view = mview_from_layout(memory, 4, "<I:a:0s:none:0H:no:",
					       0, NULL, NULL, 0, 0);
	struct mview *empty = mview_field(view, "no");

	assert_null_errno(EINVAL, mview_field(view, "none"));
	assert_int_equal(mview_ndim(empty), 1);
	assert_int_equal(mview_nbytes(empty), 0);
	mview_close(empty);
	mview_close(view);
}

/* Whatever the size of the elements that there are none of. */
TEST(fields_of_no_elements_are_where_these_are)
{
	static const char *const formats[] = {
		"<5000B:a:I:b:", "<9223372036854775000B:a:I:b:",
	};
	const int64_t none = 0;
	struct mview *view;
	size_t i;

	for (i = 0; i < sizeof(formats) / sizeof(*formats); i++) {
		view = mview_from_layout(memory, SIZE, formats[i], 1, &none,
					 NULL, SIZE, 0);
		assert_non_null(view);
		check(view, "b", "<I", SIZE, 1, &none, mview_strides(view));
		mview_close(view);
	}
}

TEST(axes_beyond_the_most_are_refused)
{
	int64_t shape[MVIEW_DIMS];
	struct mview *view;
	int i;

	for (i = 0; i < MVIEW_DIMS; i++)
		shape[i] = 1;
	view = mview_from_layout(memory, SIZE, FORMAT, MVIEW_DIMS - 1, shape,
				 NULL, 0, 0);
	assert_null_errno(E2BIG, mview_field(view, "taps"));
	mview_close(mview_field(view, "ring.a"));
	mview_close(view);
}

#define WITH_VIEW(test) \
	cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_VIEW(fields_have_the_records_strides_and_their_own_axes),
		WITH_VIEW(fields_are_read_and_written),
		WITH_VIEW(fields_are_sliced_and_have_fields),
		WITH_VIEW(fields_of_readers_do_not_write),
		cmocka_unit_test(native_fields_have_native_formats),
		WITH_VIEW(what_is_no_field_is_not_found),
		cmocka_unit_test(fields_of_no_bytes_are_refused),
		cmocka_unit_test(fields_of_no_elements_are_where_these_are),
		cmocka_unit_test(axes_beyond_the_most_are_refused),
	};

	return cmocka_run_group_tests_name("field", tests, NULL, NULL);
}
