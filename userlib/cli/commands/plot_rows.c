// SPDX-License-Identifier: GPL-2.0
/* The numbers that mview plot draws: rows of them, in the order of an axis. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "commands/plot.h"
#include "displays/text.h"

static bool is_record(const struct mview_ctype *type)
{
	const struct mview_member *root = mview_ctype_root(type);

	return root->kind == MVIEW_MEMBER_STRUCT ||
	       root->kind == MVIEW_MEMBER_UNION;
}

/* The first number of records is drawn, as mview watch does, and told of. */
static int choose_field(struct elements *elements, const char *source)
{
	struct columns columns = { .n = 0 };
	int chosen, status = elements_columns(elements, &columns);

	chosen = status == EXIT_OK ? numbers_column(&columns, 0) : -1;
	if (chosen >= 0) {
		elements->fields = strdup(columns.columns[chosen].name);
		if (!elements->fields)
			exit(failed("out of memory"));
		text_printf(stderr, "mview: %s: this is %s; --fields chooses "
			    "others, which mview info lists\n", source,
			    elements->fields);
	} else if (status == EXIT_OK) {
		status = failed("%s: there is no number in its elements that "
				"could be drawn; mview info lists what there "
				"is, and --fields chooses of it", source);
	}
	columns_free(&columns);
	return status;
}

int rows_find(struct rows *rows, const struct source *source,
	      struct plot_options *options, const struct frame *frame)
{
	const struct mview_ctype *type = source_type(source, frame->view);
	struct elements *elements = &options->elements;

	*rows = (struct rows) { .source = source, .options = options };
	if (!type || elements_open(elements, type))
		return EXIT_FAILED;
	if (options->xy && !elements->fields && is_record(elements->type))
		elements->fields = options->xy;
	if (!elements->fields && is_record(elements->type) &&
	    choose_field(elements, source->text))
		return EXIT_FAILED;
	rows->is_flat = options->style.kind == PLOT_HISTOGRAM &&
			options->axis < 0;
	return numbers_open(&rows->numbers, elements, source->text,
			    CHART_SERIES);
}

void rows_forget(struct rows *rows)
{
	numbers_free(&rows->numbers);
}

/* The axis of the frame's view that goes across. */
static int across(const struct rows *rows, struct mview *view)
{
	const int64_t *shape = mview_shape(view);
	int axis = rows->options->axis;

	if (mview_ndim(view) == 1)
		return 0;
	return axis >= 0 ? axis : shape[1] > shape[0];
}

static int turn(struct rows *rows, struct mview *view, int axis)
{
	const int axes[] = { axis, !axis };

	rows->view = axis ? mview_transpose(view, axes) : mview_from_view(view);
	if (!rows->view || read_moment(&rows->moment, rows->view))
		return source_failed(rows->source);
	return EXIT_OK;
}

/* "[2]" or "[2].x" along two axes, "x" along one. */
static char *series_name(const struct rows *rows, const struct frame *frame,
			 int axis, int number)
{
	int per_element = rows->numbers.n, index = number / per_element;
	const char *field = rows->numbers.each[number % per_element].name;
	const char *text = strcmp(field, "value") ? field : "";
	char *name;

	if (rows->is_flat || mview_ndim(frame->view) == 1) {
		name = strdup(field);
	} else if (asprintf(&name, "[%" PRId64 "]%s%s",
			    labels_at(&frame->labels, !axis, index),
			    *text && *text != '[' ? "." : "", text) < 0) {
		name = NULL;
	}
	return name ? name : strcpy(allocate(1), "");
}

/* All of them, or those that --xy names, where these are no fields. */
static int pick(struct rows *rows)
{
	const char *text = rows->options->xy;
	struct plot_data *data = &rows->data;
	char *end;
	long number;

	while (text && !is_record(rows->options->elements.type)) {
		number = strtol(text, &end, 10);
		if (end == text || (*end && *end != ',') || number < 0 ||
		    number >= rows->n || data->n == CHART_SERIES)
			return failed("--xy %s: of elements that are no records "
				      "it wants numbers of series, from 0 to "
				      "%d, as in 0,1", rows->options->xy,
				      rows->n - 1);
		rows->picked[data->n++] = number;
		text = *end ? end + 1 : NULL;
	}
	for (number = 0; !data->n && number < rows->n; number++)
		rows->picked[number] = number;
	data->n = data->n ? data->n : rows->n;
	if (rows->options->xy && data->n < 2)
		return failed("--xy wants two series, as in --xy i,q");
	return EXIT_OK;
}

static int check_shape(struct rows *rows, struct mview *view)
{
	int64_t others;

	if (!rows->is_flat && mview_ndim(view) != 1 && mview_ndim(view) != 2)
		return source_unfit(rows->source, view, "a plot wants one or "
				    "two dimensions: take a slice, as in "
				    "[:, 0]");
	if (!read_count(view))
		return failed("%s: there are no elements in it",
			      rows->source->text);
	if (rows->options->axis >= mview_ndim(view))
		return source_unfit(rows->source, view, "there is no such "
				    "--axis");
	others = rows->is_flat || mview_ndim(view) == 1 ?
			 1 : mview_shape(view)[!across(rows, view)];
	if (others > CHART_SERIES / rows->numbers.n)
		return source_unfit(rows->source, view, "these are more than "
				    "16 series: take a slice, as in [:, :4], or "
				    "one of --fields");
	rows->n = others * rows->numbers.n;
	return EXIT_OK;
}

int rows_open(struct rows *rows, const struct frame *frame)
{
	struct plot_data *data = &rows->data;
	int i, axis, status = check_shape(rows, frame->view);

	*data = (struct plot_data) { .n = 0 };
	if (status == EXIT_OK)
		status = pick(rows);
	if (status != EXIT_OK) {
		data->n = 0;
		return status;
	}
	axis = rows->is_flat ? 0 : across(rows, frame->view);
	for (i = 0; i < data->n; i++)
		data->names[i] = series_name(rows, frame, axis,
					     rows->picked[i]);
	if (rows->is_flat) {
		data->length = read_count(frame->view);
		return turn(rows, frame->view, 0);
	}
	data->length = mview_shape(frame->view)[axis];
	data->first = labels_at(&frame->labels, axis, 0);
	data->step = labels_at(&frame->labels, axis, 1) - data->first;
	return turn(rows, frame->view, axis);
}

void rows_close(struct rows *rows)
{
	int i;

	for (i = 0; i < rows->data.n; i++)
		free((char *)rows->data.names[i]);
	if (rows->moment.view)
		read_done(&rows->moment, rows->view);
	mview_close(rows->view);
	rows->moment = (struct read_copy) { .view = NULL };
	rows->view = NULL;
}

/**
 * struct row - a row that is being read
 * @rows: of these
 * @plot: where it goes
 * @values: of all of its elements
 * @n: how many there are so far
 * @error: what the plot has against it
 */
struct row {
	struct rows *rows;
	struct plot *plot;
	double values[CHART_SERIES];
	int n;
	const char *error;
};

static void add_row(struct row *row)
{
	double picked[CHART_SERIES];
	int i;

	for (i = 0; i < row->rows->data.n; i++)
		picked[i] = row->values[row->rows->picked[i]];
	row->error = plot_add(row->plot, picked);
	row->n = 0;
}

/* Return: as read_each() wants it; 1 for a complaint of --where, 2 for the plot's. */
static int add_items(void *arg, const void *items, int64_t n)
{
	struct row *row = arg;
	struct rows *rows = row->rows;
	int64_t size = mview_itemsize(rows->moment.view);
	const char *item = items;

	for (; n; n--, item += size) {
		if (numbers_get(&rows->numbers, item, row->values + row->n))
			return 1;
		row->n += rows->numbers.n;
		if (row->n == rows->n)
			add_row(row);
		if (row->error)
			return 2;
	}
	return 0;
}

int rows_plot(struct rows *rows, struct plot *plot)
{
	struct row row = { .rows = rows, .plot = plot };
	int err = 0;

	while (!err && plot_pass(plot))
		err = read_each(rows->moment.view, add_items, &row);
	switch (err) {
	case 0:
		return EXIT_OK;
	case 1:
		return failed("--where %s: %s", rows->options->elements.where,
			      mview_inspect_error());
	case 2:
		return failed("%s: %s", rows->source->text, row.error);
	default:
		return source_failed(rows->source);
	}
}
