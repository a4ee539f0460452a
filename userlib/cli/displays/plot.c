// SPDX-License-Identifier: GPL-2.0
/* Plots: what all kinds of them have in common. */
#include "displays/plot.h"

#include <stdlib.h>

#include "cli.h"
#include "displays/plot_kinds.h"

static const struct plot_ops *const kinds[] = {
	[PLOT_VALUES] = &plot_values_ops,
	[PLOT_XY] = &plot_xy_ops,
	[PLOT_HISTOGRAM] = &plot_histogram_ops,
	[PLOT_SPECTRUM] = &plot_spectrum_ops,
};

struct plot *plot_create(const struct plot_style *style,
			 const struct plot_data *data)
{
	struct plot *plot = allocate(sizeof(*plot));
	int i;

	*plot = (struct plot) {
		.ops = kinds[style->kind],
		.style = style,
		.data = data,
		.chart = { .n = data->n, .x = style->x, .y = style->y },
	};
	axis_begin(&plot->chart.x);
	axis_begin(&plot->chart.y);
	for (i = 0; i < data->n; i++)
		plot->chart.series[i].name = data->names[i];
	return plot;
}

void plot_destroy(struct plot *plot)
{
	int i;

	if (plot->pass)
		plot->ops->destroy(plot);
	for (i = 0; i < plot->chart.n; i++)
		free(plot->chart.series[i].spans);
	free(plot);
}

bool plot_pass(struct plot *plot)
{
	if (plot->pass)
		plot->ops->end(plot);
	if (plot->pass == plot->ops->passes)
		return false;
	plot->pass++;
	plot->error = plot->ops->begin(plot);
	return true;
}

const char *plot_add(struct plot *plot, const double *row)
{
	return plot->error ? plot->error : plot->ops->add(plot, row);
}

const struct chart *plot_chart(struct plot *plot)
{
	return &plot->chart;
}
