// SPDX-License-Identifier: LGPL-2.1-or-later
/* Frames of cameras, views of their planes, and v4l2:. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "mview-inspect.h"
#include "sources/camera.h"
#include "sources/hold.h"
#include "sources/source.h"

#define PATIENCE_MS	5000	/* that a first picture may take */

/**
 * struct frame - a frame, as the caller has it
 * @frame: what the header tells of
 * @slot: held
 */
struct frame {
	struct mview_frame frame;
	struct slot *slot;
};

/**
 * struct plane - a view of a plane
 * @hold: what the view knows
 * @slot: held
 * @is_user: it keeps the camera open
 * @flags: of the view
 */
struct plane {
	struct hold hold;
	struct slot *slot;
	bool is_user;
	unsigned int flags;
};

static void plane_end(struct hold *hold)
{
	struct plane *plane = (struct plane *)hold;
	struct mview_camera *camera = plane->slot->camera;
	bool is_user = plane->is_user;

	slot_put(plane->slot);
	free(plane);
	if (is_user)
		camera_put_user(camera);
}

static struct mview *plane_view(struct slot *slot, int index, bool is_user,
				unsigned int flags);

static struct mview *plane_again(struct hold *hold, int index)
{
	struct plane *plane = (struct plane *)hold;

	return plane_view(plane->slot, index, plane->is_user, plane->flags);
}

static struct mview *source_view(struct mview_camera *camera, int timeout_ms,
				 unsigned int flags);

static struct mview *plane_next(struct hold *hold, int timeout_ms)
{
	struct plane *plane = (struct plane *)hold;

	if (!plane->is_user)
		return inspect_fail(EOPNOTSUPP, "%s: mview_camera_next() has "
				    "its next frame",
				    plane->slot->camera->v4l2.path);
	return source_view(plane->slot->camera, timeout_ms, plane->flags);
}

static int plane_fd(struct hold *hold)
{
	const struct plane *plane = (const struct plane *)hold;

	if (!plane->is_user)
		return inspect_fail_int(EOPNOTSUPP, "%s: mview_camera_fd() is "
					"what to poll",
					plane->slot->camera->v4l2.path);
	return mview_camera_fd(plane->slot->camera);
}

static uint32_t plane_sequence(const struct hold *hold)
{
	return ((const struct plane *)hold)->slot->filled.sequence;
}

static const struct hold_ops plane_ops = {
	.end = plane_end,
	.plane = plane_again,
	.next = plane_next,
	.fd = plane_fd,
	.sequence = plane_sequence,
};

static struct mview *plane_view(struct slot *slot, int index, bool is_user,
				unsigned int flags)
{
	struct mview_camera *camera = slot->camera;
	struct plane *plane = calloc(1, sizeof(*plane));
	struct v4l2_piece *memory;
	struct layout layout;
	struct mview *view;

	if (!plane)
		return inspect_fail(ENOMEM, "%s: out of memory",
				    camera->v4l2.path);
	memory = &slot->memory[v4l2_plane(&camera->v4l2, &slot->filled, index,
					  &layout)];
	plane->hold = (struct hold) {
		.ops = &plane_ops,
		.picture = &camera->v4l2.picture,
		.layout = layout,
	};
	plane->slot = slot;
	plane->is_user = is_user;
	plane->flags = flags;
	slot_get(slot);
	if (is_user)
		camera_get_user(camera);
	view = mview_from_layout(memory->map, memory->length, layout.format,
				 layout.ndim, layout.shape, layout.strides,
				 layout.offset, flags);
	if (!hold_bind(view, &plane->hold))
		inspect_fail(errno, "%s: the driver tells a format that does "
			     "not fit its memory of %zu bytes: %s",
			     camera->v4l2.path, memory->length,
			     strerror(errno));
	return view;
}

static int open_planes(struct frame *frame, const struct v4l2 *v4l2)
{
	int i, n = v4l2->picture.nplanes ? v4l2->picture.nplanes : 1;

	for (i = 0; i < n; i++) {
		frame->frame.planes[i] = plane_view(frame->slot, i, false,
						    MVIEW_WRITE);
		if (!frame->frame.planes[i])
			return -1;
	}
	return 0;
}

static struct mview_frame *frame_create(struct slot *slot)
{
	const struct v4l2_filled *filled = &slot->filled;
	const struct v4l2 *v4l2 = &slot->camera->v4l2;
	struct frame *frame = calloc(1, sizeof(*frame));
	unsigned int i;

	if (!frame) {
		slot_put(slot);
		return inspect_fail(ENOMEM, "%s: out of memory", v4l2->path);
	}
	frame->slot = slot;
	frame->frame.picture = &v4l2->picture;
	frame->frame.sequence = filled->sequence;
	frame->frame.time = filled->time;
	frame->frame.clock = filled->clock;
	frame->frame.damaged = filled->damaged;
	for (i = 0; i < v4l2->memories; i++)
		frame->frame.nbytes += filled->nbytes[i];
	if (!open_planes(frame, v4l2))
		return &frame->frame;
	mview_frame_close(&frame->frame);
	return NULL;
}

struct mview_frame *mview_camera_next(struct mview_camera *camera,
				      int timeout_ms)
{
	struct slot *slot = camera_take(camera, timeout_ms);

	return slot ? frame_create(slot) : NULL;
}

void mview_frame_close(struct mview_frame *public)
{
	struct frame *frame = (struct frame *)public;
	int i, err = errno;

	if (!frame)
		return;
	for (i = 0; i < MVIEW_PLANES; i++)
		mview_close(frame->frame.planes[i]);
	slot_put(frame->slot);
	free(frame);
	errno = err;
}

int mview_frame_dmabuf(const struct mview_frame *public, int plane,
		       int64_t *offset)
{
	const struct slot *slot = ((const struct frame *)public)->slot;
	struct mview_camera *camera = slot->camera;
	struct layout layout;
	unsigned int memory;
	int fd;

	if (plane < 0 || plane >= MVIEW_PLANES || !public->planes[plane])
		return inspect_fail_int(ERANGE, "%s: the frame has no plane %d",
					camera->v4l2.path, plane);
	memory = v4l2_plane(&camera->v4l2, &slot->filled, plane, &layout);
	pthread_mutex_lock(&camera->lock);
	fd = camera->open ? v4l2_export(&camera->v4l2, slot->filled.index,
					memory) :
			    inspect_fail_int(ENODEV, "%s: the camera is closed",
					     camera->v4l2.path);
	pthread_mutex_unlock(&camera->lock);
	if (fd >= 0 && offset)
		*offset = layout.offset;
	return fd;
}

static struct mview *source_view(struct mview_camera *camera, int timeout_ms,
				 unsigned int flags)
{
	struct slot *slot = camera_take(camera, timeout_ms);
	struct mview *view;

	if (!slot)
		return NULL;
	view = plane_view(slot, 0, true, flags);
	slot_put(slot);
	return view;
}

/* The view keeps the camera open for mview_source_next(). */
static struct mview *open_v4l2(const char *name, const char *rest,
			       unsigned int flags)
{
	struct mview_camera *camera;
	struct mview *view;

	if (!*rest)
		return source_misused(&source_v4l2, name);
	camera = mview_camera_open(rest);
	if (!camera)
		return NULL;
	view = source_view(camera, PATIENCE_MS, flags);
	mview_camera_close(camera);
	return view;
}

const struct source source_v4l2 = {
	.prefix = "v4l2:",
	.usage = "v4l2:/dev/video0",
	.open = open_v4l2,
};
