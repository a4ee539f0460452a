/* SPDX-License-Identifier: GPL-2.0 */
/* Private buffers: made by a process, they live as long as their views. */
#ifndef MVIEW_PRIVATE_H
#define MVIEW_PRIVATE_H

#include <linux/types.h>
#include "dev/ioctl.h"

struct file;
struct mview_buffer;
struct mview_layout;
struct mview_mem;

/*
 * A private buffer with the layout that a process gave for @size bytes: all zero
 * means bytes. -EINVAL and more as mview_layout_get().
 */
struct mview_buffer *mview_private_describe(const struct mview_layout *user,
					    u64 size);

/*
 * Count it against the caller's limit, with as many pages as hold @size bytes of
 * memory of its own, before these are allocated. -EDQUOT, -ENOMEM.
 */
int mview_private_charge(struct mview_buffer *buffer, u64 size);

/* So, and then allocate them, as mview_mem_pages_create_own() does. */
struct mview_mem *mview_private_mem(struct mview_buffer *buffer, u64 size);

/*
 * The first view of a private buffer, with the layout that the buffer has, in
 * @mode. Takes @buffer, which has been charged, and @mem over, whatever comes of
 * it; or @mem is the ERR_PTR that says why there is none. Returns the view's
 * file, or ERR_PTR: that one, or as mv_layout_check(), -ENOMEM.
 */
struct file *mview_private_open(struct mview_buffer *buffer,
				struct mview_mem *mem, u32 mode);

/* MVIEW_BUFFER_ALLOC. */
int mview_private_alloc(struct file *file, union mview_arg *arg,
			struct file **result);

#endif /* MVIEW_PRIVATE_H */
