/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Pace: when a source is looked at again. Where a driver announces new data, or
 * a camera has a next picture, or a recording a next message, then; by the clock
 * where nobody tells, or where --every says so.
 */
#ifndef MVIEW_CLI_SOURCES_PACE_H
#define MVIEW_CLI_SOURCES_PACE_H

#include <stdbool.h>
#include <stdint.h>

#include "sources/source.h"

struct pollfd;

#define PACE_FOREVER	INT64_MAX
#define PACE_MS		1000000LL	/* nanoseconds */

/* How often sources are looked at that nobody announces. */
#define PACE_EVERY_NS	(100 * PACE_MS)

enum pace_kind {
	PACE_ANNOUNCED,
	PACE_CAMERA,
	PACE_RECORDED,
	PACE_TIMED,
};

/**
 * struct pace - a source that is looked at again and again
 * @source: the source
 * @frame: what came last; its number is that of frames before it, its seq what
 *	the driver has announced, pictures that the camera took behind the first
 *	one, the message's number, or with PACE_TIMED how often it
 *	was due before
 * @kind: what tells of the next one
 * @every_ns: with PACE_TIMED, from one look to the next
 * @due_ns: likewise, and with PACE_RECORDED, when the next one is, by pace_now()
 * @is_kept: the source is a file or a screen, which is opened anew each time:
 *	what its name stands for is replaced, not changed
 * @has_ended: with PACE_RECORDED, there is no next frame
 * @ahead: with PACE_RECORDED, the next message, once it is known
 * @start_ns: likewise, when the first one came
 * @start_time: and when it was recorded
 * @damage: what of the recording could not be read, or NULL
 */
struct pace {
	struct source *source;
	struct frame frame;
	enum pace_kind kind;
	int64_t every_ns;
	int64_t due_ns;
	bool is_kept;
	bool has_ended;
	struct mview *ahead;
	int64_t start_ns;
	uint64_t start_time;
	char *damage;
};

/* CLOCK_MONOTONIC, in nanoseconds. */
int64_t pace_now(void);

/**
 * pace_read_time - read a number with its unit: 50us, 100ms, 2.5s; or of seconds
 * @text: the text
 * @ns: written
 *
 * Return: whether it is one, from 1 ns to 30 years.
 */
bool pace_read_time(const char *text, int64_t *ns);

/* The argument of an option that is such a time; or it complains: an exit status. */
int pace_option(const struct command *command, const char *name, int64_t *ns);

/**
 * pace_open - open a source, and take what is there as its first frame
 * @pace: written
 * @source: must outlive it
 *
 * Return: an exit status; on failure it has said why, and nothing is open.
 */
int pace_open(struct pace *pace, struct source *source);
void pace_close(struct pace *pace);

/**
 * pace_wait - wait until one of several sources may have a new frame
 * @paces: the sources
 * @n: their number
 * @fds: what else ends the wait, as poll(2) takes it, such as a keyboard; or NULL
 * @nfds: their number
 * @until_ns: and when, by pace_now(); or PACE_FOREVER
 *
 * Also returns once interrupted() is true, and may return early.
 */
void pace_wait(const struct pace *paces, int n, struct pollfd *fds, int nfds,
	       int64_t until_ns);

/* pace_wait() without any source. */
void pace_sleep(int64_t until_ns);

/*
 * Waiting without a word, at most: pace_patience() is the time at which it ends.
 * Once that has come, pace_is_long() is true, and @patience_ns is PACE_FOREVER.
 */
int64_t pace_patience(void);
bool pace_is_long(int64_t *patience_ns);

/* Say on stderr who has to tell of the next frame, if that is not the clock. */
void pace_tell(const struct pace *pace);

/**
 * pace_next - take the next frame, if it is there; never waits
 * @pace: whose frame it becomes
 * @is_new: set to whether it was there
 *
 * Return: an exit status; on failure it has said why.
 */
int pace_next(struct pace *pace, bool *is_new);

#endif /* MVIEW_CLI_SOURCES_PACE_H */
