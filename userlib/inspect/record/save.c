// SPDX-License-Identifier: LGPL-2.1-or-later
/* Files that are there when they are whole, and not before. */
#include "record/save.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"

#define TRIES	100	/* names that somebody else may have taken */

static int failed(const struct save *save)
{
	return inspect_fail_int(errno, "%s: %s", save->path, strerror(errno));
}

/* Not mkstemp(): the file is to have the mode that open() gives. */
static int open_new(struct save *save)
{
	static unsigned int number;
	int i;

	save->fd = -1;
	for (i = 0; i < TRIES && save->fd < 0; i++) {
		free(save->new);
		if (asprintf(&save->new, "%s.%d-%u.new", save->path, getpid(),
			     __atomic_add_fetch(&number, 1, __ATOMIC_RELAXED)) < 0) {
			save->new = NULL;
			return -1;
		}
		save->fd = open(save->new,
				O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
		if (save->fd < 0 && errno != EEXIST)
			break;
	}
	return save->fd < 0 ? -1 : 0;
}

/* S_IFREG and so on; 0 if there is no file of that name. */
static mode_t file_type(const char *path)
{
	struct stat stat_;

	return stat(path, &stat_) ? 0 : stat_.st_mode & S_IFMT;
}

bool save_is_special(const char *path)
{
	mode_t type = file_type(path);

	return type && type != S_IFREG && type != S_IFDIR;
}

int save_begin(struct save *save, const char *path)
{
	mode_t type = file_type(path);
	int err;

	*save = (struct save) { .path = path, .fd = -1 };
	if (type && type != S_IFREG) {
		/* Of a directory that is EISDIR. */
		save->fd = open(path, O_WRONLY | O_CLOEXEC);
		err = save->fd < 0 ? -1 : 0;
	} else {
		err = open_new(save);
	}
	if (!err)
		return 0;
	failed(save);
	free(save->new);
	return -1;
}

int save_write(struct save *save, const void *bytes, size_t size)
{
	const char *at = bytes;
	ssize_t n;

	while (size) {
		n = write(save->fd, at, size);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return failed(save);
		at += n;
		size -= n;
	}
	return 0;
}

int save_end(struct save *save)
{
	int err = close(save->fd);

	save->fd = -1;
	if (!err && save->new)
		err = rename(save->new, save->path);
	if (err) {
		failed(save);
		save_drop(save);
		return -1;
	}
	free(save->new);
	return 0;
}

void save_drop(struct save *save)
{
	int err = errno;

	if (save->fd >= 0)
		close(save->fd);
	if (save->new)
		unlink(save->new);
	free(save->new);
	errno = err;
}
