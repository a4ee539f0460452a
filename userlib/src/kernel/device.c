// SPDX-License-Identifier: LGPL-2.1-or-later
/* /dev/mview while it is open. */
#include "kernel/device.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/fail.h"
#include "calls/kernel.h"
#include "mview.h"

/**
 * struct mview_device - /dev/mview
 * @fd: open for reading
 */
struct mview_device {
	int fd;
};

struct mview_device *mview_device_open(void)
{
	struct mview_device *device = malloc(sizeof(*device));
	int err;

	if (!device)
		return fail_null(-ENOMEM);
	device->fd = kernel_device_open(false);
	if (device->fd >= 0)
		return device;
	err = device->fd;
	free(device);
	return fail_null(err);
}

void mview_device_close(struct mview_device *device)
{
	int saved = errno;

	if (!device)
		return;
	close(device->fd);
	free(device);
	errno = saved;
}

int device_fd(const struct mview_device *device)
{
	return device ? device->fd : -1;
}
