// SPDX-License-Identifier: GPL-2.0
/*
 * Plots on the screen: a value of each element over the elements' indices. Of
 * records it is that of the column that scrolling has brought to the left.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "displays/canvas.h"
#include "displays/face.h"
#include "displays/plot.h"
#include "displays/text.h"
#include "lenses/numbers.h"

static int plotted_column(const struct face *face)
{
	return numbers_column(&face->columns, face->left);
}

static const char *fits(const struct face *face)
{
	if (mview_ndim(face->view) != 1)
		return "it wants one dimension: take a slice";
	if (!looks_are_whole(&face->looks))
		return "it wants no more than 1 MiB: take a slice";
	return plotted_column(face) < 0 ? "there are no numbers" : NULL;
}

static void add_numbers(struct face *face, struct plot *plot, int column)
{
	const struct look *look = face_look(face);
	const char *error = NULL;
	double number;
	int64_t i;

	while (look && plot_pass(plot) && !error)
		for (i = 0; i < face->looks.count && !error; i++) {
			number = numbers_one(&face->columns, column,
					     look_element(&face->looks, look, i));
			error = plot_add(plot, &number);
		}
}

static void put_chart(const struct chart *chart, const struct face *face,
		      int row)
{
	const struct chart_text style = {
		.columns = face->width,
		.rows = face->rows,
		.ascii = !text_is_utf8(),
	};
	char *text, *line, *rest;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		exit(failed("out of memory"));
	chart_print(chart, &style, out);
	fclose(out);
	rest = text;
	while ((line = strsep(&rest, "\n")))
		terminal_put(row++, 0, 0, TERMINAL_PLAIN, line);
	free(text);
}

static void draw(struct face *face, int row)
{
	const char *name = face->columns.columns[plotted_column(face)].name;
	const struct plot_style style = { .x.title = "", .y.title = name };
	struct plot_data data = {
		.names = { name },
		.n = 1,
		.length = face->looks.count,
		.first = labels_at(&face->labels, 0, 0),
		.width = face->width * canvas_dots_x(!text_is_utf8()),
		.height = face->rows * canvas_dots_y(!text_is_utf8()),
	};
	struct plot *plot;

	if (face->rows < 4 || face->width < 20)
		return;
	data.step = labels_at(&face->labels, 0, 1) - data.first;
	plot = plot_create(&style, &data);
	add_numbers(face, plot, plotted_column(face));
	put_chart(plot_chart(plot), face, row);
	plot_destroy(plot);
}

const struct face_kind plot_face = {
	.name = "plot",
	.key = 'p',
	.fits = fits,
	.lines = face_one,
	.line_of = face_none,
	.first_of = face_none,
	.draw = draw,
};
