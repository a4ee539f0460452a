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

/* Dots across a character, and down. */
int canvas_dots_x(bool ascii);
int canvas_dots_y(bool ascii);

/* In dots. */
int canvas_width(const struct canvas *canvas);
int canvas_height(const struct canvas *canvas);

/*
 * Which series the next dots are of, from 0 on: a character has the mark, or
 * colour, of the one that was drawn there last.
 */
void canvas_series(struct canvas *canvas, int series);

/* Straight from one dot to another, of which (0, 0) is at the top left. */
void canvas_line(struct canvas *canvas, int x0, int y0, int x1, int y1);

/* The mark of a series in ASCII, and the escape sequence of its colour. */
char canvas_mark(int series);
const char *canvas_color(int series);
#define CANVAS_PLAIN	"\033[m"

/* Without blanks at its end. */
void canvas_print_row(const struct canvas *canvas, int row, bool colors,
		      FILE *out);

#endif /* MVIEW_CLI_CANVAS_H */
