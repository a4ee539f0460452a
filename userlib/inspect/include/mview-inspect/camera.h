/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* libmview-inspect: frames of cameras. Part of mview-inspect.h. */
#ifndef MVIEW_INSPECT_CAMERA_H
#define MVIEW_INSPECT_CAMERA_H

#include <mview-inspect/base.h>
#include <mview-inspect/picture.h>

MVIEW_BEGIN

/*
 * A camera: a V4L2 device that captures. Opaque. One thread at a time may use it;
 * its frames and their views may be used and closed by any.
 */
struct mview_camera;

/**
 * mview_camera_open - open a camera
 * @path: "/dev/video0"
 *
 * Has the format that it was left with, and does not stream yet. Frames come
 * into memory of the driver, which is mapped, not copied.
 *
 *	struct mview_camera *camera = mview_camera_open("/dev/video0");
 *	struct mview_frame *frame;
 *
 *	while ((frame = mview_camera_next(camera, 1000))) {
 *		look_at(frame->planes[0]);
 *		mview_frame_close(frame);
 *	}
 *	mview_camera_close(camera);
 *
 * Errors: ENOENT, EACCES, EBUSY if another program streams, ENODEV if it does
 * not capture.
 */
struct mview_camera *mview_camera_open(const char *path);

/**
 * mview_camera_close - stop and close a camera, or NULL
 * @camera: dead from now on
 *
 * Frames that are not closed keep the picture that they have.
 */
void mview_camera_close(struct mview_camera *camera);

/**
 * mview_camera_set - have other pictures
 * @camera: before its first frame
 * @fourcc: V4L2_PIX_FMT_*; 0 leaves it as it is
 * @width: pixels; 0 leaves it as it is
 * @height: likewise
 *
 * A size that the camera does not have becomes one that it has.
 *
 * Errors: EINVAL for a format that it does not have, EBUSY if it streams.
 */
int mview_camera_set(struct mview_camera *camera, uint32_t fourcc,
		     uint32_t width, uint32_t height);

/**
 * mview_camera_buffers - how many frames may be held at a time
 * @camera: before its first frame
 * @count: from 2 on; 4 unless this is called. The driver may give more or fewer.
 *
 * Errors: EINVAL, EBUSY if it streams.
 */
int mview_camera_buffers(struct mview_camera *camera, unsigned int count);

/* What its frames look like; belongs to the camera. */
const struct mview_picture *
mview_camera_picture(const struct mview_camera *camera);

/* To be polled for POLLIN once it streams; belongs to the camera. */
int mview_camera_fd(const struct mview_camera *camera);

/**
 * struct mview_frame - a picture that a camera took
 * @picture: what it looks like
 * @planes: views of its planes, @picture->nplanes of them, but at least one; can
 *	be written to
 * @nbytes: that the camera filled in, of all planes
 * @sequence: how many frames came before, among them those that were lost
 * @time: when, in nanoseconds
 * @clock: CLOCK_MONOTONIC, or CLOCK_REALTIME if the driver does not say
 * @damaged: the driver says that the picture has errors
 *
 * Only the library makes these; later versions may append members.
 */
struct mview_frame {
	const struct mview_picture *picture;
	struct mview *planes[MVIEW_PLANES];
	size_t nbytes;
	uint32_t sequence;
	uint64_t time;
	int clock;
	bool damaged;
};

/**
 * mview_camera_next - the next frame
 * @camera: starts to stream with the first one
 * @timeout_ms: milliseconds; 0 only looks, negative waits for ever
 *
 * The memory is the caller's until the frame is given back: the driver has
 * synced it for the CPU, and does not touch it. No brackets are needed.
 *
 * Return: to be given to mview_frame_close(). Errors: ETIMEDOUT, EINTR, EBUSY if
 * all frames are held or another program streams, ENODEV if the camera is gone.
 */
struct mview_frame *mview_camera_next(struct mview_camera *camera,
				      int timeout_ms);

/**
 * mview_frame_close - close a frame and its views, or NULL
 * @frame: dead from now on
 *
 * The camera has the memory back as soon as neither the frame nor a view that
 * derives from its planes is left.
 */
void mview_frame_close(struct mview_frame *frame);

/**
 * mview_frame_dmabuf - the memory of a plane as a dma-buf, for other devices
 * @frame: of a camera that is open
 * @plane: from 0 on
 * @offset: set to the bytes from the dma-buf's start to the plane; or NULL
 *
 * The dma-buf shows all pictures that come into that memory.
 *
 * Return: a descriptor, the caller's. Errors: ERANGE, ENODEV if the camera is
 * closed, EOPNOTSUPP if the driver exports none.
 */
int mview_frame_dmabuf(const struct mview_frame *frame, int plane,
		       int64_t *offset);

MVIEW_END

#endif /* MVIEW_INSPECT_CAMERA_H */
