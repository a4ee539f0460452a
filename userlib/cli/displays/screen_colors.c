// SPDX-License-Identifier: GPL-2.0
/* Whether the terminal has colours; alone here for the names that term.h takes. */
#include "displays/screen.h"

#include <stdlib.h>
#include <unistd.h>

#include "displays/curses.h"

#include <term.h>

#define FUNCTIONS(f, s)	\
	f(setupterm) s	\
	f(tigetnum) s

static struct terminfo {
	FUNCTIONS(LOAD_POINTER, ;)
} terminfo;

/* https://no-color.org */
bool screen_has_colors(void)
{
	const char *forbidden = getenv("NO_COLOR");
	int error;

	if (!screen_is_terminal() || (forbidden && *forbidden))
		return false;
	if (LOAD(terminfo, CURSES_FILE, FUNCTIONS))
		return false;
	return terminfo.setupterm(NULL, STDOUT_FILENO, &error) == OK &&
	       terminfo.tigetnum("colors") >= 8;
}
