// SPDX-License-Identifier: GPL-2.0
/* mview plot: a line of numbers over their indices. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "commands/help.h"
#include "displays/plot.h"
#include "displays/screen.h"
#include "displays/text.h"
#include "sources/read.h"
#include "sources/source.h"

#define ROWS		16	/* unless --height says otherwise */
#define COLUMNS_MAX	100	/* unless --width says otherwise */

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

/**
 * struct curve - the numbers of a plot, as they are read
 * @view: where they are from
 * @field: of records, or NULL
 * @plot: where they go
 */
struct curve {
	struct mview *view;
	const char *field;
	struct plot *plot;
};

static int add_items(void *arg, const void *items, int64_t n)
{
	const struct curve *curve = arg;
	struct mview *piece;
	int64_t i;
	double value;
	int err = 0;

	piece = mview_from_layout((void *)items,
				  n * mview_itemsize(curve->view),
				  mview_format(curve->view), 1, &n, NULL, 0,
				  MVIEW_READ);
	if (!piece)
		return -1;
	for (i = 0; i < n && !err; i++) {
		err = mview_get_f64(piece, &i, curve->field, &value);
		plot_add(curve->plot, err ? 0 : value);
	}
	mview_close(piece);
	return err ? 1 : 0;
}

/* Return: 0, 1 and errno for elements that are no numbers, -1 and errno. */
static int read_curve(struct curve *curve)
{
	struct read_copy copy;
	int err = read_moment(&copy, curve->view);

	if (err)
		return err;
	err = read_each(copy.view, add_items, curve);
	read_done(&copy, curve->view);
	return err;
}

static int draw(const struct source *source, const struct style *style,
		const struct frame *frame, struct plot *plot)
{
	struct curve curve = {
		.view = frame->view,
		.field = style->field,
		.plot = plot,
	};
	int err = read_curve(&curve);

	if (err)
		return err < 0 ? source_failed(source) :
				 values_failed(source, style);
	if (frame->number)
		screen_up(style->rows + 1);
	plot_print(plot, labels_at(&frame->labels, 0, 0),
		   labels_at(&frame->labels, 0, mview_len(frame->view) - 1),
		   stdout);
	return EXIT_OK;
}

static int plot(const struct source *source, const struct frame *frame,
		void *arg)
{
	const struct style *style = arg;
	struct plot *plot;
	int status;

	if (mview_ndim(frame->view) != 1)
		return source_unfit(source, frame->view, "a plot wants one "
				    "dimension: take a slice, as in [:, 0]");
	if (!mview_len(frame->view))
		return failed("%s: there are no elements in it", source->text);
	plot = plot_create(mview_len(frame->view), style->columns, style->rows,
			   style->ascii);
	status = draw(source, style, frame, plot);
	plot_destroy(plot);
	return status;
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
	default:
		style->ascii = true;
		return 0;
	}
}

static const struct source_options source_options = {
	.own = style_option,
};

static int plot_run(const struct command *command, int argc, char **argv)
{
	struct style style = { .rows = ROWS, .ascii = !text_is_utf8() };
	struct source source;
	int status;

	style.columns = screen_columns();
	if (style.columns > COLUMNS_MAX)
		style.columns = COLUMNS_MAX;
	status = source_parse(command, &source_options, argc, argv, &source,
			      &style);
	return status ? status : source_each(&source, plot, &style);
}

static const struct cli_option options[] = {
	{ "width", 'W', "N", "columns" },
	{ "height", 'H', "N", "rows" },
	{ "field", 'i', "FIELD", "of records; a path such as pos.x" },
	{ "ascii", 'A', NULL, "draw with ASCII only" },
	{ NULL }
};

const struct command plot_command = {
	.name = "plot",
	.summary = "plot a line of numbers in the terminal",
	.usage = SOURCE_USAGE,
	.options = { options, SOURCE_OPTIONS },
	.help = EXPR_HELP,
	.run = plot_run,
};
