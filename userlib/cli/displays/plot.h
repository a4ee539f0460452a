/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Plots: rows of numbers, one of each series, made a chart. The rows need not be
 * kept.
 */
#ifndef MVIEW_CLI_PLOT_H
#define MVIEW_CLI_PLOT_H

#include <stdbool.h>
#include <stdint.h>

#include "displays/chart.h"
#include "displays/window.h"

/**
 * enum plot_kind - what is plotted
 * @PLOT_VALUES: each number over its index, or its time
 * @PLOT_XY: all series over the first one
 * @PLOT_HISTOGRAM: how many numbers there are of each size
 * @PLOT_SPECTRUM: amplitudes over frequencies
 */
enum plot_kind {
	PLOT_VALUES,
	PLOT_XY,
	PLOT_HISTOGRAM,
	PLOT_SPECTRUM,
};

/**
 * struct plot_style - what is wanted
 * @kind: what is plotted
 * @bins: of a histogram; 0 for PLOT_BINS
 * @points: of a spectrum: numbers that are transformed at a time; 0 for all, or
 *	for as many as there is memory for
 * @window: of a spectrum
 * @linear: of a spectrum: not in decibels
 * @rate: numbers a second; 0 if that is not known
 * @x: with the ends that were asked for
 * @y: likewise
 */
struct plot_style {
	enum plot_kind kind;
	int bins;
	int64_t points;
	const struct window *window;
	bool linear;
	double rate;
	struct axis x;
	struct axis y;
};

#define PLOT_BINS	50

/**
 * struct plot_data - what is known of the numbers before they come
 * @names: of the series
 * @n: how many numbers a row has
 * @length: how many rows there are
 * @first: index of the first row
 * @step: from one index to the next
 * @width: dots that the chart has across, at most
 * @height: dots that it has up, at most
 */
struct plot_data {
	const char *names[CHART_SERIES];
	int n;
	int64_t length;
	int64_t first;
	int64_t step;
	int width;
	int height;
};

struct plot;

/* Both arguments are used until plot_destroy(). */
struct plot *plot_create(const struct plot_style *style,
			 const struct plot_data *data);
void plot_destroy(struct plot *plot);

/* Begin to give it all rows, from the first one on; false if it needs them no more. */
bool plot_pass(struct plot *plot);

/* The next row. Return: NULL, or why it can't be plotted. */
const char *plot_add(struct plot *plot, const double *row);

/* All rows were given as often as plot_pass() wanted. Belongs to @plot. */
const struct chart *plot_chart(struct plot *plot);

#endif /* MVIEW_CLI_PLOT_H */
