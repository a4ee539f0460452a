// SPDX-License-Identifier: GPL-2.0
/* What an argument may be is known by what --help and the usage call it. */
#include "complete/line.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "complete/complete.h"

/* Behind the last character of @ends, but what typed already keeps. */
static struct typed part(const struct typed *typed, const char *ends)
{
	struct typed last = *typed;
	const char *c;

	for (c = typed_end(typed); *c; c++)
		if (strchr(ends, *c))
			last.kept = c + 1 - typed->word;
	return last;
}

static void offer_field(const struct line *line, const struct typed *typed,
			const char *behind, const char *end)
{
	struct typed last = part(typed, behind);

	complete_field(&last, line->command, line->n, line->words, end);
}

static void offer_fields(const struct line *line, const struct typed *typed)
{
	offer_field(line, typed, ",", "");
}

static void offer_expr(const struct line *line, const struct typed *typed)
{
	offer_field(line, typed, " ()!&|<>=+-*/%~^?:", "");
}

static void offer_bits(const struct line *line, const struct typed *typed)
{
	offer_field(line, typed, "", "{");
}

static void offer_assignment(const struct line *line, const struct typed *typed)
{
	if (!strpbrk(typed_end(typed), "=|&^"))
		offer_field(line, typed, "", "=");
}

static void offer_file(const struct typed *typed)
{
	(void)typed;
	complete_file();
}

static void offer_channel(const struct line *line, const struct typed *typed)
{
	if (line->noperands)
		complete_channel(typed, line->operands[0]);
}

/* Behind an operand, which is a module, offer the types of that module. */
static void offer_type(const struct line *line, const struct typed *typed)
{
	if (!line->option && line->noperands)
		complete_type_of(typed, line->operands[0]);
	else
		complete_type(typed);
}

static void offer_module(const struct typed *typed)
{
	complete_module(typed);
	complete_type(typed);
}

/*
 * What to offer for an argument, by its name in --help and in the usage: by the
 * first function, or by the second, which looks at what comes before it.
 */
static const struct {
	const char *name;
	void (*offer)(const struct typed *typed);
	void (*offer_behind)(const struct line *line, const struct typed *typed);
} arguments[] = {
	{ "BITS", NULL, offer_bits },
	{ "BUFFER", complete_source, NULL },
	{ "CHANNEL", NULL, offer_channel },
	{ "COLUMN", complete_column, NULL },
	{ "DEVICE", complete_device, NULL },
	{ "EXPR", NULL, offer_expr },
	{ "FIELD", NULL, offer_fields },
	{ "FIELD=VALUE", NULL, offer_assignment },
	{ "FIELDS", NULL, offer_fields },
	{ "FILE", offer_file, NULL },
	{ "FILTER", complete_device, NULL },
	{ "INDEX", complete_source, NULL },
	{ "LENS", complete_lens, NULL },
	{ "MODULE", offer_module, NULL },
	{ "NAME", complete_source, NULL },
	{ "NEWFILE", offer_file, NULL },
	{ "PIXELS", complete_pixels, NULL },
	{ "PREFIX", offer_file, NULL },
	{ "SPEED", complete_speed, NULL },
	{ "TYPE", NULL, offer_type },
};

/* "device|driver" is these words, which begin with small letters. */
static void offer_words(const struct typed *typed, const char *words)
{
	size_t len;
	char *word;

	for (; *words; words += len + (words[len] == '|')) {
		len = strcspn(words, "|]");
		word = strndup(words, len);
		complete_offer(typed, word, NULL);
		free(word);
		if (words[len] == ']')
			return;
	}
}

bool complete_argument(const struct line *line, const struct typed *typed,
		       const char *name)
{
	size_t i;

	/* "[=HOW]" can be left out. */
	name += 2 * !strncmp(name, "[=", 2);
	if (islower(*name)) {
		offer_words(typed, name);
		return false;
	}
	for (i = 0; i < sizeof(arguments) / sizeof(*arguments); i++) {
		if (strcmp(arguments[i].name, name))
			continue;
		if (arguments[i].offer)
			arguments[i].offer(typed);
		else
			arguments[i].offer_behind(line, typed);
	}
	return true;
}
