/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Charts: series of numbers along two axes, ready to be drawn, in the terminal
 * or as a PNG file.
 */
#ifndef MVIEW_CLI_CHART_H
#define MVIEW_CLI_CHART_H

#include <stdbool.h>
#include <stdio.h>

#include "displays/axis.h"

#define CHART_SERIES	16

/**
 * struct span - what there is at one place of the x axis
 * @x: the place
 * @lo: least of the values there; greater than @hi if there are none
 * @hi: greatest of them
 */
struct span {
	double x;
	double lo;
	double hi;
};

/**
 * enum chart_look - what a series looks like
 * @CHART_LINES: each span joined to the next one
 * @CHART_POINTS: each value by itself
 * @CHART_BARS: each from 0 to @hi, and as wide as to the next one's @x; the last
 *	one only ends the bar before it
 */
enum chart_look {
	CHART_LINES,
	CHART_POINTS,
	CHART_BARS,
};

/**
 * struct chart_series - one series
 * @name: its name
 * @spans: array
 * @n: its length
 */
struct chart_series {
	const char *name;
	struct span *spans;
	int n;
};

/**
 * struct chart - what to draw
 * @look: of all series
 * @series: array
 * @n: its length
 * @x: across
 * @y: up
 */
struct chart {
	enum chart_look look;
	struct chart_series series[CHART_SERIES];
	int n;
	struct axis x;
	struct axis y;
};

/**
 * struct chart_pen - how to draw, in coordinates from 0 to 1 along each axis
 * @line: a straight line
 * @box: a filled rectangle
 * @dot: a point
 * @arg: handed to all of them
 *
 * @series is the number of the series that it is of.
 */
struct chart_pen {
	void (*line)(void *arg, int series, double x0, double y0, double x1,
		     double y1);
	void (*box)(void *arg, int series, double x0, double y0, double x1,
		    double y1);
	void (*dot)(void *arg, int series, double x, double y);
	void *arg;
};

/* Draw all series, without what lies outside the axes. */
void chart_draw(const struct chart *chart, const struct chart_pen *pen);

/**
 * struct chart_text - how to draw in the terminal
 * @columns: of characters
 * @rows: of characters, with the lines of labels
 * @ascii: ASCII only
 * @colors: the terminal has some
 * @erases: lines lie over others, of which nothing is to be left
 */
struct chart_text {
	int columns;
	int rows;
	bool ascii;
	bool colors;
	bool erases;
};

/* Of @text->rows lines. */
void chart_print(const struct chart *chart, const struct chart_text *text,
		 FILE *out);

enum chart_format {
	CHART_PNG,
	CHART_SVG,
	CHART_PDF,
	CHART_FORMATS,
};

/* How the names of such files end; CHART_FORMATS if @ending is none of them. */
enum chart_format chart_format_find(const char *ending);

/**
 * chart_write - draw by cairo
 * @chart: the chart
 * @format: of the file
 * @width: pixels, or points
 * @height: likewise
 * @out: where to
 *
 * Return: NULL, or what went wrong.
 */
const char *chart_write(const struct chart *chart, enum chart_format format,
			int width, int height, FILE *out);

#endif /* MVIEW_CLI_CHART_H */
