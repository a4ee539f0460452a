// SPDX-License-Identifier: GPL-2.0
/* Charts: from values to lines, cut off at the axes. */
#include "displays/chart.h"

#include <math.h>

struct point {
	double x;
	double y;
};

static struct point place(const struct chart *chart, double x, double y)
{
	return (struct point){ axis_at(&chart->x, x), axis_at(&chart->y, y) };
}

/*
 * The part of a line, from *@t0 to *@t1 of it, that is between 0 and 1 along one
 * axis, where it starts at @start and is @length long.
 */
static bool cut(double start, double length, double *t0, double *t1)
{
	double enter = -start / length, leave = (1 - start) / length, other;

	if (!length)
		return start >= 0 && start <= 1;
	if (enter > leave) {
		other = enter;
		enter = leave;
		leave = other;
	}
	*t0 = fmax(*t0, enter);
	*t1 = fmin(*t1, leave);
	return *t0 <= *t1;
}

static void draw_line(const struct chart_pen *pen, int series, struct point a,
		      struct point b)
{
	double dx = b.x - a.x, dy = b.y - a.y, t0 = 0, t1 = 1;

	if (!cut(a.x, dx, &t0, &t1) || !cut(a.y, dy, &t0, &t1))
		return;
	pen->line(pen->arg, series, a.x + t0 * dx, a.y + t0 * dy,
		  a.x + t1 * dx, a.y + t1 * dy);
}

/* Draw a line between the ends of two neighbouring spans that are nearest. */
static void join(const struct chart *chart, const struct chart_pen *pen,
		 int series, const struct span *from, const struct span *to)
{
	double start, end;

	if (from->hi < to->lo) {
		start = from->hi;
		end = to->lo;
	} else if (from->lo > to->hi) {
		start = from->lo;
		end = to->hi;
	} else {
		start = fmax(from->lo, to->lo);
		end = start;
	}
	draw_line(pen, series, place(chart, from->x, start),
		  place(chart, to->x, end));
}

static bool is_empty(const struct span *span)
{
	return !(span->lo <= span->hi);
}

static void draw_lines(const struct chart *chart, const struct chart_pen *pen,
		       int number)
{
	const struct chart_series *series = &chart->series[number];
	const struct span *span = series->spans, *end = span + series->n;

	for (; span < end; span++) {
		if (is_empty(span))
			continue;
		draw_line(pen, number, place(chart, span->x, span->lo),
			  place(chart, span->x, span->hi));
		if (span > series->spans && !is_empty(span - 1))
			join(chart, pen, number, span - 1, span);
	}
}

static bool is_inside(double at)
{
	return at >= 0 && at <= 1;
}

static void draw_points(const struct chart *chart, const struct chart_pen *pen,
			int number)
{
	const struct chart_series *series = &chart->series[number];
	struct point point;
	int i;

	for (i = 0; i < series->n; i++) {
		point = place(chart, series->spans[i].x, series->spans[i].hi);
		if (is_inside(point.x) && is_inside(point.y))
			pen->dot(pen->arg, number, point.x, point.y);
	}
}

static double limit(double at)
{
	return fmin(fmax(at, 0), 1);
}

/* Of several series the outlines, so that none hides another. */
static void draw_bars(const struct chart *chart, const struct chart_pen *pen,
		      int number)
{
	const struct chart_series *series = &chart->series[number];
	const struct span *bar = series->spans, *last = bar + series->n - 1;
	struct point foot, top, before = place(chart, bar->x, 0);

	for (; bar < last; bar++) {
		foot = place(chart, bar->x, 0);
		top = place(chart, bar[1].x, bar->hi);
		if (chart->n == 1 && bar->hi > 0 && top.x >= 0 && foot.x <= 1)
			pen->box(pen->arg, number, limit(foot.x),
				 limit(foot.y), limit(top.x), limit(top.y));
		if (chart->n == 1)
			continue;
		before.x = foot.x;
		foot.y = top.y;
		draw_line(pen, number, before, foot);
		draw_line(pen, number, foot, top);
		before = top;
	}
}

void chart_draw(const struct chart *chart, const struct chart_pen *pen)
{
	static void (*const draw[])(const struct chart *chart,
				    const struct chart_pen *pen, int number) = {
		[CHART_LINES] = draw_lines,
		[CHART_POINTS] = draw_points,
		[CHART_BARS] = draw_bars,
	};
	int i;

	for (i = 0; i < chart->n; i++)
		draw[chart->look](chart, pen, i);
}
