// SPDX-License-Identifier: GPL-2.0
/* mview top: looks and keys. */
#include <inttypes.h>
#include <string.h>

#include "cli.h"
#include "commands.h"
#include "commands/top_screen.h"
#include "displays/terminal.h"
#include "sources/pace.h"

#define EVERY_NS	(1000 * PACE_MS)

/* Of the time from one look to the next, what may go into looking at processes */
#define SHARE		50

/* Note which row it is, before the rows change. */
static void remember(struct top_screen *screen)
{
	const struct top *top = screen->top;

	if (screen->chosen >= top->n)
		return;
	screen->was_trace = top->rows[screen->chosen]->is_trace;
	screen->was_id = top->rows[screen->chosen]->id;
}

/*
 * The row that a key has chosen again, wherever it is now; else the one in its
 * place. Until a key does, it is the first one, whichever that is.
 */
static void recall(struct top_screen *screen)
{
	const struct top *top = screen->top;
	size_t i;

	for (i = 0; screen->is_chosen && i < top->n; i++)
		if (top->rows[i]->is_trace == screen->was_trace &&
		    top->rows[i]->id == screen->was_id)
			screen->chosen = i;
	if (screen->chosen >= top->n)
		screen->chosen = top->n ? top->n - 1 : 0;
}

/* Watch the chosen buffer, on the same screen, until that is left. */
static void watch(struct top_screen *screen)
{
	const struct command *command = command_find("watch");
	const struct top *top = screen->top;
	char name[32], source[32];
	char *argv[3] = { name, source };

	if (screen->chosen >= top->n)
		return;
	if (top->rows[screen->chosen]->is_trace || !command) {
		snprintf(screen->note, sizeof(screen->note),
			 "a trace has no elements; its buffers have");
		return;
	}
	snprintf(name, sizeof(name), "mview %s", command->name);
	snprintf(source, sizeof(source), "@%" PRIu64,
		 top->rows[screen->chosen]->id);
	optind = 0; /* a command line of its own */
	command->run(command, 2, argv);
	terminal_redraw();
}

/* The next column that rows can be sorted by, or the one before. */
static void sort(struct top_screen *screen, int step)
{
	struct top *top = screen->top;
	int i = top->sort - top_columns;

	do {
		i = (i + step + TOP_COLUMNS) % TOP_COLUMNS;
	} while (!top_columns[i].compare);
	top->sort = &top_columns[i];
}

static void type_filter(struct top_screen *screen, int key)
{
	struct top *top = screen->top;

	switch (terminal_edit(top->filter, sizeof(top->filter), key)) {
	case TERMINAL_LEFT_OFF:
		strcpy(top->filter, screen->before);
		screen->types = false;
		break;
	case TERMINAL_ENTERED:
		screen->types = false;
		break;
	case TERMINAL_EDITING:
		break;
	}
}

static void move(struct top_screen *screen, int key)
{
	size_t last = screen->top->n ? screen->top->n - 1 : 0, to;

	to = screen->chosen;
	if (key == TERMINAL_UP || key == 'k')
		to -= to ? 1 : 0;
	else if (key == TERMINAL_DOWN || key == 'j')
		to++;
	else if (key == TERMINAL_PAGE_UP)
		to -= to < top_page() ? to : top_page();
	else if (key == TERMINAL_PAGE_DOWN)
		to += top_page();
	else if (key == TERMINAL_HOME)
		to = 0;
	else if (key == TERMINAL_END)
		to = last;
	to = to < last ? to : last;
	screen->is_chosen |= to != screen->chosen;
	screen->chosen = to;
}

static void take_command(struct top_screen *screen, int key)
{
	struct top *top = screen->top;

	switch (key) {
	case 'q':
		screen->leaves = true;
		break;
	case '?':
		screen->helps = true;
		break;
	case '/':
		strcpy(screen->before, top->filter);
		screen->types = true;
		break;
	case TERMINAL_ESCAPE:
		*top->filter = '\0';
		break;
	case 's':
	case 'S':
		sort(screen, key == 's' ? 1 : -1);
		break;
	case 'r':
		top->reversed = !top->reversed;
		break;
	case TERMINAL_ENTER:
		watch(screen);
		break;
	default:
		move(screen, key);
	}
}

static void take_key(struct top_screen *screen, int key)
{
	if (key == TERMINAL_GONE)
		screen->leaves = true;
	if (key == TERMINAL_RESIZE || key == TERMINAL_GONE)
		return;
	*screen->note = '\0';
	terminal_forget_message();
	remember(screen);
	if (screen->types) {
		type_filter(screen, key);
	} else if (screen->helps) {
		screen->helps = false;
	} else {
		take_command(screen, key);
		remember(screen);
	}
	top_arrange(screen->top);
	recall(screen);
}

static void look(struct top_screen *screen)
{
	const struct top *top = screen->top;

	remember(screen);
	screen->status = top_look(screen->top, top->every_ns / SHARE);
	recall(screen);
	if (screen->status != EXIT_OK)
		screen->leaves = true;
}

static void wait_until(int64_t due_ns)
{
	int64_t left = due_ns - pace_now();

	if (left > 0)
		terminal_wait(left < 1000000 * PACE_MS ? left / PACE_MS + 1 :
							 1000000);
}

int top_screen(struct top *top)
{
	struct top_screen screen = { .top = top };
	int64_t due;
	int key;

	top->every_ns = top->every_ns ?: EVERY_NS;
	screen.status = top_look(top, HOLDERS_ALL);
	if (screen.status == EXIT_OK)
		screen.status = terminal_begin("mview top --once");
	if (screen.status != EXIT_OK)
		return screen.status;
	due = pace_now() + top->every_ns;
	while (!screen.leaves && !interrupted()) {
		if (pace_now() >= due) {
			look(&screen);
			due = pace_now() + top->every_ns;
		}
		top_draw(&screen);
		wait_until(due);
		while (!screen.leaves &&
		       (key = terminal_key()) != TERMINAL_NONE)
			take_key(&screen, key);
	}
	terminal_end();
	return screen.status;
}
