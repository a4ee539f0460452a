// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Rows, where elements are equally spaced: loops that the compiler makes
 * vectors of, because it knows the steps.
 */
#include "fast/fast.h"

#include "fast/simd.h"

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("O3")
#endif

static ALWAYS_INLINE void row_any(u8 *restrict dst, s64 to,
				  const u8 *restrict src, s64 from, s64 n,
				  int size)
{
	s64 i;

	for (i = 0; i < n; i++)
		memcpy(dst + i * to, src + i * from, size);
}

#define WIDE	16		/* bytes of a step that leave vectors nothing */
#define FAR	(256 << 10)	/* bytes that have to come from memory, mostly */
#define AHEAD	4096		/* bytes to look ahead, at least */
#define AHEAD_STEPS	32	/* blocks, likewise */

/*
 * The same in wide steps through much memory. The processor's own prefetching
 * ends where a page does, and does not see steps of a page and more.
 */
static ALWAYS_INLINE void row_wide(u8 *restrict dst, s64 to,
				   const u8 *restrict src, s64 from, s64 n,
				   int size)
{
	s64 i, ahead = AHEAD_STEPS * from;

	if (ahead > -AHEAD && ahead < AHEAD)
		ahead = from < 0 ? -AHEAD : AHEAD;
	for (i = 0; i < n; i++) {
		__builtin_prefetch(src + i * from + ahead);
		memcpy(dst + i * to, src + i * from, size);
	}
}

static bool is_wide(s64 from, s64 n)
{
	s64 step = from < 0 ? -from : from;

	return step >= WIDE && step >= FAR / n;
}

/* One size of element: the steps that have a loop of their own. */
static ALWAYS_INLINE void sized_any(u8 *dst, s64 to, const u8 *src, s64 from,
				    s64 n, int size)
{
	if (to != size)
		row_any(dst, to, src, from, n, size);
	else if (from == 2 * size)
		row_any(dst, size, src, 2 * size, n, size);
	else if (from == 3 * size)
		row_any(dst, size, src, 3 * size, n, size);
	else if (from == 4 * size)
		row_any(dst, size, src, 4 * size, n, size);
	else if (from == -size)
		row_any(dst, size, src, -size, n, size);
	else if (is_wide(from, n))
		row_wide(dst, size, src, from, n, size);
	else
		row_any(dst, size, src, from, n, size);
}

static ALWAYS_INLINE void rows_any(const struct mv_plane *plane, int size)
{
	s64 i;

	for (i = 0; i < plane->row.n; i++)
		sized_any(plane->dst + i * plane->row.dst, plane->col.dst,
			  plane->src + i * plane->row.src, plane->col.src,
			  plane->col.n, size);
}

static ALWAYS_INLINE void copy_rows_any(const struct mv_plane *plane)
{
	switch (plane->block) {
	case 1:
		rows_any(plane, 1);
		break;
	case 2:
		rows_any(plane, 2);
		break;
	case 4:
		rows_any(plane, 4);
		break;
	case 8:
		rows_any(plane, 8);
		break;
	default:
		rows_any(plane, 16);
	}
}

SIMD_TWINS(copy_rows, (const struct mv_plane *plane), (plane))

bool fast_rows(const struct mv_plane *plane)
{
	s64 size = plane->block;

	/* Blocks that overlap would have to be copied in order. */
	if (size > 16 || (size & (size - 1)) || plane->col.dst < size ||
	    plane->col.n < 8)
		return false;
	copy_rows(plane);
	return true;
}
