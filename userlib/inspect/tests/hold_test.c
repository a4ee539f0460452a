// SPDX-License-Identifier: GPL-2.0
/* What is behind a source's view stays while it is used. */
#include "words.h"

#include <stdlib.h>

#include <mview-inspect.h>

#include "sources/hold.h"

static char memory[4] = { 1, 2, 3, 4 };
static const struct mview_picture picture = { .nplanes = 1 };

/**
 * struct behind - a hold of this test's
 * @hold: what the view knows
 * @view: is released while the hold is used, as another thread may do
 */
struct behind {
	struct hold hold;
	struct mview *view;
};

static void behind_end(struct hold *hold)
{
	free(hold);
}

static struct mview *release_and_open(struct hold *hold)
{
	struct behind *behind = (struct behind *)hold;

	assert_int_equal(mview_release(behind->view), 0);
	behind->view = NULL;
	return mview_from_memory(memory, sizeof(memory), 0);
}

static struct mview *behind_next(struct hold *hold, int timeout_ms)
{
	assert_int_equal(timeout_ms, 7);
	return release_and_open(hold);
}

static struct mview *behind_plane(struct hold *hold, int plane)
{
	assert_int_equal(plane, 0);
	return release_and_open(hold);
}

static const struct hold_ops ops = {
	.end = behind_end,
	.next = behind_next,
	.plane = behind_plane,
};

static struct mview *open_view(void)
{
	struct behind *behind = calloc(1, sizeof(*behind));

	assert_non_null(behind);
	behind->hold.ops = &ops;
	behind->hold.picture = &picture;
	layout_bytes(&behind->hold.layout, sizeof(memory));
	behind->view = mview_from_memory(memory, sizeof(memory), 0);
	return hold_bind(behind->view, &behind->hold);
}

TEST(a_view_may_be_released_while_the_next_is_waited_for)
{
	struct mview *view = open_view(), *next;

	next = mview_source_next(view, 7);
	assert_non_null(next);
	mview_close(next);
	mview_close(view);
}

TEST(a_view_may_be_released_while_a_plane_is_opened)
{
	struct mview *view = open_view(), *plane;

	assert_ptr_equal(mview_source_picture(view), &picture);
	plane = mview_source_plane(view, 0);
	assert_non_null(plane);
	mview_close(plane);
	mview_close(view);
}

TEST(a_view_that_was_released_is_told)
{
	struct mview *view = open_view();

	assert_int_equal(mview_release(view), 0);
	assert_null(mview_source_picture(view));
	assert_words(EBADFD, "released", mview_source_plane(view, 0));
	assert_words(EBADFD, "released", mview_source_next(view, 7));
	assert_int_equal(mview_source_fd(view), -1);
	assert_int_equal(errno, EBADFD);
	assert_int_equal(mview_source_sequence(view), -1);
	assert_int_equal(errno, EBADFD);
	mview_close(view);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_view_may_be_released_while_the_next_is_waited_for),
		cmocka_unit_test(a_view_may_be_released_while_a_plane_is_opened),
		cmocka_unit_test(a_view_that_was_released_is_told),
	};

	return cmocka_run_group_tests_name("hold", tests, NULL, NULL);
}
