/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A history of streaming maps and unmaps: a ring for each CPU, written by that
 * CPU alone and without a lock, and mapped by its readers.
 */
#ifndef MVIEW_DMA_HISTORY_H
#define MVIEW_DMA_HISTORY_H

#include <linux/types.h>

struct mview_dma_history;
struct mview_dma_map;

/*
 * @entries for each CPU, rounded up to a power of 2. May sleep. ERR_PTR:
 * -E2BIG, -ENOMEM.
 */
struct mview_dma_history *mview_dma_history_create(unsigned int entries,
						   u64 trace);
/* Nobody adds any more. */
void mview_dma_history_destroy(struct mview_dma_history *history);

/* Any context with preemption off. */
void mview_dma_history_add(struct mview_dma_history *history,
			   const struct mview_dma_map *map);

/* How many have been written, and of these how many are overwritten. */
void mview_dma_history_count(const struct mview_dma_history *history,
			     u64 *written, u64 *lost);

#endif /* MVIEW_DMA_HISTORY_H */
