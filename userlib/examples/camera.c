// SPDX-License-Identifier: GPL-2.0
/*
 * camera - a camera's frame as a view, while a command runs
 *
 *	camera /dev/video0 COMMAND [ARG...]
 *
 * Streams from a V4L2 device until a frame is complete, takes the dma-buf that
 * the driver exports for it, and imports that as a view of shape (height,
 * width, 3). COMMAND finds the view's buffer by the name in $FRAME. No byte of
 * the picture is copied, and the camera's driver knows nothing of mview.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <mview.h>

#define WIDTH	640
#define HEIGHT	360
#define BUFFERS	3

static void must(int result, const char *what)
{
	if (result >= 0)
		return;
	fprintf(stderr, "camera: %s: %s\n", what, strerror(errno));
	exit(1);
}

/* Ask for packed RGB; the driver says how long its lines are. */
static struct v4l2_pix_format camera_format(int video)
{
	struct v4l2_format format = { .type = V4L2_BUF_TYPE_VIDEO_CAPTURE };

	must(ioctl(video, VIDIOC_G_FMT, &format), "no video capture here");
	format.fmt.pix.width = WIDTH;
	format.fmt.pix.height = HEIGHT;
	format.fmt.pix.pixelformat = V4L2_PIX_FMT_RGB24;
	format.fmt.pix.bytesperline = 0;
	must(ioctl(video, VIDIOC_S_FMT, &format), "setting the format");
	if (format.fmt.pix.pixelformat != V4L2_PIX_FMT_RGB24) {
		errno = EOPNOTSUPP;
		must(-1, "24 bit RGB");
	}
	return format.fmt.pix;
}

/* Stream until a frame is complete; the driver then leaves its buffer alone. */
static unsigned int camera_frame(int video)
{
	struct v4l2_requestbuffers request = {
		.count = BUFFERS,
		.type = V4L2_BUF_TYPE_VIDEO_CAPTURE,
		.memory = V4L2_MEMORY_MMAP,
	};
	struct v4l2_buffer buffer = {
		.type = V4L2_BUF_TYPE_VIDEO_CAPTURE,
		.memory = V4L2_MEMORY_MMAP,
	};
	int type = V4L2_BUF_TYPE_VIDEO_CAPTURE;

	must(ioctl(video, VIDIOC_REQBUFS, &request), "asking for buffers");
	for (; buffer.index < request.count; buffer.index++)
		must(ioctl(video, VIDIOC_QBUF, &buffer), "queueing a buffer");
	must(ioctl(video, VIDIOC_STREAMON, &type), "starting the stream");
	must(ioctl(video, VIDIOC_DQBUF, &buffer), "waiting for a frame");
	return buffer.index;
}

static struct mview *camera_view(int video)
{
	struct v4l2_pix_format format = camera_format(video);
	struct v4l2_exportbuffer export = {
		.type = V4L2_BUF_TYPE_VIDEO_CAPTURE,
		.index = camera_frame(video),
		.flags = O_CLOEXEC,
	};
	const int64_t shape[] = { format.height, format.width, 3 };
	const int64_t strides[] = { format.bytesperline, 3, 1 };
	struct mview *view;

	must(ioctl(video, VIDIOC_EXPBUF, &export), "exporting the frame");
	view = mview_import_dmabuf(export.fd, "B", 3, shape, strides, 0, 0);
	must(view ? 0 : -1, "importing the frame into mview");
	close(export.fd);
	return view;
}

int main(int argc, char **argv)
{
	char name[32];
	struct mview *view;
	int video, status;
	pid_t pid;

	if (argc < 3) {
		fprintf(stderr, "usage: camera DEVICE COMMAND [ARG...]\n");
		return 2;
	}
	video = open(argv[1], O_RDWR | O_CLOEXEC);
	must(video, argv[1]);
	view = camera_view(video);
	snprintf(name, sizeof(name), "@%llu",
		 (unsigned long long)mview_buffer_id(view));
	setenv("FRAME", name, 1);

	pid = fork();
	must(pid, "fork");
	if (!pid) {
		execvp(argv[2], argv + 2);
		must(-1, argv[2]);
	}
	must(waitpid(pid, &status, 0), "waiting for the command");
	mview_close(view);
	close(video);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
