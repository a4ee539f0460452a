// SPDX-License-Identifier: GPL-2.0
/*
 * Drawing on the screen: styles by what the terminal has (256 colours, 8, none),
 * text that is safe to print, a line that is typed.
 */
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "cli.h"
#include "displays/curses.h"
#include "displays/terminal.h"
#include "displays/terminal_styles.h"
#include "displays/text.h"

#define NO_COLOUR	-1	/* the terminal's own */

/**
 * struct look - what a style looks like
 * @front: of 256 colours
 * @back: likewise
 * @front8: of 8 colours
 * @back8: likewise
 * @attributes: with colours
 * @mono: without
 */
static const struct look {
	short front;
	short back;
	short front8;
	short back8;
	attr_t attributes;
	attr_t mono;
} looks[TERMINAL_STYLES] = {
	[TERMINAL_PLAIN] = { NO_COLOUR, NO_COLOUR, NO_COLOUR, NO_COLOUR, 0, 0 },
	[TERMINAL_DIM] = { 245, NO_COLOUR, COLOR_CYAN, NO_COLOUR, 0, 0 },
	[TERMINAL_HEAD] = { NO_COLOUR, NO_COLOUR, NO_COLOUR, NO_COLOUR, A_BOLD,
			    A_BOLD },
	[TERMINAL_BAR] = { 231, 24, COLOR_WHITE, COLOR_BLUE, 0, A_REVERSE },
	[TERMINAL_MESSAGE] = { 231, 124, COLOR_WHITE, COLOR_RED, A_BOLD,
			       A_REVERSE | A_BOLD },
	[TERMINAL_CHANGED] = { 16, 220, COLOR_BLACK, COLOR_YELLOW, 0,
			       A_REVERSE },
	[TERMINAL_FADING] = { 220, 58, COLOR_YELLOW, NO_COLOUR, A_BOLD,
			      A_BOLD | A_UNDERLINE },
	[TERMINAL_FADED] = { 143, NO_COLOUR, COLOR_YELLOW, NO_COLOUR, 0,
			     A_UNDERLINE },
	[TERMINAL_FOUND] = { 16, 51, COLOR_BLACK, COLOR_CYAN, 0,
			     A_REVERSE | A_UNDERLINE },
	[TERMINAL_CHOSEN] = { 231, 238, COLOR_WHITE, COLOR_BLUE, A_BOLD,
			      A_REVERSE },
	[TERMINAL_HEAT] = { 75, 17, COLOR_BLUE, NO_COLOUR, A_BOLD, 0 },
	[TERMINAL_HEAT + 1] = { 87, 23, COLOR_CYAN, NO_COLOUR, A_BOLD,
				A_UNDERLINE },
	[TERMINAL_HEAT + 2] = { 226, 58, COLOR_YELLOW, NO_COLOUR, A_BOLD,
				A_BOLD },
	[TERMINAL_HEAT + 3] = { 231, 130, COLOR_WHITE, COLOR_YELLOW, A_BOLD,
				A_BOLD | A_UNDERLINE },
	[TERMINAL_HEAT + 4] = { 231, 160, COLOR_WHITE, COLOR_RED, A_BOLD,
				A_REVERSE },
};

static bool in_colour;

/* NO_COLOR, not empty, is what users set who want none: see no-color.org. */
void terminal_begin_styles(void)
{
	const char *none = getenv("NO_COLOR");
	int i;

	in_colour = curses.has_colors() && !(none && *none);
	if (!in_colour)
		return;
	curses.start_color();
	curses.use_default_colors();
	for (i = 0; i < TERMINAL_STYLES; i++)
		if (*curses.COLORS >= 256)
			curses.init_pair(i + 1, looks[i].front, looks[i].back);
		else
			curses.init_pair(i + 1, looks[i].front8,
					 looks[i].back8);
}

bool terminal_has_colours(void)
{
	return in_colour;
}

static attr_t attributes(enum terminal_style style)
{
	return in_colour ? looks[style].attributes : looks[style].mono;
}

static short pair(enum terminal_style style)
{
	return in_colour && style != TERMINAL_PLAIN ? style + 1 : 0;
}

void terminal_clear(void)
{
	curses.erase();
}

void terminal_show(void)
{
	curses.refresh();
}

void terminal_redraw(void)
{
	curses.clearok(*curses.curscr, TRUE);
}

/* What text_print() makes of it, to be freed. */
static char *printable(const char *text, int columns)
{
	char *made;
	size_t size;
	FILE *out = open_memstream(&made, &size);

	if (!out)
		exit(failed("out of memory"));
	text_print(text, columns, out);
	fclose(out);
	return made;
}

void terminal_put(int row, int column, int columns, enum terminal_style style,
		  const char *text)
{
	int room = *curses.COLS - column, width = text_width(text);
	char *made;

	if (row < 0 || row >= *curses.LINES || room <= 0 || column < 0)
		return;
	if (columns && columns < room)
		room = columns;
	made = printable(text, width > room ? room : 0);
	curses.attr_set(attributes(style), pair(style), NULL);
	curses.mvaddstr(row, column, made);
	for (width = text_width(made); columns && width < room; width++)
		curses.addch(' ');
	curses.attr_set(0, 0, NULL);
	free(made);
}

void terminal_putf(int row, int column, int columns, enum terminal_style style,
		   const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	if (vasprintf(&text, format, args) < 0)
		exit(failed("out of memory"));
	va_end(args);
	terminal_put(row, column, columns, style, text);
	free(text);
}

/* Of xterm's cube of 6 by 6 by 6 colours, which begins at 16. */
static int cube_colour(uint32_t rgb)
{
	int red = rgb >> 16 & 0xff, green = rgb >> 8 & 0xff, blue = rgb & 0xff;

	if (red == green && green == blue && red > 4 && red < 238)
		return 232 + (red - 4) / 10;
	return 16 + 36 * ((red * 5 + 127) / 255) +
	       6 * ((green * 5 + 127) / 255) + (blue * 5 + 127) / 255;
}

bool terminal_put_halves(int row, int column, uint32_t upper, uint32_t lower)
{
	const wchar_t half[] = { text_is_utf8() ? 0x2580 : ' ', 0 };
	cchar_t cell;
	int colours;

	if (!in_colour || *curses.COLORS < 256)
		return false;
	if (row < 0 || row >= *curses.LINES || column < 0 ||
	    column >= *curses.COLS)
		return true;
	colours = curses.alloc_pair(cube_colour(upper), cube_colour(lower));
	curses.setcchar(&cell, half, 0, 0, &colours);
	curses.mvadd_wch(row, column, &cell);
	return true;
}

static void drop_last(char *text)
{
	size_t n = strlen(text);

	while (n && (text[--n] & 0xc0) == 0x80)
		;
	text[n] = '\0';
}

enum terminal_edit terminal_edit(char *text, int size, int key)
{
	char bytes[MB_LEN_MAX];
	int n;

	switch (key) {
	case TERMINAL_ENTER:
		return TERMINAL_ENTERED;
	case TERMINAL_ESCAPE:
		return TERMINAL_LEFT_OFF;
	case TERMINAL_BACKSPACE:
		if (!*text)
			return TERMINAL_LEFT_OFF;
		drop_last(text);
		return TERMINAL_EDITING;
	}
	n = key >= ' ' && key < TERMINAL_UP ? wctomb(bytes, key) : 0;
	if (n > 0 && (int)strlen(text) + n < size)
		strncat(text, bytes, n);
	return TERMINAL_EDITING;
}
