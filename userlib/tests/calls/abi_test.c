// SPDX-License-Identifier: GPL-2.0
/* Formats between programs and kernels whose long differs. */
#include "test.h"

#include <stdio.h>

#include "calls/abi.h"
#include "core/format.h"

/* What other programs are on a 64-bit kernel */
static const struct mv_format_abi x86 = { .word = 4, .align = 4 };
static const struct mv_format_abi arm = { .word = 4, .align = 8 };

static char out[MV_FORMAT_MAX + 1];

/* What @to is given of what @from wrote. */
static const char *translated(const char *format,
			      const struct mv_format_abi *from,
			      const struct mv_format_abi *to)
{
	ptrdiff_t n = abi_translate(out, MV_FORMAT_MAX, format, strlen(format),
				    from, to);

	assert_true(n >= 0);
	out[n] = '\0';
	return out;
}

static ptrdiff_t fails(const char *format)
{
	return abi_translate(out, MV_FORMAT_MAX, format, strlen(format),
			     &abi_64, &x86);
}

TEST(a_code_alone_becomes_the_one_of_its_size)
{
	assert_string_equal(translated("l", &abi_64, &x86), "q");
	assert_string_equal(translated("L", &abi_64, &x86), "Q");
	assert_string_equal(translated("n", &abi_64, &x86), "q");
	assert_string_equal(translated("N", &abi_64, &x86), "Q");
	assert_string_equal(translated("@P", &abi_64, &x86), "Q");
	assert_string_equal(translated("l", &x86, &abi_64), "i");
	assert_string_equal(translated("L", &x86, &abi_64), "I");
	assert_string_equal(translated("n", &x86, &abi_64), "i");
	assert_string_equal(translated("N", &x86, &abi_64), "I");
	assert_string_equal(translated("P", &x86, &abi_64), "I");
}

TEST(what_both_read_alike_stays)
{
	static const char *const formats[] = {
		"d", "@q", "=l", "<2L", "2h", "T{i:a:H:b:}", "10s",
		"T{<I:id:=l:value:}", "T{d:x:d:y:}", "^T{b:a:d:b:}", "Zd",
		"(2,3)f", "T{d:x:0d:nothing:}",
	};
	size_t i;

	for (i = 0; i < COUNT_OF(formats); i++) {
		assert_string_equal(translated(formats[i], &abi_64, &x86),
				    formats[i]);
		assert_string_equal(translated(formats[i], &x86, &abi_64),
				    formats[i]);
	}
	assert_string_equal(translated("T{l:a:d:b:}", &x86, &x86),
			    "T{l:a:d:b:}");
}

TEST(gaps_are_written_out)
{
	assert_string_equal(translated("T{i:a:d:b:}", &abi_64, &x86),
			    "^T{i:a:4xd:b:}");
	assert_string_equal(translated("T{d:a:i:b:}", &abi_64, &x86),
			    "^T{d:a:i:b:4x}");
	assert_string_equal(translated("T{i:a:d:b:}", &x86, &abi_64),
			    "^T{i:a:d:b:}");
	assert_string_equal(translated("T{h:a:l:b:}", &arm, &abi_64),
			    "^T{h:a:2xi:b:}");
	assert_string_equal(translated("bd", &abi_64, &x86), "^b7xd");
}

/* On arm both have 16 bytes, but a has 4 in one and 8 in the other. */
TEST(a_size_alone_does_not_tell)
{
	assert_string_equal(translated("T{l:a:q:b:}", &abi_64, &arm),
			    "^T{q:a:q:b:}");
	assert_string_equal(translated("T{l:a:q:b:}", &arm, &abi_64),
			    "^T{i:a:4xq:b:}");
}

TEST(counts_shapes_and_names_stay)
{
	assert_string_equal(translated("(2,3)3l:grid:", &abi_64, &x86),
			    "^(2,3)3q:grid:");
	assert_string_equal(translated("T{5s:name:l:a@b:}", &abi_64, &x86),
			    "^T{5s:name:3xq:a@b:}");
	assert_string_equal(translated("T{h:a:Zd:z:}", &abi_64, &x86),
			    "^T{h:a:6xZd:z:}");
}

TEST(records_in_records_end_where_they_did)
{
	assert_string_equal(translated("T{b:a:2T{l:b:b:c:}:in:h:d:}",
				       &abi_64, &x86),
			    "^T{b:a:7x2T{q:b:b:c:7x}:in:h:d:6x}");
}

/* In "=" order l has 4 bytes in every ABI. */
TEST(other_orders_keep_their_codes)
{
	assert_string_equal(translated("T{<l:a:@l:b:}", &abi_64, &x86),
			    "^T{<l:a:4x^q:b:}");
	assert_string_equal(translated(">l^P!L=q@l", &x86, &abi_64),
			    "^>l^I!L=q^i");
}

TEST(it_says_what_is_no_format)
{
	assert_int_equal(fails("y"), -EINVAL);
	assert_int_equal(fails("T{l"), -EINVAL);
	assert_int_equal(fails("T{l:a:T{Y}}"), -EINVAL);
	assert_int_equal(fails("9223372036854775807l"), -EOVERFLOW);
}

TEST(it_says_what_has_no_room)
{
	assert_int_equal(abi_translate(out, 5, "bl", 2, &abi_64, &x86), 5);
	assert_int_equal(abi_translate(out, 4, "bl", 2, &abi_64, &x86),
			 -E2BIG);
	assert_int_equal(abi_translate(out, 1, "T{l}", 4, &abi_64, &x86),
			 -E2BIG);
	assert_int_equal(abi_translate(out, 0, "l", 1, &abi_64, &x86),
			 -E2BIG);
}

/* All that follow one another in one order, in both directions */
static uint32_t seed = 1;

static uint32_t draw(uint32_t n)
{
	seed = seed * 1664525 + 1013904223;
	return (seed >> 8) % n;
}

static char *draw_items(char *at, int depth)
{
	static const char codes[] = "bBhHiIlLqQnNefdPcx?";
	int n = 1 + draw(5), k;

	for (k = 0; k < n; k++) {
		if (!draw(8))
			*at++ = "@^@^"[draw(4)];
		if (!draw(4))
			at += sprintf(at, "(%u)", draw(3));
		if (!draw(4))
			at += sprintf(at, "%u", draw(4));
		if (depth < 3 && !draw(4)) {
			at = draw_items(stpcpy(at, "T{"), depth + 1);
			*at++ = '}';
		} else if (!draw(8)) {
			at = stpcpy(at, "Zd");
		} else {
			*at++ = codes[draw(COUNT_OF(codes) - 1)];
		}
	}
	*at = '\0';
	return at;
}

struct number {
	int64_t at;
	int64_t size;
};

/* Where the numbers of a format lie, the padding left out; how many, or -1. */
static int numbers(struct number *found, struct mv_format_cursor *cursor,
		   int64_t at)
{
	struct mv_format_cursor inner;
	struct mv_format_item item;
	int more, in, n = 0;

	while ((more = mv_format_next(cursor, &item)) > 0) {
		if (item.code == 'T') {
			mv_format_enter(&inner, &item);
			inner.abi = cursor->abi;
			in = numbers(found + n, &inner, at + item.offset);
			assert_true(in >= 0);
			n += in;
		}
		if (item.code != 'x')
			found[n++] = (struct number) { at + item.offset,
						       item.size };
	}
	return more < 0 ? -1 : n;
}

static int numbers_of(struct number *found, const char *format,
		      const struct mv_format_abi *abi)
{
	struct mv_format_cursor cursor;
	int n;

	mv_format_first(&cursor, format, strlen(format));
	cursor.abi = abi;
	n = numbers(found, &cursor, 0);
	/* The size is where the next member would begin. */
	if (n >= 0)
		found[n++] = (struct number) { cursor.offset, 0 };
	return n;
}

TEST(all_numbers_stay_where_they_are)
{
	static const struct mv_format_abi *const abis[] = {
		&abi_64, &x86, &arm,
	};
	static struct number before[1024], after[1024];
	int i, n, from, to, changed = 0;
	char format[1024];

	for (i = 0; i < 100000; i++) {
		from = draw(3);
		to = draw(3);
		draw_items(format, 0);
		n = numbers_of(before, format, abis[from]);
		assert_true(n > 0);
		translated(format, abis[from], abis[to]);
		changed += !!strcmp(format, out);
		assert_int_equal(numbers_of(after, out, abis[to]), n);
		if (memcmp(before, after, n * sizeof(*before)))
			fail_msg("%s becomes %s", format, out);
	}
	assert_true(changed > 10000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_code_alone_becomes_the_one_of_its_size),
		cmocka_unit_test(what_both_read_alike_stays),
		cmocka_unit_test(gaps_are_written_out),
		cmocka_unit_test(a_size_alone_does_not_tell),
		cmocka_unit_test(counts_shapes_and_names_stay),
		cmocka_unit_test(records_in_records_end_where_they_did),
		cmocka_unit_test(other_orders_keep_their_codes),
		cmocka_unit_test(it_says_what_is_no_format),
		cmocka_unit_test(it_says_what_has_no_room),
		cmocka_unit_test(all_numbers_stay_where_they_are),
	};

	return cmocka_run_group_tests_name("abi", tests, NULL, NULL);
}
