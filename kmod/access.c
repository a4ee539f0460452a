// SPDX-License-Identifier: GPL-2.0
/*
 * read(2) and write(2) of a view: the elements in C order, through a bounce
 * buffer, because user space must not be touched while the memory is held.
 */
#include "access.h"

#include <linux/err.h>
#include <linux/fs.h>
#include <linux/iosys-map.h>
#include <linux/overflow.h>
#include <linux/sched/signal.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/uio.h>
#include "core/walk.h"
#include "view.h"
#include "view_file.h"

/**
 * struct mview_bounce - what a read or write carries from chunk to chunk
 * @walk: where it is in the view
 * @size: bytes of @data
 * @data: on their way between the memory and user space
 */
struct mview_bounce {
	struct mv_walk walk;
	size_t size;
	u8 data[];
};

static struct mview_bounce *mview_bounce_create(struct mview_view *view,
						loff_t pos, size_t len)
{
	struct mview_bounce *bounce;

	len = min_t(size_t, len, SZ_16K - sizeof(*bounce));
	bounce = kmalloc(struct_size(bounce, data, len), GFP_KERNEL_ACCOUNT);
	if (!bounce)
		return ERR_PTR(-ENOMEM);
	bounce->size = len;
	mv_walk_init(&bounce->walk, &view->layout, pos);
	return bounce;
}

/* Device memory behind a dma-buf wants the accessors of its own. */
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

int mview_view_transfer(struct mview_view *view, struct mv_walk *walk, u8 *data,
			size_t len, bool write)
{
	enum dma_data_direction dir = write ? DMA_BIDIRECTIONAL :
					      DMA_FROM_DEVICE;
	struct iosys_map map;
	struct mv_run run;
	int err, idx;

	err = mview_view_enter(view, &idx);
	if (err)
		return err;
	err = mview_view_begin(view, dir, &map);
	if (err)
		goto out_leave;
	while (len && mv_walk_next(walk, len, &run)) {
		mview_run_copy(&map, data, &run, write);
		data += run.len * run.count;
		len -= run.len * run.count;
	}
	err = mview_view_end(view, dir);
out_leave:
	mview_view_leave(view, idx);
	return err;
}

/* One chunk, by way of the bounce buffer. What has arrived is added to @done. */
static int mview_bounce_step(struct mview_view *view,
			     struct mview_bounce *bounce,
			     struct iov_iter *iter, size_t len, bool write,
			     size_t *done)
{
	size_t copied = len;
	int err;

	if (write)
		copied = copy_from_iter(bounce->data, len, iter);
	err = mview_view_transfer(view, &bounce->walk, bounce->data, copied,
				  write);
	if (err)
		return err;
	if (!write)
		copied = copy_to_iter(bounce->data, len, iter);
	*done += copied;
	if (copied < len)
		return -EFAULT;
	return fatal_signal_pending(current) ? -EINTR : 0;
}

/* There are bytes to move, and elements at the position. */
static ssize_t mview_view_rw(struct mview_view *view, struct kiocb *iocb,
			     struct iov_iter *iter, bool write)
{
	size_t left, done = 0;
	struct mview_bounce *bounce;
	int err = 0;

	left = min_t(u64, iov_iter_count(iter), view->nbytes - iocb->ki_pos);
	bounce = mview_bounce_create(view, iocb->ki_pos, left);
	if (IS_ERR(bounce))
		return PTR_ERR(bounce);
	while (done < left && !err) {
		err = mview_bounce_step(view, bounce, iter,
					min(left - done, bounce->size), write,
					&done);
		cond_resched();
	}
	kfree(bounce);
	iocb->ki_pos += done;
	return done ? done : err;
}

ssize_t mview_view_read_iter(struct kiocb *iocb, struct iov_iter *to)
{
	struct mview_view *view = mview_view_of(iocb->ki_filp);

	if (mview_view_released(view))
		return -EBADFD;
	mview_view_look(view);
	if (!iov_iter_count(to) || iocb->ki_pos >= view->nbytes)
		return 0;
	return mview_view_rw(view, iocb, to, false);
}

ssize_t mview_view_write_iter(struct kiocb *iocb, struct iov_iter *from)
{
	struct mview_view *view = mview_view_of(iocb->ki_filp);

	if (mview_view_released(view))
		return -EBADFD;
	if (!iov_iter_count(from))
		return 0;
	if (iocb->ki_pos >= view->nbytes)
		return -ENOSPC;
	return mview_view_rw(view, iocb, from, true);
}
