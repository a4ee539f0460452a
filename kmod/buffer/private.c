// SPDX-License-Identifier: GPL-2.0
/* Private buffers: made by a process, they live as long as their views. */
#include "buffer/private.h"

#include <linux/err.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/string.h>
#include "buffer/buffer.h"
#include "buffer/limit.h"
#include "dev/marshal.h"
#include "mem/mem.h"
#include "trace.h"
#include "view/view.h"

static void mview_private_flat(struct mv_layout *layout, u64 size)
{
	*(char *)layout->format = 'B';
	layout->itemsize = 1;
	layout->shape[0] = size;
	layout->strides[0] = 1;
}

struct mview_buffer *mview_private_describe(const struct mview_layout *user,
					    u64 size)
{
	bool flat = !memchr_inv(user, 0, sizeof(*user));
	struct mview_buffer *buffer;
	int err;

	if (flat && size > S64_MAX)
		return ERR_PTR(-EOVERFLOW);
	buffer = mview_buffer_create(flat ? 1 : user->ndim,
				     flat ? 1 : user->format_len,
				     GFP_KERNEL_ACCOUNT);
	if (IS_ERR(buffer))
		return buffer;
	buffer->flags = MVIEW_BUFFER_PRIVATE;
	if (flat) {
		mview_private_flat(&buffer->layout, size);
		return buffer;
	}
	err = mview_layout_get(&buffer->layout, user);
	if (err) {
		mview_buffer_destroy(buffer);
		return ERR_PTR(err);
	}
	return buffer;
}

int mview_private_charge(struct mview_buffer *buffer, u64 size)
{
	unsigned long npages = DIV_ROUND_UP_ULL(size, PAGE_SIZE);
	struct mview_limit *limit;

	limit = mview_limit_charge(npages);
	if (IS_ERR(limit))
		return PTR_ERR(limit);
	buffer->limit = limit;
	buffer->charged = npages;
	return 0;
}

struct mview_mem *mview_private_mem(struct mview_buffer *buffer, u64 size)
{
	int err;

	err = mview_private_charge(buffer, size);
	return err ? ERR_PTR(err) : mview_mem_pages_create_own(size);
}

/*
 * An export of our own keeps the buffer from being removed while its first view
 * is made; giving it back removes the buffer if that fails.
 */
struct file *mview_private_open(struct mview_buffer *buffer,
				struct mview_mem *mem, u32 mode)
{
	struct mview_view *view;
	struct file *file;
	int err;

	if (IS_ERR(mem)) {
		mview_buffer_destroy(buffer);
		return ERR_CAST(mem);
	}
	buffer->flags |= MVIEW_BUFFER_PRIVATE;
	view = mview_view_clone(&buffer->layout);
	if (IS_ERR(view)) {
		err = PTR_ERR(view);
		goto err_destroy;
	}
	err = mview_export_get(buffer);
	if (err)
		goto err_view;
	err = mview_buffer_add(buffer, mem, NULL);
	if (err)
		goto err_view;
	mview_buffer_get(buffer);
	file = mview_view_publish(view, buffer, mode);
	if (!IS_ERR(file))
		trace_mview_open(view);
	mview_export_put(buffer);
	mview_buffer_put(buffer);
	return file;

err_view:
	mview_view_free(view);
err_destroy:
	mview_buffer_destroy(buffer);
	mview_mem_destroy(mem);
	return ERR_PTR(err);
}

/* How large the memory has to be. */
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
	u64 size = alloc->nbytes;
	int err;

	if (alloc->__reserved)
		return -EINVAL;
	if ((alloc->flags & MVIEW_OPEN_WRITE) && !(file->f_mode & FMODE_WRITE))
		return -EACCES;
	if (!size && !memchr_inv(&alloc->layout, 0, sizeof(alloc->layout)))
		return -EINVAL;
	buffer = mview_private_describe(&alloc->layout, size);
	if (IS_ERR(buffer))
		return PTR_ERR(buffer);
	err = mview_private_size(buffer, &size);
	*result = mview_private_open(buffer, err ? ERR_PTR(err) :
				     mview_private_mem(buffer, size),
				     alloc->flags & MVIEW_MODES);
	return PTR_ERR_OR_ZERO(*result);
}
