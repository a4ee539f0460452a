/* SPDX-License-Identifier: GPL-2.0 */
/* In place of userlib/tests/test.h: cmocka's words, done by KUnit. */
#ifndef MVIEW_KUNIT_TEST_H
#define MVIEW_KUNIT_TEST_H

#include <kunit/test.h>
#include <kunit/test-bug.h>
#include <linux/array_size.h>
#include <linux/errno.h>
#include <linux/limits.h>
#include <linux/string.h>
#include <linux/types.h>

#define COUNT_OF(array)	ARRAY_SIZE(array)
#define INT64_MAX	S64_MAX
#define INT64_MIN	S64_MIN
#define UINT64_MAX	U64_MAX

#define TEST(name)	static void name(struct kunit *test)
#define CASE(test)	KUNIT_CASE(test)

#define TESTSET(suite, ...)						\
	static struct kunit_case suite##_cases[] = { __VA_ARGS__, {} };	\
									\
	static struct kunit_suite suite##_suite = {			\
		.name = "mview-" #suite,				\
		.test_cases = suite##_cases,				\
	};								\
									\
	kunit_test_suite(suite##_suite)

/* Functions that the tests call have no struct kunit. */
#define assert_true(condition)						\
	KUNIT_ASSERT_TRUE(kunit_get_current_test(), condition)
#define assert_false(condition)						\
	KUNIT_ASSERT_FALSE(kunit_get_current_test(), condition)
#define assert_null(pointer)						\
	KUNIT_ASSERT_NULL(kunit_get_current_test(), pointer)
#define assert_int_equal(left, right)					\
	KUNIT_ASSERT_EQ(kunit_get_current_test(), (s64)(left), (s64)(right))
#define assert_memory_equal(left, right, size)				\
	KUNIT_ASSERT_MEMEQ(kunit_get_current_test(), left, right, size)

#define fail_msg(...)							\
	KUNIT_FAIL_AND_ABORT(kunit_get_current_test(), __VA_ARGS__)

#endif /* MVIEW_KUNIT_TEST_H */
