// SPDX-License-Identifier: GPL-2.0
/* The terminal's size, and moving up on it. */
#include "displays/screen.h"

#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

bool screen_is_terminal(void)
{
	return isatty(STDOUT_FILENO);
}

/* A size that the terminal does not know is 0. */
static struct winsize screen_size(void)
{
	struct winsize size = { .ws_col = 0 };

	ioctl(STDOUT_FILENO, TIOCGWINSZ, &size);
	return size;
}

int screen_columns(void)
{
	int columns = screen_size().ws_col;

	return columns ? columns : 80;
}

int screen_rows(void)
{
	int rows = screen_size().ws_row;

	return rows ? rows : 24;
}

void screen_up(int lines)
{
	if (screen_is_terminal())
		printf("\033[%dA", lines);
}

void screen_begin(void)
{
	if (screen_is_terminal())
		fputs("\033[2J\033[H", stdout);
}

void screen_again(void)
{
	if (screen_is_terminal())
		fputs("\033[H", stdout);
}
