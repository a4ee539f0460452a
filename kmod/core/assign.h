/* SPDX-License-Identifier: GPL-2.0 OR LGPL-2.1-or-later */
/*
 * Assignment: all elements from one layout to another of the same shape, in
 * the order that is quickest for the caches. It is divided into *planes*,
 * copies along two axes, for mv_plane_copy() or a caller's faster function.
 */
#ifndef MVIEW_CORE_ASSIGN_H
#define MVIEW_CORE_ASSIGN_H

#include "layout.h"
#include "port.h"

/**
 * struct mv_pair - one axis of both sides
 * @n: elements
 * @dst: bytes from one to the next in the destination
 * @src: and in the source
 */
struct mv_pair {
	s64 n;
	s64 dst;
	s64 src;
};

/**
 * struct mv_plane - blocks to be copied, in rows and columns
 * @dst: where the first goes
 * @src: where it is
 * @block: bytes that follow one another on both sides
 * @row: from one row to the next
 * @col: from one block to the next in a row
 * @total: bytes of the whole assignment, which this is a part of
 *
 * A plane of more than one row may be copied in any order; of a single row,
 * later blocks go over earlier ones where they overlap.
 */
struct mv_plane {
	u8 *dst;
	const u8 *src;
	s64 block;
	struct mv_pair row;
	struct mv_pair col;
	s64 total;
};

/**
 * struct mv_assign - an assignment, plane by plane
 * @plane: the next
 * @done: there is none
 * @ndim: number of axes outside the planes
 * @axes: these axes, the outermost first
 * @index: of the next plane
 *
 * Too big for the stack of a kernel.
 */
struct mv_assign {
	struct mv_plane plane;
	bool done;
	u32 ndim;
	struct mv_pair axes[MV_NDIM_MAX];
	s64 index[MV_NDIM_MAX];
};

/**
 * mv_assign_init - start an assignment
 * @assign: written
 * @dst_base: first byte of the buffer that @dst lies in
 * @dst: valid; not needed afterwards. Where its elements overlap one another,
 *	the last one in C order stays.
 * @src_base: first byte of the buffer that @src lies in
 * @src: valid; of @dst's ndim, shape and itemsize; not needed afterwards
 *
 * The bytes of the two must not overlap. Formats are not looked at.
 */
void mv_assign_init(struct mv_assign *assign, void *dst_base,
		    const struct mv_layout *dst, const void *src_base,
		    const struct mv_layout *src);

/**
 * mv_assign_next - the next plane
 * @assign: moved behind it
 * @plane: written
 *
 * If the source is in another order than the destination, the columns of a
 * plane go along the destination's smallest steps and its rows along the
 * source's.
 *
 * Return: false at the end.
 */
bool mv_assign_next(struct mv_assign *assign, struct mv_plane *plane);

/* mv_plane_is_tilted - do its rows take smaller steps than its columns */
bool mv_plane_is_tilted(const struct mv_plane *plane);

/* mv_plane_copy - copy its blocks */
void mv_plane_copy(const struct mv_plane *plane);

#endif /* MVIEW_CORE_ASSIGN_H */
