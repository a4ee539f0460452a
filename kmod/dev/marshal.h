/* SPDX-License-Identifier: GPL-2.0 */
/* Layouts across the border: struct mview_layout to struct mv_layout and back. */
#ifndef MVIEW_MARSHAL_H
#define MVIEW_MARSHAL_H

#include <linux/types.h>
#include <uapi/linux/mview.h>
#include "core/layout.h"

/* -E2BIG where a layout of these lengths can't be. */
int mview_layout_lengths(u32 ndim, u32 format_len);

/* Read a format and the itemsize that it says. */
int mview_format_get(struct mv_layout *layout, u64 user);

/* Read a shape. -EOVERFLOW for numbers that no layout can have. */
int mview_shape_get(struct mv_layout *layout, u64 user);

/* Read all of a layout. The lengths are checked and @layout has the room. */
int mview_layout_get(struct mv_layout *layout, const struct mview_layout *user);

/*
 * Set the fixed members and counts of @user. -ENOSPC if its capacities were too
 * small. Nothing is written to user space yet.
 */
int mview_layout_fit(struct mview_layout *user, const struct mv_layout *layout);

/* Write the arrays to where @user's pointers lead; they fit. */
int mview_layout_put(const struct mview_layout *user,
		     const struct mv_layout *layout);

#endif /* MVIEW_MARSHAL_H */
