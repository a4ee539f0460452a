/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Probes of the DMA API. They report allocations and frees to all traces, and
 * maps and unmaps to one history.
 */
#ifndef MVIEW_DMA_PROBE_H
#define MVIEW_DMA_PROBE_H

#include <linux/dma-direction.h>
#include <linux/types.h>

struct device;
struct mview_dma_history;

#define MVIEW_DMA_DEPTH	16	/* entries of a stack that are kept */

/**
 * struct mview_dma_alloc - memory that a driver has allocated by the DMA API
 * @dev: the device; valid during the call only
 * @addr: the CPU address, which the free is called with. Where the memory has
 *	none, another value that the free has too
 * @dma: the device address
 * @size: bytes
 * @attrs: DMA_ATTR_*
 * @hidden: the reason why the bytes can't be read, MVIEW_ORIGIN_*, or 0. @dev
 *	and @attrs may be further reasons
 * @stack: return addresses, the innermost first; may begin inside of the DMA
 *	API
 * @depth: number of entries of @stack
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
 * struct mview_dma_free - memory that a driver is about to free
 * @dev: the device; valid during the call only
 * @addr: as in the struct mview_dma_alloc of the allocation
 * @dma: the device address
 * @size: bytes
 */
struct mview_dma_free {
	struct device *dev;
	void *addr;
	dma_addr_t dma;
	size_t size;
};

/*
 * trace.c implements these two. Any context. They neither sleep nor allocate.
 */

/* Memory was allocated. */
void mview_dma_alloc(const struct mview_dma_alloc *alloc);
/* Memory is about to be freed. When this returns nobody reads it any more. */
void mview_dma_free(const struct mview_dma_free *gone);

/*
 * Register the probes of allocations and frees. May sleep. Returns -EOPNOTSUPP
 * if this kernel offers no place for them.
 */
int mview_dma_probe_register(void);
void mview_dma_probe_unregister(void);

/* The number of allocations that the probes have missed. */
u64 mview_dma_probe_missed(void);

/*
 * Register the probes of maps and unmaps, which add entries to @history. May
 * sleep. Returns -EOPNOTSUPP as above. When mview_dma_probe_maps_off() returns
 * no probe adds entries any more.
 */
int mview_dma_probe_maps_on(struct mview_dma_history *history);
void mview_dma_probe_maps_off(struct mview_dma_history *history);

#endif /* MVIEW_DMA_PROBE_H */
