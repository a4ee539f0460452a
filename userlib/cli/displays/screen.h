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

/* Pixels of a character; left alone if the terminal does not tell. */
void screen_cell(int *width, int *height);

/* Go back up so many lines to draw over them; does nothing elsewhere. */
void screen_up(int lines);

/* Go to the top of the terminal, and clear it, to draw there. */
void screen_begin(void);

/* Go to the top again to draw over what is there. */
void screen_again(void);

/*
 * What is drawn over and over hides the cursor, until screen_leave(). Signals that
 * end the tool, and such of a new size, only set what interrupted() and resized()
 * tell.
 */
void screen_follow(void);

/* Put the cursor and the colours in order; for handlers of signals, too. */
void screen_leave(void);

#endif /* MVIEW_CLI_SCREEN_H */
