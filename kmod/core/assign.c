// SPDX-License-Identifier: GPL-2.0 OR LGPL-2.1-or-later
/*
 * Assignment, divided into planes. mv_assign_init() sorts the axes into the
 * order of the destination and merges them where both sides allow it, so that
 * the innermost one writes forward in small steps. The rows of a plane go along
 * the axis where the source takes its smallest steps, so that a square of a
 * plane touches each cache line of either side once.
 */
#include "assign.h"

static s64 mv_abs(s64 value)
{
	return value < 0 ? -value : value;
}

static void mv_assign_axes(struct mv_assign *assign,
			   const struct mv_layout *dst,
			   const struct mv_layout *src)
{
	u32 i;

	assign->ndim = 0;
	for (i = 0; i < dst->ndim; i++) {
		if (dst->shape[i] == 1)
			continue;
		assign->axes[assign->ndim++] = (struct mv_pair) {
			.n = dst->shape[i],
			.dst = dst->strides[i],
			.src = src->strides[i],
		};
	}
}

/* Make all steps of the destination positive, and sort the largest first. */
static void mv_assign_sort(struct mv_assign *assign)
{
	struct mv_pair axis;
	u32 i, at;

	for (i = 0; i < assign->ndim; i++) {
		axis = assign->axes[i];
		if (axis.dst < 0) {
			assign->plane.dst += (axis.n - 1) * axis.dst;
			assign->plane.src += (axis.n - 1) * axis.src;
			axis.dst = -axis.dst;
			axis.src = -axis.src;
		}
		for (at = i; at && assign->axes[at - 1].dst < axis.dst; at--)
			assign->axes[at] = assign->axes[at - 1];
		assign->axes[at] = axis;
	}
}

/* Are the destination's elements disjoint? False also where it can't tell. */
static bool mv_assign_is_apart(const struct mv_assign *assign)
{
	s64 last = 0, span = assign->plane.block;
	u32 left = assign->ndim, i, axis;

	/* From the smallest step up, without sorting: ndim is small. */
	while (left--) {
		s64 step = S64_MAX;

		axis = 0;
		for (i = 0; i < assign->ndim; i++) {
			s64 dst = mv_abs(assign->axes[i].dst);

			if (dst > last && dst < step) {
				step = dst;
				axis = i;
			}
		}
		if (step == S64_MAX || step < span)
			return false;
		last = step;
		span += (assign->axes[axis].n - 1) * step;
	}
	return true;
}

static bool mv_pair_follows(s64 outer, s64 inner, s64 n)
{
	s64 span;

	return !check_mul_overflow(inner, n, &span) && outer == span;
}

static void mv_assign_merge(struct mv_assign *assign)
{
	u32 i, kept = 0;

	for (i = 1; i < assign->ndim; i++) {
		struct mv_pair *outer = &assign->axes[kept];
		const struct mv_pair *inner = &assign->axes[i];

		if (mv_pair_follows(outer->dst, inner->dst, inner->n) &&
		    mv_pair_follows(outer->src, inner->src, inner->n)) {
			outer->n *= inner->n;
			outer->dst = inner->dst;
			outer->src = inner->src;
		} else {
			assign->axes[++kept] = *inner;
		}
	}
	if (assign->ndim)
		assign->ndim = kept + 1;
}

/* Remove axis @i and return it; one element if there is none. */
static struct mv_pair mv_assign_take(struct mv_assign *assign, u32 i)
{
	struct mv_pair axis = { .n = 1 };

	if (!assign->ndim)
		return axis;
	axis = assign->axes[i];
	for (assign->ndim--; i < assign->ndim; i++)
		assign->axes[i] = assign->axes[i + 1];
	return axis;
}

/* The axis where the source takes its smallest steps; rather an inner one. */
static u32 mv_assign_row(const struct mv_assign *assign)
{
	u32 i, best = assign->ndim - 1;

	for (i = assign->ndim; i-- > 0;)
		if (mv_abs(assign->axes[i].src) <
		    mv_abs(assign->axes[best].src))
			best = i;
	return best;
}

void mv_assign_init(struct mv_assign *assign, void *dst_base,
		    const struct mv_layout *dst, const void *src_base,
		    const struct mv_layout *src)
{
	struct mv_plane *plane = &assign->plane;
	bool apart;
	u32 i, row;

	plane->total = mv_layout_nbytes(dst);
	assign->done = !plane->total;
	if (assign->done)
		return;
	plane->dst = (u8 *)dst_base + dst->offset;
	plane->src = (const u8 *)src_base + src->offset;
	plane->block = dst->itemsize;
	mv_assign_axes(assign, dst, src);
	apart = mv_assign_is_apart(assign);
	if (apart)
		mv_assign_sort(assign);
	mv_assign_merge(assign);

	plane->col = mv_assign_take(assign, assign->ndim - 1);
	if (plane->col.dst == plane->block && plane->col.src == plane->block) {
		plane->block *= plane->col.n;
		plane->col = mv_assign_take(assign, assign->ndim - 1);
	}
	plane->row = (struct mv_pair) { .n = 1 };
	if (apart && assign->ndim) {
		row = mv_assign_row(assign);
		if (mv_abs(assign->axes[row].src) >= mv_abs(plane->col.src))
			row = assign->ndim - 1;
		plane->row = mv_assign_take(assign, row);
	}
	for (i = 0; i < assign->ndim; i++)
		assign->index[i] = 0;
}

bool mv_assign_next(struct mv_assign *assign, struct mv_plane *plane)
{
	u32 i;

	if (assign->done)
		return false;
	*plane = assign->plane;
	for (i = assign->ndim; i-- > 0;) {
		const struct mv_pair *axis = &assign->axes[i];

		if (++assign->index[i] < axis->n) {
			assign->plane.dst += axis->dst;
			assign->plane.src += axis->src;
			return true;
		}
		assign->plane.dst -= (axis->n - 1) * axis->dst;
		assign->plane.src -= (axis->n - 1) * axis->src;
		assign->index[i] = 0;
	}
	assign->done = true;
	return true;
}
