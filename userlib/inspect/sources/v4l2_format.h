/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the two files about V4L2 share. */
#ifndef MVIEW_INSPECT_V4L2_FORMAT_H
#define MVIEW_INSPECT_V4L2_FORMAT_H

#include <stdbool.h>

#include "sources/v4l2.h"

/* An ioctl(), which no signal ends. */
int v4l2_command(const struct v4l2 *v4l2, unsigned long request, void *arg);

/* @what a device can't do, as errno says. -1. */
int v4l2_failed(const struct v4l2 *v4l2, const char *what);

static inline bool v4l2_is_multi(const struct v4l2 *v4l2)
{
	return v4l2->type == V4L2_BUF_TYPE_VIDEO_CAPTURE_MPLANE;
}

/* Read the format that the device has. 0, or -1 with words. */
int v4l2_refresh(struct v4l2 *v4l2);

#endif /* MVIEW_INSPECT_V4L2_FORMAT_H */
