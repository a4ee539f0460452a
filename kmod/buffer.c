// SPDX-License-Identifier: GPL-2.0
/* Buffers: their making, their exports, and the API for drivers. */
#include "buffer.h"

#include <linux/ctype.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/mview.h>
#include <linux/overflow.h>
#include <linux/poll.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "core/format.h"
#include "fs.h"
#include "limit.h"
#include "marshal.h"
#include "mem.h"
#include "registry.h"

struct mview_buffer *mview_buffer_create(u32 ndim, u32 format_len, gfp_t gfp)
{
	struct mview_buffer *buffer;
	int err;

	if (ndim > MV_NDIM_MAX || format_len > MV_FORMAT_MAX)
		return ERR_PTR(-E2BIG);
	buffer = kzalloc(size_add(sizeof(*buffer),
				  mview_layout_room(ndim, format_len)), gfp);
	if (!buffer)
		return ERR_PTR(-ENOMEM);
	err = init_srcu_struct(&buffer->srcu);
	if (err) {
		kfree(buffer);
		return ERR_PTR(err);
	}
	kref_init(&buffer->ref);
	init_waitqueue_head(&buffer->wait);
	RB_CLEAR_NODE(&buffer->by_id);
	RB_CLEAR_NODE(&buffer->by_name);
	buffer->user = INVALID_UID;
	mview_layout_init(&buffer->layout, buffer->room, ndim, format_len);
	return buffer;
}

void mview_buffer_destroy(struct mview_buffer *buffer)
{
	if (buffer->inode)
		mview_fs_inode_destroy(buffer->inode);
	cleanup_srcu_struct(&buffer->srcu);
	kfree(buffer);
}

struct mview_buffer *mview_buffer_get(struct mview_buffer *buffer)
{
	kref_get(&buffer->ref);
	return buffer;
}

static void mview_buffer_free(struct kref *ref)
{
	mview_buffer_destroy(container_of(ref, struct mview_buffer, ref));
}

void mview_buffer_put(struct mview_buffer *buffer)
{
	kref_put(&buffer->ref, mview_buffer_free);
}

int mview_buffer_add(struct mview_buffer *buffer, struct mview_mem *mem)
{
	struct inode *inode;
	int err;

	err = mv_layout_check(&buffer->layout, mem->size);
	if (err)
		return err;
	inode = mview_fs_inode_create();
	if (IS_ERR(inode))
		return PTR_ERR(inode);
	buffer->inode = inode;
	buffer->mem = mem;
	buffer->kind = mem->ops;
	buffer->size = mem->size;
	if (mem->mappable)
		buffer->flags |= MVIEW_BUFFER_MAPPABLE;
	err = mview_registry_add(buffer);
	if (err)
		buffer->mem = NULL;
	return err;
}

/* The exports are closed: nobody new comes, so wait for those inside. */
static void mview_buffer_remove(struct mview_buffer *buffer)
{
	mview_registry_remove(buffer);
	synchronize_srcu(&buffer->srcu);
	buffer->mem->ops->destroy(buffer->mem);
	buffer->mem = NULL;
	if (uid_valid(buffer->user))
		mview_limit_uncharge(buffer->user);
	mview_buffer_put(buffer);
}

int mview_export_get(struct mview_buffer *buffer)
{
	int err = -ENODEV, idx;

	/*
	 * The owner is asked first, so that its exit never meets an export. It
	 * is still there to be asked: while the exports are open, unregister
	 * has yet to close them and then to wait for us.
	 */
	idx = srcu_read_lock(&buffer->srcu);
	if (!mview_claim_closed(&buffer->exports) &&
	    try_module_get(buffer->owner)) {
		if (mview_claim_get(&buffer->exports))
			err = 0;
		else
			module_put(buffer->owner);
	}
	srcu_read_unlock(&buffer->srcu, idx);
	return err;
}

void mview_export_put(struct mview_buffer *buffer)
{
	struct module *owner = buffer->owner;

	if (mview_claim_put(&buffer->exports) &&
	    (buffer->flags & MVIEW_BUFFER_PRIVATE) &&
	    mview_claim_close(&buffer->exports))
		mview_buffer_remove(buffer);
	module_put(owner);
}

static bool mview_name_valid(const char *name)
{
	size_t len;

	if (!name || !(isascii(*name) && (isalpha(*name) || *name == '_')))
		return false;
	for (len = 0; name[len]; len++)
		if (len == MVIEW_NAME_MAX || !isascii(name[len]) ||
		    !(isalnum(name[len]) || strchr("_.-", name[len])))
			return false;
	return true;
}

/* What the driver said, in the buffer's own arrays. */
static int mview_buffer_describe(struct mview_buffer *buffer,
				 const struct mview_buffer_desc *desc, u64 size)
{
	struct mv_layout *layout = &buffer->layout;
	u32 i;
	int err;

	strscpy(buffer->name, desc->name, sizeof(buffer->name));
	buffer->owner = desc->owner;
	strscpy(buffer->owner_name, module_name(desc->owner),
		sizeof(buffer->owner_name));
	buffer->flags = desc->flags;
	memcpy((char *)layout->format, desc->format, layout->format_len);
	err = mv_format_itemsize(layout->format, layout->format_len,
				 &layout->itemsize);
	if (err)
		return err;
	if (desc->offset > size)
		return -EOVERFLOW;
	layout->offset = desc->offset;
	for (i = 0; i < layout->ndim; i++) {
		u64 count = desc->shape ? desc->shape[i] :
			    div64_u64(size - desc->offset, layout->itemsize);

		if (count > S64_MAX)
			return -EOVERFLOW;
		layout->shape[i] = count;
		if (desc->strides)
			layout->strides[i] = desc->strides[i];
	}
	return desc->strides ? 0 : mv_layout_strides(layout);
}

static struct mview_buffer *
mview_buffer_register(const struct mview_buffer_desc *desc,
		      struct mview_mem *mem)
{
	struct mview_buffer *buffer;
	int err;

	if (IS_ERR(mem))
		return ERR_CAST(mem);
	err = -EINVAL;
	if (!mview_name_valid(desc->name) || !desc->format ||
	    (!desc->shape && (desc->ndim || desc->strides)))
		goto err_mem;
	err = -EOPNOTSUPP;
	if (desc->flags & ~MVIEW_BUFFER_READONLY)
		goto err_mem;
	buffer = mview_buffer_create(desc->shape ? desc->ndim : 1,
				     strnlen(desc->format, MV_FORMAT_MAX + 1),
				     GFP_KERNEL);
	if (IS_ERR(buffer)) {
		err = PTR_ERR(buffer);
		goto err_mem;
	}
	err = mview_buffer_describe(buffer, desc, mem->size);
	if (err)
		goto err_buffer;
	err = mview_buffer_add(buffer, mem);
	if (err)
		goto err_buffer;
	return buffer;

err_buffer:
	mview_buffer_destroy(buffer);
err_mem:
	mem->ops->destroy(mem);
	return ERR_PTR(err);
}

struct mview_buffer *mview_register_vmalloc(const struct mview_buffer_desc *desc,
					    void *addr, size_t size)
{
	return mview_buffer_register(desc, mview_mem_vmalloc_create(addr, size));
}
EXPORT_SYMBOL_GPL(mview_register_vmalloc);

struct mview_buffer *mview_register_pages(const struct mview_buffer_desc *desc,
					  struct page **pages,
					  unsigned long npages, size_t size)
{
	return mview_buffer_register(desc, mview_mem_pages_create(pages, npages,
								  size));
}
EXPORT_SYMBOL_GPL(mview_register_pages);

int mview_buffer_unregister(struct mview_buffer *buffer)
{
	if (IS_ERR_OR_NULL(buffer))
		return 0;
	if (!mview_claim_close(&buffer->exports))
		return -EBUSY;
	mview_buffer_remove(buffer);
	return 0;
}
EXPORT_SYMBOL_GPL(mview_buffer_unregister);

void mview_buffer_notify(struct mview_buffer *buffer)
{
	atomic64_inc(&buffer->seq);
	wake_up_interruptible_poll(&buffer->wait, EPOLLIN | EPOLLRDNORM);
}
EXPORT_SYMBOL_GPL(mview_buffer_notify);

u64 mview_buffer_id(const struct mview_buffer *buffer)
{
	return buffer->id;
}
EXPORT_SYMBOL_GPL(mview_buffer_id);

unsigned long mview_buffer_exports(const struct mview_buffer *buffer)
{
	return mview_claim_count(&buffer->exports);
}
EXPORT_SYMBOL_GPL(mview_buffer_exports);
