/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Memory kinds: how a buffer's bytes are found, mapped and synced. One file
 * each, <kind>.c; nobody else asks which kind a buffer is of.
 */
#ifndef MVIEW_MEM_H
#define MVIEW_MEM_H

#include <linux/mview.h>
#include <linux/pgtable.h>
#include <linux/types.h>
#include "core/layout.h"

struct dma_buf;
struct iosys_map;
struct mv_run;
struct mview_mem;
struct page;
struct vm_area_struct;

/* What one entry of the next level of page tables maps. */
#define MVIEW_HUGE_ORDER	(PMD_SHIFT - PAGE_SHIFT)
#define MVIEW_HUGE_PAGES	(1UL << MVIEW_HUGE_ORDER)

/**
 * struct mview_mem_ops - what a memory kind can do
 * @kind: its number in the ABI
 * @name: its name for people
 * @maps_first: @mmap maps from the memory's first page on or not at all:
 *	exporters of dma-bufs are known to take no notice of an offset
 * @only_declared: what the layout that the driver declared leaves out must not be
 *	accessed, unless somebody asks for it: access itself may have effects
 * @readonly: it is never written
 * @may_open: may this process open a view, or one that writes; NULL if all may
 *	that got so far. 0 or -EPERM
 * @vmap: give the address of byte 0 for the CPU, good until @destroy; may
 *	sleep, may be called again and side by side. NULL if there is @move or
 *	@copy
 * @copy: copy a run's bytes to @data, where no address is good for longer than
 *	a few bytes take. NULL if there is @vmap or @move
 * @lend: the memory is at @addr, or nowhere any more. Any context. NULL if it
 *	stays where it is
 * @move: copy elements of the layout between the memory and @data, one by one,
 *	each number in them with an access of its own width. The run's blocks
 *	begin @inside bytes into an element, and neither begin nor end inside a
 *	number. NULL if there is @vmap
 * @for_cpu: hand the bytes of the extent over to the CPU, for buffer/sync.c,
 *	which has a lock; may be NULL
 * @for_device: hand them back, @wrote if the CPU may have written to them;
 *	present if @for_cpu is
 * @begin: hand all of the memory over to the CPU, for reading only or for
 *	writing as well. Another driver does so, who may wait long for a device,
 *	and a signal may end that. For private buffers, in place of @for_cpu:
 *	the caller holds an export of the buffer, and nothing else. May be NULL
 * @end: hand it back, what one @begin with the same @write has handed over; it
 *	does not wait for a begin. On an error it was not done, unless @last says
 *	that nobody will try again. Present if @begin is
 * @dma: where the device finds byte @offset; false if that can't be said.
 *	May be NULL
 * @pfn: frame number of a page of the memory, for mapping by fault; NULL if
 *	the kind maps by @mmap or not at all
 * @prot: with which attributes its pages are mapped, given those of ordinary
 *	memory; NULL if they are the same. Has no say in access rights
 * @mmap: have another driver map @vma, vm_pgoff counts from the memory's first
 *	page. May replace the file and the vm_ops of @vma. Such mappings are not
 *	zapped. NULL if the kind maps by @pfn or not at all
 * @destroy: free the struct and what it took; the driver's memory is left
 */
struct mview_mem_ops {
	enum mview_kind kind;
	const char *name;
	bool maps_first;
	bool only_declared;
	bool readonly;
	int (*may_open)(bool write);
	int (*vmap)(struct mview_mem *mem, struct iosys_map *map);
	int (*copy)(struct mview_mem *mem, const struct mv_run *run, u8 *data);
	void (*lend)(struct mview_mem *mem, const void *addr);
	int (*move)(struct mview_mem *mem, const struct mv_layout *layout,
		    const struct mv_run *run, s64 inside, u8 *data, bool write);
	void (*for_cpu)(struct mview_mem *mem, const struct mv_extent *extent);
	void (*for_device)(struct mview_mem *mem,
			   const struct mv_extent *extent, bool wrote);
	int (*begin)(struct mview_mem *mem, bool write);
	int (*end)(struct mview_mem *mem, bool write, bool last);
	bool (*dma)(struct mview_mem *mem, u64 offset, dma_addr_t *dma);
	unsigned long (*pfn)(struct mview_mem *mem, unsigned long page);
	pgprot_t (*prot)(struct mview_mem *mem, pgprot_t prot);
	int (*mmap)(struct mview_mem *mem, struct vm_area_struct *vma);
	void (*destroy)(struct mview_mem *mem);
};

/**
 * struct mview_mem - the memory of one buffer, first member of each kind's own
 * @ops: its kind
 * @size: bytes
 * @mappable: it consists of whole pages, and of nothing else
 * @pinnable: and each of them is a struct page that counts its references
 * @huge: a bit for each PMD_SIZE of it: that lies in one piece, aligned as a
 *	page table entry of that size wants it. NULL if none does.
 * @folios: all compound pages of that size in it are such pieces, and all such
 *	pieces are compound pages: the kernel maps them whole
 *
 * Immutable.
 */
struct mview_mem {
	const struct mview_mem_ops *ops;
	u64 size;
	bool mappable;
	bool pinnable;
	unsigned long *huge;
	bool folios;
};

/*
 * What a driver says of its memory, checked as far as that goes. If it can't be
 * true that is -EINVAL, and @why becomes which argument, and what of it, for
 * people. The memory stays the driver's.
 */
struct mview_mem *mview_mem_create(const struct mview_memory *memory,
				   const char **why);

/* To say so. Return: @err. */
static inline int mview_refuse(const char **why, const char *what, int err)
{
	*why = what;
	return err;
}

/* Can a device have @size bytes at @dma, when it reaches addresses in @mask? */
bool mview_mem_dma_fits(dma_addr_t dma, u64 size, u64 mask);

/*
 * @may_open of memory that a device takes its commands from: who writes an
 * address there has the device write to it. A kernel in lockdown lets nobody do
 * so, as it lets nobody reach the device's registers.
 */
int mview_mem_dma_may_open(bool write);

/* For each kind: what all have in common. */
void mview_mem_init(struct mview_mem *mem, const struct mview_mem_ops *ops,
		    u64 size);

/* Does a page count references, those of others than its owner too? */
bool mview_mem_page_counts(struct page *page);

/* Wait until pages that fault handlers have returned are mapped. None begins. */
void mview_mem_settle(struct mview_mem *mem);

/* Frees the struct, and the memory where it is mview's own. */
void mview_mem_destroy(struct mview_mem *mem);

/* Is the piece of PMD_SIZE that begins with @page, a multiple, in one piece? */
bool mview_mem_huge(const struct mview_mem *mem, unsigned long page);

/*
 * Find the pieces that can be mapped as one; for those who create memory other
 * than by mview_mem_create(). -ENOMEM.
 */
int mview_mem_scan(struct mview_mem *mem);

/* One for each kind that drivers register. */
struct mview_mem *mview_mem_vmalloc_create(const struct mview_memory *memory,
					   const char **why);
struct mview_mem *mview_mem_pages_create(const struct mview_memory *memory,
					 const char **why);
struct mview_mem *mview_mem_kmalloc_create(const struct mview_memory *memory,
					   const char **why);
struct mview_mem *mview_mem_coherent_create(const struct mview_memory *memory,
					    const char **why);
struct mview_mem *mview_mem_streaming_create(const struct mview_memory *memory,
					     const char **why);
struct mview_mem *mview_mem_mmio_create(const struct mview_memory *memory,
					const char **why);
struct mview_mem *mview_mem_borrowed_create(const struct mview_memory *memory,
					    const char **why);

/* Zeroed pages of mview's own, as mview_own_create(). */
struct mview_mem *mview_mem_pages_create_own(u64 size, bool contiguous);

/* Takes a reference of its own to @dmabuf. */
struct mview_mem *mview_mem_dmabuf_create(struct dma_buf *dmabuf);

#endif /* MVIEW_MEM_H */
