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

static int print(const struct types_from *from, const char *name, bool format)
{
	struct mview_ctype *type = types_type(from, name);
	char *text;

	if (!type)
		return failed("%s", mview_inspect_error());
	text = format ? strdup(mview_ctype_format(type)) : types_describe(type);
	printf("%s%s", text, format ? "\n" : "");
	free(text);
	mview_ctype_close(type);
	return EXIT_OK;
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

static int types_run(const struct command *command, int argc, char **argv)
{
	struct types_from from = { .n = 0 };
	bool format = false;
	const char *name;
	int option;

	while ((option = getopt_long(argc, argv, "b:fh", options, NULL)) != -1) {
		if (option == 'f')
			format = true;
		else if (option != 'b')
			return option_status(command, option);
		else if (types_add(&from, optarg))
			return misused(command, "--btf: that is one too many");
	}
	name = optind < argc ? argv[optind++] : "";
	if (optind < argc)
		return misused(command, "one type at a time; quote patterns: "
			       "'%s'", name);
	if (!*name || name[strlen(name) - 1] == ':' || strpbrk(name, "*?["))
		return list_from(&from, name);
	return print(&from, name, format);
}

const struct command types_command = {
	.name = "types",
	.summary = "show C types of the kernel and its modules",
	.help = "Usage: mview types [-f] [-b FILE]... [MODULE:][TYPE]\n\n"
		"  -b, --btf FILE       those of this vmlinux, .ko or BTF; of a .ko behind\n"
		"                       a -b for its vmlinux\n"
		"  -f, --format         print the format of its elements\n\n"
		"Prints a type with offsets and sizes, as pahole does. Lists those of\n"
		"which there are many: 'nvme_*', all of a module: nvme:, or all.\n",
	.run = types_run,
};
