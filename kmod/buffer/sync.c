// SPDX-License-Identifier: GPL-2.0
/*
 * Which bytes of a buffer belong to the CPU, and which to the devices.
 *
 * A device that is not coherent, or that works on a bounce buffer, sees other
 * bytes than the CPU until a sync hands them over. A buffer may have several:
 * the driver's, if the memory is under a streaming mapping, and those that
 * imported a dma-buf of some of the bytes. The buffer lists all of them,
 * whichever view or dma-buf they came by, and the brackets in which the CPU
 * uses bytes.
 *
 * mview_sync_begin() takes its bytes from every device that has them mapped.
 * mview_sync_end() gives them back to every such device, but if the CPU has
 * only read, not to one that may have written meanwhile. Both hand over only
 * the bytes of their bracket.
 *
 * The CPU owns the bytes of a bracket for writing until its end. Another begin
 * does not take them from a device again, which would overwrite what the CPU
 * wrote, and another end does not give them back half-written. The end of the
 * last bracket over a byte does. mview_sync_detach() leaves out bytes in such
 * brackets. read(2) and write(2) are brackets too.
 *
 * A device that comes finds what the others have written, and a device that
 * leaves hands what it has written to the others as well as to the CPU: their
 * bounce buffers would overwrite it at the next begin.
 *
 * Before a begin, mview_sync_wait() in fences.c waits for devices at work.
 *
 * A bounce buffer does not tell whether its device has written to it. If a device
 * that has one may write bytes that another writes, too, mview can't tell which
 * wrote last. It keeps those of the bounce buffer that was attached last.
 */
#include "buffer/sync.h"

#include <linux/interval_tree_generic.h>
#include <linux/sched.h>
#include "buffer/buffer.h"
#include "mem/mem.h"
#include "mem/segments.h"

#define mview_bracket_first(bracket)	((bracket)->extent.lo)
#define mview_bracket_last(bracket)	((bracket)->extent.hi - 1)

INTERVAL_TREE_DEFINE(struct mview_bracket, node, s64, last, mview_bracket_first,
		     mview_bracket_last, static inline, mview_writers)

void mview_sync_init(struct mview_sync *sync)
{
	mutex_init(&sync->lock);
	sync->writers = RB_ROOT_CACHED;
	INIT_LIST_HEAD(&sync->devices);
	INIT_LIST_HEAD(&sync->fences);
}

void mview_sync_deinit(struct mview_sync *sync)
{
	mutex_destroy(&sync->lock);
}

/* Parts of the state */
#define MVIEW_SYNC_DEVICES	1UL
#define MVIEW_SYNC_ATTACH	2UL	/* one of those that are counted */

bool mview_sync_needed(const struct mview_buffer *buffer)
{
	/* Pairs with smp_store_release() in mview_sync_detach(). */
	unsigned long state = smp_load_acquire(&buffer->sync.state);

	return buffer->kind->for_cpu || state & MVIEW_SYNC_DEVICES;
}

unsigned long mview_sync_attaches(const struct mview_buffer *buffer)
{
	return READ_ONCE(buffer->sync.state) / MVIEW_SYNC_ATTACH;
}

/*
 * Set @piece to the next bytes from @at to @hi that are in no bracket for
 * writing, and @at behind them. Return false if there are none.
 */
static bool mview_sync_piece(struct mview_sync *sync, s64 *at, s64 hi,
			     struct mv_extent *piece)
{
	struct mview_bracket *bracket;

	while (*at < hi) {
		bracket = mview_writers_iter_first(&sync->writers, *at, hi - 1);
		piece->lo = *at;
		piece->hi = bracket ? bracket->extent.lo : hi;
		*at = bracket ? min(bracket->extent.hi, hi) : hi;
		if (piece->lo < piece->hi)
			return true;
	}
	return false;
}

static void mview_device_for_cpu(struct mview_device *device,
				 const struct mv_extent *extent)
{
	struct mv_extent common;

	if (mview_extent_common(&common, extent, &device->extent))
		mview_segments_for_cpu(device->segments, &common);
}

static void mview_device_for_device(struct mview_device *device,
				    const struct mv_extent *extent, bool wrote)
{
	struct mv_extent common;

	if (mview_extent_common(&common, extent, &device->extent))
		mview_segments_for_device(device->segments, &common, wrote);
}

/* Hand bytes over from all devices to the CPU. */
static void mview_sync_take(struct mview_buffer *buffer,
			    const struct mv_extent *extent)
{
	struct mview_sync *sync = &buffer->sync;
	struct mview_device *device;
	struct mv_extent piece;
	s64 at = extent->lo;

	lockdep_assert_held(&sync->lock);
	while (mview_sync_piece(sync, &at, extent->hi, &piece)) {
		if (buffer->kind->for_cpu)
			buffer->kind->for_cpu(buffer->mem, &piece);
		list_for_each_entry(device, &sync->devices, list)
			mview_device_for_cpu(device, &piece);
		cond_resched();
	}
}

/* Hand bytes over from the CPU to all devices. */
static void mview_sync_give(struct mview_buffer *buffer,
			    const struct mv_extent *extent, bool wrote)
{
	struct mview_sync *sync = &buffer->sync;
	struct mview_device *device;
	struct mv_extent piece;
	s64 at = extent->lo;

	lockdep_assert_held(&sync->lock);
	while (mview_sync_piece(sync, &at, extent->hi, &piece)) {
		if (buffer->kind->for_device)
			buffer->kind->for_device(buffer->mem, &piece, wrote);
		list_for_each_entry(device, &sync->devices, list)
			mview_device_for_device(device, &piece, wrote);
		cond_resched();
	}
}

static void mview_bracket_open(struct mview_sync *sync,
			       struct mview_bracket *bracket)
{
	if (bracket->open || bracket->extent.lo == bracket->extent.hi)
		return;
	mview_writers_insert(bracket, &sync->writers);
	bracket->open = true;
}

static void mview_bracket_close(struct mview_sync *sync,
				struct mview_bracket *bracket)
{
	if (bracket->open)
		mview_writers_remove(bracket, &sync->writers);
	bracket->open = false;
}

void mview_sync_begin(struct mview_buffer *buffer,
		      struct mview_bracket *bracket, bool write)
{
	struct mview_sync *sync = &buffer->sync;

	mutex_lock(&sync->lock);
	mview_sync_take(buffer, &bracket->extent);
	if (write)
		mview_bracket_open(sync, bracket);
	mutex_unlock(&sync->lock);
}

void mview_sync_end(struct mview_buffer *buffer, struct mview_bracket *bracket,
		    bool write)
{
	struct mview_sync *sync = &buffer->sync;

	mutex_lock(&sync->lock);
	if (write)
		mview_bracket_close(sync, bracket);
	mview_sync_give(buffer, &bracket->extent, write);
	mutex_unlock(&sync->lock);
}

void mview_sync_drop(struct mview_buffer *buffer, struct mview_bracket *bracket)
{
	struct mview_sync *sync = &buffer->sync;

	mutex_lock(&sync->lock);
	mview_bracket_close(sync, bracket);
	mutex_unlock(&sync->lock);
}

void mview_sync_lock(struct mview_buffer *buffer,
		     const struct mv_extent *extent)
{
	mutex_lock(&buffer->sync.lock);
	mview_sync_take(buffer, extent);
}

void mview_sync_unlock(struct mview_buffer *buffer,
		       const struct mv_extent *extent, bool wrote)
{
	mview_sync_give(buffer, extent, wrote);
	mutex_unlock(&buffer->sync.lock);
}

void mview_sync_attach(struct mview_buffer *buffer, struct mview_device *device)
{
	struct mview_sync *sync = &buffer->sync;

	mutex_lock(&sync->lock);
	mview_sync_take(buffer, &device->extent);
	list_add_tail(&device->list, &sync->devices);
	WRITE_ONCE(sync->state, (sync->state + MVIEW_SYNC_ATTACH) |
				MVIEW_SYNC_DEVICES);
	/*
	 * A write that found no device takes no lock, but looks at @state
	 * before and after it: either it sees this device, or the device its
	 * bytes. Those in brackets are given once more at their end.
	 */
	smp_mb();
	mview_device_for_device(device, &device->extent, true);
	mutex_unlock(&sync->lock);
}

void mview_sync_detach(struct mview_buffer *buffer, struct mview_device *device,
		       bool held)
{
	struct mview_sync *sync = &buffer->sync;

	mutex_lock(&sync->lock);
	/* From all: the give below would overwrite what the others wrote. */
	if (held)
		mview_sync_take(buffer, &device->extent);
	list_del(&device->list);
	if (list_empty(&sync->devices)) {
		/*
		 * Pairs with smp_load_acquire() in mview_sync_needed(): an
		 * access that finds no device takes no lock. It comes after the
		 * take, which would overwrite what it writes.
		 */
		smp_store_release(&sync->state,
				  sync->state & ~MVIEW_SYNC_DEVICES);
	}
	if (held && device->segments->dir != DMA_TO_DEVICE)
		mview_sync_give(buffer, &device->extent, true);
	mutex_unlock(&sync->lock);
}
