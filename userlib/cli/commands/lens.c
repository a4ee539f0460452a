// SPDX-License-Identifier: GPL-2.0
/* mview lens: which lenses there are, and whether files of lenses are right. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
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

/* "driver=nvme size=16 * n", or "" */
static void match_text(const struct mview_lens_match *match, char *text,
		       size_t size)
{
	const struct {
		const char *name;
		const char *value;
	} all[] = {
		{ "driver", match->driver }, { "symbol", match->symbol },
		{ "name", match->name },     { "type", match->type },
		{ "format", match->format }, { "size", match->size },
		{ "number", match->number },
	};
	size_t i, len = 0;

	*text = 0;
	for (i = 0; i < sizeof(all) / sizeof(*all) && len < size; i++)
		if (all[i].value)
			len += snprintf(text + len, size - len, "%s%s=%s",
					len ? " " : "", all[i].name,
					all[i].value);
}

static int list(void)
{
	struct mview_lenses *lenses = mview_lenses_find();
	struct table *table = table_create(4);
	const struct mview_lens *lens;
	char text[512], type[TYPE];
	int i, status = EXIT_OK;

	if (!lenses)
		return failed("%s", mview_inspect_error());
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

static int take_option(const struct command *command,
		       const struct cli_option *option, void *arg)
{
	(void)option;
	return types_option(command, arg);
}

static int lens_run(const struct command *command, int argc, char **argv)
{
	static const struct option_takers takers = { .option = take_option };
	struct types_from from = { .n = 0 };
	const char *what;
	int status = options_read(command, argc, argv, &takers, &from);

	if (status)
		return status;
	what = optind < argc ? argv[optind++] : "";
	if (!strcmp(what, "check"))
		return check(command, &from, argv + optind);
	if (!strcmp(what, "list") && optind == argc)
		return list();
	return misused(command, "it is 'mview lens list' or 'mview lens check "
		       "FILE'");
}

const struct command lens_command = {
	.name = "lens",
	.summary = "list lenses, which say what bytes mean, or check files of them",
	.usage = "list\n"
		 "check [OPTION]... FILE...",
	.options = { types_options },
	.help = "list prints the name of each lens, its type, which buffers it is for, and\n"
		"its file. check reads files and tries their lenses on the types of the\n"
		"running kernel, or those of --btf. mview-lens(5) says what files look like.\n",
	.run = lens_run,
};
