// SPDX-License-Identifier: GPL-2.0
/* mview top: the screen and its keys. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "commands.h"
#include "commands/top_fit.h"
#include "displays/terminal.h"
#include "sources/pace.h"

#define EVERY_NS	(1000 * PACE_MS)

/* Of the time from one look to the next, what may go into looking at processes */
#define SHARE		50

/* The bar, the names of the columns, and the line at the bottom */
#define OTHER_LINES	3

/**
 * struct screen - what is on the screen
 * @top: the rows
 * @fit: widths of the columns
 * @first: the row at the top
 * @chosen: the row that keys act on
 * @was_trace: what it is, so that it is found again
 * @was_id: likewise
 * @helps: the keys are shown
 * @types: the filter is being typed
 * @before: the filter from before that
 * @note: for the bottom line
 * @leaves: the command ends
 * @status: with this
 */
struct screen {
	struct top *top;
	struct top_fit fit;
	size_t first;
	size_t chosen;
	bool was_trace;
	uint64_t was_id;
	bool helps;
	bool types;
	char before[TOP_FILTER];
	char note[256];
	bool leaves;
	int status;
};

static const char *const help[] = {
	"Up Down PgUp PgDn Home End   choose a row",
	"Enter   watch the buffer; q comes back",
	"/       show only rows that have a text; Escape shows all",
	"s S     sort by the next column, or the one before",
	"r       sort the other way round",
	"?       these keys",
	"q       leave",
	"",
	"Open by: (r) to read, (rw) to write as well, (trace) who traces.",
	"A mapping whose descriptor was closed is not found.",
};

static size_t page(void)
{
	int rows = terminal_rows() - OTHER_LINES;

	return rows > 0 ? rows : 1;
}

/* Note which row it is, before the rows change. */
static void remember(struct screen *screen)
{
	const struct top *top = screen->top;

	if (screen->chosen >= top->n)
		return;
	screen->was_trace = top->rows[screen->chosen]->is_trace;
	screen->was_id = top->rows[screen->chosen]->id;
}

/* The same row again, wherever it is now; else the one in its place. */
static void recall(struct screen *screen)
{
	const struct top *top = screen->top;
	size_t i;

	for (i = 0; i < top->n; i++)
		if (top->rows[i]->is_trace == screen->was_trace &&
		    top->rows[i]->id == screen->was_id)
			screen->chosen = i;
	if (screen->chosen >= top->n)
		screen->chosen = top->n ? top->n - 1 : 0;
}

static void scroll(struct screen *screen)
{
	if (screen->first > screen->chosen)
		screen->first = screen->chosen;
	if (screen->chosen >= screen->first + page())
		screen->first = screen->chosen - page() + 1;
	if (screen->first + page() > screen->top->n)
		screen->first = screen->top->n > page() ?
				screen->top->n - page() : 0;
}

static void draw_bar(const struct screen *screen)
{
	const struct top *top = screen->top;
	size_t hidden = holders_hidden(top->census.holders);
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		exit(failed("out of memory"));
	fprintf(out, "mview top: %zu buffer%s, ", top->buffers,
		top->buffers == 1 ? "" : "s");
	top_print_size(top->nbytes, out);
	fprintf(out, " bytes, %zu trace%s; by %s%s", top->traces,
		top->traces == 1 ? "" : "s", top->sort->name,
		top->reversed ? ", reversed" : "");
	if (*top->filter)
		fprintf(out, "; only %s", top->filter);
	if (hidden)
		fprintf(out, "; %zu processes are not yours to see", hidden);
	fclose(out);
	terminal_put(0, 0, terminal_columns(), TERMINAL_BAR, text);
	free(text);
}

/* Numbers stand at the right of their column. */
static void draw_cell(int row, int column, int width, bool left,
		      enum terminal_style style, const char *text)
{
	if (left)
		terminal_put(row, column, width, style, text);
	else
		terminal_putf(row, column, width, style, "%*s", width, text);
}

static void draw_row(const struct screen *screen, int row,
		     const struct entry *entry, enum terminal_style style)
{
	int column = 0, i;

	if (style == TERMINAL_CHOSEN)
		terminal_put(row, 0, terminal_columns(), style, "");
	for (i = 0; i < TOP_COLUMNS; i++) {
		const struct top_column *each = &top_columns[i];
		char *text;

		if (!screen->fit.widths[i])
			continue;
		text = entry ? top_cell(screen->top, each, entry, false) : NULL;
		draw_cell(row, column, screen->fit.widths[i], each->left, style,
			  text ?: each->name);
		free(text);
		column += screen->fit.widths[i] + 1;
	}
}

static void fit(struct screen *screen)
{
	const struct top *top = screen->top;
	size_t row;
	int i;

	for (i = 0; i < TOP_COLUMNS; i++)
		if (!top_columns[i].leaves)
			top_fit_note(&screen->fit, i, top_columns[i].name);
	for (row = screen->first;
	     row < top->n && row < screen->first + page(); row++)
		for (i = 0; i < TOP_COLUMNS; i++) {
			char *text = top_cell(top, &top_columns[i],
					      top->rows[row], false);

			top_fit_note(&screen->fit, i, text);
			free(text);
		}
	top_fit(&screen->fit, terminal_columns());
}

static void draw_rows(struct screen *screen)
{
	const struct top *top = screen->top;
	size_t i;

	fit(screen);
	draw_row(screen, 1, NULL, TERMINAL_HEAD);
	for (i = 0; i < page() && screen->first + i < top->n; i++)
		draw_row(screen, 2 + i, top->rows[screen->first + i],
			 screen->first + i == screen->chosen ? TERMINAL_CHOSEN :
							       TERMINAL_PLAIN);
	if (!top->n)
		terminal_put(2, 0, 0, TERMINAL_DIM, *top->filter ?
			     "nothing has this text" : "there are no buffers");
}

static void draw_bottom(const struct screen *screen)
{
	int row = terminal_rows() - 1;

	if (screen->types)
		terminal_putf(row, 0, 0, TERMINAL_MESSAGE, "/%s",
			      screen->top->filter);
	else if (*screen->note)
		terminal_put(row, 0, 0, TERMINAL_MESSAGE, screen->note);
	else if (*terminal_message())
		terminal_put(row, 0, 0, TERMINAL_MESSAGE, terminal_message());
	else
		terminal_put(row, 0, 0, TERMINAL_DIM,
			     "? keys  / filter  s sort  Enter watch  q leave");
}

static void draw(struct screen *screen)
{
	size_t i;

	scroll(screen);
	terminal_clear();
	draw_bar(screen);
	if (screen->helps)
		for (i = 0; i < sizeof(help) / sizeof(*help); i++)
			terminal_put(2 + i, 0, 0, TERMINAL_PLAIN, help[i]);
	else
		draw_rows(screen);
	draw_bottom(screen);
	terminal_show();
}

/* Watch the chosen buffer, on the same screen, until that is left. */
static void watch(struct screen *screen)
{
	const struct command *command = command_find("watch");
	const struct top *top = screen->top;
	char name[32], source[32];
	char *argv[] = { name, source, NULL };

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
static void sort(struct screen *screen, int step)
{
	struct top *top = screen->top;
	int i = top->sort - top_columns;

	do {
		i = (i + step + TOP_COLUMNS) % TOP_COLUMNS;
	} while (!top_columns[i].compare);
	top->sort = &top_columns[i];
}

static void type_filter(struct screen *screen, int key)
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

static void move(struct screen *screen, int key)
{
	size_t last = screen->top->n ? screen->top->n - 1 : 0, to;

	to = screen->chosen;
	if (key == TERMINAL_UP || key == 'k')
		to -= to ? 1 : 0;
	else if (key == TERMINAL_DOWN || key == 'j')
		to++;
	else if (key == TERMINAL_PAGE_UP)
		to -= to < page() ? to : page();
	else if (key == TERMINAL_PAGE_DOWN)
		to += page();
	else if (key == TERMINAL_HOME)
		to = 0;
	else if (key == TERMINAL_END)
		to = last;
	screen->chosen = to < last ? to : last;
}

static void take_command(struct screen *screen, int key)
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

static void take_key(struct screen *screen, int key)
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

static void look(struct screen *screen)
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
	struct screen screen = { .top = top };
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
		draw(&screen);
		wait_until(due);
		while (!screen.leaves &&
		       (key = terminal_key()) != TERMINAL_NONE)
			take_key(&screen, key);
	}
	terminal_end();
	return screen.status;
}
