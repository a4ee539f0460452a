/* SPDX-License-Identifier: GPL-2.0 OR LGPL-2.1-or-later */
/*
 * Layouts: where the elements of a view lie in its buffer. Pure arithmetic on
 * integers; nothing here touches the bytes themselves.
 *
 * A *valid* layout is one that mv_layout_check() accepted. All functions but
 * that one, mv_layout_bounds() and mv_layout_strides() want valid layouts, and
 * make valid ones.
 */
#ifndef MVIEW_CORE_LAYOUT_H
#define MVIEW_CORE_LAYOUT_H

#include "port.h"

#define MV_NDIM_MAX	64

/**
 * struct mv_layout - format, shape and strides over a buffer
 * @format: syntax of core/format.h, not terminated; borrowed
 * @format_len: its length
 * @ndim: dimensions, at most MV_NDIM_MAX
 * @itemsize: bytes of an element, more than 0
 * @offset: bytes from the start of the buffer to element [0, …, 0]
 * @shape: s64[@ndim], elements along each axis, 0 or more
 * @strides: s64[@ndim], bytes from one element to the next along each axis
 *
 * The caller owns the arrays. A function that makes a layout writes to those of
 * its destination; its comment says how much room they need.
 */
struct mv_layout {
	const char *format;
	u32 format_len;
	u32 ndim;
	s64 itemsize;
	s64 offset;
	s64 *shape;
	s64 *strides;
};

/**
 * struct mv_extent - the bytes that a layout can touch
 * @lo: first of them
 * @hi: behind the last of them; equal to @lo if there are none
 */
struct mv_extent {
	s64 lo;
	s64 hi;
};

/**
 * struct mv_axis - what a slice takes of one axis
 * @start: first index
 * @count: number of elements
 * @step: from one index to the next, not 0
 * @index: the axis is dropped at @start; @count and @step are not looked at
 */
struct mv_axis {
	s64 start;
	s64 count;
	s64 step;
	bool index;
};

/* mv_layout_cast(): any format, any shape. */
#define MV_CAST_FREE	(1u << 0)

/**
 * mv_layout_check - check whether a layout is valid
 * @layout: anything at all
 * @size: bytes of the buffer
 *
 * Return: 0 if every element of @layout lies inside the buffer. -E2BIG for too
 * many dimensions or too long a format; -EINVAL for a bad format, an itemsize
 * that is not the format's, or a negative extent; -EOVERFLOW if the arithmetic
 * overflows, the size in bytes included, or the layout leaves the buffer.
 */
int mv_layout_check(const struct mv_layout *layout, u64 size);

/**
 * mv_layout_bounds - the same for a layout whose format is known to be good
 * @layout: anything, but @format is not looked at
 * @size: bytes of the buffer
 *
 * Return: as mv_layout_check().
 */
int mv_layout_bounds(const struct mv_layout *layout, u64 size);

/**
 * mv_layout_strides - strides of C order, made from shape and itemsize
 * @layout: its @strides are written
 *
 * Return: 0 or -EOVERFLOW.
 */
int mv_layout_strides(struct mv_layout *layout);

/**
 * mv_layout_nbytes - product of shape and itemsize
 * @layout: valid
 */
s64 mv_layout_nbytes(const struct mv_layout *layout);

/**
 * mv_layout_extent - the bytes that a layout can touch
 * @layout: valid
 */
struct mv_extent mv_layout_extent(const struct mv_layout *layout);

/**
 * mv_layout_contiguous - do the elements follow one another without a gap
 * @layout: valid
 * @order: 'C' for the last axis fastest, 'F' for the first, 'A' for either
 *
 * Axes of one element don't matter. A layout without elements is contiguous in
 * every order, unless its only axis has a stride other than the itemsize: that
 * is what CPython says.
 */
bool mv_layout_contiguous(const struct mv_layout *layout, char order);

/**
 * mv_layout_dense - does every byte of the extent belong to an element
 * @layout: valid
 *
 * True if the elements follow one another without a gap in some order of the
 * axes, each walked in either direction; false if elements overlap. A layout
 * without elements is dense.
 */
bool mv_layout_dense(const struct mv_layout *layout);

/**
 * mv_layout_slice - part of a layout, on any number of axes
 * @dst: written; room for as many dimensions as @src has; may be @src
 * @src: valid
 * @axes: what to take of each of the first @naxes axes; the rest whole
 * @naxes: number of @axes
 *
 * Strict: every index must lie inside the shape. On error @dst is undefined.
 *
 * Return: 0; -EINVAL for more axes than dimensions, a step of 0 or a negative
 * count; -ERANGE for an index outside the shape.
 */
int mv_layout_slice(struct mv_layout *dst, const struct mv_layout *src,
		    const struct mv_axis *axes, u32 naxes);

/**
 * mv_layout_transpose - the axes in another order
 * @dst: written; room for as many dimensions as @src has; may be @src
 * @src: valid
 * @axes: u32[@src->ndim], for each axis of @dst the one of @src, or NULL to
 *	reverse them
 *
 * Return: 0, or -EINVAL if @axes is no permutation.
 */
int mv_layout_transpose(struct mv_layout *dst, const struct mv_layout *src,
			const u32 *axes);

/**
 * mv_layout_cast - other elements over the same bytes
 * @dst: its format, ndim and shape say what is wanted; the rest is written.
 *	Room for one dimension at least.
 * @src: valid
 * @flat: one dimension of as many elements as fit; @dst->ndim and @dst->shape
 *	need not be set
 * @flags: MV_CAST_FREE or 0
 *
 * The rules are memoryview.cast()'s, see struct mview_view_cast in the uapi
 * header. On error @dst is undefined.
 *
 * Return: 0; -EINVAL for a bad format or a cast that the rules forbid; -E2BIG
 * for too many dimensions or too long a format; -EOVERFLOW.
 */
int mv_layout_cast(struct mv_layout *dst, const struct mv_layout *src,
		   bool flat, u32 flags);

/**
 * mv_axis_clamp - Python's slice.indices()
 * @axis: written
 * @length: elements of the axis
 * @start: first index or NULL; negative ones count from the end
 * @stop: index to stop before or NULL
 * @step: step or NULL
 *
 * Return: 0 or -EINVAL for a step of 0.
 */
int mv_axis_clamp(struct mv_axis *axis, s64 length, const s64 *start,
		  const s64 *stop, const s64 *step);

#endif /* MVIEW_CORE_LAYOUT_H */
