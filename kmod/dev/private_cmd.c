// SPDX-License-Identifier: GPL-2.0
/* Private buffers: with the layout that a process gives, and MVIEW_BUFFER_ALLOC. */
#include "dev/private_cmd.h"

#include <linux/err.h>
#include <linux/fs.h>
#include <linux/limits.h>
#include <linux/minmax.h>
#include "buffer/buffer.h"
#include "dev/marshal.h"
#include "mem/mem.h"
#include "view/open.h"
#include "view/view.h"

static void mview_private_flat(struct mv_layout *layout, u64 size)
{
	*(char *)layout->format = 'B';
	layout->itemsize = 1;
	layout->shape[0] = size;
	layout->strides[0] = 1;
}

static struct mview_buffer *mview_private_bytes(u64 size)
{
	struct mview_buffer *buffer;

	if (size > S64_MAX)
		return ERR_PTR(-EOVERFLOW);
	buffer = mview_buffer_create(1, 1, MVIEW_BUFFER_PRIVATE,
				     GFP_KERNEL_ACCOUNT);
	if (!IS_ERR(buffer))
		mview_private_flat(&buffer->layout, size);
	return buffer;
}

struct mview_buffer *mview_private_describe(u64 layout, u64 size)
{
	struct mview_buffer *buffer;
	struct mview_layout user;
	int err;

	if (!layout)
		return mview_private_bytes(size);
	err = mview_layout_user_get(&user, layout);
	if (err)
		return ERR_PTR(err);
	buffer = mview_buffer_create(user.ndim, user.format_len,
				     MVIEW_BUFFER_PRIVATE, GFP_KERNEL_ACCOUNT);
	if (IS_ERR(buffer))
		return buffer;
	err = mview_layout_get(&buffer->layout, &user);
	if (err) {
		mview_buffer_destroy(buffer);
		return ERR_PTR(err);
	}
	return buffer;
}

/* Check the layout against @size; if that is 0, set it to what is needed. */
static int mview_private_size(const struct mview_buffer *buffer, u64 *size)
{
	int err;

	/* A layout without bytes gets a page as well. */
	err = mv_layout_check(&buffer->layout, *size ? *size : S64_MAX);
	if (!err && !*size)
		*size = mv_layout_extent(&buffer->layout).hi;
	*size = max_t(u64, *size, 1);
	return err;
}

int mview_private_alloc(struct file *file, union mview_arg *arg,
			struct file **result)
{
	struct mview_buffer_alloc *alloc = &arg->buffer_alloc;
	struct mview_buffer *buffer;
	bool contiguous = alloc->flags & MVIEW_CONTIGUOUS;
	u64 size = alloc->nbytes;
	int err;

	if ((alloc->flags & MVIEW_OPEN_WRITE) && !(file->f_mode & FMODE_WRITE))
		return -EACCES;
	if (!size && !alloc->layout)
		return -EINVAL;
	buffer = mview_private_describe(alloc->layout, size);
	if (IS_ERR(buffer))
		return PTR_ERR(buffer);
	err = mview_private_size(buffer, &size);
	*result = mview_view_open_private(buffer, err ? ERR_PTR(err) :
					  mview_mem_pages_create_own(size,
								     contiguous),
					  alloc->flags & MVIEW_MODES);
	return PTR_ERR_OR_ZERO(*result);
}
