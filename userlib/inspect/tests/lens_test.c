// SPDX-License-Identifier: GPL-2.0
/* Types of formats, and types seen through a lens. */
#include "words.h"

#include <stdio.h>
#include <stdlib.h>

#include "made.h"

static struct mview_member find(const struct mview_ctype *type, const char *path)
{
	struct mview_member member;

	if (mview_ctype_find(type, path, &member))
		fail_msg("%s: %s", path, mview_inspect_error());
	return member;
}

static struct mview_ctype *of(const char *format)
{
	struct mview_ctype *type = mview_ctype_of_format(format);

	if (!type)
		fail_msg("%s: %s", format, mview_inspect_error());
	assert_string_equal(mview_ctype_format(type), format);
	assert_int_equal(mview_ctype_size(type),
			 mview_format_size(format, NULL));
	return type;
}

/* The element is copied to an allocation of its size: ASan sees what is outside. */
static void assert_text(const struct mview_ctype *type, const char *path,
			const void *element, const char *wanted)
{
	struct mview_member member = find(type, path);
	void *own = malloc(mview_ctype_size(type));
	char text[256];

	memcpy(own, element, mview_ctype_size(type));
	mview_element_text(&member, own, text, sizeof(text));
	free(own);
	assert_string_equal(text, wanted);
}

static void assert_value(const struct mview_ctype *type, const void *element,
			 const char *text, int64_t wanted)
{
	struct mview_expr *expr = mview_expr_open(type, text);
	struct mview_value value;

	if (!expr || mview_expr_get(expr, element, &value))
		fail_msg("%s: %s", text, mview_inspect_error());
	assert_int_equal(value.i, wanted);
	mview_expr_close(expr);
}

/* Consumes @type. */
static struct mview_ctype *with(struct mview_ctype *type,
				const struct mview_lens_field *fields, int n)
{
	struct mview_ctype *made = mview_ctype_derive(type, fields, n);

	mview_ctype_close(type);
	if (!made)
		fail_msg("%s", mview_inspect_error());
	return made;
}

static void assert_no_lens(struct mview_ctype *type,
			   const struct mview_lens_field *field, int err,
			   const char *words)
{
	assert_words(err, words, mview_ctype_derive(type, field, 1));
	mview_ctype_close(type);
}

TEST(formats_have_types)
{
	static const unsigned char element[] = {
		1, 0, 0, 2, 'h', 'i', 0, 0xfe, 0xff, 0, 0, 1, 0, 0, 0x3e,
	};
	struct mview_ctype *type =
		of("T{<H:a:>H:b:3s:name:<h2x(2,1)?:set:e:half:}");

	assert_text(type, "", element,
		    "{a: 1, b: 2, name: \"hi\", f3: -2, set: [[true], [false]], half: 1.5}");
	assert_text(type, "set[0][0]", element, "true");
	assert_string_equal(find(type, "b").type, "__be16");
	assert_string_equal(find(type, "f3").type, "s16");
	assert_value(type, element, "a + b * 10 + f3 * 100", 1 + 20 - 200);
	mview_ctype_close(type);
}

TEST(formats_have_padding_arrays_and_records)
{
	static const unsigned char element[] = {
		1, 9, 9, 9, 2, 0, 0, 0, 3, 9, 9, 9, 4, 0, 0, 0, 5, 0, 6, 0,
	};
	struct mview_ctype *type = of("T{2T{<Bxxx<I}:pair:<2H}");

	assert_text(type, "", element,
		    "{pair: [{f0: 1, f1: 2}, {f0: 3, f1: 4}], f1: [5, 6]}");
	assert_text(type, "pair[1].f1", element, "4");
	mview_ctype_close(type);
}

TEST(rare_codes_have_types)
{
	static const unsigned char element[24] = {
		0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0, 2, 'o', 'k', 0, 'c',
	};
	struct mview_ctype *type = of("T{<Zf:z:4p:p:c:c:@xxxP:at:}");

	assert_text(type, "z", element, "{re: 1.0, im: -2.0}");
	assert_text(type, "p", element, "{len: 2, text: \"ok\"}");
	assert_text(type, "c", element, "\"c\"");
	assert_int_equal(find(type, "at").kind, MVIEW_MEMBER_POINTER);
	mview_ctype_close(type);
}

TEST(pascal_strings_have_the_members_that_there_is_room_for)
{
	static const unsigned char element[] = { 1, 0, 7 };
	struct mview_ctype *type = of("T{<H:a:1p:q:0p:p:}");
	struct mview_member member;

	assert_text(type, "", element, "{a: 1, q: {len: 7}, p: {}}");
	assert_fails(ENOENT, mview_ctype_find(type, "p.len", &member));
	mview_ctype_close(type);
}

TEST(elements_that_are_no_records_are_called_value)
{
	static const unsigned char element[] = { 0x12, 0x34, 0, 7 };
	struct mview_ctype *type = of(">H"), *array = of(">2H"), *bits;

	assert_text(type, "", element, "4660");
	assert_text(type, "value", element, "4660");
	assert_value(type, element, "value >> 8", 0x12);
	assert_value(array, element, "value[1]", 7);
	assert_text(array, "[1]", element, "7");
	bits = mview_lens_bits(type, "{low:7:0,high:15:8}");
	assert_text(bits, "high", element, "18");
	assert_text(bits, "value.high", element, "18");
	mview_ctype_close(bits);
	bits = mview_lens_bits(type, "value{value:0}");
	assert_text(bits, "value", element, "0");
	mview_ctype_close(bits);
	mview_ctype_close(array);
	mview_ctype_close(type);
}

TEST(views_have_types)
{
	unsigned char bytes[4] = { 1, 2, 3, 4 };
	struct mview *bare = mview_from_memory(bytes, 4, 0);
	struct mview *view = mview_cast(bare, "T{<H:a:<H:b:}", 0, NULL,
					MVIEW_CAST_FREE);
	struct mview_ctype *type = mview_ctype_of_view(view);

	assert_value(type, bytes, "b", 0x403);
	mview_ctype_close(type);
	mview_close(view);
	mview_close(bare);
}

TEST(what_is_no_format_has_no_type)
{
	assert_words(EINVAL, "can't go on with \"j\"", mview_ctype_of_format("Bj"));
	assert_words(EINVAL, "its end is missing", mview_ctype_of_format("T{B"));
	assert_words(EINVAL, "no bytes", mview_ctype_of_format("0B"));
}

/* struct { be32 status; u32 flags : 12, kind : 4; u8 mac[6]; } */
static struct mview_ctype *completion(void)
{
	struct mview_ctype *type;
	struct made made;
	int mac;

	made_init(&made);
	mac = made_array(&made, made.u8, 6);
	made_struct(&made, "done", 12);
	made_member(&made, "status", made.be32, 0, 0);
	made_member(&made, "flags", made.u16, 32, 12);
	made_member(&made, "kind", made.u16, 44, 4);
	made_member(&made, "mac", mac, 48, 0);
	type = made_type(&made, "done");
	made_deinit(&made);
	return type;
}

static const unsigned char done[12] = {
	0x80, 0, 0x02, 0x05, 0x13, 0x20, 0x52, 0x54, 0, 0x12, 0x34, 0x56,
};

static const struct mview_lens_bit status_bits[] = {
	{ "phase", 0, 0 }, { "code", 9, 1 }, { "sure", 31, 31 },
};

static const struct mview_lens_bit flag_bits[] = {
	{ "low", 1, 0 }, { "next", 4, 4 },
};

TEST(integers_have_bits)
{
	static const struct mview_lens_field fields[] = {
		{ .path = "status", .bits = status_bits, .nbits = 3 },
		{ .path = "flags", .bits = flag_bits, .nbits = 2 },
	};
	struct mview_ctype *type = with(completion(), fields, 2);

	assert_text(type, "status.code", done, "258");
	assert_text(type, "status", done, "{phase: 1, code: 258, sure: 1}");
	assert_text(type, "flags", done, "{low: 3, next: 1}");
	assert_value(type, done, "status", 0x80000205);
	assert_value(type, done, "status.phase && status.code == 258", 1);
	assert_value(type, done, "flags.next", 1);
	assert_string_equal(find(type, "status.code").type, "__be32");
	mview_ctype_close(type);
}

TEST(bits_without_a_name_are_told)
{
	struct mview_ctype *type = completion(), *bits;

	bits = mview_lens_bits(type, "status{phase:0}");
	assert_text(bits, "status", done, "{phase: 1, +0x80000204}");
	mview_ctype_close(bits);
	bits = mview_lens_bits(type, "kind{one:0,two:1}");
	assert_text(bits, "kind", done, "{one: 0, two: 1}");
	assert_value(bits, done, "kind.two", 1);
	mview_ctype_close(bits);
	bits = mview_lens_bits(type, "flags{low:1:0}, status {phase : 0}");
	assert_text(bits, "flags", done, "{low: 3, +0x10}");
	mview_ctype_close(bits);
	mview_ctype_close(type);
}

/* The other bits of the storage stay, those of other bit-fields, too. */
TEST(bits_are_set_alone)
{
	unsigned char bytes[12];
	struct mview_value value = { .type = MVIEW_UINT, .u = 1 };
	struct mview *view = mview_from_layout(bytes, 12, "12B", 0, NULL, NULL,
					       0, MVIEW_WRITE);
	struct mview_ctype *type = completion(), *bits;

	memcpy(bytes, done, 12);
	bits = mview_lens_bits(type, "status{code:9:1} flags{low:1:0}");
	assert_int_equal(mview_ctype_set(bits, view, NULL, "status.code",
					 &value), 0);
	value.u = 2;
	assert_int_equal(mview_ctype_set(bits, view, NULL, "flags.low", &value),
			 0);
	assert_memory_equal(bytes, "\x80\x00\x00\x03\x12\x20\x52", 7);
	value.u = 4;
	assert_fails(ERANGE, mview_ctype_set(bits, view, NULL, "flags.low",
					     &value));
	mview_ctype_close(bits);
	mview_ctype_close(type);
	mview_close(view);
}

TEST(values_and_flags_have_names)
{
	static const struct mview_enumerator enums[] = { { "GOOD", 258 } };
	static const struct mview_enumerator flags[] = {
		{ "BOTH", 3 }, { "ONE", 1 }, { "TWO", 2 }, { "EIGHT", 8 },
	};
	static const struct mview_lens_field fields[] = {
		{ .path = "status.code", .enums = enums, .nenums = 1 },
		{ .path = "flags", .flags = flags, .nflags = 4 },
		{ .path = "status", .bits = status_bits, .nbits = 3 },
	};
	struct mview_ctype *type = with(completion(), fields, 3);
	struct mview_member member = find(type, "flags");
	struct mview_value value;

	assert_text(type, "status.code", done, "GOOD");
	assert_text(type, "flags", done, "BOTH|0x10");
	assert_value(type, done, "status.code == GOOD && flags & TWO", 1);
	assert_int_equal(mview_member_parse(&member, "TWO|EIGHT|0x40", &value),
			 0);
	assert_int_equal(value.u, 0x4a);
	assert_int_equal(mview_member_parse(&member, "16", &value), 0);
	assert_int_equal(value.u, 16);
	assert_fails(EINVAL, mview_member_parse(&member, "TWO|NONE", &value));
	assert_fails(EINVAL, mview_member_parse(&member, "TWO|", &value));
	assert_fails(EINVAL, mview_member_parse(&member, "0x40|-1", &value));
	mview_ctype_close(type);
}

TEST(an_enum_keeps_the_names_that_it_has)
{
	static const struct mview_enumerator more[] = { { "STOP", 2 } };
	static const struct mview_lens_field field = {
		.path = "value", .enums = more, .nenums = 1,
	};
	unsigned char one = 1, two = 2;
	struct mview_ctype *type;
	struct made made;

	made_init(&made);
	btf__add_enum(made.btf, "state", 1);
	btf__add_enum_value(made.btf, "GO", 1);
	type = with(made_type(&made, "enum state"), &field, 1);
	made_deinit(&made);
	assert_text(type, "", &one, "GO");
	assert_text(type, "", &two, "STOP");
	mview_ctype_close(type);
}

TEST(looks_are_told)
{
	static const struct mview_lens_field fields[] = {
		{ .path = "mac", .show = MVIEW_SHOW_MAC },
		{ .path = "kind", .show = MVIEW_SHOW_BINARY },
		{ .path = "flags", .show = MVIEW_SHOW_OCTAL },
		{ .path = "", .show = MVIEW_SHOW_HEX },
	};
	struct mview_ctype *type = with(completion(), fields, 4);
	struct mview_member mac = find(type, "mac");
	struct mview_value value;
	unsigned char storage[6];

	assert_text(type, "", done,
		    "{status: 0x80000205, flags: 023, kind: 0b10, mac: 52:54:00:12:34:56}");
	assert_int_equal(mview_member_parse(&mac, "01:02:03:0a:FF:00", &value),
			 0);
	assert_int_equal(mview_member_set(&mac, storage, &value), 0);
	assert_memory_equal(storage, "\x01\x02\x03\x0a\xff\x00", 6);
	assert_fails(EINVAL, mview_member_parse(&mac, "0102", &value));
	assert_fails(EINVAL, mview_member_parse(&mac, "01:0", &value));
	assert_fails(EINVAL, mview_member_parse(&mac, "01:", &value));
	mview_ctype_close(type);
}

TEST(wide_integers_are_hexadecimal)
{
	static const struct mview_lens_field field = {
		.path = "wide", .show = MVIEW_SHOW_DECIMAL,
	};
	unsigned char wide[16] = { 5, [8] = 1 };
	struct mview_ctype *type;
	struct made made;
	int number;

	made_init(&made);
	number = btf__add_int(made.btf, "unsigned __int128", 16, 0);
	made_struct(&made, "w", 16);
	made_member(&made, "wide", number, 0, 0);
	type = made_type(&made, "w");
	made_deinit(&made);
	assert_text(type, "", wide, "{wide: 0x10000000000000005}");
	type = with(type, &field, 1);
	assert_text(type, "", wide, "{wide: 0x10000000000000005}");
	mview_ctype_close(type);
}

TEST(text_and_bytes_are_looks)
{
	struct mview_lens_field field = { .path = "", .show = MVIEW_SHOW_TEXT };
	struct mview_ctype *type = with(of("4B"), &field, 1);

	assert_text(type, "", "ok\0", "\"ok\"");
	assert_text(type, "[1]", "ok\0", "\"k\"");
	field.show = MVIEW_SHOW_BYTES;
	type = with(type, &field, 1);
	assert_text(type, "", "ok\0", "6f6b0000");
	mview_ctype_close(type);
	field.show = MVIEW_SHOW_DECIMAL;
	type = with(of("2c"), &field, 1);
	assert_text(type, "", "ok", "[111, 107]");
	mview_ctype_close(type);
}

/*
 * struct { u32 type; union { u32 a; u16 b; };
 *	    struct { u32 t; union { u32 x; u16 y; } u; } l[2]; }
 */
static struct mview_ctype *command(void)
{
	int inner, list, anonymous, pair;
	struct mview_ctype *type;
	struct made made;

	made_init(&made);
	anonymous = made_union(&made, NULL, 4);
	made_member(&made, "a", made.u32, 0, 0);
	made_member(&made, "b", made.u16, 0, 0);
	inner = made_union(&made, "inner", 4);
	made_member(&made, "x", made.u32, 0, 0);
	made_member(&made, "y", made.u16, 0, 0);
	pair = made_struct(&made, "pair", 8);
	made_member(&made, "t", made.u32, 0, 0);
	made_member(&made, "u", inner, 32, 0);
	list = made_array(&made, pair, 2);
	made_struct(&made, "cmd", 24);
	made_member(&made, "type", made.u32, 0, 0);
	made_member(&made, NULL, anonymous, 32, 0);
	made_member(&made, "l", list, 64, 0);
	type = made_type(&made, "cmd");
	made_deinit(&made);
	return type;
}

static const unsigned char cmd[24] = {
	1, 0, 0, 0, 2, 0, 1, 0, 0, 0, 0, 0, 3, 0, 1, 0, 9, 0, 0, 0, 4, 0, 1,
};

TEST(the_member_of_a_union_that_holds_is_shown)
{
	static const struct mview_lens_bit odd[] = { { "odd", 0, 0 } };
	static const struct mview_lens_field fields[] = {
		{ .path = "a", .when = "type.odd == 0" },
		{ .path = "b", .when = "type.odd == 1" },
		{ .path = "l.u.x", .when = "t == 9" },
		{ .path = "l.u.y", .when = "else" },
		{ .path = "type", .bits = odd, .nbits = 1 },
	};
	struct mview_ctype *type = with(command(), fields, 5);
	struct mview_member member = find(type, "l[1].u");
	char text[64];

	assert_text(type, "", cmd,
		    "{type: {odd: 1}, {b: 2}, l: [{t: 0, u: {y: 3}}, {t: 9, u: {x: 65540}}]}");
	assert_text(type, "l[1].u", cmd, "{x: 65540}");
	assert_int_equal(mview_union_choice(&member, cmd + member.offset), 0);
	/* Its storage alone does not say. */
	mview_member_text(&member, cmd + member.offset, text, sizeof(text));
	assert_string_equal(text, "{x: 65540 | y: 4}");
	mview_ctype_close(type);
}

TEST(all_members_are_shown_where_none_holds)
{
	static const struct mview_lens_field fields[] = {
		{ .path = "a", .when = "1 / (type - 1)" },
		{ .path = "b", .when = "type == 7" },
	};
	struct mview_ctype *type = with(command(), fields, 2);

	assert_text(type, "", cmd,
		    "{type: 1, {a: 65538 | b: 2}, l: [{t: 0, u: {x: 65539 | y: 3}}, {t: 9, u: {x: 65540 | y: 4}}]}");
	mview_ctype_close(type);
}

/* Hostile ones: nothing of what is said may reach outside. */
/* struct { u32 t; union { u16 c; struct { u16 pad; struct { u16 a; u16 b; }; }; }; } */
TEST(an_anonymous_struct_in_a_union_holds)
{
	static const unsigned char bytes[16] = { 1, 0, 0, 0, 2, 0, 3, 0, 4 };
	static const struct mview_lens_field fields[] = {
		{ .path = "b", .when = "t == 1" },
		{ .path = "c", .when = "else" },
	};
	int anonymous, inner, outer;
	struct mview_ctype *type;
	struct made made;

	made_init(&made);
	inner = made_struct(&made, NULL, 4);
	made_member(&made, "a", made.u16, 0, 0);
	made_member(&made, "b", made.u16, 16, 0);
	outer = made_struct(&made, NULL, 6);
	made_member(&made, "pad", made.u16, 0, 0);
	made_member(&made, NULL, inner, 16, 0);
	anonymous = made_union(&made, NULL, 8);
	made_member(&made, "c", made.u16, 0, 0);
	made_member(&made, NULL, outer, 0, 0);
	made_struct(&made, "held", 12);
	made_member(&made, "t", made.u32, 0, 0);
	made_member(&made, NULL, anonymous, 32, 0);
	type = made_type(&made, "held");
	made_deinit(&made);
	type = with(type, fields, 2);
	assert_text(type, "", bytes, "{t: 1, {{pad: 2, {a: 3, b: 4}}}}");
	assert_text(type, "", bytes + 4, "{t: 196610, {c: 4}}");
	mview_ctype_close(type);
}

TEST(types_of_the_same_bytes_are_a_union)
{
	static const unsigned char whole[8] = { 2, 0, 0, 1 };
	static const unsigned char parts[8] = { 2, 0, 0, 0, 7, 0, 9 };
	static const char * const names[] = { "whole", "parts", "parts" };
	static const struct mview_lens_field lens[] = {
		{ .path = "parts", .when = "!(whole.all >> 24 & 1)" },
		{ .path = "whole", .when = "else" },
		{ .path = "parts.b", .show = MVIEW_SHOW_HEX },
	};
	struct mview_ctype *types[] = {
		of("T{<Q:all:}"), of("T{<I:a:<H:b:B:c:x}"), of("T{<I:a:}"),
	};
	const struct mview_ctype *const *all =
		(const struct mview_ctype *const *)types;
	struct mview_ctype *both = mview_ctype_union(names, all, 2);
	char text[512];

	assert_non_null(both);
	assert_words(EINVAL, "parts has 4 bytes, and whole has 8",
		     mview_ctype_union(names, all, 3));
	assert_words(EINVAL, "no types", mview_ctype_union(names, all, 0));
	mview_ctype_close(types[2]);
	types[2] = of("T{<q:b:}");
	assert_words(EEXIST, "parts is there twice",
		     mview_ctype_union(names, all, 3));
	/* It outlives its parts. */
	mview_ctype_close(types[0]);
	mview_ctype_close(types[1]);
	mview_ctype_close(types[2]);
	assert_string_equal(mview_ctype_format(both), "T{<Q:all:}");
	assert_text(both, "", whole,
		    "{whole: {all: 16777218} | parts: {a: 16777218, b: 0, c: 0}}");
	mview_ctype_describe(both, text, sizeof(text));
	assert_non_null(strstr(text, "size: 8, members: 2"));
	both = with(both, lens, 3);
	assert_text(both, "", whole, "{whole: {all: 16777218}}");
	assert_text(both, "", parts, "{parts: {a: 2, b: 0x7, c: 9}}");
	mview_ctype_close(both);
}

TEST(bits_outside_are_refused)
{
	static const struct mview_lens_bit outside[] = { { "x", 12, 12 } };
	static const struct mview_lens_bit turned[] = { { "x", 1, 8 } };
	static const struct mview_lens_bit below[] = { { "x", 1, -1 } };
	static const struct mview_lens_bit twice[] = { { "x", 1, 1 }, { "x", 2, 2 } };
	static const struct mview_lens_bit odd[] = { { "a.b", 1, 1 } };
	struct mview_lens_field field = { .path = "flags", .where = "f.yaml:3",
					  .bits = outside, .nbits = 1 };

	assert_no_lens(completion(), &field, ERANGE,
		       "f.yaml:3: flags: x: there is no bit 12: unsigned short has bits 0 to 11");
	field.bits = turned;
	assert_no_lens(completion(), &field, EINVAL, "the highest one comes first");
	field.bits = below;
	assert_no_lens(completion(), &field, EINVAL, "the lowest is 0");
	field.bits = odd;
	assert_no_lens(completion(), &field, EINVAL, "\"a.b\" is no name");
	field.bits = twice;
	field.nbits = 2;
	assert_no_lens(completion(), &field, EEXIST, "already");
	field.bits = outside;
	field.nbits = 1;
	field.path = "";
	assert_no_lens(completion(), &field, EINVAL, "only integers");
	assert_no_lens(of("f"), &field, EINVAL, "only integers");
}

TEST(paths_that_are_none_are_refused)
{
	struct mview_lens_field field = { .path = "statos", .show = MVIEW_SHOW_HEX };

	assert_no_lens(completion(), &field, ENOENT, "similar are status");
	field.path = "status.phase";
	assert_no_lens(completion(), &field, ENOENT, "has no member \"phase\"");
	field.path = "mac[7]";
	assert_no_lens(completion(), &field, EINVAL, "leave out [ ]");
	field.path = "status.";
	assert_no_lens(completion(), &field, EINVAL, "ends with");
	field.path = ".";
	assert_no_lens(completion(), &field, ENOENT, "no member");
}

TEST(conditions_read_nothing_outside)
{
	struct mview_lens_field field = { .path = "l.u.x", .when = "type" };

	assert_no_lens(command(), &field, ENOENT, "type");
	field.when = "u.x[1]";
	assert_no_lens(command(), &field, EINVAL, "no array");
	field.path = "a";
	field.when = "l[2].t";
	assert_no_lens(command(), &field, ERANGE, "there are 2 elements");
	field.when = "l[-1].t";
	assert_no_lens(command(), &field, EINVAL, "an index is a number");
	field.path = "type";
	assert_no_lens(command(), &field, EINVAL, "only members of unions");
	field.path = "";
	assert_no_lens(command(), &field, EINVAL, "only members of unions");
}

TEST(names_and_looks_that_do_not_fit_are_refused)
{
	static const struct mview_enumerator large[] = { { "X", 4096 } };
	static const struct mview_enumerator bad[] = { { "", 1 } };
	struct mview_lens_field field = { .path = "flags", .enums = large,
					  .nenums = 1 };

	assert_no_lens(completion(), &field, ERANGE, "4096 does not fit into the 12 bits");
	field.flags = large;
	field.nflags = 1;
	assert_no_lens(completion(), &field, EINVAL, "not both");
	field.nenums = 0;
	assert_no_lens(completion(), &field, ERANGE, "4096");
	field.flags = bad;
	assert_no_lens(completion(), &field, EINVAL, "\"\" is no name");
	field = (struct mview_lens_field) { .path = "status", .show = MVIEW_SHOW_MAC };
	assert_no_lens(completion(), &field, EINVAL, "arrays of 8-bit");
	assert_no_lens(of("T{d:status:}"), &field, EINVAL, "arrays of 8-bit");
}

/* Types of BTF are bounded; what is made of several of them is, too. */
TEST(types_do_not_get_too_large)
{
	static const char * const names[] = { "a", "b", "c" };
	const struct mview_ctype *types[3];
	struct mview_ctype *type, *both;
	struct made made;
	char name[16];
	int i;

	made_init(&made);
	made_struct(&made, "large", 50000);
	for (i = 0; i < 50000; i++) {
		snprintf(name, sizeof(name), "m%d", i);
		made_member(&made, name, made.u8, i * 8, 0);
	}
	type = made_type(&made, "large");
	made_deinit(&made);
	for (i = 0; i < 3; i++)
		types[i] = type;
	both = mview_ctype_union(names, types, 2);
	both = with(both, NULL, 0);
	mview_ctype_close(both);
	both = mview_ctype_union(names, types, 3);
	assert_words(E2BIG, "more than 131072 members",
		     mview_ctype_derive(both, NULL, 0));
	mview_ctype_close(both);
	mview_ctype_close(type);
}

TEST(bits_in_a_text_are_checked)
{
	static const char *const bad[] = {
		"", "status", "status{", "status{}", "status{a}", "status{a:}",
		"status{a:0", "status{a:0,}", "status{a:-1}", "status{a:200}",
		"status{a:1:2}", "status{a:1:0:0}", "status{a:0}}", "{a:0}",
		"status{a:0},", "status{a:0x}", "status{a b:0}",
		"status{a:0} status{a:1}",
	};
	struct mview_ctype *type = completion();
	size_t i;

	for (i = 0; i < COUNT_OF(bad); i++)
		if (mview_lens_bits(type, bad[i]))
			fail_msg("%s is taken", bad[i]);
	assert_words(EINVAL, "written as flags{done:0,err:7:4}",
		     mview_lens_bits(type, "status"));
	mview_ctype_close(type);
}

TEST(types_outlive_those_they_are_derived_from)
{
	struct mview_ctype *type = completion(), *one, *two;
	char text[1024];

	one = mview_lens_bits(type, "status{phase:0}");
	mview_ctype_close(type);
	two = mview_lens_bits(one, "status{code:9:1}");
	assert_text(one, "status.phase", done, "1");
	mview_ctype_close(one);
	assert_text(two, "status", done, "{phase: 1, code: 258, +0x80000000}");
	mview_ctype_describe(two, text, sizeof(text));
	assert_non_null(strstr(text, "\n\t\t__be32                     code:9;"));
	mview_ctype_close(two);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(formats_have_types),
		cmocka_unit_test(formats_have_padding_arrays_and_records),
		cmocka_unit_test(rare_codes_have_types),
		cmocka_unit_test(pascal_strings_have_the_members_that_there_is_room_for),
		cmocka_unit_test(elements_that_are_no_records_are_called_value),
		cmocka_unit_test(views_have_types),
		cmocka_unit_test(what_is_no_format_has_no_type),
		cmocka_unit_test(integers_have_bits),
		cmocka_unit_test(bits_without_a_name_are_told),
		cmocka_unit_test(bits_are_set_alone),
		cmocka_unit_test(values_and_flags_have_names),
		cmocka_unit_test(an_enum_keeps_the_names_that_it_has),
		cmocka_unit_test(looks_are_told),
		cmocka_unit_test(wide_integers_are_hexadecimal),
		cmocka_unit_test(text_and_bytes_are_looks),
		cmocka_unit_test(the_member_of_a_union_that_holds_is_shown),
		cmocka_unit_test(all_members_are_shown_where_none_holds),
		cmocka_unit_test(an_anonymous_struct_in_a_union_holds),
		cmocka_unit_test(types_of_the_same_bytes_are_a_union),
		cmocka_unit_test(bits_outside_are_refused),
		cmocka_unit_test(paths_that_are_none_are_refused),
		cmocka_unit_test(conditions_read_nothing_outside),
		cmocka_unit_test(names_and_looks_that_do_not_fit_are_refused),
		cmocka_unit_test(types_do_not_get_too_large),
		cmocka_unit_test(bits_in_a_text_are_checked),
		cmocka_unit_test(types_outlive_those_they_are_derived_from),
	};

	return cmocka_run_group_tests_name("lens", tests, NULL, NULL);
}
