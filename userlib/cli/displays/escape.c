// SPDX-License-Identifier: GPL-2.0
/* Any bytes as UTF-8 that does no harm, and from which they can be had back. */
#include "displays/escape.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "cli.h"

#define MOST	4	/* bytes that one byte becomes: \xNN */

/* The smallest number that takes so many bytes. */
static const uint32_t smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };

static int length_of(unsigned char first)
{
	if (first < 0x80)
		return 1;
	if (first >= 0xc0 && first < 0xe0)
		return 2;
	if (first >= 0xe0 && first < 0xf0)
		return 3;
	return first >= 0xf0 && first < 0xf8 ? 4 : 0;
}

/* A character's bytes, or 0 if they are no UTF-8. */
static int decode(const unsigned char *text, size_t len, uint32_t *c)
{
	int i, n = length_of(*text);

	if (!n || (size_t)n > len)
		return 0;
	*c = n == 1 ? *text : *text & (0x7f >> n);
	for (i = 1; i < n; i++) {
		if ((text[i] & 0xc0) != 0x80)
			return 0;
		*c = *c << 6 | (text[i] & 0x3f);
	}
	if (*c < smallest[n] || *c > 0x10ffff || (*c >= 0xd800 && *c < 0xe000))
		return 0;
	return n;
}

/* Those that JSON has no escape for. */
static bool is_control(uint32_t c)
{
	return c >= 0x7f && c < 0xa0;
}

char *escape(const char *text, size_t len, size_t *size)
{
	const unsigned char *from = (const unsigned char *)text;
	const unsigned char *end = from + len;
	char *escaped = allocate(MOST * len + 1), *to = escaped;
	uint32_t c = 0;
	int i, n;

	for (; from < end; from += n) {
		n = decode(from, end - from, &c);
		if (c == '\\' && n)
			*to++ = '\\';
		if (!n || is_control(c)) {
			n = n ?: 1;
			for (i = 0; i < n; i++)
				to += sprintf(to, "\\x%02x", from[i]);
		} else {
			for (i = 0; i < n; i++)
				*to++ = from[i];
		}
	}
	*to = '\0';
	*size = to - escaped;
	return escaped;
}
