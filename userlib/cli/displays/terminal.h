/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The terminal as a screen that is drawn again and again, by ncurses. There is
 * one at a time. While it is there, what is written to standard error is kept:
 * terminal_message() has the last line, and terminal_end() writes all of it.
 */
#ifndef MVIEW_CLI_TERMINAL_H
#define MVIEW_CLI_TERMINAL_H

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>

/**
 * enum terminal_style - what text is, which decides how it looks
 * @TERMINAL_PLAIN: text
 * @TERMINAL_DIM: what matters less
 * @TERMINAL_HEAD: the names of columns
 * @TERMINAL_BAR: the line that says what is on the screen
 * @TERMINAL_MESSAGE: something to be read
 * @TERMINAL_CHANGED: changed at this look
 * @TERMINAL_FADING: changed at the one before
 * @TERMINAL_FADED: changed before that
 * @TERMINAL_FOUND: what a search found
 * @TERMINAL_CHOSEN: the line of a list that a key acts on
 * @TERMINAL_HEAT: and the next TERMINAL_HEATS - 1: changed seldom, to often
 */
enum terminal_style {
	TERMINAL_PLAIN,
	TERMINAL_DIM,
	TERMINAL_HEAD,
	TERMINAL_BAR,
	TERMINAL_MESSAGE,
	TERMINAL_CHANGED,
	TERMINAL_FADING,
	TERMINAL_FADED,
	TERMINAL_FOUND,
	TERMINAL_CHOSEN,
	TERMINAL_HEAT,
};

#define TERMINAL_HEATS	5
#define TERMINAL_STYLES	(TERMINAL_HEAT + TERMINAL_HEATS)

/*
 * Keys that are no character, as terminal_key() returns them: above all
 * characters of Unicode. TERMINAL_GONE: there is no terminal any more.
 */
enum {
	TERMINAL_NONE = 0,
	TERMINAL_TAB = '\t',
	TERMINAL_ENTER = '\n',
	TERMINAL_ESCAPE = 0x1b,
	TERMINAL_UP = 0x110000,
	TERMINAL_DOWN,
	TERMINAL_LEFT,
	TERMINAL_RIGHT,
	TERMINAL_PAGE_UP,
	TERMINAL_PAGE_DOWN,
	TERMINAL_HOME,
	TERMINAL_END,
	TERMINAL_BACKSPACE,
	TERMINAL_RESIZE,
	TERMINAL_GONE,
};

/**
 * terminal_begin - take the terminal
 * @instead: what a command line does that needs no terminal, for the complaint
 *
 * From here on catch_interrupts() holds. All ends of the process but SIGKILL
 * leave the terminal as it was: exit() too, and signals that end it by
 * terminal_restore(). A screen may show another one meanwhile: what was taken is
 * taken once more, and given back by the last terminal_end().
 *
 * Return: an exit status; on failure it has said why.
 */
int terminal_begin(const char *instead);
void terminal_end(void);

/* For handlers of signals that end the process; does nothing where no screen is. */
void terminal_restore(void);

/* Of the screen, as of the last terminal_key(). */
int terminal_columns(void);
int terminal_rows(void);

/* Whether it has colours, and the user wants them. */
bool terminal_has_colours(void);

/*
 * What poll(2) is to look at, besides a program's own, until terminal_key() has
 * something to tell.
 */
#define TERMINAL_FDS	2
void terminal_fds(struct pollfd *fds);

/* Wait for that, for so many milliseconds; -1 for ever. */
void terminal_wait(int timeout_ms);

/* The next key, or TERMINAL_NONE if there is none; never waits. */
int terminal_key(void);

/* What was last written to standard error, in one line; or "". */
const char *terminal_message(void);
void terminal_forget_message(void);

/* Clear what is to be drawn; then draw; then show it, by what has changed. */
void terminal_clear(void);
void terminal_show(void);

/* Draw all of it again: something else has written there. */
void terminal_redraw(void);

/**
 * terminal_put - put text on the screen
 * @row: from 0 on; text below the screen is left out
 * @column: from 0 on, or before the left edge
 * @columns: the text is cut to so many, and padded with blanks; 0 neither, but
 *	for the edge of the screen
 * @style: see there
 * @text: any; what can't be printed is ?
 */
void terminal_put(int row, int column, int columns, enum terminal_style style,
		  const char *text);

/* The same, as printf(). */
__attribute__((format(printf, 5, 6)))
void terminal_putf(int row, int column, int columns, enum terminal_style style,
		   const char *format, ...);

/*
 * A cell of a picture: its upper and its lower half, as 0xrrggbb. False if there
 * are too few colours; then a character is to stand for its brightness.
 */
bool terminal_put_halves(int row, int column, uint32_t upper, uint32_t lower);

/* What terminal_edit() returns. */
enum terminal_edit {
	TERMINAL_EDITING,
	TERMINAL_ENTERED,
	TERMINAL_LEFT_OFF,
};

/**
 * terminal_edit - one key of a line that is typed
 * @text: what is typed so far, UTF-8
 * @size: room for so many bytes
 * @key: the key
 */
enum terminal_edit terminal_edit(char *text, int size, int key);

#endif /* MVIEW_CLI_TERMINAL_H */
