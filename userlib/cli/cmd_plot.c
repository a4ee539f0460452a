// SPDX-License-Identifier: GPL-2.0
/* mview plot: a line of numbers over their indices. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "plot.h"
#include "screen.h"
#include "source.h"
#include "text.h"

#define ROWS		16	/* unless --height says otherwise */
#define COLUMNS_MAX	100	/* unless --width says otherwise */

static const struct option names[] = {
	{ "width", required_argument, NULL, 'W' },
	{ "height", required_argument, NULL, 'H' },
	{ "field", required_argument, NULL, 'i' },
	{ "ascii", no_argument, NULL, 'A' },
	SOURCE_LONG,
	{ NULL, 0, NULL, 0 },
};

/**
 * struct style - how to plot
 * @columns: of the whole
 * @rows: of the plot itself
 * @field: of records, or NULL
 * @ascii: no Braille patterns
 */
struct style {
	int columns;
	int rows;
	const char *field;
	bool ascii;
};

static int values_failed(const struct source *source, const struct style *style)
{
	if (errno == ENOENT)
		return failed("%s: there is no field %s; see mview info",
			      source->text, style->field);
	if (errno == ERANGE)
		return failed("%s: field %s: the index lies outside",
			      source->text, style->field);
	return failed("%s: its elements are no real numbers; pick one with "
		      "--field, or see them otherwise with --format",
		      source->text);
}

static int plot(const struct source *source, const struct frame *frame,
		void *arg)
{
	const struct style *style = arg;
	int64_t i, n = mview_len(frame->view);
	double *values;

	if (mview_ndim(frame->view) != 1) {
		fprintf(stderr, "mview: %s: a plot wants one dimension, its "
			"shape is ", source->text);
		print_tuple(stderr, mview_shape(frame->view),
			    mview_ndim(frame->view));
		fputs("; take a slice, as in [:, 0]\n", stderr);
		return EXIT_FAILED;
	}
	if (!n)
		return failed("%s: there are no elements in it", source->text);
	values = allocate(n * sizeof(*values));
	for (i = 0; i < n; i++) {
		if (mview_get_f64(frame->view, &i, style->field, &values[i])) {
			free(values);
			return values_failed(source, style);
		}
	}
	if (frame->number)
		screen_up(style->rows + 1);
	plot_print(values, n, style->columns, style->rows, style->ascii,
		   stdout);
	free(values);
	return EXIT_OK;
}

static int read_size(const struct command *command, const char *name,
		     int least, int *size)
{
	char *end;
	long n = strtol(optarg, &end, 10);

	if (end == optarg || *end || n < least || n > 10000)
		return misused(command, "--%s wants a number from %d to 10000",
			       name, least);
	*size = n;
	return 0;
}

static int style_option(const struct command *command, int option, void *arg)
{
	struct style *style = arg;

	switch (option) {
	case 'W':
		return read_size(command, "width", 20, &style->columns);
	case 'H':
		return read_size(command, "height", 2, &style->rows);
	case 'i':
		style->field = optarg;
		return 0;
	case 'A':
		style->ascii = true;
		return 0;
	default:
		return option_status(command, option);
	}
}

static const struct source_options options = {
	.letters = "W:H:i:A" SOURCE_SHORT,
	.names = names,
	.own = style_option,
};

int plot_run(const struct command *command, int argc, char **argv)
{
	struct style style = { .rows = ROWS, .ascii = !text_is_utf8() };
	struct source source;
	int status;

	style.columns = screen_columns();
	if (style.columns > COLUMNS_MAX)
		style.columns = COLUMNS_MAX;
	status = source_parse(command, &options, argc, argv, &source, &style);
	return status ? status : source_each(&source, plot, &style);
}
