// SPDX-License-Identifier: LGPL-2.1-or-later
/* V4L2 devices that capture: their ioctls, with errors in words. */
#include "sources/v4l2.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "base/error.h"
#include "sources/v4l2_format.h"

int v4l2_command(const struct v4l2 *v4l2, unsigned long request, void *arg)
{
	int result;

	do {
		result = ioctl(v4l2->fd, request, arg);
	} while (result && errno == EINTR);
	return result;
}

static int not_open(const char *path)
{
	int err = errno;

	switch (err) {
	case ENOENT:
		return inspect_fail_int(err, "%s: there is no such device; 'ls "
					"/dev/video*' lists cameras", path);
	case EACCES:
		return inspect_fail_int(err, "%s: it may not be opened by you; "
					"try it as root, or ask for membership "
					"in its group, video", path);
	default:
		return inspect_fail_int(err, "%s: %s", path, strerror(err));
	}
}

/* What an ioctl() of a device that is open has left in errno */
int v4l2_failed(const struct v4l2 *v4l2, const char *what)
{
	int err = errno;

	switch (err) {
	case EBUSY:
		return inspect_fail_int(err, "%s: another program uses the "
					"camera", v4l2->path);
	case ENODEV:
		return inspect_fail_int(err, "%s: the camera is gone",
					v4l2->path);
	default:
		return inspect_fail_int(err, "%s: it can't %s: %s", v4l2->path,
					what, strerror(err));
	}
}

static int check(struct v4l2 *v4l2)
{
	struct v4l2_capability capability = { .capabilities = 0 };
	uint32_t can;

	if (v4l2_command(v4l2, VIDIOC_QUERYCAP, &capability))
		return inspect_fail_int(ENODEV, "%s: that is no V4L2 device",
					v4l2->path);
	can = capability.capabilities & V4L2_CAP_DEVICE_CAPS ?
		      capability.device_caps : capability.capabilities;
	v4l2->type = can & V4L2_CAP_VIDEO_CAPTURE ?
			     V4L2_BUF_TYPE_VIDEO_CAPTURE :
			     V4L2_BUF_TYPE_VIDEO_CAPTURE_MPLANE;
	if (!(can & (V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_VIDEO_CAPTURE_MPLANE)))
		return inspect_fail_int(ENODEV, "%s: %s captures no pictures "
					"by this device; try another one of "
					"/dev/video*", v4l2->path,
					capability.card);
	if (!(can & V4L2_CAP_STREAMING))
		return inspect_fail_int(ENODEV, "%s: %s does not stream into "
					"memory that can be mapped", v4l2->path,
					capability.card);
	return 0;
}

int v4l2_open(struct v4l2 *v4l2, const char *path)
{
	*v4l2 = (struct v4l2) { .fd = -1 };
	if (strlen(path) >= sizeof(v4l2->path))
		return inspect_fail_int(ENAMETOOLONG, "%s: the path is too "
					"long", path);
	strcpy(v4l2->path, path);
	v4l2->fd = open(path, O_RDWR | O_CLOEXEC);
	if (v4l2->fd < 0)
		return not_open(path);
	if (!check(v4l2) && !v4l2_refresh(v4l2))
		return 0;
	v4l2_close(v4l2);
	return -1;
}

void v4l2_close(struct v4l2 *v4l2)
{
	int err = errno;

	if (v4l2->fd >= 0)
		close(v4l2->fd);
	v4l2->fd = -1;
	errno = err;
}

int v4l2_request(struct v4l2 *v4l2, unsigned int count)
{
	struct v4l2_requestbuffers request = {
		.count = count,
		.type = v4l2->type,
		.memory = V4L2_MEMORY_MMAP,
	};

	if (v4l2_command(v4l2, VIDIOC_REQBUFS, &request))
		return v4l2_failed(v4l2, "make buffers");
	return request.count;
}

/* A buffer and its planes, as the multi-planar API wants them */
struct buffer {
	struct v4l2_buffer buffer;
	struct v4l2_plane planes[VIDEO_MAX_PLANES];
};

static void buffer_init(const struct v4l2 *v4l2, struct buffer *buffer,
			uint32_t index)
{
	*buffer = (struct buffer) {
		.buffer = {
			.index = index,
			.type = v4l2->type,
			.memory = V4L2_MEMORY_MMAP,
		},
	};
	if (!v4l2_is_multi(v4l2))
		return;
	buffer->buffer.m.planes = buffer->planes;
	buffer->buffer.length = v4l2->memories;
}

static int map_memory(struct v4l2 *v4l2, const struct buffer *buffer,
		      unsigned int i, struct v4l2_piece *memory)
{
	uint32_t offset = v4l2_is_multi(v4l2) ? buffer->planes[i].m.mem_offset :
					buffer->buffer.m.offset;

	memory->length = v4l2_is_multi(v4l2) ? buffer->planes[i].length :
				       buffer->buffer.length;
	memory->map = mmap(NULL, memory->length, PROT_READ | PROT_WRITE,
			   MAP_SHARED, v4l2->fd, offset);
	if (memory->map != MAP_FAILED)
		return 0;
	memory->map = NULL;
	return v4l2_failed(v4l2, "map its buffers");
}

int v4l2_map(struct v4l2 *v4l2, uint32_t index, struct v4l2_piece *memory)
{
	struct buffer buffer;
	unsigned int i;

	memset(memory, 0, v4l2->memories * sizeof(*memory));
	buffer_init(v4l2, &buffer, index);
	if (v4l2_command(v4l2, VIDIOC_QUERYBUF, &buffer.buffer))
		return v4l2_failed(v4l2, "tell where its buffers are");
	for (i = 0; i < v4l2->memories; i++) {
		if (map_memory(v4l2, &buffer, i, &memory[i])) {
			v4l2_unmap(v4l2, memory);
			return -1;
		}
	}
	return 0;
}

void v4l2_unmap(struct v4l2 *v4l2, struct v4l2_piece *memory)
{
	unsigned int i;

	for (i = 0; i < v4l2->memories; i++)
		if (memory[i].map)
			munmap(memory[i].map, memory[i].length);
}

int v4l2_queue(struct v4l2 *v4l2, uint32_t index)
{
	struct buffer buffer;

	buffer_init(v4l2, &buffer, index);
	return v4l2_command(v4l2, VIDIOC_QBUF, &buffer.buffer) ?
		       v4l2_failed(v4l2, "take a buffer") : 0;
}

int v4l2_queue_again(struct v4l2 *v4l2, uint32_t index)
{
	struct buffer buffer;
	int err = errno, result;

	buffer_init(v4l2, &buffer, index);
	result = v4l2_command(v4l2, VIDIOC_QBUF, &buffer.buffer) ? errno : 0;
	errno = err;
	return result;
}

static void take_filled(const struct v4l2 *v4l2, const struct buffer *buffer,
			struct v4l2_filled *filled)
{
	const struct v4l2_buffer *b = &buffer->buffer;
	const struct v4l2_plane *plane = buffer->planes;
	unsigned int i;

	*filled = (struct v4l2_filled) {
		.index = b->index,
		.sequence = b->sequence,
		.time = b->timestamp.tv_sec * 1000000000ULL +
			b->timestamp.tv_usec * 1000ULL,
		.clock = b->flags & V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC ?
				 CLOCK_MONOTONIC : CLOCK_REALTIME,
		.damaged = b->flags & V4L2_BUF_FLAG_ERROR,
		.nbytes = { b->bytesused },
	};
	/* What is before the offset is in bytesused. */
	for (i = 0; v4l2_is_multi(v4l2) && i < v4l2->memories; i++, plane++) {
		filled->offset[i] = plane->data_offset;
		filled->nbytes[i] = plane->bytesused > plane->data_offset ?
				    plane->bytesused - plane->data_offset : 0;
	}
}

int v4l2_dequeue(struct v4l2 *v4l2, struct v4l2_filled *filled)
{
	struct buffer buffer;

	buffer_init(v4l2, &buffer, 0);
	/* A signal ends the wait for a frame. */
	if (ioctl(v4l2->fd, VIDIOC_DQBUF, &buffer.buffer))
		return v4l2_failed(v4l2, "give a frame");
	take_filled(v4l2, &buffer, filled);
	return 0;
}

int v4l2_start(struct v4l2 *v4l2)
{
	int type = v4l2->type;

	if (!v4l2_command(v4l2, VIDIOC_STREAMON, &type))
		return 0;
	return v4l2_failed(v4l2, "start");
}

void v4l2_stop(struct v4l2 *v4l2)
{
	struct v4l2_requestbuffers none = {
		.type = v4l2->type,
		.memory = V4L2_MEMORY_MMAP,
	};
	int type = v4l2->type;

	v4l2_command(v4l2, VIDIOC_STREAMOFF, &type);
	v4l2_command(v4l2, VIDIOC_REQBUFS, &none);
}

int v4l2_export(struct v4l2 *v4l2, uint32_t index, uint32_t memory)
{
	struct v4l2_exportbuffer export = {
		.type = v4l2->type,
		.index = index,
		.plane = memory,
		.flags = O_RDWR | O_CLOEXEC,
	};

	if (!v4l2_command(v4l2, VIDIOC_EXPBUF, &export))
		return export.fd;
	if (errno == ENOTTY)
		errno = EOPNOTSUPP;
	return v4l2_failed(v4l2, "export a dma-buf");
}

