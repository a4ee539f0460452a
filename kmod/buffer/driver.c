// SPDX-License-Identifier: GPL-2.0
/* The API for drivers, see include/linux/mview.h. */
#include <linux/ctype.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/math64.h>
#include <linux/module.h>
#include <linux/mview.h>
#include <linux/poll.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "buffer/buffer.h"
#include "core/format.h"
#include "mem/mem.h"
#include "trace.h"

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
	if (!(desc->flags & MVIEW_WRITABLE))
		buffer->flags |= MVIEW_BUFFER_READONLY;
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

static int mview_desc_check(const struct mview_buffer_desc *desc)
{
	if (!mview_name_valid(desc->name) || !desc->format ||
	    (!desc->shape && (desc->ndim || desc->strides)))
		return -EINVAL;
	return desc->flags & ~MVIEW_WRITABLE ? -EOPNOTSUPP : 0;
}

static struct mview_buffer *
mview_buffer_make(const struct mview_buffer_desc *desc,
		  const struct mview_memory *memory, struct mview_buffer *old)
{
	struct mview_buffer *buffer;
	struct mview_mem *mem;
	int err;

	err = mview_desc_check(desc);
	if (err)
		return ERR_PTR(err);
	mem = mview_mem_create(memory);
	if (IS_ERR(mem))
		return ERR_CAST(mem);
	buffer = mview_buffer_create(desc->shape ? desc->ndim : 1,
				     strnlen(desc->format, MV_FORMAT_MAX + 1),
				     0);
	if (IS_ERR(buffer)) {
		err = PTR_ERR(buffer);
		goto err_mem;
	}
	err = mview_buffer_describe(buffer, desc, mem->size);
	if (!err)
		err = mview_buffer_add(buffer, mem, old);
	if (err)
		goto err_buffer;
	return buffer;

err_buffer:
	mview_buffer_destroy(buffer);
err_mem:
	mview_mem_destroy(mem);
	return ERR_PTR(err);
}

struct mview_buffer *
mview_buffer_register(const struct mview_buffer_desc *desc,
		      const struct mview_memory *memory)
{
	return mview_buffer_make(desc, memory, NULL);
}
EXPORT_SYMBOL_GPL(mview_buffer_register);

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

void mview_buffer_revoke(struct mview_buffer *buffer)
{
	struct module *owner;
	long exports;

	if (IS_ERR_OR_NULL(buffer))
		return;
	owner = buffer->owner;
	exports = mview_claim_revoke(&buffer->exports);
	trace_mview_revoke(buffer, exports);
	mview_buffer_remove(buffer);
	/* Nothing of the owner's is left in the views. */
	while (exports--)
		module_put(owner);
}
EXPORT_SYMBOL_GPL(mview_buffer_revoke);

static void mview_buffer_revoke_action(void *buffer)
{
	mview_buffer_revoke(buffer);
}

struct mview_buffer *
devm_mview_buffer_register(struct device *dev,
			   const struct mview_buffer_desc *desc,
			   const struct mview_memory *memory)
{
	struct mview_buffer *buffer = mview_buffer_register(desc, memory);
	int err;

	if (IS_ERR(buffer))
		return buffer;
	err = devm_add_action_or_reset(dev, mview_buffer_revoke_action, buffer);
	return err ? ERR_PTR(err) : buffer;
}
EXPORT_SYMBOL_GPL(devm_mview_buffer_register);

/*
 * The new buffer takes the place of the old one, which nobody views: so its
 * layout need not change under those who read it without a lock.
 */
struct mview_buffer *mview_buffer_resize(struct mview_buffer *buffer,
					 const struct mview_buffer_desc *desc,
					 const struct mview_memory *memory)
{
	struct mview_buffer *resized;

	if (!desc->name || strcmp(desc->name, buffer->name))
		return ERR_PTR(-EINVAL);
	resized = mview_buffer_make(desc, memory, buffer);
	if (!IS_ERR(resized))
		mview_buffer_remove(buffer);
	return resized;
}
EXPORT_SYMBOL_GPL(mview_buffer_resize);

void mview_buffer_notify(struct mview_buffer *buffer)
{
	u64 seq = atomic64_inc_return(&buffer->seq);

	trace_mview_notify(buffer, seq);
	mview_buffer_wake(buffer, EPOLLIN | EPOLLRDNORM);
}
EXPORT_SYMBOL_GPL(mview_buffer_notify);

u64 mview_buffer_id(const struct mview_buffer *buffer)
{
	return buffer->node.id;
}
EXPORT_SYMBOL_GPL(mview_buffer_id);

unsigned long mview_buffer_exports(const struct mview_buffer *buffer)
{
	return mview_claim_count(&buffer->exports);
}
EXPORT_SYMBOL_GPL(mview_buffer_exports);
