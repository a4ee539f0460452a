/* SPDX-License-Identifier: GPL-2.0 */
/* cmocka and what the native tests share. One behaviour a test. */
#ifndef MVIEW_TESTS_TEST_H
#define MVIEW_TESTS_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Not this test: cmocka's skip() has no place for a reason. */
#define skip_as(why)							\
	do {								\
		print_message("# why: %s\n", why);			\
		skip();							\
	} while (0)

#define COUNT_OF(array)	(sizeof(array) / sizeof(*(array)))

#define TEST(name)							\
	static void name(__attribute__((unused)) void **state)

/*
 * The tests of a file, at its end. The kernel runs some of these files as well: see
 * kmod/test/kunit/.
 */
#define TESTSET(suite, ...)						\
	int main(void)							\
	{								\
		static const struct CMUnitTest tests[] = { __VA_ARGS__ };	\
									\
		exit(cmocka_run_group_tests_name(#suite, tests, NULL,	\
						 NULL));		\
	}								\
	int main(void)

#define CASE(test)	cmocka_unit_test(test)

/* A call that must give NULL, and an errno. */
#define assert_null_errno(err, call)					\
	do {								\
		errno = 0;						\
		assert_null(call);					\
		assert_int_equal(errno, err);				\
	} while (0)

/* A call that must give -1, and an errno. */
#define assert_fails(err, call)						\
	do {								\
		errno = 0;						\
		assert_int_equal(call, -1);				\
		assert_int_equal(errno, err);				\
	} while (0)

#endif /* MVIEW_TESTS_TEST_H */
