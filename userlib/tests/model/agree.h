/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Do the same with the core and with the model, and die where they differ, or
 * where the core would leave the buffer. The functions return the core's
 * result.
 */
#ifndef MVIEW_TESTS_AGREE_H
#define MVIEW_TESTS_AGREE_H

#include "model.h"

/* A layout with its arrays. */
struct room {
	struct mv_layout layout;
	s64 shape[MV_NDIM_MAX + 1];
	s64 strides[MV_NDIM_MAX + 1];
};

void room_init(struct room *room);
void room_copy(struct room *dst, const struct room *src);

/* mv_layout_bounds(), and what the accessors say of an accepted layout. */
int agree_bounds(const struct mv_layout *layout, u64 size);

/*
 * The derivations. @src is valid in a buffer of @size bytes; if they are not
 * refused, @dst is, shows what the model says, and no byte that @src does not.
 * Each is done a second time in place, where the core allows that.
 */
int agree_slice(struct room *dst, const struct room *src,
		const struct mv_axis *axes, u32 naxes, u64 size);
int agree_transpose(struct room *dst, const struct room *src, const u32 *axes,
		    u64 size);
int agree_cast(struct room *dst, const struct room *src, bool flat, u32 flags,
	       u64 size);

/* mv_axis_clamp(); what it gives is a slice that is accepted. */
int agree_clamp(struct mv_axis *axis, s64 length, const s64 *start,
		const s64 *stop, const s64 *step);

/*
 * Walk from @pos in runs of @max bytes, at most @runs of them: each byte where
 * the model has it. Of long blocks the first, the last and some others.
 */
void agree_walk(const struct mv_layout *layout, u64 size, s64 pos, s64 max,
		unsigned int runs);

/*
 * Assign a small layout to one without gaps whose axes vary in another order,
 * the first of @order fastest, and back. Nothing is done for a large one.
 */
void agree_assign(const struct mv_layout *layout, const u32 *order);

/* A format read whole, and every record in it entered. */
int agree_format(const char *text, size_t len);

/*
 * Check that the core knows which bytes of the second format the first touches.
 * false, with nothing compared, if one is bad or has elements of many bytes.
 */
bool agree_touch(const char *to, size_t to_len, const char *from,
		 size_t from_len);

#endif /* MVIEW_TESTS_AGREE_H */
