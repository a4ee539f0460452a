// SPDX-License-Identifier: GPL-2.0
/* Frames of vivid, the kernel's virtual video driver. */
#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "mview_test.h"
#include "vivid.h"

#define DEVICES		64

static int is_capture(int fd)
{
	struct v4l2_capability cap = { 0 };
	const __u32 wanted = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING;

	return !ioctl(fd, VIDIOC_QUERYCAP, &cap) &&
	       !strcmp((char *)cap.driver, "vivid") &&
	       (cap.device_caps & wanted) == wanted;
}

static int find_device(void)
{
	char path[32];
	int i, fd;

	for (i = 0; i < DEVICES; i++) {
		snprintf(path, sizeof(path), "/dev/video%d", i);
		fd = open(path, O_RDWR | O_CLOEXEC);
		if (fd < 0)
			continue;
		if (is_capture(fd))
			return fd;
		close(fd);
	}
	errno = ENODEV;
	return -1;
}

static int set_format(int fd)
{
	struct v4l2_format format = {
		.type = V4L2_BUF_TYPE_VIDEO_CAPTURE,
		.fmt.pix = {
			.width = VIVID_WIDTH,
			.height = VIVID_HEIGHT,
			.pixelformat = V4L2_PIX_FMT_RGB24,
			.field = V4L2_FIELD_NONE,
		},
	};
	int input = 0;

	if (ioctl(fd, VIDIOC_S_INPUT, &input) ||
	    ioctl(fd, VIDIOC_S_FMT, &format))
		return -1;
	if (format.fmt.pix.width != VIVID_WIDTH ||
	    format.fmt.pix.height != VIVID_HEIGHT ||
	    format.fmt.pix.bytesperline != VIVID_LINE ||
	    format.fmt.pix.pixelformat != V4L2_PIX_FMT_RGB24) {
		errno = ENODEV;
		return -1;
	}
	return 0;
}

static int map_buffer(struct vivid *vivid, unsigned int index)
{
	struct v4l2_buffer buffer = {
		.type = V4L2_BUF_TYPE_VIDEO_CAPTURE,
		.memory = V4L2_MEMORY_MMAP,
		.index = index,
	};
	void *map;

	if (ioctl(vivid->fd, VIDIOC_QUERYBUF, &buffer))
		return -1;
	map = mmap(NULL, buffer.length, PROT_READ | PROT_WRITE, MAP_SHARED,
		   vivid->fd, buffer.m.offset);
	if (map == MAP_FAILED)
		return -1;
	vivid->maps[index] = map;
	vivid->length = buffer.length;
	return 0;
}

static int request_buffers(int fd, unsigned int count, __u32 memory)
{
	struct v4l2_requestbuffers request = {
		.count = count,
		.type = V4L2_BUF_TYPE_VIDEO_CAPTURE,
		.memory = memory,
	};

	if (ioctl(fd, VIDIOC_REQBUFS, &request))
		return -1;
	if (request.count < count) {
		errno = ENOMEM;
		return -1;
	}
	return 0;
}

int vivid_open(struct vivid *vivid)
{
	unsigned int i;

	memset(vivid, 0, sizeof(*vivid));
	vivid->fd = find_device();
	if (vivid->fd < 0)
		return -1;
	if (set_format(vivid->fd) ||
	    request_buffers(vivid->fd, VIVID_BUFFERS, V4L2_MEMORY_MMAP))
		goto fail;
	for (i = 0; i < VIVID_BUFFERS; i++)
		if (map_buffer(vivid, i))
			goto fail;
	return 0;
fail:
	vivid_close(vivid);
	return -1;
}

int vivid_export(struct vivid *vivid, unsigned int index, int flags)
{
	struct v4l2_exportbuffer arg = {
		.type = V4L2_BUF_TYPE_VIDEO_CAPTURE,
		.index = index,
		.flags = flags | O_CLOEXEC,
	};

	return ioctl(vivid->fd, VIDIOC_EXPBUF, &arg) ? -1 : arg.fd;
}

/* All buffers are queued: have one filled, into @buffer. */
static int stream_one(int fd, struct v4l2_buffer *buffer)
{
	struct pollfd poller = { .fd = fd, .events = POLLIN };
	int type = V4L2_BUF_TYPE_VIDEO_CAPTURE;

	if (ioctl(fd, VIDIOC_STREAMON, &type))
		return -1;
	if (poll(&poller, 1, PATIENCE_MS) != 1 || poller.revents != POLLIN) {
		errno = ETIMEDOUT;
		return -1;
	}
	if (ioctl(fd, VIDIOC_DQBUF, buffer) ||
	    ioctl(fd, VIDIOC_STREAMOFF, &type))
		return -1;
	return buffer->index;
}

int vivid_capture(struct vivid *vivid)
{
	struct v4l2_buffer buffer = {
		.type = V4L2_BUF_TYPE_VIDEO_CAPTURE,
		.memory = V4L2_MEMORY_MMAP,
	};
	unsigned int i;

	for (i = 0; i < VIVID_BUFFERS; i++) {
		buffer.index = i;
		if (ioctl(vivid->fd, VIDIOC_QBUF, &buffer))
			return -1;
	}
	return stream_one(vivid->fd, &buffer);
}

static int queue_dmabufs(int fd, const int *dmabufs, unsigned int count)
{
	struct v4l2_buffer buffer = {
		.type = V4L2_BUF_TYPE_VIDEO_CAPTURE,
		.memory = V4L2_MEMORY_DMABUF,
	};
	unsigned int i;

	for (i = 0; i < count; i++) {
		buffer.index = i;
		buffer.m.fd = dmabufs[i];
		if (ioctl(fd, VIDIOC_QBUF, &buffer))
			return -1;
	}
	return stream_one(fd, &buffer);
}

int vivid_capture_into(const int *dmabufs, unsigned int count)
{
	int error, fd = find_device(), index = -1;

	if (fd < 0)
		return -1;
	if (!set_format(fd) &&
	    !request_buffers(fd, count, V4L2_MEMORY_DMABUF))
		index = queue_dmabufs(fd, dmabufs, count);
	error = errno;
	close(fd);
	errno = error;
	return index;
}

void vivid_close(struct vivid *vivid)
{
	unsigned int i;

	for (i = 0; i < VIVID_BUFFERS; i++)
		if (vivid->maps[i])
			munmap(vivid->maps[i], vivid->length);
	close(vivid->fd);
	vivid->fd = -1;
}
