// SPDX-License-Identifier: GPL-2.0
/* mview wait: until an element fulfils an expression. */
#include <string.h>

#include "cli.h"
#include "commands/help.h"
#include "displays/print.h"
#include "displays/screen.h"
#include "lenses/elements.h"
#include "sources/pace.h"
#include "sources/read.h"

enum { TIMEOUT = OPTION_NAMED };

static const struct cli_option options[] = {
	{ "timeout", TIMEOUT, "TIME", "give up then, with status 7, as in 500ms or\n"
	  "2s; 2 is 2s" },
	{ "quiet", 'q', NULL, "print nothing" },
	{ NULL }
};

/**
 * struct wait - what is waited for
 * @elements: which, and what of them
 * @columns: of that
 * @timeout_ns: how long; 0 for ever
 * @quiet: print nothing
 */
struct wait {
	struct elements elements;
	struct columns columns;
	int64_t timeout_ns;
	bool quiet;
};

static int two_expressions(const struct command *command, const char *first,
			   const char *second)
{
	return misused(command, "one expression at a time; it has %s and %s",
		       first, second);
}

static int wait_option(const struct command *command, int option, void *arg)
{
	struct wait *wait = arg;

	if (option == 'q')
		wait->quiet = true;
	else if (option == TIMEOUT)
		return pace_option(command, "timeout", &wait->timeout_ns);
	else if (option == 'W' && wait->elements.is_word)
		return two_expressions(command, wait->elements.where, optarg);
	else
		return elements_option(command, &wait->elements, option);
	return 0;
}

static int wait_word(const struct command *command, const char *word, void *arg)
{
	struct wait *wait = arg;

	if (wait->elements.where)
		return two_expressions(command, wait->elements.where, word);
	wait->elements.where = word;
	wait->elements.is_word = true;
	return 0;
}

static const struct source_options source_options = {
	.finds_lens = true,
	.own = wait_option,
	.word = wait_word,
};

static int open_elements(struct wait *wait, const struct pace *pace)
{
	const struct mview_ctype *type = source_type(pace->source,
						     pace->frame.view);
	int status = type ? elements_open(&wait->elements, type) : EXIT_FAILED;

	wait->columns.symbols = !pace->source->btf.n;
	if (status == EXIT_OK)
		status = elements_columns(&wait->elements, &wait->columns);
	return status;
}

static int any_wanted(void *arg, const void *items, int64_t n)
{
	const struct elements *elements = arg;
	int any = elements_any(elements->wanted, items, n,
			       mview_ctype_size(elements->type));

	/* read_each() has -1 for itself. */
	return any < 0 ? 2 : any;
}

static int print(struct wait *wait, const struct pace *pace, struct mview *view)
{
	struct records_style style = {
		.columns = &wait->columns,
		.where = wait->elements.wanted,
		.layout = wait->elements.layout,
		.width = screen_columns(),
	};

	if (wait->quiet)
		return EXIT_OK;
	if (screen_is_terminal() && !style.layout)
		style.layout = TABLE_FIT;
	return print_records(view, &pace->frame.labels, &style, stdout) ?
		       source_failed(pace->source) : EXIT_OK;
}

/* What is printed is what was looked at, of up to READ_MOMENT bytes. */
static int look(struct wait *wait, const struct pace *pace, bool *fulfilled)
{
	struct mview *view = pace->frame.view;
	struct read_copy copy;
	int any, status = EXIT_OK;

	if (read_moment(&copy, view))
		return source_failed(pace->source);
	any = read_each(copy.view, any_wanted, &wait->elements);
	*fulfilled = any == 1;
	if (any == 1)
		status = print(wait, pace, copy.view);
	else if (any == 2)
		status = failed("%s: %s", wait->elements.where,
				mview_inspect_error());
	else if (any)
		status = source_failed(pace->source);
	read_done(&copy, view);
	return status;
}

static int wait_for(struct wait *wait, struct pace *pace)
{
	int64_t until = wait->timeout_ns ? pace_now() + wait->timeout_ns :
					   PACE_FOREVER;
	int64_t patience = wait->quiet ? PACE_FOREVER : pace_patience();
	bool fulfilled = false, is_new = !pace->source->wait;
	int status = open_elements(wait, pace);

	while (status == EXIT_OK && !fulfilled) {
		if (is_new)
			status = look(wait, pace, &fulfilled);
		if (status != EXIT_OK || fulfilled)
			break;
		if (pace_now() >= until)
			return EXIT_TIMEOUT;
		if (pace->has_ended) {
			failed("%s: the recording has ended before %s",
			       pace->source->text, wait->elements.where);
			return EXIT_TIMEOUT;
		}
		pace_wait(pace, 1, NULL, 0, until < patience ? until : patience);
		status = pace_next(pace, &is_new);
		if (!pace->frame.number && pace_is_long(&patience))
			pace_tell(pace);
	}
	return status;
}

static int wait_run(const struct command *command, int argc, char **argv)
{
	struct wait wait = { .quiet = false };
	struct source source;
	struct pace pace;
	int status;

	status = source_parse(command, &source_options, argc, argv, &source,
			      &wait);
	if (!status && !wait.elements.where)
		status = misused(command, "until what? An expression stands "
				 "behind the name, as in 'status & 1'");
	if (!status)
		status = pace_open(&pace, &source);
	if (status)
		return status;
	status = wait_for(&wait, &pace);
	columns_free(&wait.columns);
	pace_close(&pace);
	return status;
}

const struct command wait_command = {
	.name = "wait",
	.summary = "wait until an element fulfils an expression",
	.usage = SOURCE_USAGE " EXPR",
	.options = { options, elements_which, elements_look, elements_rows, CAST_OPTIONS,
		     source_wait, source_every },
	.help = "Elements are looked at whenever there is new data, ten times a second\n"
		"where nobody announces it. Those of which EXPR is not 0 are printed,\n"
		"with status 0, as soon as there are any. Status 7 if there was none in\n"
		"the time.\n\n"
		EXPR_HELP,
	.run = wait_run,
};
