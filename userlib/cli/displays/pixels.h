/* SPDX-License-Identifier: GPL-2.0 */
/* Pixels in the formats of cameras and screens, made RGB or grey. */
#ifndef MVIEW_CLI_PIXELS_H
#define MVIEW_CLI_PIXELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <mview-inspect.h>

#include "sources/read.h"

#define PIXELS_PLANES	3

/**
 * enum pixel_kind - how the samples of a pixel are stored
 * @PIXEL_BITS: red, green and blue, or grey, in bits of a little-endian word
 * @PIXEL_BAYER: one colour a pixel, in squares of 2 by 2
 * @PIXEL_PACKED_YUV: two pixels in four bytes, which share U and V
 * @PIXEL_SEMIPLANAR_YUV: a plane of Y and a plane of U and V in turns
 * @PIXEL_PLANAR_YUV: a plane each of Y, U and V
 */
enum pixel_kind {
	PIXEL_BITS,
	PIXEL_BAYER,
	PIXEL_PACKED_YUV,
	PIXEL_SEMIPLANAR_YUV,
	PIXEL_PLANAR_YUV,
};

/**
 * struct pixel_format - a format of cameras or screens
 * @name: V4L2's name for it, without V4L2_PIX_FMT_; or DRM's, if it has none
 * @other_name: DRM's name for it, without DRM_FORMAT_; or NULL
 * @v4l2: V4L2's fourcc, or 0
 * @v4l2_mplane: of the same with each plane in memory of its own, or 0
 * @drm: DRM's fourcc, or 0
 * @kind: how pixels are stored
 * @bytes: of a pixel, in its first plane; 2 of two bytes that a pair of pixels
 *	shares
 * @channels: of @kind PIXEL_BITS: 1 or 3
 * @bits: of these: the lowest bit of red, green and blue, and how many there are
 * @depth: of @kind PIXEL_BAYER: bits of a sample
 * @order: of @kind PIXEL_BAYER: the colours of two pixels and of the two below
 *	them; of YUV: of the bytes, or planes, in their order
 * @rows: of YUV in planes: of how many rows one is in the planes of U and V
 */
struct pixel_format {
	const char *name;
	const char *other_name;
	uint32_t v4l2;
	uint32_t v4l2_mplane;
	uint32_t drm;
	enum pixel_kind kind;
	unsigned char bytes;
	unsigned char channels;
	struct {
		unsigned char shift;
		unsigned char width;
	} bits[3];
	unsigned char depth;
	const char *order;
	unsigned char rows;
};

/* Ends with a format that has no name. */
extern const struct pixel_format pixel_formats[];

/**
 * struct pixels - a picture in memory
 * @format: of its pixels
 * @width: pixels
 * @height: pixels
 * @stride: bytes from one row to the next, in the first plane
 * @ycbcr: of YUV: enum mview_ycbcr; 0 for MVIEW_YCBCR_601
 * @full_range: of YUV: Y is from 0 to 255, not from 16 to 235
 */
struct pixels {
	const struct pixel_format *format;
	uint32_t width;
	uint32_t height;
	size_t stride;
	uint32_t ycbcr;
	bool full_range;
};

/* Where one of its planes is, and how many bytes there are from row to row. */
struct pixel_plane {
	const unsigned char *bytes;
	size_t stride;
};

/* By V4L2's or DRM's name, in capitals or not; NULL if there is none. */
const struct pixel_format *pixel_format_find(const char *name, size_t length);

#define FOURCC_TEXT	5

/* The four characters, with . for what is none. */
void pixels_fourcc(uint32_t fourcc, char *text);

/* By its fourcc; NULL if it is not known. */
const struct pixel_format *
pixel_format_of(const struct mview_picture *picture);

/**
 * pixels_parse - read NAME, NAME:640x360 or NAME:640x360:STRIDE
 * @pixels: written; what is not said is 0
 * @text: the text
 *
 * Return: NULL, or what is wrong.
 */
const char *pixels_parse(struct pixels *pixels, const char *text);

/**
 * pixels_fit - what was not said follows from the shape of the memory
 * @pixels: completed: if it has no size, from the rows along the first axis, of
 *	all planes one below the other
 * @view: of the memory
 *
 * Return: NULL, or why it does not fit.
 */
const char *pixels_fit(struct pixels *pixels, struct mview *view);

/* Bytes of all planes, one behind the other. */
uint64_t pixels_size(const struct pixels *pixels);

/* Bytes of plane @plane that are read of each row. */
size_t pixels_row_size(const struct pixels *pixels, int plane);

/* Leave out the pixel at the end of a row that has but half of its pair. */
void pixels_cut_pair(struct pixels *pixels);

/* How many planes, and rows and bytes from row to row of each behind the first. */
int pixels_nplanes(const struct pixels *pixels);
size_t pixels_chroma_rows(const struct pixels *pixels);
size_t pixels_chroma_stride(const struct pixels *pixels);

/**
 * pixels_to_rgb - a view of shape (height, width) or (height, width, 3)
 * @pixels: how they are stored
 * @planes: where
 * @rgb: written, to be given to read_done(): red, green, blue or grey, of format
 *	B, or H where a sample has more than 8 bits
 *
 * Return: 0, or -1 and errno.
 */
int pixels_to_rgb(const struct pixels *pixels,
		  const struct pixel_plane *planes, struct read_copy *rgb);

/**
 * pixels_read - the same of what a view holds
 * @pixels: as pixels_fit() has completed them
 * @view: all planes, one behind the other, in C order
 * @rgb: written, to be given to read_done()
 *
 * Return: 0, or -1 and errno.
 */
int pixels_read(const struct pixels *pixels, struct mview *view,
		struct read_copy *rgb);

/**
 * pixels_read_picture - the same of a picture that a camera or a screen has
 * @format: of its pixels
 * @picture: what is known of it
 * @view: the picture
 * @rgb: written, to be given to read_done()
 *
 * Return: 0, or -1 and errno: EINVAL if a plane is smaller than the picture.
 */
int pixels_read_picture(const struct pixel_format *format,
			const struct mview_picture *picture,
			struct mview *view, struct read_copy *rgb);

/* The steps of pixels_to_rgb() for PIXEL_BAYER and for all YUV. */
void pixels_from_bayer(const struct pixels *pixels,
		       const struct pixel_plane *mosaic, void *rgb);
void pixels_from_yuv(const struct pixels *pixels,
		     const struct pixel_plane *planes, unsigned char *rgb);

/*
 * Make @sample, which has @width bits, number @at of @rgb: of 8 bits or of 16,
 * of which the highest value stays the highest.
 */
void pixels_store(const struct pixels *pixels, void *rgb, size_t at,
		  uint32_t sample, int width);

#endif /* MVIEW_CLI_PIXELS_H */
