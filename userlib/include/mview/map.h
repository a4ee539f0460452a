/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* libmview: a pointer to the elements. Part of mview.h. */
#ifndef MVIEW_MAP_H
#define MVIEW_MAP_H

#include <mview/base.h>

MVIEW_BEGIN

/**
 * mview_map - a pointer to element [0, …, 0]
 * @view: a view
 *
 * The memory of a kernel buffer is mapped when it is first needed, once for
 * all views that derive from one another. Through a read-only view it must
 * not be written to; if the buffer was opened read-only that raises SIGSEGV.
 * Every call adds a use of the view, which mview_unmap() ends and until when
 * the view can't be released. A view without elements gives a pointer that
 * must not be followed.
 *
 * Errors: where the functions that read and write elements work nevertheless,
 * EOPNOTSUPP if memory of this kind can't be mapped, or lies behind pointers;
 * EACCES if the pages hold bytes that are not the view's, and it is confined
 * or they are registers that the driver left out (see MVIEW_UNDECLARED). Else
 * EBADFD, ENODEV if the buffer was revoked (mapped before or not), ENOMEM.
 */
void *mview_map(struct mview *view);

/**
 * mview_unmap - end one use that mview_map() began
 * @view: a view
 *
 * Errors: EINVAL if there is none.
 */
int mview_unmap(struct mview *view);

/**
 * mview_sync_begin - the CPU is going to use the memory through a pointer
 * @view: a view; its extent is what is synced
 * @flags: MVIEW_READ, MVIEW_WRITE or both
 *
 * Between this and mview_sync_end() the device leaves the view's bytes alone,
 * and the CPU sees what it wrote before. Needed around accesses through
 * mview_map() where the kind of memory asks for it (dma-buf, streaming), or where
 * a device may have imported a dma-buf of it; elsewhere it does nothing. The
 * functions that read and write elements sync by themselves, but not for a device
 * that imported a dma-buf after the view was opened. Waits for devices at work.
 *
 * Errors: EINVAL for no direction or a bracket that is already open, EACCES
 * for writing to a read-only view, EINTR, EOPNOTSUPP, EBADFD, ENODEV.
 */
int mview_sync_begin(struct mview *view, unsigned int flags);

/**
 * mview_sync_end - the device may have it back
 * @view: a view
 *
 * Errors: EINVAL if no bracket is open, EBADFD, ENODEV.
 */
int mview_sync_end(struct mview *view);

MVIEW_END

#endif /* MVIEW_MAP_H */
