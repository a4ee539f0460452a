// SPDX-License-Identifier: GPL-2.0 OR LGPL-2.1-or-later
/* The walk: axes merged, then an odometer over rows of blocks. */
#include "walk.h"

/* Collect the axes that matter, each merged into its outer one if it can be. */
static void mv_walk_axes(struct mv_walk *walk, const struct mv_layout *layout)
{
	s64 span;
	u32 i;

	walk->ndim = 0;
	for (i = 0; i < layout->ndim; i++) {
		s64 shape = layout->shape[i];
		s64 stride = layout->strides[i];
		u32 outer = walk->ndim - 1;

		if (shape == 1)
			continue;
		if (walk->ndim && !check_mul_overflow(shape, stride, &span) &&
		    walk->strides[outer] == span) {
			walk->shape[outer] *= shape;
			walk->strides[outer] = stride;
			continue;
		}
		walk->shape[walk->ndim] = shape;
		walk->strides[walk->ndim] = stride;
		walk->ndim++;
	}
}

/* Take the innermost axis, or a single step if none is left. */
static void mv_walk_inner(struct mv_walk *walk, s64 *count, s64 *stride)
{
	*count = 1;
	*stride = 0;
	if (walk->ndim) {
		walk->ndim--;
		*count = walk->shape[walk->ndim];
		*stride = walk->strides[walk->ndim];
	}
}

/* Go to the row that holds byte @pos. */
static void mv_walk_seek(struct mv_walk *walk, s64 pos)
{
	u64 row, at, index;
	u32 i;

	row = div64_u64_rem(pos, walk->count * walk->block, &at);
	walk->at = at;
	for (i = walk->ndim; i-- > 0;) {
		row = div64_u64_rem(row, walk->shape[i], &index);
		walk->index[i] = index;
		walk->row += (s64)index * walk->strides[i];
	}
}

void mv_walk_init(struct mv_walk *walk, const struct mv_layout *layout,
		  s64 pos)
{
	walk->left = mv_layout_nbytes(layout) - pos;
	if (walk->left <= 0) {
		walk->left = 0;
		return;
	}
	mv_walk_axes(walk, layout);
	walk->row = layout->offset;
	walk->block = layout->itemsize;
	mv_walk_inner(walk, &walk->count, &walk->stride);
	if (walk->stride == walk->block) {
		walk->block *= walk->count;
		mv_walk_inner(walk, &walk->count, &walk->stride);
	}
	mv_walk_seek(walk, pos);
}

static void mv_walk_next_row(struct mv_walk *walk)
{
	u32 i;

	walk->at = 0;
	for (i = walk->ndim; i-- > 0;) {
		if (++walk->index[i] < walk->shape[i]) {
			walk->row += walk->strides[i];
			return;
		}
		walk->row -= (walk->shape[i] - 1) * walk->strides[i];
		walk->index[i] = 0;
	}
}

bool mv_walk_next(struct mv_walk *walk, s64 max, struct mv_run *run)
{
	u64 done, inside;
	s64 bytes;

	if (!walk->left)
		return false;
	done = div64_u64_rem(walk->at, walk->block, &inside);
	run->offset = walk->row + (s64)done * walk->stride + inside;
	run->stride = walk->stride;
	run->count = 1;
	run->len = walk->block - inside;
	if (run->len > max) {
		run->len = max;
	} else if (!inside) {
		run->count = div64_u64(max, walk->block);
		if (run->count > walk->count - (s64)done)
			run->count = walk->count - done;
	}

	bytes = run->len * run->count;
	walk->left -= bytes;
	walk->at += bytes;
	if (walk->at == walk->count * walk->block)
		mv_walk_next_row(walk);
	return true;
}
