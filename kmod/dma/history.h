/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The history of a trace: a ring of entries for each CPU. Only that CPU writes
 * its ring, without a lock; readers map all of them.
 */
#ifndef MVIEW_DMA_HISTORY_H
#define MVIEW_DMA_HISTORY_H

#include <linux/types.h>

struct device;
struct mview_dma_filter;
struct mview_dma_history;
struct mview_trace_info;

/*
 * Create a history with @entries for each CPU, rounded up to a power of 2. It
 * takes entries of the devices that @filter matches; the caller keeps @filter
 * until the history is destroyed. With @callers the functions that map are
 * looked up. May sleep. Returns ERR_PTR(-E2BIG) or ERR_PTR(-ENOMEM) on failure.
 */
struct mview_dma_history *
mview_dma_history_create(const struct mview_dma_filter *filter,
			 unsigned int entries, bool callers, u64 trace);
/* The caller ensures that no probe adds entries any more. May sleep. */
void mview_dma_history_destroy(struct mview_dma_history *history);

/*
 * Add an entry for a map or unmap of @dev, unless the filter excludes it. @op
 * is MVIEW_DMA_*. Any context, with preemption off.
 */
void mview_dma_history_add(struct mview_dma_history *history,
			   const struct device *dev, dma_addr_t dma,
			   size_t size, u8 dir, u8 op);

/*
 * Add an entry for an allocation or a free. The function is looked up in
 * @stack, which may be empty but not NULL.
 */
void mview_dma_history_add_from(struct mview_dma_history *history,
				const struct device *dev, dma_addr_t dma,
				size_t size, u8 op, const unsigned long *stack,
				unsigned int depth);

/* Fill in the numbers of entries and the ids of the three buffers. */
void mview_dma_history_info(const struct mview_dma_history *history,
			    struct mview_trace_info *info);

#endif /* MVIEW_DMA_HISTORY_H */
