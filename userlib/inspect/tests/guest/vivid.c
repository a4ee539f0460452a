// SPDX-License-Identifier: GPL-2.0
/* vivid, the kernel's camera that is none. */
#include "vivid.h"

#include "test.h"

#include <fcntl.h>
#include <linux/videodev2.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define DEVICES	16

static bool is_one(const char *path, bool multi)
{
	struct v4l2_capability capability = { .capabilities = 0 };
	int fd = open(path, O_RDWR | O_CLOEXEC), input = 0;
	bool found;

	if (fd < 0)
		return false;
	found = !ioctl(fd, VIDIOC_QUERYCAP, &capability) &&
		!strcmp((char *)capability.driver, "vivid") &&
		capability.device_caps & (multi ? V4L2_CAP_VIDEO_CAPTURE_MPLANE :
						  V4L2_CAP_VIDEO_CAPTURE);
	if (found)
		ioctl(fd, VIDIOC_S_INPUT, &input);
	close(fd);
	return found;
}

const char *vivid_find(bool multi)
{
	static char path[32];
	int i;

	for (i = 0; i < DEVICES; i++) {
		snprintf(path, sizeof(path), "/dev/video%d", i);
		if (is_one(path, multi))
			return path;
	}
	return NULL;
}

struct mview_camera *vivid_open(bool multi, uint32_t fourcc)
{
	const char *path = vivid_find(multi);
	struct mview_camera *camera;

	assert_non_null(path);
	camera = mview_camera_open(path);
	if (!camera || mview_camera_set(camera, fourcc, WIDTH, HEIGHT))
		fail_msg("%s", mview_inspect_error());
	return camera;
}

const uint8_t *vivid_bar(int bar)
{
	static const uint8_t colours[BARS][3] = {
		{ 0xbf, 0xbf, 0xbf }, { 0xbf, 0xbf, 0 }, { 0, 0xbf, 0xbf },
		{ 0, 0xbf, 0 }, { 0xbf, 0, 0xbf }, { 0xbf, 0, 0 },
		{ 0, 0, 0xbf }, { 0, 0, 0 },
	};

	return colours[bar];
}

int vivid_column(int bar)
{
	return (2 * bar + 1) * WIDTH / (2 * BARS) & ~1;
}
