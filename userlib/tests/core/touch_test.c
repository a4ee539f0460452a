// SPDX-License-Identifier: GPL-2.0
/* Which bytes of an element a format touches, and which casts touch others. */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/format.h"
#include "core/touch.h"
#include "model/agree.h"

static struct mv_layout layout_of(const char *format)
{
	struct mv_layout layout = {
		.format = format,
		.format_len = strlen(format),
	};

	assert_int_equal(mv_format_itemsize(format, layout.format_len,
					    &layout.itemsize), 0);
	return layout;
}

static bool within(const char *to, const char *from)
{
	struct mv_layout dst = layout_of(to), src = layout_of(from);

	return mv_touch_within(&dst, &src);
}

static void check_all(bool touched, const char *const *formats)
{
	for (; *formats; formats++)
		if (mv_touch_all(*formats, strlen(*formats)) != touched)
			fail_msg("%s", *formats);
}

TEST(values_touch_all_of_theirs)
{
	check_all(true, (const char *const []) {
		"B", "I", "=I", "10s", "3p", "Zd", "T{<I:a:<H:b:}", "(2,3)h",
		"4T{II}", "IH", "T{0x:a:B:b:}", "0T{Bx}I", "T{T{I}T{I}}", NULL,
	});
}

TEST(padding_is_touched_by_none)
{
	check_all(false, (const char *const []) {
		"x", "4x", "Bx", "xB", "T{<I:id:4x}", "BI", "T{IB}", "HT{I}",
		"2T{Bx}", "T{T{T{x}}I}", "B0I", "T{2T{HB}:a:I}", "B0T{I}", NULL,
	});
}

TEST(without_padding_it_can_be_anything)
{
	assert_true(within("B", "I"));
	assert_true(within("I", "B"));
	assert_true(within("T{<I:a:4x}", "T{<I:a:<I:b:}"));
	assert_true(within("4x", "I"));
}

TEST(padding_stays_padding)
{
	assert_true(within("T{<I:a:4x}", "T{<I:b:4x}"));
	assert_true(within("T{<H:a:<H:b:4x}", "T{<I:a:4x}"));
	assert_true(within("T{<H:a:6x}", "T{<I:a:4x}"));
	assert_true(within("8x", "T{<I:a:4x}"));
	assert_false(within("T{<I:a:<I:b:}", "T{<I:a:4x}"));
	assert_false(within("B", "T{<I:a:4x}"));
	assert_false(within("8s", "T{<I:a:4x}"));
	assert_false(within("T{<I:a:B:b:3x}", "T{<I:a:4x}"));
	assert_false(within("Q", "T{<I:a:4x}"));
	assert_false(within("T{4x<I:a:}", "T{<I:a:4x}"));
	assert_false(within("T{B:a:I:b:}", "T{I:a:B:b:}"));
}

TEST(elements_stay_where_they_are)
{
	assert_false(within("T{<I:a:4x<I:b:4x}", "T{<I:a:4x}"));
	assert_false(within("I", "T{<I:a:4x}"));
	assert_false(within("x", "T{<I:a:4x}"));
}

TEST(records_are_seen_through)
{
	assert_true(within("4T{<I:a:4x}", "4T{<I:b:4x}"));
	assert_true(within("2T{2T{<I:a:4x}}", "T{<I4x<I4x<I4x<I4x}"));
	assert_true(within("T{<I4x<I4x<I4x<I4x}", "2T{2T{<I:a:4x}}"));
	assert_true(within("T{3T{<H2x}<H2x}", "4T{<Hxx}"));
	assert_false(within("T{3T{<H2x}<H<H}", "4T{<Hxx}"));
	assert_true(within("T{T{BB2x}4xT{BB6x}}", "2T{T{HH}4x}"));
	assert_false(within("T{T{BB2x}B3xT{BB6x}}", "2T{T{HH}4x}"));
	assert_false(within("(2,2)T{<I:a:4x}:r:", "2T{16x}"));
}

/* As many copies as there can be, and formats as long. */
TEST(hostile_formats_cost_little)
{
	static char a[MV_FORMAT_MAX + 1], b[MV_FORMAT_MAX + 1];
	char *end = a;
	int i;

	assert_true(within("4000000000000000000T{Bx}",
			   "4000000000000000000T{Bx}"));
	assert_true(within("4000000000000000000s", "4000000000000000000B"));
	assert_false(within("4000000000000000000T{Bx}",
			    "4000000000000000000T{xB}"));
	/* The formats agree, but mv_touch_within() must give up before it finds out. */
	assert_false(within("4000000000000000000T{Bx}",
			    "4000000000000000000T{bx}"));
	assert_false(within("2000000000T{1000000000T{Bx}}",
			    "1000000000T{2000000000T{bx}}"));

	/* Records as deep as they may lie, nine of each, and a long text. */
	memset(a, ' ', MV_FORMAT_MAX);
	for (i = 0; i < MV_FORMAT_DEPTH; i++, end += 3)
		memcpy(end, "9T{", 3);
	while (end < a + MV_FORMAT_MAX - 2 * MV_FORMAT_DEPTH) {
		*end++ = 'B';
		*end++ = 'x';
	}
	memset(end, '}', MV_FORMAT_DEPTH);
	memcpy(b, a, sizeof(a));
	*strchr(b, 'B') = 'b';
	assert_false(within(a, b));
}

static unsigned int pick(unsigned int n)
{
	return rand() % n;
}

/* A format of few bytes, with much padding, in @text of 128. */
static void draw(char *text, int depth)
{
	static const char *const items[] = {
		"x", "x", "2x", "B", "H", "<H", "=I", "@I", "2s", "0x", "b",
		"Zf", "(2)B", "0B",
	};
	unsigned int i, n = 1 + pick(4);
	char inner[128];

	*text = '\0';
	for (i = 0; i < n; i++) {
		if (depth < 3 && !pick(4)) {
			draw(inner, depth + 1);
			if (strlen(text) + strlen(inner) > 100)
				return;
			sprintf(text + strlen(text), "%uT{%s}", pick(4), inner);
		} else {
			strcat(text, items[pick(COUNT_OF(items))]);
		}
	}
}

TEST(random_pairs_are_as_the_model_has_them)
{
	char a[128], b[128];
	int done = 0, tries;

	srand(1);
	for (tries = 0; tries < 200000; tries++) {
		draw(a, 0);
		draw(b, 0);
		done += agree_touch(a, strlen(a), b, strlen(b));
	}
	/* Also a format against what pads out one of its own bytes. */
	for (tries = 0; tries < 100000; tries++) {
		draw(a, 0);
		strcpy(b, a);
		b[pick(strlen(b))] = "xBb"[pick(3)];
		done += agree_touch(a, strlen(a), b, strlen(b));
		done += agree_touch(b, strlen(b), a, strlen(a));
	}
	assert_true(done > 200000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_touch_all_of_theirs),
		cmocka_unit_test(padding_is_touched_by_none),
		cmocka_unit_test(without_padding_it_can_be_anything),
		cmocka_unit_test(padding_stays_padding),
		cmocka_unit_test(elements_stay_where_they_are),
		cmocka_unit_test(records_are_seen_through),
		cmocka_unit_test(hostile_formats_cost_little),
		cmocka_unit_test(random_pairs_are_as_the_model_has_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
