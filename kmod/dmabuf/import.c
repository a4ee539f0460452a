// SPDX-License-Identifier: GPL-2.0
/* Imports: private buffers over memory of other drivers. */
#include "dmabuf/import.h"

#include <linux/dma-buf.h>
#include <linux/fs.h>
#include "buffer/buffer.h"
#include "compat.h"
#include "mem/mem.h"
#include "view/open.h"

MVIEW_IMPORT_DMABUF_NS();

int mview_import_check(struct dma_buf *dmabuf, u32 mode)
{
	if (!(dmabuf->file->f_mode & FMODE_READ))
		return -EACCES;
	if ((mode & MVIEW_OPEN_WRITE) && !(dmabuf->file->f_mode & FMODE_WRITE))
		return -EACCES;
	return 0;
}

struct file *mview_import_open(struct dma_buf *dmabuf,
			       struct mview_buffer *buffer, u32 mode)
{
	if (!(dmabuf->file->f_mode & FMODE_WRITE))
		buffer->flags |= MVIEW_BUFFER_READONLY;
	return mview_view_open_private(buffer, mview_mem_dmabuf_create(dmabuf),
				       mode);
}
