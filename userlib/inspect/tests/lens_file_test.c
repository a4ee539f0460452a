// SPDX-License-Identifier: GPL-2.0
/* Files of lenses. */
#include "words.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lens/load.h"

static char directory[32];

static int setup(__attribute__((unused)) void **state)
{
	char path[64];

	strcpy(directory, "/tmp/mview-lenses-XXXXXX");
	if (!mkdtemp(directory))
		return -1;
	snprintf(path, sizeof(path), "%s/none", directory);
	setenv("XDG_CONFIG_HOME", path, 1);
	setenv("MVIEW_LENSES", directory, 1);
	return 0;
}

static int teardown(__attribute__((unused)) void **state)
{
	char command[64];

	snprintf(command, sizeof(command), "rm -r %s", directory);
	return system(command);
}

static void put(const char *name, const char *text)
{
	char path[64];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", directory, name);
	file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static void drop(const char *name)
{
	char path[64];

	snprintf(path, sizeof(path), "%s/%s", directory, name);
	unlink(path);
}

/* The one lens of a text, on its format; its element as text. */
static void assert_shows(const char *text, const void *element,
			 const char *wanted)
{
	struct mview_lens *lens;
	struct mview_ctype *type;
	char shown[256], *own;

	put("one.yaml", text);
	lens = mview_lens_open("one");
	if (!lens)
		fail_msg("%s", mview_inspect_error());
	type = mview_lens_ctype(lens, NULL);
	if (!type)
		fail_msg("%s", mview_inspect_error());
	mview_lens_close(lens);
	own = malloc(mview_ctype_size(type));
	memcpy(own, element, mview_ctype_size(type));
	mview_element_text(mview_ctype_root(type), own, shown, sizeof(shown));
	free(own);
	assert_string_equal(shown, wanted);
	mview_ctype_close(type);
	drop("one.yaml");
}

static void assert_bad(const char *text, const char *words)
{
	struct lens_set set = { .lenses = { .count = 0 } };

	if (!lens_load(&set, text, strlen(text), "f.yaml"))
		fail_msg("%s: is taken", text);
	arena_deinit(&set.arena);
	assert_words_are(words);
}

TEST(a_lens_has_all_that_there_is)
{
	assert_shows("one:\n"
		     "  format: T{<H:status:<H:flags:6B:mac:<I:at:}\n"
		     "  bits:\n"
		     "    status: { phase: 0, code: \"8:1\", type: 11:9 }\n"
		     "  enums:\n"
		     "    status.type: { GENERIC: 0, MEDIA: 0x2 }\n"
		     "    status.code: { BAD: 255 }\n"
		     "  flags:\n"
		     "    flags: { BOTH: 1:0, ONE: 0, LAST: 15 }\n"
		     "  show: { mac: mac, at: address }\n",
		     "\xff\x05\x03\x80\x52\x54\0\1\2\3\0\0\0\xff",
		     "{status: {phase: 1, code: BAD, type: MEDIA}, flags: BOTH|LAST, mac: 52:54:00:01:02:03, at: 0xff000000}");
}

TEST(negative_and_large_values_have_names)
{
	assert_shows("one:\n  format: T{<b:s:<Q:u:}\n"
		     "  enums: { s: { LESS: -1 }, u: { ALL: 0xffffffffffffffff } }\n",
		     "\xff\xff\xff\xff\xff\xff\xff\xff\xff", "{s: LESS, u: ALL}");
}

TEST(types_of_the_same_bytes_are_told)
{
	assert_shows("one:\n  types: { a: \"T{<H:x:}\", b: \"T{B:y:B:z:}\" }\n"
		     "  union: { b: a.x & 1, a: else }\n",
		     "\1\2", "{b: {y: 1, z: 2}}");
	assert_bad("one: { format: B, types: { a: B } }", "one of them");
	assert_bad("one: { types: {} }", "one of them");
}

TEST(ring_and_match_are_told)
{
	static const char text[] =
		"one:\n  format: <I\n"
		"  ring: { owner: value & 1, flips: true, tail: last, producer: driver, slack: 2, counter_bits: 16 }\n"
		"  match: { driver: nvme*, size: 16 * n }\n";
	struct mview_lens *lens;

	put("one.yaml", text);
	lens = mview_lens_open("one");
	assert_non_null(lens);
	assert_string_equal(lens->ring.owner, "value & 1");
	assert_true(lens->ring.flips);
	assert_string_equal(lens->ring.tail, "last");
	assert_null(lens->ring.head);
	assert_string_equal(lens->ring.producer, "driver");
	assert_int_equal(lens->ring.counter_bits, 16);
	assert_int_equal(lens->ring.slack, 2);
	assert_string_equal(lens->match.driver, "nvme*");
	assert_string_equal(lens->match.size, "16 * n");
	assert_int_equal(lens->line, 1);
	mview_lens_close(lens);
	drop("one.yaml");
}

TEST(errors_name_file_line_and_key)
{
	assert_bad("one:\n  format: <I\n  bits:\n    value: { a: 8:x }\n",
		   "f.yaml:4: one: bits: value: a: \"8:x\" is no bit");
	assert_bad("one:\n  format: <I\n  bit: {}\n",
		   "f.yaml:3: one: bit: there is no such key; similar are bits");
	assert_bad("one:\n  format: <I\n  format: <H\n",
		   "f.yaml:3: one: \"format\" is there twice");
	assert_bad("one:\n  bits: {}\n", "f.yaml:1: one: it wants a type, a format or types");
	assert_bad("one: { format: <I, type: x }\n", "one of them");
	assert_bad("one: [1]\n", "f.yaml:1: one: lines of NAME: VALUE are wanted");
	assert_bad("a b: { format: <I }\n", "a lens's name is of");
	assert_bad("one:\n  format:\n", "f.yaml:2: one: format: a text or number is wanted");
	assert_bad("one: {\n", "this is no YAML");
	assert_bad("", "f.yaml:1: there is no lens in it");
	assert_bad("one: { format: B }\n---\ntwo: { format: B }\n",
		   "f.yaml:2: a file has one document");
	assert_bad("? [a]\n: 1\n", "a key is a text");
}

TEST(values_are_checked)
{
	assert_bad("one: { format: B, bits: { value: { a: 1:2 } } }", "is no bit");
	assert_bad("one: { format: B, bits: { value: { a: -1 } } }", "is no bit");
	assert_bad("one: { format: B, flags: { value: { a: 64 } } }", "above 63");
	assert_bad("one: { format: B, enums: { value: { a: 1.5 } } }",
		   "\"1.5\" is no number");
	assert_bad("one: { format: B, enums: { value: { a: 0x10000000000000000 } } }",
		   "of 64 bits");
	assert_bad("one: { format: B, show: { value: heks } }",
		   "\"heks\" is none of decimal, hex");
	assert_bad("one: { format: B, ring: { flips: yes } }",
		   "neither true nor false");
	assert_bad("one: { format: B, ring: { producer: me } }",
		   "neither device nor driver");
	assert_bad("one: { format: B, ring: { slack: -1 } }", "no number");
	assert_bad("one: { format: B, match: { size: 16 * m } }",
		   "match: ");
	assert_bad("one: { format: B, match: { size: n / 0 } }", "divides by 0");
	assert_bad("one: { format: B, ring: { owner: { a: 1 } } }",
		   "a text or number is wanted");
}

/* Nine aliases of nine aliases … are a small text, and would be many names. */
TEST(small_texts_do_not_get_large)
{
	static char text[20000];
	size_t len = 0;
	int i;

	len += sprintf(text, "one:\n  format: B\n  bits:\n    a: &a { ");
	for (i = 0; i < 200; i++)
		len += sprintf(text + len, "b%d: 0, ", i);
	len += sprintf(text + len, "}\n");
	for (i = 0; i < 100; i++)
		len += sprintf(text + len, "    c%d: *a\n", i);
	assert_bad(text, "at most 8192 names");
	len = sprintf(text, "one:\n  format: B\n  bits: &a\n    a: *a\n");
	assert_bad(text, "a text or number is wanted");
}

/* So many of it, behind one another in a list. */
static void list_of(char *text, const char *what, int n)
{
	int i, len = sprintf(text, "one:\n  format: B\n  bits: [");

	for (i = 0; i < n; i++) {
		len += sprintf(text + len, what, i);
		len += sprintf(text + len, ", ");
	}
	sprintf(text + len, "]\n");
}

/* libyaml would take the square of their number. */
TEST(anchors_and_aliases_are_not_too_many)
{
	static const char *const anchors[] = { "&a%d x", "&a%d [ ]", "&a%d { }", "&a%d x, *a%1$d" };
	static const int counts[] = { 1024, 1024, 1024, 512 };
	static char text[40000];
	size_t i;

	for (i = 0; i < COUNT_OF(anchors); i++) {
		list_of(text, anchors[i], counts[i]);
		assert_bad(text, "lines of NAME: VALUE are wanted");
		list_of(text, anchors[i], counts[i] + 1);
		assert_bad(text, "f.yaml:3: a file has at most 1024 anchors and aliases");
	}
}

/* libyaml would take the square of their number. */
TEST(brackets_are_not_nested_too_deep)
{
	static char text[256000];
	size_t len = sprintf(text, "one:\n  format: B\n  bits: ");

	memset(text + len, '[', sizeof(text) - 1 - len);
	assert_bad(text, "f.yaml:3: this is nested deeper than 64 levels");
	for (; len + 4 < sizeof(text); len += 4)
		memcpy(text + len, "{a: ", 5);
	assert_bad(text, "f.yaml:3: this is nested deeper than 64 levels");
	len = sprintf(text, "one:\n  ");
	for (; len + 2 < sizeof(text); len += 2)
		memcpy(text + len, "- ", 3);
	assert_bad(text, "f.yaml:2: this is nested deeper than 64 levels");
	/* As deep as may be: the mapping around it is a level, too. */
	len = sprintf(text, "one: %0*d", 126, 0);
	memset(text + 5, '[', 63);
	memset(text + 68, ']', 63);
	assert_bad(text, "f.yaml:1: one: lines of NAME: VALUE are wanted");
}

TEST(there_are_not_too_many)
{
	static char text[20000];
	size_t len = 0;
	int i;

	for (i = 0; i < 257; i++)
		len += sprintf(text + len, "l%d: { format: B }\n", i);
	assert_bad(text, "f.yaml: a file has at most 256 lenses");
	len = sprintf(text, "one:\n  types:\n");
	for (i = 0; i < 33; i++)
		len += sprintf(text + len, "    t%d: B\n", i);
	assert_bad(text, "f.yaml:35: one: types: t32: a lens has at most 32 types");
}

TEST(what_does_not_fit_the_type_is_told_with_its_line)
{
	struct mview_lens *lens;

	put("one.yaml", "one:\n  format: T{<H:status:}\n  bits:\n"
			"    status:\n      phase: 16\n");
	lens = mview_lens_open("one");
	assert_words(ERANGE, "one.yaml:4: status: phase: there is no bit 16",
		     mview_lens_ctype(lens, NULL));
	mview_lens_close(lens);
	put("one.yaml", "one:\n  format: T{<H:status:}\n"
			"  ring: { owner: stat & 1 }\n");
	lens = mview_lens_open("one");
	assert_words(ENOENT, "one.yaml:1: one: ring: owner: ",
		     mview_lens_ctype(lens, NULL));
	mview_lens_close(lens);
	put("one.yaml", "one:\n  format: T{<H:status\n");
	lens = mview_lens_open("one");
	assert_words(EINVAL, "one.yaml:1: one: the format", mview_lens_ctype(lens, NULL));
	mview_lens_close(lens);
	drop("one.yaml");
}

TEST(files_are_looked_for)
{
	struct mview_lenses *lenses;
	struct mview_lens *lens;

	put("a.yaml", "one: { format: B }\ntwo: { format: H }\n");
	put("b.yaml", "two: { format: I }\nthree: { format: Q }\n");
	put("c.txt", "four: { format: B }\n");
	put("d.yaml", "five: { format: B }\nsix: {}\n");
	lenses = mview_lenses_find();
	assert_int_equal(lenses->count, 4);
	assert_int_equal(lenses->nerrors, 1);
	assert_non_null(strstr(lenses->errors[0], "d.yaml:2: six: "));
	mview_lenses_free(lenses);
	lens = mview_lens_open("two");
	assert_string_equal(lens->format, "H");
	mview_lens_close(lens);
	assert_words(ENOENT, "similar are three", mview_lens_open("thre"));
	assert_words(ENOENT, "d.yaml:2: six: ", mview_lens_open("five"));
	drop("d.yaml");
	assert_words(ENOENT, "there is no lens four", mview_lens_open("four"));
}

TEST(a_directory_of_any_name_is_a_place)
{
	struct mview_lenses *lenses;
	char path[64];

	snprintf(path, sizeof(path), "%s/[a]*?", directory);
	assert_int_equal(mkdir(path, 0700), 0);
	put("[a]*?/y.yaml", "y: { format: B }\n");
	put("[a]*?/x.yaml", "x: { format: B }\n");
	put("[a]*?/.yaml", "hidden: { format: B }\n");
	put("[a]*?/z.yaml~", "old: { format: B }\n");
	setenv("MVIEW_LENSES", path, 1);
	lenses = mview_lenses_find();
	assert_int_equal(lenses->count, 2);
	assert_string_equal(lenses->lenses[0].name, "x");
	assert_string_equal(lenses->lenses[1].name, "y");
	mview_lenses_free(lenses);
	setenv("MVIEW_LENSES", directory, 1);
}

TEST(a_file_is_a_place_too)
{
	char path[64];
	struct mview_lens *lens;

	put("only.txt", "only: { format: B }\n");
	snprintf(path, sizeof(path), "%s/only.txt", directory);
	lens = mview_lens_open(path);
	assert_string_equal(lens->name, "only");
	mview_lens_close(lens);
	setenv("MVIEW_LENSES", path, 1);
	lens = mview_lens_open("only");
	assert_non_null(lens);
	mview_lens_close(lens);
	setenv("MVIEW_LENSES", directory, 1);
	snprintf(path, sizeof(path), "%s/a.yaml", directory);
	assert_words(EINVAL, "there are 2 lenses in it", mview_lens_open(path));
}

TEST(only_files_are_read_and_no_large_ones)
{
	static char large[300000];
	char path[64];

	assert_words(ENOENT, "none", mview_lenses_read("/none"));
	assert_words(EINVAL, "this is no file", mview_lenses_read(directory));
	snprintf(path, sizeof(path), "%s/pipe", directory);
	assert_int_equal(mkfifo(path, 0600), 0);
	assert_words(EINVAL, "this is no file", mview_lenses_read(path));
	memset(large, '#', sizeof(large) - 1);
	put("large", large);
	snprintf(path, sizeof(path), "%s/large", directory);
	assert_words(E2BIG, "at most 262144 bytes", mview_lenses_read(path));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_lens_has_all_that_there_is),
		cmocka_unit_test(negative_and_large_values_have_names),
		cmocka_unit_test(types_of_the_same_bytes_are_told),
		cmocka_unit_test(ring_and_match_are_told),
		cmocka_unit_test(errors_name_file_line_and_key),
		cmocka_unit_test(values_are_checked),
		cmocka_unit_test(small_texts_do_not_get_large),
		cmocka_unit_test(anchors_and_aliases_are_not_too_many),
		cmocka_unit_test(brackets_are_not_nested_too_deep),
		cmocka_unit_test(there_are_not_too_many),
		cmocka_unit_test(what_does_not_fit_the_type_is_told_with_its_line),
		cmocka_unit_test(files_are_looked_for),
		cmocka_unit_test(a_directory_of_any_name_is_a_place),
		cmocka_unit_test(a_file_is_a_place_too),
		cmocka_unit_test(only_files_are_read_and_no_large_ones),
	};

	return cmocka_run_group_tests_name("lens_file", tests, setup, teardown);
}
