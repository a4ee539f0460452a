// SPDX-License-Identifier: GPL-2.0
/* mview show: elements as numbers, records as a table. */
#include <inttypes.h>

#include "cli.h"
#include "print.h"
#include "screen.h"
#include "source.h"

static const struct option options[] = {
	{ "all", no_argument, NULL, 'a' },
	SOURCE_LONG,
	{ NULL, 0, NULL, 0 },
};

static int show(const struct source *source, const struct frame *frame,
		void *arg)
{
	bool all = *(bool *)arg;

	if (source->follow || source->count > 1)
		printf("# %" PRIu64 "\n", frame->seq);
	if (mview_element(frame->view)->code == 'T' &&
	    !mview_element(frame->view)->ndim)
		print_records(frame->view, frame->data, all, stdout);
	else
		print_array(frame->view, frame->data, all, screen_columns(),
			    stdout);
	return EXIT_OK;
}

int show_run(const struct command *command, int argc, char **argv)
{
	struct source source;
	int option, status;
	bool all = false;

	source_init(&source);
	while ((option = getopt_long(argc, argv, "a" SOURCE_SHORT, options,
				     NULL)) != -1) {
		if (option == 'a') {
			all = true;
			continue;
		}
		status = source_option(command, &source, option);
		if (status)
			return status;
	}
	status = source_argument(command, &source, argc, argv);
	return status ? status : source_each(&source, show, &all);
}
