/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Memory kinds: how a buffer's bytes are found, mapped and synced. One file
 * each, mem_<kind>.c; nobody else asks which kind a buffer is of.
 */
#ifndef MVIEW_MEM_H
#define MVIEW_MEM_H

#include <linux/dma-direction.h>
#include <linux/types.h>
#include <uapi/linux/mview.h>
#include "core/layout.h"

struct dma_buf;
struct iosys_map;
struct mview_mem;
struct page;
struct vm_area_struct;

/**
 * struct mview_mem_ops - what a memory kind can do
 * @kind: its number in the ABI
 * @name: its name for people
 * @vmap: give the address of byte 0 for the CPU, good until @destroy; may
 *	sleep, may be called again and side by side
 * @begin: hand the bytes of the extent over to the CPU; may be NULL
 * @end: hand them back to the device; present if @begin is
 * @pfn: frame number of a page of the memory, for mapping by fault; NULL if
 *	the kind maps by @mmap or not at all
 * @mmap: map whole pages from the memory's first on, and no others: exporters
 *	of dma-bufs are known to take no notice of an offset. May replace the
 *	file and the vm_ops of @vma. NULL if the kind maps by @pfn or not at all
 * @destroy: free the struct and what it took; the driver's memory is left
 */
struct mview_mem_ops {
	enum mview_kind kind;
	const char *name;
	int (*vmap)(struct mview_mem *mem, struct iosys_map *map);
	int (*begin)(struct mview_mem *mem, const struct mv_extent *extent,
		     enum dma_data_direction dir);
	int (*end)(struct mview_mem *mem, const struct mv_extent *extent,
		   enum dma_data_direction dir);
	unsigned long (*pfn)(struct mview_mem *mem, unsigned long page);
	int (*mmap)(struct mview_mem *mem, struct vm_area_struct *vma);
	void (*destroy)(struct mview_mem *mem);
};

/**
 * struct mview_mem - the memory of one buffer, first member of each kind's own
 * @ops: its kind
 * @size: bytes
 * @mappable: it consists of whole pages, and of nothing else
 *
 * Immutable.
 */
struct mview_mem {
	const struct mview_mem_ops *ops;
	u64 size;
	bool mappable;
};

/* The pages and bytes from @addr on; the caller's as long as it exists. */
struct mview_mem *mview_mem_vmalloc_create(void *addr, size_t size);

/* @pages is copied. */
struct mview_mem *mview_mem_pages_create(struct page **pages,
					 unsigned long npages, size_t size);

/* Zeroed pages of its own, @size rounded up; accounted to the caller's memcg. */
struct mview_mem *mview_mem_pages_create_own(u64 size);

/* Takes a reference of its own to @dmabuf. */
struct mview_mem *mview_mem_dmabuf_create(struct dma_buf *dmabuf);

#endif /* MVIEW_MEM_H */
