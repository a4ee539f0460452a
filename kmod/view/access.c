// SPDX-License-Identifier: GPL-2.0
/*
 * read(2) and write(2) of a view: the elements in C order, through a bounce
 * buffer, because user space must not be touched while the memory is held.
 */
#include "view/access.h"

#include <linux/align.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/iosys-map.h>
#include <linux/math64.h>
#include <linux/overflow.h>
#include <linux/sched/signal.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/uio.h>
#include "buffer/buffer.h"
#include "buffer/fences.h"
#include "core/format.h"
#include "core/walk.h"
#include "mem/mem.h"
#include "view/view.h"

/*
 * Bytes of registers that are accessed while the memory is held. Registers may be
 * slow, and a revoke waits for the access to end.
 */
#define MVIEW_MOVE_MAX	((s64)SZ_512)

/**
 * struct mview_bounce - the state of a read or write between two chunks
 * @walk: the next elements of the view
 * @pos: the next byte of the file
 * @size: bytes of @data
 * @data: a chunk on its way between the memory and user space
 */
struct mview_bounce {
	struct mv_walk walk;
	loff_t pos;
	size_t size;
	u8 data[];
};

/* Would an access that begins or ends at @pos access a part of a register? */
static bool mview_view_splits(const struct mview_view *view, u64 pos)
{
	const struct mv_layout *layout = &view->layout;
	u64 at;

	if (!view->buffer->kind->move)
		return false;
	div64_u64_rem(pos, layout->itemsize, &at);
	return mv_format_splits(layout->format, layout->format_len, at);
}

s64 mview_view_chunk(const struct mview_view *view, u64 pos, s64 len, s64 max)
{
	if (view->buffer->kind->move)
		max = min(max, MVIEW_MOVE_MAX);
	if (len <= max)
		return len;
	while (max && mview_view_splits(view, pos + max))
		max--;
	return max;
}

static struct mview_bounce *mview_bounce_create(struct mview_view *view,
						loff_t pos, size_t len)
{
	struct mview_bounce *bounce;

	len = min_t(size_t, len, SZ_16K - sizeof(*bounce));
	bounce = kmalloc(struct_size(bounce, data, len), GFP_KERNEL_ACCOUNT);
	if (!bounce)
		return ERR_PTR(-ENOMEM);
	bounce->pos = pos;
	bounce->size = len;
	mv_walk_init(&bounce->walk, &view->layout, pos);
	return bounce;
}

/* Memory of a device, behind a dma-buf, has to be copied by other functions. */
static void mview_run_copy_io(struct iosys_map *map, u8 *data,
			      const struct mv_run *run, bool write)
{
	s64 i, offset = run->offset;

	for (i = 0; i < run->count; i++) {
		if (write)
			iosys_map_memcpy_to(map, offset, data, run->len);
		else
			iosys_map_memcpy_from(data, map, offset, run->len);
		data += run->len;
		offset += run->stride;
	}
}

static void mview_run_copy(struct iosys_map *map, u8 *data,
			   const struct mv_run *run, bool write)
{
	if (map->is_iomem)
		mview_run_copy_io(map, data, run, write);
	else if (write)
		mv_run_scatter(map->vaddr, data, run);
	else
		mv_run_gather(data, map->vaddr, run);
}

/* The bytes from the first to the last of a run. */
static struct mv_extent mview_run_extent(const struct mv_run *run)
{
	s64 first = run->offset;
	s64 last = run->offset + run->stride * (run->count - 1);
	struct mv_extent extent = {
		.lo = min(first, last),
		.hi = max(first, last) + run->len,
	};

	return extent;
}

/* Take the bytes that the run reaches from the devices, and give them back. */
static void mview_access_synced(struct mview_access *access,
				const struct mv_run *run, u8 *data)
{
	struct mv_extent extent = mview_run_extent(run);
	struct mview_buffer *buffer = access->view->buffer;

	mview_sync_lock(buffer, &extent);
	mview_run_copy(&access->map, data, run, access->write);
	mview_sync_unlock(buffer, &extent, access->write);
}

/* Sync each block for itself: the bytes between them stay the devices'. */
static void mview_access_blocks(struct mview_access *access,
				const struct mv_run *run, u8 *data)
{
	struct mv_run block = { .offset = run->offset, .len = run->len,
				.count = 1 };
	s64 i;

	for (i = 0; i < run->count; i++) {
		mview_access_synced(access, &block, data);
		block.offset += run->stride;
		data += run->len;
	}
}

/* Copy without syncing. Return false if devices make syncing necessary. */
static bool mview_access_plain(struct mview_access *access,
			       const struct mv_run *run, u8 *data)
{
	struct mview_buffer *buffer = access->view->buffer;
	bool syncs = access->begun && !buffer->kind->begin;
	unsigned long attaches = mview_sync_attaches(buffer);

	if (syncs && mview_sync_needed(buffer))
		return false;
	mview_run_copy(&access->map, data, run, access->write);
	if (!syncs || !access->write)
		return true;
	/* One may have come meanwhile, see mview_sync_attach(). */
	smp_mb();
	return mview_sync_attaches(buffer) == attaches;
}

static int mview_access_run(struct mview_access *access,
			    const struct mv_run *run, u8 *data)
{
	struct mview_mem *mem = access->view->buffer->mem;

	if (mem->ops->move)
		return mem->ops->move(mem, access->layout, run, access->inside,
				      data, access->write);
	if (mem->ops->copy)
		return mem->ops->copy(mem, run, data);
	if (mview_access_plain(access, run, data))
		return 0;
	if (access->write && abs(run->stride) != run->len)
		mview_access_blocks(access, run, data);
	else
		mview_access_synced(access, run, data);
	return 0;
}

static int mview_access_walk(struct mview_access *access, struct mv_walk *walk,
			     u8 *data, size_t len)
{
	bool move = access->view->buffer->kind->move;
	struct mv_run run;
	int err = 0;

	while (!err && len) {
		if (move)
			div64_u64_rem(walk->at, access->layout->itemsize,
				      &access->inside);
		if (!mv_walk_next(walk, len, &run))
			break;
		err = mview_access_run(access, &run, data);
		data += run.len * run.count;
		len -= run.len * run.count;
	}
	return err;
}

/* Find the address of the memory, which is held. */
static int mview_access_map(struct mview_access *access)
{
	struct mview_mem *mem = access->view->buffer->mem;

	return mem->ops->vmap ? mem->ops->vmap(mem, &access->map) : 0;
}

int mview_access_begin(struct mview_access *access, struct mview_view *view,
		       bool write)
{
	const struct mview_mem_ops *kind = view->buffer->kind;
	int err;

	*access = (struct mview_access){
		.view = view, .layout = &view->layout, .write = write,
		.begun = true,
	};
	if (!kind->begin)
		return mview_sync_wait(view->buffer, &view->bracket.extent,
				       write);
	err = mview_view_hold(view);
	if (err)
		return err;
	/* Before @begin: there is no need for a sync if there is no address. */
	err = mview_access_map(access);
	if (!err)
		err = kind->begin(view->buffer->mem, write);
	if (err)
		mview_view_unhold(view);
	return err;
}

int mview_access_end(struct mview_access *access)
{
	struct mview_buffer *buffer = access->view->buffer;
	int err;

	if (!buffer->kind->end)
		return 0;
	err = buffer->kind->end(buffer->mem, access->write, true);
	mview_view_unhold(access->view);
	return err;
}

int mview_access_move(struct mview_access *access, struct mv_walk *walk,
		      u8 *data, size_t len)
{
	int err, idx;

	err = mview_view_enter(access->view, &idx);
	if (err)
		return err;
	err = mview_access_map(access);
	if (!err)
		err = mview_access_walk(access, walk, data, len);
	mview_view_leave(access->view, idx);
	return err;
}

/* For accesses by debuggers: aligned words if possible, else bytes. */
static const struct mv_layout mview_words = {
	.format = "I", .format_len = 1, .itemsize = sizeof(u32),
};

static const struct mv_layout mview_bytes = {
	.format = "B", .format_len = 1, .itemsize = 1,
};

int mview_view_poke(struct mview_view *view, u64 offset, void *data, int len,
		    bool write)
{
	struct mview_access access = { .view = view, .write = write };
	struct mv_run run;
	int err, idx;

	if (write && !mview_view_writable(view))
		return -EACCES;
	if (offset >= view->buffer->size)
		return -EFAULT;
	run.offset = offset;
	run.len = min_t(u64, len, view->buffer->size - offset);
	run.count = 1;
	run.stride = 0;
	access.layout = IS_ALIGNED(offset | run.len, sizeof(u32)) ?
			&mview_words : &mview_bytes;
	err = mview_view_enter(view, &idx);
	if (err)
		return err;
	err = mview_access_map(&access);
	if (!err)
		err = mview_access_run(&access, &run, data);
	mview_view_leave(view, idx);
	return err ? err : run.len;
}

/* Move one chunk, and advance by the bytes that user space could be copied. */
static int mview_bounce_step(struct mview_access *access,
			     struct mview_bounce *bounce,
			     struct iov_iter *iter, size_t len)
{
	struct mview_view *view = access->view;
	size_t copied = len;
	int err;

	/* A register that was copied from user space in part is left out. */
	if (access->write)
		copied = mview_view_chunk(view, bounce->pos, len,
					  copy_from_iter(bounce->data, len,
							 iter));
	err = mview_access_move(access, &bounce->walk, bounce->data, copied);
	if (err)
		return err;
	if (!access->write)
		copied = mview_view_chunk(view, bounce->pos, len,
					  copy_to_iter(bounce->data, len,
						       iter));
	bounce->pos += copied;
	if (copied < len)
		return -EFAULT;
	return fatal_signal_pending(current) ? -EINTR : 0;
}

/* Move all in one access. If the access fails at its end, nothing was moved. */
static int mview_bounce_all(struct mview_view *view,
			    struct mview_bounce *bounce, loff_t end,
			    struct iov_iter *iter, bool write)
{
	struct mview_access access;
	loff_t start = bounce->pos;
	int err, last;
	size_t len;

	err = mview_access_begin(&access, view, write);
	if (err)
		return err;
	while (bounce->pos < end && !err) {
		len = mview_view_chunk(view, bounce->pos, end - bounce->pos,
				       bounce->size);
		err = mview_bounce_step(&access, bounce, iter, len);
		cond_resched();
	}
	last = mview_access_end(&access);
	if (!last)
		return err;
	bounce->pos = start;
	return last;
}

/* The caller has checked that there are bytes to move at the position. */
static ssize_t mview_view_rw(struct mview_view *view, struct kiocb *iocb,
			     struct iov_iter *iter, bool write)
{
	struct mview_bounce *bounce;
	loff_t pos = iocb->ki_pos;
	loff_t end;
	int err;

	end = pos + min_t(u64, iov_iter_count(iter), view->nbytes - pos);
	if (mview_view_splits(view, pos) || mview_view_splits(view, end))
		return -EINVAL;
	bounce = mview_bounce_create(view, pos, end - pos);
	if (IS_ERR(bounce))
		return PTR_ERR(bounce);
	err = mview_bounce_all(view, bounce, end, iter, write);
	iocb->ki_pos = bounce->pos;
	kfree(bounce);
	return iocb->ki_pos > pos ? iocb->ki_pos - pos : err;
}

ssize_t mview_view_read_iter(struct kiocb *iocb, struct iov_iter *to)
{
	struct mview_view *view = mview_view_of(iocb->ki_filp);
	ssize_t moved;
	u64 seq;
	int err;

	err = mview_view_check(view);
	if (err)
		return err;
	if (!iov_iter_count(to) || iocb->ki_pos >= view->nbytes)
		return 0;
	seq = mview_buffer_seq(view->buffer);
	moved = mview_view_rw(view, iocb, to, false);
	if (moved > 0)
		mview_view_looked(view, seq);
	return moved;
}

ssize_t mview_view_write_iter(struct kiocb *iocb, struct iov_iter *from)
{
	struct mview_view *view = mview_view_of(iocb->ki_filp);
	int err;

	err = mview_view_check(view);
	if (err)
		return err;
	if (!iov_iter_count(from))
		return 0;
	if (iocb->ki_pos >= view->nbytes)
		return -ENOSPC;
	return mview_view_rw(view, iocb, from, true);
}
