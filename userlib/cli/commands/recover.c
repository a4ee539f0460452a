// SPDX-License-Identifier: GPL-2.0
/* mview recover: a whole recording of one that was cut off. */
#include <inttypes.h>

#include <mview-inspect.h>

#include "cli.h"
#include "displays/text.h"

static int recover(const char *from, const char *to)
{
	int64_t messages = mview_recording_recover(from, to);

	if (messages < 0)
		return failed("%s", mview_inspect_error());
	text_printf(stdout, "%s: %" PRId64 " messages\n", to, messages);
	return EXIT_OK;
}

static int recover_run(const struct command *command, int argc, char **argv)
{
	int status = options_read(command, argc, argv, NULL, NULL);

	if (status)
		return status;
	if (argc - optind != 2)
		return misused(command, "it wants a recording, and the name of "
				     "a new one");
	return recover(argv[optind], argv[optind + 1]);
}

const struct command recover_command = {
	.name = "recover",
	.summary = "make a whole recording of one that was cut off",
	.usage = "FILE NEWFILE",
	.help = "All messages of FILE that can be read are written to NEWFILE.\n",
	.run = recover_run,
};
