/* SPDX-License-Identifier: GPL-2.0 */
/* mview top: the screen, for its keys and for what draws it. */
#ifndef MVIEW_CLI_TOP_SCREEN_H
#define MVIEW_CLI_TOP_SCREEN_H

#include "commands/top.h"
#include "commands/top_fit.h"

/**
 * struct top_screen - what is on the screen
 * @top: the rows
 * @fit: widths of the columns
 * @first: the row at the top
 * @chosen: the row that keys act on
 * @is_chosen: by a key
 * @was_trace: what it is, so that it is found again
 * @was_id: likewise
 * @helps: the keys are shown
 * @types: the filter is being typed
 * @before: the filter from before that
 * @note: for the bottom line
 * @leaves: the command ends
 * @status: with this
 */
struct top_screen {
	struct top *top;
	struct top_fit fit;
	size_t first;
	size_t chosen;
	bool is_chosen;
	bool was_trace;
	uint64_t was_id;
	bool helps;
	bool types;
	char before[TOP_FILTER];
	char note[256];
	bool leaves;
	int status;
};

/* How many rows there is room for. */
size_t top_page(void);

/* Draw all of it; the chosen row is on it then. */
void top_draw(struct top_screen *screen);

#endif /* MVIEW_CLI_TOP_SCREEN_H */
