// SPDX-License-Identifier: GPL-2.0
/* mview hex: the bytes of the elements, in C order. */
#include "cli.h"
#include "print.h"
#include "source.h"

static const struct option names[] = {
	{ "verbose", no_argument, NULL, 'v' },
	SOURCE_LONG,
	{ NULL, 0, NULL, 0 },
};

static const struct source_options options = {
	.letters = "v" SOURCE_SHORT,
	.names = names,
	.own = source_flag,
};

static int hex(const struct source *source, const struct frame *frame,
	       void *arg)
{
	bool all = *(bool *)arg;

	source_heading(source, frame);
	print_hex(frame->data, mview_nbytes(frame->view), all, stdout);
	return EXIT_OK;
}

int hex_run(const struct command *command, int argc, char **argv)
{
	struct source source;
	bool all = false;
	int status;

	status = source_parse(command, &options, argc, argv, &source, &all);
	return status ? status : source_each(&source, hex, &all);
}
