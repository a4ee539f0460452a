// SPDX-License-Identifier: GPL-2.0
/* Plots of numbers over their indices, or over time where a rate is known. */
#include <math.h>
#include <stdlib.h>

#include "cli.h"
#include "displays/plot_kinds.h"
#include "displays/spans.h"

/**
 * struct values - the numbers so far
 * @first: row that is the first one to be seen
 * @end: row behind the last one
 * @row: the next one
 * @spans: of each series
 */
struct values {
	int64_t first;
	int64_t end;
	int64_t row;
	struct spans spans[CHART_SERIES];
};

/* From where the rows' first is, and from one to the next. */
static double start_of(const struct plot *plot)
{
	double rate = plot->style->rate;

	return rate ? plot->data->first / rate : plot->data->first;
}

static double step_of(const struct plot *plot)
{
	double rate = plot->style->rate;

	return rate ? plot->data->step / rate : plot->data->step;
}

static int64_t within(double row, int64_t length)
{
	return row < 0 ? 0 : row > length ? length : (int64_t)row;
}

/* Only the rows between the ends of the axis that were asked for. */
static void find_rows(const struct plot *plot, struct values *values)
{
	double start = start_of(plot), step = step_of(plot), from, to, other;
	int64_t length = plot->data->length;
	const struct axis *x = &plot->chart.x;

	from = x->fixed_from ? (x->from - start) / step : step > 0 ? 0 : length;
	to = x->fixed_to ? (x->to - start) / step : step > 0 ? length : 0;
	if (from > to) {
		other = from;
		from = to;
		to = other;
	}
	values->first = within(ceil(from), length);
	values->end = within(floor(to) + 1, length);
}

static const char *values_begin(struct plot *plot)
{
	struct values *values = allocate(sizeof(*values));
	struct chart *chart = &plot->chart;
	double start = start_of(plot), step = step_of(plot);
	int i;

	plot->kept = values;
	*values = (struct values) { .row = 0 };
	find_rows(plot, values);
	if (values->first >= values->end)
		return "there are no elements within --x-range";
	start += values->first * step;
	for (i = 0; i < chart->n; i++)
		spans_begin(&values->spans[i], values->end - values->first,
			    plot->data->width, start, step);
	chart->look = CHART_LINES;
	chart->x.whole = !plot->style->rate;
	chart->x.title = plot->style->rate ? "seconds" : "";
	if (!chart->x.fixed_from)
		chart->x.from = start;
	if (!chart->x.fixed_to)
		chart->x.to = start + step * (values->end - 1 - values->first);
	return NULL;
}

static const char *values_add(struct plot *plot, const double *row)
{
	struct values *values = plot->kept;
	int64_t at = values->row++;
	int i;

	if (at < values->first || at >= values->end)
		return NULL;
	for (i = 0; i < plot->chart.n; i++) {
		axis_include(&plot->chart.y, row[i]);
		spans_add(&values->spans[i], row[i]);
	}
	return NULL;
}

static void values_end(struct plot *plot)
{
	struct values *values = plot->kept;
	struct chart *chart = &plot->chart;
	int i;

	for (i = 0; i < chart->n; i++) {
		chart->series[i].spans = values->spans[i].spans;
		chart->series[i].n = values->spans[i].n;
		values->spans[i].spans = NULL;
	}
	if (chart->x.from == chart->x.to)
		axis_settle(&chart->x, false);
	axis_settle(&chart->y, true);
}

static void values_destroy(struct plot *plot)
{
	struct values *values = plot->kept;
	int i;

	for (i = 0; i < plot->chart.n; i++)
		free(values->spans[i].spans);
	free(values);
}

const struct plot_ops plot_values_ops = {
	.begin = values_begin,
	.add = values_add,
	.end = values_end,
	.destroy = values_destroy,
	.passes = 1,
};
