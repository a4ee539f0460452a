/* SPDX-License-Identifier: GPL-2.0 */
/*
 * As much of cmocka as the tests use, for 32-bit programs, as Debian has no
 * cmocka for them on a 64-bit machine. Prints TAP. A test ends at its first
 * failure. For programs of one source that runs one group.
 */
#ifndef MVIEW_TESTS_M32_CMOCKA_H
#define MVIEW_TESTS_M32_CMOCKA_H

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum cm_message_output { CM_OUTPUT_TAP };

struct CMUnitTest {
	const char *name;
	void (*test)(void **state);
	int (*setup)(void **state);
	int (*teardown)(void **state);
	void *initial_state;
};

#define cmocka_unit_test(f) \
	cmocka_unit_test_setup_teardown(f, NULL, NULL)
#define cmocka_unit_test_setup(f, setup) \
	cmocka_unit_test_setup_teardown(f, setup, NULL)
#define cmocka_unit_test_setup_teardown(f, setup, teardown) \
	{ #f, f, setup, teardown, NULL }

#define cmocka_set_message_output(output) ((void)(output))
#define cmocka_run_group_tests(tests, setup, teardown) \
	cmocka_run_group_tests_name(#tests, tests, setup, teardown)
#define cmocka_run_group_tests_name(name, tests, setup, teardown)	\
	cm_run(name, tests, sizeof(tests) / sizeof(*(tests)), setup, teardown)

/* A test comes back here: 1 for a failure, 2 for a test that is left out. */
extern jmp_buf cm_out;

__attribute__((noreturn, format(printf, 3, 4)))
void cm_fail(const char *file, int line, const char *format, ...);
int cm_run(const char *name, const struct CMUnitTest *tests, size_t n,
	   int (*setup)(void **state), int (*teardown)(void **state));

#define fail_msg(...)	cm_fail(__FILE__, __LINE__, __VA_ARGS__)
#define skip()		longjmp(cm_out, 2)

#define cm_assert(ok, ...)						\
	do {								\
		if (!(ok))						\
			fail_msg(__VA_ARGS__);				\
	} while (0)

#define assert_true(c)		cm_assert(c, "%s", #c)
#define assert_false(c)		cm_assert(!(c), "not %s", #c)
#define assert_null(p)		cm_assert(!(p), "%s is NULL", #p)
#define assert_non_null(p)	cm_assert(p, "%s is not NULL", #p)
#define assert_ptr_equal(a, b)	cm_assert((a) == (b), "%s == %s", #a, #b)

/* cmocka compares integers as uintmax_t. */
#define assert_int_equal(a, b)						\
	do {								\
		uintmax_t a_ = (a), b_ = (b);				\
		cm_assert(a_ == b_, "%s: %#jx != %#jx", #a, a_, b_);	\
	} while (0)
#define assert_int_not_equal(a, b)					\
	cm_assert((uintmax_t)(a) != (uintmax_t)(b), "%s != %s", #a, #b)
#define assert_string_equal(a, b)					\
	do {								\
		const char *a_ = (a), *b_ = (b);			\
		cm_assert(!strcmp(a_, b_), "\"%s\" != \"%s\"", a_, b_);	\
	} while (0)
#define assert_memory_equal(a, b, n)					\
	cm_assert(!memcmp(a, b, n), "bytes: %s == %s", #a, #b)

#endif /* MVIEW_TESTS_M32_CMOCKA_H */
