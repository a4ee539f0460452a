// SPDX-License-Identifier: GPL-2.0
/*
 * mview top: widths only grow, so that columns do not move at each look; but for
 * what the screen has no room for.
 */
#include "commands/top_fit.h"

#include <string.h>

#include "displays/text.h"

void top_fit_note(struct top_fit *fit, int column, const char *text)
{
	int width = text_width(text);

	if (!strcmp(text, "-"))
		return;
	if (width < text_width(top_columns[column].name))
		width = text_width(top_columns[column].name);
	if (fit->natural[column] < width)
		fit->natural[column] = width;
}

/* With a blank between any two. */
static int width_of_all(const struct top_fit *fit)
{
	int sum = -1, i;

	for (i = 0; i < TOP_COLUMNS; i++)
		if (fit->widths[i])
			sum += fit->widths[i] + 1;
	return sum;
}

/* The widest column that may be cut, or -1. */
static int find_widest(const struct top_fit *fit)
{
	int widest = -1, i;

	for (i = 0; i < TOP_COLUMNS; i++) {
		if (!top_columns[i].least ||
		    fit->widths[i] <= top_columns[i].least)
			continue;
		if (widest < 0 || fit->widths[i] > fit->widths[widest])
			widest = i;
	}
	return widest;
}

/* The column that is left out next, or -1. */
static int find_leaver(const struct top_fit *fit)
{
	int leaver = -1, i;

	for (i = 0; i < TOP_COLUMNS; i++) {
		if (!fit->widths[i] || !top_columns[i].leaves)
			continue;
		if (leaver < 0 ||
		    top_columns[i].leaves > top_columns[leaver].leaves)
			leaver = i;
	}
	return leaver;
}

void top_fit(struct top_fit *fit, int columns)
{
	int i;

	memcpy(fit->widths, fit->natural, sizeof(fit->widths));
	while (width_of_all(fit) > columns) {
		i = find_widest(fit);
		if (i >= 0) {
			fit->widths[i]--;
			continue;
		}
		i = find_leaver(fit);
		if (i < 0)
			return;
		fit->widths[i] = 0;
	}
}
