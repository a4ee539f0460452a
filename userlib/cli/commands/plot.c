// SPDX-License-Identifier: GPL-2.0
/* mview plot: numbers as lines, points, a histogram or a spectrum. */
#include "cli.h"
#include "commands/help.h"
#include "commands/plot.h"
#include "commands/replay.h"
#include "displays/canvas.h"
#include "displays/write_file.h"
#include "displays/screen.h"

#define ROWS		20	/* of characters, unless --size says otherwise */
#define COLUMNS_MAX	100
#define FILE_WIDTH	1000	/* pixels, likewise */
#define FILE_HEIGHT	600

/**
 * struct plotting - what goes on
 * @options: what is wanted
 * @rows: the numbers
 * @text: how it was drawn last
 */
struct plotting {
	struct plot_options options;
	struct rows rows;
	struct chart_text text;
};

/**
 * struct drawing - what write_file() is handed
 * @chart: the chart
 * @format: of the file
 * @width: pixels
 * @height: pixels
 */
struct drawing {
	const struct chart *chart;
	enum chart_format format;
	int width;
	int height;
};

static int least(int a, int b)
{
	return a < b ? a : b;
}

/* The terminal may have changed its size since the last time. */
static struct chart_text find_text(const struct plotting *plotting)
{
	const struct plot_options *options = &plotting->options;
	struct chart_text text = {
		.columns = options->width ?: least(screen_columns(),
						   COLUMNS_MAX),
		.rows = options->height ?: least(screen_rows() - 1, ROWS),
		.colors = screen_has_colors(),
		.erases = screen_is_terminal(),
	};

	/* Without colours, only marks tell one series from the next. */
	text.ascii = options->ascii || (plotting->rows.data.n > 1 &&
					!options->xy && !text.colors);
	return text;
}

static struct drawing find_drawing(const struct plot_options *options)
{
	return (struct drawing) {
		.format = options->drawn,
		.width = options->width ?: FILE_WIDTH,
		.height = options->height ?: FILE_HEIGHT,
	};
}

static void print(struct plotting *plotting, const struct chart_text *text,
		  const struct chart *chart)
{
	const struct chart_text *last = &plotting->text;
	bool same = text->columns == last->columns && text->rows == last->rows;

	if (same)
		screen_up(text->rows);
	else if (last->rows && screen_is_terminal())
		screen_begin();
	plotting->text = *text;
	chart_print(chart, text, stdout);
}

static const char *write_drawing(const void *what, FILE *out)
{
	const struct drawing *drawing = what;

	return chart_write(drawing->chart, drawing->format, drawing->width,
			   drawing->height, out);
}

static int draw(struct plotting *plotting)
{
	struct drawing drawing = find_drawing(&plotting->options);
	struct chart_text text = find_text(plotting);
	const char *output = plotting->options.output;
	struct plot_data *data = &plotting->rows.data;
	struct plot *plot;
	int status;

	data->width = output ? drawing.width :
			       text.columns * canvas_dots_x(text.ascii);
	data->height = output ? drawing.height :
				text.rows * canvas_dots_y(text.ascii);
	plot = plot_create(&plotting->options.style, data);
	status = rows_plot(&plotting->rows, plot);
	drawing.chart = plot_chart(plot);
	if (status == EXIT_OK && output)
		status = write_file(output, write_drawing, &drawing);
	else if (status == EXIT_OK)
		print(plotting, &text, drawing.chart);
	plot_destroy(plot);
	return status;
}

static int plot_frame(const struct source *source, const struct frame *frame,
		      void *arg)
{
	struct plotting *plotting = arg;
	struct rows *rows = &plotting->rows;
	int status = EXIT_OK;

	if (!rows->source)
		status = rows_find(rows, source, &plotting->options, frame);
	if (status != EXIT_OK)
		return status;
	status = rows_open(rows, frame);
	if (status == EXIT_OK)
		status = draw(plotting);
	rows_close(rows);
	return status;
}

static const struct source_options source_options = {
	.finds_lens = true,
	.own = plot_option,
};

static int plot_all(struct source *source, struct plotting *plotting)
{
	int status;

	if (source->follow && !plotting->options.output)
		screen_follow();
	status = source_each(source, plot_frame, plotting);
	screen_leave();
	rows_forget(&plotting->rows);
	return status;
}

int plot_source(struct source *source)
{
	struct plotting plotting = { .text.rows = 0 };

	plot_options_begin(&plotting.options);
	source_adopt(source, &source_options);
	return plot_all(source, &plotting);
}

static int plot_run(const struct command *command, int argc, char **argv)
{
	struct plotting plotting = { .text.rows = 0 };
	struct source source;
	int status;

	plot_options_begin(&plotting.options);
	status = source_parse(command, &source_options, argc, argv, &source,
			      &plotting.options);
	if (!status)
		status = plot_options_end(command, &plotting.options);
	return status ? status : plot_all(&source, &plotting);
}

const struct command plot_command = {
	.name = "plot",
	.summary = "draw numbers: lines, points, histograms, spectra",
	.usage = SOURCE_USAGE,
	.options = { plot_own_options, elements_which, SOURCE_OPTIONS },
	.help = EXPR_HELP,
	.run = plot_run,
};
