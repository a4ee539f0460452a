// SPDX-License-Identifier: GPL-2.0
/* Plots: axes, spans, and what charts look like in characters. */
#include "test.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/cli.h"
#include "cli/displays/axis.h"
#include "cli/displays/canvas.h"
#include "cli/displays/plot.h"
#include "cli/displays/spans.h"

static const struct chart_text ascii = { 20, 6, .ascii = true };

/**
 * struct printed - what is printed between begin() and end()
 * @text: it
 * @size: its length
 * @out: where to
 */
struct printed {
	char *text;
	size_t size;
	FILE *out;
};

static FILE *begin(struct printed *printed)
{
	printed->out = open_memstream(&printed->text, &printed->size);
	return printed->out;
}

static void end(struct printed *printed, const char *want)
{
	fclose(printed->out);
	assert_string_equal(printed->text, want);
	free(printed->text);
}

static struct plot_style style_of(enum plot_kind kind)
{
	return (struct plot_style) {
		.kind = kind,
		.window = window_find(NULL),
		.x.title = "",
		.y.title = "",
	};
}

/* Of one series, or of as many as there are names. */
static struct plot *make_plot(const struct plot_style *style,
			      const struct plot_data *data,
			      const double *rows)
{
	struct plot *plot = plot_create(style, data);
	int64_t i;

	while (plot_pass(plot))
		for (i = 0; i < data->length; i++)
			assert_null(plot_add(plot, rows + i * data->n));
	return plot;
}

static void check_plot(const struct plot_style *style,
		       const struct plot_data *data, const double *rows,
		       const struct chart_text *text, const char *want)
{
	struct plot *plot = make_plot(style, data, rows);
	struct printed printed;

	chart_print(plot_chart(plot), text, begin(&printed));
	end(&printed, want);
	plot_destroy(plot);
}

static struct plot_data data_of(int n, int64_t length)
{
	return (struct plot_data) {
		.names = { "a", "b", "c" },
		.n = n,
		.length = length,
		.step = 1,
		.width = 200,
		.height = 100,
	};
}

static void check_values(const double *values, int64_t n, const char *want)
{
	const struct plot_style style = style_of(PLOT_VALUES);
	const struct plot_data data = data_of(1, n);

	check_plot(&style, &data, values, &ascii, want);
}

TEST(values_are_drawn_over_their_indices)
{
	const double ramp[] = { 0, 1, 2, 3 };

	check_values(ramp, 4, "  |              ***\n"
			      "2 +        ******\n"
			      "  |   *****\n"
			      "0 +***\n"
			      "  ++----+-----+----+\n"
			      "   0    1     2    3\n");
}

static struct axis axis_of(double from, double to)
{
	return (struct axis) { .from = from, .to = to, .title = "" };
}

static void check_ticks(struct axis axis, int most, const char *want)
{
	struct tick ticks[AXIS_TICKS];
	char text[AXIS_TICKS * TICK_LABEL] = "", *end = text;
	int i, n = axis_ticks(&axis, most, ticks);

	assert_true(n <= most);
	for (i = 0; i < n; i++)
		end += sprintf(end, "%s%s", i ? " " : "", ticks[i].label);
	assert_string_equal(text, want);
}

TEST(ticks_are_round_numbers)
{
	struct axis indices = axis_of(0, 2);

	check_ticks(axis_of(0, 1), 6, "0.0 0.2 0.4 0.6 0.8 1.0");
	check_ticks(axis_of(-3.7, 11.2), 5, "0 5 10");
	check_ticks(axis_of(3, 197), 5, "50 100 150");
	check_ticks(axis_of(1e-9, 5e-9), 5, "1e-09 2e-09 3e-09 4e-09 5e-09");
	check_ticks(axis_of(1e9, 1e9 + 4), 5,
		    "1000000000 1000000001 1000000002 1000000003 1000000004");
	check_ticks(axis_of(9, 0), 4, "0 5");
	check_ticks(axis_of(0, 2), 10,
		    "0.0 0.5 1.0 1.5 2.0");
	indices.whole = true;
	check_ticks(indices, 10, "0 1 2");
}

TEST(ends_of_axes_are_round_numbers)
{
	struct axis axis = axis_of(-0.97, 3.2), fixed = axis_of(-0.97, 3.2);

	axis_settle(&axis, true);
	assert_true(axis.from == -1 && axis.to == 4);
	fixed.fixed_to = true;
	axis_settle(&fixed, true);
	assert_true(fixed.from == -1 && fixed.to == 3.2);
}

TEST(axes_of_one_value_or_none_have_room)
{
	struct axis axis = { .title = "" };

	axis_begin(&axis);
	axis_include(&axis, NAN);
	axis_include(&axis, INFINITY);
	axis_settle(&axis, true);
	assert_true(axis.from == -1 && axis.to == 1);
	axis = (struct axis) { .title = "", .from = 0, .fixed_from = true };
	axis_begin(&axis);
	axis_include(&axis, -5);
	axis_settle(&axis, true);
	assert_true(axis.from == 0 && axis.to > 0);
}

TEST(axes_take_the_widest_range)
{
	struct axis axis = axis_of(-DBL_MAX, DBL_MAX);

	axis_settle(&axis, true);
	assert_true(axis_at(&axis, 0) == 0.5);
	assert_true(axis_at(&axis, DBL_MAX) == 1);
	check_ticks(axis, 5, "-1e+308 0 1e+308");
}

TEST(values_that_are_not_finite_are_left_out)
{
	const double holes[] = { 0, NAN, 1, INFINITY, 1, 1 };

	check_values(holes, 6, "1 +      *      ****\n"
			       "  |\n"
			       "  |\n"
			       "0 +*\n"
			       "  ++--+--+---+--+--+\n"
			       "   0  1  2   3  4  5\n");
}

TEST(values_that_are_all_the_same_lie_in_the_middle)
{
	const double flat[] = { 5, 5, 5 };

	check_values(flat, 3, "5.5 +\n"
			      "    |\n"
			      "5.0 +***************\n"
			      "4.5 +\n"
			      "    ++------+------+\n"
			      "     0      1      2\n");
}

TEST(many_values_keep_their_extremes)
{
	static double values[100000];
	struct spans spans;
	int i, peaks = 0;

	values[54321] = 1;
	values[98765] = -1;
	spans_begin(&spans, 100000, 30, 0, 1);
	for (i = 0; i < 100000; i++)
		spans_add(&spans, values[i]);
	assert_int_equal(spans.n, 30);
	for (i = 0; i < spans.n; i++) {
		peaks += spans.spans[i].hi != 0 || spans.spans[i].lo != 0;
		assert_true(fabs(spans.spans[i].x - (i + 0.5) * 100000 / 30) <
			    2);
	}
	assert_int_equal(peaks, 2);
	assert_true(spans.spans[54321 * 30 / 100000].hi == 1);
	assert_true(spans.spans[98765 * 30 / 100000].lo == -1);
	free(spans.spans);
}

TEST(each_series_has_its_mark)
{
	const double rows[] = { 0, 3, 1, 2, 2, 1, 3, 0 };
	const struct plot_style style = style_of(PLOT_VALUES);
	const struct plot_data data = data_of(2, 4);
	const struct chart_text text = { 12, 7, .ascii = true };

	check_plot(&style, &data, rows, &text, "   * a  + b\n"
					       "  |++     **\n"
					       "2 +  ++***\n"
					       "  |  **+++\n"
					       "0 +**     ++\n"
					       "  ++----+---\n"
					       "   0    2\n");
}

TEST(each_series_has_its_colour_where_there_are_some)
{
	const double rows[] = { 0, 1, 0, 1 };
	const struct plot_style style = style_of(PLOT_VALUES);
	const struct plot_data data = data_of(2, 2);
	const struct chart_text text = { 8, 5, .colors = true, .erases = true };

	check_plot(&style, &data, rows, &text,
		   "   \033[36m\u2588\033[m a  \033[31m\u2588\033[m b\033[K\n"
		   "1 \u2524\033[31m\u2809\u2809\u2809\u2809\u2809\033[m\033[K\n"
		   "0 \u2524\033[36m\u28c0\u28c0\u28c0\u28c0\u28c0\033[m\033[K\n"
		   "  \u2514\u252c\u2500\u2500\u2500\u252c\033[K\n   0   1\033[K\n");
}

TEST(what_is_outside_is_cut_off_at_the_axes)
{
	const double values[] = { -1e300, 1e300, 0, 5, 0 };
	struct plot_style style = style_of(PLOT_VALUES);
	const struct plot_data data = data_of(1, 5);

	style.y = axis_of(1, 2);
	style.y.fixed_from = true;
	style.y.fixed_to = true;
	check_plot(&style, &data, values, &ascii, "2 +  *     * *   *\n"
						  "  |  *     * *   *\n"
						  "  |  *     **     *\n"
						  "1 +  *     **     *\n"
						  "  ++---+---+---+---+\n"
						  "   0   1   2   3   4\n");
}

TEST(only_what_x_range_says_is_drawn)
{
	const double values[] = { 9, 1, 2, 3, 9 };
	struct plot_style style = style_of(PLOT_VALUES);
	const struct plot_data data = data_of(1, 5);
	struct plot *plot;

	style.x = axis_of(1, 3);
	style.x.fixed_from = true;
	style.x.fixed_to = true;
	plot = make_plot(&style, &data, values);
	assert_int_equal(plot_chart(plot)->series[0].n, 3);
	assert_true(plot_chart(plot)->series[0].spans[0].x == 1);
	assert_true(plot_chart(plot)->y.to == 3);
	plot_destroy(plot);
}

TEST(a_rate_makes_indices_time)
{
	const double values[] = { 1, 2, 3 };
	struct plot_style style = style_of(PLOT_VALUES);
	const struct plot_data data = data_of(1, 3);
	struct plot *plot;

	style.rate = 4;
	plot = make_plot(&style, &data, values);
	assert_true(plot_chart(plot)->x.to == 0.5);
	assert_string_equal(plot_chart(plot)->x.title, "seconds");
	plot_destroy(plot);
}

TEST(points_lie_over_the_first_series)
{
	const double rows[] = { 2, 10, 0, 20, NAN, 5, 2, 10, 1, NAN };
	const struct plot_style style = style_of(PLOT_XY);
	const struct plot_data data = data_of(2, 5);
	struct plot *plot = make_plot(&style, &data, rows);
	const struct chart *chart = plot_chart(plot);

	assert_int_equal(chart->n, 1);
	assert_int_equal(chart->series[0].n, 2);
	assert_true(chart->series[0].spans[0].x == 2 &&
		    chart->series[0].spans[0].hi == 10);
	assert_true(chart->series[0].spans[1].x == 0 &&
		    chart->series[0].spans[1].hi == 20);
	assert_true(chart->y.from == 10 && chart->y.to == 20);
	plot_destroy(plot);
}

static void check_counts(const struct plot_style *style, const double *values,
			 int n, const double *counts)
{
	const struct plot_data data = data_of(1, n);
	struct plot *plot = make_plot(style, &data, values);
	const struct chart_series *series = plot_chart(plot)->series;
	int i;

	assert_int_equal(series->n, style->bins + 1);
	for (i = 0; i < style->bins; i++)
		assert_true(series->spans[i].hi == counts[i]);
	plot_destroy(plot);
}

TEST(bins_have_their_left_edge_and_the_last_one_both)
{
	const double values[] = { 0, 1, 1, 2, 3, 4, NAN, -INFINITY };
	const double counts[] = { 1, 2, 1, 2 }, one[] = { 0, 3 };
	const double same[] = { 7, 7, 7 }, part[] = { 2, 1 };
	struct plot_style style = style_of(PLOT_HISTOGRAM);

	style.bins = 4;
	check_counts(&style, values, 8, counts);
	style.bins = 2;
	check_counts(&style, same, 3, one);
	style.x = axis_of(0.5, 2.5);
	style.x.fixed_from = true;
	style.x.fixed_to = true;
	check_counts(&style, values, 8, part);
}

/* The largest amplitude, where it is, and the least one. */
static double peak_of(const struct chart *chart, double *at, double *least)
{
	const struct span *span = chart->series[0].spans;
	double peak = -INFINITY;
	int i;

	*least = INFINITY;
	for (i = 0; i < chart->series[0].n; i++, span++) {
		*least = fmin(*least, span->lo);
		if (span->hi <= peak)
			continue;
		peak = span->hi;
		*at = span->x;
	}
	return peak;
}

static void check_peak(const struct plot_style *style, const double *values,
		       int64_t n, double frequency, double amplitude)
{
	struct plot_data data = data_of(1, n);
	double at = -1, least, peak;
	struct plot *plot;

	data.width = n;
	plot = make_plot(style, &data, values);
	peak = peak_of(plot_chart(plot), &at, &least);
	assert_true(fabs(at - frequency) < 1e-9);
	assert_true(fabs(peak - amplitude) < 1e-6);
	plot_destroy(plot);
}

TEST(bins_may_be_narrower_than_numbers)
{
	const double least[] = { 0, 5e-324, 5e-324 }, last[] = { 0, 0, 3 };
	const double more[] = { 0, 5e-324, 1e-323 }, each[] = { 1, 2 };
	struct plot_style style = style_of(PLOT_HISTOGRAM);

	style.bins = 3;
	check_counts(&style, least, 3, last);
	style.bins = 2;
	check_counts(&style, more, 3, each);
}

TEST(a_line_has_no_more_columns_than_there_are)
{
	const struct plot_style style = style_of(PLOT_VALUES);
	const struct plot_data data = data_of(1, 2);
	const double values[] = { 0, 1 };
	struct chart_text text = ascii;
	struct plot *plot = make_plot(&style, &data, values);
	size_t size, longest;
	char *printed;
	FILE *out = open_memstream(&printed, &size);

	text.columns = 20000;
	chart_print(plot_chart(plot), &text, out);
	fclose(out);
	longest = strcspn(printed, "\n");
	assert_true(longest > 9000 && longest <= 10000);
	free(printed);
	plot_destroy(plot);
}

TEST(a_sine_is_a_peak_of_its_amplitude)
{
	static const char *const windows[] = { "hann", "hamming", "blackman",
					       "flattop", "none" };
	struct plot_style style = style_of(PLOT_SPECTRUM);
	static double values[1000], level[1000];
	size_t i;

	for (i = 0; i < 1000; i++) {
		values[i] = 3 * sin(2 * M_PI * 130 * i / 1000 + 0.3);
		level[i] = 2;
	}
	check_peak(&style, values, 1000, 0.13, 20 * log10(3));
	style.linear = true;
	style.rate = 48000;
	for (i = 0; i < sizeof(windows) / sizeof(*windows); i++) {
		style.window = window_find(windows[i]);
		check_peak(&style, values, 1000, 6240, 3);
	}
	check_peak(&style, level, 1000, 0, 2);
	/* The mean of five parts */
	style.points = 200;
	check_peak(&style, values, 1000, 6240, 3);
}

TEST(a_spectrum_of_what_is_not_finite_is_refused)
{
	const struct plot_style style = style_of(PLOT_SPECTRUM);
	const struct plot_data data = data_of(1, 4), one = data_of(1, 1);
	const double hole = NAN, number = 1;
	struct plot *plot = plot_create(&style, &data);

	assert_true(plot_pass(plot));
	assert_null(plot_add(plot, &number));
	assert_non_null(plot_add(plot, &hole));
	plot_destroy(plot);
	plot = plot_create(&style, &one);
	assert_true(plot_pass(plot));
	assert_non_null(plot_add(plot, &number));
	plot_destroy(plot);
}

TEST(canvas_dots_are_braille)
{
	struct canvas *canvas = canvas_create(2, 1, false);
	struct printed printed;

	assert_int_equal(canvas_width(canvas), 4);
	assert_int_equal(canvas_height(canvas), 4);
	canvas_line(canvas, 0, 3, 0, 0);
	canvas_line(canvas, 3, 3, 3, 3);
	canvas_print_row(canvas, 0, false, begin(&printed));
	end(&printed, "\u2847\u2880");
	canvas_destroy(canvas);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_are_drawn_over_their_indices),
		cmocka_unit_test(ticks_are_round_numbers),
		cmocka_unit_test(ends_of_axes_are_round_numbers),
		cmocka_unit_test(axes_of_one_value_or_none_have_room),
		cmocka_unit_test(axes_take_the_widest_range),
		cmocka_unit_test(values_that_are_not_finite_are_left_out),
		cmocka_unit_test(values_that_are_all_the_same_lie_in_the_middle),
		cmocka_unit_test(many_values_keep_their_extremes),
		cmocka_unit_test(each_series_has_its_mark),
		cmocka_unit_test(each_series_has_its_colour_where_there_are_some),
		cmocka_unit_test(what_is_outside_is_cut_off_at_the_axes),
		cmocka_unit_test(only_what_x_range_says_is_drawn),
		cmocka_unit_test(a_rate_makes_indices_time),
		cmocka_unit_test(points_lie_over_the_first_series),
		cmocka_unit_test(bins_have_their_left_edge_and_the_last_one_both),
		cmocka_unit_test(bins_may_be_narrower_than_numbers),
		cmocka_unit_test(a_line_has_no_more_columns_than_there_are),
		cmocka_unit_test(a_sine_is_a_peak_of_its_amplitude),
		cmocka_unit_test(a_spectrum_of_what_is_not_finite_is_refused),
		cmocka_unit_test(canvas_dots_are_braille),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
