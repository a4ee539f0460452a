// SPDX-License-Identifier: GPL-2.0
/*
 * Histograms, with the bins that numpy.histogram() has: all of the same width,
 * each with its left edge, the last one with both.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "displays/plot_kinds.h"

/**
 * struct bins - what is counted
 * @n: how many bins
 * @edges: theirs, one more
 * @counts: for each series, of each bin
 */
struct bins {
	int n;
	double *edges;
	int64_t *counts[CHART_SERIES];
};

/* Numbers that are all the same have one unit around them. */
static void find_range(struct axis *x)
{
	if (x->from < x->to)
		return;
	if (!isfinite(x->from) || !isfinite(x->to)) {
		axis_settle(x, false);
		return;
	}
	x->from -= 0.5;
	x->to += 0.5;
}

static void find_edges(struct bins *bins, const struct axis *x)
{
	double span = x->to - x->from, step = span / bins->n;
	int i;

	if (!isfinite(span))
		step = x->to / bins->n - x->from / bins->n;
	for (i = 0; i < bins->n; i++)
		bins->edges[i] = x->from + i * step;
	bins->edges[bins->n] = x->to;
}

static void make_bins(struct plot *plot)
{
	struct bins *bins = allocate(sizeof(*bins));
	int i, n = plot->style->bins ? plot->style->bins : PLOT_BINS;

	*bins = (struct bins) {
		.n = n,
		.edges = allocate((n + 1) * sizeof(*bins->edges)),
	};
	for (i = 0; i < plot->chart.n; i++) {
		bins->counts[i] = allocate(n * sizeof(**bins->counts));
		memset(bins->counts[i], 0, n * sizeof(**bins->counts));
	}
	plot->kept = bins;
	plot->chart.look = CHART_BARS;
	plot->chart.x.title = plot->chart.n == 1 ? plot->data->names[0] : "";
	plot->chart.y.title = "elements";
	plot->chart.y.whole = true;
}

static const char *histogram_begin(struct plot *plot)
{
	if (plot->pass == 1)
		make_bins(plot);
	return NULL;
}

/* Bins may be so narrow that edges are equal: the last of these counts. */
static void count(const struct bins *bins, int64_t *counts, double value)
{
	const double *edges = bins->edges;
	int bin = 0, end = bins->n, middle;

	if (!(value >= edges[0] && value <= edges[end]))
		return;
	while (end - bin > 1) {
		middle = bin + (end - bin) / 2;
		if (value >= edges[middle])
			bin = middle;
		else
			end = middle;
	}
	counts[bin]++;
}

static const char *histogram_add(struct plot *plot, const double *row)
{
	struct bins *bins = plot->kept;
	int i;

	for (i = 0; i < plot->chart.n; i++)
		if (plot->pass == 1)
			axis_include(&plot->chart.x, row[i]);
		else
			count(bins, bins->counts[i], row[i]);
	return NULL;
}

static void make_bars(struct chart *chart, const struct bins *bins, int series)
{
	struct span *spans = allocate((bins->n + 1) * sizeof(*spans));
	int i;

	for (i = 0; i < bins->n; i++) {
		spans[i] = (struct span) { bins->edges[i], 0,
					   bins->counts[series][i] };
		axis_include(&chart->y, spans[i].hi);
	}
	spans[i] = (struct span) { bins->edges[i], 0, 0 };
	chart->series[series].spans = spans;
	chart->series[series].n = bins->n + 1;
}

static void histogram_end(struct plot *plot)
{
	struct chart *chart = &plot->chart;
	struct bins *bins = plot->kept;
	int i;

	if (plot->pass == 1) {
		find_range(&chart->x);
		find_edges(bins, &chart->x);
		return;
	}
	axis_include(&chart->y, 0);
	for (i = 0; i < chart->n; i++)
		make_bars(chart, bins, i);
	axis_settle(&chart->y, true);
}

static void histogram_destroy(struct plot *plot)
{
	struct bins *bins = plot->kept;
	int i;

	for (i = 0; i < plot->chart.n; i++)
		free(bins->counts[i]);
	free(bins->edges);
	free(bins);
}

const struct plot_ops plot_histogram_ops = {
	.begin = histogram_begin,
	.add = histogram_add,
	.end = histogram_end,
	.destroy = histogram_destroy,
	.passes = 2,
};
