/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* V4L2 devices that capture, by the single- and the multi-planar API. */
#ifndef MVIEW_INSPECT_V4L2_H
#define MVIEW_INSPECT_V4L2_H

#include <linux/videodev2.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "mview-inspect.h"
#include "sources/layout.h"

struct pixel;

/**
 * struct v4l2 - a device
 * @path: its path
 * @fd: open
 * @type: of its queue
 * @picture: what its format is
 * @pixel: how its pixels lie in memory; NULL if that is not known
 * @memories: pieces of memory that a frame consists of
 * @stride: bytes from one row to the next, in each of them
 */
struct v4l2 {
	char path[256];
	int fd;
	uint32_t type;
	struct mview_picture picture;
	const struct pixel *pixel;
	unsigned int memories;
	uint32_t stride[VIDEO_MAX_PLANES];
};

/**
 * struct v4l2_piece - a piece of a buffer's memory
 * @map: where it is mapped, for reading
 * @length: of the mapping
 */
struct v4l2_piece {
	void *map;
	size_t length;
};

/**
 * struct v4l2_filled - a frame in a buffer
 * @index: of the buffer
 * @sequence, @time, @clock, @damaged: as in struct mview_frame
 * @nbytes: that the device filled in, in each piece
 * @offset: where they begin there
 */
struct v4l2_filled {
	uint32_t index;
	uint32_t sequence;
	uint64_t time;
	int clock;
	bool damaged;
	uint32_t nbytes[VIDEO_MAX_PLANES];
	uint32_t offset[VIDEO_MAX_PLANES];
};

/* All return 0, or what they say; or -1 with inspect_fail() called. */
int v4l2_open(struct v4l2 *v4l2, const char *path);
void v4l2_close(struct v4l2 *v4l2);

/* Zeros leave things as they are. */
int v4l2_set(struct v4l2 *v4l2, uint32_t fourcc, uint32_t width,
	     uint32_t height);

/* The number of buffers that there are now. */
int v4l2_request(struct v4l2 *v4l2, unsigned int count);

/* All pieces, or none, of a buffer's memory. */
int v4l2_map(struct v4l2 *v4l2, uint32_t index, struct v4l2_piece *memory);
void v4l2_unmap(struct v4l2 *v4l2, struct v4l2_piece *memory);

int v4l2_queue(struct v4l2 *v4l2, uint32_t index);

/* Waits for a frame, or a signal. */
int v4l2_dequeue(struct v4l2 *v4l2, struct v4l2_filled *filled);
int v4l2_start(struct v4l2 *v4l2);

/*
 * These have no words, since nobody asks. What is mapped stays as it is.
 * The first returns errno, or 0.
 */
int v4l2_queue_again(struct v4l2 *v4l2, uint32_t index);
void v4l2_stop(struct v4l2 *v4l2);

/* A descriptor of a piece. */
int v4l2_export(struct v4l2 *v4l2, uint32_t index, uint32_t memory);

/**
 * v4l2_plane - where a plane of the picture lies
 * @v4l2: the device
 * @filled: a frame
 * @plane: which one
 * @layout: written, as the driver tells it; its offset is in a piece of memory
 *
 * Return: the index of that piece.
 */
unsigned int v4l2_plane(const struct v4l2 *v4l2,
			const struct v4l2_filled *filled, int plane,
			struct layout *layout);

#endif /* MVIEW_INSPECT_V4L2_H */
