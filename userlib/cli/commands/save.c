// SPDX-License-Identifier: GPL-2.0
/* mview save: elements into a file, which is a source then. */
#include <mview-inspect.h>

#include "cli.h"
#include "commands/help.h"
#include "sources/source.h"

static const struct option names[] = {
	CAST_LONG,
	{ "wait", no_argument, NULL, 'w' },
	{ "help", no_argument, NULL, 'h' },
	{ NULL, 0, NULL, 0 },
};

static int file_word(const struct command *command, const char *word, void *arg)
{
	const char **file = arg;

	if (*file)
		return misused(command, "one file at a time; it has %s and %s",
			       *file, word);
	*file = word;
	return 0;
}

static const struct source_options options = {
	.letters = "-" CAST_SHORT "wh",
	.names = names,
	.common = CAST_SHORT "wh",
	.word = file_word,
};

static int save(const struct source *source, const struct frame *frame,
		void *arg)
{
	const char **file = arg;

	(void)source;
	if (mview_snapshot_save(frame->view, *file))
		return failed("%s", mview_inspect_error());
	return EXIT_OK;
}

static int save_run(const struct command *command, int argc, char **argv)
{
	const char *file = NULL;
	struct source source;
	int status;

	status = source_parse(command, &options, argc, argv, &source, &file);
	if (!status && !file)
		status = misused(command, "into which file? A name that ends "
				 "with .npy makes one of NumPy");
	return status ? status : source_each(&source, save, &file);
}

const struct command save_command = {
	.name = "save",
	.summary = "write elements to a file",
	.help = "Usage: mview save [OPTION]... NAME[SLICE] [SLICE]... FILE\n\n"
		"  -w, --wait           wait for new data first\n"
		CAST_HELP
		"\n"
		"FILE.npy is NumPy's. Another FILE has the bytes of the elements alone, in C\n"
		"order; FILE.json beside it says what they are. file:FILE is a source then.\n"
		EXPR_HELP,
	.run = save_run,
};
