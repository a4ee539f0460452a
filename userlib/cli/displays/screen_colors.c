// SPDX-License-Identifier: GPL-2.0
/* Whether the terminal has colours; alone here for the names that term.h takes. */
#include "displays/screen.h"

#include <curses.h>
#include <stdlib.h>
#include <term.h>
#include <unistd.h>

/* https://no-color.org */
bool screen_has_colors(void)
{
	const char *forbidden = getenv("NO_COLOR");
	int error;

	if (!screen_is_terminal() || (forbidden && *forbidden))
		return false;
	return setupterm(NULL, STDOUT_FILENO, &error) == OK &&
	       tigetnum("colors") >= 8;
}
