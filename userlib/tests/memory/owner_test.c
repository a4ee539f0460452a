// SPDX-License-Identifier: GPL-2.0
/* Owners of memory: told of its end and of accesses. */
#include "test.h"

#include <mview.h>

/* What the owner was told, a letter each: r, w, R, W for sync, e for the end. */
static char told[32];

static void tell(char what)
{
	size_t len = strlen(told);

	assert_true(len + 1 < sizeof(told));
	told[len] = what;
	told[len + 1] = '\0';
}

static void end(void *arg)
{
	assert_ptr_equal(arg, told);
	tell('e');
}

static int sync_error;

/* A view that gets a bracket when an access has begun, as by another thread. */
static struct mview *to_bracket;

static int sync(void *arg, unsigned int flags, bool begin)
{
	struct mview *view = to_bracket;

	assert_ptr_equal(arg, told);
	assert_true(flags == MVIEW_READ || flags == MVIEW_WRITE);
	tell((flags == MVIEW_READ ? "Rr" : "Ww")[begin]);
	to_bracket = NULL;
	if (view)
		assert_int_equal(mview_sync_begin(view, flags), 0);
	return begin ? sync_error : 0;
}

static const struct mview_owner quiet = { .end = end };
static const struct mview_owner loud = { .end = end, .sync = sync };

static struct mview *view_of(const struct mview_owner *owner)
{
	static char memory[16];
	struct mview *view = mview_from_memory(memory, sizeof(memory),
					       MVIEW_WRITE);

	told[0] = '\0';
	sync_error = 0;
	assert_non_null(view);
	assert_int_equal(mview_set_owner(view, owner, told), 0);
	return view;
}

#define assert_told(what)	assert_string_equal(told, what)

TEST(end_is_called_once_with_the_last_view)
{
	struct mview *view = view_of(&quiet);
	struct mview *other = mview_from_view(view);

	mview_close(view);
	assert_told("");
	assert_int_equal(mview_release(other), 0);
	assert_told("e");
	mview_close(other);
	assert_told("e");
}

TEST(end_is_called_by_close)
{
	mview_close(view_of(&quiet));
	assert_told("e");
}

TEST(end_waits_for_a_mapped_view)
{
	struct mview *view = view_of(&quiet);

	assert_non_null(mview_map(view));
	assert_fails(EBUSY, mview_release(view));
	assert_told("");
	mview_unmap(view);
	mview_close(view);
	assert_told("e");
}

TEST(an_owner_is_found_by_its_kind)
{
	struct mview *view = view_of(&quiet);
	struct mview *other = mview_from_view(view);

	assert_ptr_equal(mview_get_owner(other, &quiet), told);
	assert_null(mview_get_owner(other, &loud));
	mview_close(view);
	mview_release(other);
	assert_null_errno(EBADFD, mview_get_owner(other, &quiet));
	assert_fails(EBADFD, mview_set_owner(other, &quiet, told));
	mview_close(other);
}

TEST(memory_has_one_owner)
{
	struct mview *view = view_of(&quiet);

	assert_fails(EBUSY, mview_set_owner(view, &loud, told));
	mview_close(view);
	assert_told("e");
}

TEST(brackets_are_told)
{
	struct mview *view = view_of(&loud);

	assert_int_equal(mview_sync_begin(view, MVIEW_WRITE), 0);
	assert_told("w");
	assert_int_equal(mview_sync_end(view), 0);
	assert_told("wW");
	assert_int_equal(mview_sync_begin(view, MVIEW_READ), 0);
	mview_close(view);
	assert_told("wWrRe");
}

TEST(accesses_outside_of_a_bracket_are_told)
{
	struct mview *view = view_of(&loud);
	int64_t index = 0, value;
	char bytes[16] = "";

	assert_int_equal(mview_get_i64(view, &index, NULL, &value), 0);
	assert_told("rR");
	assert_int_equal(mview_set_i64(view, &index, NULL, 1), 0);
	assert_told("rRwW");
	assert_int_equal(mview_tobytes(view, bytes, 16, 'C'), 16);
	assert_told("rRwWrR");
	assert_int_equal(mview_frombytes(view, bytes, 16), 0);
	assert_told("rRwWrRwW");
	assert_int_equal(mview_equal(view, view), 1);
	assert_told("rRwWrRwWrrRR");
	mview_close(view);
}

TEST(accesses_in_a_bracket_are_not_told)
{
	struct mview *view = view_of(&loud);
	char bytes[16];

	mview_sync_begin(view, MVIEW_READ);
	assert_int_equal(mview_tobytes(view, bytes, 16, 'C'), 16);
	assert_told("r");
	mview_sync_end(view);
	mview_close(view);
	assert_told("rRe");
}

TEST(an_access_ends_in_a_bracket_that_began_meanwhile)
{
	struct mview *view = view_of(&loud);
	int64_t index = 0, value;
	char bytes[16];

	to_bracket = view;
	assert_int_equal(mview_tobytes(view, bytes, 16, 'C'), 16);
	assert_told("rrR");
	mview_sync_end(view);
	to_bracket = view;
	assert_int_equal(mview_get_i64(view, &index, NULL, &value), 0);
	assert_told("rrRRrrR");
	mview_sync_end(view);
	to_bracket = view;
	assert_int_equal(mview_frombytes(view, bytes, 16), 0);
	assert_told("rrRRrrRRwwW");
	mview_close(view);
	assert_told("rrRRrrRRwwWWe");
}

TEST(an_access_that_the_owner_refuses_fails)
{
	struct mview *view = view_of(&loud);
	char bytes[16];

	sync_error = -EIO;
	assert_fails(EIO, mview_tobytes(view, bytes, 16, 'C'));
	assert_fails(EIO, mview_sync_begin(view, MVIEW_READ));
	assert_fails(EINVAL, mview_sync_end(view));
	mview_close(view);
	assert_told("rre");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(end_is_called_once_with_the_last_view),
		cmocka_unit_test(end_is_called_by_close),
		cmocka_unit_test(end_waits_for_a_mapped_view),
		cmocka_unit_test(an_owner_is_found_by_its_kind),
		cmocka_unit_test(memory_has_one_owner),
		cmocka_unit_test(brackets_are_told),
		cmocka_unit_test(accesses_outside_of_a_bracket_are_told),
		cmocka_unit_test(accesses_in_a_bracket_are_not_told),
		cmocka_unit_test(an_access_ends_in_a_bracket_that_began_meanwhile),
		cmocka_unit_test(an_access_that_the_owner_refuses_fails),
	};

	return cmocka_run_group_tests_name("owner", tests, NULL, NULL);
}
