// SPDX-License-Identifier: GPL-2.0
/* What is typed: names, slices, shapes and options; and labels, which are as typed. */
#include "test.h"

#include "cli/cli.h"
#include "cli/commands.h"
#include "cli/sources/expr.h"
#include "cli/sources/labels.h"
#include "cli/sources/source.h"
#include "tests/cli/printed.h"

/* @want: the name; NULL if there is none. @rest: what stands behind it. */
static void check_name(const char *text, const char *want, const char *rest)
{
	const char *name, *error;
	size_t len;

	error = expr_name(&text, &name, &len);
	assert_int_equal(!error, !!want);
	assert_string_equal(text, rest);
	if (!want)
		return;
	assert_int_equal(len, strlen(want));
	assert_memory_equal(name, want, len);
}

TEST(names_are_read)
{
	check_name(" adc0.raw [3]", "adc0.raw", "[3]");
	check_name("dma:0000:00:04.0/nvme_alloc_queue#1[3:5]",
		   "dma:0000:00:04.0/nvme_alloc_queue#1", "[3:5]");
	check_name("@18446744073709551615", "@18446744073709551615", "");
	check_name("a\\ \\[1]\\\\b\\[0]\\", "a\\ \\[1]\\\\b\\[0]\\", "");
	check_name("a\\\\[0]", "a\\\\", "[0]");
	check_name("[3]", NULL, "[3]");
}

/* Part of a name, up to the first of @marks. */
static void check_part(const char *text, const char *marks, const char *want)
{
	char *part = expr_part(text, marks);

	assert_string_equal(part, want);
	free(part);
}

TEST(parts_of_names_have_no_backslashes)
{
	char *text;

	check_part("a\\ \\[1]\\\\b\\", "", "a [1]\\b\\");
	check_part("a\\#1#b", "#", "a#1");
	check_part("a\\\\#1#b", "#", "a\\");
	text = expr_escape("a#b @\\", "#@");
	assert_string_equal(text, "a\\#b \\@\\\\");
	check_part(text, "#@", "a#b @\\");
	free(text);
}

/* Shape and first element of 4 × 5 × 6 numbers that were sliced. */
static void check_slice(const char *text, int ndim, int64_t a, int64_t b,
			int64_t c, int64_t first)
{
	const int64_t want[] = { a, b, c }, zero[3] = { 0 };
	unsigned char memory[120];
	struct mview_range ranges[MVIEW_DIMS];
	struct mview *view, *slice;
	struct expr_slice parsed;
	int64_t value;
	int i;

	for (i = 0; i < 120; i++)
		memory[i] = i;
	view = view_of(memory, sizeof(memory), "B", 3, 4, 5, 6);
	assert_null(expr_slice(&text, &parsed));
	assert_int_equal(*text, '\0');
	slice = mview_slice(view, ranges, expr_ranges(&parsed, 3, ranges));
	assert_non_null(slice);
	assert_int_equal(mview_ndim(slice), ndim);
	for (i = 0; i < ndim; i++)
		assert_int_equal(mview_shape(slice)[i], want[i]);
	assert_int_equal(mview_get_i64(slice, zero, NULL, &value), 0);
	assert_int_equal(value, first);
	mview_close(slice);
	mview_close(view);
}

TEST(slices_are_numpys)
{
	check_slice("[1]", 2, 5, 6, 0, 30);
	check_slice("[-1]", 2, 5, 6, 0, 90);
	check_slice("[1:3]", 3, 2, 5, 6, 30);
	check_slice("[::-1, ::2]", 3, 4, 3, 6, 90);
	check_slice("[..., 2]", 2, 4, 5, 0, 2);
	check_slice("[1, ..., -1]", 1, 5, 0, 0, 35);
	check_slice("[...]", 3, 4, 5, 6, 0);
	check_slice("[:, 1:100:2, -2:]", 3, 4, 2, 2, 10);
	check_slice(" [ 1 : 3 , 0x1 , : ] ", 2, 2, 6, 0, 36);
	check_slice("[1,2,3]", 0, 0, 0, 0, 45);
	check_slice("[1,2,3,...]", 0, 0, 0, 0, 45);
	check_slice("[1,]", 2, 5, 6, 0, 30);
}

TEST(bad_slices_are_refused)
{
	static const char *const texts[] = {
		"[", "[]", "[1", "[,]", "[1,,2]", "[1:2:0]", "[a]", "[1 2]",
		"[..., ...]", "[1:2:3:4]", "[99999999999999999999]", "[-]",
		"[-9223372036854775808]", "(1)",
	};
	struct expr_slice slice;
	const char *text;
	size_t i;

	for (i = 0; i < COUNT_OF(texts); i++) {
		text = texts[i];
		if (!expr_slice(&text, &slice))
			fail_msg("%s was read", texts[i]);
	}
}

TEST(slices_of_too_many_axes_fail)
{
	struct mview_range ranges[MVIEW_DIMS];
	struct expr_slice slice;
	const char *text = "[1,2,3,4]";

	assert_null(expr_slice(&text, &slice));
	assert_int_equal(expr_ranges(&slice, 3, ranges), -1);
	assert_int_equal(expr_ranges(&slice, 4, ranges), 4);
	text = "[1,...,2,3,4]";
	assert_null(expr_slice(&text, &slice));
	assert_int_equal(expr_ranges(&slice, 3, ranges), -1);
	assert_int_equal(expr_ranges(&slice, 9, ranges), 9);
}

TEST(shapes_are_read)
{
	int64_t shape[MVIEW_DIMS];
	int ndim;

	assert_null(expr_shape("2,3", shape, &ndim));
	assert_int_equal(ndim, 2);
	assert_int_equal(shape[1], 3);
	assert_null(expr_shape("( 2 , -1, )", shape, &ndim));
	assert_int_equal(shape[1], -1);
	assert_null(expr_shape("()", shape, &ndim));
	assert_int_equal(ndim, 0);
	assert_non_null(expr_shape("", shape, &ndim));
	assert_non_null(expr_shape("2x3", shape, &ndim));
	assert_non_null(expr_shape("-1,-1", shape, &ndim));
	assert_non_null(expr_shape("-2", shape, &ndim));
	assert_non_null(expr_shape("(2", shape, &ndim));
}

static void check_labels(const char *text, int ndim, int64_t a, int64_t b,
			 int64_t i, const char *want)
{
	int64_t shape[2] = { a, b };
	struct mview_range ranges[MVIEW_DIMS];
	struct mview *view, *next;
	struct expr_slice slice;
	struct labels labels;
	char label[LABELS_TEXT];
	static char bytes[1000];

	view = view_of(bytes, a * (ndim > 1 ? b : 1), "B", ndim, a, b, 0);
	labels_begin(&labels, ndim);
	while (*text) {
		assert_null(expr_slice(&text, &slice));
		next = mview_slice(view, ranges,
				   expr_ranges(&slice, mview_ndim(view),
					       ranges));
		assert_non_null(next);
		labels_slice(&labels, ranges, slice.n, shape);
		mview_close(view);
		view = next;
		memcpy(shape, mview_shape(view),
		       mview_ndim(view) * sizeof(*shape));
	}
	labels_text(&labels, shape, i, label);
	assert_string_equal(label, want);
	mview_close(view);
}

TEST(labels_are_the_indices_before_slicing)
{
	check_labels("", 1, 10, 0, 4, "4");
	check_labels("[3:9:2]", 1, 10, 0, 2, "7");
	check_labels("[::-1]", 1, 10, 0, 2, "7");
	check_labels("[-3:]", 1, 10, 0, 0, "7");
	check_labels("[8:2:-3]", 1, 10, 0, 1, "5");
	check_labels("[-100:100:4]", 1, 10, 0, 1, "4");
	check_labels("[100:-100:-4]", 1, 10, 0, 1, "5");
	check_labels("[2:][::3][1:]", 1, 10, 0, 0, "5");
	check_labels("[::4611686018427387904][::4]", 1, 10, 0, 0, "0");
	check_labels("[7]", 1, 10, 0, 0, "7");
	check_labels("[-1]", 1, 10, 0, 0, "9");
	check_labels("[2:8, ::-1]", 2, 10, 5, 6, "3,3");
	check_labels("[4, 1:]", 2, 10, 5, 2, "4,3");
	check_labels("[:, 2]", 2, 10, 5, 2, "2,2");
	check_labels("[1:, 2][1:]", 2, 10, 5, 1, "3,2");
	check_labels("[3][2]", 2, 10, 5, 0, "3,2");
}

static int parse(const char *first, const char *second, struct source *source)
{
	static const struct source_options options = { .finds_lens = false };
	static const struct command command = { .name = "show",
						.options = { SOURCE_OPTIONS } };
	char *argv[5] = { "show", (char *)first, (char *)second, "adc0" };

	optind = 0;
	return source_parse(&command, &options, 4, argv, source, NULL);
}

TEST(a_shape_needs_no_step_before_it)
{
	struct source source;

	assert_int_equal(parse("--shape=2,3", "--format=<H", &source), 0);
	assert_int_equal(source.nsteps, 1);
	assert_string_equal(source.steps[0].shape, "2,3");
	assert_string_equal(source.steps[0].format, "<H");
	assert_int_equal(parse("--format=<I", "--shape=4", &source), 0);
	assert_int_equal(source.nsteps, 1);
	assert_string_equal(source.steps[0].shape, "4");
	assert_string_equal(source.steps[0].format, "<I");
}

/* Each option of @command beside those before it. */
static void check_options(const struct command *command)
{
	const struct cli_option *seen[64], *option;
	const struct cli_option *const *table = command->options;
	int n = 0, i;

	for (; *table; table++) {
		for (option = *table; option->name; option++) {
			assert_true(option->letter != 'h' && option->help);
			for (i = 0; i < n; i++) {
				assert_int_not_equal(option->letter,
						     seen[i]->letter);
				assert_string_not_equal(option->name,
							seen[i]->name);
			}
			assert_true(n < 64);
			seen[n++] = option;
		}
	}
}

TEST(no_command_has_an_option_twice)
{
	const struct command_entry *entry;

	for (entry = commands; entry->command; entry++)
		check_options(entry->command);
}

TESTSET(cli_names,
	CASE(names_are_read),
	CASE(parts_of_names_have_no_backslashes),
	CASE(slices_are_numpys),
	CASE(bad_slices_are_refused),
	CASE(slices_of_too_many_axes_fail),
	CASE(shapes_are_read),
	CASE(labels_are_the_indices_before_slicing),
	CASE(a_shape_needs_no_step_before_it),
	CASE(no_command_has_an_option_twice));
