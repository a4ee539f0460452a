// SPDX-License-Identifier: GPL-2.0
/*
 * Axes. Spans are long doubles: from -DBL_MAX to DBL_MAX is more than a double
 * can be.
 */
#include "displays/axis.h"

#include <math.h>
#include <stdio.h>

#define FARTHEST	1e9L	/* a value far outside is here */
#define ROUND_PARTS	5	/* steps along an axis whose ends are made round */

void axis_begin(struct axis *axis)
{
	if (!axis->fixed_from)
		axis->from = INFINITY;
	if (!axis->fixed_to)
		axis->to = -INFINITY;
}

void axis_include(struct axis *axis, double value)
{
	if (!isfinite(value))
		return;
	if (!axis->fixed_from && value < axis->from)
		axis->from = value;
	if (!axis->fixed_to && value > axis->to)
		axis->to = value;
}

/* 1, 2 or 5 times a power of ten, and no less than @least. */
static long double round_step(long double least)
{
	long double power = powl(10, floorl(log10l(least)));

	/* Neither logarithms nor quotients are exact. */
	least *= 1 - 1e-9L;
	if (least <= power)
		return power;
	if (least <= 2 * power)
		return 2 * power;
	return least <= 5 * power ? 5 * power : 10 * power;
}

static long double span_of(const struct axis *axis)
{
	return (long double)axis->to - axis->from;
}

/* Where there are no values, an end that is not given follows from the other. */
static void widen(struct axis *axis)
{
	double room;

	if (!isfinite(axis->from) && !isfinite(axis->to))
		*axis = (struct axis) { .whole = axis->whole,
					.title = axis->title };
	else if (!isfinite(axis->from))
		axis->from = axis->to;
	else if (!isfinite(axis->to))
		axis->to = axis->from;
	room = axis->from ? fabs(axis->from) / 10 : 1;
	if (!axis->fixed_from)
		axis->from = fmin(axis->from, axis->to) - room;
	if (!axis->fixed_to)
		axis->to = fmax(axis->from, axis->to) + room;
}

void axis_settle(struct axis *axis, bool rounds)
{
	long double step, from, to;

	if (!(axis->from < axis->to))
		widen(axis);
	if (!rounds)
		return;
	step = round_step(span_of(axis) / ROUND_PARTS);
	from = floorl(axis->from / step) * step;
	to = ceill(axis->to / step) * step;
	if (!axis->fixed_from && isfinite((double)from))
		axis->from = from;
	if (!axis->fixed_to && isfinite((double)to))
		axis->to = to;
}

double axis_at(const struct axis *axis, double value)
{
	long double at = ((long double)value - axis->from) / span_of(axis);

	return fmaxl(-FARTHEST, fminl(at, FARTHEST));
}

/* With as many digits as tell one tick from the next. */
static void print_label(char *label, long double value, long double step,
			long double largest)
{
	int exponent = floorl(log10l(step) + 1e-9L);
	int digits = floorl(log10l(largest) + 1e-9L) - exponent + 1;

	if (fabsl(value) < step / 2)
		value = 0;
	if (largest < 1e7L && exponent >= -5)
		snprintf(label, TICK_LABEL, "%.*f", exponent < 0 ? -exponent : 0,
			 (double)value);
	else
		snprintf(label, TICK_LABEL, "%.*g",
			 digits > 17 ? 17 : digits < 1 ? 1 : digits,
			 (double)value);
}

int axis_ticks(const struct axis *axis, int most, struct tick *ticks)
{
	long double lo = fmin(axis->from, axis->to);
	long double hi = fmax(axis->from, axis->to);
	long double step, value, slack;
	int n = 0;

	if (most > AXIS_TICKS)
		most = AXIS_TICKS;
	if (most < 1 || !(lo < hi))
		return 0;
	step = round_step((hi - lo) / (most > 1 ? most - 1 : 1));
	if (axis->whole && step < 1)
		step = 1;
	slack = step * 1e-6L;
	value = ceill((lo - slack) / step) * step;
	for (; value <= hi + slack && n < most; value += step, n++) {
		ticks[n].at = axis_at(axis, value);
		print_label(ticks[n].label, value, step,
			    fmaxl(fabsl(lo), fabsl(hi)));
	}
	return n;
}
