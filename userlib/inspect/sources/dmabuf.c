// SPDX-License-Identifier: LGPL-2.1-or-later
/* dmabuf:INODE, dmabuf:PID/FD. */
#include "sources/dmabuf.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/number.h"
#include "mview-inspect.h"
#include "sources/file.h"
#include "sources/held.h"
#include "sources/hold.h"
#include "sources/mapping.h"
#include "sources/source.h"

static bool may_use_mview(unsigned int flags)
{
	return !access("/dev/mview", flags & MVIEW_WRITE ? R_OK | W_OK : R_OK);
}

static struct mview *not_viewed(const char *name, unsigned int flags, int err)
{
	if (err == EACCES)
		return inspect_fail(err, "%s: its descriptor is not open for "
				    "%s", name, flags & MVIEW_WRITE ?
				    "writing" : "reading");
	return inspect_fail(err, "%s: the dma-buf can't be viewed: %s", name,
			    strerror(err));
}

static struct mview *not_mapped(const char *name, unsigned int flags, int err)
{
	if (err == EACCES)
		return not_viewed(name, flags, err);
	return inspect_fail(err, "%s: its driver does not map it (%s), and "
			    "without /dev/mview there is no other way; load "
			    "the module: modprobe mview", name, strerror(err));
}

static struct mview *of_memory(void *bytes, uint64_t nbytes,
			       const struct layout *layout, unsigned int flags)
{
	if (!layout)
		return mview_from_memory(bytes, nbytes, flags);
	return mview_from_layout(bytes, nbytes, layout->format, layout->ndim,
				 layout->shape, layout->strides, layout->offset,
				 flags);
}

/* Takes @hold over. */
static struct mview *map(const char *name, int fd, const struct layout *layout,
			 unsigned int flags, struct hold *hold)
{
	struct hold *mapping = NULL;
	struct mview *view = NULL;
	uint64_t nbytes;
	void *bytes;

	if (file_length(fd, &nbytes))
		mapping = mapping_dmabuf(fd, nbytes, flags, &bytes);
	if (mapping)
		view = of_memory(bytes, nbytes, layout, flags);
	if (hold)
		hold->under = mapping;
	else
		hold = mapping;
	if (hold)
		hold_bind(view, hold);
	return view ? view : not_mapped(name, flags, errno);
}

static struct mview *import(int fd, const struct layout *layout,
			    unsigned int flags)
{
	if (!layout)
		return mview_import_dmabuf(fd, NULL, 0, NULL, NULL, 0, flags);
	return mview_import_dmabuf(fd, layout->format, layout->ndim,
				   layout->shape, layout->strides,
				   layout->offset, flags);
}

struct mview *dmabuf_view(const char *name, int fd, const struct layout *layout,
			  unsigned int flags, struct hold *hold)
{
	struct mview *view;

	if (!may_use_mview(flags))
		return map(name, fd, layout, flags, hold);
	view = import(fd, layout, flags);
	if (hold)
		hold_bind(view, hold);
	return view ? view : not_viewed(name, flags, errno);
}

/* Takes @fd over. */
static struct mview *view_of(const char *name, int fd, unsigned int flags)
{
	struct mview *view;
	char path[128];

	if (file_is_dmabuf(fd))
		view = dmabuf_view(name, fd, NULL, flags, NULL);
	else
		view = inspect_fail(EINVAL, "%s: that is no dma-buf, it is %s; "
				    "try fd: in place of dmabuf:", name,
				    file_path(fd, path, sizeof(path)));
	close(fd);
	return view;
}

/* A process may have put something else there meanwhile: 0 is "try the next". */
static int get_from(const char *name, const struct mview_dmabuf_holder *holder,
		    uint64_t inode)
{
	struct held held = { .pid = holder->pid, .fd = holder->fd };
	struct stat stat;
	int fd;

	if (held.fd < 0)
		return inspect_fail_int(ENXIO, "%s: process %d (%s) has it "
					"mapped, but no descriptor of it, "
					"without which it can't be opened",
					name, held.pid, holder->comm);
	fd = held_get(name, &held);
	if (fd < 0)
		return -1;
	if (file_is_dmabuf(fd) && !fstat(fd, &stat) && stat.st_ino == inode)
		return fd;
	close(fd);
	return inspect_fail_int(ENOENT, "%s: process %d (%s) has just closed "
				"it", name, held.pid, holder->comm);
}

static int get_from_any(const char *name, const struct mview_dmabuf *buf)
{
	const struct mview_dmabuf_holder *holder;
	int fd = -1;

	for (holder = buf->holders; holder && fd < 0; holder = holder->next)
		fd = get_from(name, holder, buf->inode);
	return fd;
}

static int get_by_inode(const char *name, uint64_t inode)
{
	struct mview_dmabufs *bufs = mview_dmabufs_find();
	const struct mview_dmabuf *buf;
	int fd = -1;

	if (!bufs)
		return -1;
	for (buf = bufs->first; buf; buf = buf->next)
		if (buf->inode == inode)
			break;
	if (buf)
		fd = get_from_any(name, buf);
	else if (bufs->unseen)
		inspect_fail(EACCES, "%s: no process that you may look into has "
			     "such a dma-buf; %zu others may, try it as root",
			     name, bufs->unseen);
	else
		inspect_fail(ENOENT, "%s: no process has such a dma-buf; 'mview "
			     "dmabuf' lists them", name);
	mview_dmabufs_free(bufs);
	return fd;
}

static struct mview *open_dmabuf(const char *name, const char *rest,
				 unsigned int flags)
{
	const char *text = rest;
	struct held held;
	uint64_t inode;
	int fd;

	if (held_read(&text, &held) && !*text)
		fd = held_get(name, &held);
	else if (number_read(&rest, UINT64_MAX, &inode) && !*rest)
		fd = get_by_inode(name, inode);
	else
		return source_misused(&source_dmabuf, name);
	return fd < 0 ? NULL : view_of(name, fd, flags);
}

const struct source source_dmabuf = {
	.prefix = "dmabuf:",
	.usage = "dmabuf:INODE or dmabuf:PID/FD",
	.open = open_dmabuf,
};
