// SPDX-License-Identifier: GPL-2.0
/* Traces of the DMA API, and a disk whose driver is the kernel's own: nvme. */
#include "dma.h"

#include <fcntl.h>
#include <glob.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>
#include "mview_test.h"
#include "system.h"

#define DRIVER	"/sys/bus/pci/drivers/nvme/"

int nvme_device(char *name, size_t size)
{
	glob_t found;
	int err = -1, i;

	for (i = 0; glob(DRIVER "0000:*", 0, NULL, &found); i++) {
		if (i == 250 || access(DRIVER, F_OK))
			return -1;
		usleep(20000);
	}
	if (found.gl_pathc)
		err = snprintf(name, size, "%s", found.gl_pathv[0] +
			       strlen(DRIVER)) < (int)size ? 0 : -1;
	globfree(&found);
	return err;
}

int nvme_bind(const char *name)
{
	return text_write(DRIVER "bind", name);
}

int nvme_unbind(const char *name)
{
	return text_write(DRIVER "unbind", name);
}

int nvme_disk(void)
{
	int disk = -1, i;

	for (i = 0; disk < 0 && i < 400; i++) {
		glob_t found;

		if (!glob("/dev/nvme[0-9]*n1", 0, NULL, &found)) {
			disk = open(found.gl_pathv[0], O_RDONLY | O_DIRECT);
			globfree(&found);
		}
		if (disk < 0)
			usleep(20000);
	}
	return disk;
}

int trace_open(int dev, const char *filter, __u32 flags, __u32 buffers,
	       __u32 entries)
{
	struct mview_trace_open open = {
		.size = sizeof(open),
		.flags = flags,
		.filter = to_user(filter),
		.filter_len = strlen(filter),
		.buffers = buffers,
		.entries = entries,
	};

	return ioctl(dev, MVIEW_TRACE_OPEN, &open) ? -1 : open.fd;
}

int trace_info(int trace, __u32 flags, struct mview_trace_info *info)
{
	memset(info, POISON, sizeof(*info));
	info->size = sizeof(*info);
	info->flags = flags;
	return ioctl(trace, MVIEW_TRACE_INFO, info);
}

int origin_get(int dev, __u64 id, __u32 flags, struct origin *origin)
{
	struct mview_buffer_origin *info = &origin->info;

	memset(origin, 0, sizeof(*origin));
	info->size = sizeof(*info);
	info->flags = flags;
	info->id = id;
	info->device = to_user(origin->device);
	info->driver = to_user(origin->driver);
	info->stack = to_user(origin->stack);
	info->device_len = sizeof(origin->device) - 1;
	info->driver_len = sizeof(origin->driver) - 1;
	info->stack_len = sizeof(origin->stack) - 1;
	return ioctl(dev, MVIEW_BUFFER_ORIGIN, info);
}

static __u64 traced_seek(int dev, int trace, const char *symbol,
			 struct origin *origin)
{
	struct mview_trace_info info;
	__u64 id;

	if (trace_info(trace, MVIEW_TRACE_SETTLE, &info))
		return 0;
	for (id = 0; !origin_get(dev, id, MVIEW_BUFFER_INFO_NEXT, origin);
	     id = origin->info.id + 1)
		if (origin->info.trace == info.trace &&
		    strstr(origin->stack, symbol))
			return origin->info.id;
	return 0;
}

__u64 traced_find(int dev, int trace, const char *symbol,
		  struct origin *origin)
{
	struct pollfd change = { .fd = trace, .events = POLLIN };
	__u64 id;

	while (!(id = traced_seek(dev, trace, symbol, origin)))
		if (poll(&change, 1, PATIENCE_MS) != 1)
			return 0;
	return id;
}

__u64 boottime(void)
{
	struct timespec now;

	clock_gettime(CLOCK_BOOTTIME, &now);
	return now.tv_sec * 1000000000ULL + now.tv_nsec;
}
