// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Values that stand together, such as the colours of a pixel, taken apart and
 * put together. The compiler makes vectors of the loops, because it knows how
 * many values and of what size.
 */
#include "fast/fast.h"

#include "fast/simd.h"

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("O3")
#endif

#define LINE	64

/* The values are adjacent in @src, and @step bytes apart in @dst. */
static ALWAYS_INLINE void split_loop(u8 *restrict dst, s64 step,
				     const u8 *restrict src, s64 n, int ways,
				     int size)
{
	s64 i;
	int k;

	for (i = 0; i < n; i++)
		for (k = 0; k < ways; k++)
			memcpy(dst + k * step + i * size,
			       src + (i * ways + k) * size, size);
}

/* The values are adjacent in @dst, and @step bytes apart in @src. */
static ALWAYS_INLINE void join_loop(u8 *restrict dst, const u8 *restrict src,
				    s64 step, s64 n, int ways, int size)
{
	s64 i;
	int k;

	for (i = 0; i < n; i++)
		for (k = 0; k < ways; k++)
			memcpy(dst + (i * ways + k) * size,
			       src + k * step + i * size, size);
}

#define EACH(loop, ways)						\
	do {								\
		switch ((ways) * 16 + plane->block) {			\
		case 0x21:						\
			loop(2, 1);					\
			break;						\
		case 0x22:						\
			loop(2, 2);					\
			break;						\
		case 0x24:						\
			loop(2, 4);					\
			break;						\
		case 0x31:						\
			loop(3, 1);					\
			break;						\
		case 0x32:						\
			loop(3, 2);					\
			break;						\
		case 0x34:						\
			loop(3, 4);					\
			break;						\
		case 0x41:						\
			loop(4, 1);					\
			break;						\
		case 0x42:						\
			loop(4, 2);					\
			break;						\
		case 0x44:						\
			loop(4, 4);					\
			break;						\
		}							\
	} while (0)

#define SPLIT(ways_, size_)						\
	split_loop(plane->dst, plane->row.dst, plane->src, plane->col.n,	\
		   ways_, size_)
#define JOIN(ways_, size_)						\
	join_loop(plane->dst, plane->src, plane->col.src, plane->row.n,	\
		  ways_, size_)

static ALWAYS_INLINE void split_any(const struct mv_plane *plane)
{
	EACH(SPLIT, plane->row.n);
}

static ALWAYS_INLINE void join_any(const struct mv_plane *plane)
{
	EACH(JOIN, plane->col.n);
}

SIMD_TWINS(split, (const struct mv_plane *plane), (plane))
SIMD_TWINS(join, (const struct mv_plane *plane), (plane))

static bool is_few(s64 ways, s64 size)
{
	return ways >= 2 && ways <= 4 && (size == 1 || size == 2 || size == 4);
}

/* First up to the alignment of vectors to cache lines, then the rest. */
static void split_aligned(const struct mv_plane *plane)
{
	s64 ahead = (-(uintptr_t)plane->dst & (LINE - 1)) / plane->block;
	struct mv_plane part = *plane;

	if (ahead && ahead < plane->col.n) {
		part.col.n = ahead;
		split(&part);
		part.col.n = plane->col.n - ahead;
		part.dst += ahead * plane->col.dst;
		part.src += ahead * plane->col.src;
	}
	split(&part);
}

bool fast_split(const struct mv_plane *plane)
{
	s64 size = plane->block;

	if (!is_few(plane->row.n, size) || plane->row.src != size ||
	    plane->col.src != plane->row.n * size || plane->col.dst != size)
		return false;
	split_aligned(plane);
	return true;
}

bool fast_join(const struct mv_plane *plane)
{
	s64 size = plane->block;

	if (!is_few(plane->col.n, size) || plane->col.dst != size ||
	    plane->row.dst != plane->col.n * size || plane->row.src != size)
		return false;
	join(plane);
	return true;
}
