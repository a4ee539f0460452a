// SPDX-License-Identifier: GPL-2.0
/* Elements as pixels, and PNG. */
#include "test.h"

#include <png.h>

#include "cli/displays/picture.h"
#include "cli/displays/tone.h"
#include "tests/cli/printed.h"

/* Write @data as a PNG, read it back as RGBA of 8 bits; and have it as these. */
static void check_png(void *data, size_t size, const char *format, int ndim,
		      int64_t channels, const char *order, const char *want,
		      size_t want_size)
{
	struct mview *view = view_of(data, size, format, ndim, 1, 2, channels);
	png_image image = { .version = PNG_IMAGE_VERSION };
	struct picture picture;
	unsigned char *rgba;
	uint8_t pixels[8];
	FILE *out;

	assert_null(picture_from_view(&picture, view, order));
	out = capture();
	assert_null(picture_write_png(&picture, out));
	fclose(out);
	assert_int_equal(png_image_begin_read_from_memory(&image, printed,
							  printed_size), 1);
	image.format = PNG_FORMAT_RGBA;
	assert_int_equal(image.width, 2);
	assert_int_equal(image.height, 1);
	assert_int_equal(png_image_finish_read(&image, NULL, pixels, 0, NULL),
			 1);
	assert_int_equal(want_size, 8);
	assert_memory_equal(pixels, want, 8);
	free(printed);
	rgba = picture_rgba(&picture);
	assert_memory_equal(rgba, want, 8);
	free(rgba);
	mview_close(view);
}

#define CHECK_PNG(data, format, ndim, channels, order, want)		\
	check_png(data, sizeof(data), format, ndim, channels, order, want, \
		  sizeof(want) - 1)

TEST(pictures_of_all_channel_orders)
{
	unsigned char grey[] = { 0, 255 };
	unsigned char rgb[] = { 1, 2, 3, 4, 5, 6 };
	unsigned char rgba[] = { 1, 2, 3, 255, 4, 5, 6, 255 };
	unsigned char rgbx[] = { 1, 2, 3, 0, 4, 5, 6, 0 };

	CHECK_PNG(grey, "B", 2, 0, NULL, "\0\0\0\xff\xff\xff\xff\xff");
	CHECK_PNG(grey, "B", 3, 1, "grey", "\0\0\0\xff\xff\xff\xff\xff");
	CHECK_PNG(rgb, "B", 3, 3, NULL, "\1\2\3\xff\4\5\6\xff");
	CHECK_PNG(rgb, "3B", 2, 0, NULL, "\1\2\3\xff\4\5\6\xff");
	CHECK_PNG(rgb, "B", 3, 3, "bgr", "\3\2\1\xff\6\5\4\xff");
	CHECK_PNG(rgba, "B", 3, 4, NULL, "\1\2\3\xff\4\5\6\xff");
	CHECK_PNG(rgba, "B", 3, 4, "bgra", "\3\2\1\xff\6\5\4\xff");
	CHECK_PNG(rgbx, "B", 3, 4, "rgbx", "\1\2\3\xff\4\5\6\xff");
	CHECK_PNG(rgbx, "B", 3, 4, "bgrx", "\3\2\1\xff\6\5\4\xff");
}

TEST(pictures_of_16_bits_in_both_orders)
{
	unsigned char little[] = { 0, 0, 0xff, 0xff };
	unsigned char big[] = { 0xff, 0xff, 0, 0 };

	CHECK_PNG(little, "<H", 2, 0, NULL, "\0\0\0\xff\xff\xff\xff\xff");
	CHECK_PNG(big, ">H", 2, 0, NULL, "\xff\xff\xff\xff\0\0\0\xff");
}

TEST(pictures_of_strided_views)
{
	unsigned char rgb[] = { 9, 1, 9, 2, 9, 3, 9, 4, 9, 5, 9, 6 };
	struct mview *view = view_of(rgb, sizeof(rgb), "B", 3, 1, 2, 6);
	struct mview_range range[3] = { mview_whole(), mview_whole(),
					mview_range(5, MVIEW_NONE, -2) };
	struct mview *slice = mview_slice(view, range, 3);
	png_image image = { .version = PNG_IMAGE_VERSION };
	struct picture picture;
	uint8_t pixels[6];
	FILE *out = capture();

	assert_null(picture_from_view(&picture, slice, NULL));
	assert_null(picture_write_png(&picture, out));
	fclose(out);
	assert_int_equal(png_image_begin_read_from_memory(&image, printed,
							  printed_size), 1);
	image.format = PNG_FORMAT_RGB;
	assert_int_equal(png_image_finish_read(&image, NULL, pixels, 0, NULL),
			 1);
	assert_memory_equal(pixels, "\3\2\1\6\5\4", 6);
	free(printed);
	mview_close(slice);
	mview_close(view);
}

/* Rows that don't follow one another are read in pieces of no whole pixels. */
TEST(pixels_may_be_of_two_pieces)
{
	const size_t side = 700, row = side * 3, size = side * row;
	struct mview_range back = mview_range(MVIEW_NONE, MVIEW_NONE, -1);
	unsigned char *bytes = malloc(size), *rgba;
	struct mview *view, *slice;
	struct picture picture;
	size_t i, at;

	for (i = 0; i < size; i++)
		bytes[i] = i % 251;
	view = view_of(bytes, size, "B", 3, side, side, 3);
	slice = mview_slice(view, &back, 1);
	assert_null(picture_from_view(&picture, slice, NULL));
	rgba = picture_rgba(&picture);
	for (i = 0; i < size; i++) {
		at = (side - 1 - i / row) * row + i % row;
		if (rgba[i / 3 * 4 + i % 3] != bytes[at])
			fail_msg("sample %zu is another one", i);
	}
	free(rgba);
	free(bytes);
	mview_close(slice);
	mview_close(view);
}

static bool is_refused(struct mview *view, const char *channels)
{
	struct picture picture;
	const char *why = picture_from_view(&picture, view, channels);

	mview_close(view);
	return why;
}

TEST(what_is_no_picture_is_refused)
{
	unsigned char bytes[24] = { 0 };

	assert_true(is_refused(view_of(bytes, 24, "f", 2, 2, 3, 0), NULL));
	assert_true(is_refused(view_of(bytes, 24, "B", 1, 24, 0, 0), NULL));
	assert_true(is_refused(view_of(bytes, 24, "B", 3, 2, 6, 2), NULL));
	assert_true(is_refused(view_of(bytes, 24, "B", 3, 2, 4, 3), "rgba"));
	assert_true(is_refused(view_of(bytes, 24, "B", 2, 0, 4, 0), NULL));
	assert_true(is_refused(view_of(bytes, 24, "T{B:r:B:g:B:b:}", 2, 2, 4, 0),
			       NULL));
}

/* A number that changes between two readings of all of them; none if it is NULL. */
static uint16_t *changing, changed;
static int readings;

typeof(mview_map) __wrap_mview_map, __real_mview_map;

void *__wrap_mview_map(struct mview *view)
{
	if (changing && readings++)
		*changing = changed;
	return __real_mview_map(view);
}

/*
 * The shade of the first of four numbers, which is @number when they are measured
 * and @later when they are counted.
 */
static int shade_of_changing(uint16_t number, uint16_t later)
{
	uint16_t numbers[] = { number, 1000, 2000, 3000 };
	struct mview *view = view_of(numbers, sizeof(numbers), "H", 2, 2, 2, 0);
	struct tone tone = { .palette = NULL };
	struct read_copy made;
	const char *error;
	int shade;

	changing = numbers;
	changed = later;
	readings = 0;
	assert_null(tone_parse(&tone, "10%:90%"));
	assert_int_equal(tone_make(&tone, view, &made, &error), 0);
	assert_int_equal(readings, 3);
	changing = NULL;
	shade = *(unsigned char *)made.data;
	read_done(&made, NULL);
	mview_close(view);
	return shade;
}

TEST(numbers_may_change_while_their_range_is_found)
{
	assert_int_equal(shade_of_changing(1000, 60000), 255);
	assert_int_equal(shade_of_changing(1000, 0), 0);
}

TESTSET(cli_picture,
	CASE(pictures_of_all_channel_orders),
	CASE(pictures_of_16_bits_in_both_orders),
	CASE(pictures_of_strided_views),
	CASE(pixels_may_be_of_two_pieces),
	CASE(what_is_no_picture_is_refused),
	CASE(numbers_may_change_while_their_range_is_found));
