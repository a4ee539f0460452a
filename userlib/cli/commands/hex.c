// SPDX-License-Identifier: GPL-2.0
/* mview hex: the bytes of the elements, in C order. */
#include "cli.h"
#include "commands/help.h"
#include "displays/print.h"
#include "sources/source.h"

static const struct option names[] = {
	{ "all", no_argument, NULL, 'a' },
	{ "verbose", no_argument, NULL, 'v' },
	SOURCE_LONG,
	{ NULL, 0, NULL, 0 },
};

static int style_option(const struct command *command, int option, void *arg)
{
	struct hex_style *style = arg;

	(void)command;
	if (option == 'a')
		style->all = true;
	else
		style->repeats = true;
	return 0;
}

static const struct source_options options = {
	.letters = "-av" SOURCE_SHORT,
	.names = names,
	.own = style_option,
};

static int hex(const struct source *source, const struct frame *frame,
	       void *arg)
{
	source_heading(source, frame);
	return print_hex(frame->view, arg, stdout) ? source_failed(source) :
						     EXIT_OK;
}

static int hex_run(const struct command *command, int argc, char **argv)
{
	struct hex_style style = { .all = false };
	struct source source;
	int status;

	status = source_parse(command, &options, argc, argv, &source, &style);
	return status ? status : source_each(&source, hex, &style);
}

const struct command hex_command = {
	.name = "hex",
	.summary = "print bytes",
	.help = USAGE("hex")
		"  -a, --all            leave nothing out in the "
		"middle\n"
		"  -v, --verbose        print lines that repeat, too\n"
		SOURCE_HELP EXPR_HELP,
	.run = hex_run,
};
