/* SPDX-License-Identifier: GPL-2.0 */
/* Which bytes of a buffer belong to the CPU or the devices. See sync.c. */
#ifndef MVIEW_SYNC_H
#define MVIEW_SYNC_H

#include <linux/list.h>
#include <linux/minmax.h>
#include <linux/mutex.h>
#include <linux/rbtree.h>
#include <linux/types.h>
#include "core/layout.h"

struct mview_buffer;
struct mview_segments;

/**
 * struct mview_bracket - bytes that the CPU owns, from a begin to its end
 * @extent: the bytes; constant while it is open, and its owner's to read
 * @open: for writing, and in the tree
 * @node: in the tree of those that are open for writing
 * @last: the last byte of all below @node
 *
 * The caller zeroes it and sets @extent before a begin. The lock of the
 * buffer's struct mview_sync guards the other members.
 */
struct mview_bracket {
	struct mv_extent extent;
	bool open;
	struct rb_node node;
	s64 last;
};

/**
 * struct mview_device - a device that has mapped bytes and needs them synced
 * @list: on the list of the buffer
 * @extent: the bytes
 * @segments: the same as mapped, the first byte at offset 0
 */
struct mview_device {
	struct list_head list;
	struct mv_extent extent;
	struct mview_segments *segments;
};

/**
 * struct mview_sync - the brackets, devices and fences of a buffer
 * @writers: struct mview_bracket, those open for writing
 * @devices: struct mview_device, in the order in which they came
 * @state: for those without the lock: whether there are devices, in bit 0, and
 *	how many have come so far
 * @fences: struct mview_fences, if there are dma-bufs
 * @last_nr: the last number of one of @fences
 */
struct mview_sync {
	/**
	 * @lock: guards the other members, and is held while bytes are handed
	 * over, but not in mview_sync_wait()'s waits for fences. Taken inside
	 * of mview_buffer_enter() and of dma-bufs' reservation locks; no lock
	 * of mview's is taken inside
	 */
	struct mutex lock;
	struct rb_root_cached writers;
	struct list_head devices;
	unsigned long state;
	struct list_head fences;
	u64 last_nr;
};

/* The bytes in both @extent and @of, counted from the first byte of @of. */
static inline bool mview_extent_common(struct mv_extent *common,
				       const struct mv_extent *extent,
				       const struct mv_extent *of)
{
	common->lo = max(extent->lo, of->lo) - of->lo;
	common->hi = min(extent->hi, of->hi) - of->lo;
	return common->lo < common->hi;
}

void mview_sync_init(struct mview_sync *sync);
void mview_sync_deinit(struct mview_sync *sync);

/* Is there a device whose bytes have to be handed over? */
bool mview_sync_needed(const struct mview_buffer *buffer);

/*
 * How many devices have been attached so far. Memory that is written without
 * the lock, because mview_sync_needed() said so, has to be written again with it
 * if the number has changed: it is read before that, and after smp_mb().
 */
unsigned long mview_sync_attaches(const struct mview_buffer *buffer);

/*
 * Open a bracket, for reading or for writing as well, and close it. A bracket
 * that is open for writing is merged with one more begin for writing, and the
 * first end closes it. In between the CPU owns the bytes. The caller holds the
 * memory.
 */
void mview_sync_begin(struct mview_buffer *buffer,
		      struct mview_bracket *bracket, bool write);
void mview_sync_end(struct mview_buffer *buffer, struct mview_bracket *bracket,
		    bool write);

/* Close a bracket when the memory is gone. */
void mview_sync_drop(struct mview_buffer *buffer, struct mview_bracket *bracket);

/*
 * The same around one short access. The caller holds the lock in between and
 * must not sleep for long.
 */
void mview_sync_lock(struct mview_buffer *buffer,
		     const struct mv_extent *extent);
void mview_sync_unlock(struct mview_buffer *buffer,
		       const struct mv_extent *extent, bool wrote);

/*
 * A device has mapped bytes, and is about to unmap them. For the first, the
 * caller holds the memory; for the second, @held says whether it does. If not,
 * the memory is gone and nothing is handed over.
 */
void mview_sync_attach(struct mview_buffer *buffer,
		       struct mview_device *device);
void mview_sync_detach(struct mview_buffer *buffer, struct mview_device *device,
		       bool held);

#endif /* MVIEW_SYNC_H */
