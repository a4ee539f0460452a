/* SPDX-License-Identifier: GPL-2.0 */
/* The kernel's virtual GPU: it takes dma-bufs, makes them, and fences them. */
#ifndef MVIEW_TEST_VGEM_H
#define MVIEW_TEST_VGEM_H

#include <linux/types.h>
#include <stdbool.h>
#include <stddef.h>

/* The GPU; -1 if this kernel has none. */
int vgem_open(void);

/* Let it in to a dma-buf: it attaches and maps, until it is closed. */
int vgem_take(int gpu, int dmabuf, __u32 *handle);

/* A new dma-buf of its own memory, of at least so many bytes. */
int vgem_make(int gpu, size_t size, __u32 *handle);

/*
 * A fence, as if the GPU were at work: it writes to the memory, or reads it. It
 * signals after ten seconds at the latest.
 */
int vgem_fence(int gpu, __u32 handle, bool write, __u32 *fence);
int vgem_signal(int gpu, __u32 fence);

#endif /* MVIEW_TEST_VGEM_H */
