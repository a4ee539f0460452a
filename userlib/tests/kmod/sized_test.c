// SPDX-License-Identifier: GPL-2.0
/*
 * Structs of the ABI between a program and a kernel of different versions. No
 * struct has grown yet; here the kernel's source meets structs that have.
 */
#include "test.h"

#include "dev/sized.c"

#define FIRST	56	/* bytes of the struct when it was new */
#define GROWN	72	/* and two versions later */
#define POISON	0xa5

static unsigned char ours[256];
static char user[2 * PAGE_SIZE];
static u32 common;

char *user_end;
static u32 size_to_come;

void user_is_read(void)
{
	if (size_to_come)
		memcpy(user, &size_to_come, sizeof(size_to_come));
}

/* A program's struct of @size bytes: numbers from 1 on, behind its size. */
static void program(u32 size)
{
	size_t i;

	memset(user, POISON, sizeof(user));
	for (i = 0; i < size; i++)
		user[i] = i + 1;
	memcpy(user, &size, sizeof(size));
	memset(ours, POISON, sizeof(ours));
	user_end = user + sizeof(user);
	size_to_come = 0;
}

/* The kernel's struct has @size bytes. */
static int get(u32 size)
{
	common = 0;
	return mview_sized_get(ours, size, FIRST, user, &common);
}

static bool all_are(const void *bytes, unsigned char byte, size_t size)
{
	const unsigned char *next = bytes;

	while (size--)
		if (*next++ != byte)
			return false;
	return true;
}

TEST(same_version_gives_all)
{
	program(FIRST);
	assert_int_equal(get(FIRST), 0);
	assert_int_equal(common, FIRST);
	assert_memory_equal(ours, user, FIRST);
	assert_true(all_are(ours + FIRST, POISON, sizeof(ours) - FIRST));
}

TEST(older_program_has_zeros_in_what_came_later)
{
	u32 size;

	for (size = FIRST; size < GROWN; size++) {
		program(size);
		assert_int_equal(get(GROWN), 0);
		assert_int_equal(common, size);
		assert_memory_equal(ours, user, size);
		assert_true(all_are(ours + size, 0, GROWN - size));
	}
}

TEST(older_program_gets_no_more_than_it_has)
{
	u32 size;

	for (size = FIRST; size <= GROWN; size++) {
		program(size);
		assert_int_equal(get(GROWN), 0);
		memset(ours + 4, 0x11, GROWN - 4);
		assert_int_equal(mview_sized_put(user, ours, common), 0);
		assert_memory_equal(user, &size, sizeof(size));
		assert_true(all_are(user + 4, 0x11, size - 4));
		assert_true(all_are(user + size, POISON, sizeof(user) - size));
	}
}

TEST(older_program_is_no_older_than_the_first)
{
	u32 size;

	for (size = 0; size < FIRST; size++) {
		program(size);
		assert_int_equal(get(GROWN), -EINVAL);
	}
}

TEST(newer_program_may_have_zeros_in_what_came_later)
{
	u32 size;

	for (size = FIRST + 1; size <= PAGE_SIZE; size++) {
		program(size);
		memset(user + FIRST, 0, size - FIRST);
		assert_int_equal(get(FIRST), 0);
		assert_int_equal(common, FIRST);
		assert_memory_equal(ours, user, FIRST);
		assert_true(all_are(ours + FIRST, POISON,
				    sizeof(ours) - FIRST));
	}
}

TEST(newer_program_may_have_nothing_else_there)
{
	size_t at;

	for (at = FIRST; at < GROWN; at++) {
		program(GROWN);
		memset(user + FIRST, 0, GROWN - FIRST);
		user[at] = 1;
		assert_int_equal(get(FIRST), -E2BIG);
	}
}

TEST(newer_program_keeps_what_came_later)
{
	program(GROWN);
	memset(user + FIRST, 0, GROWN - FIRST);
	assert_int_equal(get(FIRST), 0);
	memset(ours + 4, 0x11, FIRST - 4);
	assert_int_equal(mview_sized_put(user, ours, common), 0);
	assert_true(all_are(user + 4, 0x11, FIRST - 4));
	assert_true(all_are(user + FIRST, 0, GROWN - FIRST));
	assert_true(all_are(user + GROWN, POISON, sizeof(user) - GROWN));
}

TEST(no_struct_is_longer_than_a_page)
{
	program(PAGE_SIZE + 1);
	memset(user + FIRST, 0, PAGE_SIZE + 1 - FIRST);
	assert_int_equal(get(FIRST), -E2BIG);
}

TEST(memory_may_end_anywhere)
{
	u32 end;

	for (end = 0; end <= GROWN; end++) {
		program(GROWN);
		user_end = user + end;
		assert_int_equal(get(GROWN), end < GROWN ? -EFAULT : 0);
		memset(user + FIRST, 0, GROWN - FIRST);
		assert_int_equal(get(FIRST), end < GROWN ? -EFAULT : 0);
	}
	user_end = user + GROWN - 1;
	assert_int_equal(mview_sized_put(user, ours, GROWN), -EFAULT);
}

/* Another thread writes to it between the two reads. */
TEST(size_is_read_once)
{
	u32 size;

	program(GROWN);
	size_to_come = PAGE_SIZE;
	assert_int_equal(get(GROWN), 0);
	memcpy(&size, ours, sizeof(size));
	assert_int_equal(size, GROWN);
	assert_int_equal(common, GROWN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(same_version_gives_all),
		cmocka_unit_test(older_program_has_zeros_in_what_came_later),
		cmocka_unit_test(older_program_gets_no_more_than_it_has),
		cmocka_unit_test(older_program_is_no_older_than_the_first),
		cmocka_unit_test(newer_program_may_have_zeros_in_what_came_later),
		cmocka_unit_test(newer_program_may_have_nothing_else_there),
		cmocka_unit_test(newer_program_keeps_what_came_later),
		cmocka_unit_test(no_struct_is_longer_than_a_page),
		cmocka_unit_test(memory_may_end_anywhere),
		cmocka_unit_test(size_is_read_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
