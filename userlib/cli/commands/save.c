// SPDX-License-Identifier: GPL-2.0
/* mview save: elements into a file, which is a source then. */
#include <mview-inspect.h>

#include "cli.h"
#include "commands/help.h"
#include "sources/source.h"

static int file_word(const struct command *command, const char *word, void *arg)
{
	const char **file = arg;

	if (*file)
		return misused(command, "one file at a time; it has %s and %s",
			       *file, word);
	*file = word;
	return 0;
}

static const struct source_options source_options = {
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

	status = source_parse(command, &source_options, argc, argv, &source,
			      &file);
	if (!status && !file)
		status = misused(command, "into which file? A name that ends "
				 "with .npy makes one of NumPy");
	return status ? status : source_each(&source, save, &file);
}

const struct command save_command = {
	.name = "save",
	.summary = "write elements to a file",
	.usage = SOURCE_USAGE " FILE",
	.options = { CAST_OPTIONS, source_wait },
	.help = "FILE.npy is NumPy's. Another FILE has the bytes of the elements alone, in C\n"
		"order; FILE.json beside it says what they are. file:FILE is a source then.\n\n"
		EXPR_HELP,
	.run = save_run,
};
