// SPDX-License-Identifier: GPL-2.0
/* mview show: elements as numbers, records as a table. */
#include <string.h>

#include "cli.h"
#include "commands/help.h"
#include "displays/print.h"
#include "displays/screen.h"
#include "lenses/elements.h"
#include "sources/source.h"

/**
 * struct show - how to show it
 * @elements: which, and what of them
 * @columns: of that, if it is a table
 * @all: leave nothing out
 */
struct show {
	struct elements elements;
	struct columns columns;
	bool all;
};

static int show_option(const struct command *command, int option, void *arg)
{
	struct show *show = arg;

	if (option != 'a')
		return elements_option(command, &show->elements, option);
	show->all = true;
	return 0;
}

static const struct source_options source_options = {
	.finds_lens = true,
	.own = show_option,
};

/* What the elements are, and which of them are wanted. */
static int find_type(const struct source *source, const struct frame *frame,
		     struct show *show)
{
	const struct mview_ctype *type = source_type(source, frame->view);
	int status = type ? elements_open(&show->elements, type) : EXIT_FAILED;

	/* Types of other machines have other symbols. */
	show->columns.symbols = !source->btf.n;
	if (status == EXIT_OK)
		status = elements_columns(&show->elements, &show->columns);
	return status;
}

/* What is no record is an array of numbers, unless it is to be more. */
static bool is_table(const struct show *show, const struct mview_field *element)
{
	const struct elements *elements = &show->elements;
	const struct mview_member *root = mview_ctype_root(elements->type);

	return elements->where || elements->fields ||
	       elements->layout == TABLE_LINES ||
	       (root->members && !root->ndim && !strchr("FDp", element->code));
}

static int show_table(const struct frame *frame, struct show *show)
{
	struct records_style style = {
		.columns = &show->columns,
		.where = show->elements.wanted,
		.all = show->all,
		.layout = show->elements.layout,
		.width = screen_columns(),
	};

	if (screen_is_terminal() && !style.layout)
		style.layout = TABLE_FIT;
	return print_records(frame->view, &frame->labels, &style, stdout);
}

/* A C type has names and looks that a format has not. */
static const struct mview_member *look_of(const struct source *source,
					  const struct show *show)
{
	if (show->columns.n != 1 || !(source->type || show->elements.hex))
		return NULL;
	return &show->columns.columns->member;
}

static int show_frame(const struct source *source, const struct frame *frame,
		      void *arg)
{
	const struct mview_field *element = mview_element(frame->view);
	struct show *show = arg;
	int err;

	if (!frame->number && find_type(source, frame, show))
		return EXIT_FAILED;
	source_heading(source, frame);
	if (is_table(show, element))
		err = show_table(frame, show);
	else
		err = print_array(frame->view, look_of(source, show), show->all,
				  screen_columns(), stdout);
	if (err > 0)
		return failed("--where %s: %s", show->elements.where,
			      mview_inspect_error());
	return err ? source_failed(source) : EXIT_OK;
}

static int show_run(const struct command *command, int argc, char **argv)
{
	struct show show = { .all = false };
	struct source source;
	int status;

	status = source_parse(command, &source_options, argc, argv, &source,
			      &show);
	if (!status)
		status = source_each(&source, show_frame, &show);
	columns_free(&show.columns);
	return status;
}

static const struct cli_option options[] = {
	{ "all", 'a', NULL, "leave nothing out" },
	{ NULL }
};

const struct command show_command = {
	.name = "show",
	.summary = "print elements, as numbers or as a table",
	.usage = SOURCE_USAGE,
	.options = { options, elements_which, elements_look, SOURCE_OPTIONS },
	.help = EXPR_HELP,
	.run = show_run,
};
