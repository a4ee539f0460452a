// SPDX-License-Identifier: LGPL-2.1-or-later
/* Backslashes in names. One at the end is part of the name. */
#include "base/name.h"

const char *name_find(const char *text, char mark)
{
	for (; *text && *text != mark; text++)
		if (*text == '\\' && text[1])
			text++;
	return text;
}

char *name_bare(char *text)
{
	char *to = text, *from = text;

	while (*from) {
		if (*from == '\\' && from[1])
			from++;
		*to++ = *from++;
	}
	*to = '\0';
	return text;
}
