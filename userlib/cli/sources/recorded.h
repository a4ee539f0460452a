/* SPDX-License-Identifier: GPL-2.0 */
/* The pace of recordings: each message in its time, or as --speed says. */
#ifndef MVIEW_CLI_SOURCES_RECORDED_H
#define MVIEW_CLI_SOURCES_RECORDED_H

#include "options.h"

/* The letter of --speed; no command has so many without one. */
#define RECORDED_SPEED	(OPTION_NAMED + 200)

struct command;
struct mview;
struct pace;
struct source;

/* --speed: a number, or max, which is infinite. 0, or an exit status. */
int recorded_option(const struct command *command, struct source *source);

/* file:FILE#CHANNEL@RANGE, as a command line names it; to be freed. @range or NULL */
char *recorded_name(const char *file, const char *channel, const char *range);

/* The first message is the frame of @pace; from here on the others are ahead. */
void recorded_begin(struct pace *pace);
void recorded_end(struct pace *pace);

/**
 * recorded_next - what comes next, if its time has come
 * @pace: with PACE_RECORDED
 * @base: written: what is to be the frame's, or NULL
 *
 * Return: an exit status, of a failure behind the last message: what can't be
 * read of a recording is left out, and told there.
 */
int recorded_next(struct pace *pace, struct mview **base);

#endif /* MVIEW_CLI_SOURCES_RECORDED_H */
