// SPDX-License-Identifier: GPL-2.0
/* MVIEW_IMPORT_DMABUF. */
#include "dev/import_cmd.h"

#include <linux/dma-buf.h>
#include <linux/err.h>
#include <linux/fs.h>
#include "dev/private_cmd.h"
#include "dmabuf/import.h"
#include "view/view.h"

static struct file *mview_import_try(struct dma_buf *dmabuf, u64 layout,
				     u32 mode)
{
	struct mview_buffer *buffer;
	int err;

	err = mview_import_check(dmabuf, mode);
	if (err)
		return ERR_PTR(err);
	buffer = mview_private_describe(layout, dmabuf->size);
	if (IS_ERR(buffer))
		return ERR_CAST(buffer);
	return mview_import_open(dmabuf, buffer, mode);
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
	*result = mview_import_try(dmabuf, import->layout,
				   import->flags & MVIEW_MODES);
	dma_buf_put(dmabuf);
	return PTR_ERR_OR_ZERO(*result);
}
