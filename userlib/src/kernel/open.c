// SPDX-License-Identifier: LGPL-2.1-or-later
/* Views of kernel buffers: opened, received, imported. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "calls/kernel.h"
#include "format/type.h"
#include "view/mem.h"
#include "view/view.h"

/* The root view of the kernel view @fd; takes @fd and @type over. */
static struct mview *root_create(int fd, const struct kernel_view *root,
				 struct type *type)
{
	uint32_t ndim = root->layout.ndim;
	struct path_room room = { .root_ndim = ndim };
	struct mview *view;
	struct mem *mem;

	view = view_alloc(ndim, &room, false);
	mem = mem_create_kernel(fd, root);
	if (!view || !mem) {
		free(view);
		free(mem);
		return NULL;
	}
	view->mem = mem;
	view->type = type;
	view->is_root = true;
	view->readonly = !mem->writable;
	view->seen = root->info.seq;
	view->layout.format = type->format;
	view->layout.format_len = type->format_len;
	view->layout.itemsize = type->itemsize;
	view->layout.offset = root->layout.offset;
	memcpy(view->layout.shape, root->shape, ndim * sizeof(*root->shape));
	memcpy(view->layout.strides, root->strides,
	       ndim * sizeof(*root->strides));
	path_whole(&view->path.root, &root->layout);
	return view;
}

struct mview *mview_from_fd(int fd)
{
	struct kernel_view root;
	struct mview *view;
	struct type *type;
	int err;

	err = kernel_view(fd, &root);
	if (err)
		return fail_null(err);
	err = mv_layout_check(&root.layout, root.info.buffer_nbytes);
	if (err)
		return fail_null(err);
	err = type_make(&type, root.format, root.layout.format_len);
	if (err)
		return fail_null(err);
	view = root_create(fd, &root, type);
	if (view)
		return view;
	type_put(type);
	return fail_null(-ENOMEM);
}

/* @fd is the library's own, or -errno. */
static struct mview *adopt(int fd)
{
	struct mview *view;
	int saved;

	if (fd < 0)
		return fail_null(fd);
	view = mview_from_fd(fd);
	if (!view) {
		saved = errno;
		close(fd);
		errno = saved;
	}
	return view;
}

/* The library's flags as the kernel's, which have the same values. */
static uint32_t modes(unsigned int flags)
{
	uint32_t write = flags & MVIEW_WRITE ? MVIEW_OPEN_WRITE : 0;

	return write | (flags & ~(MVIEW_READ | MVIEW_WRITE));
}

struct mview *mview_open(const char *name, unsigned int flags)
{
	int err = view_check_modes(flags);

	if (err)
		return fail_null(err);
	return adopt(kernel_open(name, 0, modes(flags)));
}

struct mview *mview_open_id(uint64_t id, unsigned int flags)
{
	int err = view_check_modes(flags);

	if (err)
		return fail_null(err);
	return adopt(kernel_open(NULL, id, modes(flags)));
}

/* Make a layout of a caller's arguments. 0 or -errno. */
static int describe(struct mv_layout *layout, const char *format, int ndim,
		    const int64_t *shape, const int64_t *strides,
		    int64_t offset, unsigned int flags)
{
	*layout = (struct mv_layout) {
		.format = format,
		.format_len = format ? strlen(format) : 0,
		.ndim = ndim,
		.offset = offset,
		.shape = (int64_t *)shape,
		.strides = (int64_t *)strides,
	};
	return ndim < 0 || offset < 0 ? -EINVAL : view_check_modes(flags);
}

struct mview *mview_import_dmabuf(int fd, const char *format, int ndim,
				  const int64_t *shape, const int64_t *strides,
				  int64_t offset, unsigned int flags)
{
	struct mv_layout layout;
	int err = describe(&layout, format, ndim, shape, strides, offset,
			   flags);

	if (err)
		return fail_null(err);
	return adopt(kernel_import(fd, &layout, modes(flags)));
}

struct mview *mview_alloc(size_t nbytes, const char *format, int ndim,
			  const int64_t *shape, const int64_t *strides,
			  int64_t offset, unsigned int flags)
{
	struct mv_layout layout;
	int err = describe(&layout, format, ndim, shape, strides, offset,
			   flags & ~MVIEW_CONTIGUOUS);

	if (err)
		return fail_null(err);
	return adopt(kernel_alloc(nbytes, &layout, modes(flags)));
}

/* Make another kernel view of the same elements. A descriptor or -errno. */
static int replay(struct mview *view, uint32_t flags)
{
	int fd, err;

	err = view_enter(view);
	if (err)
		return err;
	fd = view_replay(view, flags);
	view_leave(view);
	return fd;
}

struct mview *mview_confine(struct mview *view)
{
	return adopt(replay(view, MVIEW_CONFINED));
}

struct mview *mview_expose(struct mview *view)
{
	return adopt(replay(view, 0));
}

static int export_dmabuf(int fd, int64_t *offset)
{
	struct kernel_view kernel;
	int dmabuf, err;

	err = kernel_view(fd, &kernel);
	if (err)
		return err;
	dmabuf = kernel_export(fd);
	if (dmabuf >= 0 && offset)
		*offset = kernel.info.map_offset;
	return dmabuf;
}

int mview_export_dmabuf(struct mview *view, int64_t *offset)
{
	int fd = replay(view, 0), dmabuf;

	if (fd < 0)
		return fail(fd);
	dmabuf = export_dmabuf(fd, offset);
	close(fd);
	return status(dmabuf);
}
