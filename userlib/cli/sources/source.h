/* SPDX-License-Identifier: GPL-2.0 */
/* Sources: the part of a buffer that a command shows, once or as it changes. */
#ifndef MVIEW_CLI_SOURCE_H
#define MVIEW_CLI_SOURCE_H

#include <stdbool.h>
#include <stdint.h>

#include <mview.h>

#include "lenses/types.h"
#include "options.h"
#include "sources/labels.h"

struct command;

#define SOURCE_STEPS	32

/**
 * struct step - one of the steps from the whole buffer to what is shown
 * @slices: pairs of brackets, or NULL
 * @format: else, how to see it: a format, or NULL for the one that it has
 * @as: the format's name: itself, or that of a C type
 * @is_lens: or of a lens
 * @type: the type, whose format it is, or NULL
 * @shape: and a shape, or NULL for one dimension of as many as fit
 */
struct step {
	const char *slices;
	const char *format;
	const char *as;
	bool is_lens;
	const struct mview_ctype *type;
	const char *shape;
};

/**
 * struct source - what the command line says of it
 * @text: the buffer's name, with the slices that stand beside it
 * @file: of a recording whose messages are the source, which @text only names for
 *	people; else NULL
 * @channel: their channel
 * @range: which of them, see mview_file_open()
 * @steps: what to make of the buffer, in this order
 * @nsteps: their number
 * @btf: where types come from
 * @type: what the elements are, or NULL if that is what their format says
 * @lens: what says so, or NULL
 * @finds_lens: the lens that is for the buffer is taken where nothing else is told
 * @writes: open it for writing
 * @undeclared: registers that their driver declared nothing of, too
 * @wait: begin with the next data, not with what is there
 * @follow: go on whenever there is new data
 * @every_ns: look again by the clock, so often; 0 when new data is announced,
 *	where it is
 * @speed: of a recording, as its own; infinite for as fast as can be; 0 for 1
 * @any_length: the next frame may have another length
 * @count: stop after so many times; 0 for never
 */
struct source {
	const char *text;
	const char *file;
	const char *channel;
	const char *range;
	struct step steps[SOURCE_STEPS];
	int nsteps;
	struct types_from btf;
	const struct mview_ctype *type;
	const struct mview_lens *lens;
	bool finds_lens;
	bool writes;
	bool undeclared;
	bool wait;
	bool follow;
	int64_t every_ns;
	double speed;
	bool any_length;
	long count;
};

/* Tables of options: how to see it; --wait; --follow; --every and --speed; --count. */
extern const struct cli_option source_cast[], source_wait[], source_follow[];
extern const struct cli_option source_every[], source_count[];

/* Those of all commands that take a source; of those that show it, as well. */
#define CAST_OPTIONS	source_cast, types_options
#define SOURCE_OPTIONS	CAST_OPTIONS, source_wait, source_follow, source_every, \
			source_count

/**
 * struct source_options - what a command that shows a source takes beside that
 * @finds_lens: of struct source
 * @any_length: likewise
 * @own: told of each option that is in none of the tables above; 0, or the exit
 *	status if it ends the command. NULL if there is none.
 * @word: likewise, told of each word behind the name that is no slice. NULL if
 *	there may be none.
 */
struct source_options {
	bool finds_lens;
	bool any_length;
	int (*own)(const struct command *command, int option, void *arg);
	int (*word)(const struct command *command, const char *word, void *arg);
};

/**
 * source_parse - read a command line
 * @command: the command
 * @options: what else it takes
 * @argc: of the command
 * @argv: of the command
 * @source: written
 * @arg: handed to @options->own
 *
 * Return: 0, or the exit status if that ends the command.
 */
int source_parse(const struct command *command,
		 const struct source_options *options, int argc, char **argv,
		 struct source *source, void *arg);

#define SOURCES_MAX	60

/**
 * struct sources - those of a command that takes several
 * @list: array, needed until the tool ends
 * @n: its length, from 1 to SOURCES_MAX
 */
struct sources {
	struct source *list;
	int n;
};

/**
 * sources_parse - read a command line that may name several sources
 *
 * As source_parse(). A word that does not begin with [ is another source; slices
 * and casts are steps of the source before them, or of the first one. The other
 * options hold for all of them.
 */
int sources_parse(const struct command *command,
		  const struct source_options *options, int argc, char **argv,
		  struct sources *sources, void *arg);

/* A word of it: the name, with slices or without, or slices. As source_parse(). */
int source_word(const struct command *command, struct source *source,
		const char *word);

/* One that no command line names is seen as a command with @options sees it. */
void source_adopt(struct source *source, const struct source_options *options);

/**
 * source_buffer - what the kernel knows of the buffer that a view is of
 * @view: the view
 *
 * Return: to be freed with mview_buffer_free(); NULL if it is not the kernel's.
 */
struct mview_buffer *source_buffer(const struct mview *view);

/**
 * source_type - what the elements of a view are
 * @source: the source
 * @view: a view of it
 *
 * Return: a type, needed until the tool ends; NULL if there is none, of which it
 * has told.
 */
const struct mview_ctype *source_type(const struct source *source,
				      struct mview *view);

/* Say why it could not be read, from errno; the exit status. */
int source_failed(const struct source *source);

/* Say that @view, whose shape is told, is not what a command wants. */
int source_unfit(const struct source *source, struct mview *view,
		 const char *why);

/**
 * struct frame - what there is at one time
 * @base: what the source's name stands for
 * @view: what the source takes of that
 * @labels: of its elements
 * @seq: how often new data was announced before, a picture was taken or it was
 *	due by the clock
 * @number: how many frames there were before
 * @passed: how many were announced, or taken by the camera, but not shown, as
 *	what showed those before took too long
 */
struct frame {
	struct mview *base;
	struct mview *view;
	struct labels labels;
	uint64_t seq;
	long number;
	uint64_t passed;
};

/*
 * Return: an exit status; on failure it has said why, and nothing is open. The
 * lens that is for the buffer is a step then.
 */
int source_open(struct source *source, struct frame *frame);
void frame_close(struct frame *frame);

/* Whether a step of it is a format, a shape, a type or a lens. */
bool source_has_cast(const struct source *source);

/* Its name, without slices; to be freed. */
char *source_name(const struct source *source);

/* What the source's name stands for; NULL, and it has said why. */
struct mview *source_open_name(const struct source *source);

/* Make @frame->view and @frame->labels anew, of @frame->base. */
int source_take(const struct source *source, struct frame *frame);

/* When @frame was recorded, or else now: nanoseconds since 1970. */
uint64_t source_time(const struct frame *frame);

/* Tell frames apart, where there may be several, by a line with their number. */
void source_heading(const struct source *source, const struct frame *frame);

/**
 * source_each - show the source's frames
 * @source: the source
 * @show: called for each; returns an exit status, and ends it if not EXIT_OK
 * @arg: handed to @show
 *
 * Return: the exit status.
 */
int source_each(struct source *source,
		int (*show)(const struct source *source,
			    const struct frame *frame, void *arg),
		void *arg);

#endif /* MVIEW_CLI_SOURCE_H */
