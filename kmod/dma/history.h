/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A history of what drivers did: a ring for each CPU, written by that CPU alone
 * and without a lock, and mapped by its readers.
 */
#ifndef MVIEW_DMA_HISTORY_H
#define MVIEW_DMA_HISTORY_H

#include <linux/types.h>

struct mview_dma_event;
struct mview_dma_history;
struct mview_trace_info;

/*
 * @entries for each CPU, rounded up to a power of 2. With @callers the functions
 * of all events are looked for. May sleep. ERR_PTR: -E2BIG, -ENOMEM.
 */
struct mview_dma_history *mview_dma_history_create(unsigned int entries,
						   bool callers, u64 trace);
/* Nobody adds any more. */
void mview_dma_history_destroy(struct mview_dma_history *history);

/* Any context with preemption off. */
void mview_dma_history_add(struct mview_dma_history *history,
			   const struct mview_dma_event *event);

/* How many have been written, how many of these are overwritten; the buffers. */
void mview_dma_history_info(const struct mview_dma_history *history,
			    struct mview_trace_info *info);

#endif /* MVIEW_DMA_HISTORY_H */
