// SPDX-License-Identifier: GPL-2.0
/* What mview record is told. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "commands/record.h"

enum { COMPRESSION = OPTION_NAMED, TRIGGER, BEFORE, AFTER, MAX_SIZE };

const struct cli_option record_options[] = {
	{ "output", 'o', "FILE", "the recording, which is replaced" },
	{ "compression", COMPRESSION, "lz4|zstd|none", "of its chunks; none if it is not "
	  "said" },
	{ "until", 'U', "EXPR", "end with the frame that has an element of which\n"
	  "this is not 0" },
	{ "trigger", TRIGGER, "EXPR", "begin with such a frame" },
	{ "before", BEFORE, "N", "... and N frames before it" },
	{ "after", AFTER, "N", "... and end N frames behind it" },
	{ "max-size", MAX_SIZE, "SIZE", "several files, of SIZE in all, as in 500M or "
	  "2G:\nFILE.000000.mcap and so on; the oldest is removed" },
	{ NULL }
};

static int read_number(const struct command *command, const char *name,
		       int64_t *number)
{
	char *end;

	errno = 0;
	*number = strtoll(optarg, &end, 10);
	if (errno || end == optarg || *end || *number < 0 ||
	    *number == INT64_MAX)
		return misused(command, "--%s wants a number of frames", name);
	return 0;
}

static int read_size(const struct command *command, int64_t *size)
{
	static const char units[] = "kMGT";
	const char *unit;
	char *end;
	int i;

	errno = 0;
	*size = strtoll(optarg, &end, 10);
	unit = *end ? strchr(units, *end == 'K' ? 'k' : *end) : NULL;
	if (errno || end == optarg || *size < 1 || (*end && (!unit || end[1])))
		return misused(command, "--max-size wants bytes, as in 500M or "
			       "2G");
	for (i = 0; unit && i <= unit - units; i++)
		if (__builtin_mul_overflow(*size, 1024, size))
			return misused(command, "--max-size: that is beyond all "
				       "bounds");
	return 0;
}

static int read_compression(const struct command *command,
			    struct record_options *options)
{
	options->compression = strcmp(optarg, "none") ? optarg : NULL;
	if (!options->compression || !strcmp(optarg, "lz4") ||
	    !strcmp(optarg, "zstd"))
		return 0;
	return misused(command, "--compression is lz4, zstd or none");
}

static int record_option(const struct command *command, int option, void *arg)
{
	struct record_options *options = arg;

	switch (option) {
	case 'o':
		options->output = optarg;
		return 0;
	case COMPRESSION:
		return read_compression(command, options);
	case 'U':
		options->until = optarg;
		return 0;
	case TRIGGER:
		options->trigger = optarg;
		return 0;
	case BEFORE:
		return read_number(command, "before", &options->before);
	case AFTER:
		return read_number(command, "after", &options->after);
	default:
		return read_size(command, &options->max_size);
	}
}

const struct source_options record_source_options = {
	.finds_lens = true,
	.own = record_option,
};

int record_options_check(const struct command *command,
			 const struct record_options *options)
{
	if (!options->output || !*options->output)
		return misused(command, "into which file? Say -o FILE");
	if (!strcmp(options->output, "-"))
		return misused(command, "-o -: a recording goes to a file, and "
			       "not to standard output: what is written is "
			       "gone back to; ./- is a file of that name");
	if (!options->trigger && (options->before || options->after >= 0))
		return misused(command, "--before and --after are of a "
			       "--trigger");
	return 0;
}
