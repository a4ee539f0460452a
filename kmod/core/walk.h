/* SPDX-License-Identifier: GPL-2.0 OR LGPL-2.1-or-later */
/*
 * The walk: a layout's elements in C order, as runs of equally spaced blocks.
 * Axes that follow one another in memory are merged first, so that a
 * contiguous layout is one block.
 */
#ifndef MVIEW_CORE_WALK_H
#define MVIEW_CORE_WALK_H

#include "layout.h"
#include "port.h"

/**
 * struct mv_run - @count blocks of @len bytes, @stride bytes apart
 * @offset: of the first block in the buffer
 * @len: bytes of a block
 * @count: number of blocks
 * @stride: from one block to the next; may be negative
 */
struct mv_run {
	s64 offset;
	s64 len;
	s64 count;
	s64 stride;
};

/**
 * struct mv_walk - a place in a walk
 * @left: bytes still to come
 * @block: bytes that follow one another everywhere
 * @count: blocks in a row
 * @stride: bytes from one block of a row to the next
 * @row: offset in the buffer of the current row
 * @at: bytes of the current row that are done
 * @ndim: number of axes outside the row
 * @shape: of these axes
 * @strides: of these axes
 * @index: of the current row
 */
struct mv_walk {
	s64 left;
	s64 block;
	s64 count;
	s64 stride;
	s64 row;
	s64 at;
	u32 ndim;
	s64 shape[MV_NDIM_MAX];
	s64 strides[MV_NDIM_MAX];
	s64 index[MV_NDIM_MAX];
};

/**
 * mv_walk_init - start a walk
 * @walk: written
 * @layout: valid; not needed afterwards
 * @pos: bytes to skip, in C order, from 0 to its nbytes
 */
void mv_walk_init(struct mv_walk *walk, const struct mv_layout *layout,
		  s64 pos);

/**
 * mv_walk_next - the next run
 * @walk: moved behind it
 * @max: bytes that it may have at most, more than 0
 * @run: written; its @len × @count is more than 0 and at most @max
 *
 * A block is split only where @max or the start of the walk falls inside it.
 *
 * Return: false at the end of the walk.
 */
bool mv_walk_next(struct mv_walk *walk, s64 max, struct mv_run *run);

/**
 * mv_run_gather - copy a run's blocks to where they follow one another
 * @dst: room for @run->len × @run->count bytes
 * @base: the buffer's first byte
 * @run: what to copy
 */
void mv_run_gather(void *dst, const void *base, const struct mv_run *run);

/**
 * mv_run_scatter - the reverse of mv_run_gather()
 * @base: the buffer's first byte
 * @src: the bytes
 * @run: where they go
 */
void mv_run_scatter(void *base, const void *src, const struct mv_run *run);

#endif /* MVIEW_CORE_WALK_H */
