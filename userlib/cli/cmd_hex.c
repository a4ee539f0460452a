// SPDX-License-Identifier: GPL-2.0
/* mview hex: the bytes of the elements, in C order. */
#include <inttypes.h>

#include "cli.h"
#include "print.h"
#include "source.h"

static const struct option options[] = {
	{ "verbose", no_argument, NULL, 'v' },
	SOURCE_LONG,
	{ NULL, 0, NULL, 0 },
};

static int hex(const struct source *source, const struct frame *frame,
	       void *arg)
{
	bool all = *(bool *)arg;

	if (source->follow || source->count > 1)
		printf("# %" PRIu64 "\n", frame->seq);
	print_hex(frame->data, mview_nbytes(frame->view), all, stdout);
	return EXIT_OK;
}

int hex_run(const struct command *command, int argc, char **argv)
{
	struct source source;
	int option, status;
	bool all = false;

	source_init(&source);
	while ((option = getopt_long(argc, argv, "v" SOURCE_SHORT, options,
				     NULL)) != -1) {
		if (option == 'v') {
			all = true;
			continue;
		}
		status = source_option(command, &source, option);
		if (status)
			return status;
	}
	status = source_argument(command, &source, argc, argv);
	return status ? status : source_each(&source, hex, &all);
}
