// SPDX-License-Identifier: GPL-2.0
/* Plots: each column of dots spans the values that fall into it. */
#include "plot.h"

#include <math.h>
#include <string.h>

#include "canvas.h"

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

static struct range range_of(const double *values, int64_t from, int64_t to)
{
	struct range range = { .lo = INFINITY, .hi = -INFINITY };
	int64_t i;

	for (i = from; i < to; i++) {
		if (!isfinite(values[i]))
			continue;
		range.lo = fmin(range.lo, values[i]);
		range.hi = fmax(range.hi, values[i]);
	}
	return range;
}

static int dot_of(double value, const struct range *range, int height)
{
	double span = range->hi - range->lo;

	return lrint((range->hi - value) / span * (height - 1));
}

static double value_at(const double *values, int64_t n, double at)
{
	int64_t i = at;
	double left = at - i;

	if (i >= n - 1)
		return values[n - 1];
	return values[i] * (1 - left) + values[i + 1] * left;
}

/* No fewer dots than values: go from one to the next in straight lines. */
static void draw_sparse(struct canvas *canvas, const double *values, int64_t n,
			const struct range *range)
{
	int width = canvas_width(canvas), height = canvas_height(canvas);
	double step = width > 1 ? (double)(n - 1) / (width - 1) : 0;
	double value;
	int x, y, last = -1;

	for (x = 0; x < width; x++) {
		value = value_at(values, n, x * step);
		if (!isfinite(value)) {
			last = -1;
			continue;
		}
		y = dot_of(value, range, height);
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

static void draw_dense(struct canvas *canvas, const double *values, int64_t n,
		       const struct range *range)
{
	int width = canvas_width(canvas), height = canvas_height(canvas);
	struct range column;
	int x;

	for (x = 0; x < width; x++) {
		int64_t from = (__int128)n * x / width;
		int64_t to = (__int128)n * (x + 1) / width;

		/* One more, which joins it to the next column. */
		column = range_of(values, from, to < n ? to + 1 : n);
		if (column.lo <= column.hi)
			canvas_vertical(canvas, x,
					dot_of(column.hi, range, height),
					dot_of(column.lo, range, height));
	}
}

static void print_label(int row, int rows, const struct range *range, FILE *out)
{
	double value;

	if (row && row != rows - 1 && row != rows / 2) {
		fprintf(out, "%*s", LABEL - 1, "|");
		return;
	}
	value = range->hi;
	if (row)
		value -= (range->hi - range->lo) * row / (rows - 1);
	fprintf(out, "%*.5g |", LABEL - 3, value);
}

static void print_indices(int64_t n, int columns, FILE *out)
{
	char last[24];
	int len = snprintf(last, sizeof(last), "%lld", (long long)n - 1);
	int gap = columns - 1 - len;

	fprintf(out, "%*s0%*s%s\n", LABEL, "", gap > 1 ? gap : 1, "", last);
}

void plot_print(const double *values, int64_t n, int columns, int rows,
		bool ascii, FILE *out)
{
	struct range range = range_of(values, 0, n);
	int row, inside = columns - LABEL > 1 ? columns - LABEL : 1;
	struct canvas *canvas = canvas_create(inside, rows, ascii);
	bool drawn = range.lo <= range.hi;

	if (!drawn)
		range = (struct range) { .lo = -1, .hi = 1 };
	if (range.lo == range.hi) {
		range.lo -= 1;
		range.hi += 1;
	}
	if (drawn && n <= canvas_width(canvas))
		draw_sparse(canvas, values, n, &range);
	else if (drawn)
		draw_dense(canvas, values, n, &range);
	for (row = 0; row < rows; row++) {
		print_label(row, rows, &range, out);
		canvas_print_row(canvas, row, " ", out);
		fputc('\n', out);
	}
	print_indices(n, inside, out);
	canvas_destroy(canvas);
}
