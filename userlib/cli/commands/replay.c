// SPDX-License-Identifier: GPL-2.0
/* mview replay: what a recording has. Its messages are sources: file:FILE#NAME@SEQ. */
#include <errno.h>
#include <inttypes.h>
#include <time.h>

#include <mview-inspect.h>

#include "cli.h"
#include "displays/text.h"

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

/* What is damaged is told, and left out. */
static int list(struct mview_recording *recording)
{
	struct mview_message message;
	int got, status = EXIT_OK;

	while ((got = mview_recording_next(recording, &message)) &&
	       !ferror(stdout)) {
		if (got > 0) {
			print_message(&message);
			continue;
		}
		got = errno;
		status = failed("%s", mview_inspect_error());
		if (got != EBADMSG)
			break;
	}
	return status;
}

static int replay_run(const struct command *command, int argc, char **argv)
{
	int status = options_read(command, argc, argv, NULL, NULL);
	struct mview_recording *recording;

	if (status)
		return status;
	if (argc - optind != 1)
		return misused(command, "it wants one recording");
	recording = mview_recording_open(argv[optind]);
	if (!recording)
		return failed("%s", mview_inspect_error());
	status = list(recording);
	mview_recording_close(recording);
	return status;
}

const struct command replay_command = {
	.name = "replay",
	.summary = "list what a recording has",
	.usage = "FILE",
	.help = "A line for each message: when it was recorded, source and number, bytes.\n"
		"'mview show file:FILE#NAME@SEQ' shows one, as all commands do.\n",
	.run = replay_run,
};
