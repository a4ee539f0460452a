// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Transposes: squares of one vector's width, in registers, into a tile in the
 * first level cache, and from there whole cache lines to the destination. In
 * big assignments these lines go past the cache, where they would not stay
 * anyway; to write them the usual way the CPU would have to read them first.
 */
#include "fast/fast.h"

#include "fast/simd.h"

#ifdef SIMD_X86
#include <emmintrin.h>

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("O3")
#endif

#define LINE		64
#define VECTOR		16
#define TILE_ROWS	64
#define TILE_PITCH	256		/* bytes of a row of the tile */
#define BIG		(1 << 20)	/* bytes of an assignment */

struct tile {
	_Alignas(LINE) u8 bytes[TILE_ROWS * TILE_PITCH];
};

static ALWAYS_INLINE __m128i unpack_low(__m128i a, __m128i b, int size)
{
	switch (size) {
	case 1:
		return _mm_unpacklo_epi8(a, b);
	case 2:
		return _mm_unpacklo_epi16(a, b);
	case 4:
		return _mm_unpacklo_epi32(a, b);
	default:
		return _mm_unpacklo_epi64(a, b);
	}
}

static ALWAYS_INLINE __m128i unpack_high(__m128i a, __m128i b, int size)
{
	switch (size) {
	case 1:
		return _mm_unpackhi_epi8(a, b);
	case 2:
		return _mm_unpackhi_epi16(a, b);
	case 4:
		return _mm_unpackhi_epi32(a, b);
	default:
		return _mm_unpackhi_epi64(a, b);
	}
}

/* To shuffle n vectors of n elements perfectly, log2(n) times, exchanges. */
static ALWAYS_INLINE void square(u8 *tile, const u8 *src, s64 step, int size)
{
	const int edge = 16 / size;
	__m128i v[16], w[16];
	int i, n;

#pragma GCC unroll 16
	for (i = 0; i < edge; i++)
		v[i] = _mm_loadu_si128((const __m128i *)(src + i * step));
#pragma GCC unroll 4
	for (n = edge; n > 1; n /= 2) {
#pragma GCC unroll 8
		for (i = 0; i < edge / 2; i++) {
			w[2 * i] = unpack_low(v[i], v[i + edge / 2], size);
			w[2 * i + 1] = unpack_high(v[i], v[i + edge / 2],
						   size);
		}
#pragma GCC unroll 16
		for (i = 0; i < edge; i++)
			v[i] = w[i];
	}
#pragma GCC unroll 16
	for (i = 0; i < edge; i++)
		_mm_store_si128((__m128i *)(tile + i * TILE_PITCH), v[i]);
}

/* The rest beside whole squares: rows from @i, columns from @j to @end. */
static ALWAYS_INLINE void odd(u8 *tile, const struct mv_plane *part, s64 i,
			      s64 j, s64 end, int size)
{
	s64 k;

	for (; i < part->row.n; i++)
		for (k = j; k < end; k++)
			memcpy(tile + i * TILE_PITCH + k * size,
			       part->src + i * size + k * part->col.src, size);
}

static ALWAYS_INLINE void fill_any(u8 *tile, const struct mv_plane *part,
				   int size)
{
	const s64 edge = 16 / size;
	s64 i, j;

	for (j = 0; j + edge <= part->col.n; j += edge) {
		for (i = 0; i + edge <= part->row.n; i += edge)
			square(tile + i * TILE_PITCH + j * size,
			       part->src + i * size + j * part->col.src,
			       part->col.src, size);
		odd(tile, part, i, j, j + edge, size);
	}
	odd(tile, part, 0, j, part->col.n, size);
}

static void fill(u8 *tile, const struct mv_plane *part)
{
	switch (part->block) {
	case 1:
		fill_any(tile, part, 1);
		break;
	case 2:
		fill_any(tile, part, 2);
		break;
	case 4:
		fill_any(tile, part, 4);
		break;
	case 8:
		fill_any(tile, part, 8);
		break;
	default:
		fill_any(tile, part, 16);
	}
}

static ALWAYS_INLINE __m128i load_tile(const u8 *at)
{
	return _mm_load_si128((const __m128i *)at);
}

/* Rows of the tile to the destination. */
static void drain(const u8 *tile, const struct mv_plane *part, bool stream)
{
	s64 i, at, bytes = part->col.n * part->block;

	for (i = 0; i < part->row.n; i++) {
		u8 *dst = part->dst + i * part->row.dst;
		const u8 *row = tile + i * TILE_PITCH;

		at = 0;
		if (stream)
			for (; at < (bytes & -VECTOR); at += 16)
				_mm_stream_si128((__m128i *)(dst + at),
						 load_tile(row + at));
		memcpy(dst + at, row + at, bytes - at);
	}
}

/*
 * Columns of the first tile, so that those behind it begin with a line. In a
 * plane that is no wider than a tile, parts of lines are written anyway; better
 * past the cache, whose ways the rest of them would not outlive.
 */
static s64 first_cols(const struct mv_plane *plane)
{
	s64 line = plane->col.n * plane->block > TILE_PITCH ? LINE : VECTOR;
	s64 ahead = -(uintptr_t)plane->dst & (line - 1);

	return ahead ? ahead / plane->block : TILE_PITCH / plane->block;
}

static s64 at_most(s64 n, s64 most)
{
	return n < most ? n : most;
}

/* Down the rows, so that what is read follows what was read before. */
static void transpose(const struct mv_plane *plane, bool stream)
{
	s64 i, j, cols = TILE_PITCH / plane->block;
	struct mv_plane part = *plane;
	struct tile tile;

	if (stream)
		cols = first_cols(plane);
	for (j = 0; j < plane->col.n; j += cols) {
		if (j)
			cols = TILE_PITCH / plane->block;
		part.col.n = at_most(plane->col.n - j, cols);
		for (i = 0; i < plane->row.n; i += TILE_ROWS) {
			part.row.n = at_most(plane->row.n - i, TILE_ROWS);
			part.dst = plane->dst + i * plane->row.dst +
				   j * plane->block;
			part.src = plane->src + i * plane->block +
				   j * plane->col.src;
			fill(tile.bytes, &part);
			drain(tile.bytes, &part, stream &&
			      (uintptr_t)part.dst % VECTOR == 0);
		}
	}
}

bool fast_transpose(const struct mv_plane *plane)
{
	s64 size = plane->block;
	bool stream;

	if (simd_level() < SIMD_SSE2 || size > 16 || (size & (size - 1)) ||
	    plane->row.src != size || plane->col.dst != size ||
	    plane->row.n * size < 16 || plane->col.n * size < 16)
		return false;
	stream = plane->total >= BIG && plane->row.dst % LINE == 0 &&
		 (uintptr_t)plane->dst % size == 0;
	transpose(plane, stream);
	return true;
}

void fast_transpose_end(void)
{
	_mm_sfence();
}
#else
bool fast_transpose(const struct mv_plane *plane)
{
	(void)plane;
	return false;
}

void fast_transpose_end(void)
{
}
#endif
