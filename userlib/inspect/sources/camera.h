/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Cameras. A buffer of the driver's is the caller's from camera_take() on, and
 * goes back to the queue with the last reference to it: each view of a plane has
 * one, and each buffer that is held has one to the camera.
 */
#ifndef MVIEW_INSPECT_SRC_CAMERA_H
#define MVIEW_INSPECT_SRC_CAMERA_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "sources/v4l2.h"

/**
 * struct slot - a buffer of the driver's
 * @camera: that it belongs to
 * @memory: its pieces
 * @filled: the frame in it, while it is held
 * @refs: views of it, and the frame; 0 while it is the driver's
 * @is_out: from camera_take() on until the driver has taken it back
 * @err: errno, if the driver did not take it back; else 0
 */
struct slot {
	struct mview_camera *camera;
	struct v4l2_piece memory[VIDEO_MAX_PLANES];
	struct v4l2_filled filled;
	atomic_uint refs;
	bool is_out;
	int err;
};

/**
 * struct mview_camera - a camera
 * @v4l2: the device
 * @wanted: buffers
 * @slots: buffers, once it streams
 * @nslots: their number
 * @refs: the camera's user, views that mview_source_next() works on, and slots
 *	that are held: the last one frees it
 * @users: the first two of these: the last one closes the device
 * @lock: guards @open, what the device is told when a slot comes back, and
 *	@is_out and @err of slots; nothing is taken inside
 * @open: the device is
 */
struct mview_camera {
	struct v4l2 v4l2;
	unsigned int wanted;
	struct slot *slots;
	unsigned int nslots;
	atomic_uint refs;
	atomic_uint users;
	pthread_mutex_t lock;
	bool open;
};

/* One more, and one fewer, view or frame that needs the slot. Any thread. */
void slot_get(struct slot *slot);
void slot_put(struct slot *slot);

/* Whoever keeps the device open: the last one closes it. */
void camera_get_user(struct mview_camera *camera);
void camera_put_user(struct mview_camera *camera);

/* The next buffer with a frame, and a reference. NULL with inspect_fail() called. */
struct slot *camera_take(struct mview_camera *camera, int timeout_ms);

#endif /* MVIEW_INSPECT_SRC_CAMERA_H */
