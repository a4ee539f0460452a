/* SPDX-License-Identifier: GPL-2.0 */
/* Private buffers: made by a process, they live as long as their views. */
#ifndef MVIEW_PRIVATE_H
#define MVIEW_PRIVATE_H

#include <linux/types.h>

struct file;
struct mview_buffer;
struct mview_mem;

/*
 * The first view of a private buffer, with the layout that the buffer has.
 * Counts the buffer against the caller's limit. Takes @buffer and @mem over,
 * whatever comes of it. Returns the view's file, or ERR_PTR: as
 * mv_layout_check(), -EDQUOT, -ENOMEM.
 */
struct file *mview_private_open(struct mview_buffer *buffer,
				struct mview_mem *mem, bool write);

#endif /* MVIEW_PRIVATE_H */
