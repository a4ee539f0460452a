/* SPDX-License-Identifier: GPL-2.0 */
/* Room for a layout, behind the struct that has it. */
#ifndef MVIEW_ROOM_H
#define MVIEW_ROOM_H

#include <linux/overflow.h>
#include <linux/types.h>
#include "core/layout.h"

/* Bytes behind a struct for the arrays and the format of a layout. */
static inline size_t mview_room_size(u32 ndim, u32 format_len)
{
	return size_add(array3_size(ndim, 2, sizeof(s64)), format_len);
}

/* Lay them out there: the shape, then the strides, then the format. */
static inline void mview_room_init(struct mv_layout *layout, s64 *room,
				   u32 ndim, u32 format_len)
{
	layout->ndim = ndim;
	layout->shape = room;
	layout->strides = room + ndim;
	layout->format = (char *)(room + 2 * ndim);
	layout->format_len = format_len;
}

#endif /* MVIEW_ROOM_H */
