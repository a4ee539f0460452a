/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Paths: see struct path. */
#ifndef MVIEW_SRC_PATH_H
#define MVIEW_SRC_PATH_H

#include <stdbool.h>
#include <stdint.h>

#include "core/field.h"
#include "core/layout.h"

/**
 * struct path_part - a field, a slice, and the order of the axes that it leaves
 * @ndim: dimensions of what is sliced: those of the field's sub-arrays are last
 * @left: dimensions of what comes of it
 * @axes: what is taken of each of @ndim axes
 * @order: for each of the @left axes, which of the @ndim it is
 * @field: name of the field that is taken first, with a "." between its parts
 * @field_len: its length; 0 if whole elements are taken
 */
struct path_part {
	uint32_t ndim;
	uint32_t left;
	struct mv_axis *axes;
	uint8_t *order;
	char *field;
	size_t field_len;
};

/**
 * struct path_room - what the arrays of a path have room for
 * @root_ndim: axes of its first part
 * @root_field: bytes of the name of its field
 * @cast_ndim: axes of the part behind a cast
 * @cast_field: bytes of the name of its field
 * @format: bytes of the format that the cast makes
 */
struct path_room {
	uint32_t root_ndim;
	uint32_t cast_ndim;
	size_t root_field;
	size_t cast_field;
	size_t format;
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
 * @shape_ndim: how many axes that are
 * @format: of the elements that the cast makes, if a field of them was taken
 * @format_len: its length; 0 if they are the view's
 * @cast: what is taken of these axes
 *
 * However long a chain of fields, slices, transposes and casts was, it comes
 * down to: one field of the root's records, or all of them; one slice of that,
 * its axes put in order; then, if there was a cast, a range of the bytes of
 * that, which are C-contiguous then, cast to a shape; then a field, a slice and
 * an order again.
 */
struct path {
	struct path_part root;
	bool is_cast;
	int64_t bytes;
	int64_t bytes_len;
	int64_t start;
	int64_t start_len;
	int64_t *shape;
	uint32_t shape_ndim;
	char *format;
	size_t format_len;
	struct path_part cast;
};

/* Bytes of the arrays, which are ordered by alignment, the strictest first. */
static inline size_t path_bytes(const struct path_room *room)
{
	return (room->root_ndim + room->cast_ndim) *
	       (sizeof(struct mv_axis) + sizeof(uint8_t)) +
	       room->cast_ndim * sizeof(int64_t) + room->root_field +
	       room->cast_field + room->format;
}

/* An empty path, with its arrays at @data, which is aligned for any of them. */
static inline void path_init(struct path *path, const struct path_room *room,
			     void *data)
{
	path->is_cast = false;
	path->format_len = 0;
	path->shape_ndim = 0;
	path->root.ndim = room->root_ndim;
	path->root.left = 0;
	path->root.field_len = 0;
	path->root.axes = data;
	path->cast.ndim = room->cast_ndim;
	path->cast.left = 0;
	path->cast.field_len = 0;
	path->cast.axes = path->root.axes + room->root_ndim;
	path->shape = (int64_t *)(path->cast.axes + room->cast_ndim);
	path->root.order = (uint8_t *)(path->shape + room->cast_ndim);
	path->cast.order = path->root.order + room->root_ndim;
	path->root.field = (char *)path->cast.order + room->cast_ndim;
	path->cast.field = path->root.field + room->root_field;
	path->format = path->cast.field + room->cast_field;
}

/* Whether it is empty, as the path of ordinary memory is. */
static inline bool path_is_empty(const struct path *path)
{
	return !path->root.ndim && !path->root.field_len && !path->is_cast;
}

/* The room that a copy of @path needs. */
static inline struct path_room path_room(const struct path *path)
{
	return (struct path_room) {
		.root_ndim = path->root.ndim,
		.cast_ndim = path->cast.ndim,
		.root_field = path->root.field_len,
		.cast_field = path->cast.field_len,
		.format = path->format_len,
	};
}

/* More room in it, for a path_field() of elements that look like @layout. */
void path_room_field(struct path_room *room, const struct path *path,
		     const struct mv_layout *layout,
		     const struct mv_field *field);

/* Take all axes of @layout whole. */
void path_whole(struct path_part *part, const struct mv_layout *layout);

/* Copy a path; @dst has room for @src. */
void path_copy(struct path *dst, const struct path *src);

/* The view that the path leads to is sliced; the axes were checked. */
void path_slice(struct path *path, const struct mv_axis *axes, uint32_t naxes);

/* The view that the path leads to is transposed; the axes were checked. */
void path_transpose(struct path *path, const uint32_t *axes, uint32_t naxes);

/**
 * path_field - one field is taken of the records that a path leads to
 * @path: a copy, with room as path_room_field() says
 * @from: what the path led to before
 * @field: of it
 * @to: what it leads to now
 */
void path_field(struct path *path, const struct mv_layout *from,
		const struct mv_field *field, const struct mv_layout *to);

/* The view that @src leads to, which looks like @from, is cast to @to. */
void path_cast(struct path *dst, const struct path *src,
	       const struct mv_layout *from, const struct mv_layout *to);

/**
 * path_replay - make the kernel view that a path leads to
 * @path: the path
 * @root: the root's descriptor
 * @layout: where it leads to
 * @readonly: the view must be read-only
 * @flags: MVIEW_CONFINED or 0
 *
 * Return: a new descriptor or -errno.
 */
int path_replay(const struct path *path, int root,
		const struct mv_layout *layout, bool readonly, uint32_t flags);

#endif /* MVIEW_SRC_PATH_H */
