/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A history of what drivers did: a ring for each CPU, written by that CPU alone
 * and without a lock, and mapped by its readers.
 */
#ifndef MVIEW_DMA_HISTORY_H
#define MVIEW_DMA_HISTORY_H

#include <linux/types.h>

struct device;
struct mview_dma_filter;
struct mview_dma_history;
struct mview_trace_info;

/*
 * @entries for each CPU, rounded up to a power of 2, of the devices that @filter
 * lets through, which lives as long. With @callers the functions of maps are
 * looked for. May sleep. ERR_PTR: -E2BIG, -ENOMEM.
 */
struct mview_dma_history *
mview_dma_history_create(const struct mview_dma_filter *filter,
			 unsigned int entries, bool callers, u64 trace);
/* Nobody adds any more. */
void mview_dma_history_destroy(struct mview_dma_history *history);

/*
 * Add a map or unmap of @dev, unless the filter is against it. @op is MVIEW_DMA_*.
 * Any context with preemption off.
 */
void mview_dma_history_add(struct mview_dma_history *history,
			   const struct device *dev, dma_addr_t dma,
			   size_t size, u8 dir, u8 op);

/* The same for what is done by a function that is known by a stack. */
void mview_dma_history_add_from(struct mview_dma_history *history,
				const struct device *dev, dma_addr_t dma,
				size_t size, u8 op, const unsigned long *stack,
				unsigned int depth);

/* How many have been written, how many of these are overwritten; the buffers. */
void mview_dma_history_info(const struct mview_dma_history *history,
			    struct mview_trace_info *info);

#endif /* MVIEW_DMA_HISTORY_H */
