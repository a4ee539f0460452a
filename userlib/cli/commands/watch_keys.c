// SPDX-License-Identifier: GPL-2.0
/* mview watch: keys, in one table with their help. */
#include <stdio.h>
#include <string.h>

#include "commands/watch.h"

static void leave(struct watch *watch)
{
	watch->leaves = true;
}

static void help(struct watch *watch)
{
	watch->helps = true;
}

static void pause_or_go_on(struct watch *watch)
{
	watch->paused = !watch->paused;
	watch->face.ago = 0;
}

static void step(struct watch *watch, int by)
{
	int ago = watch->face.ago + by;

	if (!watch->paused && by < 0)
		return;
	watch->paused = true;
	if (looks_at(&watch->face.looks, ago))
		watch->face.ago = ago;
	else
		snprintf(watch->note, sizeof(watch->note),
			 by > 0 ? "no earlier look is kept" :
				  "this is the last look; space goes on");
}

static void step_back(struct watch *watch)
{
	step(watch, 1);
}

static void step_forth(struct watch *watch)
{
	step(watch, -1);
}

/* To the next look, seen from here, at which something changed. */
static void step_to_change(struct watch *watch, int by)
{
	const struct look *look;
	int ago = watch->face.ago;

	do {
		ago += by;
		look = looks_at(&watch->face.looks, ago);
	} while (look && !look->changed);
	if (look)
		step(watch, ago - watch->face.ago);
	else
		snprintf(watch->note, sizeof(watch->note),
			 "no change is kept %s this look",
			 by > 0 ? "before" : "after");
}

static void change_back(struct watch *watch)
{
	step_to_change(watch, 1);
}

static void change_forth(struct watch *watch)
{
	step_to_change(watch, -1);
}

static void look_now(struct watch *watch)
{
	watch->face.ago = 0;
	if (!watch->ended)
		watch_look_now(watch);
}

static void up(struct watch *watch)
{
	watch->face.top--;
}

static void down(struct watch *watch)
{
	watch->face.top++;
}

/* One line of the page before stays in sight, if there is room for two. */
static int page(const struct watch *watch)
{
	int rows = face_lines(&watch->face);

	return rows > 1 ? rows - 1 : 1;
}

static void page_up(struct watch *watch)
{
	watch->face.top -= page(watch);
}

static void page_down(struct watch *watch)
{
	watch->face.top += page(watch);
}

static void home(struct watch *watch)
{
	watch->face.top = 0;
}

static void end(struct watch *watch)
{
	watch->face.top = INT64_MAX;
}

static void left(struct watch *watch)
{
	if (watch->face.left)
		watch->face.left--;
}

static void right(struct watch *watch)
{
	if (watch->face.left + 1 < watch->face.columns.n)
		watch->face.left++;
}

static void ask(struct watch *watch, enum watch_prompt prompt)
{
	watch->prompt = prompt;
	*watch->typed = '\0';
}

static void ask_search(struct watch *watch)
{
	ask(watch, WATCH_SEARCH);
}

static void ask_go(struct watch *watch)
{
	ask(watch, WATCH_GO);
}

static void ask_lens(struct watch *watch)
{
	ask(watch, WATCH_LENS);
}

static void counts(struct watch *watch)
{
	if (watch->face.kind->counts)
		watch->face.counts = !watch->face.counts;
	else
		snprintf(watch->note, sizeof(watch->note),
			 "a %s has no counts", watch->face.kind->name);
}

static void forget(struct watch *watch)
{
	looks_forget_changes(&watch->face.looks);
	watch->face.hot_looks = 0;
	snprintf(watch->note, sizeof(watch->note), "all counts are 0 again");
}

static void vertical(struct watch *watch)
{
	int64_t element = watch->face.kind->first_of(&watch->face,
						     watch->face.top);

	if (watch->face.kind != &table_face)
		return;
	watch->face.lines = !watch->face.lines;
	watch->face.top = watch->face.kind->line_of(&watch->face, element);
}

static void choose(struct watch *watch, const struct face_kind *kind)
{
	const char *error = kind->fits(&watch->face);

	if (error)
		snprintf(watch->note, sizeof(watch->note), "no %s: %s",
			 kind->name, error);
	else
		face_choose(&watch->face, kind);
}

static void next_display(struct watch *watch)
{
	int i, at = 0;

	while (faces[at] != watch->face.kind)
		at++;
	for (i = 1; i < FACES; i++)
		if (!faces[(at + i) % FACES]->fits(&watch->face))
			break;
	choose(watch, faces[(at + i) % FACES]);
}

/* The keys that have no more to do than one function. */
static const struct key {
	int key;
	int other;
	void (*act)(struct watch *watch);
	const char *names;
	const char *help;
} keys[] = {
	{ 'q', 'Q', leave, "q", "quit" },
	{ '?', 0, help, "?", "this list" },
	{ ' ', 0, pause_or_go_on, "space", "pause, and go on" },
	{ ',', '[', step_back, ", .  [ ]", "one look back, forth" },
	{ '.', ']', step_forth, NULL, NULL },
	{ '<', '{', change_back, "< >  { }",
	  "to the change before, after it" },
	{ '>', '}', change_forth, NULL, NULL },
	{ 'r', 0, look_now, "r", "look now" },
	{ TERMINAL_UP, 'k', up, "arrows, h j k l", "scroll" },
	{ TERMINAL_DOWN, 'j', down, NULL, NULL },
	{ TERMINAL_LEFT, 'h', left, NULL, NULL },
	{ TERMINAL_RIGHT, 'l', right, NULL, NULL },
	{ TERMINAL_PAGE_UP, 'b', page_up, "PgUp PgDn, b f", "by a page" },
	{ TERMINAL_PAGE_DOWN, 'f', page_down, NULL, NULL },
	{ TERMINAL_HOME, 0, home, "Home End, G", "to the start, the end" },
	{ TERMINAL_END, 'G', end, NULL, NULL },
	{ '/', 0, ask_search, "/", "search text; in hex, bytes" },
	{ 'n', 0, watch_search, "n", "search it again" },
	{ 'g', 0, ask_go, "g", "go to an index; in hex, an offset" },
	{ 'c', 0, counts, "c", "how often each cell has changed" },
	{ '0', 0, forget, "0", "count from 0 again" },
	{ TERMINAL_TAB, 0, next_display, "Tab, t a x m p i",
	  "display: table, array, hex, heat map, plot, picture" },
	{ 'v', 0, vertical, "v", "of a table: a line for each value" },
	{ 'L', 0, ask_lens, "L", "another lens, type or format" },
	{ 's', 0, watch_save, "s", "save a snapshot" },
	{ 'L' & 0x1f, 0, NULL, "^L", "draw the screen again" },
};

#define N_KEYS	((int)(sizeof(keys) / sizeof(*keys)))

const char *watch_key_help(int line, const char **names)
{
	int i;

	for (i = 0; i < N_KEYS; i++)
		if (keys[i].names && !line--) {
			*names = keys[i].names;
			return keys[i].help;
		}
	return NULL;
}

static void command_key(struct watch *watch, int key)
{
	int i;

	for (i = 0; i < FACES; i++)
		if (faces[i]->key == key) {
			choose(watch, faces[i]);
			return;
		}
	for (i = 0; i < N_KEYS; i++)
		if (keys[i].key == key || (key && keys[i].other == key)) {
			if (keys[i].act)
				keys[i].act(watch);
			else
				terminal_redraw();
			return;
		}
}

static void entered(struct watch *watch, enum watch_prompt prompt)
{
	const char *text = watch->typed;

	if (prompt == WATCH_LENS) {
		watch_through(watch, text);
	} else if (prompt == WATCH_GO) {
		watch_go(watch, text);
	} else {
		if (*text)
			strcpy(watch->searched, text);
		watch_search(watch);
	}
}

static void prompt_key(struct watch *watch, int key)
{
	enum watch_prompt prompt = watch->prompt;

	switch (terminal_edit(watch->typed, sizeof(watch->typed), key)) {
	case TERMINAL_ENTERED:
		watch->prompt = WATCH_NOTHING;
		entered(watch, prompt);
		break;
	case TERMINAL_LEFT_OFF:
		watch->prompt = WATCH_NOTHING;
		break;
	default:
		break;
	}
}

void watch_key(struct watch *watch, int key)
{
	if (key == TERMINAL_GONE) {
		watch->leaves = true;
		return;
	}
	if (key == TERMINAL_RESIZE)
		return;
	if (watch->prompt) {
		prompt_key(watch, key);
	} else if (watch->helps) {
		watch->helps = false;
	} else {
		*watch->note = '\0';
		if (!watch->ended)
			terminal_forget_message();
		command_key(watch, key);
	}
	face_fit(&watch->face);
}
