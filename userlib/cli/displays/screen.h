/* SPDX-License-Identifier: GPL-2.0 */
/* The terminal, if standard output is one. */
#ifndef MVIEW_CLI_SCREEN_H
#define MVIEW_CLI_SCREEN_H

#include <stdbool.h>

bool screen_is_terminal(void);

/* It is one that has colours, and NO_COLOR does not forbid them. */
bool screen_has_colors(void);

/* Of the terminal; 80 and 24 of anything else. */
int screen_columns(void);
int screen_rows(void);

/* Go back up so many lines to draw over them; does nothing elsewhere. */
void screen_up(int lines);

/* Go to the top of the terminal, and clear it, to draw there. */
void screen_begin(void);

/* Go to the top again to draw over what is there. */
void screen_again(void);

#endif /* MVIEW_CLI_SCREEN_H */
