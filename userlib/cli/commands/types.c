// SPDX-License-Identifier: GPL-2.0
/* mview types: C types of the kernel, as a list or one as pahole prints it. */
#include <fnmatch.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "displays/describe.h"
#include "displays/output.h"
#include "displays/table.h"
#include "displays/text.h"
#include "lenses/types.h"

enum { FORMAT = OPTION_NAMED };

/* A pattern is of the whole name, or of that without "struct ". */
static bool is_wanted(const char *pattern, const char *name)
{
	const char *space = strchr(name, ' ');

	return !fnmatch(pattern, name, 0) ||
	       (space && !fnmatch(pattern, space + 1, 0));
}

static int list_json(struct mview_types *types, const char *pattern,
		     enum output output)
{
	struct mview_type_entry entry = { 0 };
	struct json_object *object;
	struct output_list list;

	output_begin(&list, output, NULL, "types:name,size", stdout);
	while (mview_types_next(types, &entry)) {
		if (*pattern && !is_wanted(pattern, entry.name))
			continue;
		object = json_c()->json_object_new_object();
		json_add_text(object, "name", entry.name);
		json_add(object, "size", entry.size < 0 ? NULL :
			 json_c()->json_object_new_int64(entry.size));
		output_add(&list, object);
	}
	output_end(&list, NULL);
	return list.n ? EXIT_OK : failed("no type is called %s", pattern);
}

static int list_text(struct mview_types *types, const char *pattern)
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

static int list(struct mview_types *types, const char *pattern,
		enum output output)
{
	return output ? list_json(types, pattern, output) :
			list_text(types, pattern);
}

static int list_from(const struct types_from *from, const char *pattern,
		     enum output output)
{
	struct mview_types *types = types_open(from, &pattern);
	int status;

	if (!types)
		return failed("%s", mview_inspect_error());
	status = list(types, pattern, output);
	mview_types_close(types);
	return status;
}

static void print_json(struct mview_ctype *type, enum output output)
{
	struct json_object *object = json_c()->json_object_new_object();

	json_add_text(object, "type", mview_ctype_root(type)->type);
	json_add_number(object, "size", mview_ctype_size(type));
	json_add_text(object, "format", mview_ctype_format(type));
	json_add(object, "members", describe_members(type));
	output_document(object, output, stdout);
	mview_ctype_close(type);
}

static void print(struct mview_ctype *type, bool format)
{
	if (!format)
		types_print(type);
	else if (isatty(STDOUT_FILENO))
		text_printf(stdout, "%s\n", mview_ctype_format(type));
	else
		puts(mview_ctype_format(type));
	mview_ctype_close(type);
}

/**
 * struct wanted - of the command line
 * @from: where types come from
 * @format: print the format alone
 * @output: for whom
 */
struct wanted {
	struct types_from from;
	bool format;
	enum output output;
};

/* A name that no type has may be that of a module. */
static int find(const struct wanted *wanted, const char *name)
{
	const struct types_from *from = &wanted->from;
	struct mview_ctype *type = types_type(from, name);
	struct mview_types *module;
	char *why;
	int status;

	if (type) {
		if (wanted->output)
			print_json(type, wanted->output);
		else
			print(type, wanted->format);
		return EXIT_OK;
	}
	why = strdup(mview_inspect_error());
	module = from->n ? NULL : mview_types_kernel(name);
	status = module ? list(module, "", wanted->output) :
			  failed("%s", why);
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

	if (n != 2)
		name = strdup(n ? words[0] : "");
	else if (asprintf(&name, "%s%c%s", words[0],
			  is_keyword(words[0]) ? ' ' : ':', words[1]) < 0)
		name = NULL;
	if (!name)
		exit(failed("out of memory"));
	return name;
}

static int take_option(const struct command *command,
		       const struct cli_option *option, void *arg)
{
	struct wanted *wanted = arg;
	int status;

	if (output_option(command, option->letter, &wanted->output, &status))
		return status;
	wanted->format |= option->letter == FORMAT;
	return option->letter == FORMAT ? 0 :
	       types_option(command, &wanted->from);
}

static int types_run(const struct command *command, int argc, char **argv)
{
	static const struct option_takers takers = { .option = take_option };
	struct wanted wanted = { .format = false };
	int status = options_read(command, argc, argv, &takers, &wanted);
	char *name;

	if (status)
		return status;
	if (argc - optind > 2)
		return misused(command, "a module and a type or pattern, not "
			       "more; quote patterns: '%s'",
			       argv[optind + 1]);
	name = read_name(argc - optind, argv + optind);
	if (is_pattern(name))
		status = list_from(&wanted.from, name, wanted.output);
	else
		status = find(&wanted, name);
	free(name);
	return status;
}

static const struct cli_option options[] = {
	{ "format", FORMAT, NULL, "print the format of its elements" },
	{ NULL }
};

const struct command types_command = {
	.name = "types",
	.summary = "show C types of the kernel and its modules",
	.usage = "[OPTION]... [MODULE] [TYPE]",
	.options = { types_options, options, output_options },
	.help = "Prints a type with offsets and sizes, as pahole does. Lists those of\n"
		"which there are many: nvme 'nvme_*', all of a module: nvme, or all.\n",
	.run = types_run,
};
