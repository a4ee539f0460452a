// SPDX-License-Identifier: GPL-2.0
/* libmview when allocations fail. The sanitizer looks for leaks. */
#include "test.h"

#include <mview.h>

#include "fault.h"

static int16_t memory[6] = { 0, 1, 2, 3, 4, 5 };
static int16_t *rows[2] = { memory + 3, memory };
static const int64_t shape[] = { 2, 3 };

/* A view is made. */
static int closed(struct mview *view)
{
	mview_close(view);
	return view ? 0 : -1;
}

static struct mview *make_grid(unsigned int flags)
{
	return mview_from_layout(memory, sizeof(memory), "h", 2, shape, NULL,
				 0, flags);
}

/* Two rows behind pointers, which are copied to be looked at. */
static struct mview *make_rows(const char *format, bool readonly)
{
	static const int64_t strides[] = { sizeof(*rows), 2 };
	static const int64_t suboffsets[] = { 0, -1 };
	const struct mview_array array = {
		.buf = rows, .len = 12, .itemsize = 2, .ndim = 2,
		.format = format, .shape = shape, .strides = strides,
		.suboffsets = suboffsets, .readonly = readonly,
	};

	return mview_from_array(&array);
}

static int setup_grid(void **state)
{
	*state = make_grid(MVIEW_WRITE);
	return !*state;
}

static int setup_rows(void **state)
{
	*state = make_rows("h", false);
	return !*state;
}

static int teardown(void **state)
{
	mview_close(*state);
	return 0;
}

static int open_memory(void *arg)
{
	(void)arg;
	return closed(mview_from_memory(memory, sizeof(memory), 0));
}

static int open_rows(void *arg)
{
	(void)arg;
	return closed(make_rows("h", false));
}

TEST(views_are_not_made)
{
	assert_true(fault_each(open_memory, NULL) >= 2);
	assert_true(fault_each(open_rows, NULL) >= 2);
}

static int slice(void *view)
{
	const struct mview_range range = mview_range(0, 1, 1);

	return closed(mview_slice(view, &range, 1));
}

static int transpose(void *view)
{
	return closed(mview_transpose(view, NULL));
}

static int cast(void *view)
{
	return closed(mview_cast(view, "B", 0, NULL, 0));
}

static int cast_to_record(void *view)
{
	return closed(mview_cast(view, "T{h:a:h:b:}", 0, NULL,
				 MVIEW_CAST_FREE));
}

static int toreadonly(void *view)
{
	return closed(mview_toreadonly(view));
}

TEST(views_are_not_derived)
{
	assert_int_equal(fault_each(slice, *state), 1);
	assert_int_equal(fault_each(transpose, *state), 1);
	assert_int_equal(fault_each(toreadonly, *state), 1);
	assert_true(fault_each(cast, *state) >= 1);
	assert_true(fault_each(cast_to_record, *state) >= 2);
}

static int copy(void *view)
{
	return closed(mview_get_contiguous(view, MVIEW_READ, 'F'));
}

static int shadow(void *view)
{
	return closed(mview_get_contiguous(view, MVIEW_SHADOW, 'F'));
}

TEST(contiguous_copies_are_not_made)
{
	assert_true(fault_each(copy, *state) >= 3);
	assert_true(fault_each(shadow, *state) >= 4);
}

static int tobytes(void *view)
{
	char bytes[sizeof(memory)];

	return mview_tobytes(view, bytes, sizeof(bytes), 'F') < 0 ? -1 : 0;
}

static int hex(void *view)
{
	char text[64];

	return mview_hex(view, text, sizeof(text), '\0', 0) < 0 ? -1 : 0;
}

static int tolist(void *view)
{
	const struct mview_visitor nobody = {};

	return mview_tolist(view, &nobody, NULL);
}

static int equal(void *view)
{
	return mview_equal(view, view) < 0 ? -1 : 0;
}

TEST(elements_behind_pointers_are_not_copied)
{
	assert_int_equal(fault_each(tobytes, *state), 1);
	assert_int_equal(fault_each(hex, *state), 1);
	assert_int_equal(fault_each(tolist, *state), 1);
	assert_int_equal(fault_each(equal, *state), 2);
}

static int hash(void *arg)
{
	struct mview *view = arg;

	return mview_hash(view) == -1 ? -1 : 0;
}

TEST(hashes_are_not_reckoned)
{
	struct mview *bytes = mview_from_memory(memory, sizeof(memory), 0);
	const struct mview_range odd = mview_range(1, MVIEW_NONE, 2);
	struct mview *slice = mview_slice(bytes, &odd, 1);

	assert_int_equal(fault_each(hash, slice), 1);
	/* Remembered. */
	assert_int_equal(fault_each(hash, slice), 0);
	mview_close(slice);
	mview_close(bytes);
}

static int assign_reversed(void *view)
{
	const struct mview_range back = {
		MVIEW_NONE, MVIEW_NONE, -1, 0,
	};
	struct mview *reversed;
	int result;

	reversed = mview_slice(view, &back, 1);
	if (!reversed)
		return -1;
	result = mview_assign(view, reversed);
	mview_close(reversed);
	return result;
}

TEST(nothing_is_assigned)
{
	const int16_t before[] = { 0, 1, 2, 3, 4, 5 };
	const int16_t after[] = { 3, 4, 5, 0, 1, 2 };

	memcpy(memory, before, sizeof(memory));
	assert_true(fault_each(assign_reversed, *state) >= 2);
	assert_memory_equal(memory, after, sizeof(memory));
	memcpy(memory, before, sizeof(memory));
}

static int assign_between(void *view)
{
	struct mview *grid = make_grid(MVIEW_WRITE);
	int result;

	if (!grid)
		return -1;
	result = mview_assign(grid, view);
	if (!result)
		result = mview_assign(view, grid);
	mview_close(grid);
	return result;
}

TEST(nothing_is_assigned_along_pointers)
{
	assert_true(fault_each(assign_between, *state) >= 3);
}

static int read_long_field(void *view)
{
	char bytes[100];

	return mview_get_bytes(view, NULL, NULL, bytes, sizeof(bytes)) < 0 ?
		       -1 : 0;
}

TEST(long_values_are_not_read)
{
	char text[100] = "long";
	struct mview *view = mview_from_layout(text, sizeof(text), "100s", 0,
					       NULL, NULL, 0, 0);

	assert_int_equal(fault_each(read_long_field, view), 1);
	mview_close(view);
}

static int describe(void *arg)
{
	char text[200];

	(void)arg;
	return mview_format_describe("T{h:a:}", text, sizeof(text)) < 0 ? -1 : 0;
}

TEST(formats_are_not_described)
{
	assert_true(fault_each(describe, NULL) >= 1);
}

#define WITH(kind, test) \
	cmocka_unit_test_setup_teardown(test, setup_##kind, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(views_are_not_made),
		WITH(grid, views_are_not_derived),
		WITH(grid, contiguous_copies_are_not_made),
		WITH(rows, elements_behind_pointers_are_not_copied),
		cmocka_unit_test(hashes_are_not_reckoned),
		WITH(grid, nothing_is_assigned),
		WITH(rows, nothing_is_assigned_along_pointers),
		cmocka_unit_test(long_values_are_not_read),
		cmocka_unit_test(formats_are_not_described),
	};

	return cmocka_run_group_tests_name("fault", tests, NULL, NULL);
}
