// SPDX-License-Identifier: GPL-2.0
/* mview show: elements as numbers, records as a table. */
#include "cli.h"
#include "commands/help.h"
#include "displays/print.h"
#include "displays/screen.h"
#include "sources/source.h"

static const struct option names[] = {
	{ "all", no_argument, NULL, 'a' },
	{ "where", required_argument, NULL, 'W' },
	SOURCE_LONG,
	{ NULL, 0, NULL, 0 },
};

/**
 * struct style - how to show it
 * @records: if it is records; its expression is opened when the type is known
 * @where: text of that
 */
struct style {
	struct records_style records;
	const char *where;
};

static int show_option(const struct command *command, int option, void *arg)
{
	struct style *style = arg;

	(void)command;
	if (option == 'a')
		style->records.all = true;
	else
		style->where = optarg;
	return 0;
}

static const struct source_options options = {
	.letters = "-aW:" SOURCE_SHORT,
	.names = names,
	.own = show_option,
};

/* What the elements are, and which of them are wanted. */
static int find_type(const struct source *source, const struct frame *frame,
		     struct style *style)
{
	struct records_style *records = &style->records;

	records->type = source->type ?: types_of(&source->btf, frame->view);
	if (!style->where)
		return EXIT_OK;
	if (!records->type)
		return failed("--where %s: of which C type are the elements? "
			      "--as says it", style->where);
	records->where = mview_expr_open(records->type, style->where);
	return records->where ? EXIT_OK :
				failed("--where %s", mview_inspect_error());
}

static int show(const struct source *source, const struct frame *frame,
		void *arg)
{
	const struct mview_field *element = mview_element(frame->view);
	struct style *style = arg;
	int err;

	if (!frame->number && find_type(source, frame, style))
		return EXIT_FAILED;
	source_heading(source, frame);
	if (style->records.type || (element->code == 'T' && !element->ndim))
		err = print_records(frame->view, &frame->labels,
				    &style->records, stdout);
	else
		err = print_array(frame->view, style->records.all,
				  screen_columns(), stdout);
	if (err > 0)
		return failed("--where %s: %s", style->where,
			      mview_inspect_error());
	return err ? source_failed(source) : EXIT_OK;
}

static int show_run(const struct command *command, int argc, char **argv)
{
	struct style style = { .where = NULL };
	struct source source;
	int status;

	status = source_parse(command, &options, argc, argv, &source, &style);
	return status ? status : source_each(&source, show, &style);
}

const struct command show_command = {
	.name = "show",
	.summary = "print elements, as numbers or as a table",
	.help = USAGE("show")
		"  -a, --all            leave nothing out\n"
		"  -W, --where EXPR     elements of a C type of which this is not 0, in C:\n"
		"                       'len > 64 && !eop'\n"
		SOURCE_HELP EXPR_HELP,
	.run = show_run,
};
