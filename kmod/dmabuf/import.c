// SPDX-License-Identifier: GPL-2.0
/* Imports: private buffers over memory of other drivers. */
#include "dmabuf/import.h"

#include <linux/dma-buf.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs.h>
#include "buffer/buffer.h"
#include "buffer/private.h"
#include "compat.h"
#include "mem/mem.h"
#include "view/view.h"

MVIEW_IMPORT_DMABUF_NS();

static struct mview_mem *mview_import_mem(struct mview_buffer *buffer,
					  struct dma_buf *dmabuf)
{
	int err;

	err = mview_private_charge(buffer, 0);
	return err ? ERR_PTR(err) : mview_mem_dmabuf_create(dmabuf);
}

static struct file *mview_import(struct dma_buf *dmabuf,
				 const struct mview_layout *layout, u32 mode)
{
	bool write = mode & MVIEW_OPEN_WRITE;
	struct mview_buffer *buffer;

	if (!(dmabuf->file->f_mode & FMODE_READ) ||
	    (write && !(dmabuf->file->f_mode & FMODE_WRITE)))
		return ERR_PTR(-EACCES);
	buffer = mview_private_describe(layout, dmabuf->size);
	if (IS_ERR(buffer))
		return ERR_CAST(buffer);
	if (!(dmabuf->file->f_mode & FMODE_WRITE))
		buffer->flags |= MVIEW_BUFFER_READONLY;
	return mview_private_open(buffer, mview_import_mem(buffer, dmabuf),
				  mode);
}

int mview_import_dmabuf(struct file *file, union mview_arg *arg,
			struct file **result)
{
	struct mview_import_dmabuf *import = &arg->import_dmabuf;
	struct dma_buf *dmabuf;

	if ((import->flags & MVIEW_OPEN_WRITE) && !(file->f_mode & FMODE_WRITE))
		return -EACCES;
	dmabuf = dma_buf_get(import->dmabuf_fd);
	if (IS_ERR(dmabuf))
		return PTR_ERR(dmabuf);
	*result = mview_import(dmabuf, &import->layout,
			       import->flags & MVIEW_MODES);
	dma_buf_put(dmabuf);
	return PTR_ERR_OR_ZERO(*result);
}
