// SPDX-License-Identifier: GPL-2.0
/* mview hex: the bytes of the elements, in C order. */
#include "cli.h"
#include "commands/help.h"
#include "commands/replay.h"
#include "displays/print.h"
#include "lenses/elements.h"
#include "sources/source.h"

enum { VERBOSE = OPTION_NAMED };

/**
 * struct hex - how to show it
 * @style: of the bytes
 * @elements: which of them
 */
struct hex {
	struct hex_style style;
	struct elements elements;
};

static int hex_option(const struct command *command, int option, void *arg)
{
	struct hex *hex = arg;

	if (option == 'a')
		hex->style.all = true;
	else if (option == VERBOSE)
		hex->style.repeats = true;
	else
		return elements_option(command, &hex->elements, option);
	return 0;
}

static const struct source_options source_options = {
	.any_length = true,
	.own = hex_option,
};

/* Bytes need no type but for what the expression names. */
static int find_type(const struct source *source, const struct frame *frame,
		     struct hex *hex)
{
	const struct mview_ctype *type;
	int status;

	if (!elements_said(&hex->elements))
		return EXIT_OK;
	type = source_type(source, frame->view);
	status = type ? elements_open(&hex->elements, type) : EXIT_FAILED;
	hex->style.where = hex->elements.wanted;
	return status;
}

static int hex_frame(const struct source *source, const struct frame *frame,
		     void *arg)
{
	struct hex *hex = arg;
	int err;

	if (!frame->number && find_type(source, frame, hex))
		return EXIT_FAILED;
	source_heading(source, frame);
	err = print_hex(frame->view, &frame->labels, &hex->style, stdout);
	if (err > 0)
		return failed("--where %s: %s", hex->elements.where,
			      mview_inspect_error());
	return err ? source_failed(source) : EXIT_OK;
}

int hex_source(struct source *source)
{
	struct hex hex = { .style.all = false };

	source_adopt(source, &source_options);
	return source_each(source, hex_frame, &hex);
}

static int hex_run(const struct command *command, int argc, char **argv)
{
	struct hex hex = { .style.all = false };
	struct source source;
	int status;

	status = source_parse(command, &source_options, argc, argv, &source,
			      &hex);
	return status ? status : source_each(&source, hex_frame, &hex);
}

static const struct cli_option options[] = {
	{ "all", 'a', NULL, "leave nothing out in the middle" },
	{ "verbose", VERBOSE, NULL, "print lines that repeat, too" },
	{ NULL }
};

const struct command hex_command = {
	.name = "hex",
	.summary = "print bytes",
	.usage = SOURCE_USAGE,
	.options = { options, elements_which, SOURCE_OPTIONS },
	.help = EXPR_HELP,
	.run = hex_run,
};
