// SPDX-License-Identifier: GPL-2.0
/* Expressions on elements of a C type. */
#include "words.h"

#include <stdio.h>
#include <stdlib.h>

#include "made.h"

/* flags 0x8013, addr 2^64 - 2, small -3, state DONE, len[2] = { 7, 9 } */
static const unsigned char element[24] = {
	0x13, 0x80, 0, 0, 0xfd, 0xff, 0xff, 0xff, 0xfe, 0xff, 0xff, 0xff,
	0xff, 0xff, 0xff, 0xff, 3, 0, 0, 0, 7, 0, 9, 0,
};

static struct mview_ctype *type;

static int setup(__attribute__((unused)) void **state)
{
	struct made made;
	int states, lens, hdr;

	made_init(&made);
	states = btf__add_enum(made.btf, "state", 4);
	btf__add_enum_value(made.btf, "IDLE", 0);
	btf__add_enum_value(made.btf, "DONE", 3);
	lens = made_array(&made, made.u16, 2);
	made_struct(&made, "hdr", 4);
	hdr = btf__type_cnt(made.btf) - 1;
	made_member(&made, "eop", made.u32, 0, 1);
	made_member(&made, "err", made.u32, 1, 3);
	made_member(&made, "code", made.u32, 4, 28);
	made_struct(&made, "desc", 24);
	made_member(&made, "hdr", hdr, 0, 0);
	made_member(&made, "small", made.s32, 32, 0);
	made_member(&made, "addr", made.u64, 64, 0);
	made_member(&made, "state", states, 128, 0);
	made_member(&made, "len", lens, 160, 0);
	type = made_type(&made, "desc");
	made_deinit(&made);
	return 0;
}

static int teardown(__attribute__((unused)) void **state)
{
	mview_ctype_close(type);
	return 0;
}

static void assert_is(const char *text, int64_t wanted)
{
	struct mview_expr *expr = mview_expr_open(type, text);
	struct mview_value value;

	if (!expr)
		fail_msg("%s: %s", text, mview_inspect_error());
	if (mview_expr_get(expr, element, &value))
		fail_msg("%s: %s", text, mview_inspect_error());
	if (value.i != wanted)
		fail_msg("%s: %lld, not %lld", text, (long long)value.i,
			 (long long)wanted);
	mview_expr_close(expr);
}

static void assert_no_value(int err, const char *text)
{
	struct mview_expr *expr = mview_expr_open(type, text);
	struct mview_value value;

	assert_non_null(expr);
	assert_fails(err, mview_expr_get(expr, element, &value));
	mview_expr_close(expr);
}

TEST(members_are_read)
{
	assert_is("hdr.eop", 1);
	assert_is("hdr.err", 1);
	assert_is("hdr.code", 0x801);
	assert_is("small", -3);
	assert_is(" len[1] ", 9);
	assert_is("state == DONE", 1);
	assert_is("state == IDLE", 0);
}

TEST(operators_bind_as_in_c)
{
	assert_is("1 + 2 * 3", 7);
	assert_is("(1 + 2) * 3", 9);
	assert_is("20 - 5 - 3", 12);
	assert_is("1 << 2 + 1", 8);
	assert_is("1 < 2 == 1", 1);
	assert_is("1 | 6 ^ 5 & 4", 3);
	assert_is("0 && 1 || 1", 1);
	assert_is("1 ? 2 : 0 ? 3 : 4", 2);
	assert_is("0 ? 2 : 0 ? 3 : 4", 4);
	assert_is("-small * +2", 6);
	assert_is("!!~0", 1);
	assert_is("~0 & 0xff", 0xff);
	assert_is("-7 / 2", -3);
	assert_is("-7 % 2", -1);
	assert_is("0x10ul >> 1", 8);
	assert_is("1 >= 1 && 2 != 1 && 1 <= 2 && 2 > 1", 1);
}

/* state and next have a DONE each, of different values, and the same IDLE. */
static struct mview_ctype *two_enums(void)
{
	struct mview_ctype *two;
	struct made made;
	int states, others;

	made_init(&made);
	states = btf__add_enum(made.btf, "state", 4);
	btf__add_enum_value(made.btf, "IDLE", 0);
	btf__add_enum_value(made.btf, "DONE", 3);
	others = btf__add_enum(made.btf, "other", 4);
	btf__add_enum_value(made.btf, "DONE", 5);
	btf__add_enum_value(made.btf, "IDLE", 0);
	btf__add_enum_value(made.btf, "ODD", 8);
	made_struct(&made, "inner", 4);
	made_member(&made, "next", others, 0, 0);
	made_struct(&made, "two", 12);
	made_member(&made, "state", states, 0, 0);
	made_member(&made, "in", btf__type_cnt(made.btf) - 2, 32, 0);
	made_member(&made, "plain", made.u32, 64, 0);
	two = made_type(&made, "two");
	made_deinit(&made);
	return two;
}

TEST(names_are_those_of_the_member_beside_them)
{
	static const struct {
		const char *text;
		int64_t value;
	} cases[] = {
		{ "state == DONE", 1 },		{ "in.next == DONE", 1 },
		{ "DONE == in.next", 1 },	{ "in.next & DONE", 5 },
		{ "(in.next & ~DONE) == 0", 1 }, { "(in.next & 7) == DONE", 1 },
		{ "in.next == (ODD ^ 13) && state == DONE", 1 },
		{ "in.next == (state == DONE ? DONE : IDLE)", 1 },
		{ "in.next == (IDLE | DONE)", 1 }, { "plain == ODD", 1 },
		{ "plain == IDLE", 0 },		{ "in.next > DONE - 1", 1 },
		{ "~in.next == ~DONE", 1 },	{ "state == ODD", 0 },
		{ "ODD + (state == DONE)", 9 },
	};
	static const uint32_t memory[] = { 3, 5, 8 };
	struct mview_ctype *two = two_enums();
	struct mview_expr *expr;
	struct mview_value value;
	size_t i;

	for (i = 0; i < COUNT_OF(cases); i++) {
		expr = mview_expr_open(two, cases[i].text);
		if (!expr || mview_expr_get(expr, memory, &value))
			fail_msg("%s: %s", cases[i].text, mview_inspect_error());
		if (value.i != cases[i].value)
			fail_msg("%s: %lld", cases[i].text, (long long)value.i);
		mview_expr_close(expr);
	}
	mview_ctype_close(two);
}

TEST(names_with_two_values_are_refused_where_no_member_settles_them)
{
	static const char *const texts[] = {
		"DONE", "plain == DONE", "state && DONE", "plain == (state == 3) + DONE",
		"in.next == (plain == DONE)", "in.next == (DONE ? 1 : 5)",
	};
	struct mview_ctype *two = two_enums();
	size_t i;

	for (i = 0; i < COUNT_OF(texts); i++)
		assert_words(EINVAL, "DONE is 3 of state and 5 of in.next: ",
			     mview_expr_open(two, texts[i]));
	assert_words(ENOENT, "DANE", mview_expr_open(two, "state == DANE"));
	mview_ctype_close(two);
}

TEST(large_numbers_are_what_they_are)
{
	assert_is("addr", -2);
	assert_is("addr > small", 1);
	assert_is("addr + 2 == 1 << 64", 1);
	assert_is("18446744073709551615 - addr", 1);
	assert_no_value(ERANGE, "addr + 2");
	assert_no_value(ERANGE, "-addr");
}

TEST(only_what_is_needed_is_evaluated)
{
	assert_is("hdr.eop || 1 / 0", 1);
	assert_is("!hdr.eop && 1 / 0", 0);
	assert_is("hdr.eop ? 5 : 1 / 0", 5);
	assert_no_value(EDOM, "1 / (hdr.eop - 1)");
	assert_words_are("divides by 0");
	assert_no_value(EDOM, "1 % 0");
	assert_no_value(ERANGE, "1 << 128");
	assert_no_value(ERANGE, "1 >> -1");
	assert_is("(1 << 127) / -1 == 1 << 127", 1);
	assert_is("(1 << 127) % -1", 0);
}

TEST(what_c_takes_otherwise_wants_parentheses)
{
	static const char *const texts[] = {
		"hdr.code & 1 == 0", "1 == hdr.code & 1", "1 | 2 < 3",
		"4 != 5 ^ 1",
	};
	size_t i;

	for (i = 0; i < COUNT_OF(texts); i++)
		assert_words(EINVAL, "into parentheses",
			     mview_expr_open(type, texts[i]));
	assert_is("(hdr.code & 1) == 1", 1);
	assert_is("hdr.code & (1 == 1)", 1);
	assert_is("1 == 1 && 1 & 1", 1);
}

TEST(what_is_no_expression_is_told_where)
{
	static const struct {
		const char *text;
		const char *part;
	} cases[] = {
		{ "", "a member or a number is missing, at its end" },
		{ "1 +", "a member or a number is missing, at its end" },
		{ "(1", "a ) is missing, at its end" },
		{ "1)", "an operator is missing, at \")\"" },
		{ "1 2", "an operator is missing, at \"2\"" },
		{ "small = 1", "an operator is missing, at \"= 1\"" },
		{ "1 ? 2", "a : is missing" },
		{ "0x", "no integer" }, { "1.5", "no integer" },
		{ "12ab", "no integer" }, { "hdr", "no integer" },
		{ "len", "no integer" }, { "len(1)", "no integer" },
		{ "99999999999999999999", "too large" }, { "$x", "missing" },
	};
	size_t i;

	for (i = 0; i < COUNT_OF(cases); i++)
		assert_words(EINVAL, cases[i].part,
			     mview_expr_open(type, cases[i].text));
	assert_words(ENOENT, "no member \"nothing\"",
		     mview_expr_open(type, "1 + nothing"));
	assert_words(ERANGE, "len[2]", mview_expr_open(type, "len[2]"));
}

TEST(it_may_be_neither_too_long_nor_too_deep)
{
	char text[6000];

	memset(text, '(', sizeof(text));
	text[sizeof(text) - 1] = 0;
	assert_words(E2BIG, "4096", mview_expr_open(type, text));
	text[1000] = 0;
	assert_words(E2BIG, "too deep", mview_expr_open(type, text));
	memset(text, '-', 1000);
	assert_words(E2BIG, "too deep", mview_expr_open(type, text));
	memcpy(text, "0", 2);
	while (strlen(text) < 2 * 256 - 1)
		strcat(text, "+1");
	assert_is(text, 255);
	strcat(text, "+1");
	assert_words(E2BIG, "too deep", mview_expr_open(type, text));
	while (strlen(text) < 4000)
		strcat(text, "+1");
	assert_words(E2BIG, "too deep", mview_expr_open(type, text));
	strcpy(text, "0");
	while (strlen(text) < 4000)
		strcat(text, "?0:0");
	assert_words(E2BIG, "too deep", mview_expr_open(type, text));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(members_are_read),
		cmocka_unit_test(names_are_those_of_the_member_beside_them),
		cmocka_unit_test(names_with_two_values_are_refused_where_no_member_settles_them),
		cmocka_unit_test(operators_bind_as_in_c),
		cmocka_unit_test(large_numbers_are_what_they_are),
		cmocka_unit_test(only_what_is_needed_is_evaluated),
		cmocka_unit_test(what_c_takes_otherwise_wants_parentheses),
		cmocka_unit_test(what_is_no_expression_is_told_where),
		cmocka_unit_test(it_may_be_neither_too_long_nor_too_deep),
	};

	return cmocka_run_group_tests_name("expr", tests, setup, teardown);
}
