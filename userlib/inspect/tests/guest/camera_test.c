// SPDX-License-Identifier: GPL-2.0
/* Cameras: formats, planes, frames and who holds them. */
#include "words.h"

#include <fcntl.h>
#include <linux/videodev2.h>
#include <math.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include <mview-inspect.h>

#include "vivid.h"

#define TIMEOUT	5000

static struct mview_frame *next(struct mview_camera *camera)
{
	struct mview_frame *frame = mview_camera_next(camera, TIMEOUT);

	if (!frame)
		fail_msg("%s", mview_inspect_error());
	return frame;
}

static int64_t at(struct mview *view, int64_t row, int64_t column, int64_t value)
{
	int64_t index[] = { row, column, value }, number;

	assert_int_equal(mview_get_i64(view, index, NULL, &number), 0);
	return number;
}

/* Where a colour's values stand in an element of three or four */
static void check_rgb(uint32_t fourcc, int red, int green, int blue)
{
	struct mview_camera *camera = vivid_open(false, fourcc);
	struct mview_frame *frame = next(camera);
	struct mview *view = frame->planes[0];
	int bar, x;

	assert_int_equal(frame->picture->fourcc, fourcc);
	assert_int_equal(frame->picture->nplanes, 1);
	assert_int_equal(mview_shape(view)[0], HEIGHT);
	assert_int_equal(mview_shape(view)[1], WIDTH);
	for (bar = 0; bar < BARS; bar++) {
		x = vivid_column(bar);
		assert_int_equal(at(view, VIVID_ROW, x, red), vivid_bar(bar)[0]);
		assert_int_equal(at(view, VIVID_ROW, x, green),
				 vivid_bar(bar)[1]);
		assert_int_equal(at(view, VIVID_ROW, x, blue), vivid_bar(bar)[2]);
	}
	mview_frame_close(frame);
	mview_camera_close(camera);
}

TEST(rgb_formats_have_their_values_in_order)
{
	check_rgb(V4L2_PIX_FMT_RGB24, 0, 1, 2);
	check_rgb(V4L2_PIX_FMT_BGR24, 2, 1, 0);
	check_rgb(V4L2_PIX_FMT_XRGB32, 1, 2, 3);
	check_rgb(V4L2_PIX_FMT_XBGR32, 2, 1, 0);
	check_rgb(V4L2_PIX_FMT_ARGB32, 1, 2, 3);
	check_rgb(V4L2_PIX_FMT_ABGR32, 2, 1, 0);
}

/* Y', Cb or Cr of a bar: 0, 1, 2; of BT.601 or BT.709, in the limited range. */
static double ycbcr(const struct mview_picture *picture, int bar, int which)
{
	const uint8_t *rgb = vivid_bar(bar);
	bool is_709 = picture->ycbcr == MVIEW_YCBCR_709;
	double kr = is_709 ? 0.2126 : 0.299, kb = is_709 ? 0.0722 : 0.114;
	double y = kr * rgb[0] + (1 - kr - kb) * rgb[1] + kb * rgb[2];

	assert_false(picture->full_range);
	switch (which) {
	case 0:
		return 16 + y * 219 / 255;
	case 1:
		return 128 + (rgb[2] - y) / (2 - 2 * kb) * 224 / 255;
	default:
		return 128 + (rgb[0] - y) / (2 - 2 * kr) * 224 / 255;
	}
}

static void expect(const struct mview_picture *picture, int bar, int which,
		   int64_t value)
{
	double wanted = ycbcr(picture, bar, which);

	if (fabs(value - wanted) > 3)
		fail_msg("bar %d: value %d is %d, not %.1f", bar, which,
			 (int)value, wanted);
}

/* An element has one luma value, and every second Cb, the others Cr. */
static void check_packed(uint32_t fourcc, int luma)
{
	struct mview_camera *camera = vivid_open(false, fourcc);
	struct mview_frame *frame = next(camera);
	struct mview *view = frame->planes[0];
	int bar, x;

	assert_int_equal(mview_ndim(view), 3);
	assert_int_equal(mview_shape(view)[2], 2);
	for (bar = 0; bar < BARS; bar++) {
		x = vivid_column(bar);
		expect(frame->picture, bar, 0, at(view, VIVID_ROW, x, luma));
		expect(frame->picture, bar, 1, at(view, VIVID_ROW, x, !luma));
		expect(frame->picture, bar, 2, at(view, VIVID_ROW, x + 1, !luma));
	}
	mview_frame_close(frame);
	mview_camera_close(camera);
}

TEST(packed_ycbcr_has_pairs)
{
	check_packed(V4L2_PIX_FMT_YUYV, 0);
	check_packed(V4L2_PIX_FMT_UYVY, 1);
}

/* Chroma beside one another in the second plane, @down rows to one of it. */
static void check_biplanar(bool multi, uint32_t fourcc, int down)
{
	struct mview_camera *camera = vivid_open(multi, fourcc);
	struct mview_frame *frame = next(camera);
	struct mview *chroma = frame->planes[1];
	int bar, x, y = VIVID_ROW / down;

	assert_int_equal(frame->picture->nplanes, 2);
	assert_int_equal(mview_shape(frame->planes[0])[0], HEIGHT);
	assert_int_equal(mview_shape(chroma)[0], HEIGHT / down);
	assert_int_equal(mview_shape(chroma)[1], WIDTH / 2);
	assert_int_equal(mview_shape(chroma)[2], 2);
	for (bar = 0; bar < BARS; bar++) {
		x = vivid_column(bar);
		expect(frame->picture, bar, 0,
		       at(frame->planes[0], VIVID_ROW, x, 0));
		expect(frame->picture, bar, 1, at(chroma, y, x / 2, 0));
		expect(frame->picture, bar, 2, at(chroma, y, x / 2, 1));
	}
	mview_frame_close(frame);
	mview_camera_close(camera);
}

static void check_triplanar(bool multi, uint32_t fourcc, int across, int down)
{
	struct mview_camera *camera = vivid_open(multi, fourcc);
	struct mview_frame *frame = next(camera);
	int bar, plane, x;

	assert_int_equal(frame->picture->nplanes, 3);
	for (bar = 0; bar < BARS; bar++) {
		x = vivid_column(bar);
		expect(frame->picture, bar, 0,
		       at(frame->planes[0], VIVID_ROW, x, 0));
		for (plane = 1; plane < 3; plane++)
			expect(frame->picture, bar, plane,
			       at(frame->planes[plane], VIVID_ROW / down,
				  x / across, 0));
	}
	mview_frame_close(frame);
	mview_camera_close(camera);
}

TEST(planes_in_one_piece_of_memory_are_found)
{
	check_biplanar(false, V4L2_PIX_FMT_NV12, 2);
	check_biplanar(false, V4L2_PIX_FMT_NV16, 1);
	check_triplanar(false, V4L2_PIX_FMT_YUV420, 2, 2);
	check_triplanar(false, V4L2_PIX_FMT_YUV422P, 2, 1);
}

TEST(planes_in_several_pieces_are_found)
{
	check_biplanar(true, V4L2_PIX_FMT_NV12M, 2);
	check_biplanar(true, V4L2_PIX_FMT_NV16M, 1);
	check_triplanar(true, V4L2_PIX_FMT_YUV420M, 2, 2);
	check_triplanar(true, V4L2_PIX_FMT_YUV444M, 1, 1);
}

TEST(the_multi_planar_api_has_planes_in_one_piece_too)
{
	check_biplanar(true, V4L2_PIX_FMT_NV12, 2);
}

/* One value of @bits bits a pixel. From bar to bar it gets darker. */
static void check_grey(uint32_t fourcc, int bits, const char *format)
{
	struct mview_camera *camera = vivid_open(false, fourcc);
	struct mview_frame *frame = next(camera);
	int64_t grey, before = 0;
	int bar;

	assert_string_equal(mview_format(frame->planes[0]), format);
	assert_int_equal(mview_ndim(frame->planes[0]), 2);
	for (bar = 0; bar < BARS; bar++) {
		grey = at(frame->planes[0], VIVID_ROW, vivid_column(bar), 0) >>
		       (bits - 8);
		if (!bar)
			assert_in_range(grey, 0xbd, 0xc1);
		else
			assert_true(grey < before);
		before = grey;
	}
	assert_in_range(before, 0, 2);
	mview_frame_close(frame);
	mview_camera_close(camera);
}

TEST(grey_has_one_value)
{
	check_grey(V4L2_PIX_FMT_GREY, 8, "B");
	check_grey(V4L2_PIX_FMT_Y10, 10, "<H");
	check_grey(V4L2_PIX_FMT_Y12, 12, "<H");
	check_grey(V4L2_PIX_FMT_Y16, 16, "<H");
	check_grey(V4L2_PIX_FMT_Y16_BE, 16, ">H");
}

/* Which colour is at an even row and column, beside it and below: RGGB, … */
static void check_bayer(uint32_t fourcc, int bits, const char *order)
{
	struct mview_camera *camera = vivid_open(false, fourcc);
	struct mview_frame *frame = next(camera);
	int bar, i, colour;
	int64_t value;

	assert_string_equal(mview_format(frame->planes[0]),
			    bits > 8 ? "<H" : "B");
	for (bar = 0; bar < BARS; bar++) {
		for (i = 0; i < 4; i++) {
			colour = strchr("RGB", order[i]) - "RGB";
			value = at(frame->planes[0], VIVID_ROW + i / 2,
				   vivid_column(bar) + i % 2, 0) >> (bits - 8);
			assert_in_range(value, vivid_bar(bar)[colour] ? 0xbd : 0,
					vivid_bar(bar)[colour] ? 0xc1 : 2);
		}
	}
	mview_frame_close(frame);
	mview_camera_close(camera);
}

TEST(bayer_has_one_colour_a_pixel)
{
	check_bayer(V4L2_PIX_FMT_SRGGB8, 8, "RGGB");
	check_bayer(V4L2_PIX_FMT_SBGGR8, 8, "BGGR");
	check_bayer(V4L2_PIX_FMT_SGRBG10, 10, "GRBG");
	check_bayer(V4L2_PIX_FMT_SGBRG12, 12, "GBRG");
	check_bayer(V4L2_PIX_FMT_SRGGB16, 16, "RGGB");
}

TEST(rgb565_is_a_number)
{
	struct mview_camera *camera = vivid_open(false, V4L2_PIX_FMT_RGB565);
	struct mview_frame *frame = next(camera);
	int bar;

	assert_string_equal(mview_format(frame->planes[0]), "<H");
	for (bar = 0; bar < BARS; bar++) {
		const uint8_t *rgb = vivid_bar(bar);

		assert_int_equal(at(frame->planes[0], VIVID_ROW,
				    vivid_column(bar), 0),
				 (rgb[0] >> 3) << 11 | (rgb[1] >> 2) << 5 |
					 rgb[2] >> 3);
	}
	mview_frame_close(frame);
	mview_camera_close(camera);
}

TEST(a_format_that_is_unknown_is_rows_of_bytes)
{
	struct mview_camera *camera = vivid_open(false, V4L2_PIX_FMT_HSV24);
	struct mview_frame *frame = next(camera);

	assert_string_equal(mview_format(frame->planes[0]), "B");
	assert_int_equal(mview_shape(frame->planes[0])[0], HEIGHT);
	assert_int_equal(mview_shape(frame->planes[0])[1], WIDTH * 3);
	mview_frame_close(frame);
	mview_camera_close(camera);
}

TEST(a_format_that_it_does_not_have_is_told)
{
	struct mview_camera *camera = vivid_open(false, V4L2_PIX_FMT_RGB24);

	assert_fails(EINVAL, mview_camera_set(camera, V4L2_PIX_FMT_MJPEG, 0, 0));
	assert_words_are("MJPG");
	mview_camera_close(camera);
}

TEST(frames_have_a_number_and_a_time)
{
	struct mview_camera *camera = vivid_open(false, V4L2_PIX_FMT_RGB24);
	struct mview_frame *first = next(camera), *second = next(camera);
	struct timespec now;

	clock_gettime(first->clock, &now);
	assert_true(second->sequence > first->sequence);
	assert_true(second->time > first->time);
	assert_in_range(now.tv_sec - first->time / 1000000000, 0, 10);
	assert_int_equal(first->nbytes, WIDTH * HEIGHT * 3);
	assert_false(first->damaged);
	mview_frame_close(first);
	mview_frame_close(second);
	mview_camera_close(camera);
}

/* Is one of the first @n buffers the driver's? */
static bool driver_has_one(struct mview_camera *camera, int n)
{
	struct v4l2_buffer buffer = { .index = 0 };
	bool has = false;
	int i;

	for (i = 0; i < n; i++) {
		buffer.index = i;
		buffer.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
		assert_int_equal(ioctl(mview_camera_fd(camera), VIDIOC_QUERYBUF,
				       &buffer), 0);
		has |= buffer.flags & (V4L2_BUF_FLAG_QUEUED |
				       V4L2_BUF_FLAG_DONE);
	}
	return has;
}

TEST(a_frame_goes_back_with_its_last_view)
{
	struct mview_camera *camera = vivid_open(false, V4L2_PIX_FMT_RGB24);
	struct mview_frame *frames[32];
	struct mview *view;
	int i, n = 0;

	assert_int_equal(mview_camera_buffers(camera, 2), 0);
	while (n < 32 && (frames[n] = mview_camera_next(camera, TIMEOUT)))
		n++;
	assert_int_equal(errno, EBUSY);
	assert_words_are("frames are held");
	assert_in_range(n, 2, 31);
	view = mview_from_view(frames[0]->planes[0]);
	mview_frame_close(frames[0]);
	assert_null_errno(EBUSY, mview_camera_next(camera, TIMEOUT));
	assert_false(driver_has_one(camera, n));
	mview_close(view);
	assert_true(driver_has_one(camera, n));
	frames[0] = next(camera);
	for (i = 0; i < n; i++)
		mview_frame_close(frames[i]);
	mview_camera_close(camera);
}

TEST(a_frame_outlives_its_camera)
{
	struct mview_camera *camera = vivid_open(false, V4L2_PIX_FMT_RGB24);
	struct mview_frame *frame = next(camera);
	struct mview *view;

	mview_camera_close(camera);
	camera = vivid_open(false, V4L2_PIX_FMT_RGB24);
	mview_frame_close(next(camera));
	mview_camera_close(camera);
	assert_int_equal(at(frame->planes[0], VIVID_ROW, vivid_column(2), 1),
			 0xbf);
	view = mview_from_view(frame->planes[0]);
	mview_frame_close(frame);
	assert_int_equal(at(view, VIVID_ROW, vivid_column(2), 1), 0xbf);
	mview_close(view);
}

TEST(a_camera_that_another_program_uses_is_told)
{
	struct mview_camera *camera = vivid_open(false, V4L2_PIX_FMT_RGB24);
	struct mview_frame *frame = next(camera);
	struct mview_camera *other = mview_camera_open(vivid_find(false));

	assert_non_null(other);
	assert_words(EBUSY, "another program",
		     mview_camera_next(other, TIMEOUT));
	assert_fails(EBUSY, mview_camera_set(camera, 0, 320, 180));
	assert_words_are("begun to stream");
	mview_camera_close(other);
	mview_frame_close(frame);
	mview_camera_close(camera);
}

TEST(the_memory_is_a_dma_buf)
{
	struct mview_camera *camera = vivid_open(false, V4L2_PIX_FMT_NV12);
	struct mview_frame *frame = next(camera);
	int64_t offset = -1;
	int fd;

	fd = mview_frame_dmabuf(frame, 1, &offset);
	if (fd < 0)
		fail_msg("%s", mview_inspect_error());
	assert_int_equal(offset, WIDTH * HEIGHT);
	assert_int_equal(lseek(fd, 0, SEEK_END) >= offset * 3 / 2, 1);
	assert_fails(ERANGE, mview_frame_dmabuf(frame, 2, NULL));
	close(fd);
	mview_camera_close(camera);
	assert_fails(ENODEV, mview_frame_dmabuf(frame, 1, NULL));
	mview_frame_close(frame);
}

static struct mview *source_open(void)
{
	char name[64];
	struct mview *view;

	mview_camera_close(vivid_open(false, V4L2_PIX_FMT_NV12));
	snprintf(name, sizeof(name), "v4l2:%s", vivid_find(false));
	view = mview_source_open(name, 0);
	if (!view)
		fail_msg("%s", mview_inspect_error());
	return view;
}

TEST(a_source_is_a_picture_with_planes)
{
	struct mview *view = source_open(), *plane, *slice;
	const struct mview_picture *picture = mview_source_picture(view);
	struct mview_range half = mview_range(0, HEIGHT / 2, 1);

	assert_non_null(picture);
	assert_int_equal(picture->fourcc, V4L2_PIX_FMT_NV12);
	assert_int_equal(picture->fourcc_of, MVIEW_FOURCC_V4L2);
	assert_int_equal(picture->width, WIDTH);
	assert_int_equal(picture->height, HEIGHT);
	assert_int_equal(mview_readonly(view), 1);
	plane = mview_source_plane(view, 1);
	assert_non_null(plane);
	assert_words(ERANGE, "no plane 2", mview_source_plane(view, 2));
	slice = mview_slice(view, &half, 1);
	assert_null(mview_source_picture(slice));
	assert_words(EINVAL, "part", mview_source_plane(slice, 0));
	mview_close(slice);
	mview_close(view);
	assert_int_equal(mview_shape(plane)[0], HEIGHT / 2);
	assert_int_equal(at(plane, VIVID_ROW / 2, vivid_column(0) / 2, 0), 128);
	mview_close(plane);
}

static int open_descriptors(void)
{
	int fd, n = 0;

	for (fd = 0; fd < 256; fd++)
		n += fcntl(fd, F_GETFD) >= 0;
	return n;
}

TEST(the_next_picture_keeps_the_camera)
{
	int before = open_descriptors(), i;
	struct mview *view = source_open(), *later;

	for (i = 0; i < 10; i++) {
		later = mview_source_next(view, TIMEOUT);
		if (!later)
			fail_msg("%s", mview_inspect_error());
		mview_close(view);
		view = later;
	}
	assert_non_null(mview_source_picture(view));
	mview_close(view);
	assert_int_equal(open_descriptors(), before);
	view = source_open();
	mview_close(view);
}

/* Buffers are full after a while, and the camera goes on counting. */
TEST(pictures_that_were_lost_are_counted)
{
	struct mview *view = source_open(), *next;
	int64_t first = mview_source_sequence(view), last = first;
	int i;

	assert_true(first >= 0);
	sleep(1);
	for (i = 0; i < 8; i++) {
		next = mview_source_next(view, TIMEOUT);
		assert_non_null(next);
		assert_true(mview_source_sequence(next) > last);
		last = mview_source_sequence(next);
		mview_close(view);
		view = next;
	}
	assert_true(last - first > 8);
	mview_close(view);
	view = mview_from_memory("", 1, 0);
	assert_fails(EOPNOTSUPP, mview_source_sequence(view));
	mview_close(view);
}

TEST(the_next_picture_can_be_polled_for)
{
	struct mview *view = source_open(), *next = NULL;
	struct pollfd poller = { .fd = mview_source_fd(view),
				 .events = POLLIN };

	assert_true(poller.fd >= 0);
	while (!next) {
		assert_int_equal(poll(&poller, 1, TIMEOUT), 1);
		next = mview_source_next(view, 0);
		assert_true(next || errno == ETIMEDOUT);
	}
	mview_close(view);
	mview_close(next);
	view = mview_from_memory("", 1, 0);
	assert_int_equal(mview_source_fd(view), -1);
	assert_int_equal(errno, EOPNOTSUPP);
	mview_close(view);
}

TEST(what_is_no_camera_is_told)
{
	assert_words(ENOENT, "no such device", mview_camera_open("/dev/video99"));
	assert_words(ENODEV, "no V4L2 device", mview_camera_open("/dev/null"));
	assert_words(EINVAL, "v4l2:/dev/video0", mview_source_open("v4l2:", 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rgb_formats_have_their_values_in_order),
		cmocka_unit_test(packed_ycbcr_has_pairs),
		cmocka_unit_test(planes_in_one_piece_of_memory_are_found),
		cmocka_unit_test(planes_in_several_pieces_are_found),
		cmocka_unit_test(the_multi_planar_api_has_planes_in_one_piece_too),
		cmocka_unit_test(grey_has_one_value),
		cmocka_unit_test(bayer_has_one_colour_a_pixel),
		cmocka_unit_test(rgb565_is_a_number),
		cmocka_unit_test(a_format_that_is_unknown_is_rows_of_bytes),
		cmocka_unit_test(a_format_that_it_does_not_have_is_told),
		cmocka_unit_test(frames_have_a_number_and_a_time),
		cmocka_unit_test(a_frame_goes_back_with_its_last_view),
		cmocka_unit_test(a_frame_outlives_its_camera),
		cmocka_unit_test(a_camera_that_another_program_uses_is_told),
		cmocka_unit_test(the_memory_is_a_dma_buf),
		cmocka_unit_test(a_source_is_a_picture_with_planes),
		cmocka_unit_test(the_next_picture_keeps_the_camera),
		cmocka_unit_test(the_next_picture_can_be_polled_for),
		cmocka_unit_test(pictures_that_were_lost_are_counted),
		cmocka_unit_test(what_is_no_camera_is_told),
	};

	if (!vivid_find(false) || !vivid_find(true)) {
		puts("1..0 # SKIP no cameras of vivid with both APIs");
		return 4;
	}
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("camera", tests, NULL, NULL);
}
