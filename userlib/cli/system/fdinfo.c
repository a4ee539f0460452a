// SPDX-License-Identifier: GPL-2.0
/* fdinfo of views and traces: lines, "mview-KEY:", a tab and a value. */
#include "system/fdinfo.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

#define PREFIX	"mview-"

bool fdinfo_is_of(const char *link)
{
	return !strncmp(link, "mview:", strlen("mview:")) ||
	       !strcmp(link, "anon_inode:mview-trace");
}

/* The value of a line, if it is that of @key; else NULL. */
static const char *value_of(const char *line, const char *key)
{
	size_t len = strlen(key);

	if (strncmp(line, PREFIX, strlen(PREFIX)) ||
	    strncmp(line + strlen(PREFIX), key, len) ||
	    strncmp(line + strlen(PREFIX) + len, ":\t", 2))
		return NULL;
	return line + strlen(PREFIX) + len + 2;
}

/* Whether it is a number, of that key. */
static bool take_number(const char *line, const char *key, uint64_t *number)
{
	const char *value = value_of(line, key);

	return value && sscanf(value, "%" SCNu64, number) == 1;
}

static void take_filter(const char *line, struct fdinfo *info)
{
	const char *value = value_of(line, "filter");

	if (!value || info->filter)
		return;
	info->filter = strdup(value);
	if (!info->filter)
		exit(failed("out of memory"));
}

/* Values that others choose hold no line ends: the kernel escapes them. */
bool fdinfo_read(FILE *in, struct fdinfo *info)
{
	bool is_view = false, live = true;
	char *line = NULL;
	size_t size = 0;

	*info = (struct fdinfo) { .id = 0 };
	while (getline(&line, &size, in) > 0) {
		line[strcspn(line, "\n")] = '\0';
		is_view |= take_number(line, "buffer", &info->id);
		info->is_trace |= take_number(line, "trace", &info->id);
		take_number(line, "lost", &info->lost);
		take_filter(line, info);
		if (value_of(line, "flags"))
			info->writes |= !strncmp(value_of(line, "flags"),
						 "writable", strlen("writable"));
		if (value_of(line, "state"))
			live = !strcmp(value_of(line, "state"), "live");
	}
	free(line);
	if ((is_view && live) || info->is_trace)
		return true;
	fdinfo_deinit(info);
	return false;
}

void fdinfo_deinit(struct fdinfo *info)
{
	free(info->filter);
	info->filter = NULL;
}
