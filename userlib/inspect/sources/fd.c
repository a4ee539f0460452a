// SPDX-License-Identifier: LGPL-2.1-or-later
/* fd:PID/FD[@OFFSET+LENGTH]. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/number.h"
#include "mview-inspect.h"
#include "sources/dmabuf.h"
#include "sources/file.h"
#include "sources/held.h"
#include "sources/mapping.h"
#include "sources/source.h"

/**
 * struct part - of a file
 * @given: else all of it
 * @offset: where it begins
 * @nbytes: how long it is
 */
struct part {
	bool given;
	uint64_t offset;
	uint64_t nbytes;
};

static bool part_read(const char **text, struct part *part)
{
	*part = (struct part) { .given = **text == '@' };
	if (!part->given)
		return true;
	++*text;
	if (!number_read(text, INT64_MAX, &part->offset) || *(*text)++ != '+')
		return false;
	return number_read(text, INT64_MAX - part->offset, &part->nbytes) &&
	       part->nbytes;
}

/* A view of this process's own, whose release does not end theirs. */
static struct mview *expose(struct mview *theirs, unsigned int flags)
{
	struct mview *writable, *view;

	if (flags & MVIEW_WRITE && mview_readonly(theirs)) {
		errno = EACCES;
		return NULL;
	}
	writable = mview_expose(theirs);
	if (!writable || flags & MVIEW_WRITE)
		return writable;
	view = mview_toreadonly(writable);
	mview_close(writable);
	return view;
}

static struct mview *adopt(const char *name, int fd, unsigned int flags)
{
	int own = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	struct mview *theirs = own < 0 ? NULL : mview_from_fd(own);
	struct mview *view = NULL;
	int err = errno;

	if (theirs) {
		view = expose(theirs, flags);
		err = errno;
		mview_close(theirs);
	} else if (own >= 0) {
		close(own);
	}
	if (view)
		return view;
	if (err == EACCES)
		return inspect_fail(err, "%s: the view is read-only", name);
	if (err == EBADFD)
		return inspect_fail(err, "%s: the view was released", name);
	return inspect_fail(err, "%s: the view can't be taken: %s", name,
			    strerror(err));
}

/* Some files have no length, but parts that can be mapped. */
static struct mview *no_length(const char *name, const char *path)
{
	if (!strcmp(path, "anon_inode:[io_uring]"))
		return inspect_fail(EINVAL, "%s: an io_uring has several "
				    "parts: %s@0+4096 for the rings, "
				    "%s@0x10000000+4096 for the entries", name,
				    name, name);
	if (!strncmp(path, "pipe:", 5))
		return inspect_fail(ENODEV, "%s: %s can't be mapped", name,
				    path);
	return inspect_fail(EINVAL, "%s: %s has no length of its own; say "
			    "which part: %s@OFFSET+LENGTH", name, path, name);
}

static struct mview *not_mapped(const char *name, const char *path,
				const struct part *part, unsigned int flags)
{
	int err = errno;

	switch (err) {
	case ENODEV:
		return inspect_fail(err, "%s: %s can't be mapped", name, path);
	case EACCES:
		return inspect_fail(err, "%s: %s is not open for %s", name,
				    path, flags & MVIEW_WRITE ?
				    "reading and writing" : "reading");
	case EPERM:
		return inspect_fail(err, "%s: %s is sealed against writing",
				    name, path);
	case EINVAL:
		return inspect_fail(err, "%s: %s has no %" PRIu64 " bytes at "
				    "%" PRIu64 " that can be mapped", name,
				    path, part->nbytes, part->offset);
	default:
		return inspect_fail(err, "%s: %s: %s", name, path,
				    strerror(err));
	}
}

static struct mview *map(const char *name, int fd, struct part *part,
			 unsigned int flags)
{
	char buffer[256];
	const char *path = file_path(fd, buffer, sizeof(buffer));
	struct mview *view;
	uint64_t length;

	if (!file_length(fd, &length)) {
		if (!part->given)
			return no_length(name, path);
		/* mmap() knows. */
	} else if (!part->given) {
		part->nbytes = length;
	} else if (part->offset + part->nbytes > length) {
		return inspect_fail(ERANGE, "%s: %s has only %" PRIu64 " bytes",
				    name, path, length);
	}
	view = mapping_view(fd, part->offset, part->nbytes, flags);
	return view ? view : not_mapped(name, path, part, flags);
}

static struct mview *open_fd(const char *name, const char *rest,
			     unsigned int flags)
{
	struct mview *view;
	struct held held;
	struct part part;
	int fd;

	if (!held_read(&rest, &held) || !part_read(&rest, &part) || *rest)
		return source_misused(&source_fd, name);
	fd = held_get(name, &held);
	if (fd < 0)
		return NULL;
	if (!part.given && file_is_view(fd))
		view = adopt(name, fd, flags);
	else if (!part.given && file_is_dmabuf(fd))
		view = dmabuf_view(name, fd, NULL, flags, NULL);
	else
		view = map(name, fd, &part, flags);
	close(fd);
	return view;
}

const struct source source_fd = {
	.prefix = "fd:",
	.usage = "fd:PID/FD or fd:PID/FD@OFFSET+LENGTH",
	.open = open_fd,
};
