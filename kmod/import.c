// SPDX-License-Identifier: GPL-2.0
/* Imports: private buffers over memory of other drivers. */
#include "import.h"

#include <linux/dma-buf.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/string.h>
#include "buffer.h"
#include "compat.h"
#include "marshal.h"
#include "mem.h"
#include "private.h"

MVIEW_IMPORT_DMABUF_NS();

/* All zero: bytes over the whole of it. */
static bool mview_import_flat(const struct mview_layout *layout)
{
	return !memchr_inv(layout, 0, sizeof(*layout));
}

/* A private buffer with the layout that the caller gave. */
static struct mview_buffer *
mview_import_describe(const struct mview_layout *user, u64 size)
{
	bool flat = mview_import_flat(user);
	struct mview_buffer *buffer;
	struct mv_layout *layout;
	int err = 0;

	buffer = mview_buffer_create(flat ? 1 : user->ndim,
				     flat ? 1 : user->format_len,
				     GFP_KERNEL_ACCOUNT);
	if (IS_ERR(buffer))
		return buffer;
	layout = &buffer->layout;
	if (flat) {
		*(char *)layout->format = 'B';
		layout->itemsize = 1;
		layout->shape[0] = size;
		layout->strides[0] = 1;
	} else {
		err = mview_layout_get(layout, user);
	}
	if (err) {
		mview_buffer_destroy(buffer);
		return ERR_PTR(err);
	}
	return buffer;
}

static struct file *mview_import(struct dma_buf *dmabuf,
				 const struct mview_layout *layout, bool write)
{
	struct mview_buffer *buffer;
	struct mview_mem *mem;

	if (!(dmabuf->file->f_mode & FMODE_READ) ||
	    (write && !(dmabuf->file->f_mode & FMODE_WRITE)))
		return ERR_PTR(-EACCES);
	buffer = mview_import_describe(layout, dmabuf->size);
	if (IS_ERR(buffer))
		return ERR_CAST(buffer);
	if (!(dmabuf->file->f_mode & FMODE_WRITE))
		buffer->flags = MVIEW_BUFFER_READONLY;
	mem = mview_mem_dmabuf_create(dmabuf);
	if (IS_ERR(mem)) {
		mview_buffer_destroy(buffer);
		return ERR_CAST(mem);
	}
	return mview_private_open(buffer, mem, write);
}

int mview_import_dmabuf(struct file *file, union mview_arg *arg,
			struct file **result)
{
	struct mview_import_dmabuf *import = &arg->import_dmabuf;
	bool write = import->flags & MVIEW_OPEN_WRITE;
	struct dma_buf *dmabuf;

	if (write && !(file->f_mode & FMODE_WRITE))
		return -EACCES;
	dmabuf = dma_buf_get(import->dmabuf_fd);
	if (IS_ERR(dmabuf))
		return PTR_ERR(dmabuf);
	*result = mview_import(dmabuf, &import->layout, write);
	dma_buf_put(dmabuf);
	return PTR_ERR_OR_ZERO(*result);
}
