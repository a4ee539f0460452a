/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Probes tell what the DMA API does: of allocations the traces, of maps a
 * history at once.
 */
#ifndef MVIEW_DMA_PROBE_H
#define MVIEW_DMA_PROBE_H

#include <linux/dma-direction.h>
#include <linux/types.h>

struct device;
struct mview_dma_history;

#define MVIEW_DMA_DEPTH	16	/* entries of a stack that are kept */

/**
 * struct mview_dma_alloc - memory that a driver has got from the DMA API
 * @dev: for which; good during the call only
 * @addr: for the CPU, what the free will be told; a key at least
 * @dma: for the device
 * @size: bytes
 * @attrs: DMA_ATTR_*
 * @hidden: why the bytes can't be read, MVIEW_ORIGIN_*, or 0; @dev and @attrs
 *	may have other reasons
 * @stack: return addresses, from the inside; may begin inside the DMA API
 * @depth: entries of @stack
 */
struct mview_dma_alloc {
	struct device *dev;
	void *addr;
	dma_addr_t dma;
	size_t size;
	unsigned long attrs;
	u32 hidden;
	const unsigned long *stack;
	unsigned int depth;
};

/**
 * struct mview_dma_free - memory that goes back to the DMA API
 * @dev: for which; good during the call only
 * @addr: what the allocation had
 * @dma: for the device
 * @size: bytes
 */
struct mview_dma_free {
	struct device *dev;
	void *addr;
	dma_addr_t dma;
	size_t size;
};

/*
 * Of traces. In any context, with preemption off: they don't sleep and don't
 * allocate.
 */

/* After memory was allocated. */
void mview_dma_alloc(const struct mview_dma_alloc *alloc);
/* Before it is freed. */
void mview_dma_free(const struct mview_dma_free *gone);

/*
 * Listen to allocations and frees. May sleep. -EOPNOTSUPP if this kernel has no
 * place to listen at.
 */
int mview_dma_probe_register(void);
void mview_dma_probe_unregister(void);

/* Allocations that were not heard of since the one or other was registered. */
u64 mview_dma_probe_missed(void);

/*
 * Have maps and unmaps added to a history. May sleep. -EOPNOTSUPP likewise. When
 * it is off none is added any more.
 */
int mview_dma_probe_maps_on(struct mview_dma_history *history);
void mview_dma_probe_maps_off(struct mview_dma_history *history);

#endif /* MVIEW_DMA_PROBE_H */
