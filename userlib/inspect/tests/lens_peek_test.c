// SPDX-License-Identifier: GPL-2.0
/* Texts of lenses that need not be read. */
#include "words.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>

#include "lens/files.h"
#include "lens/load.h"
#include "lens/peek.h"

#define WHOLE	"T{<Q:a:<H:b:}"

static bool is_nvme(const struct mview_lens_match *match,
		    __attribute__((unused)) void *arg)
{
	return match->driver && (!strcmp(match->driver, "nvme") ||
				 !strcmp(match->driver, "nv me"));
}

/* Is a text one that has to be read for a buffer of the driver nvme? */
static bool peeked(const char *text)
{
	return lens_peek_match(text, strlen(text), is_nvme, NULL);
}

/* What YAML makes of a text: does its first lens match that driver? */
static bool parsed(const char *text)
{
	struct lens_set set = { .lenses = { .count = 0 } };
	bool is;

	assert_false(lens_load(&set, text, strlen(text), "text"));
	is = is_nvme(&set.lenses.lenses->match, NULL);
	arena_deinit(&set.arena);
	return is;
}

TEST(what_fits_is_read)
{
	static const char *const texts[] = {
		"it:\n  format: B\n  match: { driver: nvme }\n",
		"it:\n  match: {driver: nvme}\n  format: B",
		"it:\n  match: { driver:   nvme  }\n  format: B",
		"it:\n  match: { size: 16 * n, driver: 'nvme', name: \"*\" }\n"
		"  format: B\n",
		"it: { format: B,\n  match: { driver: nvme } }\n",
		/* What is not understood is read. */
		"it: { format: B, match: { driver: nvme } }\n",
		"it:\n  format: B\n  match:\n    driver: nvme\n",
		"it:\n  format: B\n  match: { driver: nvme } # it is\n",
		"it:\n  format: B\n  match: { driver: nvme,\n    name: q }\n",
		"it:\n  format: B\n  match: { driver: nvme # }\n    }\n",
		"it:\n  format: B\n  match: !!map { driver: nvme }\n",
		"it:\n  format: B\n  'match': { driver: nvme }\n",
		"it:\n  format: B\n  ? match\n  : { driver: nvme }\n",
		"it:\n  format: B\n  \"\\x6datch\": { driver: nvme }\n",
		"it:\n  format: B\n  match: { driver: \"\\x6evme\" }\n",
		"it:\n  format: B\n  match: { driver: \"nv\rme\" }\n",
		"it:\n  types: { t: &d nvme }\n  match: { driver: *d }\n",
		"it:\n  types: { t: &m match }\n  *m : { driver: nvme }\n",
		"# match: \r{ it: { format: B, match: { driver: nvme } } }\n",
		"one: &one\n  format: B\n  match: { driver: nvme }\ntwo: *one\n",
	};
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		if (!parsed(texts[i]))
			fail_msg("is for another driver: %s", texts[i]);
		if (!peeked(texts[i]))
			fail_msg("is not read: %s", texts[i]);
	}
}

TEST(what_does_not_fit_is_not_read)
{
	static const char *const texts[] = {
		"it:\n  format: B\n",
		"it:\n  format: B\n  match: { driver: nvm }\n",
		"it:\n  format: B\n  match: { name: nvme }\n",
		"it:\n  format: B\n  match: { driver: match, symbol: match }\n",
		"it:\n  format: B\n  match: { driver: 'n', symbol: s }\n"
		"two:\n  format: B\n  match: { driver: mview_*, type: \"m:struct d\", "
		"number: 2 * n + 1 }\n",
		"it:\n  match: { driver: sim, format: \"" WHOLE "\" }\n  format: B\n",
	};
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		assert_false(parsed(texts[i]));
		if (peeked(texts[i]))
			fail_msg("is read: %s", texts[i]);
	}
}

/* Its reader says what is wrong. */
TEST(what_is_no_match_is_read)
{
	assert_true(peeked("it:\n  match: { drvier: n }\n"));
	assert_true(peeked("it:\n  match: { driver: }\n"));
	assert_true(peeked("it:\n  match: { driver: \"n }\n"));
	assert_true(peeked("it:\n  match: { driver n }\n"));
	assert_true(peeked("it:\n  match: { driver: n, }\n"));
	assert_true(peeked("it:\n  match: { driver: n }}\n"));
	assert_true(peeked("it:\n  match: { driver: n\n"));
	assert_true(peeked("it:\n  match: { }\n"));
	assert_true(peeked("it:\n  match:{ driver: n }\n"));
	assert_true(peeked("matches\n"));
	assert_true(peeked("match"));
}

TEST(long_lines_are_not_understood)
{
	char text[1024];

	snprintf(text, sizeof(text), "it:\n%400s  match: { driver: n }\n", "");
	assert_false(peeked(text));
	snprintf(text, sizeof(text), "it:\n%500s  match: { driver: n }\n", "");
	assert_true(peeked(text));
}

static bool keep(const struct mview_lens_match *match, void *kept)
{
	struct mview_lens_match *seen = kept;

	*seen = *match;
	assert_string_equal(match->driver, "d");
	assert_string_equal(match->symbol, "s t");
	assert_string_equal(match->name, "*.regs");
	assert_string_equal(match->type, "m:struct t");
	assert_string_equal(match->format, WHOLE);
	assert_string_equal(match->size, "16 * n");
	assert_string_equal(match->number, "2 * (n + 1)");
	return true;
}

TEST(all_keys_are_told)
{
	static const char text[] =
		"it:\n  match: { driver: d, symbol:  s t , name: '*.regs', "
		"type: \"m:struct t\", format: \"" WHOLE "\", size: 16 * n, "
		"number: 2 * (n + 1) }";
	struct mview_lens_match seen = { .driver = NULL };

	assert_true(lens_peek_match(text, sizeof(text) - 1, keep, &seen));
	assert_non_null(seen.driver);
}

static bool peeked_name(const char *text, const char *name)
{
	return lens_peek_name(text, strlen(text), name);
}

TEST(names_are_looked_for)
{
	assert_true(peeked_name("one: { format: B }\n", "one"));
	assert_true(peeked_name("zone: { format: B }\n", "one"));
	assert_true(peeked_name("\"\\x6fne\": { format: B }\n", "one"));
	assert_false(peeked_name("two: { format: B }\n", "one"));
	assert_true(lens_peek_name("\xff\xfeo\0n\0e\0:\0", 10, "one"));
}

static bool never(__attribute__((unused)) const struct mview_lens_match *match,
		  __attribute__((unused)) void *arg)
{
	return false;
}

/* A file that comes with mview and is not understood would cost each buffer. */
TEST(all_files_that_are_shipped_are_understood)
{
	glob_t files;
	size_t i, size;
	char *text;

	assert_false(glob("inspect/lenses/*.yaml", 0, NULL, &files));
	for (i = 0; i < files.gl_pathc; i++) {
		text = lens_text(files.gl_pathv[i], &size);
		assert_non_null(text);
		if (lens_peek_match(text, size, never, NULL))
			fail_msg("%s: a match is a line of its own; no backslashes",
				 files.gl_pathv[i]);
		free(text);
	}
	globfree(&files);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_fits_is_read),
		cmocka_unit_test(what_does_not_fit_is_not_read),
		cmocka_unit_test(what_is_no_match_is_read),
		cmocka_unit_test(long_lines_are_not_understood),
		cmocka_unit_test(all_keys_are_told),
		cmocka_unit_test(names_are_looked_for),
		cmocka_unit_test(all_files_that_are_shipped_are_understood),
	};

	return cmocka_run_group_tests_name("lens_peek", tests, NULL, NULL);
}
