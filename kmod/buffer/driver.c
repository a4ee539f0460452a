// SPDX-License-Identifier: GPL-2.0
/* mview's side of the API for drivers; include/linux/mview.h is the drivers'. */
#include <linux/err.h>
#include <linux/math64.h>
#include <linux/module.h>
#include <linux/mview.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "buffer/buffer.h"
#include "buffer/tracer.h"
#include "compat.h"
#include "core/field.h"
#include "core/format.h"
#include "core/name.h"
#include "mem/mem.h"
#include "trace.h"

static_assert(MV_NAME_MAX == MVIEW_NAME_MAX);

static int mview_desc_check(const struct mview_buffer_desc *desc,
			    const char **why)
{
	if (!(desc->name ? mv_name_valid(desc->name) : !!desc->origin))
		return mview_refuse(why, "desc.name", -EINVAL);
	if (!desc->format)
		return mview_refuse(why, "desc.format: NULL", -EINVAL);
	if (!desc->shape && desc->ndim)
		return mview_refuse(why, "desc.shape: NULL", -EINVAL);
	if (!desc->shape && desc->strides)
		return mview_refuse(why, "desc.strides: without a shape",
				    -EINVAL);
	if (desc->flags & ~(MVIEW_WRITABLE | MVIEW_ADMIN))
		return mview_refuse(why, "desc.flags", -EOPNOTSUPP);
	return 0;
}

/* Copy and check the format, and set the size and offset of the elements. */
static int mview_desc_format(const struct mview_buffer_desc *desc, u64 size,
			     struct mv_layout *layout, const char **why)
{
	int err;

	memcpy((char *)layout->format, desc->format, layout->format_len);
	err = mv_format_itemsize(layout->format, layout->format_len,
				 &layout->itemsize);
	if (err)
		return mview_refuse(why, "desc.format", err);
	err = mv_fields_check(layout->format, layout->format_len);
	if (err == -EEXIST)
		return mview_refuse(why, "desc.format: two fields of one name",
				    -EINVAL);
	if (err)
		return mview_refuse(why, "desc.format: a name with . or [", err);
	if (desc->offset > size || layout->itemsize > size - desc->offset)
		return mview_refuse(why,
				    "desc.format, offset: larger than the memory",
				    -EOVERFLOW);
	layout->offset = desc->offset;
	return 0;
}

static int mview_desc_axes(const struct mview_buffer_desc *desc, u64 size,
			   struct mv_layout *layout)
{
	u32 i;

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

/*
 * One with an origin is a tracer's, and charged to who traces. That must not
 * cost a process of the memcg its life: it is another one's allocation.
 */
static gfp_t mview_desc_gfp(const struct mview_buffer_desc *desc)
{
	return desc->origin ? GFP_KERNEL_ACCOUNT | __GFP_RETRY_MAYFAIL |
			      __GFP_NOWARN : GFP_KERNEL;
}

/* Copy the origin. The text of the stack is stored behind the struct. */
static int mview_buffer_describe_origin(struct mview_buffer *buffer,
					const struct mview_origin *from,
					gfp_t gfp)
{
	size_t len = from->stack ? strlen(from->stack) : 0;
	struct mview_origin *origin;
	char *stack;

	origin = kmalloc(size_add(sizeof(*origin), len + 1), gfp);
	if (!origin)
		return -ENOMEM;
	*origin = *from;
	stack = (char *)(origin + 1);
	memcpy(stack, from->stack ? from->stack : "", len + 1);
	origin->stack = stack;
	buffer->origin = origin;
	return 0;
}

/* Copy the driver's description to the buffer, and check the layout. */
static int mview_buffer_describe(struct mview_buffer *buffer,
				 const struct mview_buffer_desc *desc, u64 size,
				 const char **why)
{
	int err;

	buffer->api = &mview_api_1;
	if (desc->name)
		strscpy(buffer->name, desc->name, sizeof(buffer->name));
	buffer->admin = desc->flags & MVIEW_ADMIN;
	buffer->owner = desc->owner;
	strscpy(buffer->owner_name, module_name(desc->owner),
		sizeof(buffer->owner_name));
	if (!(desc->flags & MVIEW_WRITABLE))
		buffer->flags |= MVIEW_BUFFER_READONLY;
	err = mview_desc_format(desc, size, &buffer->layout, why);
	if (err)
		return err;
	err = mview_desc_axes(desc, size, &buffer->layout);
	if (!err)
		err = mv_layout_check(&buffer->layout, size);
	return err ? mview_refuse(why,
				  "desc.shape, strides, offset: leave the memory",
				  err) : 0;
}

static struct mview_buffer *
mview_driver_try(const struct mview_buffer_desc *desc,
		 const struct mview_memory *memory, struct mview_buffer *old,
		 const char **why)
{
	struct mview_buffer *buffer;
	struct mview_mem *mem;
	int err;

	err = mview_desc_check(desc, why);
	if (err)
		return ERR_PTR(err);
	mem = mview_mem_create(memory, why);
	if (IS_ERR(mem))
		return ERR_CAST(mem);
	buffer = mview_buffer_create(desc->shape ? desc->ndim : 1,
				     strnlen(desc->format, MV_FORMAT_MAX + 1),
				     0, mview_desc_gfp(desc));
	if (IS_ERR(buffer)) {
		err = PTR_ERR(buffer);
		if (err == -E2BIG)
			mview_refuse(why, "desc.ndim, format: too many, too long",
				     err);
		goto err_mem;
	}
	err = mview_buffer_describe(buffer, desc, mem->size, why);
	if (!err && desc->origin)
		err = mview_buffer_describe_origin(buffer, desc->origin,
						   mview_desc_gfp(desc));
	if (!err && mem->ops->readonly && desc->flags & MVIEW_WRITABLE)
		err = mview_refuse(why, "desc.flags: it is never written",
				   -EOPNOTSUPP);
	if (err)
		goto err_buffer;
	err = mview_buffer_add(buffer, mem, old);
	if (err == -EEXIST)
		mview_refuse(why, "desc.name: taken", err);
	if (err)
		goto err_buffer;
	return buffer;

err_buffer:
	mview_buffer_destroy(buffer);
err_mem:
	mview_mem_destroy(mem);
	return ERR_PTR(err);
}

/* Drivers' mistakes are not logged. Their authors can use the tracepoint. */
static struct mview_buffer *
mview_driver_make(const struct mview_buffer_desc *desc,
		  const struct mview_memory *memory, struct mview_buffer *old)
{
	const char *why = "none of them";
	struct mview_buffer *buffer;

	buffer = mview_driver_try(desc, memory, old, &why);
	if (IS_ERR(buffer))
		trace_mview_refused(desc, why, PTR_ERR(buffer));
	return buffer;
}

static struct mview_buffer *
mview_driver_register(const struct mview_buffer_desc *desc,
		      const struct mview_memory *memory)
{
	return mview_driver_make(desc, memory, NULL);
}

static int mview_driver_unregister(struct mview_buffer *buffer)
{
	if (!mview_claim_close(&buffer->exports))
		return -EBUSY;
	mview_buffer_remove(buffer);
	return 0;
}

static void mview_driver_revoke(struct mview_buffer *buffer)
{
	struct module *owner = buffer->owner;
	long exports;

	exports = mview_claim_revoke(&buffer->exports);
	trace_mview_revoke(buffer, exports);
	mview_buffer_remove(buffer);
	/* No view refers to the owner any more. */
	while (exports--)
		module_put(owner);
}

/*
 * A new buffer replaces the old one, which has no views. So the layout of a
 * buffer never changes, and can be read without a lock.
 */
static struct mview_buffer *
mview_driver_resize(struct mview_buffer *buffer,
		    const struct mview_buffer_desc *desc,
		    const struct mview_memory *memory)
{
	struct mview_buffer *resized;

	if (!desc->name || strcmp(desc->name, buffer->name)) {
		trace_mview_refused(desc, "desc.name: not the buffer's",
				    -EINVAL);
		return ERR_PTR(-EINVAL);
	}
	resized = mview_driver_make(desc, memory, buffer);
	if (!IS_ERR(resized))
		mview_buffer_remove(buffer);
	return resized;
}

static void mview_driver_lend(struct mview_buffer *buffer, const void *addr)
{
	if (WARN_ON_ONCE(!buffer->kind->lend))
		return;
	WRITE_ONCE(buffer->withdrawn, !addr);
	buffer->kind->lend(buffer->mem, addr);
	if (!addr)
		mview_buffer_wake_any(buffer);
}

static void mview_driver_notify(struct mview_buffer *buffer)
{
	/*
	 * Fully ordered: who finds the new number in mview_buffer_seq() sees
	 * what the caller has written; and wq_has_sleeper() below is not read
	 * before it is counted.
	 */
	u64 seq = atomic64_inc_return(&buffer->seq);

	trace_mview_notify(buffer, seq);
	mview_buffer_wake_any(buffer);
}

static u64 mview_driver_id(const struct mview_buffer *buffer)
{
	return buffer->node.id;
}

static unsigned long mview_driver_exports(const struct mview_buffer *buffer)
{
	return mview_claim_count(&buffer->exports);
}

const struct mview_api mview_api_1 = {
	.owner = THIS_MODULE,
	.buffer_register = mview_driver_register,
	.buffer_unregister = mview_driver_unregister,
	.buffer_revoke = mview_driver_revoke,
	.buffer_resize = mview_driver_resize,
	.buffer_lend = mview_driver_lend,
	.buffer_notify = mview_driver_notify,
	.buffer_id = mview_driver_id,
	.buffer_exports = mview_driver_exports,
	.tracer_register = mview_tracer_add,
	.tracer_unregister = mview_tracer_remove,
};

MVIEW_EXPORT(mview_api_1);
