// SPDX-License-Identifier: GPL-2.0
/*
 * Devices at work have fences in the reservation object of the dma-buf that they
 * came by. Before a begin, mview_sync_wait() waits for those of its bytes. It
 * holds no lock, so signals can interrupt it and no other task waits for it.
 */
#include "buffer/fences.h"

#include <linux/dma-resv.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include "buffer/buffer.h"

struct mview_fences *mview_fences_create(struct mview_buffer *buffer,
					 const struct mv_extent *extent)
{
	struct mview_sync *sync = &buffer->sync;
	struct mview_fences *fences;

	fences = kzalloc(sizeof(*fences), GFP_KERNEL_ACCOUNT);
	if (!fences)
		return NULL;
	kref_init(&fences->ref);
	fences->extent = *extent;
	dma_resv_init(&fences->resv);
	mutex_lock(&sync->lock);
	fences->nr = ++sync->last_nr;
	list_add_tail(&fences->list, &sync->fences);
	mutex_unlock(&sync->lock);
	return fences;
}

static void mview_fences_free(struct kref *ref)
{
	struct mview_fences *fences = container_of(ref, struct mview_fences,
						   ref);

	dma_resv_fini(&fences->resv);
	kfree(fences);
}

static void mview_fences_put(struct mview_fences *fences)
{
	kref_put(&fences->ref, mview_fences_free);
}

void mview_fences_remove(struct mview_buffer *buffer,
			 struct mview_fences *fences)
{
	mutex_lock(&buffer->sync.lock);
	list_del(&fences->list);
	mutex_unlock(&buffer->sync.lock);
	mview_fences_put(fences);
}

/* Get the first fences after @nr that a begin has to wait for. */
static struct mview_fences *mview_fences_next(struct mview_sync *sync,
					      const struct mv_extent *extent,
					      enum dma_resv_usage usage, u64 nr)
{
	struct mview_fences *fences, *found = NULL;
	struct mv_extent common;

	mutex_lock(&sync->lock);
	list_for_each_entry(fences, &sync->fences, list) {
		if (fences->nr <= nr ||
		    !mview_extent_common(&common, extent, &fences->extent) ||
		    dma_resv_test_signaled(&fences->resv, usage))
			continue;
		kref_get(&fences->ref);
		found = fences;
		break;
	}
	mutex_unlock(&sync->lock);
	return found;
}

int mview_sync_wait(struct mview_buffer *buffer, const struct mv_extent *extent,
		    bool write)
{
	enum dma_resv_usage usage = dma_resv_usage_rw(write);
	struct mview_sync *sync = &buffer->sync;
	struct mview_fences *fences;
	long left = 0;
	u64 nr = 0;

	/*
	 * No lock: the fences of a dma-buf are listed before it exists, so before
	 * any work on it of which the caller could know.
	 */
	if (list_empty(&sync->fences))
		return 0;
	while (left >= 0) {
		fences = mview_fences_next(sync, extent, usage, nr);
		if (!fences)
			return 0;
		left = dma_resv_wait_timeout(&fences->resv, usage, true,
					     MAX_SCHEDULE_TIMEOUT);
		nr = fences->nr;
		mview_fences_put(fences);
	}
	return left;
}
