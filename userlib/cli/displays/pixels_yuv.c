// SPDX-License-Identifier: GPL-2.0
/*
 * Pixels of brightness and colour differences, by libyuv. All become planes of
 * Y, U and V first. The values are those of BT.601 with Y from 16 to 235, which
 * is what cameras deliver unless they are told otherwise.
 */
#include <errno.h>
#include <libyuv.h>
#include <stdlib.h>

#include "displays/pixels.h"

/**
 * struct yuv - planes of Y, U and V
 * @planes: where they are
 * @strides: bytes from row to row
 * @memory: of planes that were split up, or NULL
 */
struct yuv {
	const uint8_t *planes[3];
	int strides[3];
	uint8_t *memory;
};

/* Memory for @n planes of @stride by @rows bytes. */
static uint8_t *make_planes(struct yuv *yuv, int n, size_t stride, size_t rows)
{
	yuv->memory = malloc(n * stride * rows);
	return yuv->memory;
}

static int split_packed(const struct pixels *pixels, const uint8_t *bytes,
			struct yuv *yuv)
{
	size_t stride = pixels->width + 1, size = stride * pixels->height;
	bool y_first = pixels->format->order[0] == 'Y';
	uint8_t *y = make_planes(yuv, 3, stride, pixels->height);
	int i;

	if (!y)
		return -1;
	(y_first ? YUY2ToI422 : UYVYToI422)(bytes, pixels->stride, y, stride,
					    y + size, stride, y + 2 * size,
					    stride, pixels->width,
					    pixels->height);
	for (i = 0; i < 3; i++) {
		yuv->planes[i] = y + i * size;
		yuv->strides[i] = stride;
	}
	return 0;
}

static int split_semiplanar(const struct pixels *pixels,
			    const unsigned char *const *planes, struct yuv *yuv)
{
	size_t stride = (pixels->width + 1) / 2;
	size_t rows = pixels_chroma_rows(pixels);
	uint8_t *u = make_planes(yuv, 2, stride, rows);

	if (!u)
		return -1;
	SplitUVPlane(planes[1], pixels_chroma_stride(pixels), u, stride,
		     u + stride * rows, stride, stride, rows);
	yuv->planes[0] = planes[0];
	yuv->planes[1] = u;
	yuv->planes[2] = u + stride * rows;
	yuv->strides[0] = pixels->stride;
	yuv->strides[1] = stride;
	yuv->strides[2] = stride;
	return 0;
}

static void take_planes(const struct pixels *pixels,
			const unsigned char *const *planes, struct yuv *yuv)
{
	int i;

	for (i = 0; i < 3; i++) {
		yuv->planes[i] = planes[i];
		yuv->strides[i] = i ? pixels_chroma_stride(pixels) :
				      pixels->stride;
	}
}

static int split(const struct pixels *pixels,
		 const unsigned char *const *planes, struct yuv *yuv)
{
	switch (pixels->format->kind) {
	case PIXEL_PACKED_YUV:
		return split_packed(pixels, planes[0], yuv);
	case PIXEL_SEMIPLANAR_YUV:
		return split_semiplanar(pixels, planes, yuv);
	default:
		take_planes(pixels, planes, yuv);
		return 0;
	}
}

/* Does V come before U? */
static bool v_first(const struct pixel_format *format)
{
	const char *c = format->order;

	while (*c == 'Y')
		c++;
	return *c == 'V';
}

int pixels_from_yuv(const struct pixels *pixels,
		    const unsigned char *const *planes, unsigned char *rgb)
{
	struct yuv yuv = { .memory = NULL };
	int u = v_first(pixels->format) ? 2 : 1, v = 3 - u;

	if (split(pixels, planes, &yuv))
		return -1;
	/* With U and V exchanged, libyuv's order becomes red, green, blue. */
	(pixels->format->rows == 2 ? I420ToRGB24Matrix : I422ToRGB24Matrix)
		(yuv.planes[0], yuv.strides[0], yuv.planes[v], yuv.strides[v],
		 yuv.planes[u], yuv.strides[u], rgb, 3 * pixels->width,
		 &kYvuI601Constants, pixels->width, pixels->height);
	free(yuv.memory);
	return 0;
}
