// SPDX-License-Identifier: GPL-2.0
/* Axes in another order. */
#include "test.h"

#include "shorts.h"

/* A view of 2 by 3 by 4 shorts, 0 to 23. */
static int setup(void **state)
{
	const int64_t shape[] = { 2, 3, 4 };

	return setup_shorts(state, 3, shape);
}

static int64_t at(struct mview *view, int64_t i, int64_t j, int64_t k)
{
	int64_t value, index[] = { i, j, k };

	assert_int_equal(mview_get_i64(view, index, NULL, &value), 0);
	return value;
}

TEST(transpose_reverses)
{
	struct mview *view = mview_transpose(*state, NULL);

	assert_int_equal(mview_shape(view)[0], 4);
	assert_int_equal(mview_shape(view)[2], 2);
	assert_int_equal(mview_strides(view)[0], 2);
	assert_int_equal(at(view, 3, 2, 1), 23);
	assert_int_equal(at(view, 1, 2, 0), 9);
	assert_int_equal(mview_contiguous(view, 'F'), 1);
	mview_close(view);
}

TEST(transpose_takes_any_order)
{
	const int axes[] = { 1, -1, 0 };
	struct mview *view = mview_transpose(*state, axes);

	assert_int_equal(mview_shape(view)[0], 3);
	assert_int_equal(mview_shape(view)[1], 4);
	assert_int_equal(mview_shape(view)[2], 2);
	assert_int_equal(at(view, 2, 1, 1), 21);
	mview_close(view);
}

TEST(transpose_of_no_axes_is_the_same_view)
{
	struct mview *scalar = mview_from_layout(memory, 2, "h", 0, NULL, NULL,
						 0, 0);
	struct mview *view = mview_transpose(scalar, NULL);

	assert_int_equal(mview_ndim(view), 0);
	assert_int_equal(mview_readonly(view), 1);
	mview_close(view);
	mview_close(scalar);
}

TEST(transpose_refuses_what_is_no_permutation)
{
	static const int bad[][3] = {
		{ 0, 1, 1 }, { 0, 1, 3 }, { 0, 1, -4 }, { 2, 1, -1 },
	};
	size_t i;

	for (i = 0; i < COUNT_OF(bad); i++)
		assert_null_errno(EINVAL, mview_transpose(*state, bad[i]));
	assert_int_equal(mview_release(*state), 0);
	assert_null_errno(EBADFD, mview_transpose(*state, NULL));
}

TEST(transposes_are_sliced_and_written)
{
	const struct mview_range ranges[] = { mview_at(2), mview_at(0) };
	struct mview *turned = mview_transpose(*state, NULL);
	struct mview *view = mview_slice(turned, ranges, 2);
	int64_t i = 1;

	assert_int_equal(mview_set_i64(view, &i, NULL, -1), 0);
	assert_int_equal(memory[14], -1);
	mview_close(view);
	mview_close(turned);
}

#define WITH_VIEW(test) \
	cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_VIEW(transpose_reverses),
		WITH_VIEW(transpose_takes_any_order),
		cmocka_unit_test(transpose_of_no_axes_is_the_same_view),
		WITH_VIEW(transpose_refuses_what_is_no_permutation),
		WITH_VIEW(transposes_are_sliced_and_written),
	};

	return cmocka_run_group_tests_name("transpose", tests, NULL, NULL);
}
