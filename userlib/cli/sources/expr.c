// SPDX-License-Identifier: GPL-2.0
/* Reading expressions. Spaces may stand between any two parts. */
#include "sources/expr.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

static void skip_space(const char **text)
{
	while (isspace((unsigned char)**text))
		++*text;
}

/* Whether @token comes next; it is skipped then. */
static bool accept(const char **text, const char *token)
{
	skip_space(text);
	if (strncmp(*text, token, strlen(token)))
		return false;
	*text += strlen(token);
	return true;
}

static bool at_number(const char **text)
{
	const char *p;

	skip_space(text);
	p = *text;
	if (*p == '-' || *p == '+')
		p++;
	return isdigit((unsigned char)*p);
}

static const char *read_number(const char **text, int64_t *number)
{
	char *end;

	if (!at_number(text))
		return "a number is missing";
	errno = 0;
	*number = strtoll(*text, &end, 0);
	/* The lowest is what stands for a number that is not given. */
	if (errno || *number == MVIEW_NONE)
		return "the number is too big";
	*text = end;
	return NULL;
}

const char *expr_find(const char *text, const char *marks)
{
	for (; *text && !strchr(marks, *text); text++)
		if (*text == '\\' && text[1])
			text++;
	return text;
}

char *expr_part(const char *text, const char *marks)
{
	const char *end = expr_find(text, marks);
	char *part = allocate(end - text + 1), *to = part;

	while (text < end) {
		if (*text == '\\' && text[1])
			text++;
		*to++ = *text++;
	}
	*to = '\0';
	return part;
}

char *expr_escape(const char *part, const char *marks)
{
	char *text = allocate(2 * strlen(part) + 1), *end = text;

	for (; *part; part++) {
		if (*part == '\\' || strchr(marks, *part))
			*end++ = '\\';
		*end++ = *part;
	}
	*end = '\0';
	return text;
}

const char *expr_name(const char **text, const char **name, size_t *len)
{
	skip_space(text);
	*name = *text;
	*text = expr_find(*text, EXPR_ENDS);
	*len = *text - *name;
	if (!*len)
		return "a buffer's name is missing";
	skip_space(text);
	return NULL;
}

/* start:stop:step, all of which may be left out, or an index. */
static const char *read_range(const char **text, struct mview_range *range)
{
	int64_t *parts[] = { &range->start, &range->stop, &range->step };
	const char *error;
	int part = 0;

	*range = mview_whole();
	for (;;) {
		if (at_number(text)) {
			error = read_number(text, parts[part]);
			if (error)
				return error;
		}
		if (part == 2 || !accept(text, ":"))
			break;
		part++;
	}
	if (part)
		return range->step ? NULL : "a step can't be 0";
	if (range->start == MVIEW_NONE)
		return "an index or a slice is missing";
	range->flags = MVIEW_AT;
	return NULL;
}

const char *expr_slice(const char **text, struct expr_slice *slice)
{
	const char *error;

	slice->n = 0;
	slice->ellipsis = -1;
	if (!accept(text, "["))
		return "only [ can follow here";
	do {
		if (accept(text, "...")) {
			if (slice->ellipsis >= 0)
				return "there can be one ... only";
			slice->ellipsis = slice->n;
			continue;
		}
		skip_space(text);
		if (**text == ']' && (slice->n || slice->ellipsis >= 0))
			break;
		if (slice->n == MVIEW_DIMS)
			return "there are too many axes";
		error = read_range(text, &slice->ranges[slice->n]);
		if (error)
			return error;
		slice->n++;
	} while (accept(text, ","));
	if (!accept(text, "]"))
		return "a , or ] is missing";
	skip_space(text);
	return NULL;
}

int expr_ranges(const struct expr_slice *slice, int ndim,
		struct mview_range *ranges)
{
	int before = slice->ellipsis, gap = ndim - slice->n, i;

	if (gap < 0)
		return -1;
	if (before < 0) {
		before = slice->n;
		gap = 0;
	}
	memcpy(ranges, slice->ranges, before * sizeof(*ranges));
	for (i = 0; i < gap; i++)
		ranges[before + i] = mview_whole();
	memcpy(ranges + before + gap, slice->ranges + before,
	       (slice->n - before) * sizeof(*ranges));
	return slice->n + gap;
}

const char *expr_shape(const char *text, int64_t *shape, int *ndim)
{
	bool open = accept(&text, "("), inferred = false;
	const char *error;

	*ndim = 0;
	while (at_number(&text)) {
		if (*ndim == MVIEW_DIMS)
			return "there are too many axes";
		error = read_number(&text, &shape[*ndim]);
		if (error)
			return error;
		if (shape[*ndim] < -1 || (shape[*ndim] == -1 && inferred))
			return "one extent can be -1, the rest 0 or more";
		inferred = inferred || shape[*ndim] == -1;
		++*ndim;
		if (!accept(&text, ","))
			break;
	}
	if (open && !accept(&text, ")"))
		return "a ) is missing";
	skip_space(&text);
	if (*text || (!*ndim && !open))
		return "it should look like 2,3";
	return NULL;
}
