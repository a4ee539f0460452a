// SPDX-License-Identifier: GPL-2.0
/* Buffers: their making, their exports, and how they end. */
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

struct mview_buffer *mview_buffer_create(u32 ndim, u32 format_len, u32 flags)
{
	bool private = flags & MVIEW_BUFFER_PRIVATE;
	struct mview_buffer *buffer;
	int err;

	if (ndim > MV_NDIM_MAX || format_len > MV_FORMAT_MAX)
		return ERR_PTR(-E2BIG);
	buffer = kzalloc(size_add(sizeof(*buffer),
				  mview_room_size(ndim, format_len)),
			 private ? GFP_KERNEL_ACCOUNT : GFP_KERNEL);
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

/* Nobody notifies meanwhile, see mview_buffer_resize(). */
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

/* Nobody may enter any more, and those who were inside have left. */
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
	/* Whoever waits for new data has to hear that none will come. */
	mview_buffer_wake(buffer);
	mview_mem_destroy(buffer->mem);
	buffer->mem = NULL;
	mview_buffer_put(buffer);
}

/*
 * All who wait: each of them may look at another view. No events are named, as in
 * sysfs: io_poll_wake() of io_uring finds no match for EPOLLPRI in a request that
 * waits for EPOLLPRI alone. Each wakeup is an edge for EPOLLET.
 */
void mview_buffer_wake(struct mview_buffer *buffer)
{
	wake_up_all(&buffer->wait);
}

/*
 * The lock of a wait queue sleeps on PREEMPT_RT, and belongs to no NMI. Interrupts
 * while nobody waits cost no interrupt more: the barrier is for that, and pairs
 * with the one of mview_view_poll().
 */
void mview_buffer_wake_any(struct mview_buffer *buffer)
{
	if (preemptible())
		mview_buffer_wake(buffer);
	else if (wq_has_sleeper(&buffer->wait))
		irq_work_queue(&buffer->waker);
}

/* One claim on a private buffer less, which ends with its last one. */
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
	 * The owner is asked first, so that its exit never meets an export. It
	 * is still there to be asked: while the exports are open, whoever takes
	 * the memory away has yet to close them and then to wait for us.
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
	 * If it is revoked that lets go of the owner, on behalf of all that are
	 * out; it waits for those who do so themselves.
	 */
	idx = srcu_read_lock(&buffer->srcu);
	if (mview_claim_put(&buffer->exports) >= 0)
		module_put(buffer->owner);
	srcu_read_unlock(&buffer->srcu, idx);
}
