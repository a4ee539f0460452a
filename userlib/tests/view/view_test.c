// SPDX-License-Identifier: GPL-2.0
/* Views of ordinary memory: making, deriving, releasing. */
#include "test.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "shorts.h"

/* A view of 4 by 6 shorts, 0 to 23, that can be written to. */
static int setup(void **state)
{
	const int64_t shape[] = { 4, 6 };

	return setup_shorts(state, 2, shape);
}

static int64_t at(struct mview *view, int64_t i, int64_t j)
{
	int64_t value, index[] = { i, j };

	assert_int_equal(mview_get_i64(view, index, NULL, &value), 0);
	return value;
}

TEST(the_version_has_three_numbers)
{
	const char *version = mview_version();
	int i;

	for (i = 0; i < 3; i++) {
		assert_true(*version >= '0' && *version <= '9');
		version += strspn(version, "0123456789");
		assert_int_equal(*version, i < 2 ? '.' : '\0');
		version++;
	}
}

TEST(from_memory_is_bytes)
{
	struct mview *view = mview_from_memory(memory, sizeof(memory), 0);

	assert_string_equal(mview_format(view), "B");
	assert_int_equal(mview_ndim(view), 1);
	assert_int_equal(mview_shape(view)[0], 48);
	assert_int_equal(mview_readonly(view), 1);
	assert_int_equal(mview_buffer_id(view), 0);
	assert_string_equal(mview_kind(view), "memory");
	mview_close(view);
}

TEST(from_memory_refuses_what_is_too_large)
{
	if (sizeof(size_t) < sizeof(int64_t))
		skip_as("no size is too large in 32 bits");
	assert_null_errno(EOVERFLOW, mview_from_memory(memory, SIZE_MAX, 0));
}

TEST(there_are_no_kernel_buffers_without_the_module)
{
	if (!access("/dev/mview", F_OK))
		skip_as("this kernel has the module");
	assert_null_errno(ENXIO, mview_open("adc0", 0));
	assert_null_errno(ENXIO, mview_device_open());
	assert_null_errno(ENXIO, mview_buffer_next(NULL, 0));
	assert_null_errno(ENXIO, mview_import_dmabuf(0, NULL, 0, NULL, NULL, 0,
						     0));
	assert_null_errno(ENXIO, mview_alloc(1, NULL, 0, NULL, NULL, 0, 0));
}

TEST(from_layout_checks_the_bounds)
{
	const int64_t shape[] = { 4, 6 }, back[] = { -12, 2 };

	assert_null_errno(EOVERFLOW, mview_from_layout(memory, 47, "h", 2,
						       shape, NULL, 0, 0));
	assert_null_errno(EOVERFLOW, mview_from_layout(memory, 48, "h", 2,
						       shape, back, 34, 0));
	assert_null_errno(EINVAL, mview_from_layout(memory, 48, "hz", 2, shape,
						    NULL, 0, 0));
	assert_null_errno(E2BIG, mview_from_layout(memory, 48, "h", 65, shape,
						   NULL, 0, 0));
	assert_null_errno(EINVAL, mview_from_layout(memory, 48, "h", -1, shape,
						    NULL, 0, 0));
	assert_null_errno(EINVAL, mview_from_layout(NULL, 48, "h", 2, shape,
						    NULL, 0, 0));
	assert_null_errno(EOPNOTSUPP, mview_from_layout(memory, 48, "h", 2,
							shape, NULL, 0, 4));
}

TEST(from_layout_takes_strides_and_offset)
{
	const int64_t shape[] = { 4, 6 }, back[] = { -12, 2 };
	struct mview *view = mview_from_layout(memory, sizeof(memory), "h", 2,
					       shape, back, 36, 0);

	assert_int_equal(at(view, 0, 0), 18);
	assert_int_equal(at(view, 3, 5), 5);
	mview_close(view);
}

TEST(info_is_memoryviews)
{
	struct mview *view = *state;

	assert_int_equal(mview_itemsize(view), 2);
	assert_int_equal(mview_nbytes(view), 48);
	assert_int_equal(mview_len(view), 4);
	assert_int_equal(mview_offset(view), 0);
	assert_int_equal(mview_strides(view)[0], 12);
	assert_int_equal(mview_readonly(view), 0);
	assert_int_equal(mview_contiguous(view, 'C'), 1);
	assert_int_equal(mview_contiguous(view, 'F'), 0);
	assert_int_equal(mview_contiguous(view, 'A'), 1);
	assert_fails(EINVAL, mview_contiguous(view, 'Z'));
}

TEST(slice_clamps_as_python)
{
	const struct mview_range ranges[] = {
		mview_range(-3, 100, MVIEW_NONE),
		mview_range(MVIEW_NONE, MVIEW_NONE, -2),
	};
	struct mview *view = mview_slice(*state, ranges, 2);

	assert_int_equal(mview_shape(view)[0], 3);
	assert_int_equal(mview_shape(view)[1], 3);
	assert_int_equal(at(view, 0, 0), 11);
	assert_int_equal(at(view, -1, -1), 19);
	mview_close(view);
}

TEST(slice_takes_fewer_axes_than_there_are)
{
	struct mview_range row = mview_at(-1);
	struct mview *view = mview_slice(*state, &row, 1);
	int64_t i = 2, value;

	assert_int_equal(mview_ndim(view), 1);
	assert_int_equal(mview_get_i64(view, &i, NULL, &value), 0);
	assert_int_equal(value, 20);
	mview_close(view);
}

TEST(slice_of_no_axes_is_the_same_view)
{
	struct mview *view = mview_slice(*state, NULL, 0);

	assert_int_equal(mview_ndim(view), 2);
	assert_int_equal(at(view, 3, 5), 23);
	mview_close(view);
}

TEST(slice_refuses_what_memoryview_refuses)
{
	struct mview_range ranges[3] = {
		mview_whole(), mview_whole(), mview_whole(),
	};

	assert_null_errno(EINVAL, mview_slice(*state, ranges, 3));
	assert_null_errno(EINVAL, mview_slice(*state, ranges, -1));
	ranges[0] = mview_range(0, 1, 0);
	assert_null_errno(EINVAL, mview_slice(*state, ranges, 1));
	ranges[0] = mview_at(4);
	assert_null_errno(ERANGE, mview_slice(*state, ranges, 1));
	ranges[0] = mview_at(-5);
	assert_null_errno(ERANGE, mview_slice(*state, ranges, 1));
	ranges[0] = mview_at(INT64_MIN);
	assert_null_errno(ERANGE, mview_slice(*state, ranges, 1));
	ranges[0].flags = 2;
	assert_null_errno(EOPNOTSUPP, mview_slice(*state, ranges, 1));
}

TEST(index_gives_sub_views)
{
	const int64_t index[] = { 1, -1 };
	struct mview *row = mview_index(*state, index, 1);
	struct mview *element = mview_index(*state, index, 2);
	int64_t value;

	assert_int_equal(mview_ndim(row), 1);
	assert_int_equal(mview_ndim(element), 0);
	assert_int_equal(mview_len(element), 1);
	assert_int_equal(mview_get_i64(element, NULL, NULL, &value), 0);
	assert_int_equal(value, 11);
	mview_close(element);
	mview_close(row);
}

TEST(cast_and_back)
{
	struct mview *bytes = mview_cast(*state, "B", 0, NULL, 0);
	const int64_t shape[] = { 2, 3, 2 };
	struct mview *ints = mview_cast(bytes, "i", 3, shape, 0);
	int64_t index[] = { 1, 2, 1 }, value;
	int32_t last;

	memcpy(&last, &memory[22], sizeof(last));
	assert_int_equal(mview_shape(bytes)[0], 48);
	assert_int_equal(mview_get_i64(ints, index, NULL, &value), 0);
	assert_int_equal(value, last);
	mview_close(ints);
	mview_close(bytes);
}

TEST(cast_refuses_what_memoryview_refuses)
{
	const struct mview_range columns[] = {
		mview_whole(), mview_range(0, 2, 1),
	};
	struct mview *narrow = mview_slice(*state, columns, 2);

	assert_null_errno(EINVAL, mview_cast(*state, "i", 0, NULL, 0));
	assert_null_errno(EINVAL, mview_cast(narrow, "B", 0, NULL, 0));
	assert_null_errno(EINVAL, mview_cast(*state, "T{B:x:}", 0, NULL, 0));
	assert_null_errno(EINVAL, mview_cast(*state, NULL, 0, NULL, 0));
	assert_null_errno(EOPNOTSUPP, mview_cast(*state, "B", 0, NULL, 2));
	assert_null_errno(E2BIG, mview_cast(*state, "B", 65, columns[0].flags ?
					    NULL : mview_shape(*state), 0));
	mview_close(narrow);
}

TEST(free_cast_takes_any_format)
{
	const bool big = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__;
	struct mview *view = mview_cast(*state, "<T{h:a:>h:b:}", 0, NULL,
					MVIEW_CAST_FREE);
	int64_t index = 1, value;

	assert_int_equal(mview_shape(view)[0], 12);
	assert_int_equal(mview_get_i64(view, &index, "a", &value), 0);
	assert_int_equal(value, big ? 0x200 : 2);
	assert_int_equal(mview_get_i64(view, &index, "b", &value), 0);
	assert_int_equal(value, big ? 3 : 0x300);
	mview_close(view);
}

TEST(readonly_is_inherited)
{
	struct mview *readonly = mview_toreadonly(*state);
	struct mview *cast = mview_cast(readonly, "B", 0, NULL, 0);
	int64_t index[] = { 0, 0 };
	char bytes[48];

	assert_int_equal(mview_readonly(readonly), 1);
	assert_int_equal(mview_readonly(cast), 1);
	assert_int_equal(mview_readonly(*state), 0);
	assert_fails(EACCES, mview_set_i64(readonly, index, NULL, 1));
	assert_fails(EACCES, mview_set_raw(cast, index, bytes));
	assert_fails(EACCES, mview_frombytes(cast, bytes, 48));
	assert_fails(EACCES, mview_sync_begin(readonly, MVIEW_WRITE));
	mview_close(cast);
	mview_close(readonly);
}

TEST(a_derived_view_outlives_its_parent)
{
	struct mview *parent = mview_slice(*state, NULL, 0);
	struct mview *child = mview_cast(parent, "B", 0, NULL, 0);

	assert_int_equal(mview_release(parent), 0);
	mview_close(parent);
	assert_int_equal(mview_nbytes(child), 48);
	mview_close(child);
}

TEST(release_can_be_repeated_and_ends_all_else)
{
	struct mview *view = mview_slice(*state, NULL, 0);
	int64_t value, index[] = { 0, 0 };
	char bytes[48];

	assert_int_equal(mview_release(view), 0);
	assert_int_equal(mview_release(view), 0);
	assert_fails(EBADFD, mview_ndim(view));
	assert_null_errno(EBADFD, mview_shape(view));
	assert_null_errno(EBADFD, mview_strides(view));
	assert_fails(EBADFD, mview_offset(view));
	assert_fails(EBADFD, mview_itemsize(view));
	assert_fails(EBADFD, mview_nbytes(view));
	assert_fails(EBADFD, mview_len(view));
	assert_null_errno(EBADFD, mview_format(view));
	assert_fails(EBADFD, mview_readonly(view));
	assert_fails(EBADFD, mview_contiguous(view, 'C'));
	assert_null_errno(EBADFD, mview_kind(view));
	assert_null_errno(EBADFD, mview_element(view));
	assert_null_errno(EBADFD, mview_slice(view, NULL, 0));
	assert_null_errno(EBADFD, mview_cast(view, "B", 0, NULL, 0));
	assert_null_errno(EBADFD, mview_toreadonly(view));
	assert_null_errno(EBADFD, mview_map(view));
	assert_fails(EBADFD, mview_fd(view));
	assert_fails(EBADFD, mview_wait(view, 0, NULL));
	assert_fails(EBADFD, mview_sync_begin(view, MVIEW_READ));
	assert_fails(EBADFD, mview_sync_end(view));
	assert_fails(EBADFD, mview_tobytes(view, bytes, 48, 'C'));
	assert_fails(EBADFD, mview_frombytes(view, bytes, 48));
	assert_fails(EBADFD, mview_get_raw(view, index, bytes));
	assert_fails(EBADFD, mview_get_i64(view, index, NULL, &value));
	assert_fails(EBADFD, mview_set_i64(view, index, NULL, value));
	assert_fails(EBADFD, mview_set_raw(view, index, bytes));
	assert_fails(EBADFD, mview_get_bytes(view, index, NULL, bytes, 48));
	errno = 0;
	assert_int_equal(mview_buffer_id(view), 0);
	assert_int_equal(errno, EBADFD);
	mview_close(view);
}

TEST(release_waits_for_no_pointer)
{
	struct mview *view = *state;

	assert_ptr_equal(mview_map(view), memory);
	assert_ptr_equal(mview_map(view), memory);
	assert_fails(EBUSY, mview_release(view));
	assert_int_equal(mview_unmap(view), 0);
	assert_fails(EBUSY, mview_release(view));
	assert_int_equal(mview_unmap(view), 0);
	assert_fails(EINVAL, mview_unmap(view));
	assert_int_equal(mview_release(view), 0);
}

TEST(map_points_to_the_first_element)
{
	const struct mview_range back[] = {
		mview_range(MVIEW_NONE, MVIEW_NONE, -1),
		mview_range(MVIEW_NONE, MVIEW_NONE, -1),
	};
	const struct mview_range none = mview_range(2, 2, 1);
	struct mview *view = mview_slice(*state, back, 2);
	struct mview *empty = mview_slice(*state, &none, 1);

	assert_ptr_equal(mview_map(view), memory + 23);
	assert_non_null(mview_map(empty));
	mview_close(empty);
	mview_close(view);
}

TEST(ordinary_memory_has_no_kernel_view)
{
	assert_fails(EOPNOTSUPP, mview_fd(*state));
	assert_fails(EOPNOTSUPP, mview_wait(*state, 0, NULL));
}

TEST(sync_brackets_match)
{
	struct mview *view = *state;

	assert_fails(EINVAL, mview_sync_end(view));
	assert_fails(EINVAL, mview_sync_begin(view, 0));
	assert_fails(EOPNOTSUPP, mview_sync_begin(view, 4));
	assert_int_equal(mview_sync_begin(view, MVIEW_READ | MVIEW_WRITE), 0);
	assert_fails(EINVAL, mview_sync_begin(view, MVIEW_READ));
	assert_int_equal(mview_sync_end(view), 0);
}

TEST(tobytes_in_each_order)
{
	const struct mview_range part[] = {
		mview_range(0, 2, 1), mview_range(0, 3, 1),
	};
	struct mview *view = mview_slice(*state, part, 2);
	const int16_t c[] = { 0, 1, 2, 6, 7, 8 }, f[] = { 0, 6, 1, 7, 2, 8 };
	int16_t bytes[6];

	assert_int_equal(mview_tobytes(view, bytes, sizeof(bytes), 'C'), 12);
	assert_memory_equal(bytes, c, sizeof(c));
	assert_int_equal(mview_tobytes(view, bytes, sizeof(bytes), 'F'), 12);
	assert_memory_equal(bytes, f, sizeof(f));
	assert_int_equal(mview_tobytes(view, bytes, sizeof(bytes), 'A'), 12);
	assert_memory_equal(bytes, c, sizeof(c));
	assert_fails(EINVAL, mview_tobytes(view, bytes, sizeof(bytes), 'Z'));
	assert_fails(ENOSPC, mview_tobytes(view, bytes, 11, 'C'));
	mview_close(view);
}

TEST(frombytes_undoes_tobytes)
{
	const struct mview_range odd[] = {
		mview_range(MVIEW_NONE, MVIEW_NONE, -2),
		mview_range(1, MVIEW_NONE, 2),
	};
	struct mview *view = mview_slice(*state, odd, 2);
	const int16_t values[] = { -1, -2, -3, -4, -5, -6 };

	assert_fails(EINVAL, mview_frombytes(view, values, 11));
	assert_int_equal(mview_frombytes(view, values, 12), 0);
	assert_int_equal(memory[19], -1);
	assert_int_equal(memory[23], -3);
	assert_int_equal(memory[7], -4);
	assert_int_equal(memory[6], 6);
	mview_close(view);
}

TEST(nothing_is_written_to_nothing)
{
	const struct mview_range none = mview_range(0, 0, 1);
	struct mview *view = mview_slice(*state, &none, 1);

	assert_int_equal(mview_frombytes(view, NULL, 0), 0);
	assert_fails(EINVAL, mview_frombytes(view, memory, 1));
	mview_close(view);
}

TEST(sixty_four_dimensions_work)
{
	int64_t shape[64], index[64];
	struct mview *view, *slice;
	int64_t value;
	int i;

	for (i = 0; i < 64; i++) {
		shape[i] = i % 16 ? 1 : 2;
		index[i] = shape[i] - 1;
	}
	view = mview_from_layout(memory, 32, "h", 64, shape, NULL, 0, 0);
	assert_int_equal(mview_get_i64(view, index, NULL, &value), 0);
	assert_int_equal(value, 15);
	slice = mview_index(view, index, 63);
	assert_int_equal(mview_ndim(slice), 1);
	mview_close(slice);
	mview_close(view);
}

TEST(close_takes_null_and_keeps_errno)
{
	errno = 1234;
	mview_close(NULL);
	mview_close(mview_slice(*state, NULL, 0));
	assert_int_equal(errno, 1234);
}

/* Derive, read and close while other threads do, and the root is closed. */
static void *use(void *arg)
{
	struct mview *mine = arg, *view;
	char bytes[48];
	int i;

	for (i = 0; i < 2000; i++) {
		view = mview_cast(mine, i % 2 ? "B" : "4s", 0, NULL,
				  MVIEW_CAST_FREE);
		if (!view)
			return "cast";
		if (mview_tobytes(view, bytes, sizeof(bytes), 'F') != 48)
			return "tobytes";
		if (mview_release(view))
			return "release";
		mview_close(view);
	}
	mview_close(mine);
	return NULL;
}

TEST(threads_share_views)
{
	struct mview *root = mview_slice(*state, NULL, 0);
	pthread_t threads[4];
	void *wrong;
	int i;

	for (i = 0; i < 4; i++)
		pthread_create(&threads[i], NULL, use,
			       mview_slice(root, NULL, 0));
	mview_close(root);
	for (i = 0; i < 4; i++) {
		pthread_join(threads[i], &wrong);
		assert_null(wrong);
	}
}

/* One thread releases what the other slices: it gets a view or EBADFD. */
static void *race(void *arg)
{
	struct mview *view;
	intptr_t wrong = 0;

	do {
		errno = 0;
		view = mview_slice(arg, NULL, 0);
		wrong |= view ? mview_nbytes(view) != 48 : errno != EBADFD;
		mview_close(view);
	} while (view);
	return (void *)wrong;
}

TEST(a_release_races_with_a_slice)
{
	struct mview *view;
	pthread_t thread;
	void *wrong;
	int i;

	for (i = 0; i < 300; i++) {
		view = mview_from_memory(memory, 48, 0);
		pthread_create(&thread, NULL, race, view);
		while (mview_release(view))
			assert_int_equal(errno, EBUSY);
		pthread_join(thread, &wrong);
		assert_null(wrong);
		mview_close(view);
	}
}

#define WITH_VIEW(test) \
	cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_version_has_three_numbers),
		cmocka_unit_test(from_memory_is_bytes),
		cmocka_unit_test(from_memory_refuses_what_is_too_large),
		cmocka_unit_test(there_are_no_kernel_buffers_without_the_module),
		cmocka_unit_test(from_layout_checks_the_bounds),
		WITH_VIEW(from_layout_takes_strides_and_offset),
		WITH_VIEW(info_is_memoryviews),
		WITH_VIEW(slice_clamps_as_python),
		WITH_VIEW(slice_takes_fewer_axes_than_there_are),
		WITH_VIEW(slice_of_no_axes_is_the_same_view),
		WITH_VIEW(slice_refuses_what_memoryview_refuses),
		WITH_VIEW(index_gives_sub_views),
		WITH_VIEW(cast_and_back),
		WITH_VIEW(cast_refuses_what_memoryview_refuses),
		WITH_VIEW(free_cast_takes_any_format),
		WITH_VIEW(readonly_is_inherited),
		WITH_VIEW(a_derived_view_outlives_its_parent),
		WITH_VIEW(release_can_be_repeated_and_ends_all_else),
		WITH_VIEW(release_waits_for_no_pointer),
		WITH_VIEW(map_points_to_the_first_element),
		WITH_VIEW(ordinary_memory_has_no_kernel_view),
		WITH_VIEW(sync_brackets_match),
		WITH_VIEW(tobytes_in_each_order),
		WITH_VIEW(frombytes_undoes_tobytes),
		WITH_VIEW(nothing_is_written_to_nothing),
		cmocka_unit_test(sixty_four_dimensions_work),
		WITH_VIEW(close_takes_null_and_keeps_errno),
		WITH_VIEW(threads_share_views),
		cmocka_unit_test(a_release_races_with_a_slice),
	};

	return cmocka_run_group_tests_name("view", tests, NULL, NULL);
}
