/* SPDX-License-Identifier: GPL-2.0 */
/* A fixture: 24 shorts, 0 to 23, and a view of them. */
#ifndef MVIEW_TESTS_SHORTS_H
#define MVIEW_TESTS_SHORTS_H

#include <stdint.h>

#include <mview.h>

static int16_t memory[24];

/* In C order, to be written to; the @state of a test. */
static inline int setup_shorts(void **state, int ndim, const int64_t *shape)
{
	int i;

	for (i = 0; i < 24; i++)
		memory[i] = i;
	*state = mview_from_layout(memory, sizeof(memory), "h", ndim, shape,
				   NULL, 0, MVIEW_WRITE);
	return !*state;
}

static inline int teardown(void **state)
{
	mview_close(*state);
	return 0;
}

#endif /* MVIEW_TESTS_SHORTS_H */
