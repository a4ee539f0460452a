// SPDX-License-Identifier: GPL-2.0
/* Dma-bufs from exporters that are not mview's. */
#include <errno.h>
#include <fcntl.h>
#include <linux/mview.h>
#include <linux/udmabuf.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "dmabuf.h"
#include "vivid.h"

static int sealed_memfd(size_t size)
{
	int fd = memfd_create("mview", MFD_CLOEXEC | MFD_ALLOW_SEALING);

	if (fd < 0)
		return -1;
	if (ftruncate(fd, size) || fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK)) {
		close(fd);
		return -1;
	}
	return fd;
}

int udmabuf_make(size_t size, int *memfd)
{
	struct udmabuf_create arg = {
		.flags = UDMABUF_FLAGS_CLOEXEC,
		.size = size,
	};
	int dev, memory, fd;

	dev = open("/dev/udmabuf", O_RDWR | O_CLOEXEC);
	if (dev < 0)
		return -1;
	memory = sealed_memfd(size);
	if (memory < 0) {
		close(dev);
		return -1;
	}
	arg.memfd = memory;
	fd = ioctl(dev, UDMABUF_CREATE, &arg);
	close(dev);
	if (fd >= 0 && memfd)
		*memfd = memory;
	else
		close(memory);
	return fd;
}

int any_dmabuf(void)
{
	struct vivid vivid;
	int fd;

	fd = udmabuf_make(getpagesize(), NULL);
	if (fd >= 0 || (errno != ENOENT && errno != ENODEV))
		return fd;
	if (vivid_open(&vivid))
		return -1;
	fd = vivid_export(&vivid, 0, O_RDWR);
	vivid_close(&vivid);
	return fd;
}

int dmabuf_import(int dev, int dmabuf, __u32 flags)
{
	struct mview_import_dmabuf arg = {
		.size = sizeof(arg),
		.flags = flags,
		.dmabuf_fd = dmabuf,
	};

	return ioctl(dev, MVIEW_IMPORT_DMABUF, &arg) ? -1 : arg.fd;
}

long dmabuf_count(void)
{
	char line[256];
	long count = -1;
	FILE *file;

	file = fopen("/sys/kernel/debug/dma_buf/bufinfo", "re");
	if (!file)
		return -1;
	while (fgets(line, sizeof(line), file))
		sscanf(line, "Total %ld objects", &count);
	fclose(file);
	return count;
}
