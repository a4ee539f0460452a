// SPDX-License-Identifier: GPL-2.0
/* Types, modules that have some, lenses, and fields of elements. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <mview-inspect.h>

#include "cli.h"
#include "complete/complete.h"
#include "lenses/columns.h"
#include "lenses/elements.h"
#include "sources/source.h"

/* Modules with types of their own, followed by @end. */
static void offer_modules(const struct typed *typed, const char *end)
{
	DIR *dir = opendir("/sys/kernel/btf");
	const struct dirent *entry;
	char text[300];

	while (dir && (entry = readdir(dir))) {
		snprintf(text, sizeof(text), "%s%s", entry->d_name, end);
		if (*text != '.' && strcmp(entry->d_name, "vmlinux"))
			complete_offer(typed, text, NULL);
	}
	if (dir)
		closedir(dir);
}

void complete_module(const struct typed *typed)
{
	offer_modules(typed, "");
}

/* "struct x" is x in a word, which finds it as well. */
void complete_type_of(const struct typed *typed, const char *module)
{
	struct mview_types *types = mview_types_kernel(module);
	struct mview_type_entry entry = { 0 };
	const char *space;

	while (types && mview_types_next(types, &entry)) {
		space = strchr(entry.name, ' ');
		complete_offer(typed, space ? space + 1 : entry.name,
			       space ? entry.name : NULL);
	}
	mview_types_close(types);
}

void complete_type(const struct typed *typed)
{
	const char *end = typed_end(typed), *colon = strchr(end, ':');
	struct typed behind = *typed;
	char module[64];

	if (colon) {
		snprintf(module, sizeof(module), "%.*s", (int)(colon - end),
			 end);
		behind.kept = colon + 1 - typed->word;
		complete_type_of(&behind, module);
		return;
	}
	offer_modules(typed, ":");
	/* The kernel has too many to list them all. */
	if (*end)
		complete_type_of(typed, NULL);
}

void complete_lens(const struct typed *typed)
{
	struct mview_lenses *lenses = mview_lenses_find();
	int i;

	for (i = 0; lenses && i < lenses->count; i++)
		complete_offer(typed, lenses->lenses[i].name,
			       lenses->lenses[i].file);
	mview_lenses_free(lenses);
}

static int ignore_option(const struct command *command, int option, void *arg)
{
	(void)command;
	(void)option;
	(void)arg;
	return 0;
}

static int ignore_word(const struct command *command, const char *word,
		       void *arg)
{
	(void)command;
	(void)word;
	(void)arg;
	return 0;
}

/* The elements of the source that a command line names. */
static const struct mview_ctype *find_type(const struct command *command, int n,
					   char **words)
{
	static const struct source_options options = {
		.finds_lens = true,
		.own = ignore_option,
		.word = ignore_word,
	};
	char **argv = allocate((n + 2) * sizeof(*argv));
	const struct mview_ctype *type = NULL;
	struct source source;
	struct frame frame;

	argv[0] = (char *)command->name;
	memcpy(argv + 1, words, n * sizeof(*argv));
	argv[n + 1] = NULL;
	optind = 0;
	if (!source_parse(command, &options, n + 1, argv, &source, NULL) &&
	    !source_open(&source, &frame))
		type = source_type(&source, frame.view);
	/* What it names is needed until the tool ends. */
	return type;
}

void complete_field(const struct typed *typed, const struct command *command,
		    int n, char **words, const char *end)
{
	const struct mview_ctype *type = find_type(command, n, words);
	struct elements elements = { .where = NULL };
	struct columns columns = { .n = 0 };
	char text[512];
	int i;

	if (!type || elements_open(&elements, type) ||
	    elements_columns(&elements, &columns))
		return;
	for (i = 0; i < columns.n; i++) {
		snprintf(text, sizeof(text), "%s%s", columns.columns[i].name,
			 end);
		complete_offer(typed, text, NULL);
	}
	columns_free(&columns);
}
