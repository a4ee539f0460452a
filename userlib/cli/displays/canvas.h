/* SPDX-License-Identifier: GPL-2.0 */
/* A canvas of dots, several to a character. */
#ifndef MVIEW_CLI_CANVAS_H
#define MVIEW_CLI_CANVAS_H

#include <stdbool.h>
#include <stdio.h>

struct canvas;

/* @columns by @rows characters. In Braille, each has 2 by 4 dots; in ASCII 1. */
struct canvas *canvas_create(int columns, int rows, bool ascii);
void canvas_destroy(struct canvas *canvas);

/* Dots across a character. */
int canvas_dots(bool ascii);

/* In dots. */
int canvas_width(const struct canvas *canvas);
int canvas_height(const struct canvas *canvas);

/* A line of dots in column @x, from @y0 to @y1, from the top. */
void canvas_vertical(struct canvas *canvas, int x, int y0, int y1);

/* Without blanks at its end; @before comes first, unless all is blank. */
void canvas_print_row(const struct canvas *canvas, int row, const char *before,
		      FILE *out);

#endif /* MVIEW_CLI_CANVAS_H */
