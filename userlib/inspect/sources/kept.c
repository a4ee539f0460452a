// SPDX-License-Identifier: LGPL-2.1-or-later
/* file:PATH, what is kept in a file. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "mview-inspect.h"
#include "record/player.h"
#include "record/recording.h"
#include "record/snapshot.h"
#include "sources/source.h"

static struct mview *open_kept(const char *path, int fd, const char *part)
{
	struct stat stat_;

	if (fstat(fd, &stat_))
		return inspect_fail(errno, "%s: %s", path, strerror(errno));
	if (!S_ISREG(stat_.st_mode))
		return inspect_fail(EINVAL, "%s: it is no regular file", path);
	if (recording_is(fd))
		return recording_find(path, part);
	if (part)
		return inspect_fail(EINVAL, "%s: it is no recording, and has "
				    "no part %s", path, part);
	return snapshot_open(path, fd, stat_.st_size);
}

/*
 * All of @path, or else the longest part of it before a #, @part being behind
 * that: names of sources may have a # as well. The open of a pipe does not wait
 * for who writes to it.
 */
static int open_file(char *path, const char **part)
{
	char *mark = NULL, *next;
	int fd;

	for (;;) {
		fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
		next = strrchr(path, '#');
		if (fd >= 0 || errno != ENOENT || !next)
			return fd;
		if (mark)
			*mark = '#';
		mark = next;
		*mark = '\0';
		*part = mark + 1;
	}
}

static struct mview *open_path(const char *name, const char *path,
			       unsigned int flags)
{
	const char *part = NULL;
	struct mview *view;
	char *file;
	int fd;

	if (!*path)
		return source_misused(&source_kept, name);
	if (flags & MVIEW_WRITE)
		return inspect_fail(EACCES, "%s: what is kept in a file is "
				    "read-only", name);
	file = strdup(path);
	if (!file)
		return inspect_fail(ENOMEM, "%s: out of memory", name);
	fd = open_file(file, &part);
	if (fd < 0) {
		free(file);
		return inspect_fail(errno, "%s: %s", path, strerror(errno));
	}
	view = open_kept(file, fd, part);
	close(fd);
	free(file);
	return view;
}

const struct source source_kept = {
	.prefix = "file:",
	.usage = "file:PATH or file:PATH#NAME or file:PATH#NAME@SEQ or "
		 "file:PATH#NAME@FROM:TO",
	.open = open_path,
};
