/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the DMA API does, as events. Probes call the functions of the one
 * listener, in any context, with preemption off: no function may sleep or
 * allocate.
 */
#ifndef MVIEW_DMA_PROBE_H
#define MVIEW_DMA_PROBE_H

#include <linux/dma-direction.h>
#include <linux/types.h>

struct device;

#define MVIEW_DMA_DEPTH	16	/* entries of a stack that are kept */

/**
 * struct mview_dma_alloc - memory that a driver has got from the DMA API
 * @dev: for which; good during the call only
 * @addr: for the CPU, what the free will be told; a key at least
 * @dma: for the device
 * @size: bytes
 * @attrs: DMA_ATTR_*
 * @hidden: why the bytes can't be read, MVIEW_ORIGIN_*, or 0
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
 * struct mview_dma_event - what the history has of an event
 * @dev: for which; good during the call only
 * @dma: for the device
 * @size: bytes
 * @dir: enum dma_data_direction
 * @op: MVIEW_DMA_*
 * @stack: return addresses, or NULL
 * @depth: entries of @stack
 */
struct mview_dma_event {
	struct device *dev;
	dma_addr_t dma;
	size_t size;
	u8 dir;
	u8 op;
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

/**
 * struct mview_dma_listener - who is told
 * @alloc: after memory was allocated
 * @free: before it is freed
 * @map: after a map; before or after an unmap
 */
struct mview_dma_listener {
	void (*alloc)(const struct mview_dma_alloc *alloc);
	void (*free)(const struct mview_dma_free *gone);
	void (*map)(const struct mview_dma_event *event);
};

/*
 * Listen to allocations and frees. May sleep. -EOPNOTSUPP if this
 * kernel has no place to listen at.
 */
int mview_dma_probe_register(const struct mview_dma_listener *listener);
void mview_dma_probe_unregister(void);

/* The same for maps, which cost something each, while they are wanted. */
int mview_dma_probe_maps(bool on);

#endif /* MVIEW_DMA_PROBE_H */
