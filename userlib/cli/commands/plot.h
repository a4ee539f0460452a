/* SPDX-License-Identifier: GPL-2.0 */
/* mview plot: its options, and the numbers that it draws. */
#ifndef MVIEW_CLI_COMMANDS_PLOT_H
#define MVIEW_CLI_COMMANDS_PLOT_H

#include "displays/plot.h"
#include "lenses/elements.h"
#include "lenses/numbers.h"
#include "sources/read.h"
#include "sources/source.h"

/**
 * struct plot_options - what the command line says of the plot
 * @elements: which elements, and what of them
 * @style: of the plot
 * @xy: series, of which the first one goes across; or NULL
 * @axis: that goes across; -1 for the longest one
 * @output: file to write, or NULL
 * @drawn: its format
 * @width: characters, or pixels; 0 for what fits
 * @height: likewise
 * @ascii: no Braille patterns
 */
struct plot_options {
	struct elements elements;
	struct plot_style style;
	const char *xy;
	int axis;
	const char *output;
	enum chart_format drawn;
	int width;
	int height;
	bool ascii;
};

/* Table of options, and what takes them; @arg is struct plot_options. */
extern const struct cli_option plot_own_options[];
int plot_option(const struct command *command, int option, void *arg);

/* Before the first option, and behind the last one; an exit status. */
void plot_options_begin(struct plot_options *options);
int plot_options_end(const struct command *command,
		     const struct plot_options *options);

/**
 * struct rows - the numbers of a source, a row at each place that goes across
 * @source: where they are from
 * @is_flat: all elements are one series, whatever their shape
 * @options: what is wanted of it
 * @numbers: of each element
 * @view: the elements, with the axis that goes across first
 * @moment: those that are read
 * @n: numbers of a row
 * @picked: for each series its number in a row
 * @data: what the plot is told
 */
struct rows {
	const struct source *source;
	bool is_flat;
	const struct plot_options *options;
	struct numbers numbers;
	struct mview *view;
	struct read_copy moment;
	int n;
	int picked[CHART_SERIES];
	struct plot_data data;
};

/*
 * Find what the options name, in the first frame; once. An exit status; on
 * failure it has said why.
 */
int rows_find(struct rows *rows, const struct source *source,
	      struct plot_options *options, const struct frame *frame);
void rows_forget(struct rows *rows);

/* Those of a frame, to be given to rows_close() in any case. Likewise. */
int rows_open(struct rows *rows, const struct frame *frame);
void rows_close(struct rows *rows);

/* Give all of them to a plot, as often as it wants them. Likewise. */
int rows_plot(struct rows *rows, struct plot *plot);

#endif /* MVIEW_CLI_COMMANDS_PLOT_H */
