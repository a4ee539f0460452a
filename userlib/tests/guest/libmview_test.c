// SPDX-License-Identifier: GPL-2.0
/* libmview's views of kernel buffers. Runs as root in a guest with mview_sim. */
#include "../test.h"

#include <endian.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <mview.h>

#include "fixture.h"

TEST(open_has_the_layout_that_was_declared)
{
	struct mview *view = *state;

	assert_int_equal(mview_ndim(view), 2);
	assert_int_equal(mview_shape(view)[0], 10);
	assert_int_equal(mview_shape(view)[1], 12);
	assert_int_equal(mview_strides(view)[0], 24);
	assert_string_equal(mview_format(view), "<h");
	assert_int_equal(mview_nbytes(view), 240);
	assert_int_equal(mview_readonly(view), 0);
	assert_string_equal(mview_kind(view), "pages");
	assert_int_not_equal(mview_buffer_id(view), 0);
}

TEST(library_and_module_have_the_same_abi)
{
	int module;

	assert_int_equal(mview_abi(&module), 1);
	assert_int_equal(module, 1);
}

TEST(open_reads_only_unless_asked)
{
	struct mview *view = mview_open(SIM_NAME, 0);
	int64_t index[] = { 0, 0 };

	assert_int_equal(mview_readonly(view), 1);
	assert_fails(EACCES, mview_set_i64(view, index, NULL, 1));
	mview_close(view);
}

TEST(open_by_id_finds_the_same_buffer)
{
	struct mview *view = mview_open_id(mview_buffer_id(*state), 0);

	assert_int_equal(mview_buffer_id(view), mview_buffer_id(*state));
	mview_close(view);
}

TEST(open_refuses_what_is_not_there)
{
	assert_null_errno(ENOENT, mview_open("no_such_buffer", 0));
	assert_null_errno(ENOENT, mview_open_id(UINT64_MAX, 0));
	assert_null_errno(EOPNOTSUPP, mview_open(SIM_NAME, 8));
	assert_null_errno(ENOENT, mview_buffer_by_name("no_such_buffer"));
	assert_null_errno(ENOENT, mview_buffer_by_name(""));
	assert_null_errno(ENOENT, mview_buffer_by_id(UINT64_MAX));
}

TEST(enumeration_finds_each_buffer_once)
{
	struct mview_device *device = mview_device_open();
	struct mview_buffer *buffer;
	uint64_t id = 0;
	int found = 0;

	assert_non_null(device);
	while ((buffer = mview_buffer_next(device, id))) {
		assert_true(buffer->id >= id);
		id = buffer->id + 1;
		found += buffer->id == mview_buffer_id(*state);
		mview_buffer_free(buffer);
	}
	assert_int_equal(errno, ENOENT);
	assert_int_equal(found, 1);
	mview_device_close(device);
	assert_int_equal(errno, ENOENT);
	buffer = mview_buffer_next(NULL, mview_buffer_id(*state));
	assert_int_equal(buffer->id, mview_buffer_id(*state));
	mview_buffer_free(buffer);
	mview_device_close(NULL);
}

TEST(buffers_are_described)
{
	struct mview_buffer *buffer = mview_buffer_by_name(SIM_NAME);

	assert_string_equal(buffer->name, SIM_NAME);
	assert_string_equal(buffer->kind, "pages");
	assert_string_equal(buffer->format, "<h");
	assert_int_equal(buffer->ndim, 2);
	assert_int_equal(buffer->shape[1], 12);
	assert_int_equal(buffer->strides[0], 24);
	assert_int_equal(buffer->itemsize, 2);
	assert_true(buffer->mappable);
	assert_false(buffer->readonly);
	assert_false(buffer->is_private);
	assert_int_equal(buffer->exports, 1);
	mview_buffer_free(buffer);
}

TEST(local_views_cost_no_descriptor_and_no_export)
{
	struct mview *views[100];
	int i, fds = count_fds();

	for (i = 0; i < 100; i++)
		views[i] = odd_slice(*state);
	assert_int_equal(count_fds(), fds);
	assert_int_equal(exports_of(*state), 1);
	for (i = 0; i < 100; i++)
		mview_close(views[i]);
}

TEST(elements_are_read_and_written)
{
	struct mview *slice = odd_slice(*state);
	int64_t index[] = { 1, -1 };

	assert_int_equal(at(*state, 9, 11), 119);
	assert_int_equal(at(slice, 0, 0), 23);
	assert_int_equal(at(slice, 1, -1), 38);
	assert_int_equal(mview_set_i64(slice, index, NULL, -5), 0);
	assert_int_equal(at(*state, 3, 2), -5);
	assert_fails(ERANGE, mview_set_i64(slice, index, NULL, 40000));
	assert_int_equal(at(*state, 3, 2), -5);
	mview_close(slice);
}

TEST(bytes_are_gathered_and_scattered)
{
	uint16_t want_c[] = { 23, 20, 17, 14, 47, 44, 41, 38 };
	uint16_t want_f[] = { 23, 47, 20, 44, 17, 41, 14, 38 };
	struct mview *slice = odd_slice(*state), *part;
	struct mview_range rows = mview_range(0, 2, 1);
	uint16_t bytes[8];
	size_t i;

	for (i = 0; i < 8; i++) {
		want_c[i] = htole16(want_c[i]);
		want_f[i] = htole16(want_f[i]);
	}
	part = mview_slice(slice, &rows, 1);
	assert_int_equal(mview_tobytes(part, bytes, sizeof(bytes), 'C'), 16);
	assert_memory_equal(bytes, want_c, 16);
	assert_int_equal(mview_tobytes(part, bytes, sizeof(bytes), 'F'), 16);
	assert_memory_equal(bytes, want_f, 16);
	for (i = 0; i < 8; i++)
		bytes[i] = htole16(-i);
	assert_int_equal(mview_frombytes(part, bytes, sizeof(bytes)), 0);
	assert_int_equal(at(*state, 3, 11), -4);
	assert_int_equal(at(*state, 3, 10), 46);
	mview_close(part);
	mview_close(slice);
}

TEST(raw_elements_are_moved)
{
	const int64_t index[] = { 2, 3 };
	int16_t element = 99;

	assert_int_equal(mview_set_raw(*state, index, &element), 0);
	element = 0;
	assert_int_equal(mview_get_raw(*state, index, &element), 0);
	assert_int_equal(element, 99);
}

TEST(records_are_read_by_field)
{
	struct mview *view = mview_cast(*state, "<T{h:a:T{h:b:h:c:}:in:2h:d:}",
					0, NULL, MVIEW_CAST_FREE);
	int64_t index = 1, value;

	assert_int_equal(mview_shape(view)[0], 24);
	assert_int_equal(mview_get_i64(view, &index, "in.c", &value), 0);
	assert_int_equal(value, 7);
	assert_int_equal(mview_set_i64(view, &index, "d[1]", 1234), 0);
	assert_int_equal(at(*state, 0, 9), 1234);
	mview_close(view);
}

TEST(derived_views_share_one_mapping)
{
	struct mview *slice = odd_slice(*state), *bytes;
	const int16_t *first, *whole;

	bytes = mview_cast(*state, "B", 0, NULL, 0);
	assert_int_equal(maps_of(*state), 0);
	whole = mview_map(*state);
	first = mview_map(slice);
	assert_ptr_equal(mview_map(bytes), whole);
	assert_ptr_equal(first, whole + 23);
	assert_int_equal(le16toh(*first), 23);
	assert_int_equal(maps_of(*state), 1);
	mview_close(bytes);
	mview_close(slice);
}

TEST(unmappable_memory_says_so)
{
	assert_null_errno(EOPNOTSUPP, mview_map(*state));
	assert_int_equal(maps_of(*state), 0);
}

TEST(release_is_refused_while_mapped)
{
	struct mview *view = *state;

	assert_non_null(mview_map(view));
	assert_fails(EBUSY, mview_release(view));
	assert_int_equal(at(view, 0, 1), 1);
	assert_int_equal(mview_unmap(view), 0);
	assert_int_equal(mview_release(view), 0);
	assert_int_equal(mview_release(view), 0);
	assert_fails(EBADFD, mview_nbytes(view));
}

/* A child that has all mappings of its parent until child_end(). */
static pid_t child_begin(int pipes[2])
{
	pid_t pid;

	assert_int_equal(pipe(pipes), 0);
	pid = fork();
	if (!pid) {
		close(pipes[1]);
		_exit(read(pipes[0], pipes, 1));
	}
	close(pipes[0]);
	return pid;
}

static void child_end(pid_t pid, const int pipes[2])
{
	close(pipes[1]);
	waitpid(pid, NULL, 0);
}

TEST(release_is_refused_while_a_child_has_it_mapped)
{
	struct mview *view = *state;
	int pipes[2];
	pid_t pid;

	assert_int_equal(at(view, 0, 1), 1);
	pid = child_begin(pipes);
	assert_fails(EBUSY, mview_release(view));
	assert_int_equal(at(view, 0, 1), 1);
	child_end(pid, pipes);
	assert_int_equal(mview_release(view), 0);
}

TEST(a_release_that_is_refused_leaves_the_bracket_open)
{
	struct mview *view = *state;
	int pipes[2];
	pid_t pid;

	assert_int_equal(mview_sync_begin(view, MVIEW_READ), 0);
	assert_int_equal(at(view, 0, 1), 1);
	pid = child_begin(pipes);
	assert_fails(EBUSY, mview_release(view));
	assert_fails(EINVAL, mview_sync_begin(view, MVIEW_READ));
	assert_int_equal(mview_sync_end(view), 0);
	child_end(pid, pipes);
	assert_int_equal(mview_release(view), 0);
}

TEST(the_export_goes_with_the_last_view)
{
	struct mview *other = mview_open(SIM_NAME, 0);
	struct mview *view = mview_open(SIM_NAME, 0);
	struct mview *slice = odd_slice(view);

	assert_int_equal(exports_of(other), 3);
	assert_int_equal(mview_release(view), 0);
	assert_int_equal(exports_of(other), 3);
	assert_int_equal(at(slice, 0, 0), 23);
	assert_int_equal(mview_release(slice), 0);
	assert_int_equal(exports_of(other), 2);
	mview_close(slice);
	mview_close(view);
	mview_close(other);
}

TEST(close_gives_all_back)
{
	struct mview *view = mview_open(SIM_NAME, 0), *slice = odd_slice(view);
	int fds = count_fds();

	assert_int_equal(at(slice, 0, 0), 23);
	assert_true(mview_fd(slice) >= 0);
	assert_int_equal(exports_of(*state), 3);
	mview_close(view);
	mview_close(slice);
	assert_int_equal(exports_of(*state), 1);
	assert_int_equal(maps_of(*state), 0);
	assert_int_equal(count_fds(), fds - 1);
}

/* The kernel's view of it must be the same as ours. */
static void check_fd(struct mview *view)
{
	struct mview *kernel;
	char ours[240], theirs[240];
	int fd, i;

	fd = mview_fd(view);
	if (fd < 0)
		fail_msg("mview_fd: %s", strerror(errno));
	kernel = mview_from_fd(dup(fd));
	assert_non_null(kernel);
	assert_string_equal(mview_format(kernel), mview_format(view));
	assert_int_equal(mview_ndim(kernel), mview_ndim(view));
	assert_int_equal(mview_readonly(kernel), mview_readonly(view));
	assert_int_equal(mview_itemsize(kernel), mview_itemsize(view));
	for (i = 0; i < mview_ndim(view); i++) {
		assert_int_equal(mview_shape(kernel)[i], mview_shape(view)[i]);
		if (mview_nbytes(view) && mview_shape(view)[i] > 1)
			assert_int_equal(mview_strides(kernel)[i],
					 mview_strides(view)[i]);
	}
	if (mview_nbytes(view))
		assert_int_equal(mview_offset(kernel), mview_offset(view));
	assert_int_equal(mview_tobytes(view, ours, sizeof(ours), 'C'),
			 pread(fd, theirs, sizeof(theirs), 0));
	assert_memory_equal(ours, theirs, mview_nbytes(view));
	mview_close(kernel);
}

static struct mview *random_slice(struct mview *view)
{
	struct mview_range ranges[4];
	int i, n = rand() % (mview_ndim(view) + 1);

	for (i = 0; i < n && i < 4; i++) {
		ranges[i] = mview_range(rand() % 16 - 8, MVIEW_NONE,
					rand() % 5 - 2 ?: 1);
		if (rand() % 8)
			ranges[i].start = MVIEW_NONE;
		if (rand() % 5 == 0)
			ranges[i] = mview_at(rand() % 8 - 4);
	}
	return mview_slice(view, ranges, i);
}

static struct mview *random_cast(struct mview *view)
{
	static const char *const formats[] = {
		"B", "<h", ">i", "3s", "T{<h:a:<h:b:}", "<q", "(2)B", "b",
		"T{(3)<h:a:2T{B:x:b:b:}:p:2s:s:}", "<h:a:2x2B:b:",
	};
	int64_t shape[2] = { rand() % 6 + 1 };
	const char *format = formats[rand() % COUNT_OF(formats)];
	struct mview *flat, *grid;

	flat = mview_cast(view, format, 0, NULL, MVIEW_CAST_FREE);
	if (!flat || rand() % 2)
		return flat;
	shape[1] = mview_len(flat) / shape[0];
	grid = mview_cast(flat, format, 2, shape, MVIEW_CAST_FREE);
	if (!grid)
		return flat;
	mview_close(flat);
	return grid;
}

static struct mview *random_field(struct mview *view)
{
	static const char *const names[] = { "a", "b", "p", "p.b", "s", "x" };

	return mview_field(view, names[rand() % COUNT_OF(names)]);
}

static struct mview *random_transpose(struct mview *view)
{
	int i, other, ndim = mview_ndim(view), axes[MVIEW_DIMS];

	for (i = 0; i < ndim; i++) {
		other = rand() % (i + 1);
		axes[i] = axes[other];
		axes[other] = i;
	}
	return mview_transpose(view, rand() % 3 ? axes : NULL);
}

TEST(any_chain_of_derivations_becomes_a_kernel_view)
{
	struct mview *view, *next;
	int round, step, made = 0;

	srand(7);
	for (round = 0; round < 500; round++) {
		view = mview_slice(*state, NULL, 0);
		for (step = 0; step < 8; step++) {
			switch (rand() % 12) {
			case 10 ... 11:
				next = random_field(view);
				break;
			case 0:
				next = mview_toreadonly(view);
				break;
			case 8 ... 9:
				next = random_transpose(view);
				break;
			case 1 ... 4:
				next = random_slice(view);
				break;
			default:
				next = random_cast(view);
			}
			if (!next)
				continue;
			made++;
			mview_close(view);
			view = next;
			check_fd(view);
		}
		mview_close(view);
	}
	assert_true(made > 1000);
	assert_int_equal(exports_of(*state), 1);
}

TEST(a_view_that_is_passed_on_stays_narrow)
{
	struct mview *slice = odd_slice(*state);
	struct mview *readonly = mview_toreadonly(slice);
	struct mview *received = mview_from_fd(dup(mview_fd(readonly)));
	int64_t index[] = { 0, 0 };

	mview_close(readonly);
	mview_close(slice);
	assert_int_equal(mview_shape(received)[1], 4);
	assert_int_equal(at(received, 0, 0), 23);
	assert_int_equal(mview_readonly(received), 1);
	assert_fails(EACCES, mview_set_i64(received, index, NULL, 1));
	assert_int_equal(write(mview_fd(received), index, 2), -1);
	assert_int_equal(errno, EBADF);
	mview_close(received);
}

static int errno_of_map(int fd)
{
	void *map = mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0);

	if (map == MAP_FAILED)
		return errno;
	munmap(map, 4096);
	return 0;
}

TEST(what_a_derived_view_hands_out_shows_no_neighbours)
{
	struct mview *slice = odd_slice(*state), *exposed, *received;
	struct mview *own = mview_open(SIM_NAME, MVIEW_CONFINED), *part, *same;

	assert_int_equal(errno_of_map(mview_fd(slice)), EACCES);
	assert_int_equal(errno_of_map(mview_fd(*state)), 0);
	received = mview_from_fd(dup(mview_fd(slice)));
	assert_null_errno(EACCES, mview_map(received));
	assert_int_equal(at(received, 0, 0), 23);
	exposed = mview_expose(slice);
	assert_int_equal(errno_of_map(mview_fd(exposed)), 0);
	assert_int_equal(at(exposed, 0, 0), 23);
	/* A view that was opened confined stays confined. */
	part = odd_slice(own);
	same = mview_expose(part);
	assert_int_equal(errno_of_map(mview_fd(same)), EACCES);
	mview_close(same);
	mview_close(part);
	mview_close(own);
	mview_close(exposed);
	mview_close(received);
	mview_close(slice);
}

TEST(a_mapped_buffer_that_was_revoked_says_so)
{
	struct mview_array array;
	struct mview *slice = odd_slice(*state);
	struct mview_range none = mview_range(0, 0, 1);
	struct mview *empty = mview_slice(*state, &none, 1);

	assert_non_null(mview_map(*state));
	sim_set(SIM_NAME, "revoke", "1");
	assert_null_errno(ENODEV, mview_map(*state));
	assert_null_errno(ENODEV, mview_map(slice));
	assert_null_errno(ENODEV, mview_map(empty));
	assert_fails(ENODEV, mview_get_array(*state, &array));
	/* None of these failed calls counts as a use. */
	assert_int_equal(mview_unmap(*state), 0);
	assert_int_equal(mview_release(*state), 0);
	mview_close(empty);
	mview_close(slice);
	/* The fixture's teardown removes a buffer of the same name. */
	assert_int_equal(sim_set(SIM_NAME, "live", "1"), 0);
}

TEST(what_is_no_view_is_not_adopted)
{
	int fd = open("/dev/null", O_RDWR);

	assert_null_errno(ENOTTY, mview_from_fd(fd));
	assert_int_equal(close(fd), 0);
	assert_null_errno(EBADF, mview_from_fd(-1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON(pages, open_has_the_layout_that_was_declared),
		ON(pages, open_reads_only_unless_asked),
		ON(pages, open_by_id_finds_the_same_buffer),
		ON(pages, open_refuses_what_is_not_there),
		ON(pages, enumeration_finds_each_buffer_once),
		ON(pages, buffers_are_described),
		ON(pages, local_views_cost_no_descriptor_and_no_export),
		ON_ALL(elements_are_read_and_written),
		ON_ALL(bytes_are_gathered_and_scattered),
		ON_ALL(raw_elements_are_moved),
		ON_ALL(records_are_read_by_field),
		ON(pages, derived_views_share_one_mapping),
		ON(unmappable, unmappable_memory_says_so),
		ON(pages, release_is_refused_while_mapped),
		ON(vmalloc, release_is_refused_while_a_child_has_it_mapped),
		ON(vmalloc, a_release_that_is_refused_leaves_the_bracket_open),
		ON(pages, the_export_goes_with_the_last_view),
		ON_ALL(close_gives_all_back),
		ON_ALL(any_chain_of_derivations_becomes_a_kernel_view),
		ON_ALL(a_view_that_is_passed_on_stays_narrow),
		ON(pages, what_a_derived_view_hands_out_shows_no_neighbours),
		ON(pages, a_mapped_buffer_that_was_revoked_says_so),
		ON(vmalloc, a_mapped_buffer_that_was_revoked_says_so),
		cmocka_unit_test(library_and_module_have_the_same_abi),
		cmocka_unit_test(what_is_no_view_is_not_adopted),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("libmview", tests, NULL, NULL);
}
