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

static void tell_state(const struct watch *watch, char *text, size_t size)
{
	const struct face *face = &watch->face;
	const struct look *look = face_look(face);

	if (face->ago && look)
		snprintf(text, size, "%.1f s ago ",
			 (looks_at(&face->looks, 0)->time_ns - look->time_ns) /
				 1e9);
	else if (watch->ended || watch->pace.has_ended)
		snprintf(text, size, "ended ");
	else
		snprintf(text, size, "%s ", watch->paused ? "paused" : "live");
}

/* Which look is shown, and whether it is as the one before. */
static void tell_look(const struct face *face, char *text, size_t size)
{
	const struct look *look = face_look(face);
	char of[32] = "";

	if (face->ago)
		snprintf(of, sizeof(of), " of %ld", face->looks.taken);
	snprintf(text, size, "  look %ld%s%s", look ? look->number + 1 : 0, of,
		 look && !look->changed && look->number ? " unchanged" : "");
}

/* Which lines there are, if not all are on the screen. */
static void tell_lines(const struct face *face, char *text, size_t size)
{
	/* The line of names stays. */
	int heads = face->kind == &table_face && !face->lines;
	int64_t lines = face->kind->lines(face) - heads;
	int64_t end = face->top + face_lines(face) - heads;

	*text = '\0';
	if (lines > face_lines(face) - heads)
		snprintf(text, size,
			 "  lines %" PRId64 "-%" PRId64 "/%" PRId64,
			 face->top + 1, end < lines ? end : lines, lines);
}

/* What tells of the next look. */
static void tell_pace(const struct pace *pace, char *text, size_t size)
{
	static const char *const names[] = {
		[PACE_ANNOUNCED] = "when announced",
		[PACE_CAMERA] = "each picture",
		[PACE_RECORDED] = "as recorded",
	};
	int64_t ns = pace->every_ns;

	if (pace->kind != PACE_TIMED)
		snprintf(text, size, "  %s", names[pace->kind]);
	else if (ns < PACE_MS)
		snprintf(text, size, "  every %g us", ns / 1e3);
	else if (ns < 1000 * PACE_MS)
		snprintf(text, size, "  every %g ms", ns / 1e6);
	else
		snprintf(text, size, "  every %g s", ns / 1e9);
}

/* Only if there is still room for it. */
static void add_part(char *bar, size_t size, int room, const char *part)
{
	size_t n = strlen(bar);

	if (text_width(bar) + text_width(part) < room)
		snprintf(bar + n, size - n, "%s", part);
}

static void draw_bar(const struct watch *watch)
{
	const struct face *face = &watch->face;
	int width = terminal_columns(), room;
	char state[32], rows[48] = "", part[96], bar[512];

	tell_state(watch, state, sizeof(state));
	room = width - text_width(state);
	if (face->wanted && face->kind == &table_face)
		snprintf(rows, sizeof(rows), ", %" PRId64 " of %" PRId64,
			 face_rows(face), face->looks.count);
	tell_look(face, part, sizeof(part));
	snprintf(bar, sizeof(bar), " %s  %s%s%s%s", watch->title,
		 face->kind->name, rows,
		 face->counts && face->kind->counts ? ", counts" : "", part);
	tell_lines(face, part, sizeof(part));
	add_part(bar, sizeof(bar), room, part);
	tell_pace(&watch->pace, part, sizeof(part));
	if (!watch->paused && !watch->ended && !watch->pace.has_ended)
		add_part(bar, sizeof(bar), room, part);
	terminal_put(0, 0, width, TERMINAL_BAR, bar);
	terminal_put(0, room, 0, TERMINAL_BAR, state);
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
	if (watch->helps)
		draw_help();
	else if (face->rows > 0)
		face->kind->draw(face, 1);
	draw_bar(watch);
	draw_bottom(watch);
	terminal_show();
}
