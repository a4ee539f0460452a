// SPDX-License-Identifier: LGPL-2.1-or-later
/* file:PATH, what is kept in a file. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "mview-inspect.h"
#include "record/player.h"
#include "record/recording.h"
#include "record/snapshot.h"
#include "sources/kept_name.h"
#include "sources/source.h"

static struct mview *open_kept(const struct kept_name *kept, int fd)
{
	struct stat stat_;

	if (fstat(fd, &stat_))
		return inspect_fail(errno, "%s: %s", kept->path,
				    strerror(errno));
	if (!S_ISREG(stat_.st_mode))
		return inspect_fail(EINVAL, "%s: it is no regular file",
				    kept->path);
	if (recording_is(fd))
		return recording_find(kept->path, kept->channel, kept->range);
	if (kept->channel || kept->range)
		return inspect_fail(EINVAL, "%s: it is no recording, and has "
				    "no part %s", kept->path,
				    kept->channel ? kept->channel : kept->range);
	return snapshot_open(kept->path, fd, stat_.st_size);
}

static struct mview *not_opened(const struct kept_name *kept)
{
	return inspect_fail(errno, "%s: %s%s", kept->path, strerror(errno),
			    errno == ENOENT && kept->is_parted ?
			    "; a # that is part of a file's name has a \\ in "
			    "front of it" : "");
}

/* The open of a pipe does not wait for who writes to it. */
static struct mview *open_file(const struct kept_name *kept)
{
	int fd = open(kept->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct mview *view;

	if (fd < 0)
		return not_opened(kept);
	view = open_kept(kept, fd);
	close(fd);
	return view;
}

struct mview *mview_file_open(const char *path, const char *channel,
			      const char *range)
{
	const struct kept_name kept = {
		.path = (char *)path,
		.channel = (char *)channel,
		.range = (char *)range,
	};

	return open_file(&kept);
}

static struct mview *open_name(const char *name, const char *rest,
			       unsigned int flags)
{
	struct kept_name kept;
	struct mview *view;

	if (flags & MVIEW_WRITE)
		return inspect_fail(EACCES, "%s: what is kept in a file is "
				    "read-only", name);
	if (!kept_name_read(rest, &kept))
		return inspect_fail(ENOMEM, "%s: out of memory", name);
	view = *kept.path ? open_file(&kept) :
			    source_misused(&source_kept, name);
	kept_name_free(&kept);
	return view;
}

const struct source source_kept = {
	.prefix = "file:",
	.usage = "file:PATH or file:PATH#NAME or file:PATH#NAME@SEQ or "
		 "file:PATH#NAME@FROM:TO",
	.open = open_name,
};
