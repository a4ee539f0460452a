// SPDX-License-Identifier: GPL-2.0
/* Private buffers: made by a process, they live as long as their views. */
#include "private.h"

#include <linux/err.h>
#include "buffer.h"
#include "limit.h"
#include "mem.h"
#include "view.h"

/* Make it known. On error all is the caller's still. */
static int mview_private_add(struct mview_buffer *buffer,
			     struct mview_mem *mem)
{
	kuid_t user = mview_limit_user();
	int err;

	err = mview_limit_charge(user);
	if (err)
		return err;
	buffer->user = user;
	err = mview_buffer_add(buffer, mem);
	if (err)
		mview_limit_uncharge(user);
	return err;
}

/*
 * An export of our own keeps the buffer from being removed while its first view
 * is made; giving it back removes the buffer if that fails.
 */
struct file *mview_private_open(struct mview_buffer *buffer,
				struct mview_mem *mem, bool write)
{
	struct mview_view *view;
	struct file *file;
	int err;

	buffer->flags |= MVIEW_BUFFER_PRIVATE;
	view = mview_view_clone(&buffer->layout);
	if (IS_ERR(view)) {
		err = PTR_ERR(view);
		goto err_destroy;
	}
	err = mview_export_get(buffer);
	if (err)
		goto err_view;
	err = mview_private_add(buffer, mem);
	if (err)
		goto err_view;
	mview_buffer_get(buffer);
	file = mview_view_publish(view, buffer, write);
	mview_export_put(buffer);
	mview_buffer_put(buffer);
	return file;

err_view:
	mview_view_free(view);
err_destroy:
	mview_buffer_destroy(buffer);
	mem->ops->destroy(mem);
	return ERR_PTR(err);
}
