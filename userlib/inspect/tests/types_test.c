// SPDX-License-Identifier: GPL-2.0
/* C types: members, values in them, formats, views. */
#include "words.h"

#include <stdio.h>
#include <stdlib.h>

#include "made.h"

static struct made made;

static int setup(void **state)
{
	*state = &made;
	made_init(&made);
	return 0;
}

static int teardown(__attribute__((unused)) void **state)
{
	made_deinit(&made);
	return 0;
}

static struct mview_member find(const struct mview_ctype *type, const char *path)
{
	struct mview_member member;

	if (mview_ctype_find(type, path, &member))
		fail_msg("%s: %s", path, mview_inspect_error());
	return member;
}

static void assert_text(const struct mview_ctype *type, const char *path,
			const void *element, const char *wanted)
{
	struct mview_member member = find(type, path);
	char text[256];
	size_t len = mview_member_text(&member, (const char *)element +
						member.offset, text,
				       sizeof(text));

	assert_string_equal(text, wanted);
	assert_int_equal(len, strlen(wanted));
}

/* As drivers have them: two byte orders, an array, text, a bool. */
static struct mview_ctype *descriptor(void)
{
	int mac = made_array(&made, made.u8, 6);
	int name = made_array(&made, made.text, 4);

	made_struct(&made, "rx_desc", 24);
	made_member(&made, "len", made.le16, 0, 0);
	made_member(&made, "vlan", made.u16, 16, 0);
	made_member(&made, "hash", made.be32, 32, 0);
	made_member(&made, "mac", mac, 64, 0);
	made_member(&made, "name", name, 112, 0);
	made_member(&made, "done", made.boolean, 144, 0);
	made_member(&made, "error", made.s32, 160, 0);
	return made_type(&made, "struct rx_desc");
}

TEST(members_have_kinds_and_byte_orders)
{
	static const unsigned char element[24] = {
		0x34, 0x12, 1, 0, 0, 0, 1, 2, 1, 2, 3, 4, 5, 6,
		'e', 't', '"', 0, 1, 0, 0xfe, 0xff, 0xff, 0xff,
	};
	struct mview_ctype *type = descriptor();

	assert_int_equal(mview_ctype_size(type), 24);
	assert_text(type, "len", element, "4660");
	assert_text(type, "hash", element, "258");
	assert_text(type, "mac", element, "[1, 2, 3, 4, 5, 6]");
	assert_text(type, "mac[5]", element, "6");
	assert_text(type, "name", element, "\"et\\\"\"");
	assert_text(type, "done", element, "true");
	assert_text(type, "error", element, "-2");
	assert_text(type, "", element,
		    "{len: 4660, vlan: 1, hash: 258, mac: [1, 2, 3, 4, 5, 6], "
		    "name: \"et\\\"\", done: true, error: -2}");
	mview_ctype_close(type);
}

TEST(the_format_is_that_of_the_storage)
{
	struct mview_ctype *type = descriptor();

	assert_string_equal(mview_ctype_format(type),
			    "T{<H:len:<H:vlan:>I:hash:(6)<B:mac:(4)<c:name:"
			    "<?:done:1x<i:error:}");
	assert_int_equal(mview_format_size(mview_ctype_format(type), NULL), 24);
	mview_ctype_close(type);
}

static void check_described(const char *format, const char *wanted)
{
	struct mview_ctype *type = mview_ctype_of_format(format);
	char text[512];

	assert_non_null(type);
	mview_ctype_describe(type, text, sizeof(text));
	if (!strstr(text, wanted))
		fail_msg("%s is described as %s", format, text);
	mview_ctype_close(type);
}

TEST(padding_beside_a_value_is_described)
{
	check_described("<4xi", "size: 8, padding: 4 */");
	check_described("<i4x", "size: 8, padding: 4 */");
	check_described("<4xT{<I:a:}", "/*     4     4 */");
}

TEST(pahole_would_print_the_same)
{
	static const char wanted[] =
		"struct rx_desc {\n"
		"	__le16                     len;                 /*     0     2 */\n"
		"	unsigned short             vlan;                /*     2     2 */\n"
		"	__be32                     hash;                /*     4     4 */\n"
		"	unsigned char              mac[6];              /*     8     6 */\n"
		"	char                       name[4];             /*    14     4 */\n"
		"	_Bool                      done;                /*    18     1 */\n"
		"\n"
		"	/* 1 bytes hole */\n"
		"\n"
		"	int                        error;               /*    20     4 */\n"
		"\n"
		"	/* size: 24, members: 7 */\n"
		"};\n";
	struct mview_ctype *type = descriptor();
	char text[2048];

	mview_ctype_describe(type, text, sizeof(text));
	assert_string_equal(text, wanted);
	assert_int_equal(mview_ctype_describe(type, NULL, 0), strlen(text));
	mview_ctype_close(type);
}

TEST(a_format_may_name_the_type)
{
	static const struct {
		const char *format;
		const char *name;
	} cases[] = {
		{ "T{00000016B:e1000e/struct rx_desc:}", "e1000e:struct rx_desc" },
		{ "T{1B:m/t:}", "m:t" },
		{ "T{16B:struct rx_desc:}", NULL },
		{ "T{16B:e1000e/struct rx_desc:x}", NULL },
		{ "T{B:m/t:B:b:}", NULL },
		{ "T{4H:m/t:}", NULL },
		{ "16B", NULL },
		{ "2T{1B:m/t:}", NULL },
	};
	unsigned char bytes[17];
	struct mview *view;
	char *name;
	size_t i;

	for (i = 0; i < COUNT_OF(cases); i++) {
		view = mview_from_layout(bytes, sizeof(bytes), cases[i].format,
					 0, NULL, NULL, 0, 0);
		assert_non_null(view);
		name = mview_ctype_named(view);
		if (cases[i].name)
			assert_string_equal(name, cases[i].name);
		else
			assert_null(name);
		free(name);
		mview_close(view);
	}
}

/* u32 a:3, b:13; u16 next;  b's u32 would hold next. */
static struct mview_ctype *bit_fields(void)
{
	made_struct(&made, "bits", 8);
	made_member(&made, "a", made.u32, 0, 3);
	made_member(&made, "b", made.u32, 3, 13);
	made_member(&made, "next", made.u16, 16, 0);
	made_member(&made, "c", made.s32, 32, 20);
	made_member(&made, "d", made.s32, 52, 12);
	return made_type(&made, "bits");
}

TEST(storage_of_bits_has_no_neighbours)
{
	struct mview_ctype *type = bit_fields();
	struct mview_member b = find(type, "b"), d = find(type, "d");

	assert_true(b.is_bits && d.is_bits);
	assert_int_equal(b.offset, 0);
	assert_int_equal(b.size, 2);
	assert_int_equal(b.shift, 3);
	assert_int_equal(b.bits, 13);
	assert_int_equal(d.offset, 4);
	assert_int_equal(d.size, 4);
	assert_int_equal(d.shift, 20);
	assert_string_equal(mview_ctype_format(type),
			    "T{<H:a|b:<H:next:<I:c|d:}");
	mview_ctype_close(type);
	made_struct(&made, "behind", 4);
	made_member(&made, "first", made.u16, 0, 0);
	made_member(&made, "e", made.u32, 16, 8);
	type = made_type(&made, "behind");
	assert_int_equal(find(type, "e").offset, 2);
	assert_int_equal(find(type, "e").size, 1);
	mview_ctype_close(type);
}

/* Only whole numbers of the driver's are of a fixed byte order. */
TEST(bits_are_in_the_order_of_the_machine)
{
	static const unsigned char element[4] = { 0x35, 0, 0, 0 };
	struct mview_ctype *type;

	made_struct(&made, "flags", 4);
	made_member(&made, "low", made.be32, 0, 4);
	made_member(&made, "high", made.be32, 4, 28);
	type = made_type(&made, "flags");
	assert_text(type, "", element, "{low: 5, high: 3}");
	mview_ctype_close(type);
}

TEST(bits_are_read_and_written_alone)
{
	unsigned char element[8] = { 0xfd, 0xff, 0x34, 0x12, 1, 0, 0x10, 0x80 };
	static const unsigned char after[8] = { 0xfd, 0, 0x34, 0x12,
						1, 0, 0x10, 0xff };
	struct mview_ctype *type = bit_fields();
	struct mview_member b = find(type, "b"), d = find(type, "d");
	struct mview_value value = { .type = MVIEW_UINT, .u = 0x1f };

	assert_text(type, "", element,
		    "{a: 5, b: 8191, next: 4660, c: 1, d: -2047}");
	assert_int_equal(mview_member_set(&b, element, &value), 0);
	value = (struct mview_value){ .type = MVIEW_INT, .i = -15 };
	assert_int_equal(mview_member_set(&d, element + 4, &value), 0);
	assert_memory_equal(element, after, sizeof(after));
	mview_ctype_close(type);
}

TEST(big_endian_bits_count_from_the_top)
{
	static const unsigned char element[8] = { 0xa0, 0x01, 0x12, 0x34,
						  0, 0, 0x1f, 0xff };
	struct mview_ctype *type;

	mview_ctype_close(bit_fields());
	btf__set_endianness(made.btf, BTF_BIG_ENDIAN);
	type = made_type(&made, "bits");
	assert_text(type, "", element,
		    "{a: 5, b: 1, next: 4660, c: 1, d: -1}");
	assert_int_equal(find(type, "next").order, '>');
	mview_ctype_close(type);
}

TEST(what_does_not_fit_is_refused)
{
	struct mview_ctype *type = bit_fields();
	struct mview_member b = find(type, "b"), d = find(type, "d");
	unsigned char element[8] = { 0 }, zeros[8] = { 0 };
	struct mview_value value = { .type = MVIEW_UINT, .u = 8192 };

	assert_fails(ERANGE, mview_member_set(&b, element, &value));
	assert_words_are("\"b\" has 13 bits");
	value = (struct mview_value){ .type = MVIEW_INT, .i = -1 };
	assert_fails(ERANGE, mview_member_set(&b, element, &value));
	value.i = 2048;
	assert_fails(ERANGE, mview_member_set(&d, element, &value));
	value.i = -2049;
	assert_fails(ERANGE, mview_member_set(&d, element, &value));
	value.type = MVIEW_FLOAT;
	assert_fails(EINVAL, mview_member_set(&d, element, &value));
	assert_memory_equal(element, zeros, sizeof(zeros));
	mview_ctype_close(type);
}

TEST(enums_have_names)
{
	static const unsigned char element[12] = { 1, 0, 0, 0, 0xff, 0xff,
						   0xff, 0xff, 9, 0, 0, 0 };
	int states = btf__add_enum(made.btf, "state", 4), array;
	struct mview_ctype *type;
	struct mview_member member;
	struct mview_value value;

	btf__add_enum_value(made.btf, "IDLE", 0);
	btf__add_enum_value(made.btf, "BUSY", 1);
	btf__add_enum_value(made.btf, "BROKEN", -1);
	array = made_array(&made, states, 3);
	made_struct(&made, "states", 12);
	made_member(&made, "s", array, 0, 0);
	type = made_type(&made, "states");
	assert_text(type, "s", element, "[BUSY, BROKEN, 9]");
	member = find(type, "s[1]");
	assert_int_equal(mview_member_parse(&member, "BROKEN", &value), 0);
	assert_int_equal(value.i, -1);
	assert_int_equal(mview_member_parse(&member, "0x7", &value), 0);
	assert_int_equal(value.u, 7);
	assert_fails(EINVAL, mview_member_parse(&member, "BROKE", &value));
	assert_words_are("\"BROKE\" is no value for \"s\", a enum state");
	mview_ctype_close(type);
}

/* As in struct e1000_rx_desc: an anonymous union in a struct. */
static struct mview_ctype *anonymous(void)
{
	int inner = made_struct(&made, NULL, 8);
	int outer;

	made_member(&made, "low", made.u32, 0, 0);
	made_member(&made, "high", made.u16, 32, 0);
	outer = made_union(&made, NULL, 8);
	made_member(&made, NULL, inner, 0, 0);
	made_member(&made, "addr", made.u64, 0, 0);
	made_struct(&made, "desc", 16);
	made_member(&made, "first", made.u64, 0, 0);
	made_member(&made, NULL, outer, 64, 0);
	return made_type(&made, "desc");
}

TEST(members_of_anonymous_ones_are_found_as_in_c)
{
	static const unsigned char element[16] = { 7, 0, 0, 0, 0, 0, 0, 0,
						   1, 0, 0, 0, 2 };
	struct mview_ctype *type = anonymous();
	struct mview_member member;

	assert_int_equal(find(type, "high").offset, 12);
	assert_int_equal(find(type, "addr").offset, 8);
	assert_text(type, "", element,
		    "{first: 7, {{low: 1, high: 2} | addr: 8589934593}}");
	assert_fails(ENOENT, mview_ctype_find(type, "higher", &member));
	assert_words_are("struct desc has no member \"higher\"; it has first, "
			 "low, high, addr");
	assert_fails(EINVAL, mview_ctype_find(type, "first.x", &member));
	assert_fails(EINVAL, mview_ctype_find(type, "first[0]", &member));
	mview_ctype_close(type);
}

TEST(the_format_has_the_member_that_fills_a_union)
{
	struct mview_ctype *type = anonymous();

	assert_string_equal(mview_ctype_format(type),
			    "T{<Q:first:<Q:addr:}");
	mview_ctype_close(type);
}

TEST(a_union_that_none_fills_is_bytes)
{
	struct mview_ctype *type;

	made_union(&made, "odd", 6);
	made_member(&made, "a", made.u32, 0, 0);
	made_member(&made, "b", made.u16, 0, 0);
	type = made_type(&made, "union odd");
	assert_string_equal(mview_ctype_format(type), "T{6B:a|b:}");
	mview_ctype_close(type);
}

TEST(arrays_have_their_dimensions)
{
	static const unsigned char element[12] = { 0, 1, 2, 3, 4, 5, 6, 7, 8 };
	int rows = made_array(&made, made_array(&made, made.u8, 3), 2);
	int rest = made_array(&made, made.u16, 0);
	struct mview_member member;
	struct mview_ctype *type;

	made_struct(&made, "grid", 8);
	made_member(&made, "x", rows, 0, 0);
	made_member(&made, "rest", rest, 48, 0);
	type = made_type(&made, "grid");
	assert_int_equal(find(type, "x").ndim, 2);
	assert_text(type, "x", element, "[[0, 1, 2], [3, 4, 5]]");
	assert_text(type, "x[1]", element, "[3, 4, 5]");
	assert_text(type, "x[1][2]", element, "5");
	assert_text(type, "rest", element, "[]");
	assert_string_equal(mview_ctype_format(type), "T{(2,3)<B:x:2x}");
	assert_fails(ERANGE, mview_ctype_find(type, "x[2]", &member));
	assert_fails(ERANGE, mview_ctype_find(type, "x[-1]", &member));
	assert_fails(ERANGE, mview_ctype_find(type, "rest[0]", &member));
	assert_fails(EINVAL, mview_ctype_find(type, "x[0", &member));
	assert_fails(EINVAL, mview_ctype_find(type, "x[0][0][0]", &member));
	mview_ctype_close(type);
}

TEST(a_type_that_needs_too_long_a_format_is_bytes)
{
	struct mview_ctype *type;
	char name[64];
	int i;

	made_struct(&made, "wide", 4 * 200);
	for (i = 0; i < 200; i++) {
		snprintf(name, sizeof(name), "member_with_a_long_name_%03d", i);
		made_member(&made, name, made.u32, i * 32, 0);
	}
	type = made_type(&made, "wide");
	assert_string_equal(mview_ctype_format(type), "800B");
	assert_int_equal(find(type, "member_with_a_long_name_199").offset, 796);
	mview_ctype_close(type);
}

TEST(pointers_are_numbers)
{
	static const unsigned char element[8] = { 0, 0x10, 0, 0, 0, 0x88, 0xff,
						  0xff };
	int pointer = btf__add_ptr(made.btf, made.u32);
	struct mview_ctype *type;

	made_struct(&made, "list", 8);
	made_member(&made, "next", pointer, 0, 0);
	type = made_type(&made, "list");
	assert_text(type, "next", element, "0xffff880000001000");
	assert_string_equal(find(type, "next").type, "unsigned int *");
	mview_ctype_close(type);
}

TEST(floats_are_read_and_written)
{
	int single = btf__add_float(made.btf, "float", 4);
	int twice = btf__add_float(made.btf, "double", 8);
	struct mview_value value = { .type = MVIEW_FLOAT, .f = { 0.1, 0 } };
	unsigned char element[16] = { 0 };
	struct mview_member member;
	struct mview_ctype *type;

	made_struct(&made, "point", 16);
	made_member(&made, "x", single, 0, 0);
	made_member(&made, "y", twice, 64, 0);
	type = made_type(&made, "point");
	member = find(type, "x");
	assert_int_equal(mview_member_set(&member, element, &value), 0);
	member = find(type, "y");
	assert_int_equal(mview_member_parse(&member, "-2.5", &value), 0);
	assert_int_equal(mview_member_set(&member, element + 8, &value), 0);
	assert_text(type, "", element, "{x: 0.1, y: -2.5}");
	mview_ctype_close(type);
}

TEST(words_and_numbers_are_parsed)
{
	struct mview_ctype *type = descriptor();
	struct mview_member done = find(type, "done"), len = find(type, "len");
	struct mview_member mac = find(type, "mac");
	struct mview_value value;

	assert_int_equal(mview_member_parse(&done, "true", &value), 0);
	assert_int_equal(value.i, 1);
	assert_int_equal(mview_member_parse(&len, "-1", &value), 0);
	assert_int_equal(value.i, -1);
	assert_fails(EINVAL, mview_member_parse(&len, "1x", &value));
	assert_fails(EINVAL, mview_member_parse(&len, " 1", &value));
	assert_fails(EINVAL, mview_member_parse(&len, "", &value));
	assert_fails(EINVAL, mview_member_parse(&len, "- 1", &value));
	assert_fails(ERANGE, mview_member_parse(&len, "99999999999999999999",
						&value));
	assert_fails(EINVAL, mview_member_parse(&mac, "1", &value));
	assert_words_are("name one of its elements");
	mview_ctype_close(type);
}

TEST(a_view_is_taken_as_a_type)
{
	struct mview_ctype *type = descriptor();
	unsigned char bytes[72] = { [24] = 5, [48] = 6 };
	struct mview *view = mview_from_memory(bytes, sizeof(bytes), MVIEW_WRITE);
	struct mview *records, *short_view;
	struct mview_range range = mview_range(0, 71, 1);
	int64_t index = 2, value;

	records = mview_ctype_view(type, view);
	assert_non_null(records);
	assert_int_equal(mview_len(records), 3);
	assert_int_equal(mview_get_i64(records, &index, "len", &value), 0);
	assert_int_equal(value, 6);
	mview_close(records);
	short_view = mview_slice(view, &range, 1);
	assert_words(EINVAL, "struct rx_desc has 24 bytes, which do not divide the 71",
		     mview_ctype_view(type, short_view));
	mview_close(short_view);
	mview_close(view);
	mview_ctype_close(type);
}

TEST(a_strided_view_of_such_elements_is_taken_as_it_is)
{
	struct mview_ctype *type = descriptor();
	unsigned char bytes[72] = { 0 };
	struct mview *view = mview_from_memory(bytes, sizeof(bytes), MVIEW_WRITE);
	struct mview *records = mview_ctype_view(type, view), *odd, *again;
	struct mview_range range = mview_range(0, 3, 2);

	odd = mview_slice(records, &range, 1);
	again = mview_ctype_view(type, odd);
	assert_non_null(again);
	assert_int_equal(mview_len(again), 2);
	mview_close(again);
	mview_close(odd);
	mview_close(records);
	mview_close(view);
	mview_ctype_close(type);
}

TEST(one_value_of_one_element_is_set)
{
	struct mview_ctype *type = bit_fields();
	unsigned char bytes[16], wanted[16], storage[8];
	struct mview *view, *records;
	struct mview_value value = { .type = MVIEW_UINT, .u = 0 };
	int64_t index = -1;

	memset(bytes, 0xff, sizeof(bytes));
	memset(wanted, 0xff, sizeof(wanted));
	wanted[8] = 7;
	wanted[9] = 0;
	view = mview_from_memory(bytes, sizeof(bytes), MVIEW_WRITE);
	records = mview_ctype_view(type, view);
	assert_int_equal(mview_ctype_set(type, records, &index, "b", &value), 0);
	assert_memory_equal(bytes, wanted, sizeof(bytes));
	assert_int_equal(mview_ctype_get(type, records, &index, "d", storage,
					 &value), 0);
	assert_int_equal(value.i, -1);
	index = 2;
	assert_fails(ERANGE,
		     mview_ctype_set(type, records, &index, "b", &value));
	assert_fails(EINVAL, mview_ctype_set(type, view, &index, "b", &value));
	mview_close(records);
	mview_close(view);
	view = mview_from_memory(bytes, sizeof(bytes), 0);
	records = mview_ctype_view(type, view);
	index = 0;
	value = (struct mview_value){ .type = MVIEW_UINT, .u = 0 };
	assert_fails(EACCES,
		     mview_ctype_set(type, records, &index, "b", &value));
	mview_close(records);
	mview_close(view);
	mview_ctype_close(type);
}

TEST(values_of_packed_structs_are_where_they_are)
{
	unsigned char bytes[10] = { 0 }, wanted[10] = { [6] = 4, 3, 2, 1 };
	struct mview_value value = { .type = MVIEW_UINT, .u = 0x01020304 };
	struct mview_ctype *type;
	struct mview *view, *records;
	int64_t index = 1;

	made_struct(&made, "packed", 5);
	made_member(&made, "tag", made.u8, 0, 0);
	made_member(&made, "len", made.u32, 8, 0);
	type = made_type(&made, "packed");
	view = mview_from_memory(bytes, sizeof(bytes), MVIEW_WRITE);
	records = mview_ctype_view(type, view);
	assert_int_equal(mview_ctype_set(type, records, &index, "len", &value),
			 0);
	assert_memory_equal(bytes, wanted, sizeof(bytes));
	mview_close(records);
	mview_close(view);
	mview_ctype_close(type);
}

/* Two bit-fields that share a storage, and the bytes around it */
TEST(one_storage_is_changed_at_once)
{
	struct mview_ctype *type = bit_fields();
	struct mview_value one = { .type = MVIEW_UINT, .u = 1 };
	unsigned char bytes[16] = { 0 }, wanted[16] = { 0 }, storage[8];
	struct mview_member a, b, last;
	struct mview *view, *records, *part;
	int64_t index = 1;

	view = mview_from_memory(bytes, sizeof(bytes), MVIEW_WRITE);
	records = mview_ctype_view(type, view);
	assert_int_equal(mview_ctype_find(type, "a", &a), 0);
	assert_int_equal(mview_ctype_find(type, "b", &b), 0);
	assert_int_equal(mview_ctype_find(type, "d", &last), 0);
	assert_int_equal(a.offset, b.offset);
	part = mview_ctype_storage(type, records, &index, &a);
	assert_non_null(part);
	assert_int_equal(mview_nbytes(part), a.size);
	assert_int_equal(mview_tobytes(part, storage, sizeof(storage), 'C'),
			 a.size);
	assert_int_equal(mview_member_set(&a, storage, &one), 0);
	assert_int_equal(mview_member_set(&b, storage, &one), 0);
	assert_int_equal(mview_frombytes(part, storage, a.size), 0);
	assert_int_equal(mview_member_set(&a, wanted + 8 + a.offset, &one), 0);
	assert_int_equal(mview_member_set(&b, wanted + 8 + b.offset, &one), 0);
	assert_memory_equal(bytes, wanted, sizeof(bytes));
	mview_close(part);
	assert_fails(EINVAL, mview_ctype_storage(type, view, &index, &a) ? 0 : -1);
	index = 2;
	assert_fails(ERANGE,
		     mview_ctype_storage(type, records, &index, &last) ? 0 : -1);
	mview_close(records);
	mview_close(view);
	mview_ctype_close(type);
}

#define WITH_BTF(test)	cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		WITH_BTF(members_have_kinds_and_byte_orders),
		WITH_BTF(the_format_is_that_of_the_storage),
		cmocka_unit_test(padding_beside_a_value_is_described),
		WITH_BTF(pahole_would_print_the_same),
		cmocka_unit_test(a_format_may_name_the_type),
		WITH_BTF(storage_of_bits_has_no_neighbours),
		WITH_BTF(bits_are_in_the_order_of_the_machine),
		WITH_BTF(bits_are_read_and_written_alone),
		WITH_BTF(big_endian_bits_count_from_the_top),
		WITH_BTF(what_does_not_fit_is_refused),
		WITH_BTF(enums_have_names),
		WITH_BTF(members_of_anonymous_ones_are_found_as_in_c),
		WITH_BTF(the_format_has_the_member_that_fills_a_union),
		WITH_BTF(a_union_that_none_fills_is_bytes),
		WITH_BTF(arrays_have_their_dimensions),
		WITH_BTF(a_type_that_needs_too_long_a_format_is_bytes),
		WITH_BTF(pointers_are_numbers),
		WITH_BTF(floats_are_read_and_written),
		WITH_BTF(words_and_numbers_are_parsed),
		WITH_BTF(a_view_is_taken_as_a_type),
		WITH_BTF(a_strided_view_of_such_elements_is_taken_as_it_is),
		WITH_BTF(one_value_of_one_element_is_set),
		WITH_BTF(values_of_packed_structs_are_where_they_are),
		WITH_BTF(one_storage_is_changed_at_once),
	};

	return cmocka_run_group_tests_name("types", tests, NULL, NULL);
}
