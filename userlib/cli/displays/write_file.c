// SPDX-License-Identifier: GPL-2.0
/* Files that displays write. */
#include "displays/write_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli.h"

/**
 * struct new_file - a file that is written
 * @path: its name, once it is whole
 * @name: its name until then, or NULL: a device has but one
 * @out: to write to
 */
struct new_file {
	const char *path;
	char *name;
	FILE *out;
};

static bool is_special(const char *path)
{
	struct stat status;

	return !stat(path, &status) && !S_ISREG(status.st_mode);
}

/* Not mkstemp(): the file is to have the mode that fopen() gives. */
static int new_file_open(struct new_file *file, const char *path)
{
	*file = (struct new_file) { .path = path };
	if (is_special(path)) {
		file->out = fopen(path, "wb");
		return file->out ? EXIT_OK : failed("%s: %s", path,
						    strerror(errno));
	}
	if (asprintf(&file->name, "%s.%d.new", path, getpid()) < 0)
		exit(failed("out of memory"));
	file->out = fopen(file->name, "wbx");
	if (file->out)
		return EXIT_OK;
	failed("%s: %s", path, strerror(errno));
	free(file->name);
	return EXIT_FAILED;
}

/* @error: what went wrong until now, or NULL. */
static int new_file_close(struct new_file *file, const char *error)
{
	if (fclose(file->out) && !error)
		error = strerror(errno);
	if (!error && file->name && rename(file->name, file->path))
		error = strerror(errno);
	if (error && file->name)
		unlink(file->name);
	free(file->name);
	return error ? failed("%s: %s", file->path, error) : EXIT_OK;
}

const char *write_file_ending(const char *path)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
	const char *dot = strrchr(name, '.');

	return dot && dot > name ? dot + 1 : "";
}

int write_file(const char *path,
	       const char *(*write)(const void *what, FILE *out),
	       const void *what)
{
	struct new_file file;
	const char *error;

	if (!strcmp(path, "-")) {
		error = write(what, stdout);
		/* What stdout itself has is told at the end. */
		if (error && !ferror(stdout))
			return failed("standard output: %s", error);
		return error ? EXIT_FAILED : EXIT_OK;
	}
	if (new_file_open(&file, path) != EXIT_OK)
		return EXIT_FAILED;
	errno = 0;
	error = write(what, file.out);
	return new_file_close(&file, error);
}
