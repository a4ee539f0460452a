// SPDX-License-Identifier: GPL-2.0
/*
 * Plots of series over another one, as points. Of those that would lie on one
 * dot, the first is kept.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "displays/plot_kinds.h"

/* How many more points there is room for, each time that there is none. */
#define MORE	1024

/**
 * struct grid - the dots of a series
 * @seen: which of them have a point, as bits
 */
struct grid {
	unsigned char *seen;
};

static size_t grid_size(const struct plot *plot)
{
	return ((size_t)plot->data->width * plot->data->height + 7) / 8;
}

/* The first series is what the others are over. */
static void begin_series(struct plot *plot)
{
	struct grid *grids = allocate(CHART_SERIES * sizeof(*grids));
	struct chart *chart = &plot->chart;
	int i;

	chart->look = CHART_POINTS;
	chart->n = plot->data->n - 1;
	chart->x.title = plot->data->names[0];
	chart->y.title = chart->n == 1 ? plot->data->names[1] : "";
	for (i = 0; i < chart->n; i++) {
		chart->series[i].name = plot->data->names[i + 1];
		grids[i].seen = allocate(grid_size(plot));
		memset(grids[i].seen, 0, grid_size(plot));
	}
	plot->kept = grids;
}

static const char *xy_begin(struct plot *plot)
{
	if (plot->pass == 1)
		begin_series(plot);
	return NULL;
}

static void measure(struct plot *plot, const double *row)
{
	int i;

	for (i = 1; i < plot->data->n; i++)
		if (isfinite(row[0]) && isfinite(row[i])) {
			axis_include(&plot->chart.x, row[0]);
			axis_include(&plot->chart.y, row[i]);
		}
}

/* Whether it is the first one on its dot. */
static bool is_new(struct plot *plot, int series, double x, double y)
{
	const struct grid *grids = plot->kept;
	double across = axis_at(&plot->chart.x, x);
	double up = axis_at(&plot->chart.y, y);
	unsigned char *byte;
	size_t dot;

	if (!(across >= 0 && across <= 1 && up >= 0 && up <= 1))
		return false;
	dot = lrint(across * (plot->data->width - 1)) +
	      lrint(up * (plot->data->height - 1)) *
		      (size_t)plot->data->width;
	byte = &grids[series].seen[dot / 8];
	if (*byte & 1 << dot % 8)
		return false;
	*byte |= 1 << dot % 8;
	return true;
}

static void keep(struct chart_series *series, double x, double y)
{
	if (series->n % MORE == 0)
		series->spans = reallocate(series->spans,
					   (series->n + MORE) *
						   sizeof(*series->spans));
	series->spans[series->n++] = (struct span) { x, y, y };
}

static const char *xy_add(struct plot *plot, const double *row)
{
	int i;

	if (plot->pass == 1) {
		measure(plot, row);
		return NULL;
	}
	for (i = 0; i < plot->chart.n; i++)
		if (is_new(plot, i, row[0], row[i + 1]))
			keep(&plot->chart.series[i], row[0], row[i + 1]);
	return NULL;
}

static void xy_end(struct plot *plot)
{
	if (plot->pass != 1)
		return;
	axis_settle(&plot->chart.x, true);
	axis_settle(&plot->chart.y, true);
}

static void xy_destroy(struct plot *plot)
{
	struct grid *grids = plot->kept;
	int i;

	for (i = 0; i < plot->chart.n; i++)
		free(grids[i].seen);
	free(grids);
}

const struct plot_ops plot_xy_ops = {
	.begin = xy_begin,
	.add = xy_add,
	.end = xy_end,
	.destroy = xy_destroy,
	.passes = 2,
};
