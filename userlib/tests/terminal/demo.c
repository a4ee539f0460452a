// SPDX-License-Identifier: GPL-2.0
/*
 * For tests/terminal/session: a screen that tells its size, each key and each
 * message, and ends as the key says: q by terminal_end(), x by exit(), b by
 * SIGBUS.
 */
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli.h"
#include "displays/terminal.h"

static void end_by_signal(int signal)
{
	(void)signal;
	terminal_restore();
	if (write(STDERR_FILENO, "taken away\n", 11) < 0)
		_exit(2);
	_exit(1);
}

static void draw(int key)
{
	terminal_clear();
	terminal_putf(0, 0, terminal_columns(), TERMINAL_BAR,
		      "screen of %dx%d, %s", terminal_columns(),
		      terminal_rows(),
		      terminal_has_colours() ? "colours" : "no colours");
	terminal_putf(1, 0, 0, TERMINAL_PLAIN, "key %x", key);
	terminal_put(2, 0, 0, TERMINAL_MESSAGE, terminal_message());
	terminal_put(3, 0, 6, TERMINAL_CHANGED, "a\033[31mlong text");
	terminal_put(3, terminal_columns() - 3, 0, TERMINAL_PLAIN, "edges");
	terminal_put(terminal_rows(), 0, 0, TERMINAL_PLAIN, "below");
	terminal_show();
}

static void act(int key)
{
	if (key == 'm')
		failed("message \033[31m of a command");
	if (key == 'x')
		exit(3);
	if (key == 'b')
		raise(SIGBUS);
}

int main(void)
{
	int key = TERMINAL_NONE, next, status;

	setlocale(LC_CTYPE, "");
	signal(SIGBUS, end_by_signal);
	status = terminal_begin("leave it");
	if (status != EXIT_OK)
		return status;
	draw(key);
	while (key != 'q' && key != TERMINAL_GONE && !interrupted()) {
		terminal_wait(-1);
		while ((next = terminal_key()) != TERMINAL_NONE) {
			key = next;
			act(key);
			draw(key);
			if (key == 'q' || key == TERMINAL_GONE)
				break;
		}
	}
	terminal_end();
	printf("ended by %s\n", interrupted() ? "signal" : "key");
	return 0;
}
