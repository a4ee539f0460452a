/* SPDX-License-Identifier: GPL-2.0 */
/* A dma-buf from an exporter that is not mview's. */
#ifndef MVIEW_TESTS_GUEST_DMABUF_H
#define MVIEW_TESTS_GUEST_DMABUF_H

#include <stddef.h>

/**
 * struct dmabuf - a dma-buf, and its memory as the exporter shows it
 * @fd: the dma-buf
 * @memory: its first bytes
 * @size: how many of them
 * @device: the device it comes from, or -1
 */
struct dmabuf {
	int fd;
	void *memory;
	size_t size;
	int device;
};

/* From udmabuf, or from a frame of vivid. -1 if the kernel has neither. */
int dmabuf_make(struct dmabuf *dmabuf);
void dmabuf_destroy(struct dmabuf *dmabuf);

#endif /* MVIEW_TESTS_GUEST_DMABUF_H */
