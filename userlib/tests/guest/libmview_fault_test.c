// SPDX-License-Identifier: GPL-2.0
/*
 * libmview on kernel buffers when memory runs out, system calls fail and
 * threads meet. Runs as root in a guest with mview_sim.
 */
#include "../test.h"

#include <unistd.h>

#include <mview.h>

#include "../fault.h"
#include "fixture.h"

static int closed(struct mview *view)
{
	mview_close(view);
	return view ? 0 : -1;
}

static int open_view(void *arg)
{
	(void)arg;
	return closed(mview_open(SIM_NAME, 0));
}

static int find_buffer(void *view)
{
	struct mview_buffer *buffer;

	buffer = mview_buffer_by_id(mview_buffer_id(view));
	mview_buffer_free(buffer);
	return buffer ? 0 : -1;
}

static int cast(void *view)
{
	return closed(mview_cast(view, "T{h:a:h:b:}", 0, NULL,
				 MVIEW_CAST_FREE));
}

TEST(nothing_is_opened_without_memory)
{
	int fds = count_fds();

	assert_true(fault_each(open_view, NULL) >= 3);
	assert_int_equal(fault_each(find_buffer, *state), 1);
	assert_true(fault_each(cast, *state) >= 2);
	assert_int_equal(count_fds(), fds);
	assert_int_equal(exports_of(*state), 1);
}

static int tobytes(void *view)
{
	char bytes[240];

	return mview_tobytes(view, bytes, sizeof(bytes), 'F') < 0 ? -1 : 0;
}

TEST(reading_in_another_order_takes_memory)
{
	assert_int_equal(fault_each(tobytes, *state), 1);
}

TEST(a_descriptor_that_is_refused_is_not_adopted)
{
	int fds = count_fds();

	fault_next(FAULT_IOCTL, EMFILE);
	assert_null_errno(EMFILE, mview_open(SIM_NAME, 0));
	assert_null_errno(EOPNOTSUPP, mview_open_id(1, 8));
	assert_int_equal(count_fds(), fds);
}

/* Everything that looks at the elements wants the mapping first. */
static void check_unmapped(struct mview *view, int err)
{
	static const struct mview_visitor nobody;
	const int64_t index[] = { 0, 0 };
	char bytes[500];
	int64_t value;

#define UNMAPPED(call) \
	do { fault_next(FAULT_MMAP, err); assert_fails(err, call); } while (0)

	UNMAPPED(mview_get_i64(view, index, NULL, &value));
	UNMAPPED(mview_tobytes(view, bytes, 240, 'C'));
	UNMAPPED(mview_frombytes(view, bytes, 240));
	UNMAPPED(mview_hex(view, bytes, sizeof(bytes), '\0', 0));
	UNMAPPED(mview_tolist(view, &nobody, NULL));
	UNMAPPED(mview_equal(view, view));
	UNMAPPED(mview_assign(view, view));
	fault_next(FAULT_MMAP, err);
	assert_null_errno(err, mview_map(view));
}

TEST(a_mapping_that_fails_is_tried_again)
{
	struct mview *readonly = mview_open(SIM_NAME, 0), *bytes;

	check_unmapped(*state, ENOMEM);
	bytes = mview_cast(readonly, "B", 0, NULL, MVIEW_CAST_FREE);
	fault_next(FAULT_MMAP, ENOMEM);
	assert_fails(ENOMEM, mview_hash(bytes));
	mview_close(bytes);
	mview_close(readonly);
	assert_int_equal(at(*state, 9, 11), 119);
	assert_int_equal(maps_of(*state), 1);
}

TEST(what_may_not_be_mapped_is_read_and_written)
{
	const int64_t index[] = { 1, 2 };

	fault_next(FAULT_MMAP, EACCES);
	assert_null_errno(EACCES, mview_map(*state));
	assert_int_equal(mview_set_i64(*state, index, NULL, -14), 0);
	assert_int_equal(at(*state, 1, 2), -14);
	assert_int_equal(maps_of(*state), 0);
}

TEST(transfers_go_on_after_an_interruption)
{
	const int64_t index[] = { 1, 2 };

	fault_next(FAULT_PWRITE, EINTR);
	assert_int_equal(mview_set_i64(*state, index, NULL, -14), 0);
	fault_next(FAULT_PREAD, EINTR);
	assert_int_equal(at(*state, 1, 2), -14);
}

TEST(transfers_that_fail_say_so)
{
	const int64_t index[] = { 0, 0 };
	char bytes[240];
	int64_t value;

	fault_next(FAULT_PREAD, ENODEV);
	assert_fails(ENODEV, mview_get_i64(*state, index, NULL, &value));
	fault_next(FAULT_PREAD, ENODEV);
	assert_fails(ENODEV, mview_equal(*state, *state));
	fault_next(FAULT_PREAD, 0);
	assert_fails(EIO, mview_tobytes(*state, bytes, sizeof(bytes), 'F'));
	fault_next(FAULT_PWRITE, ENODEV);
	assert_fails(ENODEV, mview_set_i64(*state, index, NULL, 1));
	fault_next(FAULT_PWRITE, ENODEV);
	assert_fails(ENODEV, mview_assign(*state, *state));
}

TEST(a_shadow_that_is_not_written_back_stays)
{
	const int64_t index[] = { 0, 0 };
	struct mview *slice = odd_slice(*state), *shadow;

	shadow = mview_get_contiguous(slice, MVIEW_SHADOW, 'C');
	assert_int_equal(mview_set_i64(shadow, index, NULL, -23), 0);
	fault_next(FAULT_PWRITE, ENODEV);
	assert_fails(ENODEV, mview_release(shadow));
	assert_int_equal(at(shadow, 0, 0), -23);
	assert_int_equal(at(slice, 0, 0), 23);
	assert_int_equal(mview_release(shadow), 0);
	assert_int_equal(at(slice, 0, 0), -23);
	mview_close(shadow);
	mview_close(slice);
}

static void no_more_files(void *arg)
{
	(void)arg;
	fault_next(FAULT_IOCTL, ENFILE);
}

TEST(a_descriptor_is_made_again_after_a_failure)
{
	struct mview *slice = odd_slice(*state), *bytes, *some, *part;
	const struct mview_range range = mview_range(1, 9, 1);

	bytes = mview_cast(*state, "B", 0, NULL, 0);
	some = mview_slice(bytes, &range, 1);
	part = mview_cast(some, "b", 0, NULL, 0);
	fault_next(FAULT_IOCTL, ENFILE);
	assert_fails(ENFILE, mview_fd(slice));
	assert_true(mview_fd(slice) >= 0);
	/* At the second command of several */
	fault_before(FAULT_IOCTL, no_more_files, NULL);
	assert_fails(ENFILE, mview_fd(part));
	assert_true(mview_fd(part) >= 0);
	mview_close(part);
	mview_close(some);
	mview_close(bytes);
	mview_close(slice);
}

static void ask_for_fd(void *view)
{
	assert_true(mview_fd(view) >= 0);
}

TEST(a_descriptor_that_two_threads_make_is_one)
{
	struct mview *slice = odd_slice(*state);
	int fd, fds = count_fds();

	fault_before(FAULT_IOCTL, ask_for_fd, slice);
	fd = mview_fd(slice);
	assert_true(fd >= 0);
	assert_int_equal(mview_fd(slice), fd);
	assert_int_equal(count_fds(), fds + 1);
	mview_close(slice);
}

static void announce(void *arg)
{
	(void)arg;
	sim_set(SIM_NAME, "step", "1");
}

TEST(waiting_ends_with_an_announcement_a_signal_or_an_error)
{
	uint64_t seq;

	fault_before(FAULT_POLL, announce, NULL);
	assert_int_equal(mview_wait(*state, 10000, &seq), 1);
	assert_int_equal(seq, 1);
	fault_next(FAULT_POLL, EINTR);
	assert_fails(EINTR, mview_wait(*state, -1, NULL));
	fault_next(FAULT_IOCTL, ENODEV);
	assert_fails(ENODEV, mview_wait(*state, -1, NULL));
}

static void sleep_a_while(void *arg)
{
	usleep(*(int *)arg);
}

TEST(waiting_ends_when_the_time_is_long_over)
{
	int us = 30000;

	fault_before(FAULT_POLL, sleep_a_while, &us);
	assert_int_equal(mview_wait(*state, 5, NULL), 0);
}

TEST(a_sync_bracket_that_the_kernel_refuses_is_not_open)
{
	fault_next(FAULT_IOCTL, ENODEV);
	assert_fails(ENODEV, mview_sync_begin(*state, MVIEW_READ));
	assert_fails(EINVAL, mview_sync_end(*state));
	assert_int_equal(mview_sync_begin(*state, MVIEW_READ), 0);
	assert_int_equal(mview_release(*state), 0);
}

TEST(release_is_refused_while_the_kernel_counts_a_mapping)
{
	struct mview *slice = odd_slice(*state);

	assert_true(mview_fd(slice) >= 0);
	assert_int_equal(mview_sync_begin(slice, MVIEW_READ), 0);
	fault_next(FAULT_IOCTL, EBUSY);
	assert_fails(EBUSY, mview_release(slice));
	assert_int_equal(at(slice, 0, 0), 23);
	assert_int_equal(mview_sync_end(slice), 0);
	assert_int_equal(mview_release(slice), 0);
	mview_close(slice);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON(pages, nothing_is_opened_without_memory),
		ON(unmappable, reading_in_another_order_takes_memory),
		ON(pages, a_descriptor_that_is_refused_is_not_adopted),
		ON(pages, a_mapping_that_fails_is_tried_again),
		ON(pages, what_may_not_be_mapped_is_read_and_written),
		ON(unmappable, transfers_go_on_after_an_interruption),
		ON(unmappable, transfers_that_fail_say_so),
		ON(unmappable, a_shadow_that_is_not_written_back_stays),
		ON(pages, a_descriptor_is_made_again_after_a_failure),
		ON(pages, a_descriptor_that_two_threads_make_is_one),
		ON(pages, waiting_ends_with_an_announcement_a_signal_or_an_error),
		ON(pages, waiting_ends_when_the_time_is_long_over),
		ON(pages, a_sync_bracket_that_the_kernel_refuses_is_not_open),
		ON(pages, release_is_refused_while_the_kernel_counts_a_mapping),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("libmview_fault", tests, NULL, NULL);
}
