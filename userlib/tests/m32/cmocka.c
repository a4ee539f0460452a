// SPDX-License-Identifier: GPL-2.0
/* Runs the tests of a group one after the other. */
#include "cmocka.h"

jmp_buf cm_out;

void cm_fail(const char *file, int line, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	printf("# %s:%d: ", file, line);
	vprintf(format, args);
	printf("\n");
	va_end(args);
	longjmp(cm_out, 1);
}

/* 0, or 1 for a failure, or 2 if it was left out */
static int run_test(const struct CMUnitTest *test, void *group_state)
{
	void *state = test->initial_state ? test->initial_state : group_state;
	int result;

	if (test->setup && test->setup(&state)) {
		printf("# the setup fails\n");
		return 1;
	}
	result = setjmp(cm_out);
	if (!result)
		test->test(&state);
	if (test->teardown && test->teardown(&state)) {
		printf("# the teardown fails\n");
		return 1;
	}
	return result;
}

int cm_run(const char *name, const struct CMUnitTest *tests, size_t n,
	   int (*setup)(void **state), int (*teardown)(void **state))
{
	void *state = NULL;
	int failed = 0, result;
	size_t i;

	setvbuf(stdout, NULL, _IOLBF, 0);
	printf("# %s\n1..%zu\n", name, n);
	if (setup && setup(&state))
		return 1;
	for (i = 0; i < n; i++) {
		result = run_test(&tests[i], state);
		failed += result == 1;
		printf("%sok %zu - %s%s\n", result == 1 ? "not " : "", i + 1,
		       tests[i].name, result == 2 ? " # SKIP" : "");
	}
	if (teardown && teardown(&state))
		return 1;
	return failed;
}
