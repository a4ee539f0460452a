/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Views: an immutable layout over a buffer, plus one export of it, plus a file.
 *
 * A view is released when its export is given back: by MVIEW_VIEW_RELEASE, or
 * with its file. @maps is the claim count of its mappings, and closing it is
 * what releases: so a mapped view can't be released, and a released view can't
 * be mapped. A view that was derived holds an export of its own and knows
 * nothing of the view that it was derived from.
 */
#ifndef MVIEW_VIEW_H
#define MVIEW_VIEW_H

#include <linux/atomic.h>
#include <linux/dma-direction.h>
#include <linux/mutex.h>
#include <linux/types.h>
#include "claim.h"
#include "core/layout.h"

struct file;
struct iosys_map;
struct mview_buffer;

/**
 * struct mview_view - a view
 * @buffer: counted reference; the export is held until the view is released
 * @maps: its mappings; closed once it is released
 * @seen: the last announcement of new data that it has looked at
 * @sync: MVIEW_SYNC_READ and _WRITE of the bracket that is open, or 0
 * @writable: elements may be written through it and what is derived from it
 * @nbytes: product of shape and itemsize
 * @extent: the bytes of the buffer that it can touch
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
	/** @sync_lock: guards @sync; taken outside the buffer's srcu */
	struct mutex sync_lock;
	u32 sync;
	bool writable;
	s64 nbytes;
	struct mv_extent extent;
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

/*
 * Check the layout, take an export of @buffer and make the file. @view belongs
 * to the file then; on error it is freed. -EOVERFLOW if the layout leaves the
 * buffer, -ENODEV if that is going away.
 */
struct file *mview_view_publish(struct mview_view *view,
				struct mview_buffer *buffer, bool writable);

/* The view behind a file. */
struct mview_view *mview_view_of(struct file *file);

/* Give the export back. -EBUSY while it is mapped; nothing if it was released. */
int mview_view_release(struct mview_view *view);
bool mview_view_released(const struct mview_view *view);

/*
 * Between these two the memory stays where it is. -EBADFD if the view was
 * released. No copy to or from user space inside.
 */
int mview_view_enter(struct mview_view *view, int *idx);
void mview_view_leave(struct mview_view *view, int idx);

/*
 * Inside: the CPU's address of the buffer, its bytes handed over to the CPU.
 * Each begin has its end.
 */
int mview_view_begin(struct mview_view *view, enum dma_data_direction dir,
		     struct iosys_map *map);
int mview_view_end(struct mview_view *view, enum dma_data_direction dir);

/* MVIEW_VIEW_SYNC, @flags as there and already checked against @writable. */
int mview_view_sync(struct mview_view *view, u32 flags);

/* All announcements so far count as looked at. Returns their number. */
u64 mview_view_look(struct mview_view *view);

/*
 * The window that can be mapped: the whole pages that hold the extent, counted
 * from the buffer's first. No pages if the view can't be mapped.
 */
unsigned long mview_view_first_page(const struct mview_view *view);
unsigned long mview_view_npages(const struct mview_view *view);

#endif /* MVIEW_VIEW_H */
