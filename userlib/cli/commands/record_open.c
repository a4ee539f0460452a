// SPDX-License-Identifier: GPL-2.0
/* The sources that mview record is told, and the conditions on their elements. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli.h"
#include "commands/record.h"
#include "sources/expr.h"

/* What the elements are seen as, by name. */
static void name_types(const struct source *source, struct record_tap *tap)
{
	int i;

	if (source->lens) {
		tap->lens = source->lens->name;
		tap->type = source->lens->type;
		return;
	}
	for (i = 0; i < source->nsteps && source->type; i++)
		if (source->steps[i].type == source->type)
			tap->type = source->steps[i].as;
}

static bool is_taken(const struct record *record, int n, const char *name)
{
	int i;

	for (i = 0; i < n; i++)
		if (!strcmp(record->taps[i].name, name))
			return true;
	return false;
}

/* "adc0" of "adc0[3]", as slices are of what is read later; "adc0-2" then. */
static char *channel_name(const struct record *record, int n,
			  const struct source *source)
{
	char *text = source_name(source), *name = expr_part(text, ""), *unique;
	int turn = 1;

	unique = strcpy(allocate(strlen(name) + 16), name);
	while (is_taken(record, n, unique))
		sprintf(unique, "%s-%d", name, ++turn);
	free(name);
	free(text);
	return unique;
}

static int open_source(struct record *record, int i)
{
	struct source *source = &record->sources.list[i];
	struct record_tap *tap = &record->taps[i];
	int status = pace_open(&record->paces[i], source);

	if (status != EXIT_OK)
		return status;
	record->open[record->npaces++] = i;
	tap->name = channel_name(record, i, source);
	name_types(source, tap);
	tap->seq = record->paces[i].frame.seq;
	return EXIT_OK;
}

/* "adc0: there is no field x; rx_ring: ..." */
static void add_reason(char **why, const char *name)
{
	char *more;

	if (asprintf(&more, "%s%s%s: %s", *why ? *why : "", *why ? "; " : "",
		     name, mview_inspect_error()) < 0)
		exit(failed("out of memory"));
	free(*why);
	*why = more;
}

/* For each source that has what the expression names; one has to. */
static int open_condition(struct record *record, const char *option,
			  const char *text, bool is_until)
{
	const struct mview_ctype *type;
	struct mview_expr *expr;
	char *why = NULL;
	int i, n = 0;

	for (i = 0; text && i < record->npaces; i++) {
		type = source_type(&record->sources.list[i],
				   record->paces[i].frame.view);
		expr = type ? mview_expr_open(type, text) : NULL;
		if (type && !expr)
			add_reason(&why, record->taps[i].name);
		if (is_until)
			record->taps[i].until = expr;
		else
			record->taps[i].trigger = expr;
		n += expr ? 1 : 0;
	}
	if (text && !n)
		failed("--%s %s: %s", option, text, why ? why : "no source");
	free(why);
	return !text || n ? EXIT_OK : EXIT_FAILED;
}

/* It would be gone before it is read. */
static bool is_output(const struct source *source, const char *output)
{
	char *name = source_name(source), *path;
	struct stat one, other;
	bool is_same;

	path = expr_part(name, "#");
	is_same = !strncmp(path, "file:", 5) && !stat(path + 5, &one) &&
		  !stat(output, &other) && one.st_dev == other.st_dev &&
		  one.st_ino == other.st_ino;
	free(path);
	free(name);
	if (is_same)
		failed("%s: it can't be recorded into itself", source->text);
	return is_same;
}

int record_open(struct record *record)
{
	int i, status = EXIT_OK;

	for (i = 0; i < record->sources.n && status == EXIT_OK; i++) {
		if (is_output(&record->sources.list[i],
			      record->options.output))
			return EXIT_FAILED;
		status = open_source(record, i);
	}
	if (status == EXIT_OK)
		status = open_condition(record, "until", record->options.until,
					true);
	if (status == EXIT_OK)
		status = open_condition(record, "trigger",
					record->options.trigger, false);
	return status;
}
