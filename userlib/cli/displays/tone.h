/* SPDX-License-Identifier: GPL-2.0 */
/* Numbers of any kind as shades, or false colours: from which to which. */
#ifndef MVIEW_CLI_TONE_H
#define MVIEW_CLI_TONE_H

#include <stdbool.h>

#include <mview.h>

#include "displays/palette.h"
#include "sources/read.h"

/**
 * struct tone_end - where the shades begin or end
 * @value: the number; or how many percent of all numbers are below
 * @is_percent: it is percent
 */
struct tone_end {
	double value;
	bool is_percent;
};

/**
 * struct tone - what numbers look like
 * @is_given: from @lo to @hi; else from the least to the greatest
 * @lo: black
 * @hi: white
 * @palette: false colours, or NULL
 */
struct tone {
	bool is_given;
	struct tone_end lo;
	struct tone_end hi;
	const struct palette *palette;
};

/* Read FROM:TO, where each is a number or 1%; or auto. NULL, or what is wrong. */
const char *tone_parse(struct tone *tone, const char *text);

/* Whether elements are made shades: those that can't be pixels, and all on request. */
bool tone_applies(const struct tone *tone, struct mview *view);

/**
 * tone_make - shades or false colours of numbers
 * @tone: what they look like
 * @view: of shape (height, width), or with 1 or 3 channels of them behind
 * @made: written, to be given to read_done(): of format B, with 3 channels, or
 *	none where they are shades of grey
 * @error: set to what is wrong with @view, or to NULL
 *
 * Return: 0; -1, and errno unless *@error says more.
 */
int tone_make(const struct tone *tone, struct mview *view,
	      struct read_copy *made, const char **error);

#endif /* MVIEW_CLI_TONE_H */
