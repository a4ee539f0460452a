// SPDX-License-Identifier: LGPL-2.1-or-later
/* Values of members from text. */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "mview-inspect/types.h"
#include "types/build.h"
#include "types/bytes.h"

#define BYTES	256	/* of a value in hexadecimal digits */

static int no_value(const struct mview_member *member, const char *text)
{
	return inspect_fail_int(EINVAL, "\"%s\" is no value for \"%s\", a %s",
				text, member->name, member->type);
}

static bool find_word(const struct mview_member *member, const char *text,
		      size_t len, int64_t *value)
{
	int i;

	for (i = 0; i < member->nnames; i++)
		if (strlen(member->names[i].name) == len &&
		    !memcmp(member->names[i].name, text, len)) {
			*value = member->names[i].value;
			return true;
		}
	return false;
}

static int parse_word(const struct mview_member *member, const char *text,
		      struct mview_value *value)
{
	value->type = member->is_signed ? MVIEW_INT : MVIEW_UINT;
	if (find_word(member, text, strlen(text), &value->i))
		return 0;
	value->type = MVIEW_INT;
	value->i = !strcmp(text, "true");
	if (member->kind == MVIEW_MEMBER_BOOL &&
	    (value->i || !strcmp(text, "false")))
		return 0;
	return no_value(member, text);
}

/* "A|B|0x40" */
static int parse_flags(const struct mview_member *member, const char *text,
		       struct mview_value *value)
{
	const char *word = text;
	int64_t flag;
	size_t len;
	char *end;

	value->type = MVIEW_UINT;
	value->u = 0;
	for (;; word += len + 1) {
		len = strcspn(word, "|");
		errno = 0;
		if (!find_word(member, word, len, &flag)) {
			flag = isdigit((unsigned char)*word) ?
				       (int64_t)strtoull(word, &end, 0) : 0;
			if (!isdigit((unsigned char)*word) || end != word + len)
				return no_value(member, text);
		}
		if (errno)
			return fail_range(member);
		value->u |= flag;
		if (!word[len])
			return 0;
	}
}

static int digit_of(char c)
{
	return isdigit((unsigned char)c) ? c - '0' :
					   tolower((unsigned char)c) - 'a' + 10;
}

/* Pairs of digits, of a MAC with ":" between them. */
static int parse_bytes(const struct mview_member *member, const char *text,
		       struct mview_value *value)
{
	static _Thread_local unsigned char bytes[BYTES];
	bool is_mac = member->show == MVIEW_SHOW_MAC;
	const char *at = text;
	size_t n = 0;

	while (*at && n < BYTES) {
		if (is_mac && n && *at++ != ':')
			return no_value(member, text);
		if (!isxdigit((unsigned char)at[0]) ||
		    !isxdigit((unsigned char)at[1]))
			return no_value(member, text);
		bytes[n++] = digit_of(at[0]) << 4 | digit_of(at[1]);
		at += 2;
	}
	if (*at)
		return no_value(member, text);
	value->type = MVIEW_BYTES;
	value->bytes.data = bytes;
	value->bytes.len = n;
	return 0;
}

static int parse_float(const struct mview_member *member, const char *text,
		       struct mview_value *value)
{
	char *end;

	value->type = MVIEW_FLOAT;
	value->f[0] = strtod(text, &end);
	value->f[1] = 0;
	return *end || end == text ? parse_word(member, text, value) : 0;
}

int mview_member_parse(const struct mview_member *member, const char *text,
		       struct mview_value *value)
{
	bool negative = *text == '-';
	char *end;

	if (member_check(member))
		return -1;
	if (member->show == MVIEW_SHOW_MAC || member->show == MVIEW_SHOW_BYTES)
		return parse_bytes(member, text, value);
	if (is_text(member)) {
		value->type = MVIEW_BYTES;
		value->bytes.data = text;
		value->bytes.len = strlen(text);
		return 0;
	}
	if (member->kind == MVIEW_MEMBER_FLOAT)
		return parse_float(member, text, value);
	errno = 0;
	value->type = negative ? MVIEW_INT : MVIEW_UINT;
	if (negative)
		value->i = strtoll(text, &end, 0);
	else
		value->u = strtoull(text, &end, 0);
	if (errno == ERANGE)
		return fail_range(member);
	/* strtoull() takes spaces and a sign that C's numbers do not begin with. */
	if (*end || text[negative] < '0' || text[negative] > '9')
		return member->kind == MVIEW_MEMBER_FLAGS ?
			       parse_flags(member, text, value) :
			       parse_word(member, text, value);
	return 0;
}
