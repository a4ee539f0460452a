// SPDX-License-Identifier: GPL-2.0
/* The core's fields: can each one be named. */
#include "test.h"

#include <stdio.h>
#include <time.h>

#include "core/field.h"
#include "core/format.h"

static int check(const char *format)
{
	s64 itemsize;

	assert_int_equal(mv_format_itemsize(format, strlen(format), &itemsize),
			 0);
	return mv_fields_check(format, strlen(format));
}

TEST(fields_of_different_names_are_named)
{
	assert_int_equal(check("B"), 0);
	assert_int_equal(check("<I:id:<I:live:"), 0);
	assert_int_equal(check("T{<I:id:20x<I:live:88x<Q:source:}"), 0);
	assert_int_equal(check("T{T{h:x:h:y:}:a:T{h:x:h:y:}:b:h:x:}"), 0);
	assert_int_equal(check("T{HHH}"), 0);
	assert_int_equal(check("T{H:f0:H:f1:H}"), 0);
	assert_int_equal(check("T{4x:pad:4x:pad:B:b:}"), 0);
	assert_int_equal(check("T{H:a]:H:b,c:H:d e:}"), 0);
}

TEST(fields_of_one_name_are_not)
{
	assert_int_equal(check("H:a:H:a:"), -EEXIST);
	assert_int_equal(check("T{H:a:I:b:H:a:}"), -EEXIST);
	assert_int_equal(check("T{H:a:T{B:x:B:x:}:b:}"), -EEXIST);
	assert_int_equal(check("T{H:a:0B:a:}"), -EEXIST);
	/* The second one is called f1, for it has no other name. */
	assert_int_equal(check("T{H:f1:H}"), -EEXIST);
	assert_int_equal(check("T{HH:f0:}"), -EEXIST);
	assert_int_equal(check("T{2xHH:f0:}"), -EEXIST);
}

TEST(names_that_end_in_paths_are_not)
{
	assert_int_equal(check("T{H:a.b:}"), -EINVAL);
	assert_int_equal(check("T{H:a[0]:}"), -EINVAL);
	assert_int_equal(check("T{B:x:T{H:.:}:y:}"), -EINVAL);
}

/* @text as often as there is room for it, with a number in it, then @end. */
static double seconds_for(const char *begin, const char *text, const char *end)
{
	char format[MV_FORMAT_MAX + 64];
	size_t len, room = MV_FORMAT_MAX - strlen(end);
	clock_t start;
	int i;

	len = sprintf(format, "%s", begin);
	for (i = 0; len + 12 < room; i++)
		len += sprintf(format + len, text, i);
	strcpy(format + len, end);
	start = clock();
	assert_int_equal(check(format), 0);
	return (double)(clock() - start) / CLOCKS_PER_SEC;
}

/* Checking a hostile format is fast; sanitizers make it ten times slower. */
TEST(many_fields_cost_little)
{
	double flat, deep;

	flat = seconds_for("T{", "B:%x:", "}");
	deep = seconds_for("T{T{T{T{T{T{T{T{T{T{T{T{T{T{T{T{", "B:%x:",
			   "}:a:}:a:}:a:}:a:}:a:}:a:}:a:}:a:}:a:}:a:}:a:}:a:}:a:}:a:}:a:}");
	printf("# flat %.3f s, deep %.3f s\n", flat, deep);
	assert_true(flat < 1 && deep < 1);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(fields_of_different_names_are_named),
		cmocka_unit_test(fields_of_one_name_are_not),
		cmocka_unit_test(names_that_end_in_paths_are_not),
		cmocka_unit_test(many_fields_cost_little),
	};

	return cmocka_run_group_tests_name("field_names", tests, NULL, NULL);
}
