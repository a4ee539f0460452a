// SPDX-License-Identifier: GPL-2.0
/* Dots as Braille patterns, U+2800 to U+28FF, or as a mark each in ASCII. */
#include "displays/canvas.h"

#include <stdlib.h>
#include <string.h>

#include "cli.h"

/**
 * struct cell - a character
 * @dots: as bits
 * @series: whose they are
 */
struct cell {
	unsigned char dots;
	unsigned char series;
};

/**
 * struct canvas - dots
 * @columns: characters
 * @rows: characters
 * @dots_x: dots of a character
 * @dots_y: dots of a character
 * @series: that is being drawn
 * @cells: for each character
 */
struct canvas {
	int columns;
	int rows;
	int dots_x;
	int dots_y;
	int series;
	struct cell *cells;
};

/* The bit of each dot in a Braille pattern, by row and column. */
static const unsigned char bits[4][2] = {
	{ 0x01, 0x08 }, { 0x02, 0x10 }, { 0x04, 0x20 }, { 0x40, 0x80 },
};

static const char marks[] = "*+ox#@%&";

/* Those that can be read on a black and on a white background come first. */
static const char *const colors_of[] = {
	"\033[36m", "\033[31m", "\033[32m", "\033[35m",
	"\033[33m", "\033[34m", "\033[1;36m", "\033[1;31m",
};

#define N_COLORS	(sizeof(colors_of) / sizeof(*colors_of))

int canvas_dots_x(bool ascii)
{
	return ascii ? 1 : 2;
}

int canvas_dots_y(bool ascii)
{
	return ascii ? 1 : 4;
}

struct canvas *canvas_create(int columns, int rows, bool ascii)
{
	struct canvas *canvas = allocate(sizeof(*canvas));
	size_t size = (size_t)columns * rows * sizeof(*canvas->cells);

	*canvas = (struct canvas) {
		.columns = columns,
		.rows = rows,
		.dots_x = canvas_dots_x(ascii),
		.dots_y = canvas_dots_y(ascii),
		.cells = allocate(size),
	};
	memset(canvas->cells, 0, size);
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

void canvas_series(struct canvas *canvas, int series)
{
	canvas->series = series;
}

static void set_dot(struct canvas *canvas, int x, int y)
{
	struct cell *cell = &canvas->cells[y / canvas->dots_y * canvas->columns +
					   x / canvas->dots_x];

	cell->dots |= bits[y % canvas->dots_y][x % canvas->dots_x];
	cell->series = canvas->series;
}

/* Bresenham's. */
void canvas_line(struct canvas *canvas, int x0, int y0, int x1, int y1)
{
	int dx = abs(x1 - x0), dy = -abs(y1 - y0), error = dx + dy;
	int step_x = x0 < x1 ? 1 : -1, step_y = y0 < y1 ? 1 : -1, twice;

	set_dot(canvas, x0, y0);
	while (x0 != x1 || y0 != y1) {
		twice = 2 * error;
		if (twice >= dy) {
			error += dy;
			x0 += step_x;
		}
		if (twice <= dx) {
			error += dx;
			y0 += step_y;
		}
		set_dot(canvas, x0, y0);
	}
}

char canvas_mark(int series)
{
	return marks[series % (sizeof(marks) - 1)];
}

const char *canvas_color(int series)
{
	return colors_of[series % N_COLORS];
}

static void print_cell(const struct canvas *canvas, const struct cell *cell,
		       FILE *out)
{
	if (!cell->dots)
		fputc(' ', out);
	else if (canvas->dots_x == 1)
		fputc(canvas_mark(cell->series), out);
	else
		fprintf(out, "\xe2%c%c", 0xa0 | cell->dots >> 6,
			0x80 | (cell->dots & 0x3f));
}

void canvas_print_row(const struct canvas *canvas, int row, bool colors,
		      FILE *out)
{
	const struct cell *cell = canvas->cells + row * canvas->columns;
	int column, last = canvas->columns, series = -1;

	while (last && !cell[last - 1].dots)
		last--;
	for (column = 0; column < last; column++, cell++) {
		if (colors && cell->dots && cell->series != series) {
			series = cell->series;
			fputs(canvas_color(series), out);
		}
		print_cell(canvas, cell, out);
	}
	if (series >= 0)
		fputs(CANVAS_PLAIN, out);
}
