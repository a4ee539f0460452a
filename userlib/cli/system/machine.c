// SPDX-License-Identifier: GPL-2.0
/* Files of this machine by which its health is told. */
#include "system/machine.h"

#include <fcntl.h>
#include <glob.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

__attribute__((format(printf, 2, 0)))
static const char *below_root(char *path, const char *format, va_list args)
{
	const char *root = getenv("MVIEW_DOCTOR_ROOT") ?: "";
	int n = snprintf(path, MACHINE_PATH, "%s", root);

	if (n < MACHINE_PATH)
		vsnprintf(path + n, MACHINE_PATH - n, format, args);
	return path;
}

const char *machine_path(char path[MACHINE_PATH], const char *format, ...)
{
	va_list args;

	va_start(args, format);
	below_root(path, format, args);
	va_end(args);
	return path;
}

bool machine_has(const char *format, ...)
{
	char path[MACHINE_PATH];
	va_list args;

	va_start(args, format);
	below_root(path, format, args);
	va_end(args);
	return !access(path, F_OK);
}

bool machine_matches(const char *format, ...)
{
	char path[MACHINE_PATH];
	glob_t found = { 0 };
	va_list args;
	bool any;

	va_start(args, format);
	below_root(path, format, args);
	va_end(args);
	any = !glob(path, GLOB_NOSORT, NULL, &found);
	globfree(&found);
	return any;
}

size_t machine_read(char *text, size_t size, const char *format, ...)
{
	char path[MACHINE_PATH];
	va_list args;
	ssize_t n;
	int fd;

	va_start(args, format);
	below_root(path, format, args);
	va_end(args);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	n = fd < 0 ? 0 : read(fd, text, size - 1);
	if (fd >= 0)
		close(fd);
	if (n < 0)
		n = 0;
	text[n] = '\0';
	if (n && text[n - 1] == '\n')
		text[n - 1] = '\0';
	return n;
}
