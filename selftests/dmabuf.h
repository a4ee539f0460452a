/* SPDX-License-Identifier: GPL-2.0 */
/* Dma-bufs from exporters that are not mview's. */
#ifndef MVIEW_TEST_DMABUF_H
#define MVIEW_TEST_DMABUF_H

#include <linux/types.h>
#include <stddef.h>

/*
 * udmabuf_make - a dma-buf over the pages of a memfd
 * @size: bytes, whole pages
 * @memfd: returned, if not NULL: what the pages can be seen through
 *
 * Returns the dma-buf's descriptor, or -1; ENOENT if the kernel has no
 * udmabuf.
 */
int udmabuf_make(size_t size, int *memfd);

/* A dma-buf from any exporter there is; at least a page long. */
int any_dmabuf(void);

/* A view of all the bytes of a dma-buf, @flags as with MVIEW_IMPORT_DMABUF. */
int dmabuf_import(int dev, int dmabuf, __u32 flags);

/* How many dma-bufs exist in the system; -1 if the kernel does not say. */
long dmabuf_count(void);

#endif /* MVIEW_TEST_DMABUF_H */
