/* SPDX-License-Identifier: GPL-2.0 */
/* A line of numbers as a plot of characters. */
#ifndef MVIEW_CLI_PLOT_H
#define MVIEW_CLI_PLOT_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/**
 * plot_print - draw numbers over their indices
 * @values: numbers; what is not finite is left out
 * @n: how many
 * @columns: characters across, with the labels
 * @rows: characters down, without the line of indices
 * @ascii: no Braille patterns
 * @out: where to; @rows + 1 lines
 */
void plot_print(const double *values, int64_t n, int columns, int rows,
		bool ascii, FILE *out);

#endif /* MVIEW_CLI_PLOT_H */
