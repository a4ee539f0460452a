// SPDX-License-Identifier: GPL-2.0
/* Buffers that a process makes. Runs as root in a guest. */
#include "../test.h"

#include <endian.h>
#include <fcntl.h>
#include <sys/uio.h>
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
	numbers[11] = (int32_t)htole32(-5);
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

TEST(it_can_be_in_one_piece)
{
	struct mview *view = mview_alloc(300000, NULL, 0, NULL, NULL, 0,
					 MVIEW_WRITE | MVIEW_CONTIGUOUS);

	assert_non_null(view);
	assert_int_equal(mview_len(view), 300000);
	assert_non_null(mview_map(view));
	mview_unmap(view);
	mview_close(view);
	assert_null_errno(EOPNOTSUPP,
			  mview_alloc((size_t)1 << 30, NULL, 0, NULL, NULL, 0,
				      MVIEW_CONTIGUOUS));
	assert_null_errno(EOPNOTSUPP, mview_open("adc0", MVIEW_CONTIGUOUS));
}

TEST(it_is_confined_to_its_elements)
{
	struct mview *row = mview_index(*state, (const int64_t []){ 1 }, 1);
	struct mview *confined = mview_confine(row);
	struct mview *page = mview_alloc(getpagesize(), NULL, 0, NULL, NULL,
					 0, MVIEW_CONFINED);
	int64_t value, index[] = { 2 };

	assert_non_null(confined);
	mview_close(row);
	assert_null_errno(EACCES, mview_map(confined));
	assert_int_equal(mview_set_i64(confined, index, NULL, 9), 0);
	assert_int_equal(mview_get_i64(confined, index, NULL, &value), 0);
	assert_int_equal(value, 9);
	assert_non_null(mview_map(page));
	mview_unmap(page);
	mview_close(page);
	mview_close(confined);
}

TEST(it_can_be_a_dmabuf)
{
	struct mview *row = mview_index(*state, (const int64_t []){ 2 }, 1);
	int64_t offset = -1, value, index[] = { 1 }, length = 4;
	struct mview *import;
	int dmabuf;

	assert_int_equal(mview_set_i64(row, index, NULL, 42), 0);
	dmabuf = mview_export_dmabuf(row, &offset);
	assert_true(dmabuf >= 0);
	assert_int_equal(offset, 32);
	import = mview_import_dmabuf(dmabuf, "<i", 1, &length, NULL, offset, 0);
	assert_non_null(import);
	assert_int_equal(mview_get_i64(import, index, NULL, &value), 0);
	assert_int_equal(value, 42);
	mview_close(import);
	close(dmabuf);
	mview_close(row);
}

TEST(a_dmabuf_is_writable_so_its_view_must_be)
{
	struct mview *readonly = mview_toreadonly(*state);

	assert_fails(EACCES, mview_export_dmabuf(readonly, NULL));
	mview_close(readonly);
}

TEST(its_mapping_can_be_pinned)
{
	struct mview *view = mview_alloc(4096, NULL, 0, NULL, NULL, 0,
					 MVIEW_WRITE | MVIEW_PINNABLE);
	int pipes[2];
	struct iovec part = { .iov_len = 4096 };

	part.iov_base = mview_map(view);
	assert_non_null(part.iov_base);
	assert_int_equal(pipe(pipes), 0);
	/* Takes a reference to the page instead of copying it. */
	assert_int_equal(vmsplice(pipes[1], &part, 1, 0), 4096);
	close(pipes[0]);
	close(pipes[1]);
	mview_unmap(view);
	mview_close(view);
}

TEST(ordinary_memory_is_no_kernel_view)
{
	char bytes[4] = "";
	struct mview *view = mview_from_memory(bytes, sizeof(bytes),
					       MVIEW_WRITE);

	assert_null_errno(EOPNOTSUPP, mview_confine(view));
	assert_fails(EOPNOTSUPP, mview_export_dmabuf(view, NULL));
	mview_close(view);
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
		cmocka_unit_test(it_can_be_in_one_piece),
		ALLOC(it_is_confined_to_its_elements),
		ALLOC(it_can_be_a_dmabuf),
		ALLOC(a_dmabuf_is_writable_so_its_view_must_be),
		cmocka_unit_test(its_mapping_can_be_pinned),
		cmocka_unit_test(ordinary_memory_is_no_kernel_view),
		cmocka_unit_test(what_makes_no_sense_is_refused),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("alloc", tests, NULL, NULL);
}
