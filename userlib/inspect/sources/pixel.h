/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Pixel formats: how the values of pixels lie in memory. */
#ifndef MVIEW_INSPECT_PIXEL_H
#define MVIEW_INSPECT_PIXEL_H

#include <stdbool.h>
#include <stdint.h>

#include "sources/layout.h"

#define PIXEL_PLANES	3

/**
 * struct pixel_plane - the elements of a plane
 * @format: of a value
 * @size: bytes of a value
 * @values: of an element, along an axis of their own if there is more than one
 * @across: pixels of the picture along an element's width
 * @down: and along its height
 */
struct pixel_plane {
	const char *format;
	uint8_t size;
	uint8_t values;
	uint8_t across;
	uint8_t down;
};

/**
 * struct pixel - a way in which pixels lie in memory
 * @nplanes: entries of @planes
 * @ycbcr: the values are Y'CbCr
 * @planes: the planes
 */
struct pixel {
	int nplanes;
	bool ycbcr;
	struct pixel_plane planes[PIXEL_PLANES];
};

/**
 * pixel_find - how the pixels of a format lie in memory
 * @of: enum mview_fourcc_of
 * @fourcc: the format
 *
 * Return: NULL if it is not known.
 */
const struct pixel *pixel_find(uint32_t of, uint32_t fourcc);

/**
 * pixel_layout - a plane of a picture
 * @layout: written; its offset is 0
 * @plane: which one
 * @width: pixels of the picture
 * @height: likewise
 * @stride: bytes from one row of the plane to the next
 *
 * Return: bytes of the plane, up to the end of its last row.
 */
uint64_t pixel_layout(struct layout *layout, const struct pixel_plane *plane,
		      uint32_t width, uint32_t height, uint32_t stride);

/* Bytes from one row to the next, where those of the first plane have @first. */
uint32_t pixel_stride(const struct pixel *pixel, int plane, uint32_t first);

/* "NV12", with what is no letter as "?". @text has room for 5 characters. */
const char *pixel_name(uint32_t fourcc, char *text);

#endif /* MVIEW_INSPECT_PIXEL_H */
