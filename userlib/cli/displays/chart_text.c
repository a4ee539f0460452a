// SPDX-License-Identifier: GPL-2.0
/* Charts of characters, in the terminal or anywhere else. */
#include <math.h>
#include <string.h>

#include "displays/canvas.h"
#include "displays/chart.h"
#include "displays/text.h"

#define GAP		2	/* columns between labels of the x axis, at least */
#define LINE_MAX_COLUMNS 10000

/**
 * struct sheet - a chart on its way to characters
 * @chart: the chart
 * @text: how it is wanted
 * @canvas: of the series
 * @rows: of the canvas
 * @columns: of the canvas
 * @margin: columns left of it
 * @y: ticks
 * @ny: their number
 * @x: ticks
 * @nx: their number
 */
struct sheet {
	const struct chart *chart;
	const struct chart_text *text;
	struct canvas *canvas;
	int rows;
	int columns;
	int margin;
	struct tick y[AXIS_TICKS];
	int ny;
	struct tick x[AXIS_TICKS];
	int nx;
};

static int dot_of(double at, int dots)
{
	return lrint(at * (dots - 1));
}

static void draw_line(void *arg, int series, double x0, double y0, double x1,
		      double y1)
{
	struct canvas *canvas = arg;
	int width = canvas_width(canvas), height = canvas_height(canvas);

	canvas_series(canvas, series);
	canvas_line(canvas, dot_of(x0, width), dot_of(1 - y0, height),
		    dot_of(x1, width), dot_of(1 - y1, height));
}

static void draw_dot(void *arg, int series, double x, double y)
{
	draw_line(arg, series, x, y, x, y);
}

/* Narrow boxes, too, have a dot across. */
static void draw_box(void *arg, int series, double x0, double y0, double x1,
		     double y1)
{
	int width = canvas_width(arg), x = x0 * width, end = ceil(x1 * width);

	do {
		draw_line(arg, series, (double)x / (width - 1 ?: 1), y0,
			  (double)x / (width - 1 ?: 1), y1);
	} while (++x < end);
}

static bool has_title(const struct chart *chart)
{
	return chart->n > 1 || *chart->x.title || *chart->y.title;
}

static void print_names(const struct sheet *sheet, FILE *out)
{
	const struct chart *chart = sheet->chart;
	const char *mark = "\u2588";
	char ascii[2] = "";
	int i;

	for (i = 0; chart->n > 1 && i < chart->n; i++) {
		fputs(i ? "  " : "", out);
		if (sheet->text->ascii) {
			ascii[0] = canvas_mark(i);
			mark = ascii;
		}
		if (sheet->text->colors)
			fputs(canvas_color(i), out);
		fputs(mark, out);
		if (sheet->text->colors)
			fputs(CANVAS_PLAIN, out);
		text_printf(out, " %s", chart->series[i].name);
	}
}

static void end_line(const struct sheet *sheet, FILE *out)
{
	fputs(sheet->text->erases ? "\033[K\n" : "\n", out);
}

/* Print the titles of both axes, and the mark of each series. */
static void print_title(const struct sheet *sheet, FILE *out)
{
	const struct chart *chart = sheet->chart;

	if (!has_title(chart))
		return;
	fprintf(out, "%*s", sheet->margin, "");
	print_names(sheet, out);
	if (chart->n > 1 && (*chart->y.title || *chart->x.title))
		fputs("  ", out);
	if (*chart->y.title && *chart->x.title)
		text_printf(out, "%s over %s", chart->y.title, chart->x.title);
	else
		text_printf(out, "%s%s", chart->y.title, chart->x.title);
	end_line(sheet, out);
}

static int row_of(const struct sheet *sheet, const struct tick *tick)
{
	int height = canvas_height(sheet->canvas);

	return dot_of(1 - tick->at, height) / (height / sheet->rows);
}

static void print_edge(const struct sheet *sheet, int row, FILE *out)
{
	const char *edge = sheet->text->ascii ? "|" : "\u2502";
	const char *label = "";
	int i;

	for (i = 0; i < sheet->ny; i++)
		if (row_of(sheet, &sheet->y[i]) == row) {
			label = sheet->y[i].label;
			edge = sheet->text->ascii ? "+" : "\u2524";
		}
	fprintf(out, "%*s %s", sheet->margin - 2, label, edge);
}

static int column_of(const struct sheet *sheet, const struct tick *tick)
{
	int width = canvas_width(sheet->canvas);

	return dot_of(tick->at, width) / (width / sheet->columns);
}

static bool is_tick(const struct sheet *sheet, int column)
{
	int i;

	for (i = 0; i < sheet->nx; i++)
		if (column_of(sheet, &sheet->x[i]) == column)
			return true;
	return false;
}

static void print_axis(const struct sheet *sheet, FILE *out)
{
	bool ascii = sheet->text->ascii;
	int column;

	fprintf(out, "%*s%s", sheet->margin - 1, "", ascii ? "+" : "\u2514");
	for (column = 0; column < sheet->columns; column++)
		if (is_tick(sheet, column))
			fputs(ascii ? "+" : "\u252c", out);
		else
			fputs(ascii ? "-" : "\u2500", out);
	end_line(sheet, out);
}

/*
 * Write the labels into a line of blanks, each below its tick as far as the line
 * reaches; false if there is no room between them.
 */
static bool place_labels(const struct sheet *sheet, char *line)
{
	int i, length, start, other, total = sheet->margin + sheet->columns;

	memset(line, ' ', total);
	for (i = 0; i < sheet->nx; i++) {
		length = strlen(sheet->x[i].label);
		start = sheet->margin + column_of(sheet, &sheet->x[i]) -
			length / 2;
		if (start + length > total)
			start = total - length;
		if (start < 0)
			return false;
		for (other = start - GAP; other < start + length + GAP; other++)
			if (other >= 0 && other < total && line[other] != ' ')
				return false;
		memcpy(line + start, sheet->x[i].label, length);
	}
	while (total && line[total - 1] == ' ')
		total--;
	line[total] = '\0';
	return true;
}

/* As many ticks as have room for their labels. */
static void find_x_ticks(struct sheet *sheet, char *line)
{
	int most = AXIS_TICKS;

	do {
		sheet->nx = axis_ticks(&sheet->chart->x, most, sheet->x);
	} while (!place_labels(sheet, line) && most--);
}

/* No more than one in two rows, but two at least if they fit. */
static void find_y_ticks(struct sheet *sheet)
{
	int most = (sheet->rows + 1) / 2, i, length, widest = 0;

	do {
		sheet->ny = axis_ticks(&sheet->chart->y, most, sheet->y);
	} while (sheet->ny < 2 && ++most <= sheet->rows);
	for (i = 0; i < sheet->ny; i++) {
		length = strlen(sheet->y[i].label);
		widest = length > widest ? length : widest;
	}
	sheet->margin = widest + 2;
}

static int at_least_one(int n)
{
	return n > 1 ? n : 1;
}

void chart_print(const struct chart *chart, const struct chart_text *text,
		 FILE *out)
{
	struct chart_pen pen = { draw_line, draw_box, draw_dot, NULL };
	struct sheet sheet = { .chart = chart, .text = text };
	int columns = text->columns, row;
	char line[LINE_MAX_COLUMNS + 1];

	if (columns > LINE_MAX_COLUMNS)
		columns = LINE_MAX_COLUMNS;

	sheet.rows = at_least_one(text->rows - 2 - has_title(chart));
	find_y_ticks(&sheet);
	sheet.columns = at_least_one(columns - sheet.margin);
	sheet.canvas = canvas_create(sheet.columns, sheet.rows, text->ascii);
	pen.arg = sheet.canvas;
	chart_draw(chart, &pen);
	find_x_ticks(&sheet, line);
	print_title(&sheet, out);
	for (row = 0; row < sheet.rows; row++) {
		print_edge(&sheet, row, out);
		canvas_print_row(sheet.canvas, row, text->colors, out);
		end_line(&sheet, out);
	}
	print_axis(&sheet, out);
	fputs(line, out);
	end_line(&sheet, out);
	canvas_destroy(sheet.canvas);
}
