// SPDX-License-Identifier: LGPL-2.1-or-later
/* file:PATH, what is kept in a file. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "mview-inspect.h"
#include "record/snapshot.h"
#include "sources/source.h"

static struct mview *open_kept(const char *path, int fd)
{
	struct stat stat_;

	if (fstat(fd, &stat_))
		return inspect_fail(errno, "%s: %s", path, strerror(errno));
	if (!S_ISREG(stat_.st_mode))
		return inspect_fail(EINVAL, "%s: it is no regular file", path);
	return snapshot_open(path, fd, stat_.st_size);
}

static struct mview *open_path(const char *name, const char *path,
			       unsigned int flags)
{
	struct mview *view;
	int fd;

	if (!*path)
		return source_misused(&source_kept, name);
	if (flags & MVIEW_WRITE)
		return inspect_fail(EACCES, "%s: what is kept in a file is "
				    "read-only", name);
	/* The open of a pipe does not wait for who writes to it. */
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return inspect_fail(errno, "%s: %s", path, strerror(errno));
	view = open_kept(path, fd);
	close(fd);
	return view;
}

const struct source source_kept = {
	.prefix = "file:",
	.usage = "file:PATH",
	.open = open_path,
};
