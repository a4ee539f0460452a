// SPDX-License-Identifier: GPL-2.0 OR LGPL-2.1-or-later
/*
 * Planes, in plain C: row by row; or, where the source takes its smallest
 * steps from row to row, in squares by way of a tile, so that neither side
 * needs more cache lines at once than its ways can hold.
 */
#include "assign.h"

#define MV_TILE_BYTES	1024	/* of the stack */
#define MV_TILE_EDGE	16	/* blocks, where no tile is used */

/* A constant @len lets the compiler make one load and one store of it. */
#define MV_COPY_ROW(len)						\
	do {								\
		for (i = 0; i < n; i++)					\
			memcpy(dst + i * to, src + i * from, len);	\
	} while (0)

static void mv_copy_row(u8 *dst, s64 to, const u8 *src, s64 from, s64 block,
			s64 n)
{
	s64 i;

	switch (block) {
	case 1:
		MV_COPY_ROW(1);
		break;
	case 2:
		MV_COPY_ROW(2);
		break;
	case 4:
		MV_COPY_ROW(4);
		break;
	case 8:
		MV_COPY_ROW(8);
		break;
	case 16:
		MV_COPY_ROW(16);
		break;
	default:
		MV_COPY_ROW(block);
	}
}

/* Rows that write in the order of the destination. */
static void mv_plane_rows(const struct mv_plane *plane)
{
	u8 *dst = plane->dst;
	const u8 *src = plane->src;
	s64 i;

	for (i = 0; i < plane->row.n; i++) {
		mv_copy_row(dst, plane->col.dst, src, plane->col.src,
			    plane->block, plane->col.n);
		dst += plane->row.dst;
		src += plane->row.src;
	}
}

/* Columns of @plane, no longer than a tile's edge, which read forward. */
static void mv_tile_direct(const struct mv_plane *plane)
{
	s64 i;

	for (i = 0; i < plane->col.n; i++)
		mv_copy_row(plane->dst + i * plane->col.dst, plane->row.dst,
			    plane->src + i * plane->col.src, plane->row.src,
			    plane->block, plane->row.n);
}

/* The same if the blocks of a row follow one another in the destination. */
static void mv_tile_through(const struct mv_plane *plane)
{
	s64 pitch = plane->col.n * plane->block, i;
	u8 tile[MV_TILE_BYTES];

	for (i = 0; i < plane->col.n; i++)
		mv_copy_row(tile + i * plane->block, pitch,
			    plane->src + i * plane->col.src, plane->row.src,
			    plane->block, plane->row.n);
	for (i = 0; i < plane->row.n; i++)
		memcpy(plane->dst + i * plane->row.dst, tile + i * pitch,
		       pitch);
}

/* A tile has up to MV_TILE_BYTES, and rows of whole cache lines. */
static void mv_tile_edges(s64 block, s64 *rows, s64 *cols)
{
	switch (block) {
	case 1:
		*rows = 16;
		*cols = 64;
		break;
	case 2:
		*rows = 16;
		*cols = 32;
		break;
	case 4:
		*rows = 16;
		*cols = 16;
		break;
	case 8:
		*rows = 16;
		*cols = 8;
		break;
	case 16:
		*rows = 8;
		*cols = 8;
		break;
	default:
		*rows = MV_TILE_EDGE;
		*cols = MV_TILE_EDGE;
	}
}

/* Go down the rows, so that reads of the source move forward. */
static void mv_plane_tiles(const struct mv_plane *plane)
{
	struct mv_plane tile = *plane;
	s64 rows, cols, i, j;

	mv_tile_edges(plane->block, &rows, &cols);
	for (j = 0; j < plane->col.n; j += cols) {
		tile.col.n = min(plane->col.n - j, cols);
		for (i = 0; i < plane->row.n; i += rows) {
			tile.row.n = min(plane->row.n - i, rows);
			tile.dst = plane->dst + i * plane->row.dst +
				   j * plane->col.dst;
			tile.src = plane->src + i * plane->row.src +
				   j * plane->col.src;
			if (plane->col.dst == plane->block &&
			    rows * cols * plane->block <= MV_TILE_BYTES)
				mv_tile_through(&tile);
			else
				mv_tile_direct(&tile);
		}
	}
}

bool mv_plane_is_tilted(const struct mv_plane *plane)
{
	s64 row = plane->row.src, col = plane->col.src;

	return plane->row.n > 1 && plane->col.n > 1 &&
	       (row < 0 ? -row : row) < (col < 0 ? -col : col);
}

void mv_plane_copy(const struct mv_plane *plane)
{
	if (mv_plane_is_tilted(plane))
		mv_plane_tiles(plane);
	else
		mv_plane_rows(plane);
}
