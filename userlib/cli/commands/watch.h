/* SPDX-License-Identifier: GPL-2.0 */
/* mview watch: what its parts have in common. */
#ifndef MVIEW_CLI_WATCH_H
#define MVIEW_CLI_WATCH_H

#include "displays/face.h"
#include "lenses/elements.h"
#include "sources/pace.h"

#define WATCH_TYPED	256

/**
 * enum watch_prompt - what is typed at the bottom
 * @WATCH_NOTHING: keys are commands
 * @WATCH_SEARCH: what to search
 * @WATCH_GO: an index, or an offset
 * @WATCH_LENS: a lens, type or format
 */
enum watch_prompt {
	WATCH_NOTHING,
	WATCH_SEARCH,
	WATCH_GO,
	WATCH_LENS,
};

/**
 * struct watch - a source on the screen
 * @source: the source
 * @title: what it is called on the screen
 * @steps: of its steps, those from the command line
 * @pace: when it is looked at
 * @elements: options
 * @display: name of the one to begin with, or NULL
 * @face: the screen
 * @paused: it is not looked at
 * @ended: it can't be looked at any more
 * @leaves: the command ends
 * @helps: the keys are shown
 * @prompt: what is typed
 * @typed: so far
 * @searched: what was searched last
 * @note: what the last key has done, for the bottom line
 */
struct watch {
	struct source source;
	char title[256];
	int steps;
	struct pace pace;
	struct elements elements;
	const char *display;
	struct face face;
	bool paused;
	bool ended;
	bool leaves;
	bool helps;
	enum watch_prompt prompt;
	char typed[WATCH_TYPED];
	char searched[WATCH_TYPED];
	char note[WATCH_TYPED + 64];
};

/* Make the screen of what is there; an exit status. */
int watch_open(struct watch *watch);
void watch_close(struct watch *watch);

/* Look again. False, and nothing is looked at any more, if it can't be. */
bool watch_look(struct watch *watch);

/* The same before it is due; what its name stands for is asked again. */
void watch_look_now(struct watch *watch);

/* See it through another lens, type or format; as at first without @name. */
void watch_through(struct watch *watch, const char *name);

/* Go to the next place where @watch->searched is, behind the last one. */
void watch_search(struct watch *watch);

/* Go to what is typed. */
void watch_go(struct watch *watch, const char *text);

/* Save the look that is shown, or the buffer if that is larger. */
void watch_save(struct watch *watch);

void watch_draw(struct watch *watch);
void watch_key(struct watch *watch, int key);

/* A line of the help: 0 is the first; NULL behind the last. */
const char *watch_key_help(int line, const char **names);

#endif /* MVIEW_CLI_WATCH_H */
