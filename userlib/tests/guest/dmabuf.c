// SPDX-License-Identifier: GPL-2.0
/* Dma-bufs: of a memfd by udmabuf, or of a video frame that is not captured to. */
#include "dmabuf.h"

#include <fcntl.h>
#include <linux/udmabuf.h>
#include <linux/videodev2.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#define SIZE	(2UL * getpagesize())
#define DEVICES	16	/* /dev/video0 and so on */

static void *map(int fd, off_t offset)
{
	return mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, offset);
}

static int from_udmabuf(struct dmabuf *dmabuf)
{
	struct udmabuf_create arg = {
		.flags = UDMABUF_FLAGS_CLOEXEC,
		.size = SIZE,
	};
	int device = open("/dev/udmabuf", O_RDWR | O_CLOEXEC);

	if (device < 0)
		return -1;
	arg.memfd = memfd_create("mview", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (ftruncate(arg.memfd, SIZE) ||
	    fcntl(arg.memfd, F_ADD_SEALS, F_SEAL_SHRINK))
		perror("memfd");
	dmabuf->memory = map(arg.memfd, 0);
	dmabuf->fd = ioctl(device, UDMABUF_CREATE, &arg);
	close(arg.memfd);
	close(device);
	return dmabuf->fd < 0 ? -1 : 0;
}

static int open_vivid(void)
{
	struct v4l2_capability capability;
	char path[32];
	int i, fd;

	for (i = 0; i < DEVICES; i++) {
		snprintf(path, sizeof(path), "/dev/video%d", i);
		fd = open(path, O_RDWR | O_CLOEXEC);
		if (fd < 0)
			continue;
		if (!ioctl(fd, VIDIOC_QUERYCAP, &capability) &&
		    !strcmp((char *)capability.driver, "vivid") &&
		    capability.device_caps & V4L2_CAP_VIDEO_CAPTURE)
			return fd;
		close(fd);
	}
	return -1;
}

static int from_vivid(struct dmabuf *dmabuf)
{
	struct v4l2_requestbuffers request = {
		.count = 1,
		.type = V4L2_BUF_TYPE_VIDEO_CAPTURE,
		.memory = V4L2_MEMORY_MMAP,
	};
	struct v4l2_buffer buffer = {
		.type = V4L2_BUF_TYPE_VIDEO_CAPTURE,
		.memory = V4L2_MEMORY_MMAP,
	};
	struct v4l2_exportbuffer export = {
		.type = V4L2_BUF_TYPE_VIDEO_CAPTURE,
		.flags = O_CLOEXEC | O_RDWR,
	};

	dmabuf->device = open_vivid();
	if (dmabuf->device < 0 ||
	    ioctl(dmabuf->device, VIDIOC_REQBUFS, &request) ||
	    ioctl(dmabuf->device, VIDIOC_QUERYBUF, &buffer) ||
	    ioctl(dmabuf->device, VIDIOC_EXPBUF, &export))
		return -1;
	dmabuf->memory = map(dmabuf->device, buffer.m.offset);
	dmabuf->fd = export.fd;
	return 0;
}

int dmabuf_make(struct dmabuf *dmabuf)
{
	*dmabuf = (struct dmabuf) { .size = SIZE, .device = -1 };
	return from_udmabuf(dmabuf) ? from_vivid(dmabuf) : 0;
}

void dmabuf_destroy(struct dmabuf *dmabuf)
{
	munmap(dmabuf->memory, SIZE);
	close(dmabuf->fd);
	if (dmabuf->device >= 0)
		close(dmabuf->device);
}
