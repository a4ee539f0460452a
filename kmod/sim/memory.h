/* SPDX-License-Identifier: GPL-2.0 */
/* The memory of simulated devices: every kind that drivers can have. */
#ifndef MVIEW_SIM_MEMORY_H
#define MVIEW_SIM_MEMORY_H

#include <linux/scatterlist.h>
#include <linux/types.h>

struct device;
struct mview_memory;
struct page;
struct sim_memory;

#define SIM_ORDER_MAX	10	/* what the page allocator has in one piece */

/**
 * struct sim_kind - a kind of memory
 * @name: the word that the attribute takes
 * @create: get zeroed memory of @size for @dev; -ENOMEM, -EOVERFLOW if the
 *	device can't have so much, -EIO if there is no DMA
 * @destroy: give it back
 * @describe: tell mview where it is
 */
struct sim_kind {
	const char *name;
	int (*create)(struct sim_memory *memory);
	void (*destroy)(struct sim_memory *memory);
	void (*describe)(const struct sim_memory *memory,
			 struct mview_memory *desc);
};

/**
 * struct sim_memory - the memory of a buffer
 * @kind: of it
 * @dev: the device that it is for
 * @size: its bytes
 * @order: @pages come in pieces of 2^@order, each a compound page
 * @addr: where the CPU sees it
 * @device: where the CPU sees what the device sees: the generator, which plays
 *	the device, writes there. Another address than @addr for memory that is
 *	handed over between the two, and another memory if that is bounced.
 * @pages: behind @addr, where the kind is made of pages
 * @npages: their number
 * @dma: where the device finds it
 * @sgt: where the device finds it, for streaming-sg
 */
struct sim_memory {
	const struct sim_kind *kind;
	struct device *dev;
	size_t size;
	unsigned int order;
	void *addr;
	void *device;
	struct page **pages;
	unsigned long npages;
	dma_addr_t dma;
	struct sg_table sgt;
};

/* The kind of this name, perhaps with a newline; NULL if there is none. */
const struct sim_kind *sim_kind_find(const char *name);

/**
 * sim_memory_create - zeroed memory
 * @memory: written
 * @dev: for it
 * @kind: of it
 * @size: bytes, not 0
 * @order: of the pages, for kinds that are made of them
 *
 * Return: 0, or what &struct sim_kind.create says.
 */
int sim_memory_create(struct sim_memory *memory, struct device *dev,
		      const struct sim_kind *kind, size_t size,
		      unsigned int order);

/* Free it, poisoned first, so that a use after free shows. */
void sim_memory_destroy(struct sim_memory *memory);

#endif /* MVIEW_SIM_MEMORY_H */
