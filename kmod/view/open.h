/* SPDX-License-Identifier: GPL-2.0 */
/* How a view gets its buffer and its file. */
#ifndef MVIEW_OPEN_H
#define MVIEW_OPEN_H

#include <linux/types.h>

struct file;
struct mview_buffer;
struct mview_mem;
struct mview_view;

/*
 * Check the layout, take an export of @buffer and make the file, in @mode.
 * @view belongs to the file then; on error it is freed. -EOVERFLOW if the layout
 * leaves the buffer, -EOPNOTSUPP if that can't be pinned, -ENODEV if it is going
 * away.
 */
struct file *mview_view_publish(struct mview_view *view,
				struct mview_buffer *buffer, u32 mode);

/* A view with the layout that the buffer has. Its file, or ERR_PTR as above. */
struct file *mview_view_open(struct mview_buffer *buffer, u32 mode);

/*
 * The first view of a private buffer, with the layout that the buffer has, in
 * @mode. Takes @buffer, which has been charged, and @mem over, also on error.
 * @mem may be an ERR_PTR. Returns the view's file, or ERR_PTR: that of @mem, or
 * as mv_layout_check(), -ENOMEM.
 */
struct file *mview_view_open_private(struct mview_buffer *buffer,
				     struct mview_mem *mem, u32 mode);

#endif /* MVIEW_OPEN_H */
