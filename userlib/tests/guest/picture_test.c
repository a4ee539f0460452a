// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * A camera's picture by the tool: a frame of vivid, which is no driver of ours,
 * into a PNG file, whose colours are looked at; through a dma-buf and a view, and
 * in each format of pixels.
 */
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <linux/videodev2.h>
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cmocka.h>
#include <png.h>

/* Vivid's colour bars. */
static const uint8_t bars[8][3] = {
	{ 0xbf, 0xbf, 0xbf }, { 0xbf, 0xbf, 0x00 }, { 0x00, 0xbf, 0xbf },
	{ 0x00, 0xbf, 0x00 }, { 0xbf, 0x00, 0xbf }, { 0xbf, 0x00, 0x00 },
	{ 0x00, 0x00, 0xbf }, { 0x00, 0x00, 0x00 },
};

struct picture {
	png_uint_32 width;
	png_uint_32 height;
	uint8_t *pixels;
};

/* Where the camera example and the tool are, as seen from this program. */
static void build_path(char path[PATH_MAX])
{
	ssize_t len = readlink("/proc/self/exe", path, PATH_MAX - 1);

	assert_true(len > 0);
	path[len] = '\0';
	memmove(path, dirname(dirname(path)), strlen(path) + 1);
}

/*
 * What the tool writes into a file by a command, in which %s are the directory
 * of the build and the file.
 */
static struct picture take(const char *format, const char *arg)
{
	png_image image = { .version = PNG_IMAGE_VERSION };
	char path[] = "/tmp/picture.XXXXXX.png", build[PATH_MAX], *command;
	struct picture picture;
	int fd = mkstemps(path, strlen(".png"));

	assert_true(fd >= 0);
	build_path(build);
	assert_true(asprintf(&command, format, build, build, path, arg) > 0);
	assert_int_equal(0, system(command));
	free(command);

	assert_true(png_image_begin_read_from_file(&image, path));
	image.format = PNG_FORMAT_RGB;
	image.flags = PNG_IMAGE_FLAG_16BIT_sRGB;
	picture.width = image.width;
	picture.height = image.height;
	picture.pixels = malloc(PNG_IMAGE_SIZE(image));
	assert_non_null(picture.pixels);
	assert_true(png_image_finish_read(&image, NULL, picture.pixels, 0,
					  NULL));
	close(fd);
	unlink(path);
	return picture;
}

/* What the tool makes of a part of the frame that the camera example has. */
static struct picture take_picture(const char *slice)
{
	return take("'%s/examples/camera' /dev/video0 sh -c \""
		    "'%s/bin/mview' image -o %s \\\"\\$FRAME%s\\\"\"",
		    slice);
}

static void assert_bar(const struct picture *picture, png_uint_32 x,
		       png_uint_32 y, int bar)
{
	assert_memory_equal(bars[bar],
			    picture->pixels + 3 * (y * picture->width + x), 3);
}

static void frame_shows_the_eight_bars(void **state)
{
	struct picture picture = take_picture("");
	int bar;

	(void)state;
	assert_int_equal(640, picture.width);
	assert_int_equal(360, picture.height);
	for (bar = 0; bar < 8; bar++)
		assert_bar(&picture, 80 * bar + 40, 300, bar);
	free(picture.pixels);
}

static void region_shows_its_bars_everywhere(void **state)
{
	struct picture picture = take_picture("[150:350:2, 80:560:2]");
	png_uint_32 x, y;

	(void)state;
	assert_int_equal(240, picture.width);
	assert_int_equal(100, picture.height);
	for (y = 0; y < 100; y++)
		for (x = 0; x < 240; x++)
			assert_bar(&picture, x, y, 1 + x / 40);
	free(picture.pixels);
}

static void mirrored_region_shows_them_backwards(void **state)
{
	struct picture picture = take_picture("[350:150:-1, ::-80]");
	int bar;

	(void)state;
	assert_int_equal(8, picture.width);
	assert_int_equal(200, picture.height);
	for (bar = 0; bar < 8; bar++)
		assert_bar(&picture, bar, 100, 7 - bar);
	free(picture.pixels);
}

static void set_format(const char *fourcc)
{
	struct v4l2_format format = { .type = V4L2_BUF_TYPE_VIDEO_CAPTURE };
	int fd = open("/dev/video0", O_RDWR);

	assert_true(fd >= 0);
	format.fmt.pix.width = 640;
	format.fmt.pix.height = 360;
	memcpy(&format.fmt.pix.pixelformat, fourcc, 4);
	assert_int_equal(0, ioctl(fd, VIDIOC_S_FMT, &format));
	assert_memory_equal(&format.fmt.pix.pixelformat, fourcc, 4);
	close(fd);
}

/* In the middle of each bar, no further off than @off. */
static void check_format(const char *format, int off)
{
	struct picture picture;
	const uint8_t *pixel;
	int bar, i;

	set_format(format);
	picture = take("test -d '%s' && '%s/bin/mview' image -o %s v4l2:%s",
		       "/dev/video0");
	assert_int_equal(640, picture.width);
	assert_int_equal(360, picture.height);
	for (bar = 0; bar < 8; bar++) {
		pixel = picture.pixels + 3 * (300 * 640 + 80 * bar + 40);
		for (i = 0; i < 3; i++)
			if (abs(pixel[i] - bars[bar][i]) > off)
				fail_msg("%s, bar %d: %02x %02x %02x", format,
					 bar, pixel[0], pixel[1], pixel[2]);
	}
	free(picture.pixels);
}

static void camera_is_shown_in_colour(void **state)
{
	static const char *const formats[] = {
		"RGB3", "XR24", "BX24", "YUYV", "VYUY", "NV12", "NV61", "YU12",
		"RGGB", "BG10", "GB12", "BYR2",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(formats) / sizeof(*formats); i++)
		check_format(formats[i], 3);
	check_format("RGBP", 5);
	check_format("XR15", 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(frame_shows_the_eight_bars),
		cmocka_unit_test(region_shows_its_bars_everywhere),
		cmocka_unit_test(mirrored_region_shows_them_backwards),
		cmocka_unit_test(camera_is_shown_in_colour),
	};

	if (access("/dev/video0", F_OK)) {
		puts("1..0 # SKIP no camera");
		return 4;
	}
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("picture", tests, NULL, NULL);
}
