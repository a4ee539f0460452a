// SPDX-License-Identifier: GPL-2.0
/* The core's format parser. */
#include "test.h"

#include <complex.h>
#include <stdio.h>

#include "core/format.h"

static int64_t size_of(const char *format)
{
	s64 itemsize;
	int err;

	err = mv_format_itemsize(format, strlen(format), &itemsize);
	return err ? err : itemsize;
}

/* The @n-th item of a format. */
static struct mv_format_item item_of(const char *format, int n)
{
	struct mv_format_cursor cursor;
	struct mv_format_item item;

	mv_format_first(&cursor, format, strlen(format));
	do
		assert_int_equal(mv_format_next(&cursor, &item), 1);
	while (n--);
	return item;
}

TEST(native_codes_have_the_sizes_of_c)
{
	assert_int_equal(size_of("x"), 1);
	assert_int_equal(size_of("c"), sizeof(char));
	assert_int_equal(size_of("b"), sizeof(char));
	assert_int_equal(size_of("B"), sizeof(char));
	assert_int_equal(size_of("?"), sizeof(bool));
	assert_int_equal(size_of("h"), sizeof(short));
	assert_int_equal(size_of("H"), sizeof(short));
	assert_int_equal(size_of("i"), sizeof(int));
	assert_int_equal(size_of("I"), sizeof(int));
	assert_int_equal(size_of("l"), sizeof(long));
	assert_int_equal(size_of("L"), sizeof(long));
	assert_int_equal(size_of("q"), sizeof(long long));
	assert_int_equal(size_of("Q"), sizeof(long long));
	assert_int_equal(size_of("n"), sizeof(ssize_t));
	assert_int_equal(size_of("N"), sizeof(size_t));
	assert_int_equal(size_of("e"), 2);
	assert_int_equal(size_of("f"), sizeof(float));
	assert_int_equal(size_of("d"), sizeof(double));
	assert_int_equal(size_of("P"), sizeof(void *));
	assert_int_equal(size_of("s"), 1);
	assert_int_equal(size_of("p"), 1);
	assert_int_equal(size_of("Zf"), sizeof(float complex));
	assert_int_equal(size_of("Zd"), sizeof(double complex));
}

TEST(standard_codes_have_fixed_sizes_in_every_order)
{
	static const struct {
		const char *codes;
		int size;
	} rows[] = {
		{ "xcbB?sp", 1 }, { "hHe", 2 }, { "iIlLf", 4 }, { "qQd", 8 },
	};
	char format[3] = "";
	const char *order, *code;
	size_t i;

	for (order = "=<>!"; *order; order++) {
		for (i = 0; i < COUNT_OF(rows); i++) {
			for (code = rows[i].codes; *code; code++) {
				format[0] = *order;
				format[1] = *code;
				assert_int_equal(size_of(format), rows[i].size);
			}
		}
	}
}

TEST(native_only_codes_are_refused_in_standard_orders)
{
	assert_int_equal(size_of("<n"), -EINVAL);
	assert_int_equal(size_of("=N"), -EINVAL);
	assert_int_equal(size_of(">P"), -EINVAL);
	assert_int_equal(size_of("!P"), -EINVAL);
	assert_int_equal(size_of("^P"), sizeof(void *));
}

TEST(native_order_aligns_and_others_pack)
{
	assert_int_equal(size_of("bi"), 8);
	assert_int_equal(size_of("@bi"), 8);
	assert_int_equal(size_of("=bi"), 5);
	assert_int_equal(size_of("^bi"), 5);
	assert_int_equal(size_of("bq"),
			 sizeof(struct { char b; long long q; }));
}

TEST(a_format_without_braces_is_not_padded_at_its_end)
{
	assert_int_equal(size_of("ib"), 5);
	assert_int_equal(size_of("ib0i"), 8);
}

TEST(a_record_is_padded_as_a_c_struct)
{
	assert_int_equal(size_of("T{ib}"), 8);
	assert_int_equal(size_of("T{<ib}"), 5);
	assert_int_equal(size_of("T{bT{qb}b}"), sizeof(struct {
		char b;
		struct { long long q; char b; } t;
		char c;
	}));
	assert_int_equal(size_of("bT{h}"), 4);
}

TEST(an_order_mark_holds_until_the_next)
{
	assert_int_equal(item_of("<hi", 1).order, '<');
	assert_int_equal(item_of("<h>i", 1).order, '>');
	assert_int_equal(item_of("h!i", 1).order, '>');
	assert_int_equal(item_of("h", 0).order, '@');
}

TEST(a_repeat_count_multiplies)
{
	assert_int_equal(size_of("3h"), 6);
	assert_int_equal(item_of("3h", 0).count, 3);
	assert_true(item_of("3h", 0).counted);
	assert_false(item_of("h", 0).counted);
	assert_int_equal(size_of("2T{hb}"), 8);
}

TEST(the_count_of_strings_is_their_length)
{
	assert_int_equal(item_of("5s", 0).count, 1);
	assert_int_equal(item_of("5s", 0).size, 5);
	assert_int_equal(item_of("(2)5p", 0).count, 2);
	assert_int_equal(size_of("(2)5p"), 10);
}

TEST(a_shape_makes_a_sub_array)
{
	struct mv_format_item item = item_of("(2,3)f", 0);

	assert_int_equal(item.shape_ndim, 2);
	assert_int_equal(item.shape_len, 3);
	assert_memory_equal(item.shape, "2,3", 3);
	assert_int_equal(item.count, 6);
	assert_int_equal(size_of("(2,3)f"), 24);
	assert_int_equal(size_of("(2)3h"), 12);
}

TEST(names_belong_to_the_item_before)
{
	struct mv_format_item item = item_of("h:lo:H:hi value:", 1);

	assert_int_equal(item.name_len, 8);
	assert_memory_equal(item.name, "hi value", 8);
	assert_null(item_of("hH:x:", 0).name);
}

TEST(a_record_can_be_entered)
{
	struct mv_format_item record = item_of("<T{h:a:>i:b:}", 0), item;
	struct mv_format_cursor cursor;

	assert_int_equal(record.code, 'T');
	mv_format_enter(&cursor, &record);
	assert_int_equal(mv_format_next(&cursor, &item), 1);
	assert_int_equal(item.order, '<');
	assert_int_equal(item.depth, 1);
	assert_int_equal(mv_format_next(&cursor, &item), 1);
	assert_int_equal(item.order, '>');
	assert_int_equal(item.offset, 2);
	assert_int_equal(mv_format_next(&cursor, &item), 0);
}

TEST(white_space_stands_between_parts)
{
	assert_int_equal(size_of(" h \t i\n"), 8);
	assert_int_equal(size_of("< (2) h"), 4);
}

TEST(records_nest_to_a_limit)
{
	char format[4 * MV_FORMAT_DEPTH + 8] = "";
	int i, depth;

	for (depth = MV_FORMAT_DEPTH; depth <= MV_FORMAT_DEPTH + 1; depth++) {
		*format = '\0';
		for (i = 0; i < depth; i++)
			strcat(format, "T{");
		strcat(format, "b");
		for (i = 0; i < depth; i++)
			strcat(format, "}");
		assert_int_equal(size_of(format),
				 depth > MV_FORMAT_DEPTH ? -E2BIG : 1);
	}
}

TEST(bad_syntax_is_refused)
{
	static const char *const formats[] = {
		"", "<", "z", "3", "h:", "h:a", "h::", ":a:", "T", "T{", "T{h",
		"T{}", "h}", "(h", "()h", "(2h", "(2,)h", "(-1)h", "(2)", "Z",
		"Zi", "h:a\n:", "0h", "(2)(3)h", "2 h", "é",
	};
	size_t i;

	for (i = 0; i < COUNT_OF(formats); i++)
		if (size_of(formats[i]) != -EINVAL)
			fail_msg("%s gives %lld", formats[i],
				 (long long)size_of(formats[i]));
}

TEST(sizes_that_overflow_are_refused)
{
	assert_int_equal(size_of("99999999999999999999h"), -EOVERFLOW);
	assert_int_equal(size_of("9223372036854775807h"), -EOVERFLOW);
	assert_int_equal(size_of("9223372036854775807bb"), -EOVERFLOW);
	assert_int_equal(size_of("(4294967296,4294967296)b"), -EOVERFLOW);
	assert_int_equal(size_of("9223372036854775807b"), INT64_MAX);
	assert_int_equal(size_of("9223372036854775807bi"), -EOVERFLOW);
	assert_int_equal(size_of("(4611686018427387904)2b"), -EOVERFLOW);
	assert_int_equal(size_of("T{q9223372036854775799b}"), -EOVERFLOW);
}

TEST(a_format_can_be_long_to_a_limit)
{
	char format[MV_FORMAT_MAX + 1];
	s64 itemsize;

	memset(format, 'b', sizeof(format));
	assert_int_equal(mv_format_itemsize(format, MV_FORMAT_MAX, &itemsize),
			 0);
	assert_int_equal(itemsize, MV_FORMAT_MAX);
	assert_int_equal(mv_format_itemsize(format, sizeof(format), &itemsize),
			 -E2BIG);
}

TEST(native_single_codes_are_known)
{
	const char *code;

	for (code = "cbBhHiIlLqQnNfd?P"; *code; code++) {
		char at[2] = { '@', *code };

		assert_int_equal(mv_format_native(code, 1), *code);
		assert_int_equal(mv_format_native(at, 2), *code);
	}
	for (code = "espxTZ"; *code; code++)
		assert_int_equal(mv_format_native(code, 1), 0);
	assert_int_equal(mv_format_native("<h", 2), 0);
	assert_int_equal(mv_format_native("1h", 2), 0);
	assert_int_equal(mv_format_native("", 0), 0);
}

TEST(numbers_are_split_inside)
{
	static const struct {
		const char *format;
		const char *splits;	/* a digit for each byte, and the end */
	} cases[] = {
		{ "B", "00" },
		{ "<I", "01110" },
		{ "<3H", "0101010" },
		{ "(2,2)>H", "010101010" },
		{ "<Zf", "011101110" },
		{ "5s", "000000" },
		{ "<p3x", "00000" },
		{ "<H2x<H", "0100010" },
		{ "@bh", "00010" },
		{ "0I<H", "010" },
		{ "T{<H:a:T{<B:b:<I:c:}:d:}", "01001110" },
		{ "2T{<B:a:<H:b:}", "0010010" },
		{ "T{@I:a:@B:b:}<H", "01110000010" },
		{ "0T{<I:a:}<H", "010" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const char *format = cases[i].format;
		s64 at, itemsize;

		assert_int_equal(mv_format_itemsize(format, strlen(format),
						    &itemsize), 0);
		assert_int_equal(itemsize + 1, strlen(cases[i].splits));
		for (at = 0; at <= itemsize; at++)
			assert_int_equal(mv_format_splits(format,
							  strlen(format), at),
					 cases[i].splits[at] - '0');
	}
}

TESTSET(format,
	CASE(native_codes_have_the_sizes_of_c),
	CASE(standard_codes_have_fixed_sizes_in_every_order),
	CASE(native_only_codes_are_refused_in_standard_orders),
	CASE(native_order_aligns_and_others_pack),
	CASE(a_format_without_braces_is_not_padded_at_its_end),
	CASE(a_record_is_padded_as_a_c_struct),
	CASE(an_order_mark_holds_until_the_next),
	CASE(a_repeat_count_multiplies),
	CASE(the_count_of_strings_is_their_length),
	CASE(a_shape_makes_a_sub_array),
	CASE(names_belong_to_the_item_before),
	CASE(a_record_can_be_entered),
	CASE(white_space_stands_between_parts),
	CASE(records_nest_to_a_limit),
	CASE(bad_syntax_is_refused),
	CASE(sizes_that_overflow_are_refused),
	CASE(a_format_can_be_long_to_a_limit),
	CASE(native_single_codes_are_known),
	CASE(numbers_are_split_inside));
