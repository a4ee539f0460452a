// SPDX-License-Identifier: GPL-2.0
/*
 * The proofs about copying: "copies planes" and "copies runs" try small ones
 * of all forms. What is read lies inside the source's extent, what is written
 * inside the destination's or in a tile, and it is what the definition says.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/assign.h"
#include "core/walk.h"
#include "tests/prove/memory.h"

#undef memcpy

#define ARENA	(1 << 18)
#define MIDDLE	(ARENA / 2)
#define TILE	1024	/* bytes, at most */

static u8 from[ARENA], got[ARENA], want[ARENA];
static unsigned long long cases;

/* The bytes between @lo and @hi that may be accessed. */
struct range {
	const u8 *lo;
	const u8 *hi;
};

static struct range source, destination, tile;
static const char *subject;

static void differ(const char *what)
{
	fprintf(stderr, "%s: %s\n", subject, what);
	abort();
}

static bool lies_in(const struct range *range, const u8 *p, size_t n)
{
	return p >= range->lo && p + n <= range->hi;
}

static bool is_in_arena(const u8 *arena, const u8 *p)
{
	return p >= arena && p < arena + ARENA;
}

/* What is neither side is the tile; all of it must lie close together. */
static void use_tile(const u8 *p, size_t n)
{
	if (!tile.lo || p < tile.lo)
		tile.lo = p;
	if (!tile.hi || p + n > tile.hi)
		tile.hi = p + n;
	if (tile.hi - tile.lo > TILE)
		differ("the tile is too small");
}

void *prove_memcpy(void *dst, const void *src, size_t n)
{
	if (is_in_arena(from, dst) || is_in_arena(want, dst))
		differ("it writes to the source");
	if (is_in_arena(got, src))
		differ("it reads from the destination");
	if (!is_in_arena(got, dst))
		use_tile(dst, n);
	else if (!lies_in(&destination, dst, n))
		differ("it writes outside");
	if (!is_in_arena(from, src))
		use_tile(src, n);
	else if (!lies_in(&source, src, n))
		differ("it reads outside");
	return memcpy(dst, src, n);
}

static s64 min_of(s64 a, s64 b)
{
	return a < b ? a : b;
}

/* The bytes of @block at two axes of @rows and @cols, around @middle. */
static struct range reach(u8 *middle, s64 block, s64 rows, s64 row, s64 cols,
			  s64 col)
{
	s64 down = (rows - 1) * row, right = (cols - 1) * col;
	struct range range = {
		.lo = middle + min_of(down, 0) + min_of(right, 0),
		.hi = middle + down - min_of(down, 0) + right -
		      min_of(right, 0) + block,
	};

	return range;
}

static void compare_and_clear(void)
{
	size_t n = destination.hi - destination.lo;
	size_t at = destination.lo - got;

	if (memcmp(destination.lo, want + at, n))
		differ("other bytes");
	memset(got + at, 0, n);
	memset(want + at, 0, n);
	cases++;
}

static void try_plane(const struct mv_plane *plane)
{
	const struct mv_pair *row = &plane->row, *col = &plane->col;
	s64 i, j, to;

	destination = reach(plane->dst, plane->block, row->n, row->dst, col->n,
			    col->dst);
	source = reach((u8 *)plane->src, plane->block, row->n, row->src, col->n,
		       col->src);
	tile = (struct range) {};
	for (i = 0; i < row->n; i++) {
		for (j = 0; j < col->n; j++) {
			to = plane->dst - got + i * row->dst + j * col->dst;
			memcpy(want + to,
			       plane->src + i * row->src + j * col->src,
			       plane->block);
		}
	}
	mv_plane_copy(plane);
	compare_and_clear();
}

/* Rows inside columns or the reverse, close together or apart, both ways. */
static void set_dst(struct mv_plane *plane, unsigned int form)
{
	s64 gap = form & 1 ? plane->block + 1 : 0;
	struct mv_pair *inner = form & 2 ? &plane->row : &plane->col;
	struct mv_pair *outer = form & 2 ? &plane->col : &plane->row;

	inner->dst = plane->block + gap;
	outer->dst = inner->n * inner->dst + gap;
	if (form & 4)
		inner->dst = -inner->dst;
	if (form & 8)
		outer->dst = -outer->dst;
}

static void try_plane_of(s64 block, s64 rows, s64 cols)
{
	struct mv_plane plane = {
		.dst = got + MIDDLE, .src = from + MIDDLE, .block = block,
		.row.n = rows, .col.n = cols, .total = block * rows * cols,
	};
	const s64 steps[] = { 0, 1, -1, block, -block, 2 * block + 1,
			      -2 * block - 1 };
	unsigned int form, i, j;

	for (form = 0; form < 16; form++) {
		set_dst(&plane, form);
		for (i = 0; i < ARRAY_SIZE(steps); i++) {
			for (j = 0; j < ARRAY_SIZE(steps); j++) {
				plane.row.src = steps[i];
				plane.col.src = steps[j];
				try_plane(&plane);
			}
			plane.row.src = steps[i];
			plane.col.src = rows * steps[i];
			try_plane(&plane);
			plane.col.src = steps[i];
			plane.row.src = cols * steps[i];
			try_plane(&plane);
		}
	}
}

/* Sizes around the edges of tiles and the sizes that have code of their own. */
static void planes(void)
{
	static const s64 blocks[] = { 1, 2, 3, 4, 8, 16, 17 };
	static const s64 rows[] = {
		1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 32, 33,
	};
	static const s64 cols[] = {
		1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65,
	};
	unsigned int i, j, k;

	for (i = 0; i < ARRAY_SIZE(blocks); i++)
		for (j = 0; j < ARRAY_SIZE(rows); j++)
			for (k = 0; k < ARRAY_SIZE(cols); k++)
				try_plane_of(blocks[i], rows[j], cols[k]);
}

static void try_run(const struct mv_run *run)
{
	struct range packed = { got + MIDDLE,
				got + MIDDLE + run->len * run->count };
	s64 i;

	destination = packed;
	source = reach(from + run->offset, run->len, run->count, run->stride,
		       1, 0);
	for (i = 0; i < run->count; i++)
		memcpy(want + MIDDLE + i * run->len,
		       from + run->offset + i * run->stride, run->len);
	mv_run_gather(got + MIDDLE, from, run);
	compare_and_clear();

	destination = reach(got + run->offset, run->len, run->count,
			    run->stride, 1, 0);
	source = (struct range) { from, from + run->len * run->count };
	for (i = 0; i < run->count; i++)
		memcpy(want + run->offset + i * run->stride,
		       from + i * run->len, run->len);
	mv_run_scatter(got, from, run);
	compare_and_clear();
}

static void runs(void)
{
	struct mv_run run = { .offset = MIDDLE };

	tile = (struct range) { got, got };
	for (run.len = 1; run.len <= 40; run.len++)
		for (run.count = 1; run.count <= 40; run.count++)
			for (run.stride = -100; run.stride <= 100; run.stride++)
				try_run(&run);
}

int main(int argc, char **argv)
{
	size_t i;

	subject = argc == 2 ? argv[1] : "";
	for (i = 0; i < ARENA; i++)
		from[i] = i % 251 + 1;
	if (!strcmp(subject, "planes"))
		planes();
	if (!strcmp(subject, "runs"))
		runs();
	printf("%llu\n", cases);
	return !cases;
}
