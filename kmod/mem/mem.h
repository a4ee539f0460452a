/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Memory kinds: how a buffer's bytes are found, mapped and synced. Each kind has
 * a file, <kind>.c. No code elsewhere depends on the kind of a buffer.
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

/* What one entry maps in the level of page tables above the lowest. */
#define MVIEW_HUGE_ORDER	(PMD_SHIFT - PAGE_SHIFT)
#define MVIEW_HUGE_PAGES	(1UL << MVIEW_HUGE_ORDER)

/**
 * struct mview_mem_ops - what a memory kind can do
 * @kind: its number in the ABI
 * @name: its name for people
 * @maps_first: mappings must begin with the memory's first page, because
 *	exporters of dma-bufs are known to ignore an offset
 * @only_declared: bytes that the driver's layout leaves out must not be accessed,
 *	except through MVIEW_UNDECLARED views: an access may have effects
 * @readonly: the memory is never written
 * @may_open: whether this process may open a view, one that writes if @write is
 *	set: 0 or -EPERM. NULL if there is no such condition
 * @vmap: return the address of byte 0 for the CPU, valid until @destroy; may
 *	sleep, and may be called repeatedly and by several tasks at a time.
 *	NULL if there is @move or @copy
 * @copy: copy a run's bytes to @data, for memory that may be freed between any
 *	two small copies. NULL if there is @vmap or @move
 * @lend: set where the memory is; NULL means that it is about to be freed. Any
 *	context but that of NMIs. NULL if the memory stays where it is
 * @move: copy elements of the layout between the memory and @data, one by one,
 *	each number in them with an access of its own width. The run's blocks
 *	begin @inside bytes into an element, and neither begin nor end inside a
 *	number. NULL if there is @vmap
 * @for_cpu: hand the bytes of the extent over to the CPU, for buffer/sync.c,
 *	which has a lock; may be NULL
 * @for_device: hand them back; @wrote says whether the CPU may have written to
 *	them. Present if @for_cpu is
 * @begin: hand all of the memory over to the CPU, for reading only or for
 *	writing as well. Another driver does it and may wait for its device for
 *	long, until a signal arrives. Only for private buffers, in place of
 *	@for_cpu: the caller holds an export of the buffer and no lock. May be
 *	NULL
 * @end: hand back what one @begin with the same @write has handed over, without
 *	waiting for any other begin. If it fails the bracket stays open, unless
 *	@last says that nobody will call again. Present if @begin is
 * @dma: set the device's address of byte @offset; false if the memory has no
 *	linear range of such addresses. May be NULL
 * @pfn: frame number of a page of the memory, for mapping by fault; NULL if
 *	the kind maps by @mmap or not at all
 * @prot: change the attributes of ordinary memory to those with which its pages
 *	are mapped, but not the access rights; NULL if they are the same
 * @mmap: have another driver map @vma, whose vm_pgoff counts from the memory's
 *	first page. May replace the file and the vm_ops of @vma. A zap does not
 *	remove such mappings. NULL if the kind maps by @pfn or not at all
 * @destroy: free the struct and what it has allocated, but not a driver's memory
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
 * @mappable: it consists of whole pages
 * @pinnable: @mappable, and each page has a struct page that counts references
 * @huge: a bit for each PMD_SIZE of it, set if that is one piece of physical
 *	memory with the alignment of a large entry. NULL if no bit is set
 * @folios: the pieces in @huge are compound pages, and no other page is part of
 *	one, so that the kernel can map each compound page as a whole
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
 * Check a driver's description of its memory, as far as that is possible. On
 * -EINVAL, @why says in words which argument is wrong. The memory stays the
 * driver's.
 */
struct mview_mem *mview_mem_create(const struct mview_memory *memory,
				   const char **why);

/* Set @why. Return: @err. */
static inline int mview_refuse(const char **why, const char *what, int err)
{
	*why = what;
	return err;
}

/* Can a device that reaches the addresses in @mask access @size bytes at @dma? */
bool mview_mem_dma_fits(dma_addr_t dma, u64 size, u64 mask);

/*
 * @may_open of memory from which a device may take its commands: a process that
 * writes an address there can have the device write to any memory. A kernel in
 * lockdown refuses this, as it refuses access to the device's registers.
 */
int mview_mem_dma_may_open(bool write);

/* Set what all kinds have in common. */
void mview_mem_init(struct mview_mem *mem, const struct mview_mem_ops *ops,
		    u64 size);

/* Can a page be referenced by others than its owner? */
bool mview_mem_page_counts(struct page *page);

/*
 * Wait until pages that fault handlers have returned are mapped. The caller has
 * made sure that no other fault handler returns any.
 */
void mview_mem_settle(struct mview_mem *mem);

/* Free the struct, and the memory if it is mview's own. */
void mview_mem_destroy(struct mview_mem *mem);

/*
 * The attributes with which @mem is mapped, made of those of ordinary memory or of
 * a vm_page_prot that was set to them: the core makes that anew whenever it changes
 * a mapping's flags, also after ->mmap, and keeps how memory is cached, but on
 * arm64 not that it is decrypted.
 */
static inline pgprot_t mview_mem_prot(struct mview_mem *mem, pgprot_t prot)
{
	return mem->ops->prot ? mem->ops->prot(mem, prot) : prot;
}

/* Is @huge set for the PMD_SIZE bytes from @page on? It is a multiple. */
bool mview_mem_huge(const struct mview_mem *mem, unsigned long page);

/*
 * Set @huge and @folios, for functions that create memory otherwise than by
 * mview_mem_create(). 0 or -ENOMEM.
 */
int mview_mem_scan(struct mview_mem *mem);

/* The kinds that drivers register. */
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

/* Take another reference to @dmabuf. */
struct mview_mem *mview_mem_dmabuf_create(struct dma_buf *dmabuf);

#endif /* MVIEW_MEM_H */
