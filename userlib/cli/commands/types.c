// SPDX-License-Identifier: GPL-2.0
/* mview types: C types of the kernel, as a list or one as pahole prints it. */
#include <fnmatch.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "displays/table.h"
#include "lenses/types.h"

static const struct option options[] = {
	{ "btf", required_argument, NULL, 'b' },
	{ "format", no_argument, NULL, 'f' },
	{ "help", no_argument, NULL, 'h' },
	{ NULL, 0, NULL, 0 },
};

/* A pattern is of the whole name, or of that without "struct ". */
static bool is_wanted(const char *pattern, const char *name)
{
	const char *space = strchr(name, ' ');

	return !fnmatch(pattern, name, 0) ||
	       (space && !fnmatch(pattern, space + 1, 0));
}

static int list(struct mview_types *types, const char *pattern)
{
	struct mview_type_entry entry = { 0 };
	struct table *table = table_create(2);
	bool found = false;

	table_align_left(table, 1);
	while (mview_types_next(types, &entry)) {
		if (*pattern && !is_wanted(pattern, entry.name))
			continue;
		found = true;
		if (entry.size < 0)
			table_add(table, "-");
		else
			table_addf(table, "%" PRId64, entry.size);
		table_add(table, entry.name);
	}
	table_flush(table, stdout);
	table_destroy(table);
	return found ? EXIT_OK : failed("no type is called %s", pattern);
}

static int list_from(const struct types_from *from, const char *pattern)
{
	struct mview_types *types = types_open(from, &pattern);
	int status;

	if (!types)
		return failed("%s", mview_inspect_error());
	status = list(types, pattern);
	mview_types_close(types);
	return status;
}

static void print(struct mview_ctype *type, bool format)
{
	char *text = types_describe(type);

	printf("%s%s", format ? mview_ctype_format(type) : text,
	       format ? "\n" : "");
	free(text);
	mview_ctype_close(type);
}

/* A name that no type has may be that of a module. */
static int find(const struct types_from *from, const char *name, bool format)
{
	struct mview_ctype *type = types_type(from, name);
	struct mview_types *module;
	char *why;
	int status;

	if (type) {
		print(type, format);
		return EXIT_OK;
	}
	why = strdup(mview_inspect_error());
	module = from->n ? NULL : mview_types_kernel(name);
	status = module ? list(module, "") : failed("%s", why);
	mview_types_close(module);
	free(why);
	return status;
}

static bool is_pattern(const char *name)
{
	return !*name || name[strlen(name) - 1] == ':' || strpbrk(name, "*?[");
}

static bool is_keyword(const char *word)
{
	return !strcmp(word, "struct") || !strcmp(word, "union") ||
	       !strcmp(word, "enum");
}

/* "MODULE:PATTERN", of one word or of two; to be freed. */
static char *read_name(int n, char **words)
{
	char *name = NULL;

	if (n == 2)
		asprintf(&name, "%s%c%s", words[0],
			 is_keyword(words[0]) ? ' ' : ':', words[1]);
	else
		name = strdup(n ? words[0] : "");
	if (!name)
		exit(failed("out of memory"));
	return name;
}

static int types_run(const struct command *command, int argc, char **argv)
{
	struct types_from from = { .n = 0 };
	bool format = false;
	int option, status;
	char *name;

	while ((option = getopt_long(argc, argv, "b:fh", options, NULL)) != -1) {
		if (option == 'f')
			format = true;
		else if (option != 'b')
			return option_status(command, option);
		else if (types_add(&from, optarg))
			return misused(command, "--btf: that is one too many");
	}
	if (argc - optind > 2)
		return misused(command, "a module and a type or pattern, not "
			       "more; quote patterns: '%s'",
			       argv[optind + 1]);
	name = read_name(argc - optind, argv + optind);
	if (is_pattern(name))
		status = list_from(&from, name);
	else
		status = find(&from, name, format);
	free(name);
	return status;
}

const struct command types_command = {
	.name = "types",
	.summary = "show C types of the kernel and its modules",
	.help = "Usage: mview types [-f] [-b FILE]... [MODULE] [TYPE]\n\n"
		"  -b, --btf FILE       those of this vmlinux, .ko or BTF; of a .ko behind\n"
		"                       a -b for its vmlinux\n"
		"  -f, --format         print the format of its elements\n\n"
		"Prints a type with offsets and sizes, as pahole does. Lists those of\n"
		"which there are many: nvme 'nvme_*', all of a module: nvme, or all.\n",
	.run = types_run,
};
