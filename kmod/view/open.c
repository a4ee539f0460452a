// SPDX-License-Identifier: GPL-2.0
/* How a view gets its buffer and its file. */
#include "view/open.h"

#include <linux/err.h>
#include <linux/fcntl.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include "buffer/buffer.h"
#include "buffer/fs.h"
#include "core/touch.h"
#include "mem/mem.h"
#include "trace.h"
#include "view/file.h"
#include "view/view.h"

/* Whether the view's pages contain only elements of the view. */
static bool mview_view_confined(const struct mview_view *view,
				const struct mview_buffer *buffer)
{
	const struct mv_extent *extent = &view->bracket.extent;

	/* remap_file_pages() can reach all that the other driver maps. */
	if (buffer->kind->maps_first && extent->hi != buffer->size)
		return false;
	return PAGE_ALIGNED(extent->lo) && PAGE_ALIGNED(extent->hi) &&
	       mv_layout_dense(&view->layout);
}

/* Whether values of @layout cover every byte of the view's pages. */
static bool mview_window_touched(const struct mview_view *view,
				 const struct mv_layout *layout)
{
	const struct mv_extent *view_extent = &view->bracket.extent;
	struct mv_extent extent = mv_layout_extent(layout);

	return extent.lo <= (s64)PAGE_ALIGN_DOWN(view_extent->lo) &&
	       extent.hi >= (s64)PAGE_ALIGN(view_extent->hi) &&
	       mv_layout_dense(layout) &&
	       mv_touch_all(layout->format, layout->format_len);
}

/* Whether the pages contain registers that the driver's layout leaves out. */
static bool mview_view_overreaches(const struct mview_view *view,
				   const struct mview_buffer *buffer)
{
	return buffer->kind->only_declared &&
	       !(view->mode & MVIEW_UNDECLARED) &&
	       !mview_window_touched(view, &view->layout) &&
	       !mview_window_touched(view, &buffer->layout);
}

/* Set @window: the whole pages that hold the extent, or why there are none. */
static void mview_view_frame(struct mview_view *view,
			     const struct mview_buffer *buffer)
{
	struct mview_window *window = &view->window;
	const struct mv_extent *extent = &view->bracket.extent;

	if (extent->lo == extent->hi)
		return;
	window->first = extent->lo >> PAGE_SHIFT;
	if (!(buffer->flags & MVIEW_BUFFER_MAPPABLE) ||
	    (buffer->kind->maps_first && window->first))
		window->err = -EOPNOTSUPP;
	else if ((view->mode & MVIEW_CONFINED) &&
		 !mview_view_confined(view, buffer))
		window->err = -EACCES;
	else if (mview_view_overreaches(view, buffer))
		window->err = -EACCES;
	else
		window->npages = ((extent->hi - 1) >> PAGE_SHIFT) -
				 window->first + 1;
}

struct file *mview_view_publish(struct mview_view *view,
				struct mview_buffer *buffer, u32 mode)
{
	struct file *file;
	int err;

	err = mv_layout_bounds(&view->layout, buffer->size);
	if (err)
		goto err_free;
	err = -EOPNOTSUPP;
	if ((mode & MVIEW_PINNABLE) && !(buffer->flags & MVIEW_BUFFER_PINNABLE))
		goto err_free;
	view->nbytes = mv_layout_nbytes(&view->layout);
	view->bracket.extent = mv_layout_extent(&view->layout);
	view->mode = mode;
	mview_view_frame(view, buffer);
	atomic64_set(&view->seen, mview_buffer_seq(buffer));
	err = mview_export_get(buffer);
	if (err)
		goto err_free;
	view->buffer = mview_buffer_get(buffer);
	file = mview_fs_file(buffer->inode,
			     buffer->name[0] ? buffer->name : buffer->kind->name,
			     mview_view_writable(view) ? O_RDWR : O_RDONLY,
			     &mview_view_fops, view);
	if (IS_ERR(file)) {
		err = PTR_ERR(file);
		goto err_export;
	}
	return file;

err_export:
	mview_export_put(buffer);
	mview_buffer_put(buffer);
err_free:
	mview_view_free(view);
	return ERR_PTR(err);
}

struct file *mview_view_open(struct mview_buffer *buffer, u32 mode)
{
	struct mview_view *view = mview_view_clone(&buffer->layout);
	struct file *file;

	if (IS_ERR(view))
		return ERR_CAST(view);
	file = mview_view_publish(view, buffer, mode);
	if (!IS_ERR(file))
		trace_mview_open(view);
	return file;
}

/*
 * This function's own export keeps the buffer while its first view is made;
 * putting it removes the buffer if that fails.
 */
struct file *mview_view_open_private(struct mview_buffer *buffer,
				     struct mview_mem *mem, u32 mode)
{
	struct file *file;
	int err;

	if (IS_ERR(mem)) {
		mview_buffer_destroy(buffer);
		return ERR_CAST(mem);
	}
	err = mview_export_get(buffer);
	if (!err)
		err = mview_buffer_add(buffer, mem, NULL);
	if (err) {
		mview_buffer_destroy(buffer);
		mview_mem_destroy(mem);
		return ERR_PTR(err);
	}
	mview_buffer_get(buffer);
	file = mview_view_open(buffer, mode);
	mview_export_put(buffer);
	mview_buffer_put(buffer);
	return file;
}
