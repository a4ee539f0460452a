/* SPDX-License-Identifier: GPL-2.0 */
/* mview record, and its parts. */
#ifndef MVIEW_CLI_RECORD_H
#define MVIEW_CLI_RECORD_H

#include <mview-inspect.h>

#include "sources/pace.h"

struct record_file;
struct record_kept;

/**
 * struct record_options - what the command line says
 * @output: the file's name
 * @compression: "lz4", "zstd", or NULL for none
 * @until: text of an expression: the frame that fulfils it is the last one; or
 *	NULL
 * @trigger: likewise: what is recorded begins around that frame
 * @before: frames before that, of all sources together
 * @after: and behind it; -1 for all that come
 * @max_size: bytes of all files together, or 0
 */
struct record_options {
	const char *output;
	const char *compression;
	const char *until;
	const char *trigger;
	int64_t before;
	int64_t after;
	int64_t max_size;
};

extern const struct cli_option record_options[];
extern const struct source_options record_source_options;

/* Fill in the rest once all is read; 0, or the exit status. */
int record_options_check(const struct command *command,
			 const struct record_options *options);

/**
 * struct record_tap - a source that is recorded
 * @name: of its channel
 * @lens: that its elements are seen through, or NULL
 * @type: that they have, or NULL
 * @until: of struct record_options, for its elements; NULL if it has no such
 *	fields
 * @trigger: likewise
 * @channel: its number in the file that is open, or -1
 * @taken: frames that were to be recorded
 * @frames: of @taken, those that are in a file, as far as that has ended
 * @missed: that were announced, taken by the camera or due, and not seen
 * @torn: of @frames, those that the driver overwrote meanwhile
 * @written: frames that were given to the file that is open
 * @torn_whole: torn ones of @written that are in chunks which the file has
 * @torn_last: and those of the last chunk, which is not written yet
 * @seq: of the last one
 */
struct record_tap {
	const char *name;
	const char *lens;
	const char *type;
	struct mview_expr *until;
	struct mview_expr *trigger;
	int channel;
	uint64_t taken;
	uint64_t frames;
	uint64_t missed;
	uint64_t torn;
	uint64_t written;
	uint64_t torn_whole;
	uint64_t torn_last;
	uint64_t seq;
};

/**
 * struct record_frame - what there was at one time
 * @tap: of which source
 * @view: its elements
 * @seq: as of struct frame
 * @time_ns: since 1970
 * @base: whose driver announces new data; NULL once @view is a copy
 * @announced: how often it had, before the copy
 * @is_torn: and again before the copy was made
 */
struct record_frame {
	struct record_tap *tap;
	struct mview *view;
	uint64_t seq;
	uint64_t time_ns;
	const struct mview *base;
	uint64_t announced;
	bool is_torn;
};

/**
 * struct record - a recording that is being made
 * @options: of the command line
 * @sources: likewise
 * @paces: of the sources that are open
 * @taps: of all sources
 * @open: for each of @paces, which of @taps it is
 * @npaces: their number
 * @file: where it goes
 * @kept: the last frames, where a condition looks at them first; or NULL
 * @triggered: there is no trigger, or it was fulfilled
 * @left: frames that may come yet; negative for all
 * @count: frames that may be recorded; 0 for all
 * @done: it ends
 * @status: how
 */
struct record {
	struct record_options options;
	struct sources sources;
	struct pace *paces;
	struct record_tap *taps;
	int *open;
	int npaces;
	struct record_file *file;
	struct record_kept *kept;
	bool triggered;
	int64_t left;
	int64_t count;
	bool done;
	int status;
};

/* How often the driver has announced new data; 0 if there is none. */
uint64_t record_announced(const struct mview *base);

/* Has it since the frame began to be copied? */
bool record_is_torn(const struct record_frame *frame);

/* record_open.c: @paces, @taps and their conditions; an exit status. */
int record_open(struct record *record);

/* record_file.c: where it goes. */

/**
 * record_file_open - begin to write; with --max-size to several files
 * @options: which file
 * @taps: whose channels it has
 * @ntaps: their number
 * @largest: bytes of a frame, at most
 *
 * Return: NULL, and it has said why not.
 */
struct record_file *record_file_open(const struct record_options *options,
				     struct record_tap *taps, int ntaps,
				     int64_t largest);

/*
 * Has the file lost its name, or bytes, by another program? What is written to it
 * would be lost with it. It has said so then.
 */
bool record_file_is_gone(struct record_file *file);

/**
 * record_file_write - write a frame
 *
 * Return: 0; or -1 and errno, with mview_inspect_error(): ENODEV and EBADFD are
 * of the frame, and others may follow.
 */
int record_file_write(struct record_file *file,
		      const struct record_frame *frame);

/*
 * Write what is left; then @frames of all taps are known. The exit status. With
 * @told, why it failed has been said.
 */
int record_file_end(struct record_file *file, bool told);

/* Tell of the files. */
void record_file_close(struct record_file *file);

/* record_count.c: what a file has of a source. */

/* The file is empty. */
void record_count_begin(struct record_tap *tap);

/* A frame was given to the file, and before that record_count_settle() called. */
void record_count_frame(struct record_tap *tap, bool is_torn);
void record_count_settle(struct record_tap *tap,
			 const struct mview_recorder *recorder);

/*
 * Before the file is closed: what it has belongs to @frames and @torn then.
 * Return: how many frames it has.
 */
uint64_t record_count_end(struct record_tap *tap,
			  const struct mview_recorder *recorder);

/* record_kept.c: the last frames, in memory. */

/* @n frames of up to @largest bytes; NULL, and it has said why not. */
struct record_kept *record_kept_create(int64_t n, int64_t largest);
void record_kept_destroy(struct record_kept *kept);

/*
 * Copy a frame's elements in place of the oldest ones; @frame->view is that copy
 * then. -1 and errno.
 */
int record_kept_add(struct record_kept *kept, struct record_frame *frame);

/* Those that were added last, oldest first: @age 0 is the newest; or NULL. */
const struct record_frame *record_kept_at(const struct record_kept *kept,
					  int64_t age);

/* All but the newest are forgotten. */
void record_kept_clear(struct record_kept *kept);

#endif /* MVIEW_CLI_RECORD_H */
