// SPDX-License-Identifier: GPL-2.0
/*
 * The proof about assignment: for every pair of layouts of one shape, each
 * block of each plane lies inside both, and all of them together are what the
 * definition says: element by element in C order, the last one stays.
 */
#include "tests/prove/prove.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/assign.h"

#define AROUND	128	/* bytes before and behind a buffer, which stay */

/* Where the bytes of a layout lie, in C order, and the extent of them. */
struct places {
	unsigned int n;
	u8 at[128];
	int lo;
	int hi;
};

static u8 from[3 * AROUND], got[3 * AROUND], want[3 * AROUND];
static struct places dst_places, src_places;

static void find_places(struct places *places, const struct mv_layout *layout)
{
	struct mv_extent extent = mv_layout_extent(layout);
	struct model model;
	unsigned int i;

	model_read(&model, layout);
	places->n = model_nbytes(&model);
	places->lo = (int)extent.lo;
	places->hi = (int)extent.hi;
	for (i = 0; i < places->n; i++)
		places->at[i] = model_byte(&model, i);
}

static void differ(const char *what, const struct room *dst,
		   const struct room *src)
{
	u32 i;

	fprintf(stderr, "assignment: %s; itemsize %d, offsets %d %d,", what,
		(int)dst->layout.itemsize, (int)dst->layout.offset,
		(int)src->layout.offset);
	for (i = 0; i < dst->layout.ndim; i++)
		fprintf(stderr, " %d/%d/%d", (int)dst->shape[i],
			(int)dst->strides[i], (int)src->strides[i]);
	fprintf(stderr, "\n");
	abort();
}

static bool lies_in(const struct places *places, long at, int len)
{
	return at >= places->lo && at + len <= places->hi;
}

/* From the last row to the first: of several, the order must not matter. */
static bool copy_plane(const struct mv_plane *plane)
{
	int i, j, k, block = (int)plane->block;

	for (i = (int)plane->row.n; i-- > 0;) {
		for (j = 0; j < (int)plane->col.n; j++) {
			long to = plane->dst - (got + AROUND) +
				  i * (int)plane->row.dst +
				  j * (int)plane->col.dst;
			long at = plane->src - (from + AROUND) +
				  i * (int)plane->row.src +
				  j * (int)plane->col.src;

			if (!lies_in(&dst_places, to, block) ||
			    !lies_in(&src_places, at, block))
				return false;
			for (k = 0; k < block; k++)
				got[AROUND + to + k] = from[AROUND + at + k];
		}
	}
	return (unsigned int)plane->total == dst_places.n;
}

static void try_assign(const struct room *dst, const struct room *src)
{
	static struct mv_assign assign;
	struct mv_plane plane;
	unsigned int i;

	find_places(&src_places, &src->layout);
	for (i = 0; i < dst_places.n; i++)
		want[AROUND + dst_places.at[i]] =
			from[AROUND + src_places.at[i]];
	mv_assign_init(&assign, got + AROUND, &dst->layout, from + AROUND,
		       &src->layout);
	while (mv_assign_next(&assign, &plane))
		if (!copy_plane(&plane))
			differ("a block lies outside", dst, src);
	if (memcmp(got, want, sizeof(got)))
		differ("other bytes", dst, src);
	memset(got + AROUND + dst_places.lo, 0, dst_places.hi - dst_places.lo);
	memset(want + AROUND + dst_places.lo, 0,
	       dst_places.hi - dst_places.lo);
	prove_cases++;
}

/* All strides of the source from the @axis-th axis on, then its offset. */
static void try_sources(const struct room *dst, struct room *src, u32 axis)
{
	unsigned int i;

	for (i = 0; i < prove_count; i++) {
		if (axis < src->layout.ndim) {
			src->strides[axis] = prove_values[i];
			try_sources(dst, src, axis + 1);
			continue;
		}
		src->layout.offset = prove_values[i];
		if (!mv_layout_bounds(&src->layout, S64_MAX))
			try_assign(dst, src);
	}
}

static void visit_assign(struct room *dst)
{
	struct room src;
	unsigned int i;

	for (i = 0; i < sizeof(from); i++)
		from[i] = i + 1;
	find_places(&dst_places, &dst->layout);
	room_copy(&src, dst);
	/* Without elements there is nothing that a source could change. */
	if (dst_places.n)
		try_sources(dst, &src, 0);
	else
		try_assign(dst, &src);
}

void prove_assign(u32 ndim)
{
	prove_layouts(ndim, true, visit_assign);
}
