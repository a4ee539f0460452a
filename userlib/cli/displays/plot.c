// SPDX-License-Identifier: GPL-2.0
/*
 * Plots: each column of dots spans the values that fall into it. Only the
 * least and the greatest of these are kept, of any number of values.
 */
#include "displays/plot.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "displays/canvas.h"

#define LABEL	12	/* characters left of the canvas, with its edge */

/**
 * struct range - least and greatest of some values
 * @lo: greater than @hi if there are none
 * @hi: see @lo
 */
struct range {
	double lo;
	double hi;
};

static const struct range nothing = { .lo = INFINITY, .hi = -INFINITY };

/**
 * struct plot - the values so far
 * @n: how many there are going to be
 * @added: so far
 * @columns: characters of the canvas across
 * @rows: characters of the canvas down
 * @ascii: no Braille patterns
 * @width: dots across
 * @x: column of dots that the last value fell into
 * @range: of all values
 * @dense: of the values of each column, where there are more than @width; NULL
 *	else
 * @values: all of them, where there are not
 */
struct plot {
	int64_t n;
	int64_t added;
	int columns;
	int rows;
	bool ascii;
	int width;
	int x;
	struct range range;
	struct range *dense;
	double *values;
};

struct plot *plot_create(int64_t n, int columns, int rows, bool ascii)
{
	struct plot *plot = allocate(sizeof(*plot));
	int x;

	*plot = (struct plot) {
		.n = n,
		.columns = columns - LABEL > 1 ? columns - LABEL : 1,
		.rows = rows,
		.ascii = ascii,
		.range = nothing,
	};
	plot->width = plot->columns * canvas_dots(ascii);
	if (n <= plot->width) {
		plot->values = allocate(n * sizeof(*plot->values));
		return plot;
	}
	plot->dense = allocate(plot->width * sizeof(*plot->dense));
	for (x = 0; x < plot->width; x++)
		plot->dense[x] = nothing;
	return plot;
}

void plot_destroy(struct plot *plot)
{
	free(plot->dense);
	free(plot->values);
	free(plot);
}

static void include(struct range *range, double value)
{
	if (!isfinite(value))
		return;
	range->lo = fmin(range->lo, value);
	range->hi = fmax(range->hi, value);
}

/* The first of the values that fall into a column. */
static int64_t column_start(const struct plot *plot, int x)
{
	return (__int128)plot->n * x / plot->width;
}

void plot_add(struct plot *plot, double value)
{
	int64_t i = plot->added++;

	include(&plot->range, value);
	if (!plot->dense) {
		plot->values[i] = value;
		return;
	}
	if (i == column_start(plot, plot->x + 1)) {
		/* It joins its column to the one before. */
		include(&plot->dense[plot->x], value);
		plot->x++;
	}
	include(&plot->dense[plot->x], value);
}

/* Values that are all the same lie in the middle. */
static int dot_of(double value, const struct range *range,
		  const struct canvas *canvas)
{
	double span = range->hi / 2 - range->lo / 2;
	int height = canvas_height(canvas);

	if (!(span > 0))
		return height / 2;
	return lrint((range->hi / 2 - value / 2) / span * (height - 1));
}

static double value_at(const struct plot *plot, double at)
{
	const double *values = plot->values;
	int64_t i = at;
	double left = at - i;

	if (i >= plot->n - 1)
		return values[plot->n - 1];
	return left ? values[i] * (1 - left) + values[i + 1] * left : values[i];
}

/* No fewer dots than values: go from one to the next in straight lines. */
static void draw_sparse(const struct plot *plot, struct canvas *canvas)
{
	int width = plot->width, x, y, last = -1;
	double step = width > 1 ? (double)(plot->n - 1) / (width - 1) : 0;
	double value;

	for (x = 0; x < width; x++) {
		value = value_at(plot, x * step);
		if (!isfinite(value)) {
			last = -1;
			continue;
		}
		y = dot_of(value, &plot->range, canvas);
		/* The dots between, so that a steep line has no gaps. */
		if (last >= 0 && last < y - 1)
			canvas_vertical(canvas, x, last + 1, y);
		else if (last > y + 1)
			canvas_vertical(canvas, x, last - 1, y);
		else
			canvas_vertical(canvas, x, y, y);
		last = y;
	}
}

static void draw_dense(const struct plot *plot, struct canvas *canvas)
{
	const struct range *column = plot->dense;
	int x;

	for (x = 0; x < plot->width; x++, column++)
		if (column->lo <= column->hi)
			canvas_vertical(canvas, x,
					dot_of(column->hi, &plot->range,
					       canvas),
					dot_of(column->lo, &plot->range,
					       canvas));
}

/* If all values are the same, one label stands beside them. */
static bool is_labelled(const struct plot *plot, int row)
{
	const struct range *range = &plot->range;

	if (row == plot->rows / 2)
		return range->lo <= range->hi;
	return range->lo < range->hi && (!row || row == plot->rows - 1);
}

/* By halves, as the whole may be more than there are numbers for. */
static double row_value(const struct plot *plot, int row)
{
	const struct range *range = &plot->range;
	double half = range->hi / 2 - range->lo / 2;

	if (!row)
		return range->hi;
	half *= (double)row / (plot->rows - 1);
	return range->hi - half - half;
}

static void print_label(const struct plot *plot, int row, FILE *out)
{
	if (is_labelled(plot, row))
		fprintf(out, "%*.5g |", LABEL - 3, row_value(plot, row));
	else
		fprintf(out, "%*s", LABEL - 1, "|");
}

static void print_indices(int64_t first, int64_t last, int columns, FILE *out)
{
	char left[24], right[24];
	int gap;

	snprintf(left, sizeof(left), "%lld", (long long)first);
	snprintf(right, sizeof(right), "%lld", (long long)last);
	gap = columns - (int)(strlen(left) + strlen(right));
	fprintf(out, "%*s%s%*s%s\n", LABEL, "", left, gap > 1 ? gap : 1, "",
		right);
}

void plot_print(const struct plot *plot, int64_t first, int64_t last,
		FILE *out)
{
	struct canvas *canvas = canvas_create(plot->columns, plot->rows,
					      plot->ascii);
	int row;

	if (plot->dense)
		draw_dense(plot, canvas);
	else
		draw_sparse(plot, canvas);
	for (row = 0; row < plot->rows; row++) {
		print_label(plot, row, out);
		canvas_print_row(canvas, row, " ", out);
		fputc('\n', out);
	}
	print_indices(first, last, plot->columns, out);
	canvas_destroy(canvas);
}
