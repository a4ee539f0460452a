// SPDX-License-Identifier: GPL-2.0
/*
 * Pictures on the screen: two pixels a cell, one above the other, in the 256
 * colours of terminals; where there are none, a character as bright as both. Of
 * pictures with more pixels than that, every n-th of every n-th row is read.
 */
#include <stdlib.h>

#include "displays/face.h"
#include "displays/picture.h"
#include "displays/pixels.h"
#include "sources/read.h"

/* A picture of a camera or a screen has pixels that need to be made RGB. */
static const struct pixel_format *format_of(const struct face *face)
{
	const struct mview_picture *picture = mview_source_picture(face->base);

	return picture && face->is_base ? pixel_format_of(picture) : NULL;
}

static const char *fits(const struct face *face)
{
	struct picture picture;

	if (format_of(face))
		return NULL;
	return picture_from_view(&picture, face->view, NULL);
}

/**
 * struct sample - some of the pixels
 * @picture: of them
 * @bytes: of them
 * @pixel: bytes from one to the next
 */
struct sample {
	struct picture picture;
	const unsigned char *bytes;
	int pixel;
};

static int level(const struct sample *sample, const unsigned char *pixel,
		 int channel)
{
	if (sample->picture.depth == 8)
		return pixel[channel];
	return pixel[2 * channel + sample->picture.swap_bytes];
}

/* 0xrrggbb; black outside. */
static uint32_t colour(const struct sample *sample, int64_t x, int64_t y)
{
	const struct picture *picture = &sample->picture;
	const unsigned char *pixel;
	int red, green, blue;

	if (x >= picture->width || y >= picture->height)
		return 0;
	pixel = sample->bytes + (y * picture->width + x) * sample->pixel;
	red = level(sample, pixel, 0);
	if (picture->channels == 1)
		return red << 16 | red << 8 | red;
	green = level(sample, pixel, 1);
	blue = level(sample, pixel, 2);
	return picture->bgr ? blue << 16 | green << 8 | red :
			      red << 16 | green << 8 | blue;
}

static int brightness(uint32_t rgb)
{
	return ((rgb >> 16 & 0xff) * 2 + (rgb >> 8 & 0xff) * 5 +
		(rgb & 0xff)) / 8;
}

static void put_cell(int row, int column, uint32_t upper, uint32_t lower)
{
	static const char ramp[] = " .:-=+*#%@";
	int bright = brightness(upper) + brightness(lower);

	if (!terminal_put_halves(row, column, upper, lower))
		terminal_putf(row, column, 0, TERMINAL_PLAIN, "%c",
			      ramp[bright * (sizeof(ramp) - 2) / 510]);
}

/* Pixels of the sample from one dot to the next, so that all of it fits. */
static double pace_of(const struct face *face, const struct picture *picture)
{
	double across = (double)picture->width / face->width;
	double down = (double)picture->height / (2 * face->rows);
	double most = across > down ? across : down;

	return most > 0 ? most : 1;
}

static void put_sample(const struct face *face, const struct sample *sample,
		       int row)
{
	const struct picture *picture = &sample->picture;
	double each = pace_of(face, picture);
	int x, y, columns = picture->width / each;
	int rows = picture->height / each;

	for (y = 0; y + 1 < rows || !y; y += 2)
		for (x = 0; x < columns; x++)
			put_cell(row + y / 2, x,
				 colour(sample, x * each, y * each),
				 colour(sample, x * each, (y + 1) * each));
}

static void put_view(const struct face *face, struct mview *view, int row)
{
	struct mview_range range = mview_whole(), ranges[2];
	struct picture whole;
	struct sample sample;
	struct mview *some;
	unsigned char *bytes;

	if (picture_from_view(&whole, view, NULL))
		return;
	range.step = pace_of(face, &whole);
	range.step = range.step ?: 1;
	ranges[0] = range;
	ranges[1] = range;
	some = mview_slice(view, ranges, 2);
	bytes = some ? malloc(mview_nbytes(some)) : NULL;
	if (bytes && !picture_from_view(&sample.picture, some, NULL) &&
	    !read_all(some, bytes)) {
		sample.bytes = bytes;
		sample.pixel = sample.picture.channels *
			       sample.picture.depth / 8;
		put_sample(face, &sample, row);
	}
	free(bytes);
	mview_close(some);
}

static void draw(struct face *face, int row)
{
	const struct pixel_format *format = format_of(face);
	struct read_copy rgb;

	if (!format) {
		put_view(face, face->view, row);
	} else if (!pixels_read_picture(format,
					mview_source_picture(face->base),
					face->base, &rgb)) {
		put_view(face, rgb.view, row);
		read_done(&rgb, NULL);
	}
}

const struct face_kind picture_face = {
	.name = "picture",
	.key = 'i',
	.is_live = true,
	.fits = fits,
	.lines = face_one,
	.line_of = face_none,
	.first_of = face_none,
	.draw = draw,
};
