// SPDX-License-Identifier: GPL-2.0
/* mview show: elements as numbers, records as a table. */
#include "cli.h"
#include "commands/help.h"
#include "commands/replay.h"
#include "displays/print.h"
#include "displays/screen.h"
#include "lenses/elements.h"
#include "sources/source.h"

/**
 * struct show - how to show it
 * @elements: which, and what of them
 * @columns: of that, if it is a table
 * @all: leave nothing out
 * @output: for whom
 */
struct show {
	struct elements elements;
	struct columns columns;
	bool all;
	enum output output;
};

static int show_option(const struct command *command, int option, void *arg)
{
	struct show *show = arg;
	int status;

	if (output_option(command, option, &show->output, &status))
		return status;
	if (option != 'a')
		return elements_option(command, &show->elements, option);
	show->all = true;
	return 0;
}

static const struct source_options source_options = {
	.finds_lens = true,
	.any_length = true,
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

/* What stands in front of the elements. */
static struct json_object *head_of(const struct source *source,
				   const struct frame *frame,
				   const struct show *show)
{
	bool follows = source->follow || source->count > 1;
	struct json_object *head = json_c()->json_object_new_object();

	if (follows)
		json_add_number(head, "seq", frame->seq);
	if (follows)
		json_add_number(head, "time", source_time(frame));
	if (show->output == OUTPUT_CSV)
		return head;
	json_add_text(head, "source", source->text);
	json_add_text(head, "format", mview_format(frame->view));
	json_add_text(head, "type",
		      mview_ctype_root(show->elements.type)->type);
	json_add(head, "shape", json_numbers(mview_shape(frame->view),
					     mview_ndim(frame->view)));
	return head;
}

static int show_values(const struct source *source, const struct frame *frame,
		       struct show *show)
{
	const struct elements *elements = &show->elements;
	const struct values_style style = {
		.output = show->output,
		.columns = &show->columns,
		.root = elements->fields ? NULL :
					   mview_ctype_root(elements->type),
		.where = elements->wanted,
		.head = head_of(source, frame, show),
		.goes_on = frame->number,
	};

	return print_values(frame->view, &frame->labels, &style, stdout);
}

static int show_frame(const struct source *source, const struct frame *frame,
		      void *arg)
{
	struct show *show = arg;
	int err;

	if (!frame->number && find_type(source, frame, show))
		return EXIT_FAILED;
	if (!show->output)
		source_heading(source, frame);
	if (show->output)
		err = show_values(source, frame, show);
	else if (elements_are_table(&show->elements, frame->view))
		err = show_table(frame, show);
	else
		err = print_array(frame->view,
				  elements_look_of(&show->elements,
						   &show->columns,
						   source->type),
				  show->all, screen_columns(), stdout);
	if (err > 0)
		return failed("--where %s: %s", show->elements.where,
			      mview_inspect_error());
	return err ? source_failed(source) : EXIT_OK;
}

static int show_all(struct source *source, struct show *show)
{
	int status = source_each(source, show_frame, show);

	columns_free(&show->columns);
	return status;
}

int show_source(struct source *source, enum output output)
{
	struct show show = { .output = output };

	source_adopt(source, &source_options);
	return show_all(source, &show);
}

static int show_run(const struct command *command, int argc, char **argv)
{
	struct show show = { .all = false };
	struct source source;
	int status;

	status = source_parse(command, &source_options, argc, argv, &source,
			      &show);
	return status ? status : show_all(&source, &show);
}

static const struct cli_option options[] = {
	{ "all", 'a', NULL, "leave nothing out" },
	{ NULL }
};

const struct command show_command = {
	.name = "show",
	.summary = "print elements, as numbers or as a table",
	.usage = SOURCE_USAGE,
	.options = { options, output_options, elements_which, elements_look,
		     elements_rows, SOURCE_OPTIONS },
	.help = EXPR_HELP,
	.run = show_run,
};
