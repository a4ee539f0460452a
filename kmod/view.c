// SPDX-License-Identifier: GPL-2.0
/* Views: their making, their release, and the door to the memory. */
#include "view.h"

#include <linux/err.h>
#include <linux/fcntl.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/iosys-map.h>
#include <linux/mm.h>
#include <linux/overflow.h>
#include <linux/poll.h>
#include <linux/slab.h>
#include <linux/srcu.h>
#include <linux/string.h>
#include <uapi/linux/mview.h>
#include "buffer.h"
#include "fs.h"
#include "marshal.h"
#include "mem.h"
#include "view_file.h"

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

struct file *mview_view_publish(struct mview_view *view,
				struct mview_buffer *buffer, bool writable)
{
	struct file *file;
	int err;

	err = mv_layout_bounds(&view->layout, buffer->size);
	if (err)
		goto err_free;
	view->nbytes = mv_layout_nbytes(&view->layout);
	view->extent = mv_layout_extent(&view->layout);
	view->writable = writable;
	atomic64_set(&view->seen, atomic64_read(&buffer->seq));
	err = mview_export_get(buffer);
	if (err)
		goto err_free;
	view->buffer = mview_buffer_get(buffer);
	file = mview_fs_file(buffer->inode,
			     buffer->name[0] ? buffer->name : buffer->kind->name,
			     writable ? O_RDWR : O_RDONLY, &mview_view_fops,
			     view);
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

int mview_view_enter(struct mview_view *view, int *idx)
{
	*idx = srcu_read_lock(&view->buffer->srcu);
	if (mview_view_released(view)) {
		srcu_read_unlock(&view->buffer->srcu, *idx);
		return -EBADFD;
	}
	return 0;
}

void mview_view_leave(struct mview_view *view, int idx)
{
	srcu_read_unlock(&view->buffer->srcu, idx);
}

int mview_view_begin(struct mview_view *view, enum dma_data_direction dir,
		     struct iosys_map *map)
{
	struct mview_mem *mem = view->buffer->mem;
	int err;

	err = mem->ops->vmap(mem, map);
	if (!err && mem->ops->begin)
		err = mem->ops->begin(mem, &view->extent, dir);
	return err;
}

int mview_view_end(struct mview_view *view, enum dma_data_direction dir)
{
	struct mview_mem *mem = view->buffer->mem;

	return mem->ops->end ? mem->ops->end(mem, &view->extent, dir) : 0;
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

static int mview_view_bracket(struct mview_view *view, u32 flags)
{
	struct mview_mem *mem = view->buffer->mem;
	u32 sync = flags & (MVIEW_SYNC_READ | MVIEW_SYNC_WRITE);
	int err = 0;

	lockdep_assert_held(&view->sync_lock);
	if (flags & MVIEW_SYNC_END) {
		if (view->sync != sync)
			return -EINVAL;
		err = mview_view_end(view, mview_sync_direction(sync));
		if (!err)
			view->sync = 0;
		return err;
	}
	if (view->sync)
		return -EINVAL;
	if (mem->ops->begin)
		err = mem->ops->begin(mem, &view->extent,
				      mview_sync_direction(sync));
	if (!err)
		view->sync = sync;
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
	mutex_unlock(&view->sync_lock);
	return err;
}

/* A bracket still open ends here: the device must have its memory back. */
static void mview_view_unsync(struct mview_view *view)
{
	if (view->sync)
		mview_view_bracket(view, view->sync | MVIEW_SYNC_END);
}

int mview_view_release(struct mview_view *view)
{
	bool closed;

	mutex_lock(&view->sync_lock);
	closed = mview_claim_close(&view->maps);
	if (closed)
		mview_view_unsync(view);
	mutex_unlock(&view->sync_lock);
	if (!closed)
		return mview_view_released(view) ? 0 : -EBUSY;
	/* Who polls this view, in another thread, has to hear of it. */
	wake_up_interruptible_poll(&view->buffer->wait, EPOLLERR);
	mview_export_put(view->buffer);
	return 0;
}

u64 mview_view_look(struct mview_view *view)
{
	u64 seq = atomic64_read(&view->buffer->seq);

	atomic64_set(&view->seen, seq);
	return seq;
}

unsigned long mview_view_first_page(const struct mview_view *view)
{
	return view->extent.lo >> PAGE_SHIFT;
}

unsigned long mview_view_npages(const struct mview_view *view)
{
	struct mview_buffer *buffer = view->buffer;

	if (view->extent.lo == view->extent.hi ||
	    !(buffer->flags & MVIEW_BUFFER_MAPPABLE) ||
	    (buffer->kind->mmap && mview_view_first_page(view)))
		return 0;
	return ((view->extent.hi - 1) >> PAGE_SHIFT) -
	       mview_view_first_page(view) + 1;
}
