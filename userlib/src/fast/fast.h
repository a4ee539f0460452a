/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Loops that know their steps, so that the machine's vectors can be used. */
#ifndef MVIEW_SRC_FAST_H
#define MVIEW_SRC_FAST_H

#include <stdbool.h>

#include "core/assign.h"

/*
 * Planes of an assignment that are copied faster than mv_plane_copy() can.
 * Each returns false, with nothing done, for a plane that it is not made for.
 */

/* Copy rows of single elements that are equally spaced. */
bool fast_rows(const struct mv_plane *plane);

/* Copy groups of 2 to 4 values that are adjacent in source or destination. */
bool fast_split(const struct mv_plane *plane);
bool fast_join(const struct mv_plane *plane);

/* Exchange the axes; write past the cache if the whole assignment is big. */
bool fast_transpose(const struct mv_plane *plane);

/* Make what fast_transpose() wrote past the cache visible to all threads. */
void fast_transpose_end(void);

/* Assign any plane by the fastest of these. */
void fast_copy(const struct mv_plane *plane);

/**
 * fast_swap - words in the other byte order
 * @dst: where the first goes
 * @to: bytes from one to the next there
 * @src: where the first is; @dst, or apart from it
 * @from: bytes from one to the next there
 * @n: number of words
 * @width: bytes of a word: 2, 4 or 8
 */
void fast_swap(void *dst, int64_t to, const void *src, int64_t from, int64_t n,
	       int64_t width);

#endif /* MVIEW_SRC_FAST_H */
