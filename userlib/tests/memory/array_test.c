// SPDX-License-Identifier: GPL-2.0
/* Descriptions of arrays, and arrays of pointers. */
#include "test.h"

#include <mview.h>

static int16_t memory[24];

static int setup(void **state)
{
	int i;

	(void)state;
	for (i = 0; i < 24; i++)
		memory[i] = i;
	return 0;
}

static int64_t at(struct mview *view, int64_t i, int64_t j)
{
	int64_t value, index[] = { i, j };

	assert_int_equal(mview_get_i64(view, index, NULL, &value), 0);
	return value;
}

/* 4 by 6 shorts, the rows from the last to the first. */
static const int64_t shape[] = { 4, 6 }, strides[] = { -12, 2 };
static const struct mview_array backwards = {
	.buf = memory + 18,
	.len = 48,
	.itemsize = 2,
	.ndim = 2,
	.format = "h",
	.shape = shape,
	.strides = strides,
};

TEST(from_array_takes_any_layout)
{
	struct mview *view = mview_from_array(&backwards);

	assert_int_equal(at(view, 0, 0), 18);
	assert_int_equal(at(view, 3, 5), 5);
	assert_int_equal(mview_readonly(view), 0);
	assert_null(mview_suboffsets(view));
	assert_int_equal(mview_buffer_id(view), 0);
	mview_close(view);
}

TEST(from_array_fills_in_what_is_left_out)
{
	struct mview_array array = {
		.buf = memory, .len = 48, .itemsize = 1, .ndim = 1,
		.readonly = true,
	};
	struct mview *view = mview_from_array(&array);

	assert_string_equal(mview_format(view), "B");
	assert_int_equal(mview_shape(view)[0], 48);
	assert_int_equal(mview_strides(view)[0], 1);
	assert_int_equal(mview_readonly(view), 1);
	mview_close(view);
	array.format = "h";
	array.itemsize = 2;
	view = mview_from_array(&array);
	assert_int_equal(mview_shape(view)[0], 24);
	mview_close(view);
	array.ndim = 0;
	array.len = 2;
	view = mview_from_array(&array);
	assert_int_equal(mview_nbytes(view), 2);
	mview_close(view);
}

#define check_refused(err, _member, _value)				\
	do {								\
		struct mview_array array = backwards;			\
									\
		array._member = _value;					\
		assert_null_errno(err, mview_from_array(&array));	\
	} while (0)

TEST(from_array_refuses_what_contradicts_itself)
{
	static const int64_t negative[] = { 4, -6 };
	static const int64_t far[] = { INT64_MIN, 2 };

	check_refused(EINVAL, buf, NULL);
	check_refused(EINVAL, len, 47);
	check_refused(EINVAL, itemsize, 4);
	check_refused(EINVAL, ndim, -1);
	check_refused(E2BIG, ndim, 65);
	check_refused(EINVAL, format, "hz");
	check_refused(EINVAL, shape, NULL);
	check_refused(EINVAL, shape, negative);
	check_refused(EOVERFLOW, strides, far);
	check_refused(EOVERFLOW, buf, (void *)8);
	check_refused(EINVAL, ndim, 1);
}

TEST(get_array_describes)
{
	struct mview *view = mview_from_array(&backwards), *readonly;
	struct mview_array array;

	assert_int_equal(mview_get_array(view, &array), 0);
	assert_ptr_equal(array.buf, memory + 18);
	assert_int_equal(array.len, 48);
	assert_int_equal(array.itemsize, 2);
	assert_int_equal(array.ndim, 2);
	assert_false(array.readonly);
	assert_string_equal(array.format, "h");
	assert_int_equal(array.shape[1], 6);
	assert_int_equal(array.strides[0], -12);
	assert_null(array.suboffsets);
	readonly = mview_toreadonly(view);
	assert_int_equal(mview_get_array(readonly, &array), 0);
	assert_true(array.readonly);
	mview_close(readonly);
	mview_close(view);
}

TEST(get_array_is_a_use_of_the_view)
{
	struct mview *view = mview_from_array(&backwards);
	struct mview_array array;

	assert_int_equal(mview_get_array(view, &array), 0);
	assert_fails(EBUSY, mview_release(view));
	assert_int_equal(mview_unmap(view), 0);
	assert_int_equal(mview_release(view), 0);
	assert_fails(EBADFD, mview_get_array(view, &array));
	mview_close(view);
}

TEST(a_view_comes_from_a_view)
{
	struct mview *view = mview_from_array(&backwards);
	struct mview *other = mview_from_view(view);

	assert_int_equal(mview_release(view), 0);
	assert_int_equal(at(other, 0, 1), 19);
	assert_true(mview_check(other));
	assert_true(mview_check(view));
	assert_false(mview_check(NULL));
	assert_null_errno(EBADFD, mview_from_view(view));
	assert_null_errno(EBADFD, mview_suboffsets(view));
	mview_close(other);
	mview_close(view);
}

/* Two pictures of three rows of four shorts, pointers all the way. */
static int16_t *rows[2][3];
static int16_t **pictures[2];

static struct mview *make_pictures(bool readonly)
{
	static const int64_t lengths[] = { 2, 3, 4 };
	static const int64_t steps[] = { sizeof(*pictures), sizeof(**rows), 2 };
	static const int64_t behind[] = { 0, 0, -1 };
	const struct mview_array array = {
		.buf = pictures, .len = 48, .itemsize = 2, .ndim = 3,
		.format = "h", .shape = lengths, .strides = steps,
		.suboffsets = behind, .readonly = readonly,
	};
	int i;

	/* Swap two rows, so that no stride leads to them. */
	for (i = 0; i < 6; i++)
		rows[i / 3][i % 3] = memory + 4 * (i * 5 % 6);
	pictures[0] = rows[0];
	pictures[1] = rows[1];
	return mview_from_array(&array);
}

static int64_t pixel(struct mview *view, int64_t i, int64_t j, int64_t k)
{
	int64_t value, index[] = { i, j, k };

	assert_int_equal(mview_get_i64(view, index, NULL, &value), 0);
	return value;
}

TEST(indirect_elements_are_read_and_written)
{
	struct mview *view = make_pictures(false);
	int64_t index[] = { -1, 1, 3 };

	assert_int_equal(mview_len(view), 2);
	assert_int_equal(mview_nbytes(view), 48);
	assert_int_equal(mview_suboffsets(view)[1], 0);
	assert_int_equal(mview_suboffsets(view)[2], -1);
	assert_int_equal(pixel(view, 0, 1, 2), 22);
	assert_int_equal(pixel(view, -1, 1, 3), 11);
	assert_int_equal(mview_set_i64(view, index, NULL, -7), 0);
	assert_int_equal(rows[1][1][3], -7);
	index[1] = 3;
	assert_fails(ERANGE, mview_set_i64(view, index, NULL, -7));
	mview_close(view);
	view = make_pictures(true);
	assert_fails(EACCES, mview_set_i64(view, index, NULL, -7));
	mview_close(view);
}

TEST(indirect_elements_are_copied)
{
	struct mview *view = make_pictures(false), *copy;
	int16_t bytes[24], want[24];
	int i;

	for (i = 0; i < 24; i++)
		want[i] = rows[i / 12][i / 4 % 3][i % 4];
	assert_int_equal(mview_tobytes(view, bytes, sizeof(bytes), 'C'), 48);
	assert_memory_equal(bytes, want, 48);
	assert_int_equal(mview_tobytes(view, bytes, sizeof(bytes), 'A'), 48);
	assert_memory_equal(bytes, want, 48);
	assert_int_equal(mview_tobytes(view, bytes, sizeof(bytes), 'F'), 48);
	assert_int_equal(bytes[1], rows[1][0][0]);
	assert_int_equal(bytes[2], rows[0][1][0]);
	assert_int_equal(bytes[6], rows[0][0][1]);
	copy = mview_get_contiguous(view, MVIEW_READ, 'C');
	assert_int_equal(mview_equal(copy, view), 1);
	assert_null(mview_suboffsets(copy));
	mview_close(copy);
	for (i = 0; i < 24; i++)
		want[i] = 100 + i;
	assert_int_equal(mview_frombytes(view, want, 48), 0);
	assert_int_equal(rows[1][2][3], 123);
	mview_close(view);
}

TEST(indirect_views_are_shadowed_and_assigned)
{
	struct mview *view = make_pictures(false), *shadow;
	struct mview *plain;
	const int64_t lengths[] = { 2, 3, 4 };
	int64_t index[] = { 1, 2, 3 };
	int16_t source[24] = { 0 };

	shadow = mview_get_contiguous(view, MVIEW_SHADOW, 'A');
	assert_int_equal(mview_set_i64(shadow, index, NULL, 55), 0);
	assert_int_equal(mview_release(shadow), 0);
	assert_int_equal(rows[1][2][3], 55);
	mview_close(shadow);
	source[5] = 66;
	plain = mview_from_layout(source, 48, "h", 3, lengths, NULL, 0, 0);
	assert_int_equal(mview_assign(view, plain), 0);
	assert_int_equal(rows[0][1][1], 66);
	assert_int_equal(rows[1][2][3], 0);
	mview_close(plain);
	mview_close(view);
}

TEST(indirect_views_are_sliced)
{
	struct mview *view = make_pictures(false), *slice;
	const struct mview_range ranges[] = {
		mview_range(MVIEW_NONE, MVIEW_NONE, -1),
		mview_range(1, MVIEW_NONE, 1),
		mview_range(3, MVIEW_NONE, -2),
	};

	slice = mview_slice(view, ranges, 3);
	assert_int_equal(mview_shape(slice)[0], 2);
	assert_int_equal(mview_shape(slice)[1], 2);
	assert_int_equal(mview_shape(slice)[2], 2);
	assert_int_equal(pixel(slice, 0, 0, 0), rows[1][1][3]);
	assert_int_equal(pixel(slice, 0, 1, 1), rows[1][2][1]);
	assert_int_equal(pixel(slice, 1, 0, 1), rows[0][1][1]);
	mview_close(view);
	view = mview_slice(slice, ranges, 1);
	assert_int_equal(pixel(view, 0, 0, 0), rows[0][1][3]);
	mview_close(view);
	mview_close(slice);
}

TEST(indirect_views_are_indexed)
{
	struct mview *view = make_pictures(false), *sub, *row;
	int64_t index[] = { 1, 2 };
	const struct mview_range column[] = {
		mview_whole(), mview_whole(), mview_at(3),
	};
	const struct mview_range middle[] = { mview_whole(), mview_at(1) };

	sub = mview_index(view, index, 1);
	assert_int_equal(mview_ndim(sub), 2);
	assert_int_equal(at(sub, 2, 3), rows[1][2][3]);
	assert_int_equal(mview_suboffsets(sub)[0], 0);
	row = mview_index(sub, index + 1, 1);
	assert_null(mview_suboffsets(row));
	assert_ptr_equal(mview_map(row), rows[1][2]);
	mview_close(row);
	mview_close(sub);
	sub = mview_slice(view, column, 3);
	assert_int_equal(at(sub, 1, 1), rows[1][1][3]);
	mview_close(sub);
	assert_null_errno(EOPNOTSUPP, mview_slice(view, middle, 2));
	index[0] = 2;
	assert_null_errno(ERANGE, mview_index(view, index, 1));
	mview_release(view);
	assert_null_errno(EBADFD, mview_index(view, index, 1));
	mview_close(view);
}

TEST(a_pointer_can_move_to_the_axis_before)
{
	static const int64_t lengths[] = { 2, 3, 4 };
	static const int64_t steps[] = { sizeof(*rows), sizeof(**rows), 2 };
	static const int64_t behind[] = { -1, 0, -1 };
	const struct mview_array array = {
		.buf = rows, .len = 48, .itemsize = 2, .ndim = 3,
		.format = "h", .shape = lengths, .strides = steps,
		.suboffsets = behind,
	};
	const struct mview_range middle[] = {
		mview_whole(), mview_at(1), mview_range(2, MVIEW_NONE, 1),
	};
	struct mview *view, *sub;

	mview_close(make_pictures(false));
	view = mview_from_array(&array);
	sub = mview_slice(view, middle, 3);
	assert_int_equal(mview_ndim(sub), 2);
	assert_int_equal(at(sub, 0, 0), rows[0][1][2]);
	assert_int_equal(at(sub, 1, 1), rows[1][1][3]);
	mview_close(sub);
	mview_close(view);
}

TEST(indirect_views_without_elements_follow_no_pointers)
{
	struct mview *view = make_pictures(false), *none, *sub;
	struct mview_range ranges[] = {
		mview_whole(), mview_range(0, 0, 1),
	};
	int64_t index = 1;

	none = mview_slice(view, ranges, 2);
	pictures[0] = NULL;
	pictures[1] = NULL;
	sub = mview_index(none, &index, 1);
	assert_int_equal(mview_ndim(sub), 2);
	assert_int_equal(mview_shape(sub)[0], 0);
	assert_int_equal(mview_tobytes(none, NULL, 0, 'C'), 0);
	mview_close(sub);
	mview_close(none);
	mview_close(view);
}

TEST(a_suboffset_that_would_be_negative_is_refused)
{
	static const int64_t lengths[] = { 1, 4 };
	static const int64_t steps[] = { sizeof(*pictures), -2 };
	static const int64_t behind[] = { 2, -1 };
	int16_t *row = memory + 2;
	const struct mview_array array = {
		.buf = &row, .len = 8, .itemsize = 2, .ndim = 2,
		.format = "h", .shape = lengths, .strides = steps,
		.suboffsets = behind,
	};
	const struct mview_range ranges[] = {
		mview_whole(), mview_range(2, MVIEW_NONE, 1),
	};
	struct mview *view = mview_from_array(&array);

	assert_int_equal(at(view, 0, 3), 0);
	assert_null_errno(EOPNOTSUPP, mview_slice(view, ranges, 2));
	mview_close(view);
}

TEST(indirect_views_are_not_contiguous)
{
	struct mview *view = make_pictures(false);
	struct mview_array array;

	assert_int_equal(mview_contiguous(view, 'A'), 0);
	assert_null_errno(EINVAL, mview_cast(view, "B", 0, NULL, 0));
	assert_null_errno(EINVAL, mview_cast(view, "B", 0, NULL,
					     MVIEW_CAST_FREE));
	assert_null_errno(EOPNOTSUPP, mview_transpose(view, NULL));
	assert_null_errno(EOPNOTSUPP, mview_map(view));
	assert_null_errno(EINVAL, mview_get_contiguous(view, MVIEW_WRITE, 'A'));
	assert_int_equal(mview_get_array(view, &array), 0);
	assert_ptr_equal(array.buf, pictures);
	assert_int_equal(array.suboffsets[0], 0);
	mview_unmap(view);
	mview_close(view);
}

#define WITH_MEMORY(test) cmocka_unit_test_setup(test, setup)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_MEMORY(from_array_takes_any_layout),
		WITH_MEMORY(from_array_fills_in_what_is_left_out),
		WITH_MEMORY(from_array_refuses_what_contradicts_itself),
		WITH_MEMORY(get_array_describes),
		WITH_MEMORY(get_array_is_a_use_of_the_view),
		WITH_MEMORY(a_view_comes_from_a_view),
		WITH_MEMORY(indirect_elements_are_read_and_written),
		WITH_MEMORY(indirect_elements_are_copied),
		WITH_MEMORY(indirect_views_are_shadowed_and_assigned),
		WITH_MEMORY(indirect_views_are_sliced),
		WITH_MEMORY(indirect_views_are_indexed),
		WITH_MEMORY(a_pointer_can_move_to_the_axis_before),
		WITH_MEMORY(indirect_views_without_elements_follow_no_pointers),
		WITH_MEMORY(a_suboffset_that_would_be_negative_is_refused),
		WITH_MEMORY(indirect_views_are_not_contiguous),
	};

	return cmocka_run_group_tests_name("array", tests, NULL, NULL);
}
