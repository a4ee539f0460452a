/* SPDX-License-Identifier: GPL-2.0 */
/* ncurses, which is loaded when a screen is wanted. */
#ifndef MVIEW_CLI_CURSES_H
#define MVIEW_CLI_CURSES_H

/* Its macros would call functions of the library by name. */
#define NCURSES_NOMACROS
#include <curses.h>

#include "load/load.h"

#define CURSES_FILE	"libncursesw.so.6"

#define CURSES_NAMES(f, s)	\
	f(newterm) s		\
	f(cbreak) s		\
	f(noecho) s		\
	f(nonl) s		\
	f(intrflush) s		\
	f(keypad) s		\
	f(set_escdelay) s	\
	f(nodelay) s		\
	f(curs_set) s		\
	f(endwin) s		\
	f(delscreen) s		\
	f(resizeterm) s		\
	f(clearok) s		\
	f(wget_wch) s		\
	f(has_colors) s		\
	f(start_color) s	\
	f(use_default_colors) s	\
	f(init_pair) s		\
	f(alloc_pair) s		\
	f(erase) s		\
	f(refresh) s		\
	f(attr_set) s		\
	f(addch) s		\
	f(mvaddstr) s		\
	f(setcchar) s		\
	f(mvadd_wch) s		\
	f(stdscr) s		\
	f(curscr) s		\
	f(COLS) s		\
	f(LINES) s		\
	f(COLORS) s

extern struct curses {
	CURSES_NAMES(LOAD_POINTER, ;)
} curses;

#endif /* MVIEW_CLI_CURSES_H */
