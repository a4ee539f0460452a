/* SPDX-License-Identifier: GPL-2.0 */
/* mview top: which columns the screen has room for, and how wide they are. */
#ifndef MVIEW_CLI_TOP_FIT_H
#define MVIEW_CLI_TOP_FIT_H

#include <stdbool.h>

#include "commands/top.h"

/**
 * struct top_fit - the widths of the columns
 * @natural: of each, what its widest cell needed until now; 0 if no cell had
 *	anything in it
 * @widths: on this screen; 0 if it is left out
 */
struct top_fit {
	int natural[TOP_COLUMNS];
	int widths[TOP_COLUMNS];
};

/* Note a cell: "-" is nothing in it. */
void top_fit_note(struct top_fit *fit, int column, const char *text);

/* Cut columns, then leave columns out, until all fit. */
void top_fit(struct top_fit *fit, int columns);

#endif /* MVIEW_CLI_TOP_FIT_H */
