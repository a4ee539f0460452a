// SPDX-License-Identifier: LGPL-2.1-or-later
/* Literals of Python, as headers of .npy have them, and of JSON. */
#include "record/literal.h"

#include <ctype.h>
#include <mview.h>
#include <stdlib.h>
#include <string.h>

static void skip_space(struct literal *text)
{
	while (text->at < text->end && isspace((unsigned char)*text->at))
		text->at++;
}

bool literal_accept(struct literal *text, const char *token)
{
	size_t len = strlen(token);

	skip_space(text);
	if ((size_t)(text->end - text->at) < len ||
	    memcmp(text->at, token, len))
		return false;
	text->at += len;
	return true;
}

bool literal_ends(struct literal *text)
{
	skip_space(text);
	return text->at == text->end;
}

bool literal_number(struct literal *text, int64_t *number)
{
	int64_t value = 0;
	const char *start;

	skip_space(text);
	for (start = text->at; text->at < text->end; text->at++) {
		if (!isdigit((unsigned char)*text->at))
			break;
		if (__builtin_mul_overflow(value, 10, &value) ||
		    __builtin_add_overflow(value, *text->at - '0', &value))
			return false;
	}
	*number = value;
	return text->at > start;
}

bool literal_shape(struct literal *text, int64_t *shape, int *ndim)
{
	const char *close = literal_accept(text, "(") ? ")" : "]";

	*ndim = 0;
	if (*close == ']' && !literal_accept(text, "["))
		return false;
	while (!literal_accept(text, close)) {
		if (*ndim && !literal_accept(text, ","))
			return false;
		/* Behind the last one there may be a comma, too. */
		if (*ndim && literal_accept(text, close))
			return true;
		if (*ndim == MVIEW_DIMS || !literal_number(text, &shape[*ndim]))
			return false;
		++*ndim;
	}
	return true;
}

static void put_utf8(FILE *out, unsigned long code)
{
	if (code < 0x80) {
		fputc(code, out);
		return;
	}
	if (code < 0x800) {
		fputc(0xc0 | code >> 6, out);
	} else if (code < 0x10000) {
		fputc(0xe0 | code >> 12, out);
		fputc(0x80 | (code >> 6 & 0x3f), out);
	} else {
		fputc(0xf0 | code >> 18, out);
		fputc(0x80 | (code >> 12 & 0x3f), out);
		fputc(0x80 | (code >> 6 & 0x3f), out);
	}
	fputc(0x80 | (code & 0x3f), out);
}

/* @ndigits hexadecimal digits; no NUL, no surrogate. */
static bool put_code(struct literal *text, FILE *out, int ndigits)
{
	unsigned long code = 0;
	int i;

	if (text->end - text->at < ndigits)
		return false;
	for (i = 0; i < ndigits; i++) {
		unsigned char c = *text->at++;

		if (!isxdigit(c))
			return false;
		code = code << 4 | (isdigit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
	}
	if (!code || code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
		return false;
	put_utf8(out, code);
	return true;
}

static bool put_escape(struct literal *text, FILE *out)
{
	static const char plain[] = "\\'\"/ntrbf", means[] = "\\'\"/\n\t\r\b\f";
	const char *found;
	char c;

	if (text->at == text->end)
		return false;
	c = *text->at++;
	switch (c) {
	case 'x':
		return put_code(text, out, 2);
	case 'u':
		return put_code(text, out, 4);
	case 'U':
		return put_code(text, out, 8);
	default:
		found = c ? strchr(plain, c) : NULL;
		if (found)
			fputc(means[found - plain], out);
		return found;
	}
}

static bool put_string(struct literal *text, FILE *out, char quote)
{
	unsigned char c;

	while (text->at < text->end) {
		c = *text->at++;
		if (c == (unsigned char)quote)
			return true;
		if (!c)
			return false;
		if (c == '\\') {
			if (!put_escape(text, out))
				return false;
		} else if (text->latin1) {
			put_utf8(out, c);
		} else {
			fputc(c, out);
		}
	}
	return false;
}

char *literal_string(struct literal *text)
{
	char quote = literal_accept(text, "'") ? '\'' : '"';
	char *string = NULL;
	bool whole;
	size_t len;
	FILE *out;

	if (quote == '"' && !literal_accept(text, "\""))
		return NULL;
	out = open_memstream(&string, &len);
	if (!out)
		return NULL;
	whole = put_string(text, out, quote);
	if (!fclose(out) && whole)
		return string;
	free(string);
	return NULL;
}

void literal_quote(FILE *out, const char *string, char quote)
{
	fputc(quote, out);
	for (; *string; string++) {
		unsigned char c = *string;

		if (c == (unsigned char)quote || c == '\\')
			fprintf(out, "\\%c", c);
		else if (c < 0x20 || c == 0x7f)
			fprintf(out, "\\u%04x", c);
		else
			fputc(c, out);
	}
	fputc(quote, out);
}
