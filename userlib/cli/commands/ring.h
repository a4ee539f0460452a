/* SPDX-License-Identifier: GPL-2.0 */
/* mview ring, and its parts. */
#ifndef MVIEW_CLI_RING_H
#define MVIEW_CLI_RING_H

#include "displays/output.h"
#include "lenses/elements.h"
#include "sources/pace.h"
#include "sources/read.h"
#include "sources/source.h"

/**
 * struct ring - what the command line says, and what comes of it
 * @command: the command
 * @source: of the slots
 * @elements: which entries are shown, and what of them
 * @columns: of that
 * @desc: what makes a ring of it; head and tail are filled in when it is opened
 * @head: text of --head, or NULL
 * @tail: likewise
 * @frames: what @head and @tail come from
 * @all: leave nothing out
 * @output: for whom
 * @pace: the memory; with --follow of a recording, when it is another message's
 * @message: with that, a copy that each message is written to in its turn
 * @ring: opened
 */
struct ring {
	const struct command *command;
	struct source source;
	struct elements elements;
	struct columns columns;
	struct mview_ring_desc desc;
	const char *head;
	const char *tail;
	struct frame frames[2];
	bool all;
	enum output output;
	struct pace pace;
	struct read_copy message;
	struct mview_ring *ring;
};

/* What --help and --json call enum mview_ring_owner. */
extern const char *const ring_owners[];

/* ring_options.c */
extern const struct cli_option ring_options[];
extern const struct source_options ring_source;

/*
 * What the lens says of a ring, where nothing is said that tells whose an entry
 * is.
 */
void ring_take_lens(struct ring *ring);

/* Tell of what is wrong, once each with @told; the exit status for it. */
int ring_findings(const struct ring *ring,
		  const struct mview_ring_state *state, bool *told);

#define RING_TROUBLES	(MVIEW_RING_OVERRUN + 1)

/* ring_output.c: all entries for programs; an exit status. */
int ring_put(struct ring *ring, const struct mview_ring_state *state);

/* An entry that is followed, and the head of these; a document or row each. */
void ring_put_head(const struct ring *ring);
void ring_put_entry(struct ring *ring, const struct mview_ring_entry *entry);

/* ring_follow.c: print each new entry; the exit status. */
int ring_follow(struct ring *ring);

#endif /* MVIEW_CLI_RING_H */
