// SPDX-License-Identifier: GPL-2.0
/* Dots as Braille patterns, U+2800 to U+28FF, or as asterisks. */
#include "displays/canvas.h"

#include <stdlib.h>
#include <string.h>

#include "cli.h"

/**
 * struct canvas - dots
 * @columns: characters
 * @rows: characters
 * @dots_x: dots of a character
 * @dots_y: dots of a character
 * @cells: for each character, its dots as bits
 */
struct canvas {
	int columns;
	int rows;
	int dots_x;
	int dots_y;
	unsigned char *cells;
};

/* The bit of each dot in a Braille pattern, by row and column. */
static const unsigned char bits[4][2] = {
	{ 0x01, 0x08 }, { 0x02, 0x10 }, { 0x04, 0x20 }, { 0x40, 0x80 },
};

int canvas_dots(bool ascii)
{
	return ascii ? 1 : 2;
}

struct canvas *canvas_create(int columns, int rows, bool ascii)
{
	struct canvas *canvas = allocate(sizeof(*canvas));
	size_t n = (size_t)columns * rows;

	*canvas = (struct canvas) {
		.columns = columns,
		.rows = rows,
		.dots_x = canvas_dots(ascii),
		.dots_y = ascii ? 1 : 4,
		.cells = allocate(n),
	};
	memset(canvas->cells, 0, n);
	return canvas;
}

void canvas_destroy(struct canvas *canvas)
{
	free(canvas->cells);
	free(canvas);
}

int canvas_width(const struct canvas *canvas)
{
	return canvas->columns * canvas->dots_x;
}

int canvas_height(const struct canvas *canvas)
{
	return canvas->rows * canvas->dots_y;
}

void canvas_vertical(struct canvas *canvas, int x, int y0, int y1)
{
	int y, from = y0 < y1 ? y0 : y1, to = y0 < y1 ? y1 : y0;

	for (y = from; y <= to; y++)
		canvas->cells[y / canvas->dots_y * canvas->columns +
			      x / canvas->dots_x] |=
			bits[y % canvas->dots_y][x % canvas->dots_x];
}

void canvas_print_row(const struct canvas *canvas, int row, const char *before,
		      FILE *out)
{
	const unsigned char *cells = canvas->cells + row * canvas->columns;
	int column, last = canvas->columns;

	while (last && !cells[last - 1])
		last--;
	if (last)
		fputs(before, out);
	for (column = 0; column < last; column++) {
		if (canvas->dots_x == 1)
			fputc(cells[column] ? '*' : ' ', out);
		else if (!cells[column])
			fputc(' ', out);
		else
			fprintf(out, "\xe2%c%c", 0xa0 | cells[column] >> 6,
				0x80 | (cells[column] & 0x3f));
	}
}
