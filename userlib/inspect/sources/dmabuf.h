/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Views of dma-bufs. */
#ifndef MVIEW_INSPECT_SRC_DMABUF_H
#define MVIEW_INSPECT_SRC_DMABUF_H

struct hold;
struct layout;
struct mview;

/**
 * dmabuf_view - a view of a dma-buf
 * @name: what complaints are about
 * @fd: the dma-buf; stays the caller's
 * @layout: of the elements; NULL for bytes
 * @flags: MVIEW_WRITE or not
 * @hold: what goes with the view, and with its failure; or NULL
 *
 * It is a buffer of the kernel; or where there is no /dev/mview, or not for the
 * caller, a mapping that is synced by its brackets.
 *
 * Return: the view; or NULL, with inspect_fail() called.
 */
struct mview *dmabuf_view(const char *name, int fd, const struct layout *layout,
			  unsigned int flags, struct hold *hold);

#endif /* MVIEW_INSPECT_SRC_DMABUF_H */
