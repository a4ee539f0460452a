// SPDX-License-Identifier: GPL-2.0
/* Views as nested lists, and their hashes. */
#include "test.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <mview.h>

/* Python's text of a list. */
struct repr {
	FILE *out;
	bool first;
	const struct mview_field *stop;
};

static void separate(struct repr *repr)
{
	if (!repr->first)
		fputs(", ", repr->out);
	repr->first = false;
}

static int enter(void *arg, const struct mview_field *record, int64_t len)
{
	struct repr *repr = arg;

	separate(repr);
	repr->first = true;
	fprintf(repr->out, "%c%" PRId64 ": ", record ? '(' : '[', len);
	return 0;
}

static int leave(void *arg, const struct mview_field *record)
{
	struct repr *repr = arg;

	repr->first = false;
	fputc(record ? ')' : ']', repr->out);
	return 0;
}

static int value(void *arg, const struct mview_field *field,
		 const struct mview_value *value)
{
	struct repr *repr = arg;

	separate(repr);
	if (value->type == MVIEW_BYTES)
		fprintf(repr->out, "b'%.*s'", (int)value->bytes.len,
			(const char *)value->bytes.data);
	else if (value->type == MVIEW_FLOAT)
		fprintf(repr->out, "%g", value->f[0]);
	else
		fprintf(repr->out, "%" PRId64, value->i);
	return value->i == 99 && field->code == 'B' ? 99 : 0;
}

static const struct mview_visitor visitor = {
	.enter = enter,
	.leave = leave,
	.value = value,
};

static void check_list(struct mview *view, const char *want)
{
	struct repr repr = { .first = true };
	size_t size;
	char *text;

	assert_non_null(view);
	repr.out = open_memstream(&text, &size);
	assert_int_equal(mview_tolist(view, &visitor, &repr), 0);
	fclose(repr.out);
	assert_string_equal(text, want);
	free(text);
	mview_close(view);
}

static struct mview *view_of(const void *memory, size_t size,
			     const char *format, int ndim, int64_t a, int64_t b)
{
	const int64_t shape[] = { a, b };

	return mview_from_layout((void *)memory, size, format, ndim, shape,
				 NULL, 0, 0);
}

TEST(tolist_nests_as_the_axes_do)
{
	static const int16_t memory[] = { 1, -2, 3, 4, 5, 6 };

	check_list(view_of(memory, 12, "h", 0, 0, 0), "1");
	check_list(view_of(memory, 12, "h", 1, 3, 0), "[3: 1, -2, 3]");
	check_list(view_of(memory, 12, "h", 2, 2, 3),
		   "[2: [3: 1, -2, 3], [3: 4, 5, 6]]");
	check_list(view_of(memory, 12, "h", 1, 0, 0), "[0: ]");
	check_list(view_of(memory, 12, "h", 2, 2, 0), "[2: [0: ], [0: ]]");
	check_list(view_of(memory, 12, "h", 2, 0, 2), "[0: ]");
}

TEST(tolist_follows_the_strides)
{
	static const int16_t memory[] = { 1, 2, 3, 4, 5, 6 };
	struct mview *view = view_of(memory, 12, "h", 2, 2, 3);
	const struct mview_range ranges[] = {
		mview_range(MVIEW_NONE, MVIEW_NONE, -1),
		mview_range(MVIEW_NONE, MVIEW_NONE, 2),
	};

	check_list(mview_transpose(view, NULL),
		   "[3: [2: 1, 4], [2: 2, 5], [2: 3, 6]]");
	check_list(mview_slice(view, ranges, 2),
		   "[2: [2: 4, 6], [2: 1, 3]]");
	mview_close(view);
}

TEST(tolist_takes_any_format)
{
	static const char memory[] = "\1\2\3\4abcd\0\5\0\6";

	check_list(view_of(memory, 12, "3B", 1, 2, 0),
		   "[2: [3: 1, 2, 3], [3: 4, 97, 98]]");
	check_list(view_of(memory, 12, "(2,2)B", 0, 0, 0),
		   "[2: [2: 1, 2], [2: 3, 4]]");
	check_list(view_of(memory, 12, "4x2s2s", 0, 0, 0),
		   "(2: b'ab', b'cd')");
	check_list(view_of(memory, 12, "T{2B:a:T{b:x:b:y:}:b:4s:c:>2h:d:}", 1,
			   1, 0),
		   "[1: (4: [2: 1, 2], (2: 3, 4), b'abcd', [2: 5, 6])]");
	check_list(view_of(memory, 12, "4x", 1, 2, 0), "[2: (0: ), (0: )]");
	check_list(view_of("\0\x3c", 2, "<e", 0, 0, 0), "1");
}

TEST(tolist_goes_through_no_items_without_bytes)
{
	alarm(20);
	check_list(view_of("a", 1, "x(1000000000,1000000000)0s", 0, 0, 0), "[0: ]");
	check_list(view_of("a", 1, "T{B:b:(1000000000,0)B:z:}", 1, 1, 0), "[1: (2: 97, [0: ])]");
	check_list(view_of("a", 1, "T{B:b:(0,4000000000000000000,4000000000000000000)B:z:}",
			   0, 0, 0), "(2: 97, [0: ])");
	check_list(view_of("a", 1, "T{B:b:(1000000000)T{}:z:}", 0, 0, 0), "(2: 97, [0: ])");
	check_list(view_of("a", 1, "T{B:b:(1000000000)T{0s:a:}:z:}", 0, 0, 0), "(2: 97, [0: ])");
	check_list(view_of("a", 1, "T{B:b:0s:s:T{}:z:}", 0, 0, 0), "(3: 97, b'', (0: ))");
	alarm(0);
}

TEST(a_visitor_can_stop)
{
	static const unsigned char memory[] = { 1, 99, 3 };
	struct mview *view = view_of(memory, 3, "B", 1, 3, 0);
	struct repr repr = { .first = true };
	size_t size;
	char *text;

	repr.out = open_memstream(&text, &size);
	assert_int_equal(mview_tolist(view, &visitor, &repr), 99);
	fclose(repr.out);
	assert_string_equal(text, "[3: 1, 99");
	free(text);
	mview_close(view);
}

TEST(a_visitor_needs_no_functions)
{
	static const struct mview_visitor none;
	struct mview *view = view_of("abc", 3, "T{B:a:B:b:B:c:}", 1, 1, 0);

	assert_int_equal(mview_tolist(view, &none, NULL), 0);
	assert_int_equal(mview_release(view), 0);
	assert_fails(EBADFD, mview_tolist(view, &none, NULL));
	mview_close(view);
}

static int release(void *arg, const struct mview_field *field,
		   const struct mview_value *value)
{
	(void)field;
	(void)value;
	return mview_release(arg);
}

TEST(a_visitor_can_not_release_the_view)
{
	static const struct mview_visitor releases = { .value = release };
	struct mview *view = view_of("abc", 3, "B", 1, 3, 0);

	assert_fails(EBUSY, mview_tolist(view, &releases, view));
	mview_close(view);
}

static int64_t hash_of(const char *text, size_t size)
{
	struct mview *view = mview_from_memory((void *)text, size, 0);
	int64_t hash = mview_hash(view);

	mview_close(view);
	return hash;
}

/* The numbers are those of PYTHONHASHSEED=0 python3 -c 'print(hash(b"…"))'. */
TEST(hash_is_that_of_the_bytes)
{
	assert_int_equal(hash_of("", 0), 0);
	assert_int_equal(hash_of("abcefg", 6), 5169814810119321179);
	assert_int_equal(hash_of("0123456789abcdef", 16), 2108444454683020324);
	assert_int_equal(hash_of("0123456789abcdefg", 17), 3684970308279301995);
}

TEST(hash_is_that_of_the_elements)
{
	static const int64_t shape[] = { 2, 3 };
	struct mview *view = mview_from_memory("abcefg", 6, 0), *other;
	struct mview_range back = mview_range(MVIEW_NONE, MVIEW_NONE, -2);

	other = mview_slice(view, &back, 1);
	assert_int_equal(mview_hash(other), hash_of("geb", 3));
	mview_close(other);
	other = mview_cast(view, "c", 2, shape, 0);
	assert_int_equal(mview_hash(other), hash_of("abcefg", 6));
	mview_close(view);
	view = mview_transpose(other, NULL);
	assert_int_equal(mview_hash(view), hash_of("aebfcg", 6));
	mview_close(view);
	mview_close(other);
}

TEST(hash_refuses_what_memoryview_refuses)
{
	char memory[8] = "abcefg";
	struct mview *view = mview_from_memory(memory, 8, MVIEW_WRITE), *other;

	assert_fails(EINVAL, mview_hash(view));
	other = mview_toreadonly(view);
	assert_true(mview_hash(other) != -1);
	mview_close(view);
	view = mview_cast(other, "h", 0, NULL, 0);
	assert_fails(EINVAL, mview_hash(view));
	mview_close(view);
	view = mview_cast(other, "<B", 0, NULL, MVIEW_CAST_FREE);
	assert_fails(EINVAL, mview_hash(view));
	assert_int_equal(mview_release(view), 0);
	assert_fails(EBADFD, mview_hash(view));
	mview_close(view);
	mview_close(other);
}

TEST(hash_is_remembered)
{
	char memory[] = "abcefg";
	struct mview *view = mview_from_memory(memory, 6, 0);
	int64_t hash = mview_hash(view);

	memory[0] = 'x';
	assert_int_equal(mview_hash(view), hash);
	assert_int_equal(mview_release(view), 0);
	assert_int_equal(mview_hash(view), hash);
	mview_close(view);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tolist_nests_as_the_axes_do),
		cmocka_unit_test(tolist_follows_the_strides),
		cmocka_unit_test(tolist_takes_any_format),
		cmocka_unit_test(tolist_goes_through_no_items_without_bytes),
		cmocka_unit_test(a_visitor_can_stop),
		cmocka_unit_test(a_visitor_needs_no_functions),
		cmocka_unit_test(a_visitor_can_not_release_the_view),
		cmocka_unit_test(hash_is_that_of_the_bytes),
		cmocka_unit_test(hash_is_that_of_the_elements),
		cmocka_unit_test(hash_refuses_what_memoryview_refuses),
		cmocka_unit_test(hash_is_remembered),
	};

	return cmocka_run_group_tests_name("list", tests, NULL, NULL);
}
