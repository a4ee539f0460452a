// SPDX-License-Identifier: LGPL-2.1-or-later
/* Files of lenses that need not be read: none of their lenses is asked for. */
#include "lens/peek.h"

#include <ctype.h>
#include <string.h>

#include "lens/load.h"

#define LINE	512	/* characters of one that is understood */

/* Of values without quotes; the first one is a letter, a digit or "_". */
#define PLAIN	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ" \
		"0123456789_-.*?+/%():; "

/* Letters stand for themselves: there are no escapes, and no 16-bit characters. */
static bool is_literal(const char *text, size_t size)
{
	return strlen(text) == size && !strchr(text, '\\');
}

bool lens_peek_name(const char *text, size_t size, const char *name)
{
	return !is_literal(text, size) || strstr(text, name);
}

/* Up to what follows it, and without the quotes or spaces around it. */
static char *read_value(char **at, size_t *len)
{
	char *value = *at, quote = *value;

	if (quote == '"' || quote == '\'') {
		*len = strcspn(++value, (char []){ quote, 0 });
		*at = value + *len + (value[*len] == quote);
		return value;
	}
	*len = isalnum((unsigned char)*value) || *value == '_' ?
		       strspn(value, PLAIN) : 0;
	*at = value + *len;
	while (*len && value[*len - 1] == ' ')
		--*len;
	return value;
}

static void skip_spaces(char **at)
{
	*at += strspn(*at, " ");
}

/* "KEY: VALUE", and the "," or "}" behind it, which is returned; 0 if it is not that. */
static char read_pair(char **at, struct mview_lens_match *match)
{
	const char **member;
	size_t len;
	char end;

	skip_spaces(at);
	len = strcspn(*at, ":");
	member = lens_match_member(match, *at, len);
	if (!member || strncmp(*at + len, ": ", 2))
		return 0;
	*at += len + 1;
	skip_spaces(at);
	*member = read_value(at, &len);
	skip_spaces(at);
	end = **at;
	if (!len || (end != ',' && end != '}'))
		return 0;
	++*at;
	((char *)*member)[len] = 0;
	return end;
}

/* Of a line that ends there; false if it is not understood. */
static bool read_match(char *line, struct mview_lens_match *match)
{
	char end;

	*match = (struct mview_lens_match) { .driver = NULL };
	skip_spaces(&line);
	if (strncmp(line, "match: {", 8))
		return false;
	line += 8;
	do
		end = read_pair(&line, match);
	while (end == ',');
	skip_spaces(&line);
	return end == '}' && !*line;
}

/* All of it can be seen; other breaks of lines are none of these. */
static bool is_printable(const char *line)
{
	while (*line >= ' ' && *line <= '~')
		line++;
	return !*line;
}

/* The line that @at is in; where it ends, or NULL if it is too long. */
static const char *copy_line(const char *text, const char *at, char *line)
{
	const char *first = memrchr(text, '\n', at - text);
	const char *last = strchrnul(at, '\n');

	first = first ? first + 1 : text;
	if (last - first >= LINE)
		return NULL;
	memcpy(line, first, last - first);
	line[last - first] = 0;
	return last;
}

bool lens_peek_match(const char *text, size_t size,
		     bool (*fits)(const struct mview_lens_match *match,
				  void *arg),
		     void *arg)
{
	const char *at = text;
	struct mview_lens_match match;
	char line[LINE];

	if (!is_literal(text, size))
		return true;
	while ((at = strstr(at, "match"))) {
		at = copy_line(text, at, line);
		if (!at || !is_printable(line) || !read_match(line, &match) ||
		    fits(&match, arg))
			return true;
	}
	return false;
}
