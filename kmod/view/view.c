// SPDX-License-Identifier: GPL-2.0
/* Views: making and releasing them, and entering their memory. */
#include "view/view.h"

#include <linux/err.h>
#include <linux/fs.h>
#include <linux/overflow.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <uapi/linux/mview.h>
#include "buffer/buffer.h"
#include "buffer/fences.h"
#include "buffer/room.h"
#include "core/touch.h"
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
	mview_room_init(&view->layout, view->room, ndim, format_len);
	return view;
}

void mview_view_free(struct mview_view *view)
{
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

static bool mview_view_released(const struct mview_view *view)
{
	return mview_claim_closed(&view->maps);
}

bool mview_view_may_cast(const struct mview_view *view,
			 const struct mv_layout *layout)
{
	return !view->buffer->kind->only_declared ||
	       (view->mode & MVIEW_UNDECLARED) ||
	       mv_touch_within(layout, &view->layout);
}

/*
 * Why the exports of the buffer are closed. A view that is not released holds
 * one, so that only a revoke closes them. mview_view_release() closes @maps
 * before it puts the export, which may be the last one and close them too.
 */
int mview_view_gone(const struct mview_view *view)
{
	/* Read @maps after the exports, which the caller has read. */
	smp_rmb();
	return mview_view_released(view) ? -EBADFD : -ENODEV;
}

int mview_view_check(const struct mview_view *view)
{
	if (mview_view_released(view))
		return -EBADFD;
	return mview_claim_closed(&view->buffer->exports) ||
	       READ_ONCE(view->buffer->withdrawn) ? mview_view_gone(view) : 0;
}

int mview_view_enter(struct mview_view *view, int *idx)
{
	if (!mview_buffer_enter(view->buffer, idx))
		return mview_view_gone(view);
	if (!mview_view_released(view))
		return 0;
	mview_buffer_leave(view->buffer, *idx);
	return -EBADFD;
}

void mview_view_leave(struct mview_view *view, int idx)
{
	mview_buffer_leave(view->buffer, idx);
}

int mview_view_hold(struct mview_view *view)
{
	struct mview_buffer *buffer = view->buffer;
	int err;

	if (!buffer->kind->begin)
		return 0;
	err = mview_export_get(buffer);
	return err ? mview_view_gone(view) : 0;
}

void mview_view_unhold(struct mview_view *view)
{
	if (view->buffer->kind->begin)
		mview_export_put(view->buffer);
}

/*
 * mview_view_resync() sets @sync of a view to BUSY while it begins or ends the
 * bracket. It holds no lock, because that may take long. mview_view_release()
 * does not wait for it but sets CLOSED. When mview_view_resync() finds CLOSED,
 * it ends the bracket if that is open.
 */
#define MVIEW_SYNC_BUSY		(1U << 30)
#define MVIEW_SYNC_CLOSED	(1U << 31)

static int mview_view_begin(struct mview_view *view, u32 sync)
{
	struct mview_buffer *buffer = view->buffer;
	bool write = sync & MVIEW_SYNC_WRITE;
	int err, idx;
	u64 seq;

	if (buffer->kind->begin)
		return buffer->kind->begin(buffer->mem, write);
	err = mview_sync_wait(buffer, &view->bracket.extent, write);
	if (!err)
		err = mview_view_enter(view, &idx);
	if (err)
		return err;
	seq = mview_buffer_seq(buffer);
	mview_sync_begin(buffer, &view->bracket, write);
	mview_view_leave(view, idx);
	if (sync & MVIEW_SYNC_READ)
		mview_view_looked(view, seq);
	return 0;
}

static int mview_view_end(struct mview_view *view, bool write)
{
	struct mview_buffer *buffer = view->buffer;
	int err, idx;

	if (buffer->kind->end)
		return buffer->kind->end(buffer->mem, write, false);
	err = mview_view_enter(view, &idx);
	if (err)
		return err;
	mview_sync_end(buffer, &view->bracket, write);
	mview_view_leave(view, idx);
	return 0;
}

/*
 * End a bracket that a released view left open, so that the device gets its
 * memory back, unless the memory is gone.
 */
static void mview_view_unsync(struct mview_view *view, u32 sync)
{
	struct mview_buffer *buffer = view->buffer;
	bool write = sync & MVIEW_SYNC_WRITE;
	int err = -ENODEV, idx;

	if (mview_buffer_enter(buffer, &idx)) {
		err = 0;
		if (buffer->kind->end)
			err = buffer->kind->end(buffer->mem, write, true);
		else
			mview_sync_end(buffer, &view->bracket, write);
		mview_buffer_leave(buffer, idx);
	} else {
		mview_sync_drop(buffer, &view->bracket);
	}
	trace_mview_sync_left(view, sync, err);
}

/* Begin or end the bracket for MVIEW_VIEW_SYNC: @sync goes @from one @to. */
static int mview_view_resync(struct mview_view *view, u32 from, u32 to)
{
	int err;

	if (cmpxchg(&view->sync, from, MVIEW_SYNC_BUSY) != from)
		return mview_view_released(view) ? -EBADFD : -EINVAL;
	err = to ? mview_view_begin(view, to) :
		   mview_view_end(view, from & MVIEW_SYNC_WRITE);
	if (err)
		to = from;
	if (cmpxchg(&view->sync, MVIEW_SYNC_BUSY, to) == MVIEW_SYNC_BUSY ||
	    !to)
		return err;
	mview_view_unsync(view, to);
	return -EBADFD;
}

int mview_view_sync(struct mview_view *view, u32 flags)
{
	u32 sync = flags & (MVIEW_SYNC_READ | MVIEW_SYNC_WRITE);
	int err;

	err = mview_view_hold(view);
	if (!err) {
		err = flags & MVIEW_SYNC_END ?
		      mview_view_resync(view, sync, 0) :
		      mview_view_resync(view, 0, sync);
		mview_view_unhold(view);
	}
	trace_mview_sync(view, flags, err);
	return err;
}

int mview_view_release(struct mview_view *view, u32 *sync)
{
	*sync = 0;
	if (!mview_claim_close(&view->maps))
		return mview_view_released(view) ? 0 : -EBUSY;
	*sync = xchg(&view->sync, MVIEW_SYNC_CLOSED) &
		(MVIEW_SYNC_READ | MVIEW_SYNC_WRITE);
	if (*sync)
		mview_view_unsync(view, *sync);
	trace_mview_release(view);
	/* Wake other threads that poll this view. */
	mview_buffer_wake(view->buffer);
	mview_export_put(view->buffer);
	return 0;
}

void mview_view_looked(struct mview_view *view, u64 seq)
{
	s64 seen = atomic64_read(&view->seen);

	/* Another look that began later may have ended earlier. */
	while ((s64)(seq - seen) > 0 &&
	       !atomic64_try_cmpxchg(&view->seen, &seen, seq))
		;
}
