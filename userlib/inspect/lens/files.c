// SPDX-License-Identifier: LGPL-2.1-or-later
/* Files of lenses. */
#include "lens/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "types/arena.h"

#define SIZE	(256 * 1024)	/* bytes of a file */
#define FILES	1024		/* of a directory that are looked at for a lens */

/**
 * struct files - whoever goes through them
 * @each: called for each
 * @arg: what it gets
 */
struct files {
	int (*each)(const char *path, void *arg);
	void *arg;
};

static int read_all(int fd, const char *path, char *text, size_t *size)
{
	ssize_t n;

	for (*size = 0; *size <= SIZE; *size += n) {
		n = read(fd, text + *size, SIZE + 1 - *size);
		if (n < 0)
			return inspect_fail_int(errno, "%s: %s", path,
						strerror(errno));
		if (!n) {
			text[*size] = 0;
			return 0;
		}
	}
	return inspect_fail_int(E2BIG, "%s: a file of lenses has at most %d bytes",
				path, SIZE);
}

/* A pipe or a device would keep who waits for it. */
static int open_regular(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct stat stat;

	if (fd < 0)
		return inspect_fail_int(errno, "%s: %s", path, strerror(errno));
	if (!fstat(fd, &stat) && S_ISREG(stat.st_mode))
		return fd;
	close(fd);
	return inspect_fail_int(EINVAL, "%s: this is no file", path);
}

char *lens_text(const char *path, size_t *size)
{
	int err, fd = open_regular(path);
	char *text;

	if (fd < 0)
		return NULL;
	text = malloc(SIZE + 1);
	if (!text)
		err = inspect_fail_int(ENOMEM, NO_MEMORY);
	else
		err = read_all(fd, path, text, size);
	close(fd);
	if (!err)
		return text;
	free(text);
	return NULL;
}

static int is_lenses(const struct dirent *entry)
{
	const char *end = strrchr(entry->d_name, '.');

	return *entry->d_name != '.' && end && !strcmp(end, ".yaml");
}

static int add_entry(const struct files *files, const char *directory,
		     const char *name)
{
	char path[PATH_MAX];

	if (snprintf(path, sizeof(path), "%s/%s", directory, name) >= PATH_MAX)
		return 0;
	return files->each(path, files->arg);
}

static int add_directory(const struct files *files, const char *path)
{
	int i, n, err = 0;
	struct dirent **entries;

	n = scandir(path, &entries, is_lenses, alphasort);
	if (n < 0)
		return errno == ENOMEM ? inspect_fail_int(ENOMEM, NO_MEMORY) : 0;
	for (i = 0; i < n; i++) {
		if (i < FILES && !err)
			err = add_entry(files, path, entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
	return err;
}

/* A directory that is not there has no lenses; a file is meant. */
static int add_place(const struct files *files, const char *path)
{
	struct stat info;

	if (!*path || stat(path, &info))
		return 0;
	return S_ISDIR(info.st_mode) ? add_directory(files, path) :
				       files->each(path, files->arg);
}

static int add_places(const struct files *files, const char *places)
{
	char path[PATH_MAX];
	size_t len;
	int err = 0;

	for (; *places && !err; places += len + (places[len] == ':')) {
		len = strcspn(places, ":");
		if (snprintf(path, sizeof(path), "%.*s", (int)len, places) <
		    PATH_MAX)
			err = add_place(files, path);
	}
	return err;
}

static int add_of_user(const struct files *files)
{
	const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
	char path[PATH_MAX];

	if (config && *config == '/')
		snprintf(path, sizeof(path), "%s/mview/lenses", config);
	else
		snprintf(path, sizeof(path), "%s/.config/mview/lenses",
			 home ?: "");
	return add_place(files, path);
}

/* Where mview was installed, unless that is one of the others. */
static int add_of_system(const struct files *files)
{
	static const char *const places[] = {
		MVIEW_DATADIR "/mview/lenses", "/usr/local/share/mview/lenses",
		"/usr/share/mview/lenses",
	};
	size_t i, j;
	int err = 0;

	for (i = 0; i < sizeof(places) / sizeof(*places) && !err; i++) {
		for (j = 0; strcmp(places[i], places[j]); j++)
			;
		if (j == i)
			err = add_place(files, places[i]);
	}
	return err;
}

int lens_files(int (*each)(const char *path, void *arg), void *arg)
{
	const struct files files = { each, arg };

	return add_places(&files, getenv("MVIEW_LENSES") ?: "") ?:
	       add_of_user(&files) ?: add_of_system(&files);
}
