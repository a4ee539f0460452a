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

static void offer_file(const struct line *line, const struct typed *typed)
{
	(void)line;
	(void)typed;
	complete_file();
}

static void offer_source(const struct line *line, const struct typed *typed)
{
	(void)line;
	complete_source(typed);
}

static void offer_channel(const struct line *line, const struct typed *typed)
{
	if (line->noperands)
		complete_channel(typed, line->operands[0]);
}

static void offer_column(const struct line *line, const struct typed *typed)
{
	(void)line;
	complete_column(typed);
}

static void offer_pixels(const struct line *line, const struct typed *typed)
{
	(void)line;
	complete_pixels(typed);
}

static void offer_speed(const struct line *line, const struct typed *typed)
{
	(void)line;
	complete_speed(typed);
}

static void offer_lens(const struct line *line, const struct typed *typed)
{
	(void)line;
	complete_lens(typed);
}

static void offer_device(const struct line *line, const struct typed *typed)
{
	(void)line;
	complete_device(typed);
}

/* Behind an operand, which is a module, offer the types of that module. */
static void offer_type(const struct line *line, const struct typed *typed)
{
	if (!line->option && line->noperands)
		complete_type_of(typed, line->operands[0]);
	else
		complete_type(typed);
}

static void offer_module(const struct line *line, const struct typed *typed)
{
	(void)line;
	complete_module(typed);
	complete_type(typed);
}

/* What to offer for an argument, by its name in --help and in the usage. */
static const struct {
	const char *name;
	void (*offer)(const struct line *line, const struct typed *typed);
} arguments[] = {
	{ "BITS", offer_bits },
	{ "BUFFER", offer_source },
	{ "CHANNEL", offer_channel },
	{ "COLUMN", offer_column },
	{ "DEVICE", offer_device },
	{ "EXPR", offer_expr },
	{ "FIELD", offer_fields },
	{ "FIELD=VALUE", offer_assignment },
	{ "FIELDS", offer_fields },
	{ "FILE", offer_file },
	{ "FILTER", offer_device },
	{ "INDEX", offer_source },
	{ "LENS", offer_lens },
	{ "MODULE", offer_module },
	{ "NAME", offer_source },
	{ "NEWFILE", offer_file },
	{ "PIXELS", offer_pixels },
	{ "PREFIX", offer_file },
	{ "SPEED", offer_speed },
	{ "TYPE", offer_type },
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
	for (i = 0; i < sizeof(arguments) / sizeof(*arguments); i++)
		if (!strcmp(arguments[i].name, name))
			arguments[i].offer(line, typed);
	return true;
}
