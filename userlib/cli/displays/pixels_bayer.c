// SPDX-License-Identifier: GPL-2.0
/*
 * Pixels behind a Bayer filter, of which each has one colour. The two others
 * are the mean of the neighbours that have them.
 */
#include "displays/pixels.h"

/* 0, 1 or 2: red, green or blue. */
static int colour_at(const struct pixel_format *format, uint32_t x, uint32_t y)
{
	switch (format->order[(y & 1) * 2 + (x & 1)]) {
	case 'R':
		return 0;
	case 'G':
		return 1;
	default:
		return 2;
	}
}

static uint32_t sample_at(const struct pixels *pixels,
			  const struct pixel_plane *mosaic, uint32_t x,
			  uint32_t y)
{
	const unsigned char *bytes = mosaic->bytes + y * mosaic->stride;

	if (pixels->format->bytes == 1)
		return bytes[x];
	return bytes[2 * x] | (uint32_t)bytes[2 * x + 1] << 8;
}

/* Red, green and blue of the pixel at (@x, @y), in as many bits as it has. */
static void interpolate(const struct pixels *pixels,
			const struct pixel_plane *mosaic, uint32_t x, uint32_t y,
			uint32_t *rgb)
{
	uint32_t sums[3] = { 0 }, counts[3] = { 0 };
	int colour;
	uint32_t i, j;

	for (j = y ? y - 1 : 0; j <= y + 1 && j < pixels->height; j++) {
		for (i = x ? x - 1 : 0; i <= x + 1 && i < pixels->width; i++) {
			colour = colour_at(pixels->format, i, j);
			sums[colour] += sample_at(pixels, mosaic, i, j);
			counts[colour]++;
		}
	}
	for (colour = 0; colour < 3; colour++)
		rgb[colour] = counts[colour] ?
			(sums[colour] + counts[colour] / 2) / counts[colour] :
			0;
	rgb[colour_at(pixels->format, x, y)] = sample_at(pixels, mosaic, x, y);
}

void pixels_from_bayer(const struct pixels *pixels,
		       const struct pixel_plane *mosaic, void *rgb)
{
	uint32_t x, y, samples[3];
	size_t at = 0;
	int i;

	for (y = 0; y < pixels->height; y++) {
		for (x = 0; x < pixels->width; x++) {
			interpolate(pixels, mosaic, x, y, samples);
			for (i = 0; i < 3; i++)
				pixels_store(pixels, rgb, at++, samples[i],
					     pixels->format->depth);
		}
	}
}
