// SPDX-License-Identifier: GPL-2.0
/* mview show: elements as numbers, records as a table. */
#include "cli.h"
#include "commands/help.h"
#include "displays/print.h"
#include "displays/screen.h"
#include "sources/source.h"

static const struct option names[] = {
	{ "all", no_argument, NULL, 'a' },
	SOURCE_LONG,
	{ NULL, 0, NULL, 0 },
};

static const struct source_options options = {
	.letters = "-a" SOURCE_SHORT,
	.names = names,
	.own = source_flag,
};

static int show(const struct source *source, const struct frame *frame,
		void *arg)
{
	const struct mview_field *element = mview_element(frame->view);
	bool all = *(bool *)arg;
	int err;

	source_heading(source, frame);
	if (source->type || (element->code == 'T' && !element->ndim))
		err = print_records(frame->view, source->type, &frame->labels,
				    all, stdout);
	else
		err = print_array(frame->view, all, screen_columns(), stdout);
	return err ? source_failed(source) : EXIT_OK;
}

static int show_run(const struct command *command, int argc, char **argv)
{
	struct source source;
	bool all = false;
	int status;

	status = source_parse(command, &options, argc, argv, &source, &all);
	return status ? status : source_each(&source, show, &all);
}

const struct command show_command = {
	.name = "show",
	.summary = "print elements, as numbers or as a table",
	.help = USAGE("show")
		"  -a, --all            leave nothing out\n"
		SOURCE_HELP EXPR_HELP,
	.run = show_run,
};
