// SPDX-License-Identifier: GPL-2.0
/* Contiguous views and copies. */
#include "test.h"

#include <mview.h>

static int16_t memory[24];

/* A view of 4 by 6 shorts, 0 to 23, and of its every second column. */
struct views {
	struct mview *whole;
	struct mview *gaps;
};

static int setup(void **state)
{
	const struct mview_range ranges[] = {
		mview_whole(), mview_range(MVIEW_NONE, MVIEW_NONE, 2),
	};
	static struct views views;
	const int64_t shape[] = { 4, 6 };
	int i;

	for (i = 0; i < 24; i++)
		memory[i] = i;
	views.whole = mview_from_layout(memory, sizeof(memory), "h", 2, shape,
					NULL, 0, MVIEW_WRITE);
	views.gaps = mview_slice(views.whole, ranges, 2);
	*state = &views;
	return !views.gaps;
}

static int teardown(void **state)
{
	struct views *views = *state;

	mview_close(views->gaps);
	mview_close(views->whole);
	return 0;
}

static int64_t at(struct mview *view, int64_t i, int64_t j)
{
	int64_t value, index[] = { i, j };

	assert_int_equal(mview_get_i64(view, index, NULL, &value), 0);
	return value;
}

static void set(struct mview *view, int64_t i, int64_t j, int64_t value)
{
	int64_t index[] = { i, j };

	assert_int_equal(mview_set_i64(view, index, NULL, value), 0);
}

TEST(what_is_contiguous_is_not_copied)
{
	static const unsigned int accesses[] = {
		MVIEW_READ, MVIEW_WRITE, MVIEW_SHADOW,
	};
	struct views *views = *state;
	struct mview *view;
	size_t i;

	for (i = 0; i < COUNT_OF(accesses); i++) {
		view = mview_get_contiguous(views->whole, accesses[i], 'C');
		assert_int_equal(mview_readonly(view), 0);
		set(view, 1, 1, 100 + i);
		assert_int_equal(memory[7], 100 + i);
		mview_close(view);
	}
	view = mview_transpose(views->whole, NULL);
	mview_close(mview_get_contiguous(view, MVIEW_WRITE, 'A'));
	mview_close(mview_get_contiguous(view, MVIEW_WRITE, 'F'));
	assert_null_errno(EINVAL, mview_get_contiguous(view, MVIEW_WRITE, 'C'));
	mview_close(view);
}

static void check_copy(struct mview *view, char order, int64_t stride0,
		       int64_t stride1)
{
	struct mview *copy = mview_get_contiguous(view, MVIEW_READ, order);

	assert_int_equal(mview_readonly(copy), 1);
	assert_int_equal(mview_strides(copy)[0], stride0);
	assert_int_equal(mview_strides(copy)[1], stride1);
	assert_string_equal(mview_format(copy), "h");
	assert_int_equal(at(copy, 2, 1), 14);
	memory[14] = -1;
	assert_int_equal(at(copy, 2, 1), 14);
	memory[14] = 14;
	assert_fails(EOPNOTSUPP, mview_fd(copy));
	mview_close(copy);
}

TEST(what_has_gaps_is_copied_to_be_read)
{
	struct views *views = *state;

	check_copy(views->gaps, 'C', 6, 2);
	check_copy(views->gaps, 'A', 6, 2);
	check_copy(views->gaps, 'F', 2, 8);
}

TEST(copies_outlive_the_original)
{
	struct views *views = *state;
	struct mview *copy = mview_get_contiguous(views->gaps, MVIEW_READ, 'C');
	struct mview *row, *readonly = mview_toreadonly(copy);
	int64_t first = 0;

	assert_int_equal(mview_release(views->gaps), 0);
	assert_int_equal(mview_release(copy), 0);
	row = mview_index(readonly, &first, 1);
	assert_int_equal(mview_shape(row)[0], 3);
	mview_close(row);
	assert_int_equal(at(readonly, 3, 2), 22);
	mview_close(readonly);
	mview_close(copy);
}

TEST(what_has_gaps_can_not_be_written)
{
	struct views *views = *state;

	assert_null_errno(EINVAL, mview_get_contiguous(views->gaps,
						       MVIEW_WRITE, 'A'));
}

static void check_shadow(struct mview *view, char order)
{
	struct mview *shadow = mview_get_contiguous(view, MVIEW_SHADOW, order);
	struct mview *slice = mview_slice(shadow, NULL, 0);

	assert_int_equal(mview_readonly(shadow), 0);
	set(shadow, 2, 1, -5);
	assert_int_equal(mview_release(shadow), 0);
	assert_int_equal(memory[14], 14);
	set(slice, 3, 2, -6);
	assert_int_equal(mview_release(slice), 0);
	assert_int_equal(memory[14], -5);
	assert_int_equal(memory[22], -6);
	assert_int_equal(memory[23], 23);
	assert_int_equal(memory[2], 2);
	memory[14] = 14;
	memory[22] = 22;
	mview_close(slice);
	mview_close(shadow);
}

TEST(shadows_are_written_back_by_the_last_release)
{
	struct views *views = *state;

	check_shadow(views->gaps, 'C');
	check_shadow(views->gaps, 'F');
	check_shadow(views->gaps, 'A');
}

TEST(shadows_are_written_back_by_close)
{
	struct views *views = *state;
	struct mview *shadow = mview_get_contiguous(views->gaps, MVIEW_SHADOW,
						    'C');

	set(shadow, 0, 0, 77);
	mview_close(views->gaps);
	views->gaps = NULL;
	assert_int_equal(memory[0], 0);
	mview_close(shadow);
	assert_int_equal(memory[0], 77);
}

TEST(get_contiguous_refuses)
{
	struct views *views = *state;
	struct mview *readonly = mview_toreadonly(views->whole);
	struct mview *view = views->gaps;

	assert_null_errno(EINVAL, mview_get_contiguous(view, MVIEW_READ, 'X'));
	assert_null_errno(EINVAL, mview_get_contiguous(view, 0, 'C'));
	assert_null_errno(EINVAL, mview_get_contiguous(view, MVIEW_READ |
						       MVIEW_SHADOW, 'C'));
	assert_null_errno(EOPNOTSUPP, mview_get_contiguous(view, 8, 'C'));
	assert_null_errno(EACCES, mview_get_contiguous(readonly, MVIEW_WRITE,
						       'C'));
	assert_null_errno(EACCES, mview_get_contiguous(readonly, MVIEW_SHADOW,
						       'C'));
	mview_close(readonly);
	assert_int_equal(mview_release(view), 0);
	assert_null_errno(EBADFD, mview_get_contiguous(view, MVIEW_READ, 'C'));
	assert_null_errno(EBADFD, mview_get_contiguous(view, MVIEW_WRITE, 'C'));
	assert_null_errno(EBADFD, mview_get_contiguous(view, MVIEW_SHADOW,
						       'C'));
}

TEST(nothing_is_copied_too)
{
	int64_t none = 0, stride = 6;
	struct mview *view = mview_from_layout(memory, 48, "h", 1, &none,
					       &stride, 0, 0);
	struct mview *copy = mview_get_contiguous(view, MVIEW_READ, 'C');

	assert_int_equal(mview_len(copy), 0);
	assert_int_equal(mview_strides(copy)[0], 2);
	mview_close(copy);
	mview_close(view);
}

#define WITH_VIEWS(test) \
	cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_VIEWS(what_is_contiguous_is_not_copied),
		WITH_VIEWS(what_has_gaps_is_copied_to_be_read),
		WITH_VIEWS(copies_outlive_the_original),
		WITH_VIEWS(what_has_gaps_can_not_be_written),
		WITH_VIEWS(shadows_are_written_back_by_the_last_release),
		WITH_VIEWS(shadows_are_written_back_by_close),
		WITH_VIEWS(get_contiguous_refuses),
		cmocka_unit_test(nothing_is_copied_too),
	};

	return cmocka_run_group_tests_name("contiguous", tests, NULL, NULL);
}
