/* SPDX-License-Identifier: GPL-2.0 */
/* Private buffers: made by a process, they live as long as their views. */
#ifndef MVIEW_PRIVATE_H
#define MVIEW_PRIVATE_H

#include <linux/types.h>

struct mview_buffer;
struct mview_mem;

/*
 * Count it against the caller's limit, with as many pages as hold @size bytes of
 * memory of its own, before these are allocated. -EDQUOT, -ENOMEM.
 */
int mview_private_charge(struct mview_buffer *buffer, u64 size);

/* So, and then allocate them, as mview_mem_pages_create_own() does. */
struct mview_mem *mview_private_mem(struct mview_buffer *buffer, u64 size);

#endif /* MVIEW_PRIVATE_H */
