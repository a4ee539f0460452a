// SPDX-License-Identifier: GPL-2.0
/* The terminal's size, and moving up on it. */
#include "screen.h"

#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

bool screen_is_terminal(void)
{
	return isatty(STDOUT_FILENO);
}

static struct winsize screen_size(void)
{
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) || !size.ws_col ||
	    !size.ws_row)
		return (struct winsize) { .ws_col = 80, .ws_row = 24 };
	return size;
}

int screen_columns(void)
{
	return screen_size().ws_col;
}

int screen_rows(void)
{
	return screen_size().ws_row;
}

void screen_up(int lines)
{
	if (screen_is_terminal())
		printf("\033[%dA", lines);
}
