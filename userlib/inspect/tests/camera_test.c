// SPDX-License-Identifier: GPL-2.0
/* Cameras whose driver does what vivid never does: this test is the driver. */
#include "words.h"

#include <linux/videodev2.h>
#include <stdbool.h>
#include <sys/ioctl.h>

#include <mview-inspect.h>

#define PATH	"/dev/zero"	/* can be polled, and mapped at any offset */
#define LENGTH	64

/**
 * struct driver - of one queue of multi-planar buffers with one plane
 * @format: that it has; it can MJPG and H264
 * @bytesused: of each frame
 * @offset: of the data in it
 * @next: buffer that has the next frame
 * @queued: buffers that it has
 * @err: of VIDIOC_QBUF, or 0
 */
static struct driver {
	uint32_t format;
	uint32_t bytesused;
	uint32_t offset;
	uint32_t next;
	int queued;
	int err;
} driver;

/* In place of that of the C library. */
typeof(int(int, unsigned long, void *)) __wrap_ioctl;

static void adjust(struct v4l2_pix_format_mplane *pix)
{
	if (pix->pixelformat != V4L2_PIX_FMT_MJPEG &&
	    pix->pixelformat != V4L2_PIX_FMT_H264)
		pix->pixelformat = V4L2_PIX_FMT_MJPEG;
	pix->num_planes = 1;
	pix->plane_fmt[0].bytesperline = 0;
}

static void tell_format(struct v4l2_format *format)
{
	format->fmt.pix_mp.pixelformat = driver.format;
	format->fmt.pix_mp.width = 32;
	format->fmt.pix_mp.height = 16;
	adjust(&format->fmt.pix_mp);
}

static void tell_capability(struct v4l2_capability *capability)
{
	capability->capabilities = V4L2_CAP_STREAMING |
				   V4L2_CAP_VIDEO_CAPTURE_MPLANE;
}

static void tell_buffer(struct v4l2_buffer *buffer)
{
	buffer->m.planes[0].length = LENGTH;
	buffer->m.planes[0].m.mem_offset = 0;
}

static int take(void)
{
	errno = driver.err;
	driver.queued += !driver.err;
	return driver.err ? -1 : 0;
}

static void give(struct v4l2_buffer *buffer)
{
	if (!driver.queued--)
		fail_msg("it would wait for ever");
	buffer->index = driver.next++;
	buffer->m.planes[0].bytesused = driver.bytesused;
	buffer->m.planes[0].data_offset = driver.offset;
}

int __wrap_ioctl(__attribute__((unused)) int fd, unsigned long request,
		 void *arg)
{
	switch (request) {
	case VIDIOC_QUERYCAP:
		tell_capability(arg);
		return 0;
	case VIDIOC_G_FMT:
		tell_format(arg);
		return 0;
	case VIDIOC_TRY_FMT:
		adjust(&((struct v4l2_format *)arg)->fmt.pix_mp);
		return 0;
	case VIDIOC_S_FMT:
		adjust(&((struct v4l2_format *)arg)->fmt.pix_mp);
		driver.format = ((struct v4l2_format *)arg)->fmt.pix_mp.pixelformat;
		return 0;
	case VIDIOC_QUERYBUF:
		tell_buffer(arg);
		return 0;
	case VIDIOC_QBUF:
		return take();
	case VIDIOC_DQBUF:
		give(arg);
		return 0;
	}
	return 0;
}

static struct mview_camera *camera_open(uint32_t format)
{
	struct mview_camera *camera;

	driver = (struct driver) { .format = format, .bytesused = 20 };
	camera = mview_camera_open(PATH);
	if (!camera)
		fail_msg("%s", mview_inspect_error());
	return camera;
}

static struct mview_frame *next(struct mview_camera *camera)
{
	struct mview_frame *frame = mview_camera_next(camera, 0);

	if (!frame)
		fail_msg("%s", mview_inspect_error());
	return frame;
}

TEST(what_is_before_the_data_is_no_data)
{
	struct mview_camera *camera = camera_open(V4L2_PIX_FMT_MJPEG);
	struct mview_frame *frame;

	driver.offset = 4;
	frame = next(camera);
	assert_int_equal(frame->nbytes, 16);
	assert_int_equal(mview_nbytes(frame->planes[0]), 16);
	mview_frame_close(frame);
	driver.offset = 24;
	frame = next(camera);
	assert_int_equal(frame->nbytes, 0);
	mview_frame_close(frame);
	mview_camera_close(camera);
}

TEST(a_format_that_it_does_not_have_changes_nothing)
{
	struct mview_camera *camera = camera_open(V4L2_PIX_FMT_H264);

	assert_fails(EINVAL,
		     mview_camera_set(camera, V4L2_PIX_FMT_NV12, 64, 64));
	assert_words_are("it has no format NV12");
	assert_int_equal(driver.format, V4L2_PIX_FMT_H264);
	assert_int_equal(mview_camera_picture(camera)->fourcc,
			 V4L2_PIX_FMT_H264);
	assert_int_equal(mview_camera_set(camera, V4L2_PIX_FMT_MJPEG, 0, 0), 0);
	assert_int_equal(driver.format, V4L2_PIX_FMT_MJPEG);
	mview_camera_close(camera);
}

/* Once the driver has no buffer left, no frame comes. */
TEST(a_buffer_that_the_driver_does_not_take_back_is_told)
{
	struct mview_camera *camera = camera_open(V4L2_PIX_FMT_MJPEG);
	struct mview_frame *frames[4];
	int i;

	for (i = 0; i < 4; i++)
		frames[i] = next(camera);
	assert_words(EBUSY, "all 4 frames are held",
		     mview_camera_next(camera, -1));
	driver.err = EIO;
	mview_frame_close(frames[3]);
	assert_words(EIO, "it can't take a frame back", mview_camera_next(camera, -1));
	driver.err = 0;
	mview_frame_close(frames[0]);
	driver.next = 0;
	frames[0] = next(camera);
	for (i = 0; i < 3; i++)
		mview_frame_close(frames[i]);
	mview_camera_close(camera);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_before_the_data_is_no_data),
		cmocka_unit_test(a_format_that_it_does_not_have_changes_nothing),
		cmocka_unit_test(a_buffer_that_the_driver_does_not_take_back_is_told),
	};

	return cmocka_run_group_tests_name("camera", tests, NULL, NULL);
}
