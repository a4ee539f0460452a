// SPDX-License-Identifier: GPL-2.0
/* mview show: elements as numbers, records as a table. */
#include "cli.h"
#include "print.h"
#include "screen.h"
#include "source.h"

static const struct option names[] = {
	{ "all", no_argument, NULL, 'a' },
	SOURCE_LONG,
	{ NULL, 0, NULL, 0 },
};

static const struct source_options options = {
	.letters = "a" SOURCE_SHORT,
	.names = names,
	.own = source_flag,
};

static int show(const struct source *source, const struct frame *frame,
		void *arg)
{
	bool all = *(bool *)arg;

	source_heading(source, frame);
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
	bool all = false;
	int status;

	status = source_parse(command, &options, argc, argv, &source, &all);
	return status ? status : source_each(&source, show, &all);
}
