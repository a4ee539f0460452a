// SPDX-License-Identifier: GPL-2.0
/* What all memory kinds have in common. */
#include "mem.h"

#include <linux/align.h>
#include <linux/bitmap.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/slab.h>

static struct mview_mem *(*const mview_mem_creators[])
	(const struct mview_memory *memory) = {
	[MVIEW_KIND_VMALLOC] = mview_mem_vmalloc_create,
	[MVIEW_KIND_PAGES] = mview_mem_pages_create,
	[MVIEW_KIND_KMALLOC] = mview_mem_kmalloc_create,
	[MVIEW_KIND_COHERENT] = mview_mem_coherent_create,
	[MVIEW_KIND_STREAMING] = mview_mem_streaming_create,
	[MVIEW_KIND_MMIO] = mview_mem_mmio_create,
};

/* Does the folio of a piece belong to it alone, as a PMD that counts wants? */
static bool mview_mem_is_folio(unsigned long pfn)
{
	struct page *page = pfn_to_page(pfn);

	return PageHead(page) && compound_nr(page) == MVIEW_HUGE_PAGES;
}

static bool mview_mem_scan_one(struct mview_mem *mem, unsigned long page)
{
	unsigned long i, pfn = mem->ops->pfn(mem, page);

	if (!IS_ALIGNED(pfn, MVIEW_HUGE_PAGES))
		return false;
	for (i = 1; i < MVIEW_HUGE_PAGES; i++)
		if (mem->ops->pfn(mem, page + i) != pfn + i)
			return false;
	if (!mem->pinnable || !mview_mem_is_folio(pfn))
		mem->folios = false;
	return true;
}

int mview_mem_scan(struct mview_mem *mem)
{
	unsigned long i, n = mem->size / PMD_SIZE;
	bool any = false;

	if (!mem->mappable || !mem->ops->pfn || !n ||
	    !IS_ENABLED(CONFIG_TRANSPARENT_HUGEPAGE))
		return 0;
	mem->huge = kvcalloc(BITS_TO_LONGS(n), sizeof(long), GFP_KERNEL_ACCOUNT);
	if (!mem->huge)
		return -ENOMEM;
	mem->folios = true;
	for (i = 0; i < n; i++) {
		if (!mview_mem_scan_one(mem, i * MVIEW_HUGE_PAGES))
			continue;
		__set_bit(i, mem->huge);
		any = true;
	}
	if (!any) {
		kvfree(mem->huge);
		mem->huge = NULL;
		mem->folios = false;
	}
	return 0;
}

bool mview_mem_huge(const struct mview_mem *mem, unsigned long page)
{
	unsigned long nr = page / MVIEW_HUGE_PAGES;

	return mem->huge && nr < mem->size / PMD_SIZE &&
	       test_bit(nr, mem->huge);
}

struct mview_mem *mview_mem_create(const struct mview_memory *memory)
{
	unsigned int kind = memory->kind;
	struct mview_mem *mem;
	int err;

	if (kind >= ARRAY_SIZE(mview_mem_creators) || !mview_mem_creators[kind])
		return ERR_PTR(-EOPNOTSUPP);
	if (!memory->size)
		return ERR_PTR(-EINVAL);
	mem = mview_mem_creators[kind](memory);
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
