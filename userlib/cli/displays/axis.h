/* SPDX-License-Identifier: GPL-2.0 */
/* Axes of a chart: what they reach over, and round numbers along them. */
#ifndef MVIEW_CLI_AXIS_H
#define MVIEW_CLI_AXIS_H

#include <stdbool.h>

#define AXIS_TICKS	24
#define TICK_LABEL	32

/**
 * struct axis - an axis
 * @from: value at its beginning
 * @to: value at its end; less than @from if it runs backwards
 * @fixed_from: @from was asked for
 * @fixed_to: @to was asked for
 * @whole: values are whole numbers
 * @title: what they are, or ""
 */
struct axis {
	double from;
	double to;
	bool fixed_from;
	bool fixed_to;
	bool whole;
	const char *title;
};

/**
 * struct tick - a place on an axis
 * @at: from 0 at its beginning to 1 at its end
 * @label: the value there
 */
struct tick {
	double at;
	char label[TICK_LABEL];
};

/* No value yet, for axis_include(). */
void axis_begin(struct axis *axis);

/* Make it reach @value, unless that is not finite. */
void axis_include(struct axis *axis, double value);

/*
 * Values that are all the same, or none, have room around them; and ends that
 * nobody asked for become round numbers, if @rounds.
 */
void axis_settle(struct axis *axis, bool rounds);

/* Where a value is: from 0 at the beginning to 1 at the end, or beyond. */
double axis_at(const struct axis *axis, double value);

/* Round numbers, at most @most of them, AXIS_TICKS at most; their number. */
int axis_ticks(const struct axis *axis, int most, struct tick *ticks);

#endif /* MVIEW_CLI_AXIS_H */
