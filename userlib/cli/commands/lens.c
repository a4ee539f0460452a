// SPDX-License-Identifier: GPL-2.0
/* mview lens: which lenses there are, and whether files of lenses are right. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "displays/output.h"
#include "displays/table.h"
#include "displays/text.h"
#include "lenses/lens.h"
#include "lenses/types.h"

#define TYPE	128	/* of the text of a type */
#define SHOWN	32	/* characters of a format */

/* The type; or of a format, as much as there is room for; or several of these. */
static void type_text(const struct mview_lens *lens, char *text)
{
	const char *format = lens->format ?: "";
	int i, len = 0;

	if (lens->type)
		snprintf(text, TYPE, "%s", lens->type);
	else
		snprintf(text, TYPE, "%.*s%s", SHOWN, format,
			 strlen(format) > SHOWN ? "..." : "");
	for (i = 0; i < lens->ntypes && len < TYPE; i++)
		len += snprintf(text + len, TYPE - len, "%s%s", i ? " " : "",
				lens->types[i].name);
}

/* One lens on its type; 0 if that is right. */
static int check_lens(const struct types_from *from,
		      const struct mview_lens *lens)
{
	struct mview_ctype *type = lens_type(from, lens);

	if (!type)
		return failed("%s", mview_inspect_error());
	text_printf(stdout, "%s:%d: %s: right, %lld bytes\n", lens->file,
		    lens->line, lens->name, (long long)mview_ctype_size(type));
	mview_ctype_close(type);
	return EXIT_OK;
}

static int check_file(const struct types_from *from, const char *file)
{
	struct mview_lenses *lenses = mview_lenses_read(file);
	int i, status = EXIT_OK;

	if (!lenses)
		return failed("%s", mview_inspect_error());
	for (i = 0; i < lenses->count; i++)
		if (check_lens(from, &lenses->lenses[i]))
			status = EXIT_FAILED;
	mview_lenses_free(lenses);
	return status;
}

#define MATCH_KEYS	7

struct match {
	const char *key;
	const char *value;
};

/* What a buffer must be like; values may be NULL. */
static void match_keys(const struct mview_lens_match *match, struct match *keys)
{
	const struct match all[MATCH_KEYS] = {
		{ "driver", match->driver }, { "symbol", match->symbol },
		{ "name", match->name },     { "type", match->type },
		{ "format", match->format }, { "size", match->size },
		{ "number", match->number },
	};

	memcpy(keys, all, sizeof(all));
}

/* "driver=nvme size=16 * n", or "" */
static void match_text(const struct mview_lens_match *match, char *text,
		       size_t size)
{
	struct match all[MATCH_KEYS];
	size_t i, len = 0;

	match_keys(match, all);
	*text = 0;
	for (i = 0; i < MATCH_KEYS && len < size; i++)
		if (all[i].value)
			len += snprintf(text + len, size - len, "%s%s=%s",
					len ? " " : "", all[i].key,
					all[i].value);
}

static struct json_object *match_json(const struct mview_lens_match *match)
{
	struct json_object *object = json_c()->json_object_new_object();
	struct match all[MATCH_KEYS];
	int i;

	match_keys(match, all);
	for (i = 0; i < MATCH_KEYS; i++)
		if (all[i].value)
			json_add(object, all[i].key, json_text(all[i].value));
	return object;
}

static struct json_object *lens_json(const struct mview_lens *lens)
{
	struct json_object *object = json_c()->json_object_new_object();
	struct json_object *types = json_c()->json_object_new_array();
	int i;

	for (i = 0; i < lens->ntypes; i++)
		json_c()->json_object_array_add(types,
						json_text(lens->types[i].name));
	json_add_text(object, "name", lens->name);
	json_add_text(object, "type", lens->type ?: "");
	json_add_text(object, "format", lens->format ?: "");
	json_add(object, "types", types);
	json_add(object, "match", match_json(&lens->match));
	json_add_text(object, "file", lens->file);
	json_add_number(object, "line", lens->line);
	return object;
}

static void list_json(const struct mview_lenses *lenses, enum output output)
{
	struct output_list list;
	int i;

	output_begin(&list, output, NULL,
		     "lenses:name,type,format,types,match,file,line", stdout);
	for (i = 0; i < lenses->count; i++)
		output_add(&list, lens_json(&lenses->lenses[i]));
	output_end(&list, NULL);
}

static void list_text(const struct mview_lenses *lenses)
{
	struct table *table = table_create(4);
	const struct mview_lens *lens;
	char text[512], type[TYPE];
	int i;

	for (i = 0; i < 4; i++)
		table_align_left(table, i);
	for (i = 0; i < lenses->count; i++) {
		lens = &lenses->lenses[i];
		match_text(&lens->match, text, sizeof(text));
		table_add(table, lens->name);
		type_text(lens, type);
		table_add(table, type);
		table_add(table, *text ? text : "-");
		table_add(table, lens->file);
	}
	table_flush(table, stdout);
	table_destroy(table);
}

static int list(enum output output)
{
	struct mview_lenses *lenses = mview_lenses_find();
	int i, status = EXIT_OK;

	if (!lenses)
		return failed("%s", mview_inspect_error());
	if (output)
		list_json(lenses, output);
	else
		list_text(lenses);
	for (i = 0; i < lenses->nerrors; i++)
		status = failed("%s", lenses->errors[i]);
	mview_lenses_free(lenses);
	return status;
}

static int check(const struct command *command,
		 const struct types_from *from, char **files)
{
	int status = EXIT_OK;

	if (!*files)
		return misused(command, "check which files?");
	for (; *files; files++)
		if (check_file(from, *files))
			status = EXIT_FAILED;
	return status;
}

/**
 * struct wanted - of the command line
 * @from: where types come from
 * @output: for whom
 */
struct wanted {
	struct types_from from;
	enum output output;
};

static int take_option(const struct command *command,
		       const struct cli_option *option, void *arg)
{
	struct wanted *wanted = arg;
	int status;

	if (output_option(command, option->letter, &wanted->output, &status))
		return status;
	return types_option(command, &wanted->from);
}

static int lens_run(const struct command *command, int argc, char **argv)
{
	static const struct option_takers takers = { .option = take_option };
	struct wanted wanted = { .output = OUTPUT_TEXT };
	const char *what;
	int status = options_read(command, argc, argv, &takers, &wanted);

	if (status)
		return status;
	what = optind < argc ? argv[optind++] : "";
	if (!strcmp(what, "check") && wanted.output)
		return misused(command, "--json and --csv are for 'mview lens "
			       "list'");
	if (!strcmp(what, "check"))
		return check(command, &wanted.from, argv + optind);
	if (!strcmp(what, "list") && optind == argc)
		return list(wanted.output);
	return misused(command, "it is 'mview lens list' or 'mview lens check "
		       "FILE'");
}

const struct command lens_command = {
	.name = "lens",
	.summary = "list lenses, which say what bytes mean, or check files of them",
	.usage = "list [OPTION]...\n"
		 "check [OPTION]... FILE...",
	.options = { types_options, output_options },
	.help = "list prints the name of each lens, its type, which buffers it is for, and\n"
		"its file. check reads files and tries their lenses on the types of the\n"
		"running kernel, or those of --btf. mview-lens(5) says what files look like.\n"
		"--json and --csv are for list.\n",
	.run = lens_run,
};
