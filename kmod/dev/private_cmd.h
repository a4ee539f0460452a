/* SPDX-License-Identifier: GPL-2.0 */
/* Private buffers: with the layout that a process gives. */
#ifndef MVIEW_PRIVATE_CMD_H
#define MVIEW_PRIVATE_CMD_H

#include "dev/ioctl.h"

struct mview_buffer;

/*
 * Create a private buffer of @size bytes. @layout is the address of the struct
 * mview_layout of the process, or 0 for bytes. ERR_PTR: -EOVERFLOW, -ENOMEM, or
 * as mview_layout_user_get() and mview_layout_get().
 */
struct mview_buffer *mview_private_describe(u64 layout, u64 size);

/* MVIEW_BUFFER_ALLOC. */
int mview_private_alloc(struct file *file, union mview_arg *arg,
			struct file **result);

#endif /* MVIEW_PRIVATE_CMD_H */
