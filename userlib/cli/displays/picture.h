/* SPDX-License-Identifier: GPL-2.0 */
/* Pictures: elements as pixels, and PNG. */
#ifndef MVIEW_CLI_PICTURE_H
#define MVIEW_CLI_PICTURE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include <mview.h>

/**
 * struct picture - elements as pixels
 * @view: of the samples
 * @width: pixels
 * @height: pixels
 * @channels: samples of a pixel: 1, 3 or 4
 * @depth: bits of a sample: 8 or 16
 * @swap_bytes: samples of 16 bits are little-endian
 * @bgr: blue comes first
 * @no_alpha: the fourth sample means nothing
 */
struct picture {
	struct mview *view;
	uint32_t width;
	uint32_t height;
	int channels;
	int depth;
	bool swap_bytes;
	bool bgr;
	bool no_alpha;
};

/**
 * picture_from_view - how to see elements as pixels
 * @picture: written
 * @view: any view, which the picture uses
 * @channels: grey, rgb, bgr, rgba, bgra, rgbx, bgrx; or NULL to go by the shape
 *
 * Return: NULL, or why they can't be pixels.
 */
const char *picture_from_view(struct picture *picture, struct mview *view,
			      const char *channels);

/* Is @channels one of the above? */
bool picture_knows(const char *channels);

/**
 * picture_write_png - read the pixels, some rows at a time, and write them
 * @picture: the picture
 * @out: where to
 *
 * Return: NULL, or what went wrong.
 */
const char *picture_write_png(const struct picture *picture, FILE *out);

/**
 * picture_rgba - all pixels as red, green, blue and how opaque they are
 * @picture: the picture
 *
 * Return: 4 bytes a pixel, row by row, to be freed; NULL and errno.
 */
unsigned char *picture_rgba(const struct picture *picture);

/**
 * enum picture_how - how a terminal is told of a picture
 * @PICTURE_SYMBOLS: as characters in colours
 * @PICTURE_SIXEL: as pixels, by the sequences of DEC
 * @PICTURE_KITTY: as pixels, by those of kitty
 */
enum picture_how {
	PICTURE_SYMBOLS,
	PICTURE_SIXEL,
	PICTURE_KITTY,
};

/**
 * struct picture_cells - where in the terminal a picture is shown
 * @columns: at most; 0 for all there are
 * @rows: at most; 0 for all there are but one
 * @how: by which sequences
 * @again: over the picture before
 * @moves: others follow, so that it has to be quick
 */
struct picture_cells {
	int columns;
	int rows;
	enum picture_how how;
	bool again;
	bool moves;
};

/**
 * picture_show - show it in the terminal
 * @picture: the picture
 * @cells: where
 *
 * Return: an exit status; on failure it has said why.
 */
int picture_show(const struct picture *picture,
		 const struct picture_cells *cells);

#endif /* MVIEW_CLI_PICTURE_H */
