/* SPDX-License-Identifier: GPL-2.0 */
/* Convert struct mview_layout of user space to struct mv_layout and back. */
#ifndef MVIEW_MARSHAL_H
#define MVIEW_MARSHAL_H

#include <linux/types.h>
#include <uapi/linux/mview.h>
#include "core/layout.h"

/* -E2BIG if no layout can have these lengths. */
int mview_layout_lengths(u32 ndim, u32 format_len);

/* Read a format and the itemsize that it says. */
int mview_format_get(struct mv_layout *layout, u64 user);

/* Read a shape. -EOVERFLOW for numbers that no layout can have. */
int mview_shape_get(struct mv_layout *layout, u64 user);

/*
 * Read the struct of a layout, which has a size of its own, but nothing that it
 * points to. Errors as mview_sized_get(); -EOPNOTSUPP for flags.
 */
int mview_layout_user_get(struct mview_layout *layout, u64 user);

/* Read all that it points to. The lengths are checked and @layout has the room. */
int mview_layout_get(struct mv_layout *layout, const struct mview_layout *user);

/*
 * Return a layout to the struct mview_layout at @to; do nothing if that is 0.
 * -ENOSPC, with the counts returned and none of the arrays, if the caller's
 * capacities are too small, or if the arrays are not to be returned because
 * something else does not fit.
 */
int mview_layout_put(u64 to, const struct mv_layout *layout, bool arrays);

#endif /* MVIEW_MARSHAL_H */
