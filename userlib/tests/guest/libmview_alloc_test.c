// SPDX-License-Identifier: GPL-2.0
/* Buffers that a process makes. Runs as root in a guest. */
#include "../test.h"

#include <sys/wait.h>
#include <unistd.h>

#include <mview.h>

static const int64_t shape[] = { 3, 4 };

static int setup(void **state)
{
	*state = mview_alloc(0, "<i", 2, shape, NULL, 0, MVIEW_WRITE);
	return !*state;
}

static int teardown(void **state)
{
	mview_close(*state);
	return 0;
}

TEST(it_has_the_layout_that_was_asked_for)
{
	struct mview *view = *state;

	assert_string_equal(mview_format(view), "<i");
	assert_int_equal(mview_ndim(view), 2);
	assert_int_equal(mview_shape(view)[1], 4);
	assert_int_equal(mview_strides(view)[0], 16);
	assert_int_equal(mview_readonly(view), 0);
	assert_int_not_equal(mview_buffer_id(view), 0);
}

TEST(it_is_of_zeros_and_can_be_written)
{
	int32_t *numbers = mview_map(*state);
	int64_t value, index[] = { 2, 3 };

	assert_non_null(numbers);
	assert_int_equal(numbers[11], 0);
	numbers[11] = -5;
	assert_int_equal(mview_get_i64(*state, index, NULL, &value), 0);
	assert_int_equal(value, -5);
	mview_unmap(*state);
}

TEST(it_can_be_bytes_alone)
{
	struct mview *view = mview_alloc(5000, NULL, 0, NULL, NULL, 0,
					 MVIEW_WRITE);

	assert_non_null(view);
	assert_string_equal(mview_format(view), "B");
	assert_int_equal(mview_ndim(view), 1);
	assert_int_equal(mview_len(view), 5000);
	mview_close(view);
}

TEST(it_can_be_passed_on)
{
	int fd = mview_fd(*state), status;
	int64_t value, index[] = { 0, 1 };
	pid_t child = fork();

	if (!child) {
		struct mview *view = mview_from_fd(dup(fd));

		_exit(mview_set_i64(view, index, NULL, 77) ? 1 : 0);
	}
	waitpid(child, &status, 0);
	assert_int_equal(status, 0);
	assert_int_equal(mview_get_i64(*state, index, NULL, &value), 0);
	assert_int_equal(value, 77);
}

TEST(it_goes_with_its_last_view)
{
	struct mview *view = mview_alloc(1, NULL, 0, NULL, NULL, 0, 0);
	struct mview *part = mview_slice(view, NULL, 0);
	uint64_t id = mview_buffer_id(view);
	struct mview_buffer *buffer;

	mview_close(view);
	buffer = mview_buffer_by_id(id);
	assert_non_null(buffer);
	assert_true(buffer->is_private);
	mview_buffer_free(buffer);
	mview_close(part);
	assert_null_errno(ENOENT, mview_buffer_by_id(id));
}

TEST(what_makes_no_sense_is_refused)
{
	assert_null_errno(EINVAL, mview_alloc(0, NULL, 0, NULL, NULL, 0, 0));
	assert_null_errno(EINVAL, mview_alloc(0, "nonsense", 2, shape, NULL, 0,
					      0));
	assert_null_errno(EINVAL, mview_alloc(0, "i", -1, shape, NULL, 0, 0));
	assert_null_errno(EINVAL, mview_alloc(0, "i", 2, shape, NULL, -1, 0));
	assert_null_errno(EOVERFLOW, mview_alloc(47, "i", 2, shape, NULL, 4096,
						 0));
	assert_null_errno(EOPNOTSUPP, mview_alloc(1, NULL, 0, NULL, NULL, 0,
						  8));
}

#define ALLOC(name)	cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ALLOC(it_has_the_layout_that_was_asked_for),
		ALLOC(it_is_of_zeros_and_can_be_written),
		cmocka_unit_test(it_can_be_bytes_alone),
		ALLOC(it_can_be_passed_on),
		cmocka_unit_test(it_goes_with_its_last_view),
		cmocka_unit_test(what_makes_no_sense_is_refused),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("alloc", tests, NULL, NULL);
}
