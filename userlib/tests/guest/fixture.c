// SPDX-License-Identifier: GPL-2.0
/* The buffer that the tests look at. */
#include "../test.h"

#include <stdio.h>

#include "fixture.h"

static struct mview_buffer *buffer_of(struct mview *view)
{
	struct mview_buffer *buffer;

	buffer = mview_buffer_by_id(mview_buffer_id(view));
	assert_non_null(buffer);
	return buffer;
}

uint64_t exports_of(struct mview *view)
{
	struct mview_buffer *buffer = buffer_of(view);
	uint64_t exports = buffer->exports;

	mview_buffer_free(buffer);
	return exports;
}

uint64_t maps_of(struct mview *view)
{
	struct mview_buffer *buffer = buffer_of(view);
	uint64_t maps = buffer->maps;

	mview_buffer_free(buffer);
	return maps;
}

static int setup_sized(void **state, const char *kind, const char *size)
{
	if (sim_make(SIM_NAME, kind, "<h", "10 12", size)) {
		perror("mview_sim");
		return -1;
	}
	*state = mview_open(SIM_NAME, MVIEW_WRITE);
	return !*state;
}

int setup_pages(void **state)
{
	return setup_sized(state, "pages", "0");
}

int setup_vmalloc(void **state)
{
	return setup_sized(state, "vmalloc", "0");
}

int setup_unmappable(void **state)
{
	return setup_sized(state, "vmalloc", "244");
}

int teardown(void **state)
{
	if (!*state)
		return 0;
	mview_close(*state);
	return sim_remove(SIM_NAME);
}

int64_t at(struct mview *view, int64_t i, int64_t j)
{
	int64_t value, index[] = { i, j };

	assert_int_equal(mview_get_i64(view, index, NULL, &value), 0);
	return value;
}

struct mview *odd_slice(struct mview *view)
{
	const struct mview_range ranges[] = {
		mview_range(1, MVIEW_NONE, 2),
		mview_range(MVIEW_NONE, MVIEW_NONE, -3),
	};
	struct mview *slice = mview_slice(view, ranges, 2);

	assert_non_null(slice);
	return slice;
}
