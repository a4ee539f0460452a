/* SPDX-License-Identifier: GPL-2.0 */
/* A line of numbers as a plot of characters, which need not be kept. */
#ifndef MVIEW_CLI_PLOT_H
#define MVIEW_CLI_PLOT_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct plot;

/**
 * plot_create - begin to draw numbers over their indices
 * @n: how many there are going to be
 * @columns: characters across, with the labels
 * @rows: characters down, without the line of indices
 * @ascii: no Braille patterns
 */
struct plot *plot_create(int64_t n, int columns, int rows, bool ascii);
void plot_destroy(struct plot *plot);

/* The next of the @n numbers; one that is not finite is left out. */
void plot_add(struct plot *plot, double value);

/**
 * plot_print - draw them
 * @plot: was given all numbers
 * @first: index of the first one
 * @last: index of the last one
 * @out: where to; as many lines as the plot has rows, and one
 */
void plot_print(const struct plot *plot, int64_t first, int64_t last,
		FILE *out);

#endif /* MVIEW_CLI_PLOT_H */
