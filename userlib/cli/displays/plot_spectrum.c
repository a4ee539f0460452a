// SPDX-License-Identifier: GPL-2.0
/*
 * Spectra. Of more numbers than are transformed at a time, the squares of the
 * amplitudes of one part after the other are averaged.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "displays/fourier.h"
#include "displays/plot_kinds.h"
#include "displays/spans.h"

#define POINTS_MAX	(1 << 20)	/* of all series together */
#define DEPTH		140		/* decibels that an axis goes down from the peak */

/**
 * struct spectrum - what is known so far
 * @points: numbers that are transformed at a time
 * @fourier: the transform
 * @filled: numbers that there are of the next part
 * @parts: that were transformed
 * @values: of each series, the next part
 * @squares: of each series, the sums of the squares of amplitudes
 */
struct spectrum {
	int64_t points;
	struct fourier *fourier;
	int64_t filled;
	int64_t parts;
	double *values[CHART_SERIES];
	double *squares[CHART_SERIES];
};

/* Parts of the same size, as few as can be. */
static int64_t find_points(const struct plot *plot)
{
	int64_t length = plot->data->length, most = POINTS_MAX / plot->chart.n;
	int64_t points = plot->style->points;

	if (points)
		return points < length ? points : length;
	return length / ((length + most - 1) / most);
}

static void name_axes(struct plot *plot)
{
	struct chart *chart = &plot->chart;

	chart->look = CHART_LINES;
	chart->x.title = plot->style->rate ? "Hz" : "cycles per element";
	chart->y.title = plot->style->linear ? "amplitude" : "dB";
}

static const char *spectrum_begin(struct plot *plot)
{
	struct spectrum *spectrum = allocate(sizeof(*spectrum));
	size_t half;
	int i;

	*spectrum = (struct spectrum) { .points = find_points(plot) };
	plot->kept = spectrum;
	name_axes(plot);
	if (spectrum->points < 2)
		return "a spectrum wants two elements or more";
	spectrum->fourier = fourier_create(plot->style->window,
					   spectrum->points);
	if (!spectrum->fourier)
		return "to transform it, install FFTW (Debian: libfftw3-double3)";
	half = spectrum->points / 2 + 1;
	for (i = 0; i < plot->chart.n; i++) {
		spectrum->values[i] = allocate(spectrum->points *
					       sizeof(double));
		spectrum->squares[i] = allocate(half * sizeof(double));
		memset(spectrum->squares[i], 0, half * sizeof(double));
	}
	return NULL;
}

static const char *spectrum_add(struct plot *plot, const double *row)
{
	struct spectrum *spectrum = plot->kept;
	int i;

	for (i = 0; i < plot->chart.n; i++) {
		if (!isfinite(row[i]))
			return "a spectrum wants finite numbers, all of them; take a slice";
		spectrum->values[i][spectrum->filled] = row[i];
	}
	if (++spectrum->filled < spectrum->points)
		return NULL;
	for (i = 0; i < plot->chart.n; i++)
		fourier_add(spectrum->fourier, spectrum->values[i],
			    spectrum->squares[i]);
	spectrum->filled = 0;
	spectrum->parts++;
	return NULL;
}

static double amplitude(const struct plot *plot, double squares)
{
	const struct spectrum *spectrum = plot->kept;
	double mean = squares / spectrum->parts;

	return plot->style->linear ? sqrt(mean) : 10 * log10(mean);
}

static void make_series(struct plot *plot, int number)
{
	struct chart_series *series = &plot->chart.series[number];
	const struct spectrum *spectrum = plot->kept;
	double rate = plot->style->rate ? plot->style->rate : 1;
	int64_t i, half = spectrum->points / 2 + 1;
	struct spans spans;
	double value;

	spans_begin(&spans, half, plot->data->width, 0,
		    rate / spectrum->points);
	for (i = 0; i < half; i++) {
		value = amplitude(plot, spectrum->squares[number][i]);
		spans_add(&spans, value);
		axis_include(&plot->chart.y, value);
	}
	series->spans = spans.spans;
	series->n = spans.n;
	axis_include(&plot->chart.x, 0);
	axis_include(&plot->chart.x, rate * (half - 1) / spectrum->points);
}

/* What is but rounding lies far below, and would take most of the room. */
static void cut_depth(const struct plot *plot, struct axis *y)
{
	if (plot->style->linear)
		axis_include(y, 0);
	else if (!y->fixed_from && isfinite(y->to) && y->from < y->to - DEPTH)
		y->from = y->to - DEPTH;
}

static void spectrum_end(struct plot *plot)
{
	struct chart *chart = &plot->chart;
	int i;

	if (plot->error)
		return;
	for (i = 0; i < chart->n; i++)
		make_series(plot, i);
	cut_depth(plot, &chart->y);
	axis_settle(&chart->x, false);
	axis_settle(&chart->y, true);
}

static void spectrum_destroy(struct plot *plot)
{
	struct spectrum *spectrum = plot->kept;
	int i;

	for (i = 0; i < plot->chart.n; i++) {
		free(spectrum->values[i]);
		free(spectrum->squares[i]);
	}
	fourier_destroy(spectrum->fourier);
	free(spectrum);
}

const struct plot_ops plot_spectrum_ops = {
	.begin = spectrum_begin,
	.add = spectrum_add,
	.end = spectrum_end,
	.destroy = spectrum_destroy,
	.passes = 1,
};
