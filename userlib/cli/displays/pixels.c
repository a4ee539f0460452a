// SPDX-License-Identifier: GPL-2.0
/* Pixels: their sizes and planes, and RGB or grey in bits of words. */
#include "displays/pixels.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define SIDE_MAX	65535	/* pixels */
#define STRIDE_MAX	(1 << 24)

static bool is_named(const char *name, const char *text, size_t length)
{
	return name && strlen(name) == length &&
	       !strncasecmp(name, text, length);
}

const struct pixel_format *pixel_format_find(const char *name, size_t length)
{
	const struct pixel_format *format = pixel_formats;

	for (; format->bytes; format++)
		if (is_named(format->name, name, length) ||
		    is_named(format->other_name, name, length))
			return format;
	return NULL;
}

/* Samples of 16 bits are made of @format. */
static bool is_deep_format(const struct pixel_format *format)
{
	return format->depth > 8 || format->bits[0].width > 8;
}

size_t pixels_row_size(const struct pixels *pixels, int plane)
{
	size_t even = (size_t)pixels->width + (pixels->width & 1);

	if (pixels->format->kind == PIXEL_PACKED_YUV)
		return even * pixels->format->bytes;
	if (!plane)
		return (size_t)pixels->width * pixels->format->bytes;
	return pixels->format->kind == PIXEL_PLANAR_YUV ? even / 2 : even;
}

void pixels_cut_pair(struct pixels *pixels)
{
	if (pixels->format->kind == PIXEL_PACKED_YUV)
		pixels->width -= pixels->width & 1;
}

const char *pixels_parse(struct pixels *pixels, const char *text)
{
	size_t length = strcspn(text, ":");
	unsigned int stride = 0;
	int end = 0, n;

	*pixels = (struct pixels) {
		.format = pixel_format_find(text, length),
	};
	if (!pixels->format)
		return "no such pixel format is known; mview(1) lists them";
	text += length;
	if (!*text)
		return NULL;
	n = sscanf(text, ":%5ux%5u%n:%8u%n", &pixels->width, &pixels->height,
		   &end, &stride, &end);
	if (n < 2 || text[end] || !pixels->width || !pixels->height ||
	    pixels->width > SIDE_MAX || pixels->height > SIDE_MAX)
		return "it should look like NV12, NV12:640x360 or "
		       "NV12:640x360:768, the last being bytes of a row";
	pixels->stride = pixels_row_size(pixels, 0);
	if (n == 3 && (stride < pixels->stride || stride > STRIDE_MAX))
		return "its rows are longer than the bytes that are given";
	if (n == 3)
		pixels->stride = stride;
	return NULL;
}

size_t pixels_chroma_stride(const struct pixels *pixels)
{
	size_t even = pixels->stride + (pixels->stride & 1);

	return pixels->format->kind == PIXEL_PLANAR_YUV ? even / 2 : even;
}

size_t pixels_chroma_rows(const struct pixels *pixels)
{
	int rows = pixels->format->rows;

	return rows ? (pixels->height + rows - 1) / rows : 0;
}

int pixels_nplanes(const struct pixels *pixels)
{
	switch (pixels->format->kind) {
	case PIXEL_SEMIPLANAR_YUV:
		return 2;
	case PIXEL_PLANAR_YUV:
		return 3;
	default:
		return 1;
	}
}

uint64_t pixels_size(const struct pixels *pixels)
{
	uint64_t chroma = pixels_chroma_stride(pixels);

	return (uint64_t)pixels->stride * pixels->height +
	       (pixels_nplanes(pixels) - 1) * chroma *
	       pixels_chroma_rows(pixels);
}

/* All planes are in @bytes, one behind the other. */
static void find_planes(const struct pixels *pixels, const unsigned char *bytes,
			struct pixel_plane *planes)
{
	size_t stride = pixels_chroma_stride(pixels);
	int i;

	planes[0] = (struct pixel_plane) { bytes, pixels->stride };
	bytes += pixels->stride * pixels->height;
	for (i = 1; i < PIXELS_PLANES; i++) {
		planes[i] = (struct pixel_plane) { bytes, stride };
		bytes += stride * pixels_chroma_rows(pixels);
	}
}

/* Rows of pixels, of which @rows are those of all planes. */
static int64_t luma_rows(const struct pixel_format *format, int64_t rows)
{
	switch (format->rows) {
	case 1:
		return rows / 2;
	case 2:
		return rows / 3 * 2;
	default:
		return rows;
	}
}

/* The size follows from the rows of the view. */
static const char *fit_shape(struct pixels *pixels, struct mview *view)
{
	int64_t rows = mview_ndim(view) > 1 ? mview_shape(view)[0] : 0, line;

	if (!rows)
		return "how wide and high is the picture? It has no rows; say "
		       "so as in --pixels NV12:640x360";
	line = mview_nbytes(view) / rows;
	rows = luma_rows(pixels->format, rows);
	if (line > STRIDE_MAX || rows > SIDE_MAX ||
	    line / pixels->format->bytes > SIDE_MAX)
		return "it is too big for a picture; slice it";
	pixels->stride = line;
	pixels->height = rows;
	pixels->width = line / pixels->format->bytes;
	pixels_cut_pair(pixels);
	if (!pixels->width || !pixels->height)
		return "there are no pixels in it";
	return NULL;
}

const char *pixels_fit(struct pixels *pixels, struct mview *view)
{
	static char text[128];
	const char *error = NULL;

	if (!pixels->width)
		error = fit_shape(pixels, view);
	if (error || pixels_size(pixels) <= (uint64_t)mview_nbytes(view))
		return error;
	snprintf(text, sizeof(text), "%ux%u pixels with %zu bytes a row take "
		 "%llu bytes, and there are %lld", pixels->width,
		 pixels->height, pixels->stride,
		 (unsigned long long)pixels_size(pixels),
		 (long long)mview_nbytes(view));
	return text;
}

/* Up to 4 bytes, the lowest first. */
static uint32_t load_word(const unsigned char *bytes, int n)
{
	uint32_t word = 0;

	while (n--)
		word = word << 8 | bytes[n];
	return word;
}

void pixels_store(const struct pixels *pixels, void *rgb, size_t at,
		  uint32_t sample, int width)
{
	uint32_t highest = (1U << width) - 1;
	bool is_deep = is_deep_format(pixels->format);
	uint32_t full = is_deep ? UINT16_MAX : UINT8_MAX;

	if (sample > highest)
		sample = highest;
	sample = (sample * full + highest / 2) / highest;
	if (is_deep)
		((uint16_t *)rgb)[at] = sample;
	else
		((uint8_t *)rgb)[at] = sample;
}

static void from_bits(const struct pixels *pixels,
		      const struct pixel_plane *plane, void *rgb)
{
	const struct pixel_format *format = pixels->format;
	uint32_t x, y, word;
	size_t at = 0;
	int i;

	for (y = 0; y < pixels->height; y++) {
		for (x = 0; x < pixels->width; x++) {
			word = load_word(plane->bytes + y * plane->stride +
					 x * format->bytes, format->bytes);
			for (i = 0; i < format->channels; i++)
				pixels_store(pixels, rgb, at++,
					     word >> format->bits[i].shift &
					     ((1U << format->bits[i].width) - 1),
					     format->bits[i].width);
		}
	}
}

static int make_rgb(const struct pixels *pixels, struct read_copy *rgb)
{
	const struct pixel_format *format = pixels->format;
	bool is_deep = is_deep_format(format);
	int64_t shape[3] = { pixels->height, pixels->width, 3 };
	int ndim = format->channels == 1 ? 2 : 3;
	size_t size = shape[0] * shape[1] * (ndim == 3 ? 3 : 1);

	if (is_deep)
		size *= 2;
	*rgb = (struct read_copy) { .data = malloc(size) };
	if (!rgb->data)
		return -1;
	rgb->view = mview_from_layout(rgb->data, size, is_deep ? "H" : "B",
				      ndim, shape, NULL, 0, MVIEW_WRITE);
	if (rgb->view)
		return 0;
	read_done(rgb, NULL);
	return -1;
}

int pixels_to_rgb(const struct pixels *pixels,
		  const struct pixel_plane *planes, struct read_copy *rgb)
{
	if (make_rgb(pixels, rgb))
		return -1;
	switch (pixels->format->kind) {
	case PIXEL_BITS:
		from_bits(pixels, planes, rgb->data);
		break;
	case PIXEL_BAYER:
		pixels_from_bayer(pixels, planes, rgb->data);
		break;
	default:
		pixels_from_yuv(pixels, planes, rgb->data);
	}
	return 0;
}

int pixels_read(const struct pixels *pixels, struct mview *view,
		struct read_copy *rgb)
{
	int64_t item = mview_itemsize(view);
	int64_t n = (pixels_size(pixels) + item - 1) / item;
	struct pixel_plane planes[PIXELS_PLANES];
	unsigned char *bytes = malloc(n * item);
	int err = bytes ? read_range(view, 0, n, bytes) : -1;

	if (!err) {
		find_planes(pixels, bytes, planes);
		err = pixels_to_rgb(pixels, planes, rgb);
	}
	free(bytes);
	return err;
}
