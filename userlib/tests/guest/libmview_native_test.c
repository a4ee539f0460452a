// SPDX-License-Identifier: GPL-2.0
/*
 * Formats in native codes: the kernel's are read with the kernel's sizes and
 * alignment, the program's with its own. The 32-bit build of this test is the
 * one in which they differ. Runs as root in a guest.
 */
#include "../test.h"

#include <unistd.h>

#include "fixture.h"

/* What all 64-bit kernels make of RECORD, byte for byte */
#define RECORD	"T{b:a:l:b:h:c:2P:d:i:e:q:f:}"

struct kernel_record {
	int8_t a;
	uint8_t gap_a[7];
	int64_t b;
	int16_t c;
	uint8_t gap_c[6];
	uint64_t d[2];
	int32_t e;
	uint8_t gap_e[4];
	int64_t f;
};

static int setup_long(void **state)
{
	if (sim_make(SIM_NAME, "pages", "l", "2 3", "0"))
		return -1;
	*state = mview_open(SIM_NAME, MVIEW_WRITE);
	return !*state;
}

static int setup_record(void **state)
{
	if (sim_make(SIM_NAME, "pages", RECORD, "4", "0"))
		return -1;
	*state = mview_open(SIM_NAME, MVIEW_WRITE);
	return !*state;
}

TEST(a_long_has_the_kernels_size)
{
	struct mview *view = *state;
	int64_t *numbers;

	assert_int_equal(mview_itemsize(view), 8);
	assert_int_equal(mview_strides(view)[0], 24);
	assert_int_equal(at(view, 1, 2), 5);
	numbers = mview_map(view);
	assert_non_null(numbers);
	numbers[5] = -(1LL << 40);
	mview_unmap(view);
	assert_int_equal(at(view, 1, 2), -(1LL << 40));
}

/* As Python's rules have it, a cast is to bytes and back. */
TEST(it_can_be_cast_by_name)
{
	struct mview *bytes = mview_cast(*state, "B", 0, NULL, 0);
	const int64_t shape[] = { 2, 3 };
	struct mview *back;

	assert_non_null(bytes);
	back = mview_cast(bytes, mview_format(*state), 2, shape, 0);
	assert_non_null(back);
	assert_int_equal(at(back, 1, 2), 5);
	mview_close(back);
	mview_close(bytes);
}

TEST(buffers_are_described_in_the_same_words)
{
	struct mview_buffer *buffer = mview_buffer_by_name(SIM_NAME);

	assert_non_null(buffer);
	assert_string_equal(buffer->format, mview_format(*state));
	assert_int_equal(buffer->itemsize, mview_itemsize(*state));
	mview_buffer_free(buffer);
}

static int64_t field(struct mview *view, int64_t i, const char *path)
{
	int64_t value;

	assert_int_equal(mview_get_i64(view, &i, path, &value), 0);
	return value;
}

TEST(a_record_has_the_kernels_gaps)
{
	struct mview *view = *state;
	struct kernel_record *records;

	assert_int_equal(mview_itemsize(view), sizeof(*records));
	records = mview_map(view);
	assert_non_null(records);
	records[2] = (struct kernel_record) {
		.a = -1, .b = -2, .c = -3, .d = { 4, 5 }, .e = -6, .f = -7,
	};
	mview_unmap(view);
	assert_int_equal(field(view, 2, "a"), -1);
	assert_int_equal(field(view, 2, "b"), -2);
	assert_int_equal(field(view, 2, "c"), -3);
	assert_int_equal(field(view, 2, "d[0]"), 4);
	assert_int_equal(field(view, 2, "d[1]"), 5);
	assert_int_equal(field(view, 2, "e"), -6);
	assert_int_equal(field(view, 2, "f"), -7);
}

/* By way of the kernel, which gets the format back */
TEST(a_slice_of_records_is_passed_on)
{
	const struct mview_range second = mview_range(1, MVIEW_NONE, 2);
	struct mview *slice = mview_slice(*state, &second, 1), *other;
	int64_t index = 1;
	int fd;

	assert_int_equal(mview_set_i64(*state, (int64_t []){ 3 }, "f", 77), 0);
	assert_non_null(slice);
	fd = dup(mview_fd(slice));
	assert_true(fd >= 0);
	other = mview_from_fd(fd);
	assert_non_null(other);
	assert_string_equal(mview_format(other), mview_format(*state));
	assert_int_equal(field(other, index, "f"), 77);
	mview_close(other);
	mview_close(slice);
}

TEST(a_field_of_all_records_is_passed_on)
{
	struct mview *view = mview_field(*state, "d"), *other;
	int64_t value, index[] = { 2, 1 };
	int fd;

	assert_non_null(view);
	assert_int_equal(mview_itemsize(view), 8);
	assert_int_equal(mview_set_i64(*state, index, "d[1]", 99), 0);
	fd = dup(mview_fd(view));
	assert_true(fd >= 0);
	other = mview_from_fd(fd);
	assert_non_null(other);
	assert_int_equal(mview_itemsize(other), 8);
	assert_int_equal(mview_get_i64(other, index, NULL, &value), 0);
	assert_int_equal(value, 99);
	mview_close(other);
	mview_close(view);
}

/* As the C compiler of this program has it */
struct own_record {
	short a;
	long b;
	char c;
	double d;
	void *e;
};

#define OWN	"T{h:a:l:b:b:c:d:d:P:e:}"

/* @view is of struct own_record, and so is what the kernel makes of it. */
static void check_own(struct mview *view)
{
	struct own_record *records = mview_map(view);
	struct mview *kernel;
	double d;
	int fd;

	assert_int_equal(mview_itemsize(view), sizeof(*records));
	assert_non_null(records);
	records[1] = (struct own_record) { -1, -2, -3, 4.5, (void *)5 };
	mview_unmap(view);
	fd = dup(mview_fd(view));
	assert_true(fd >= 0);
	kernel = mview_from_fd(fd);
	assert_non_null(kernel);
	assert_int_equal(mview_itemsize(kernel), sizeof(*records));
	assert_int_equal(field(kernel, 1, "a"), -1);
	assert_int_equal(field(kernel, 1, "b"), -2);
	assert_int_equal(field(kernel, 1, "c"), -3);
	assert_int_equal(mview_get_f64(kernel, (int64_t []){ 1 }, "d", &d), 0);
	assert_true(d == 4.5);
	assert_int_equal(field(kernel, 1, "e"), 5);
	mview_close(kernel);
}

TEST(memory_is_allocated_for_the_programs_structs)
{
	const int64_t shape = 3;
	struct mview *view = mview_alloc(0, OWN, 1, &shape, NULL, 0,
					 MVIEW_WRITE);

	assert_non_null(view);
	check_own(view);
	mview_close(view);
}

TEST(a_cast_is_to_the_programs_structs)
{
	const int64_t shape = 5;
	struct mview *bytes = mview_alloc(5 * sizeof(struct own_record), NULL,
					  0, NULL, NULL, 0, MVIEW_WRITE);
	struct mview *view;

	assert_non_null(bytes);
	view = mview_cast(bytes, OWN, 1, &shape, MVIEW_CAST_FREE);
	assert_non_null(view);
	check_own(view);
	mview_close(view);
	mview_close(bytes);
}

/* The kernel says what is wrong with it. */
TEST(a_format_that_is_none_is_refused)
{
	const int64_t shape = 3;

	assert_null_errno(EINVAL, mview_alloc(0, "T{l:a:", 1, &shape, NULL, 0,
					      MVIEW_WRITE));
	assert_null_errno(EINVAL, mview_alloc(0, "y", 1, &shape, NULL, 0,
					      MVIEW_WRITE));
}

#define WITH(setup, test) \
	cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH(setup_long, a_long_has_the_kernels_size),
		WITH(setup_long, it_can_be_cast_by_name),
		WITH(setup_long, buffers_are_described_in_the_same_words),
		WITH(setup_record, a_record_has_the_kernels_gaps),
		WITH(setup_record, a_slice_of_records_is_passed_on),
		WITH(setup_record, a_field_of_all_records_is_passed_on),
		cmocka_unit_test(memory_is_allocated_for_the_programs_structs),
		cmocka_unit_test(a_cast_is_to_the_programs_structs),
		cmocka_unit_test(a_format_that_is_none_is_refused),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("libmview_native", tests, NULL,
					   NULL);
}
