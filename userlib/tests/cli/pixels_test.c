// SPDX-License-Identifier: GPL-2.0
/*
 * Pixels: colour bars in each format, put together here byte by byte as the
 * documents of V4L2 and DRM have them, must come out as their colours.
 */
#include "test.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <mview-inspect.h>

#include "cli/displays/pixels.h"

/*
 * White, yellow, cyan, green, magenta, red, blue and black, of which each is 4
 * pixels wide; and Y, U and V of BT.601.
 */
#define BAR	4
#define WIDTH	(8 * BAR)
#define HEIGHT	6

static const unsigned char bars[8][3] = {
	{ 255, 255, 255 }, { 255, 255, 0 }, { 0, 255, 255 }, { 0, 255, 0 },
	{ 255, 0, 255 }, { 255, 0, 0 }, { 0, 0, 255 }, { 0, 0, 0 },
};

static const unsigned char yuv[8][3] = {
	{ 235, 128, 128 }, { 210, 16, 146 }, { 170, 166, 16 }, { 145, 54, 34 },
	{ 106, 202, 222 }, { 81, 90, 240 }, { 41, 240, 110 }, { 16, 128, 128 },
};

/* A picture's bytes, of all its planes, as they are put together. */
static unsigned char bytes[WIDTH * HEIGHT * 4];
static size_t filled;

static void put(unsigned char byte)
{
	assert_true(filled < sizeof(bytes));
	bytes[filled++] = byte;
}

/* What pixels_read() makes of the bytes that were put. */
static struct read_copy convert(const char *text)
{
	struct mview *view = mview_from_memory(bytes, filled, 0);
	struct pixels pixels;
	struct read_copy rgb;
	const char *error = pixels_parse(&pixels, text);

	if (!error)
		error = pixels_fit(&pixels, view);
	if (error)
		fail_msg("%s: %s", text, error);
	assert_int_equal(pixels_read(&pixels, view, &rgb), 0);
	mview_close(view);
	filled = 0;
	return rgb;
}

/* Each sample of 3 channels, as one of 8 bits, is no further off than @off. */
static void check_bars(const char *name, int off)
{
	char text[64];
	struct read_copy rgb;
	int64_t index[3], value;
	int want;

	snprintf(text, sizeof(text), "%s:%dx%d", name, WIDTH, HEIGHT);
	rgb = convert(text);
	assert_int_equal(mview_ndim(rgb.view), 3);
	for (index[0] = 0; index[0] < HEIGHT; index[0]++) {
		for (index[1] = 0; index[1] < WIDTH; index[1]++) {
			for (index[2] = 0; index[2] < 3; index[2]++) {
				mview_get_i64(rgb.view, index, NULL, &value);
				if (mview_itemsize(rgb.view) == 2)
					value = (value * 255 + 32767) / 65535;
				want = bars[index[1] / BAR][index[2]];
				if (llabs(value - want) > off)
					fail_msg("%s: %d at %d,%d, %d", name,
						 (int)value, (int)index[0],
						 (int)index[1], (int)index[2]);
			}
		}
	}
	read_done(&rgb, NULL);
}

/* Bytes of a pixel in memory: R, G, B, and X for one that means nothing. */
static void check_rgb(const char *name, const char *order)
{
	const char *letters = "RGB", *byte, *letter;
	int i;

	for (i = 0; i < WIDTH * HEIGHT; i++) {
		for (byte = order; *byte; byte++) {
			letter = strchr(letters, *byte);
			put(letter ? bars[i % WIDTH / BAR][letter - letters] :
				     0x5a);
		}
	}
	check_bars(name, 0);
}

TEST(rgb_in_bytes_is_v4l2s)
{
	check_rgb("RGB24", "RGB");
	check_rgb("BGR24", "BGR");
	check_rgb("XBGR32", "BGRX");
	check_rgb("ABGR32", "BGRX");
	check_rgb("RGBX32", "RGBX");
	check_rgb("RGBA32", "RGBX");
	check_rgb("XRGB32", "XRGB");
	check_rgb("ARGB32", "XRGB");
	check_rgb("BGRX32", "XBGR");
	check_rgb("BGRA32", "XBGR");
	check_rgb("RGB32", "XRGB");
	check_rgb("BGR32", "BGRX");
}

/* DRM names the bits of a word from the highest on. */
TEST(rgb_in_words_is_drms)
{
	check_rgb("RGB888", "BGR");
	check_rgb("BGR888", "RGB");
	check_rgb("XRGB8888", "BGRX");
	check_rgb("argb8888", "BGRX");
	check_rgb("XBGR8888", "RGBX");
	check_rgb("ABGR8888", "RGBX");
	check_rgb("RGBX8888", "XBGR");
	check_rgb("RGBA8888", "XBGR");
	check_rgb("BGRX8888", "XRGB");
	check_rgb("BGRA8888", "XRGB");
}

/* Words of @n bytes with red, green and blue in so many bits each, in order. */
static void check_words(const char *name, int n, int unused, int red, int green,
			int blue)
{
	const unsigned char *bar;
	uint32_t word;
	int i, byte;

	for (i = 0; i < WIDTH * HEIGHT; i++) {
		bar = bars[i % WIDTH / BAR];
		word = (1 << unused) - 1;
		word = word << red | (bar[0] ? (1 << red) - 1 : 0);
		word = word << green | (bar[1] ? (1 << green) - 1 : 0);
		word = word << blue | (bar[2] ? (1 << blue) - 1 : 0);
		for (byte = 0; byte < n; byte++)
			put(word >> 8 * byte);
	}
	check_bars(name, 0);
}

TEST(rgb_in_odd_bits)
{
	check_words("RGB565", 2, 0, 5, 6, 5);
	check_words("XRGB555", 2, 1, 5, 5, 5);
	check_words("ARGB1555", 2, 1, 5, 5, 5);
	check_words("XRGB2101010", 4, 2, 10, 10, 10);
}

/* One pixel of @n bytes, as samples of @size bytes. */
static void check_pixel(const char *text, const char *pixel, size_t n,
			size_t size, int64_t a, int64_t b, int64_t c)
{
	const int64_t wants[3] = { a, b, c };
	struct read_copy rgb;
	int64_t index[3] = { 0 }, value;
	size_t i;

	for (i = 0; i < n; i++)
		put(pixel[i]);
	rgb = convert(text);
	assert_int_equal(mview_itemsize(rgb.view), size);
	for (; index[2] < (mview_ndim(rgb.view) == 3 ? 3 : 1); index[2]++) {
		assert_int_equal(mview_get_i64(rgb.view, index, NULL, &value),
				 0);
		assert_int_equal(value, wants[index[2]]);
	}
	read_done(&rgb, NULL);
}

TEST(fewer_bits_are_spread_over_all_values)
{
	/* 16 of 31, 32 of 63, 1 of 31 */
	check_pixel("RGB565:1x1", "\x01\x84", 2, 1, 132, 130, 8);
	check_pixel("GREY:1x1", "\x83", 1, 1, 0x83, 0, 0);
	check_pixel("Y10:1x1", "\xff\x03", 2, 2, 65535, 0, 0);
	check_pixel("Y10:1x1", "\x00\x02", 2, 2, 32800, 0, 0);
	check_pixel("Y12:1x1", "\x00\x08", 2, 2, 32776, 0, 0);
	check_pixel("Y16:1x1", "\x34\x12", 2, 2, 0x1234, 0, 0);
	check_pixel("XBGR2101010:1x1", "\xff\x03\x00\x20", 4, 2, 65535, 0,
		    32800);
}

static const unsigned char *yuv_at(int x)
{
	return yuv[x / BAR];
}

/* Bytes of two pixels: Y of each, and U and V. */
static void check_packed_yuv(const char *name)
{
	const char *letters = "YUV", *byte;
	int x, y;

	for (y = 0; y < HEIGHT; y++)
		for (x = 0; x < WIDTH; x += 2)
			for (byte = name; *byte; byte++)
				put(yuv_at(x)[strchr(letters, *byte) -
					      letters]);
	check_bars(name, 1);
}

TEST(yuv_in_pairs_of_pixels)
{
	check_packed_yuv("YUYV");
	check_packed_yuv("YVYU");
	check_packed_yuv("UYVY");
	check_packed_yuv("VYUY");
}

static void put_rows(int rows, int step, int first, int second)
{
	int x, y;

	for (y = 0; y < rows; y++) {
		for (x = 0; x < WIDTH; x += step) {
			put(yuv_at(x)[first]);
			if (second)
				put(yuv_at(x)[second]);
		}
	}
}

TEST(yuv_in_planes)
{
	static const struct {
		const char *name;
		int rows;
		int u;
		int v;
		bool is_planar;
	} formats[] = {
		{ "NV12", HEIGHT / 2, 1, 2, false },
		{ "NV21", HEIGHT / 2, 2, 1, false },
		{ "NV16", HEIGHT, 1, 2, false },
		{ "NV61", HEIGHT, 2, 1, false },
		{ "YUV420", HEIGHT / 2, 1, 2, true },
		{ "YVU420", HEIGHT / 2, 2, 1, true },
		{ "YUV422P", HEIGHT, 1, 2, true },
	};
	size_t i;

	for (i = 0; i < COUNT_OF(formats); i++) {
		put_rows(HEIGHT, 1, 0, 0);
		if (formats[i].is_planar) {
			put_rows(formats[i].rows, 2, formats[i].u, 0);
			put_rows(formats[i].rows, 2, formats[i].v, 0);
		} else {
			put_rows(formats[i].rows, 2, formats[i].u,
				 formats[i].v);
		}
		check_bars(formats[i].name, 1);
	}
}

static void check_colour(uint32_t ycbcr, bool full_range, const char *yuyv,
			 int red, int green, int blue)
{
	const struct pixel_plane plane = { (const unsigned char *)yuyv, 4 };
	const int want[3] = { red, green, blue };
	unsigned char got[6];
	struct pixels pixels;
	struct read_copy rgb;
	int i;

	assert_null(pixels_parse(&pixels, "YUYV:2x1"));
	pixels.ycbcr = ycbcr;
	pixels.full_range = full_range;
	assert_int_equal(pixels_to_rgb(&pixels, &plane, &rgb), 0);
	mview_tobytes(rgb.view, got, sizeof(got), 'C');
	for (i = 0; i < 6; i++)
		if (abs(got[i] - want[i % 3]) > 1)
			fail_msg("%u,%d: %d is not %d", ycbcr, full_range,
				 got[i], want[i % 3]);
	read_done(&rgb, NULL);
}

/* Red, blue and grey, by the coefficients of each standard. */
TEST(yuv_of_all_coefficients)
{
	check_colour(0, false, "\x51\x5a\x51\xf0", 254, 0, 0);
	check_colour(MVIEW_YCBCR_601, false, "\x51\x5a\x51\xf0", 254, 0, 0);
	check_colour(MVIEW_YCBCR_601, true, "\x4c\x55\x4c\xff", 254, 0, 0);
	check_colour(MVIEW_YCBCR_709, false, "\x3f\x66\x3f\xf0", 255, 1, 0);
	check_colour(MVIEW_YCBCR_709, false, "\x20\xf0\x20\x76", 0, 0, 255);
	check_colour(MVIEW_YCBCR_709, true, "\x36\x63\x36\xff", 254, 0, 0);
	check_colour(MVIEW_YCBCR_2020, false, "\x4a\x61\x4a\xf0", 255, 0, 0);
	check_colour(MVIEW_YCBCR_2020, true, "\x43\x5c\x43\xff", 255, 0, 0);
	check_colour(MVIEW_YCBCR_601, true, "\x80\x80\x80\x80", 128, 128, 128);
	check_colour(MVIEW_YCBCR_709, false, "\x7e\x80\x7e\x80", 128, 128, 128);
}

/* A mosaic of one colour comes out as that, up to its edges. */
static void check_bayer(const char *name, const char *order, int depth)
{
	static const int colour[3] = { 200, 100, 50 };
	int x, y, sample, size = depth > 8 ? 2 : 1, channel;
	int64_t index[3] = { 0 }, value, want;
	char text[32];
	struct read_copy rgb;

	for (y = 0; y < 5; y++) {
		for (x = 0; x < 7; x++) {
			channel = order[y % 2 * 2 + x % 2] == 'R' ? 0 :
				  order[y % 2 * 2 + x % 2] == 'G' ? 1 : 2;
			sample = colour[channel] << (depth - 8);
			put(sample);
			if (size == 2)
				put(sample >> 8);
		}
	}
	snprintf(text, sizeof(text), "%s:7x5", name);
	rgb = convert(text);
	assert_int_equal(mview_itemsize(rgb.view), size);
	for (index[0] = 0; index[0] < 5; index[0]++) {
		for (index[1] = 0; index[1] < 7; index[1]++) {
			for (index[2] = 0; index[2] < 3; index[2]++) {
				mview_get_i64(rgb.view, index, NULL, &value);
				want = colour[index[2]];
				if (size == 2)
					want = ((want << (depth - 8)) * 65535 +
						(1 << (depth - 1))) /
					       ((1 << depth) - 1);
				assert_true(llabs(value - want) <= size - 1);
			}
		}
	}
	read_done(&rgb, NULL);
}

TEST(bayer_of_all_orders_and_depths)
{
	static const char *const orders[] = { "BGGR", "GBRG", "GRBG", "RGGB" };
	static const int depths[] = { 8, 10, 12, 16 };
	char name[16];
	size_t i, j;

	for (i = 0; i < COUNT_OF(orders); i++) {
		for (j = 0; j < COUNT_OF(depths); j++) {
			snprintf(name, sizeof(name), "S%s%d", orders[i],
				 depths[j]);
			check_bayer(name, orders[i], depths[j]);
		}
	}
}

/* Of a single red pixel, its neighbours have a half or a quarter. */
TEST(bayer_takes_the_mean_of_neighbours)
{
	static const unsigned char want[5][5] = {
		{ 0, 0, 0, 0, 0 },      { 0, 50, 100, 50, 0 },
		{ 0, 100, 200, 100, 0 }, { 0, 50, 100, 50, 0 },
		{ 0, 0, 0, 0, 0 },
	};
	struct read_copy rgb;
	int64_t index[3], value;
	int i;

	for (i = 0; i < 25; i++)
		put(i == 12 ? 200 : 0);
	rgb = convert("SRGGB8:5x5");
	for (index[0] = 0; index[0] < 5; index[0]++) {
		for (index[1] = 0; index[1] < 5; index[1]++) {
			index[2] = 0;
			mview_get_i64(rgb.view, index, NULL, &value);
			assert_int_equal(value, want[index[0]][index[1]]);
			index[2] = 1;
			mview_get_i64(rgb.view, index, NULL, &value);
			assert_int_equal(value, 0);
		}
	}
	read_done(&rgb, NULL);
}

TEST(rows_may_be_longer_than_their_pixels)
{
	/* 2 by 2 pixels with 3 bytes a row, and a row of U and V of 4 */
	static const char nv12[] = "\xeb\x10\xaa\xeb\x10\xaa\x80\x80\xaa\xaa";
	struct read_copy rgb;
	unsigned char got[12];
	size_t i;

	for (i = 0; i < sizeof(nv12) - 1; i++)
		put(nv12[i]);
	rgb = convert("NV12:2x2:3");
	mview_tobytes(rgb.view, got, sizeof(got), 'C');
	assert_memory_equal(got, "\377\377\377\0\0\0\377\377\377\0\0\0", 12);
	read_done(&rgb, NULL);
}

/* Odd sides take whole pairs of pixels, and no byte behind the picture. */
TEST(odd_sides)
{
	static const char *const texts[] = {
		"NV12:3x3:4", "NV16:3x3:4", "YUV420:3x3:4", "YUYV:3x3",
		"UYVY:1x1", "NV12:1x1:2", "SRGGB10:1x1", "SRGGB8:3x1",
	};
	struct read_copy rgb;
	struct pixels pixels;
	size_t i;

	for (i = 0; i < COUNT_OF(texts); i++) {
		assert_null(pixels_parse(&pixels, texts[i]));
		while (filled < pixels_size(&pixels))
			put(128);
		rgb = convert(texts[i]);
		assert_int_equal(mview_shape(rgb.view)[0], pixels.height);
		assert_int_equal(mview_shape(rgb.view)[1], pixels.width);
		read_done(&rgb, NULL);
	}
}

static void check_fit(const char *format, int64_t rows, int64_t columns,
		      uint32_t width, uint32_t height)
{
	static unsigned char memory[4096];
	const int64_t shape[] = { rows, columns };
	struct mview *view = mview_from_layout(memory, sizeof(memory), "B", 2,
					       shape, NULL, 0, 0);
	struct pixels pixels;

	assert_null(pixels_parse(&pixels, format));
	assert_null(pixels_fit(&pixels, view));
	assert_int_equal(pixels.width, width);
	assert_int_equal(pixels.height, height);
	mview_close(view);
}

/* Of pairs of pixels in rows of @size bytes, all but the halves are shown. */
static void check_pairs(const char *format, int64_t size, uint32_t width)
{
	const int64_t shape[] = { 3, size };
	unsigned char *memory = malloc(3 * size);
	struct mview *view = mview_from_layout(memory, 3 * size, "B", 2, shape,
					       NULL, 0, 0);
	struct pixels pixels;
	struct read_copy rgb;

	memset(memory, 128, 3 * size);
	assert_null(pixels_parse(&pixels, format));
	assert_null(pixels_fit(&pixels, view));
	assert_int_equal(pixels.width, width);
	assert_int_equal(pixels_read(&pixels, view, &rgb), 0);
	read_done(&rgb, NULL);
	mview_close(view);
	free(memory);
}

TEST(half_pairs_are_left_out)
{
	check_pairs("YUYV", 6, 2);
	check_pairs("YVYU", 7, 2);
	check_pairs("UYVY", 10, 4);
	check_pairs("VYUY", 13, 6);
}

/* What stands for the planes of a camera: @planes of @rows by @size bytes. */
static int64_t planes, plane_rows[3], plane_size[3];

struct mview *__wrap_mview_source_plane(struct mview *view, int plane);

struct mview *__wrap_mview_source_plane(struct mview *view, int plane)
{
	const int64_t shape[] = { plane_rows[plane], plane_size[plane] };

	(void)view;
	assert_true(plane < planes);
	return mview_from_layout(bytes, shape[0] * shape[1], "B", 2, shape,
				 NULL, 0, 0);
}

static void set_plane(int plane, int64_t rows, int64_t size)
{
	planes = plane + 1;
	plane_rows[plane] = rows;
	plane_size[plane] = size;
}

/* A picture is read, and is then so wide; or it is refused, if that is 0. */
static void check_picture(const char *format, uint32_t width, uint32_t height,
			  int64_t want)
{
	const struct mview_picture picture = {
		.width = width,
		.height = height,
	};
	struct read_copy rgb;
	int err;

	errno = 0;
	err = pixels_read_picture(pixel_format_find(format, strlen(format)),
				  &picture, NULL, &rgb);
	assert_int_equal(err, want ? 0 : -1);
	if (!want) {
		assert_int_equal(errno, EINVAL);
		return;
	}
	assert_int_equal(mview_shape(rgb.view)[0], height);
	assert_int_equal(mview_shape(rgb.view)[1], want);
	read_done(&rgb, NULL);
}

TEST(pictures_are_read_within_their_planes)
{
	set_plane(0, 3, 6);
	check_picture("YUYV", 3, 3, 2);
	check_picture("YUYV", 4, 3, 0);
	check_picture("YUYV", 3, 4, 0);
	check_picture("YUYV", 1, 3, 0);
	check_picture("BGR24", 2, 3, 2);
	check_picture("BGR24", 3, 3, 0);
	set_plane(1, 2, 6);
	check_picture("NV12", 6, 3, 6);
	check_picture("NV16", 6, 3, 0);
	set_plane(2, 2, 3);
	check_picture("YUV420", 5, 3, 5);
	set_plane(2, 2, 2);
	check_picture("YUV420", 5, 3, 0);
}

TEST(pictures_without_rows_are_refused)
{
	set_plane(0, 0, 6);
	check_picture("YUYV", 3, 0, 0);
	check_picture("YUYV", 3, 3, 0);
	set_plane(0, 3, 0);
	check_picture("GREY", 0, 3, 0);
}

TEST(sizes_follow_from_shapes)
{
	check_fit("NV12", 9, 8, 8, 6);
	check_fit("NV16", 12, 8, 8, 6);
	check_fit("YUV420", 9, 8, 8, 6);
	check_fit("YUYV", 6, 16, 8, 6);
	check_fit("SRGGB12", 6, 16, 8, 6);
	check_fit("BGR24", 6, 24, 8, 6);
}

TEST(what_does_not_fit_is_refused)
{
	static const char *const texts[] = {
		"", "NV13", "NV12:", "NV12:3", "NV12:0x4", "NV12:4x4:3",
		"NV12:4x4:4:", "NV12:4x4x4", "NV12:99999x4", "NV12:-4x4",
		"NV12:4x4:99999999", "YUYV:3x3:7",
	};
	struct mview *view = mview_from_memory(bytes, 23, 0);
	struct pixels pixels;
	size_t i;

	for (i = 0; i < COUNT_OF(texts); i++)
		if (!pixels_parse(&pixels, texts[i]))
			fail_msg("%s was read", texts[i]);
	assert_null(pixels_parse(&pixels, "NV12:4x4"));
	assert_non_null(strstr(pixels_fit(&pixels, view), "24 bytes"));
	assert_null(pixels_parse(&pixels, "NV12"));
	assert_non_null(strstr(pixels_fit(&pixels, view), "no rows"));
	assert_null(pixels_parse(&pixels, "GREY:256x256:16777216"));
	assert_non_null(strstr(pixels_fit(&pixels, view), "4294967296 bytes"));
	mview_close(view);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rgb_in_bytes_is_v4l2s),
		cmocka_unit_test(rgb_in_words_is_drms),
		cmocka_unit_test(rgb_in_odd_bits),
		cmocka_unit_test(fewer_bits_are_spread_over_all_values),
		cmocka_unit_test(yuv_in_pairs_of_pixels),
		cmocka_unit_test(yuv_in_planes),
		cmocka_unit_test(yuv_of_all_coefficients),
		cmocka_unit_test(bayer_of_all_orders_and_depths),
		cmocka_unit_test(bayer_takes_the_mean_of_neighbours),
		cmocka_unit_test(rows_may_be_longer_than_their_pixels),
		cmocka_unit_test(odd_sides),
		cmocka_unit_test(half_pairs_are_left_out),
		cmocka_unit_test(pictures_are_read_within_their_planes),
		cmocka_unit_test(pictures_without_rows_are_refused),
		cmocka_unit_test(sizes_follow_from_shapes),
		cmocka_unit_test(what_does_not_fit_is_refused),
	};

	return cmocka_run_group_tests_name("pixels", tests, NULL, NULL);
}
