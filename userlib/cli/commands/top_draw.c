// SPDX-License-Identifier: GPL-2.0
/* mview top: what is drawn on the screen. */
#include <stdlib.h>

#include "cli.h"
#include "commands/top_screen.h"
#include "displays/terminal.h"

/* The bar, the names of the columns, and the line at the bottom */
#define OTHER_LINES	3

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

size_t top_page(void)
{
	int rows = terminal_rows() - OTHER_LINES;

	return rows > 0 ? rows : 1;
}

static void scroll(struct top_screen *screen)
{
	if (screen->first > screen->chosen)
		screen->first = screen->chosen;
	if (screen->chosen >= screen->first + top_page())
		screen->first = screen->chosen - top_page() + 1;
	if (screen->first + top_page() > screen->top->n)
		screen->first = screen->top->n > top_page() ?
				screen->top->n - top_page() : 0;
}

static void draw_bar(const struct top_screen *screen)
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

static void draw_row(const struct top_screen *screen, int row,
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

static void fit(struct top_screen *screen)
{
	const struct top *top = screen->top;
	size_t row;
	int i;

	for (i = 0; i < TOP_COLUMNS; i++)
		if (!top_columns[i].leaves)
			top_fit_note(&screen->fit, i, top_columns[i].name);
	for (row = screen->first;
	     row < top->n && row < screen->first + top_page(); row++)
		for (i = 0; i < TOP_COLUMNS; i++) {
			char *text = top_cell(top, &top_columns[i],
					      top->rows[row], false);

			top_fit_note(&screen->fit, i, text);
			free(text);
		}
	top_fit(&screen->fit, terminal_columns());
}

static void draw_rows(struct top_screen *screen)
{
	const struct top *top = screen->top;
	size_t i;

	fit(screen);
	draw_row(screen, 1, NULL, TERMINAL_HEAD);
	for (i = 0; i < top_page() && screen->first + i < top->n; i++)
		draw_row(screen, 2 + i, top->rows[screen->first + i],
			 screen->first + i == screen->chosen ? TERMINAL_CHOSEN :
							       TERMINAL_PLAIN);
	if (!top->n)
		terminal_put(2, 0, 0, TERMINAL_DIM, *top->filter ?
			     "nothing has this text" : "there are no buffers");
}

static void draw_bottom(const struct top_screen *screen)
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

void top_draw(struct top_screen *screen)
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
