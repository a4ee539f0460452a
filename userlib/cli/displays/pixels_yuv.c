// SPDX-License-Identifier: GPL-2.0
/* Pixels of brightness and colour differences. */
#include <math.h>
#include <string.h>

#include <mview-inspect.h>

#include "displays/pixels.h"

/**
 * struct component - where the samples of Y, U or V are
 * @bytes: the first of them
 * @stride: bytes from one row to the next
 * @step: bytes from one to the next in a row
 */
struct component {
	const unsigned char *bytes;
	size_t stride;
	size_t step;
};

static void find_components(const struct pixels *pixels,
			    const struct pixel_plane *planes,
			    struct component *components)
{
	const char *order = pixels->format->order, *letters = "YUV";
	const struct pixel_plane *plane;
	size_t i, at, offset, step;

	for (i = 0; i < 3; i++) {
		at = strchr(order, letters[i]) - order;
		switch (pixels->format->kind) {
		case PIXEL_PACKED_YUV:
			plane = planes;
			offset = at;
			step = i ? 4 : 2;
			break;
		case PIXEL_SEMIPLANAR_YUV:
			plane = &planes[i ? 1 : 0];
			offset = i ? at - 1 : 0;
			step = i ? 2 : 1;
			break;
		default:
			plane = &planes[at];
			offset = 0;
			step = 1;
		}
		components[i] = (struct component) {
			plane->bytes + offset, plane->stride, step
		};
	}
}

static unsigned char sample(const struct component *component, uint32_t x,
			    uint32_t y)
{
	return component->bytes[y * component->stride + x * component->step];
}

/**
 * struct matrix - from Y, U and V to red, green and blue
 * @red: how much of Y is red
 * @blue: how much of Y is blue; the rest is green
 * @black: Y of black
 * @luma: 255 of so many
 * @chroma: likewise, of U and V, which are 128 where there is no colour
 */
struct matrix {
	double red;
	double blue;
	double black;
	double luma;
	double chroma;
};

static struct matrix find_matrix(const struct pixels *pixels)
{
	struct matrix matrix = { .red = 0.299, .blue = 0.114 };

	if (pixels->ycbcr == MVIEW_YCBCR_709) {
		matrix.red = 0.2126;
		matrix.blue = 0.0722;
	} else if (pixels->ycbcr == MVIEW_YCBCR_2020) {
		matrix.red = 0.2627;
		matrix.blue = 0.0593;
	}
	matrix.black = pixels->full_range ? 0 : 16;
	matrix.luma = pixels->full_range ? 1 : 255 / 219.;
	matrix.chroma = pixels->full_range ? 1 : 255 / 224.;
	return matrix;
}

static unsigned char to_byte(double value)
{
	return value < 0 ? 0 : value > 255 ? 255 : lround(value);
}

static void convert(const struct matrix *matrix, const unsigned char *yuv,
		    unsigned char *rgb)
{
	double y = (yuv[0] - matrix->black) * matrix->luma;
	double u = (yuv[1] - 128) * matrix->chroma;
	double v = (yuv[2] - 128) * matrix->chroma;
	double red = y + 2 * (1 - matrix->red) * v;
	double blue = y + 2 * (1 - matrix->blue) * u;

	rgb[0] = to_byte(red);
	rgb[1] = to_byte((y - matrix->red * red - matrix->blue * blue) /
			 (1 - matrix->red - matrix->blue));
	rgb[2] = to_byte(blue);
}

void pixels_from_yuv(const struct pixels *pixels,
		     const struct pixel_plane *planes, unsigned char *rgb)
{
	struct matrix matrix = find_matrix(pixels);
	int rows = pixels->format->rows ?: 1, i;
	struct component components[3];
	unsigned char yuv[3];
	uint32_t x, y;

	find_components(pixels, planes, components);
	for (y = 0; y < pixels->height; y++) {
		for (x = 0; x < pixels->width; x++, rgb += 3) {
			for (i = 0; i < 3; i++)
				yuv[i] = i ? sample(&components[i], x / 2,
						    y / rows) :
					     sample(components, x, y);
			convert(&matrix, yuv, rgb);
		}
	}
}
