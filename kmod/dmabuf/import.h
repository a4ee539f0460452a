/* SPDX-License-Identifier: GPL-2.0 */
/* Imports: private buffers over memory of other drivers. */
#ifndef MVIEW_IMPORT_H
#define MVIEW_IMPORT_H

#include <linux/types.h>

struct dma_buf;
struct file;
struct mview_buffer;

/* -EACCES if the file of the dma-buf does not allow what @mode asks for. */
int mview_import_check(struct dma_buf *dmabuf, u32 mode);

/*
 * The first view, in @mode, of a buffer over a dma-buf that has been checked,
 * with the layout that @buffer has. Takes @buffer over, also on error.
 * Returns the view's file, or ERR_PTR as mview_view_open_private().
 */
struct file *mview_import_open(struct dma_buf *dmabuf,
			       struct mview_buffer *buffer, u32 mode);

#endif /* MVIEW_IMPORT_H */
