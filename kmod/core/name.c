// SPDX-License-Identifier: GPL-2.0 OR LGPL-2.1-or-later
/* Which names buffers can have. */
#include "name.h"

static bool mv_name_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool mv_name_first(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       mv_name_digit(c) || c == '_';
}

static bool mv_name_next(char c)
{
	return mv_name_first(c) || (c && strchr(".-:+,@", c));
}

/* Would it be taken for something of another kind? */
static bool mv_name_reserved(const char *name)
{
	static const char *const words[] = {
		"dma:", "dmabuf:", "fd:", "v4l2:", "drm:", "file:",
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(words); i++)
		if (!strncmp(name, words[i], strlen(words[i])))
			return true;
	return false;
}

bool mv_name_valid(const char *name)
{
	size_t len = 0, digits = 0;

	if (!mv_name_first(*name) || mv_name_reserved(name))
		return false;
	while (mv_name_next(name[len])) {
		digits = mv_name_digit(name[len]) ? digits + 1 : 0;
		len++;
	}
	if (name[len] || len > MV_NAME_MAX)
		return false;
	return !digits || len == digits || name[len - digits - 1] != '@';
}
