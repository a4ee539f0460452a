// SPDX-License-Identifier: GPL-2.0
/* mview top: all buffers and traces, how busy they are and who has them open. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "commands/top.h"
#include "displays/screen.h"
#include "displays/table.h"
#include "sources/pace.h"

enum { ONCE = OPTION_NAMED, FILTER, SORT };

/**
 * struct top_options - what the command line says
 * @top: what is shown
 * @once: one table
 * @output: for whom
 */
struct top_options {
	struct top top;
	bool once;
	enum output output;
};

static void add_row(const struct top *top, struct table *table,
		    const struct entry *entry)
{
	size_t i;

	for (i = 0; i < TOP_COLUMNS; i++) {
		char *text = top_cell(top, &top_columns[i], entry, true);

		table_add(table, text);
		free(text);
	}
}

static void print_table(const struct top *top)
{
	struct table *table = table_create(TOP_COLUMNS);
	size_t i;

	if (screen_is_terminal())
		table_limit(table, screen_columns());
	for (i = 0; i < TOP_COLUMNS; i++) {
		if (top_columns[i].left)
			table_align_left(table, i);
		table_add(table, top_columns[i].name);
	}
	for (i = 0; i < top->n; i++)
		add_row(top, table, top->rows[i]);
	table_flush(table, stdout);
	table_destroy(table);
}

/* One look, or two, between which blocks are counted. */
static int print_once(struct top_options *options)
{
	struct top *top = &options->top;
	int64_t until;
	int status;

	catch_interrupts();
	status = top_look(top, top->every_ns ? 0 : HOLDERS_ALL);
	if (status == EXIT_OK && top->every_ns) {
		until = top->census.time_ns + top->every_ns;
		while (!interrupted() && pace_now() < until)
			pace_sleep(until);
		status = top_look(top, HOLDERS_ALL);
	}
	if (status != EXIT_OK)
		return status;
	if (options->output)
		top_output(top, options->output, stdout);
	else
		print_table(top);
	return EXIT_OK;
}

static int take_sort(const struct command *command, struct top *top,
		     const char *name)
{
	size_t i;

	top->reversed = *name == '-';
	top->sort = top_column(name + top->reversed);
	if (top->sort)
		return 0;
	fprintf(stderr, "mview top: columns to sort by are");
	for (i = 0; i < TOP_COLUMNS; i++)
		if (top_columns[i].compare)
			fprintf(stderr, " %s", top_columns[i].name);
	fputc('\n', stderr);
	return misused(command, "there is no column %s", name + top->reversed);
}

static int take_option(const struct command *command,
		       const struct cli_option *option, void *arg)
{
	struct top_options *options = arg;
	struct top *top = &options->top;
	int status;

	if (output_option(command, option->letter, &options->output, &status))
		return status;
	switch (option->letter) {
	case ONCE:
		options->once = true;
		return 0;
	case SORT:
		return take_sort(command, top, optarg);
	case FILTER:
		if (strlen(optarg) >= sizeof(top->filter))
			return misused(command, "the filter is too long");
		strcpy(top->filter, optarg);
		return 0;
	default:
		return pace_option(command, "every", &top->every_ns);
	}
}

static int top_run(const struct command *command, int argc, char **argv)
{
	static const struct option_takers takers = { .option = take_option };
	struct top_options options = { .output = OUTPUT_TEXT };
	struct top *top = &options.top;
	int status;

	top->sort = top_column("blocks/s");
	status = options_read(command, argc, argv, &takers, &options);
	if (status)
		return status;
	if (optind != argc)
		return misused(command, "there is nothing to give it");
	census_init(&top->census);
	if (options.once || options.output || !isatty(STDOUT_FILENO) ||
	    !isatty(STDIN_FILENO))
		status = print_once(&options);
	else
		status = top_screen(top);
	census_deinit(&top->census);
	free(top->rows);
	return status;
}

static const struct cli_option options[] = {
	{ "every", 'e', "TIME", "look again so often, as in 100ms or 2s; 2 is 2s;\n"
	  "1s on a screen, if it is not told" },
	{ "filter", FILTER, "TEXT", "only what has it in its id, name, kind, owner, "
	  "or in\nwho has it open" },
	{ "sort", SORT, "COLUMN", "by which the rows are sorted, blocks/s if it is "
	  "not\ntold; -COLUMN the other way round" },
	{ "once", ONCE, NULL, "one table; with --every after two looks, so that\n"
	  "blocks are counted" },
	{ NULL }
};

const struct command top_command = {
	.name = "top",
	.summary = "all buffers and traces, how busy they are and who has them open",
	.usage = "[OPTION]...",
	.options = { options, output_options },
	.help = "On a terminal it is a screen, on which ? lists the keys; "
		"elsewhere it prints one\n"
		"table. A process has a buffer open to read it (r), to write "
		"it as well (rw), or is\n"
		"the one that traces (trace).\n",
	.run = top_run,
};
