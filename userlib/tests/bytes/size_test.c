// SPDX-License-Identifier: GPL-2.0
/* Elements that are more bytes than the program has, or than a 32-bit one has addresses. */
#include "test.h"

#include "mview.h"

#define IS_NARROW	(sizeof(size_t) < sizeof(int64_t))

static uint8_t memory[4];

/* As many elements as make 2^32 + 4 bytes, all of them in one place. */
static struct mview *broadcast(const char *format, int64_t itemsize,
			       unsigned int flags)
{
	const int64_t n = ((1LL << 32) + 4) / itemsize, stride = 0;

	return mview_from_layout(memory, sizeof(memory), format, 1, &n, &stride,
				 0, flags);
}

TEST(what_is_larger_than_the_room_is_not_written)
{
	struct mview *view = broadcast("I", 4, 0);
	uint8_t room[] = { 1, 2, 3, 4, 5, 6, 7, 8 };

	assert_int_equal(mview_nbytes(view), (1LL << 32) + 4);
	assert_fails(IS_NARROW ? EOVERFLOW : ENOSPC,
		     mview_tobytes(view, room, 4, 'C'));
	assert_memory_equal(room, "\1\2\3\4\5\6\7\10", 8);
	mview_close(view);
}

TEST(bytes_that_are_fewer_than_the_elements_are_no_value)
{
	struct mview *view = broadcast("I", 4, MVIEW_WRITE);

	assert_fails(EINVAL, mview_frombytes(view, "abcd", 4));
	assert_memory_equal(memory, "\0\0\0\0", 4);
	mview_close(view);
}

TEST(no_copy_has_more_bytes_than_there_are_addresses)
{
	struct mview *view = broadcast("B", 1, 0);

	if (!IS_NARROW) {
		mview_close(view);
		skip_as("size_t is as wide as int64_t");
	}
	assert_fails(EOVERFLOW, mview_hash(view));
	assert_null_errno(EOVERFLOW, mview_get_contiguous(view, MVIEW_READ, 'C'));
	mview_close(view);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_larger_than_the_room_is_not_written),
		cmocka_unit_test(bytes_that_are_fewer_than_the_elements_are_no_value),
		cmocka_unit_test(no_copy_has_more_bytes_than_there_are_addresses),
	};

	return cmocka_run_group_tests_name("size", tests, NULL, NULL);
}
