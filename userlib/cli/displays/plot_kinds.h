/* SPDX-License-Identifier: GPL-2.0 */
/* Plots, for the kinds of them. */
#ifndef MVIEW_CLI_PLOT_KINDS_H
#define MVIEW_CLI_PLOT_KINDS_H

#include "displays/plot.h"

struct plot;

/**
 * struct plot_ops - a kind of plot
 * @begin: before each pass; makes @kept in the first one
 * @add: a row
 * @end: behind each pass
 * @destroy: frees @kept; not the spans of the chart
 * @passes: how often it needs all rows
 */
struct plot_ops {
	const char *(*begin)(struct plot *plot);
	const char *(*add)(struct plot *plot, const double *row);
	void (*end)(struct plot *plot);
	void (*destroy)(struct plot *plot);
	int passes;
};

/**
 * struct plot - a plot that is being made
 * @ops: its kind
 * @style: what is wanted
 * @data: what is known of the numbers
 * @pass: which time the rows come, from 1 on; 0 before plot_pass()
 * @error: that @ops->begin gave
 * @kept: what the kind keeps
 * @chart: what is made; plot_create() sets names and the ends of axes that were
 *	asked for, all else is the kind's
 */
struct plot {
	const struct plot_ops *ops;
	const struct plot_style *style;
	const struct plot_data *data;
	int pass;
	const char *error;
	void *kept;
	struct chart chart;
};

extern const struct plot_ops plot_values_ops, plot_xy_ops, plot_histogram_ops,
	plot_spectrum_ops;

#endif /* MVIEW_CLI_PLOT_KINDS_H */
