// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * A camera's picture by the tool: a frame of vivid, which is no driver of ours,
 * through a dma-buf and a view into a PNG file, whose colours are looked at.
 */
#include <libgen.h>
#include <limits.h>
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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

/* What the tool makes of a part of the frame. */
static struct picture take_picture(const char *slice)
{
	png_image image = { .version = PNG_IMAGE_VERSION };
	char path[] = "/tmp/picture.XXXXXX", build[PATH_MAX], *command;
	struct picture picture;
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	build_path(build);
	assert_true(asprintf(&command,
			     "'%s/examples/camera' /dev/video0 sh -c \""
			     "'%s/bin/mview' image -o %s \\\"\\$FRAME%s\\\"\"",
			     build, build, path, slice) > 0);
	assert_int_equal(0, system(command));
	free(command);

	assert_true(png_image_begin_read_from_file(&image, path));
	image.format = PNG_FORMAT_RGB;
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(frame_shows_the_eight_bars),
		cmocka_unit_test(region_shows_its_bars_everywhere),
		cmocka_unit_test(mirrored_region_shows_them_backwards),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("picture", tests, NULL, NULL);
}
