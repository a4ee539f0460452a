// SPDX-License-Identifier: GPL-2.0
/* Creating and removing buffers, and counting their exports. */
#include "buffer/buffer.h"

#include <linux/err.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/overflow.h>
#include <linux/slab.h>
#include "buffer/fs.h"
#include "buffer/registry.h"
#include "buffer/room.h"
#include "core/format.h"
#include "mem/mem.h"

static bool mview_buffer_private(const struct mview_buffer *buffer)
{
	return buffer->flags & MVIEW_BUFFER_PRIVATE;
}

static void mview_buffer_waker(struct irq_work *waker)
{
	mview_buffer_wake(container_of(waker, struct mview_buffer, waker));
}

struct mview_buffer *mview_buffer_create(u32 ndim, u32 format_len, u32 flags,
					 gfp_t gfp)
{
	bool private = flags & MVIEW_BUFFER_PRIVATE;
	struct mview_buffer *buffer;
	int err;

	if (ndim > MV_NDIM_MAX || format_len > MV_FORMAT_MAX)
		return ERR_PTR(-E2BIG);
	buffer = kzalloc(size_add(sizeof(*buffer),
				  mview_room_size(ndim, format_len)), gfp);
	if (!buffer)
		return ERR_PTR(-ENOMEM);
	err = private ? 0 : init_srcu_struct(&buffer->srcu);
	if (err) {
		kfree(buffer);
		return ERR_PTR(err);
	}
	buffer->flags = flags;
	mview_node_init(&buffer->node, buffer->name);
	init_waitqueue_head(&buffer->wait);
	init_irq_work(&buffer->waker, mview_buffer_waker);
	mview_sync_init(&buffer->sync);
	mview_room_init(&buffer->layout, buffer->room, ndim, format_len);
	return buffer;
}

void mview_buffer_destroy(struct mview_buffer *buffer)
{
	if (buffer->inode)
		mview_fs_inode_destroy(buffer->inode);
	if (!mview_buffer_private(buffer))
		cleanup_srcu_struct(&buffer->srcu);
	mview_sync_deinit(&buffer->sync);
	kfree(buffer->origin);
	kfree(buffer);
}

struct mview_buffer *mview_buffer_get(struct mview_buffer *buffer)
{
	kref_get(&buffer->node.ref);
	return buffer;
}

static void mview_buffer_free(struct kref *ref)
{
	mview_buffer_destroy(container_of(ref, struct mview_buffer, node.ref));
}

void mview_buffer_put(struct mview_buffer *buffer)
{
	kref_put(&buffer->node.ref, mview_buffer_free);
}

static struct mview_buffer *mview_buffer_of(struct mview_node *node)
{
	return node ? container_of(node, struct mview_buffer, node) :
		      ERR_PTR(-ENOENT);
}

struct mview_buffer *mview_buffer_find_id(u64 id)
{
	return mview_buffer_of(mview_registry_find_id(id));
}

struct mview_buffer *mview_buffer_find_next(u64 id)
{
	return mview_buffer_of(mview_registry_find_next(id));
}

struct mview_buffer *mview_buffer_find_name(const char *name)
{
	return mview_buffer_of(mview_registry_find_name(name));
}

/* No mview_buffer_notify() runs meanwhile, see mview_buffer_resize(). */
static int mview_buffer_replace(struct mview_buffer *old,
				struct mview_buffer *buffer)
{
	atomic64_set(&buffer->seq, atomic64_read(&old->seq));
	return mview_registry_replace(&old->node, &old->exports,
				      &buffer->node);
}

int mview_buffer_add(struct mview_buffer *buffer, struct mview_mem *mem,
		     struct mview_buffer *old)
{
	struct inode *inode;
	int err;

	err = mv_layout_check(&buffer->layout, mem->size);
	if (err)
		return err;
	inode = mview_fs_inode_create(mem->size);
	if (IS_ERR(inode))
		return PTR_ERR(inode);
	buffer->inode = inode;
	buffer->mem = mem;
	buffer->kind = mem->ops;
	buffer->size = mem->size;
	buffer->huge = mem->huge;
	if (mem->mappable)
		buffer->flags |= MVIEW_BUFFER_MAPPABLE;
	if (mem->pinnable)
		buffer->flags |= MVIEW_BUFFER_PINNABLE;
	if (old)
		err = mview_buffer_replace(old, buffer);
	else
		err = mview_registry_add(&buffer->node);
	if (err)
		buffer->mem = NULL;
	return err;
}

/*
 * mview_buffer_enter() fails by now, and every access has ended. The first mapping
 * of a view is counted in such an access, so synchronize_srcu() orders that before
 * the read of @maps; the others are counted while there is one.
 */
static void mview_buffer_zap(struct mview_buffer *buffer)
{
	if (!atomic_long_read(&buffer->maps))
		return;
	mview_mem_settle(buffer->mem);
	unmap_mapping_range(buffer->inode->i_mapping, 0, 0, 1);
}

void mview_buffer_remove(struct mview_buffer *buffer)
{
	mview_registry_remove(&buffer->node);
	if (!mview_buffer_private(buffer)) {
		irq_work_sync(&buffer->waker);
		synchronize_srcu(&buffer->srcu);
	}
	mview_buffer_zap(buffer);
	/* Tell pollers that no new data will come. */
	mview_buffer_wake(buffer);
	mview_mem_destroy(buffer->mem);
	buffer->mem = NULL;
	mview_buffer_put(buffer);
}

/*
 * Wake all waiters, as each may poll another view. The wakeup names no events,
 * as in sysfs: io_poll_wake() of io_uring finds no match for EPOLLPRI in a
 * request that waits for EPOLLPRI alone. Each wakeup is an edge for EPOLLET.
 */
void mview_buffer_wake(struct mview_buffer *buffer)
{
	wake_up_all(&buffer->wait);
}

/*
 * wake_up_all() takes the wait queue's lock, which sleeps on PREEMPT_RT and
 * can't be taken in an NMI. So contexts that can't sleep queue an irq_work, but
 * only if somebody waits. The barrier in wq_has_sleeper() pairs with that in
 * mview_view_poll().
 */
void mview_buffer_wake_any(struct mview_buffer *buffer)
{
	if (preemptible())
		mview_buffer_wake(buffer);
	else if (wq_has_sleeper(&buffer->wait))
		irq_work_queue(&buffer->waker);
}

/* Put a claim on a private buffer; the last put removes the buffer. */
static void mview_private_put(struct mview_buffer *buffer)
{
	if (!mview_claim_put(&buffer->exports) &&
	    mview_claim_close(&buffer->exports))
		mview_buffer_remove(buffer);
}

bool mview_buffer_enter(struct mview_buffer *buffer, int *idx)
{
	if (mview_buffer_private(buffer))
		return mview_claim_get(&buffer->exports);
	*idx = srcu_read_lock(&buffer->srcu);
	/*
	 * The barrier in srcu_read_lock() pairs with those in mview_claim_revoke()
	 * or mview_claim_close() and synchronize_srcu(): either the count is seen
	 * closed here, or mview_buffer_remove() waits for mview_buffer_leave().
	 */
	if (!mview_claim_closed(&buffer->exports))
		return true;
	srcu_read_unlock(&buffer->srcu, *idx);
	return false;
}

void mview_buffer_leave(struct mview_buffer *buffer, int idx)
{
	if (mview_buffer_private(buffer))
		mview_private_put(buffer);
	else
		srcu_read_unlock(&buffer->srcu, idx);
}

int mview_export_get(struct mview_buffer *buffer)
{
	int err = -ENODEV, idx;

	/*
	 * Take the owner before the claim, so that no export is out when the
	 * owner's exit runs. @buffer->owner is valid inside: unregister and
	 * revoke first close the exports, then wait for @srcu.
	 */
	if (!mview_buffer_enter(buffer, &idx))
		return err;
	if (try_module_get(buffer->owner)) {
		if (mview_claim_get(&buffer->exports))
			err = 0;
		else
			module_put(buffer->owner);
	}
	mview_buffer_leave(buffer, idx);
	return err;
}

void mview_export_put(struct mview_buffer *buffer)
{
	int idx;

	if (mview_buffer_private(buffer)) {
		mview_private_put(buffer);
		return;
	}
	/*
	 * mview_buffer_revoke() puts the owner for all exports that are out,
	 * and waits on @srcu for callers that put it here.
	 */
	idx = srcu_read_lock(&buffer->srcu);
	if (mview_claim_put(&buffer->exports) >= 0)
		module_put(buffer->owner);
	srcu_read_unlock(&buffer->srcu, idx);
}
