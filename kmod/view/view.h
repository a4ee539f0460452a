/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Views: an immutable layout over a buffer, plus one export of it, plus a file.
 *
 * A view is released when its export is given back: by MVIEW_VIEW_RELEASE, or
 * with its file. @maps is the claim count of its mappings, and a release closes
 * it: so a mapped view can't be released, and a released view can't be mapped.
 * A derived view holds an export of its own and no reference to the view that
 * it was derived from.
 *
 * A view is revoked when its buffer is. It still exists, but every operation
 * that needs the memory fails.
 */
#ifndef MVIEW_VIEW_H
#define MVIEW_VIEW_H

#include <linux/atomic.h>
#include <linux/compiler.h>
#include <linux/types.h>
#include <uapi/linux/mview.h>
#include "buffer/claim.h"
#include "buffer/sync.h"
#include "core/layout.h"

struct file;
struct mview_buffer;

/* Modes set when a view is opened; derived views inherit them. */
#define MVIEW_MODES	(MVIEW_OPEN_WRITE | MVIEW_CONFINED | \
			 MVIEW_PINNABLE | MVIEW_UNDECLARED)

/**
 * struct mview_window - the pages of a buffer that a view can map
 * @first: of them
 * @npages: their number; none if the view has no bytes
 * @err: 0, or why there are none: -EOPNOTSUPP where the kind of memory can't,
 *	-EACCES where they would show more than a confined view may, or
 *	registers that the driver left out
 */
struct mview_window {
	unsigned long first;
	unsigned long npages;
	int err;
};

/**
 * struct mview_view - a view
 * @buffer: counted reference; the export is held until the view is released
 * @maps: its mappings; closed once it is released
 * @seen: the last announcement of new data that it has looked at
 * @sync: MVIEW_SYNC_READ and _WRITE of the bracket that is open, or 0; or what
 *	a value that view.c sets during a begin or an end and after a release
 * @bracket: the buffer's record of the same bracket, whose extent is the bytes
 *	of the buffer that the view can touch
 * @mode: MVIEW_OPEN_WRITE if elements may be written through it and what is
 *	derived from it; MVIEW_CONFINED, MVIEW_PINNABLE, MVIEW_UNDECLARED
 * @nbytes: product of shape and itemsize
 * @window: what of it can be mapped
 * @layout: lies in @room
 * @room: for the layout
 *
 * All but the counts, @seen and @sync is immutable once it has a file, so
 * readers of the geometry take no lock.
 */
struct mview_view {
	struct mview_buffer *buffer;
	struct mview_claims maps;
	atomic64_t seen;
	u32 sync;
	struct mview_bracket bracket;
	u32 mode;
	s64 nbytes;
	struct mview_window window;
	struct mv_layout layout;
	s64 room[];
};

/*
 * Room for a view of @ndim dimensions and a format of @format_len bytes. The
 * caller fills in the layout, then publishes or frees it.
 */
struct mview_view *mview_view_alloc(u32 ndim, u32 format_len);
void mview_view_free(struct mview_view *view);

/* The same layout, or ERR_PTR(-ENOMEM). */
struct mview_view *mview_view_clone(const struct mv_layout *layout);

/* The view behind a file. */
struct mview_view *mview_view_of(struct file *file);

static inline bool mview_view_writable(const struct mview_view *view)
{
	return view->mode & MVIEW_OPEN_WRITE;
}

/*
 * May @layout, a cast of the view's, be accessed through what is derived from it?
 * Not if it touches registers that the driver left out. What is opened touches
 * none, and slices, fields and other orders of the axes touch no more than what
 * they are made from: a cast is the only step that could.
 */
bool mview_view_may_cast(const struct mview_view *view,
			 const struct mv_layout *layout);

/*
 * Give the export back, ending the bracket in @sync if one is open. -EBUSY while
 * it is mapped; nothing if it was released.
 */
int mview_view_release(struct mview_view *view, u32 *sync);

/* -EBADFD if the view was released, -ENODEV if the buffer was revoked. */
int mview_view_check(const struct mview_view *view);

/* The same, for a caller that found the exports closed. Never 0. */
int mview_view_gone(const struct mview_view *view);

/*
 * Between these two the memory stays where it is. Errors as those of
 * mview_view_check(). No copy to or from user space inside.
 */
int mview_view_enter(struct mview_view *view, int *idx);
void mview_view_leave(struct mview_view *view, int idx);

/*
 * For imported memory, whose exporter may take long to hand it over: these two
 * keep the memory by another export, since another thread may put the view's
 * own. Copying to and from user space is allowed inside. Does nothing for other
 * memory. Not to be called inside mview_view_enter().
 */
int mview_view_hold(struct mview_view *view);
void mview_view_unhold(struct mview_view *view);

/*
 * MVIEW_VIEW_SYNC; the caller has checked @flags against the mode. May wait for
 * devices at work, interruptibly.
 */
int mview_view_sync(struct mview_view *view, u32 flags);

/* MVIEW_SYNC_READ and _WRITE of the bracket that is open, or 0. */
static inline u32 mview_view_synced(const struct mview_view *view)
{
	return READ_ONCE(view->sync) & (MVIEW_SYNC_READ | MVIEW_SYNC_WRITE);
}

/*
 * Mark announcements as seen: those that mview_buffer_seq() had counted before the
 * look, as it may not have found what came meanwhile.
 */
void mview_view_looked(struct mview_view *view, u64 seq);

#endif /* MVIEW_VIEW_H */
