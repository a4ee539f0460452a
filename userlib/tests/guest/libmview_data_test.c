// SPDX-License-Identifier: GPL-2.0
/* libmview: waiting for data, sync, dma-bufs. Runs as root in a guest. */
#include "../test.h"

#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

#include <mview.h>

#include "dmabuf.h"
#include "fixture.h"

TEST(wait_sees_each_announcement_once)
{
	struct mview *view = *state;
	uint64_t seq = 77;

	assert_int_equal(mview_wait(view, 0, &seq), 0);
	assert_int_equal(seq, 0);
	assert_int_equal(mview_wait(view, 20, NULL), 0);
	sim_set(SIM_NAME, "step", "3");
	assert_int_equal(mview_wait(view, -1, &seq), 1);
	assert_int_equal(seq, 3);
	assert_int_equal(mview_wait(view, 0, &seq), 0);
	assert_int_equal(at(view, 0, 0), 360);
}

TEST(each_view_waits_for_itself)
{
	struct mview *view = *state, *early = odd_slice(view), *late;
	uint64_t seq;

	sim_set(SIM_NAME, "step", "1");
	assert_int_equal(mview_wait(view, 0, &seq), 1);
	late = odd_slice(view);
	assert_int_equal(mview_wait(early, 0, &seq), 1);
	assert_int_equal(mview_wait(early, 0, &seq), 0);
	assert_int_equal(mview_wait(late, 0, &seq), 0);
	sim_set(SIM_NAME, "step", "1");
	assert_int_equal(mview_wait(early, -1, &seq), 1);
	assert_int_equal(mview_wait(late, -1, &seq), 1);
	assert_int_equal(mview_wait(view, -1, &seq), 1);
	assert_int_equal(seq, 2);
	mview_close(late);
	mview_close(early);
}

static void *wait_for_three(void *view)
{
	uint64_t seq = 0;

	while (seq < 3)
		if (mview_wait(view, 10000, &seq) <= 0)
			return "no data";
	return NULL;
}

TEST(threads_wait_on_views_of_their_own)
{
	pthread_t threads[4];
	struct mview *views[4];
	void *wrong;
	int i;

	for (i = 0; i < 4; i++) {
		views[i] = odd_slice(*state);
		pthread_create(&threads[i], NULL, wait_for_three, views[i]);
	}
	for (i = 0; i < 3; i++) {
		usleep(20000);
		sim_set(SIM_NAME, "step", "1");
	}
	for (i = 0; i < 4; i++) {
		pthread_join(threads[i], &wrong);
		assert_null(wrong);
		mview_close(views[i]);
	}
}

TEST(sync_brackets_are_the_kernels)
{
	struct mview *view = *state, *slice = odd_slice(view);

	assert_int_equal(mview_sync_begin(view, MVIEW_READ), 0);
	assert_fails(EINVAL, mview_sync_begin(view, MVIEW_READ));
	assert_int_equal(mview_sync_begin(slice, MVIEW_WRITE), 0);
	assert_int_equal(mview_sync_end(view), 0);
	assert_int_equal(mview_sync_end(slice), 0);
	assert_fails(EINVAL, mview_sync_end(slice));
	mview_close(slice);
}

/* A test of what the setup may not have found. The setup itself can't skip it. */
#define TEST_IF_MADE(name)						\
static void name##_made(void **state);					\
static void name(void **state)						\
{									\
	if (!*state)							\
		skip_as("no dma-buf but mview's own");			\
	name##_made(state);						\
}									\
static void name##_made(void **state)

static int setup_dmabuf(void **state)
{
	static struct dmabuf dmabuf;

	*state = &dmabuf;
	if (!dmabuf_make(&dmabuf))
		return 0;
	*state = NULL;
	return errno != ENOENT;
}

static int teardown_dmabuf(void **state)
{
	if (*state)
		dmabuf_destroy(*state);
	return 0;
}

/* Four rows of three numbers, 1000 and on. */
static struct mview *import(struct dmabuf *dmabuf)
{
	const int64_t shape[] = { 4, 3 }, strides[] = { 16, 4 };
	uint32_t *memory = dmabuf->memory;
	struct mview *view;
	int i;

	for (i = 0; i < 2048; i++)
		memory[i] = htole32(i);
	view = mview_import_dmabuf(dmabuf->fd, "<i", 2, shape, strides, 4000,
				   MVIEW_WRITE);
	assert_non_null(view);
	return view;
}

TEST_IF_MADE(dma_bufs_are_read_and_written_without_a_bracket)
{
	struct dmabuf *dmabuf = *state;
	struct mview *view = import(dmabuf), *slice = odd_slice(view);
	const int64_t index[] = { 0, 0 };

	assert_string_equal(mview_kind(view), "dma-buf");
	assert_int_equal(at(view, 3, 2), 1014);
	assert_int_equal(at(slice, 1, 0), 1014);
	assert_int_equal(mview_set_i64(slice, index, NULL, -1), 0);
	assert_int_equal(((int32_t *)dmabuf->memory)[1006], -1);
	assert_int_equal(maps_of(view), 0);
	mview_close(slice);
	mview_close(view);
}

TEST_IF_MADE(dma_bufs_are_mapped_inside_a_bracket)
{
	struct dmabuf *dmabuf = *state;
	struct mview *view = import(dmabuf);
	int32_t *map;

	assert_int_equal(mview_sync_begin(view, MVIEW_READ | MVIEW_WRITE), 0);
	assert_int_equal(at(view, 3, 2), 1014);
	assert_int_equal(maps_of(view), 1);
	map = mview_map(view);
	assert_int_equal((int32_t)le32toh(map[1]), 1001);
	map[1] = -1;
	assert_int_equal(mview_unmap(view), 0);
	assert_int_equal(mview_sync_end(view), 0);
	assert_int_equal(((int32_t *)dmabuf->memory)[1001], -1);
	mview_close(view);
}

TEST_IF_MADE(dma_bufs_live_as_long_as_their_views)
{
	struct dmabuf *dmabuf = *state;
	struct mview *view = import(dmabuf);

	close(dmabuf->fd);
	dmabuf->fd = -1;
	assert_int_equal(at(view, 3, 2), 1014);
	mview_close(view);
}

TEST_IF_MADE(a_dma_buf_without_a_layout_is_bytes)
{
	struct dmabuf *dmabuf = *state;
	struct mview *view = mview_import_dmabuf(dmabuf->fd, NULL, 0, NULL,
						 NULL, 0, 0);

	assert_non_null(view);
	assert_true(mview_nbytes(view) >= (int64_t)dmabuf->size);
	assert_string_equal(mview_format(view), "B");
	mview_close(view);
}

TEST_IF_MADE(imports_are_checked)
{
	struct dmabuf *dmabuf = *state;
	int fd = dmabuf->fd;

	assert_null_errno(EOVERFLOW, mview_import_dmabuf(fd, "i", 0, NULL,
							 NULL, 1 << 30, 0));
	assert_null_errno(EINVAL, mview_import_dmabuf(fd, "z", 0, NULL, NULL,
						      0, 0));
	assert_null_errno(EINVAL, mview_import_dmabuf(fd, "i", 0, NULL, NULL,
						      -1, 0));
	assert_null_errno(EINVAL, mview_import_dmabuf(fd, "i", -1, NULL, NULL,
						      0, 0));
	assert_null_errno(EOPNOTSUPP, mview_import_dmabuf(fd, "i", 0, NULL,
							  NULL, 0, 8));
	fd = open("/dev/null", O_RDWR);
	assert_null_errno(EINVAL, mview_import_dmabuf(fd, NULL, 0, NULL, NULL,
						      0, 0));
	close(fd);
}

#define ON_DMABUF(test)							\
	cmocka_unit_test_setup_teardown(test, setup_dmabuf, teardown_dmabuf)

/* EOPNOTSUPP: there are machines on which registers can't be simulated. */
static int make_registers(void **state, const char *format, const char *shape,
			  unsigned int flags)
{
	if (sim_make(SIM_NAME, "mmio", format, shape, "0")) {
		*state = NULL;
		return errno != EOPNOTSUPP;
	}
	*state = mview_open(SIM_NAME, flags);
	return !*state;
}

static int setup_registers(void **state)
{
	return make_registers(state, "T{<I:id:(2)<H:pair:<Q:status:}", "4",
			      MVIEW_WRITE);
}

TEST_IF_MADE(records_of_registers_have_fields_to_read_and_write)
{
	const int64_t last[] = { -1 };
	struct mview *view = *state;
	unsigned char record[16];
	uint64_t value;

	assert_int_equal(mview_set_u64(view, last, "status", 0x1122334455), 0);
	assert_int_equal(mview_set_u64(view, last, "pair[1]", 0x6677), 0);
	assert_int_equal(mview_get_u64(view, last, "status", &value), 0);
	assert_int_equal(value, 0x1122334455);
	assert_int_equal(mview_get_u64(view, last, "pair[1]", &value), 0);
	assert_int_equal(value, 0x6677);
	assert_int_equal(mview_get_u64(view, last, "id", &value), 0);
	assert_int_equal(value, 3);
	assert_int_equal(mview_get_raw(view, last, record), 0);
	assert_memory_equal(record, "\3\0\0\0\3\0\x77\x66"
				    "\x55\x44\x33\x22\x11\0\0", 16);
}

static int make_holes(void **state, unsigned int flags)
{
	return make_registers(state, "T{<I:id:4x<Q:status:}", "8", flags);
}

static int setup_holes(void **state)
{
	return make_holes(state, MVIEW_WRITE);
}

static int setup_undeclared(void **state)
{
	return make_holes(state, MVIEW_WRITE | MVIEW_UNDECLARED);
}

TEST_IF_MADE(registers_left_out_are_not_cast)
{
	static const struct mview_range last = {
		.start = 2, .stop = 4, .step = 1,
	};
	struct mview *view = *state, *same, *part;

	assert_null_errno(EACCES, mview_cast(view, "B", 0, NULL, 0));
	assert_null_errno(EACCES, mview_cast(view, "16s", 0, NULL,
					     MVIEW_CAST_FREE));
	assert_null_errno(EACCES, mview_cast(view, "T{<Q:id:<Q:status:}", 0,
					     NULL, MVIEW_CAST_FREE));
	same = mview_cast(view, "T{<I:a:4x<I:b:<I:c:}", 0, NULL,
			  MVIEW_CAST_FREE);
	assert_non_null(same);
	part = mview_slice(same, &last, 1);
	assert_null_errno(EACCES, mview_cast(part, "B", 0, NULL, 0));
	mview_close(part);
	mview_close(same);
}

/* The kernel makes the same views as libmview, though some bytes are barred. */
TEST_IF_MADE(registers_beside_those_left_out_are_read_after_many_casts)
{
	const struct mview_range some = { .start = 2, .stop = 6, .step = 1 };
	const struct mview_range last = { .start = 1, .stop = 2, .step = 1 };
	struct mview *view = *state, *first, *part, *second, *one;
	const int64_t shape[] = { 2, 2 }, index[] = { 0, 1 };
	uint64_t value;

	assert_int_equal(mview_set_u64(view, (int64_t[]){ 5 }, "status",
				       0x1122334455667788), 0);
	first = mview_cast(view, "T{<I:a:4x<I:b:<I:c:}", 0, NULL,
			   MVIEW_CAST_FREE);
	part = mview_slice(first, &some, 1);
	second = mview_cast(part, "T{<H:a:6x<I:b:<H:c:<H:d:}", 2, shape,
			    MVIEW_CAST_FREE);
	one = mview_slice(second, &last, 1);
	assert_non_null(one);
	assert_int_equal(mview_get_u64(one, index, "d", &value), 0);
	assert_int_equal(value, 0x1122);
	assert_int_equal(mview_get_u64(one, index, "b", &value), 0);
	assert_int_equal(value, 0x55667788);
	mview_close(one);
	mview_close(second);
	mview_close(part);
	mview_close(first);
}

TEST_IF_MADE(a_field_between_two_casts_is_beside_registers_left_out)
{
	const struct mview_range some = { .start = 5, .stop = 6, .step = 1 };
	struct mview *view = *state, *first, *part, *field, *second, *copy;
	unsigned char bytes[8];

	assert_int_equal(mview_set_u64(view, (int64_t[]){ 5 }, "status",
				       0x1122334455667788), 0);
	first = mview_cast(view, "T{<I:a:4xT{<I:b:<I:c:}:s:}", 0, NULL,
			   MVIEW_CAST_FREE);
	part = mview_slice(first, &some, 1);
	field = mview_field(part, "s");
	second = mview_cast(field, "<H", 0, NULL, MVIEW_CAST_FREE);
	assert_non_null(second);
	assert_int_equal(mview_len(second), 4);
	assert_int_equal(mview_offset(second), mview_offset(field));
	mview_close(first);
	mview_close(part);
	mview_close(field);
	assert_int_equal(mview_tobytes(second, bytes, 8, 'C'), 8);
	assert_memory_equal(bytes, "\x88\x77\x66\x55\x44\x33\x22\x11", 8);
	copy = mview_from_fd(dup(mview_fd(second)));
	assert_int_equal(mview_nbytes(copy), 8);
	mview_close(copy);
	mview_close(second);
}

TEST_IF_MADE(pages_with_registers_left_out_are_not_mapped)
{
	struct mview *all;

	assert_null_errno(EACCES, mview_map(*state));
	assert_null_errno(EACCES, mview_map(*state));
	all = mview_open(SIM_NAME, MVIEW_UNDECLARED);
	assert_non_null(mview_map(all));
	mview_unmap(all);
	mview_close(all);
}

TEST_IF_MADE(registers_left_out_are_had_on_demand)
{
	struct mview *bytes = mview_cast(*state, "B", 0, NULL, 0);
	unsigned char seen[128];

	assert_non_null(bytes);
	assert_int_equal(mview_tobytes(bytes, seen, sizeof(seen), 'C'), 128);
	mview_close(bytes);
}

TEST_IF_MADE(one_register_of_many_is_a_view)
{
	struct mview *pair = mview_field(*state, "pair"), *received;
	const int64_t index[] = { -1, 1 }, last[] = { -1 };
	unsigned char bytes[16];
	uint64_t value;

	assert_int_equal(mview_set_u64(pair, index, NULL, 0x6677), 0);
	assert_int_equal(mview_get_u64(*state, last, "pair[1]", &value), 0);
	assert_int_equal(value, 0x6677);
	assert_int_equal(mview_tobytes(pair, bytes, 16, 'C'), 16);
	assert_memory_equal(bytes, "\0\0\0\0\1\0\1\0\2\0\2\0\3\0\x77\x66", 16);
	/* A process that gets the view has that register and no other. */
	received = mview_from_fd(dup(mview_fd(pair)));
	assert_int_equal(mview_nbytes(received), 16);
	assert_int_equal(mview_get_u64(received, index, NULL, &value), 0);
	assert_int_equal(value, 0x6677);
	assert_null_errno(EACCES, mview_map(received));
	mview_close(received);
	mview_close(pair);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON(pages, wait_sees_each_announcement_once),
		ON_ALL(each_view_waits_for_itself),
		ON(pages, threads_wait_on_views_of_their_own),
		ON_ALL(sync_brackets_are_the_kernels),
		ON_DMABUF(dma_bufs_are_read_and_written_without_a_bracket),
		ON_DMABUF(dma_bufs_are_mapped_inside_a_bracket),
		ON_DMABUF(dma_bufs_live_as_long_as_their_views),
		ON_DMABUF(a_dma_buf_without_a_layout_is_bytes),
		ON_DMABUF(imports_are_checked),
		ON(registers,
		   records_of_registers_have_fields_to_read_and_write),
		ON(registers, one_register_of_many_is_a_view),
		ON(holes, registers_left_out_are_not_cast),
		ON(holes,
		   registers_beside_those_left_out_are_read_after_many_casts),
		ON(holes, a_field_between_two_casts_is_beside_registers_left_out),
		ON(holes, pages_with_registers_left_out_are_not_mapped),
		ON(undeclared, registers_left_out_are_had_on_demand),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("libmview_data", tests, NULL, NULL);
}
