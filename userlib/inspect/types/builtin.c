// SPDX-License-Identifier: LGPL-2.1-or-later
/* Modules that are built in: from sysfs, and from the list of the kernel's build. */
#include "types/builtin.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* "kernel/drivers/virtio/virtio-ring.ko\n" is that of virtio_ring. */
static bool is_line_of(const char *line, const char *module)
{
	const char *slash = strrchr(line, '/'), *name = slash ? slash + 1 : line;

	for (; *module && *module == (*name == '-' ? '_' : *name); module++)
		name++;
	return !*module && !strncmp(name, ".ko", 3);
}

static enum builtin look_up(const char *list, const char *module)
{
	FILE *file = fopen(list, "re");
	enum builtin found = BUILTIN_NO;
	size_t size = 0;
	char *line = NULL;

	if (!file)
		return BUILTIN_UNKNOWN;
	while (!found && getline(&line, &size, file) >= 0)
		found = is_line_of(line, module) ? BUILTIN_YES : BUILTIN_NO;
	free(line);
	fclose(file);
	return found;
}

enum builtin builtin_find(const char *sysfs, const char *list,
			  const char *module)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/%s", sysfs, module);
	if (access(path, F_OK))
		return look_up(list, module);
	/* The kernel makes this file for loaded modules only. */
	snprintf(path, sizeof(path), "%s/%s/initstate", sysfs, module);
	return access(path, F_OK) ? BUILTIN_YES : BUILTIN_NO;
}
