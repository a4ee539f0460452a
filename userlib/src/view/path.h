/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Paths: see struct path. */
#ifndef MVIEW_SRC_PATH_H
#define MVIEW_SRC_PATH_H

#include <stdbool.h>
#include <stdint.h>

#include "core/layout.h"

/**
 * struct path_part - a slice, and the order of the axes that it leaves
 * @ndim: dimensions of what is sliced
 * @left: dimensions of what comes of it
 * @axes: what is taken of each of @ndim axes
 * @order: for each of the @left axes, which of the @ndim it is
 */
struct path_part {
	uint32_t ndim;
	uint32_t left;
	struct mv_axis *axes;
	uint8_t *order;
};

/**
 * struct path - how the kernel gets from the root to a view
 * @root: what is taken of the root; no dimensions for ordinary memory
 * @is_cast: there is a cast; the members below are in use
 * @bytes: offset in the buffer of the first byte of the root's slice
 * @bytes_len: how many bytes that has
 * @start: offset in the buffer of the bytes that are cast to @shape
 * @start_len: how many
 * @shape: elements along each axis after the cast
 * @cast: what is taken of these axes
 *
 * However long a chain of slices, transposes and casts was, it comes down to:
 * one slice of the root, its axes put in order; then, if there was a cast, a
 * range of the bytes of that, which are C-contiguous then, cast to a shape;
 * then one slice of that, its axes put in order.
 */
struct path {
	struct path_part root;
	bool is_cast;
	int64_t bytes;
	int64_t bytes_len;
	int64_t start;
	int64_t start_len;
	int64_t *shape;
	struct path_part cast;
};

/* Does it lead nowhere, as that of ordinary memory? */
static inline bool path_is_empty(const struct path *path)
{
	return !path->root.ndim && !path->is_cast;
}

/* All of @layout's axes, whole. */
void path_whole(struct path_part *part, const struct mv_layout *layout);

/* @dst has arrays of @src's size. */
void path_copy(struct path *dst, const struct path *src);

/* The view that the path leads to is sliced; the axes were checked. */
void path_slice(struct path *path, const struct mv_axis *axes, uint32_t naxes);

/* The view that the path leads to is transposed; the axes were checked. */
void path_transpose(struct path *path, const uint32_t *axes, uint32_t naxes);

/* The view that @src leads to, which looks like @from, is cast to @to. */
void path_cast(struct path *dst, const struct path *src,
	       const struct mv_layout *from, const struct mv_layout *to);

/**
 * path_replay - make the kernel view that a path leads to
 * @path: the path
 * @root: the root's descriptor
 * @layout: where it leads to
 * @readonly: the view must be read-only
 *
 * Return: a new descriptor or -errno.
 */
int path_replay(const struct path *path, int root,
		const struct mv_layout *layout, bool readonly);

#endif /* MVIEW_SRC_PATH_H */
