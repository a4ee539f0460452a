// SPDX-License-Identifier: GPL-2.0
/* The terminal's size, and moving up on it. */
#include "displays/screen.h"

#include <signal.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli.h"

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

void screen_cell(int *width, int *height)
{
	struct winsize size = screen_size();

	if (!size.ws_col || !size.ws_row || size.ws_xpixel < size.ws_col ||
	    size.ws_ypixel < size.ws_row)
		return;
	*width = size.ws_xpixel / size.ws_col;
	*height = size.ws_ypixel / size.ws_row;
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

static volatile sig_atomic_t is_followed;

void screen_follow(void)
{
	if (!screen_is_terminal())
		return;
	catch_interrupts();
	catch_resizes();
	is_followed = 1;
	fputs("\033[?25l", stdout);
}

void screen_leave(void)
{
	static const char order[] = "\033[m\033[?25h";

	if (is_followed && write(STDOUT_FILENO, order, sizeof(order) - 1) < 0)
		return;
	is_followed = 0;
}
