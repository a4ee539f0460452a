/* SPDX-License-Identifier: GPL-2.0 */
/* The fences of devices that are at work on bytes of a buffer. See fences.c. */
#ifndef MVIEW_FENCES_H
#define MVIEW_FENCES_H

#include <linux/dma-resv.h>
#include <linux/kref.h>
#include <linux/list.h>
#include <linux/types.h>
#include "core/layout.h"

struct mview_buffer;

/**
 * struct mview_fences - the fences of devices that are at work on bytes
 * @ref: one for the buffer's list, one for each mview_sync_wait()
 * @list: on the list of the buffer
 * @nr: larger than those before it on the list
 * @extent: the bytes
 * @resv: the fences
 */
struct mview_fences {
	struct kref ref;
	struct list_head list;
	u64 nr;
	struct mv_extent extent;
	struct dma_resv resv;
};

/*
 * Wait for the devices at work on the extent: those that write, and if the CPU
 * wants to @write those that read as well. The caller holds no lock. 0 or
 * -ERESTARTSYS.
 */
#if IS_ENABLED(CONFIG_MVIEW_DMABUF)
int mview_sync_wait(struct mview_buffer *buffer, const struct mv_extent *extent,
		    bool write);
#else
static inline int mview_sync_wait(struct mview_buffer *buffer,
				  const struct mv_extent *extent, bool write)
{
	return 0;
}
#endif

/* mview_sync_wait() waits for them until they are removed. NULL: no memory. */
struct mview_fences *mview_fences_create(struct mview_buffer *buffer,
					 const struct mv_extent *extent);
void mview_fences_remove(struct mview_buffer *buffer,
			 struct mview_fences *fences);

#endif /* MVIEW_FENCES_H */
