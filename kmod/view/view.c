// SPDX-License-Identifier: GPL-2.0
/* Views: their making, their release, and the door to the memory. */
#include "view/view.h"

#include <linux/err.h>
#include <linux/fcntl.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/lockdep.h>
#include <linux/mm.h>
#include <linux/overflow.h>
#include <linux/poll.h>
#include <linux/slab.h>
#include <linux/srcu.h>
#include <linux/string.h>
#include <uapi/linux/mview.h>
#include "buffer/buffer.h"
#include "buffer/fs.h"
#include "dev/marshal.h"
#include "mem/mem.h"
#include "trace.h"
#include "view/file.h"

struct mview_view *mview_view_alloc(u32 ndim, u32 format_len)
{
	struct mview_view *view;

	view = kzalloc(size_add(sizeof(*view),
				mview_layout_room(ndim, format_len)),
		       GFP_KERNEL_ACCOUNT);
	if (!view)
		return ERR_PTR(-ENOMEM);
	mutex_init(&view->sync_lock);
	mview_layout_init(&view->layout, view->room, ndim, format_len);
	return view;
}

void mview_view_free(struct mview_view *view)
{
	mutex_destroy(&view->sync_lock);
	kfree(view);
}

struct mview_view *mview_view_clone(const struct mv_layout *layout)
{
	struct mview_view *view;

	view = mview_view_alloc(layout->ndim, layout->format_len);
	if (IS_ERR(view))
		return view;
	view->layout.itemsize = layout->itemsize;
	view->layout.offset = layout->offset;
	memcpy(view->layout.shape, layout->shape,
	       array_size(layout->ndim, sizeof(s64)));
	memcpy(view->layout.strides, layout->strides,
	       array_size(layout->ndim, sizeof(s64)));
	memcpy((char *)view->layout.format, layout->format, layout->format_len);
	return view;
}

/* Do the pages show nothing but the view's own elements? */
static bool mview_view_confined(const struct mview_view *view,
				const struct mview_buffer *buffer)
{
	const struct mv_extent *extent = &view->extent;

	/* remap_file_pages() goes to all of what another driver has mapped. */
	if (buffer->kind->maps_first && extent->hi != buffer->size)
		return false;
	return PAGE_ALIGNED(extent->lo) && PAGE_ALIGNED(extent->hi) &&
	       mv_layout_dense(&view->layout);
}

/* The whole pages that hold the extent, if they may and can be mapped. */
static void mview_view_frame(struct mview_view *view,
			     const struct mview_buffer *buffer)
{
	struct mview_window *window = &view->window;
	const struct mv_extent *extent = &view->extent;

	if (extent->lo == extent->hi)
		return;
	window->first = extent->lo >> PAGE_SHIFT;
	if (!(buffer->flags & MVIEW_BUFFER_MAPPABLE) ||
	    (buffer->kind->maps_first && window->first))
		window->err = -EOPNOTSUPP;
	else if ((view->mode & MVIEW_CONFINED) &&
		 !mview_view_confined(view, buffer))
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
	view->extent = mv_layout_extent(&view->layout);
	view->mode = mode;
	mview_view_frame(view, buffer);
	atomic64_set(&view->seen, atomic64_read(&buffer->seq));
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

struct mview_view *mview_view_of(struct file *file)
{
	return file->private_data;
}

bool mview_view_released(const struct mview_view *view)
{
	return mview_claim_closed(&view->maps);
}

int mview_view_check(const struct mview_view *view)
{
	if (mview_view_released(view))
		return -EBADFD;
	/* It has an export: only revoking can have closed them. */
	return mview_claim_closed(&view->buffer->exports) ? -ENODEV : 0;
}

int mview_view_enter(struct mview_view *view, int *idx)
{
	int err;

	*idx = srcu_read_lock(&view->buffer->srcu);
	err = mview_view_check(view);
	if (err)
		srcu_read_unlock(&view->buffer->srcu, *idx);
	return err;
}

void mview_view_leave(struct mview_view *view, int idx)
{
	srcu_read_unlock(&view->buffer->srcu, idx);
}

static enum dma_data_direction mview_sync_direction(u32 sync)
{
	switch (sync) {
	case MVIEW_SYNC_READ:
		return DMA_FROM_DEVICE;
	case MVIEW_SYNC_WRITE:
		return DMA_TO_DEVICE;
	default:
		return DMA_BIDIRECTIONAL;
	}
}

/* Inside of enter and leave. */
static int mview_view_bracket(struct mview_view *view, u32 flags)
{
	u32 sync = flags & (MVIEW_SYNC_READ | MVIEW_SYNC_WRITE);
	enum dma_data_direction dir = mview_sync_direction(sync);
	struct mview_mem *mem = view->buffer->mem;
	bool end = flags & MVIEW_SYNC_END;
	int err;

	lockdep_assert_held(&view->sync_lock);
	/* An end wants the begin that it belongs to, a begin wants none. */
	if (view->sync != (end ? sync : 0))
		return -EINVAL;
	err = end ? mview_mem_end(mem, &view->extent, dir) :
		    mview_mem_begin(mem, &view->extent, dir);
	if (!err)
		view->sync = end ? 0 : sync;
	return err;
}

int mview_view_sync(struct mview_view *view, u32 flags)
{
	int err, idx;

	/* The exporter of a dma-buf may wait long for a device inside. */
	err = mutex_lock_interruptible(&view->sync_lock);
	if (err)
		return err;
	err = mview_view_enter(view, &idx);
	if (!err) {
		err = mview_view_bracket(view, flags);
		mview_view_leave(view, idx);
	}
	trace_mview_sync(view, flags, err);
	mutex_unlock(&view->sync_lock);
	return err;
}

/*
 * A bracket still open ends here: the device must have its memory back, unless
 * both are gone.
 */
static u32 mview_view_unsync(struct mview_view *view)
{
	struct mview_buffer *buffer = view->buffer;
	u32 sync = view->sync;
	int err = -ENODEV, idx;

	if (!sync)
		return 0;
	idx = srcu_read_lock(&buffer->srcu);
	if (!mview_claim_closed(&buffer->exports))
		err = mview_view_bracket(view, sync | MVIEW_SYNC_END);
	srcu_read_unlock(&buffer->srcu, idx);
	trace_mview_sync_left(view, sync, err);
	view->sync = 0;
	return sync;
}

int mview_view_release(struct mview_view *view, u32 *sync)
{
	bool closed;

	*sync = 0;
	mutex_lock(&view->sync_lock);
	closed = mview_claim_close(&view->maps);
	if (closed)
		*sync = mview_view_unsync(view);
	mutex_unlock(&view->sync_lock);
	if (!closed)
		return mview_view_released(view) ? 0 : -EBUSY;
	trace_mview_release(view);
	/* Who polls this view, in another thread, has to hear of it. */
	mview_buffer_wake(view->buffer, EPOLLERR);
	mview_export_put(view->buffer);
	return 0;
}

u64 mview_view_look(struct mview_view *view)
{
	u64 seq = atomic64_read(&view->buffer->seq);

	atomic64_set(&view->seen, seq);
	return seq;
}
