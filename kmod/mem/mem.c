// SPDX-License-Identifier: GPL-2.0
/* What all memory kinds have in common. */
#include "mem/mem.h"

#include <linux/align.h>
#include <linux/bitmap.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/overflow.h>
#include <linux/pagemap.h>
#include <linux/sched.h>
#include <linux/security.h>
#include <linux/slab.h>
#include "compat.h"

/* Kinds may be left out of a kernel. */
#define MVIEW_CREATOR(kind, create)					\
	[MVIEW_KIND_##kind] = IS_ENABLED(CONFIG_MVIEW_##kind) ? (create) : NULL

static struct mview_mem *(*const mview_mem_creators[])
	(const struct mview_memory *memory, const char **why) = {
	MVIEW_CREATOR(VMALLOC, mview_mem_vmalloc_create),
	[MVIEW_KIND_PAGES] = mview_mem_pages_create,
	MVIEW_CREATOR(KMALLOC, mview_mem_kmalloc_create),
	MVIEW_CREATOR(COHERENT, mview_mem_coherent_create),
	MVIEW_CREATOR(STREAMING, mview_mem_streaming_create),
	MVIEW_CREATOR(MMIO, mview_mem_mmio_create),
	MVIEW_CREATOR(BORROWED, mview_mem_borrowed_create),
};

void mview_mem_init(struct mview_mem *mem, const struct mview_mem_ops *ops,
		    u64 size)
{
	mem->ops = ops;
	mem->size = size;
}

bool mview_mem_dma_fits(dma_addr_t dma, u64 size, u64 mask)
{
	u64 last;

	return !check_add_overflow((u64)dma, size - 1, &last) && last <= mask;
}

int mview_mem_dma_may_open(bool write)
{
	return write ? security_locked_down(LOCKDOWN_PCI_ACCESS) : 0;
}

/* A page of a slab or of another such type uses its fields otherwise. */
bool mview_mem_page_counts(struct page *page)
{
	struct page *head = compound_head(page);

	return page_count(page) && !PageSlab(head) && !page_has_type(head);
}

static bool mview_mem_scan_one(struct mview_mem *mem, unsigned long page)
{
	unsigned long i, pfn = mem->ops->pfn(mem, page);

	if (!IS_ALIGNED(pfn, MVIEW_HUGE_PAGES))
		return false;
	for (i = 1; i < MVIEW_HUGE_PAGES; i++)
		if (mem->ops->pfn(mem, page + i) != pfn + i)
			return false;
	return true;
}

/*
 * Whether the compound page that page @nr belongs to is all of its piece, or no
 * more than that page outside of any. The core of newer kernels, as 7.3, maps all of
 * a compound page at a fault, of whatever size, and the buffer may have a part.
 */
static bool mview_mem_is_folio(struct mview_mem *mem, unsigned long nr)
{
	struct page *page = pfn_to_page(mem->ops->pfn(mem, nr));

	return compound_nr(compound_head(page)) ==
	       (mview_mem_huge(mem, nr) ? MVIEW_HUGE_PAGES : 1);
}

static bool mview_mem_are_folios(struct mview_mem *mem)
{
	unsigned long i;

	for (i = 0; mem->pinnable && i < mem->size >> PAGE_SHIFT; i++) {
		if (!mview_mem_is_folio(mem, i))
			return false;
		cond_resched();
	}
	return mem->pinnable;
}

int mview_mem_scan(struct mview_mem *mem)
{
	unsigned long i, n = mem->size / PMD_SIZE;
	bool any = false;

	/* Not all machines that the kernel is for have large entries. */
	if (!mem->mappable || !mem->ops->pfn || !n || !has_transparent_hugepage())
		return 0;
	mem->huge = kvcalloc(BITS_TO_LONGS(n), sizeof(long), GFP_KERNEL_ACCOUNT);
	if (!mem->huge)
		return -ENOMEM;
	for (i = 0; i < n; i++) {
		cond_resched();
		if (!mview_mem_scan_one(mem, i * MVIEW_HUGE_PAGES))
			continue;
		__set_bit(i, mem->huge);
		any = true;
	}
	if (any) {
		mem->folios = mview_mem_are_folios(mem);
	} else {
		kvfree(mem->huge);
		mem->huge = NULL;
	}
	return 0;
}

/*
 * With @folios set, the fault handler returns a page locked, and its caller
 * maps the page before unlocking it. Taking and dropping each folio's lock
 * therefore waits for mappings in flight. Without @folios it returns no pages.
 */
void mview_mem_settle(struct mview_mem *mem)
{
	unsigned long i, npages = mem->folios ? mem->size >> PAGE_SHIFT : 0;
	struct folio *folio, *last = NULL;

	for (i = 0; i < npages; i++) {
		folio = page_folio(pfn_to_page(mem->ops->pfn(mem, i)));
		if (folio == last)
			continue;
		last = folio;
		folio_lock(folio);
		folio_unlock(folio);
		cond_resched();
	}
}

bool mview_mem_huge(const struct mview_mem *mem, unsigned long page)
{
	unsigned long nr = page / MVIEW_HUGE_PAGES;

	return mem->huge && nr < mem->size / PMD_SIZE &&
	       test_bit(nr, mem->huge);
}

struct mview_mem *mview_mem_create(const struct mview_memory *memory,
				   const char **why)
{
	unsigned int kind = memory->kind;
	struct mview_mem *mem;
	int err;

	if (kind >= ARRAY_SIZE(mview_mem_creators) || !mview_mem_creators[kind])
		return ERR_PTR(mview_refuse(why, "memory.kind", -EOPNOTSUPP));
	if (!memory->size)
		return ERR_PTR(mview_refuse(why, "memory.size: 0", -EINVAL));
	mem = mview_mem_creators[kind](memory, why);
	if (IS_ERR(mem))
		return mem;
	err = mview_mem_scan(mem);
	if (err) {
		mview_mem_destroy(mem);
		return ERR_PTR(err);
	}
	return mem;
}

void mview_mem_destroy(struct mview_mem *mem)
{
	kvfree(mem->huge);
	mem->ops->destroy(mem);
}
