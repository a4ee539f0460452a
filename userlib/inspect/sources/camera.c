// SPDX-License-Identifier: LGPL-2.1-or-later
/* Cameras: their queue of buffers. */
#include "sources/camera.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "sources/v4l2_format.h"

#define BUFFERS		4
#define BUFFERS_MAX	VIDEO_MAX_FRAME

struct mview_camera *mview_camera_open(const char *path)
{
	struct mview_camera *camera = calloc(1, sizeof(*camera));

	if (!camera)
		return inspect_fail(ENOMEM, "%s: out of memory", path);
	if (v4l2_open(&camera->v4l2, path)) {
		free(camera);
		return NULL;
	}
	camera->wanted = BUFFERS;
	camera->refs = 1;
	camera->users = 1;
	camera->open = true;
	pthread_mutex_init(&camera->lock, NULL);
	return camera;
}

static void unmap_slots(struct mview_camera *camera)
{
	unsigned int i;

	for (i = 0; i < camera->nslots; i++)
		v4l2_unmap(&camera->v4l2, camera->slots[i].memory);
	free(camera->slots);
	camera->slots = NULL;
	camera->nslots = 0;
}

static void camera_put(struct mview_camera *camera)
{
	if (atomic_fetch_sub(&camera->refs, 1) > 1)
		return;
	unmap_slots(camera);
	pthread_mutex_destroy(&camera->lock);
	free(camera);
}

void camera_put_user(struct mview_camera *camera)
{
	if (atomic_fetch_sub(&camera->users, 1) == 1) {
		pthread_mutex_lock(&camera->lock);
		camera->open = false;
		if (camera->slots)
			v4l2_stop(&camera->v4l2);
		v4l2_close(&camera->v4l2);
		pthread_mutex_unlock(&camera->lock);
	}
	camera_put(camera);
}

void camera_get_user(struct mview_camera *camera)
{
	atomic_fetch_add(&camera->users, 1);
	atomic_fetch_add(&camera->refs, 1);
}

void mview_camera_close(struct mview_camera *camera)
{
	int err = errno;

	if (camera)
		camera_put_user(camera);
	errno = err;
}

static int streams(const struct mview_camera *camera)
{
	return inspect_fail_int(EBUSY, "%s: it has begun to stream",
				camera->v4l2.path);
}

int mview_camera_set(struct mview_camera *camera, uint32_t fourcc,
		     uint32_t width, uint32_t height)
{
	if (camera->slots)
		return streams(camera);
	return v4l2_set(&camera->v4l2, fourcc, width, height);
}

int mview_camera_buffers(struct mview_camera *camera, unsigned int count)
{
	if (camera->slots)
		return streams(camera);
	if (count < 2 || count > BUFFERS_MAX)
		return inspect_fail_int(EINVAL, "%s: %u frames: from 2 to %u "
					"can be held", camera->v4l2.path, count,
					BUFFERS_MAX);
	camera->wanted = count;
	return 0;
}

const struct mview_picture *
mview_camera_picture(const struct mview_camera *camera)
{
	return &camera->v4l2.picture;
}

int mview_camera_fd(const struct mview_camera *camera)
{
	return camera->v4l2.fd;
}

/* Map them all, and hand them to the driver. */
static int fill_queue(struct mview_camera *camera, unsigned int count)
{
	unsigned int i;

	for (i = 0; i < count; i++) {
		camera->slots[i].camera = camera;
		if (v4l2_map(&camera->v4l2, i, camera->slots[i].memory))
			return -1;
		camera->nslots++;
		if (v4l2_queue(&camera->v4l2, i))
			return -1;
	}
	return v4l2_start(&camera->v4l2);
}

static int start(struct mview_camera *camera)
{
	int count, err;

	if (camera->slots)
		return 0;
	count = v4l2_request(&camera->v4l2, camera->wanted);
	if (count < 0)
		return -1;
	camera->slots = calloc(count ? count : 1, sizeof(*camera->slots));
	if (!camera->slots)
		return inspect_fail_int(ENOMEM, "%s: out of memory",
					camera->v4l2.path);
	if (!fill_queue(camera, count))
		return 0;
	err = errno;
	unmap_slots(camera);
	v4l2_stop(&camera->v4l2);
	errno = err;
	return -1;
}

void slot_get(struct slot *slot)
{
	atomic_fetch_add(&slot->refs, 1);
}

void slot_put(struct slot *slot)
{
	struct mview_camera *camera = slot->camera;

	if (atomic_fetch_sub(&slot->refs, 1) > 1)
		return;
	pthread_mutex_lock(&camera->lock);
	if (camera->open) {
		slot->err = v4l2_queue_again(&camera->v4l2, slot->filled.index);
		slot->is_out = slot->err;
	}
	pthread_mutex_unlock(&camera->lock);
	camera_put(camera);
}

/* 0 once the driver has something to say, be it an error. */
static int wait_for(struct mview_camera *camera, int timeout_ms)
{
	struct pollfd poller = { .fd = camera->v4l2.fd, .events = POLLIN };
	int ready = poll(&poller, 1, timeout_ms);

	if (ready > 0)
		return 0;
	if (!ready)
		return inspect_fail_int(ETIMEDOUT, "%s: no frame has come; is "
					"there a signal?", camera->v4l2.path);
	return inspect_fail_int(errno, "%s: %s", camera->v4l2.path,
				strerror(errno));
}

/*
 * Has the driver a buffer to fill? Else errno: that of one that it did not take
 * back, or EBUSY.
 */
static int none_is_queued(struct mview_camera *camera)
{
	int err = EBUSY;
	unsigned int i;

	pthread_mutex_lock(&camera->lock);
	for (i = 0; i < camera->nslots && err; i++) {
		if (!camera->slots[i].is_out)
			err = 0;
		else if (camera->slots[i].err)
			err = camera->slots[i].err;
	}
	pthread_mutex_unlock(&camera->lock);
	return err;
}

/* Nobody else takes the frame that was waited for. */
static int dequeue(struct mview_camera *camera, int timeout_ms,
		   struct v4l2_filled *filled)
{
	int err = none_is_queued(camera);

	if (err == EBUSY)
		return inspect_fail_int(EBUSY, "%s: all %u frames are held; "
					"close one of them", camera->v4l2.path,
					camera->nslots);
	if (err) {
		errno = err;
		return v4l2_failed(&camera->v4l2, "take a frame back");
	}
	if (timeout_ms >= 0 && wait_for(camera, timeout_ms))
		return -1;
	return v4l2_dequeue(&camera->v4l2, filled);
}

struct slot *camera_take(struct mview_camera *camera, int timeout_ms)
{
	struct v4l2_filled filled;
	struct slot *slot;

	if (start(camera) || dequeue(camera, timeout_ms, &filled))
		return NULL;
	if (filled.index >= camera->nslots)
		return inspect_fail(EPROTO, "%s: the driver gives a buffer "
				    "that is none", camera->v4l2.path);
	slot = &camera->slots[filled.index];
	slot->filled = filled;
	slot->refs = 1;
	pthread_mutex_lock(&camera->lock);
	slot->is_out = true;
	pthread_mutex_unlock(&camera->lock);
	atomic_fetch_add(&camera->refs, 1);
	return slot;
}
