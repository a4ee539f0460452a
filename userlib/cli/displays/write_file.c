// SPDX-License-Identifier: GPL-2.0
/* Files that displays write. */
#include "displays/write_file.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli.h"

/* But for devices and the like. */
static void remove_file(const char *path)
{
	struct stat status;

	if (!stat(path, &status) && S_ISREG(status.st_mode))
		unlink(path);
}

int write_file(const char *path,
	       const char *(*write)(const void *what, FILE *out),
	       const void *what)
{
	const char *error;
	FILE *out;

	if (!strcmp(path, "-")) {
		error = write(what, stdout);
		return error ? failed("standard output: %s", error) : EXIT_OK;
	}
	out = fopen(path, "wb");
	if (!out)
		return failed("%s: %s", path, strerror(errno));
	errno = 0;
	error = write(what, out);
	if (fclose(out) && !error)
		error = strerror(errno);
	if (!error)
		return EXIT_OK;
	remove_file(path);
	return failed("%s: %s", path, error);
}
