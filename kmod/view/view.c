// SPDX-License-Identifier: GPL-2.0
/* Views: their making, their release, and the door to the memory. */
#include "view/view.h"

#include <linux/err.h>
#include <linux/fs.h>
#include <linux/lockdep.h>
#include <linux/overflow.h>
#include <linux/poll.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <uapi/linux/mview.h>
#include "buffer/buffer.h"
#include "buffer/room.h"
#include "mem/mem.h"
#include "trace.h"

struct mview_view *mview_view_alloc(u32 ndim, u32 format_len)
{
	struct mview_view *view;

	view = kzalloc(size_add(sizeof(*view),
				mview_room_size(ndim, format_len)),
		       GFP_KERNEL_ACCOUNT);
	if (!view)
		return ERR_PTR(-ENOMEM);
	mutex_init(&view->sync_lock);
	mview_room_init(&view->layout, view->room, ndim, format_len);
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
	if (!mview_buffer_enter(view->buffer, idx))
		return mview_view_released(view) ? -EBADFD : -ENODEV;
	if (!mview_view_released(view))
		return 0;
	mview_buffer_leave(view->buffer, *idx);
	return -EBADFD;
}

void mview_view_leave(struct mview_view *view, int idx)
{
	mview_buffer_leave(view->buffer, idx);
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
	if (mview_buffer_enter(buffer, &idx)) {
		err = mview_view_bracket(view, sync | MVIEW_SYNC_END);
		mview_buffer_leave(buffer, idx);
	}
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
