// SPDX-License-Identifier: GPL-2.0
/*
 * mview replay: what a recording has, and all messages of a channel: shown as
 * other commands do, as files, or in a buffer.
 */
#include <errno.h>
#include <fnmatch.h>
#include <inttypes.h>
#include <math.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <mview-inspect.h>

#include "cli.h"
#include "commands/record_parts.h"
#include "commands/replay.h"
#include "displays/text.h"
#include "sources/expr.h"
#include "sources/recorded.h"
#include "sources/source.h"

/* What RANGE consists of, see mview_file_open(). */
#define RANGE_CHARS	"0123456789abcdefxX.:-mus"

enum {
	SPEED = OPTION_NAMED, NPY, PNG, INTO, JSON, CSV, SHOW, HEX, IMAGE, PLOT,
};

/**
 * struct replay - the command line
 * @file: the recording
 * @glob: names of its channels; or NULL for all
 * @range: which of their messages; or NULL for all
 * @how: what to do with them, or 0: list them
 * @argument: of that
 * @speed: as of struct source
 */
struct replay {
	const char *file;
	char *glob;
	const char *range;
	int how;
	const char *argument;
	double speed;
};

static int take_option(const struct command *command,
		       const struct cli_option *option, void *arg)
{
	struct replay *replay = arg;
	struct source source;
	int status;

	if (option->letter == SPEED) {
		status = recorded_option(command, &source);
		replay->speed = source.speed;
		return status;
	}
	if (replay->how)
		return misused(command, "one thing at a time; --%s is another "
			       "one", option->name);
	replay->how = option->letter;
	replay->argument = optarg;
	return 0;
}

/* The last @ of a name, unless it begins with it, if a range may be behind it. */
static const char *range_mark(const char *which)
{
	const char *at, *last = NULL;

	for (at = which; *(at = expr_find(at, "@")); at++)
		if (at > which)
			last = at;
	if (!last || !last[1] || last[1 + strspn(last + 1, RANGE_CHARS)])
		return which + strlen(which);
	return last;
}

static void read_channel(struct replay *replay, const char *which)
{
	const char *mark = range_mark(which);

	replay->range = *mark ? mark + 1 : NULL;
	replay->glob = strndup(which, mark - which);
	if (!replay->glob)
		exit(failed("out of memory"));
}

static int take_word(const struct command *command, const char *word, void *arg)
{
	struct replay *replay = arg;

	if (!replay->file)
		replay->file = word;
	else if (!replay->glob)
		read_channel(replay, word);
	else
		return misused(command, "one name at a time, which may be a "
			       "glob: '%s'", word);
	return 0;
}

static void print_message(const struct mview_message *message)
{
	time_t seconds = message->time / 1000000000;
	struct tm tm;
	char date[32] = "?";

	if (gmtime_r(&seconds, &tm))
		strftime(date, sizeof(date), "%FT%T", &tm);
	text_printf(stdout, "%s.%09" PRIu64 "Z  %s@%" PRIu64 "  %" PRId64
		    " bytes\n", date, message->time % 1000000000, message->name,
		    message->seq, message->nbytes);
}

/* Names may have what is a glob's. */
static bool is_chosen(const struct replay *replay, const char *name)
{
	return !replay->glob || !fnmatch(replay->glob, name, 0) ||
	       !strcmp(replay->glob, name);
}

/**
 * struct channels - those that are chosen
 * @names: array, each once
 * @n: its length
 * @tree: of the same, to find one
 */
struct channels {
	char **names;
	int n;
	void *tree;
};

static int compare_names(const void *a, const void *b)
{
	return strcmp(a, b);
}

static void add_channel(struct channels *channels, const char *name)
{
	char *copy;

	if (tfind(name, &channels->tree, compare_names))
		return;
	copy = strdup(name);
	if (!copy || !tsearch(copy, &channels->tree, compare_names))
		exit(failed("out of memory"));
	channels->names = reallocate(channels->names,
				     (channels->n + 1) * sizeof(copy));
	channels->names[channels->n++] = copy;
}

static void keep(void *name)
{
	(void)name;
}

static void free_channels(struct channels *channels)
{
	tdestroy(channels->tree, keep);
	while (channels->n)
		free(channels->names[--channels->n]);
	free(channels->names);
}

/*
 * Print each message, or with an option find which channels there are. What can't
 * be read is passed over here then: the command that shows the channel reports
 * it, if there is one.
 */
static int read_all(const struct replay *replay,
		    struct mview_recording *recording, struct channels *channels)
{
	struct mview_message message;
	bool damaged = false;
	int got, status = EXIT_OK;

	while ((got = mview_recording_next(recording, &message)) &&
	       !ferror(stdout)) {
		if (got > 0 && is_chosen(replay, message.name)) {
			add_channel(channels, message.name);
			if (!replay->how && !replay->range)
				print_message(&message);
		}
		if (got > 0)
			continue;
		got = errno;
		damaged = true;
		if (!replay->how)
			status = failed("%s", mview_inspect_error());
		if (got != EBADMSG)
			break;
	}
	if (damaged && replay->how && !channels->n)
		status = failed("%s", mview_inspect_error());
	return status;
}

/* Those of a channel that are in the range. */
static int list_range(const struct replay *replay, const char *channel)
{
	struct mview *view = mview_file_open(replay->file, channel,
					     replay->range), *next;
	int status = view ? EXIT_OK : failed("%s", mview_inspect_error());

	while (view && !ferror(stdout)) {
		print_message(mview_recorded_message(view));
		do
			next = mview_source_next(view, 0);
		while (!next && errno == EBADMSG);
		mview_close(view);
		view = next;
	}
	mview_close(view);
	return status;
}

static int list_ranges(const struct replay *replay,
		       const struct channels *channels)
{
	int i, status = EXIT_OK;

	for (i = 0; replay->range && i < channels->n; i++)
		if (list_range(replay, channels->names[i]))
			status = EXIT_FAILED;
	return status;
}

static int play_source(const struct replay *replay, struct source *source)
{
	switch (replay->how) {
	case SHOW:
		return show_source(source, OUTPUT_TEXT);
	case JSON:
		return show_source(source, OUTPUT_JSON);
	case CSV:
		return show_source(source, OUTPUT_CSV);
	case HEX:
		return hex_source(source);
	case IMAGE:
		return image_source(source);
	case PLOT:
		return plot_source(source);
	case NPY:
		return replay_npy(source, replay->argument);
	case PNG:
		return replay_png(source, replay->argument);
	default:
		return replay_into(source, replay->argument);
	}
}

static int play(const struct replay *replay, const char *channel)
{
	char *name = recorded_name(replay->file, channel, replay->range);
	struct source source = {
		.text = name,
		.file = replay->file,
		.channel = channel,
		.range = replay->range,
		.follow = true,
		.any_length = true,
		.speed = replay->speed,
	};
	int status = play_source(replay, &source);

	free(name);
	return status;
}

static int play_all(const struct replay *replay,
		    const struct channels *channels)
{
	bool wants_one = replay->how == NPY || replay->how == PNG ||
			 replay->how == INTO;
	int i, status = EXIT_OK;

	if (wants_one && channels->n > 1)
		return failed("%s: of which channel? %s and %s are two",
			      replay->file, channels->names[0],
			      channels->names[1]);
	for (i = 0; i < channels->n && status == EXIT_OK; i++)
		status = play(replay, channels->names[i]);
	return status;
}

/* What --max-size has written has numbers in its names. */
static int not_opened(const char *file)
{
	bool is_missing = errno == ENOENT;
	char *part = is_missing ? record_oldest_part(file) : NULL;
	int status;

	status = part ? failed("%s: there is none, but 'mview record --max-size' "
			       "has made several files of it, from %s on; name "
			       "one of them", file, part) :
			failed("%s", mview_inspect_error());
	free(part);
	return status;
}

static int replay_file(const struct replay *replay)
{
	struct mview_recording *recording = mview_recording_open(replay->file);
	struct channels channels = { .n = 0 };
	int status;

	if (!recording)
		return not_opened(replay->file);
	status = read_all(replay, recording, &channels);
	mview_recording_close(recording);
	if (status == EXIT_OK && replay->glob && !channels.n)
		status = failed("%s: it has no message of %s", replay->file,
				replay->glob);
	if (!replay->how)
		status = list_ranges(replay, &channels) ?: status;
	else if (status == EXIT_OK)
		status = play_all(replay, &channels);
	free_channels(&channels);
	return status;
}

static int replay_run(const struct command *command, int argc, char **argv)
{
	static const struct option_takers takers = { take_option, take_word };
	struct replay replay = { .how = 0 };
	int status = options_read(command, argc, argv, &takers, &replay);

	if (!status && !replay.file)
		status = misused(command, "it wants a recording");
	/* Files are not written in the time of the recording. */
	if (!replay.speed && replay.how && replay.how <= CSV &&
	    replay.how != INTO)
		replay.speed = INFINITY;
	status = status ?: replay_file(&replay);
	free(replay.glob);
	return status;
}

static const struct cli_option options[] = {
	{ "show", SHOW, NULL, "show all messages, each in its time" },
	{ "hex", HEX, NULL, "likewise, as mview hex does" },
	{ "image", IMAGE, NULL, "as mview image does" },
	{ "plot", PLOT, NULL, "as mview plot does" },
	{ "json", JSON, NULL, "as JSON, a document a message" },
	{ "csv", CSV, NULL, "as CSV" },
	{ "npy", NPY, "FILE", "as an array in a file of NumPy, a message an\n"
	  "element of its first axis" },
	{ "png-sequence", PNG, "PREFIX", "as pictures, PREFIX000000.png and so on" },
	{ "into", INTO, "BUFFER", "into a buffer of mview_sim, which announces\n"
	  "each message in its time" },
	{ "speed", SPEED, "SPEED", "so many times as fast as it was recorded, or max" },
	{ NULL }
};

const struct command replay_command = {
	.name = "replay",
	.summary = "list, show, export or play what a recording has",
	.usage = "[OPTION]... FILE [CHANNEL]",
	.options = { options },
	.help = "Without an option, a line for each message: when it was recorded, source\n"
		"and number, bytes. CHANNEL is the name of a source, which may be a glob;\n"
		"NAME@FROM:TO are some of its messages, by number or by time, as in\n"
		"adc0@100:200 or 'adc*@1.5s:2s'. Numbers are those that the driver gave its\n"
		"blocks, which may begin anywhere; @-1 is the last one, @-10: the last ten.\n"
		"file:FILE#CHANNEL is a source of all commands, too.\n",
	.run = replay_run,
};
