// SPDX-License-Identifier: GPL-2.0
/*
 * mview watch: the screen. A bar says what is on it; the last line has what is
 * typed, or a message, or the most important keys.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "commands/watch.h"
#include "displays/text.h"

static void draw_state(const struct watch *watch, char *text, size_t size)
{
	const struct face *face = &watch->face;
	int of = face->looks.len;

	if (face->ago)
		snprintf(text, size, "%d back of %d ", face->ago, of - 1);
	else if (watch->ended || watch->pace.has_ended)
		snprintf(text, size, "ended ");
	else
		snprintf(text, size, "%s ", watch->paused ? "paused" : "live");
}

static void draw_bar(const struct watch *watch)
{
	const struct face *face = &watch->face;
	const struct look *look = face_look(face);
	int width = terminal_columns();
	char state[32], rows[48] = "";

	draw_state(watch, state, sizeof(state));
	if (face->wanted && face->kind == &table_face)
		snprintf(rows, sizeof(rows), ", %" PRId64 " of %" PRId64,
			 face_rows(face), face->looks.count);
	terminal_putf(0, 0, width, TERMINAL_BAR, " %s  %s%s%s  look %ld%s",
		      watch->source.text, face->kind->name, rows,
		      face->counts ? ", counts" : "",
		      look ? look->number + 1 : 0,
		      look && !look->changed && look->number ? " =" : "");
	terminal_put(0, width - text_width(state), 0, TERMINAL_BAR, state);
}

static void draw_bottom(const struct watch *watch)
{
	static const char *const prompts[] = {
		[WATCH_SEARCH] = "/",
		[WATCH_GO] = "go to: ",
		[WATCH_LENS] = "lens, type or format: ",
	};
	int row = terminal_rows() - 1, width = terminal_columns();
	const char *message = terminal_message();

	if (watch->prompt)
		terminal_putf(row, 0, 0, TERMINAL_PLAIN, "%s%s_",
			      prompts[watch->prompt], watch->typed);
	else if (*message)
		terminal_put(row, 0, width, TERMINAL_MESSAGE, message);
	else if (*watch->note)
		terminal_put(row, 0, 0, TERMINAL_HEAD, watch->note);
	else
		terminal_put(row, 0, 0, TERMINAL_DIM,
			     "? keys  q quit  space pause  , . step  / search  "
			     "g go  Tab display  c counts");
}

static void draw_help(void)
{
	int i, row = 1;
	const char *names, *text;

	for (i = 0; (text = watch_key_help(i, &names)); i++) {
		if (row >= terminal_rows() - 1)
			break;
		terminal_put(row, 1, 18, TERMINAL_HEAD, names);
		terminal_put(row++, 20, 0, TERMINAL_PLAIN, text);
	}
}

void watch_draw(struct watch *watch)
{
	struct face *face = &watch->face;

	face_fit(face);
	terminal_clear();
	draw_bar(watch);
	if (watch->helps)
		draw_help();
	else if (face->rows > 0)
		face->kind->draw(face, 1);
	draw_bottom(watch);
	terminal_show();
}
