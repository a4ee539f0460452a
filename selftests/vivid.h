/* SPDX-License-Identifier: GPL-2.0 */
/* Frames of vivid, the kernel's virtual video driver. */
#ifndef MVIEW_TEST_VIVID_H
#define MVIEW_TEST_VIVID_H

#include <stddef.h>

#define VIVID_WIDTH	640
#define VIVID_HEIGHT	360
#define VIVID_PIXEL	3	/* RGB24 */
#define VIVID_LINE	(VIVID_WIDTH * VIVID_PIXEL)
#define VIVID_FRAME	(VIVID_HEIGHT * VIVID_LINE)
#define VIVID_BUFFERS	2

/**
 * struct vivid - a capture device with its buffers
 * @fd: the device
 * @maps: the buffers as V4L2's own mmap shows them
 * @length: bytes of each
 */
struct vivid {
	int fd;
	unsigned char *maps[VIVID_BUFFERS];
	size_t length;
};

/* Open the device, allocate and map its buffers. ENODEV if there is none. */
int vivid_open(struct vivid *vivid);

/* The dma-buf of a buffer, open for O_RDWR or O_RDONLY. */
int vivid_export(struct vivid *vivid, unsigned int index, int flags);

/*
 * Let the driver fill a buffer. Returns its index; the driver won't touch it
 * again.
 */
int vivid_capture(struct vivid *vivid);

/*
 * Let the driver fill one of @count dma-bufs of others, each of VIVID_FRAME bytes
 * or more. Returns its index. The device must not be open.
 */
int vivid_capture_into(const int *dmabufs, unsigned int count);

/* Unmap and free the buffers, except those that others still hold. */
void vivid_close(struct vivid *vivid);

#endif /* MVIEW_TEST_VIVID_H */
