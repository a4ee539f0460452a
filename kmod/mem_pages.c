// SPDX-License-Identifier: GPL-2.0
/* Memory kind pages: an array of them, put in a row for the CPU by vmap(). */
#include <linux/err.h>
#include <linux/iosys-map.h>
#include <linux/mm.h>
#include <linux/overflow.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include "mem.h"

/**
 * struct mview_mem_pages - pages of a driver's, or mview's own
 * @mem: the memory
 * @addr: where vmap() has put them in a row
 * @owned: they go with the struct
 * @npages: entries of @pages
 * @pages: the pages
 */
struct mview_mem_pages {
	struct mview_mem mem;
	void *addr;
	bool owned;
	unsigned long npages;
	struct page *pages[] __counted_by(npages);
};

static struct mview_mem_pages *to_pages(struct mview_mem *mem)
{
	return container_of(mem, struct mview_mem_pages, mem);
}

static int mview_mem_pages_vmap(struct mview_mem *mem, struct iosys_map *map)
{
	iosys_map_set_vaddr(map, to_pages(mem)->addr);
	return 0;
}

static unsigned long mview_mem_pages_pfn(struct mview_mem *mem,
					 unsigned long page)
{
	return page_to_pfn(to_pages(mem)->pages[page]);
}

static void mview_mem_pages_free(struct mview_mem_pages *pages)
{
	unsigned long i;

	if (pages->addr)
		vunmap(pages->addr);
	for (i = 0; pages->owned && i < pages->npages && pages->pages[i]; i++)
		__free_page(pages->pages[i]);
	kvfree(pages);
}

static void mview_mem_pages_destroy(struct mview_mem *mem)
{
	mview_mem_pages_free(to_pages(mem));
}

static const struct mview_mem_ops mview_mem_pages_ops = {
	.kind = MVIEW_KIND_PAGES,
	.name = "pages",
	.vmap = mview_mem_pages_vmap,
	.pfn = mview_mem_pages_pfn,
	.destroy = mview_mem_pages_destroy,
};

static struct mview_mem_pages *mview_mem_pages_alloc(unsigned long npages,
						     size_t size, gfp_t gfp)
{
	struct mview_mem_pages *pages;

	pages = kvzalloc(struct_size(pages, pages, npages), gfp);
	if (!pages)
		return NULL;
	pages->npages = npages;
	pages->mem.ops = &mview_mem_pages_ops;
	pages->mem.size = size;
	pages->mem.mappable = PAGE_ALIGNED(size);
	return pages;
}

/* All pages are there: put them in a row. */
static struct mview_mem *mview_mem_pages_map(struct mview_mem_pages *pages)
{
	pages->addr = vmap(pages->pages, pages->npages, VM_MAP, PAGE_KERNEL);
	if (!pages->addr) {
		mview_mem_pages_free(pages);
		return ERR_PTR(-ENOMEM);
	}
	return &pages->mem;
}

struct mview_mem *mview_mem_pages_create(struct page **array,
					 unsigned long npages, size_t size)
{
	struct mview_mem_pages *pages;
	unsigned long i;

	if (!npages || npages > UINT_MAX || !size ||
	    DIV_ROUND_UP(size, PAGE_SIZE) != npages)
		return ERR_PTR(-EINVAL);
	/*
	 * A tail page that is not compound has no reference count to share, and
	 * what the slab allocator put beside an object must not be shown.
	 */
	for (i = 0; i < npages; i++)
		if (!array[i] || !page_count(array[i]) || PageSlab(array[i]))
			return ERR_PTR(-EINVAL);

	pages = mview_mem_pages_alloc(npages, size, GFP_KERNEL);
	if (!pages)
		return ERR_PTR(-ENOMEM);
	memcpy(pages->pages, array, array_size(npages, sizeof(*array)));
	return mview_mem_pages_map(pages);
}

struct mview_mem *mview_mem_pages_create_own(u64 size)
{
	const gfp_t gfp = GFP_KERNEL_ACCOUNT | __GFP_NOWARN |
			  __GFP_RETRY_MAYFAIL;
	u64 i, npages = DIV_ROUND_UP_ULL(size, PAGE_SIZE);
	struct mview_mem_pages *pages;

	/* Whoever asks for too much gets told; nobody is killed to make room. */
	if (!npages || npages > totalram_pages())
		return ERR_PTR(-ENOMEM);
	pages = mview_mem_pages_alloc(npages, npages * PAGE_SIZE, gfp);
	if (!pages)
		return ERR_PTR(-ENOMEM);
	pages->owned = true;
	for (i = 0; i < npages; i++) {
		if (!fatal_signal_pending(current))
			pages->pages[i] = alloc_page(gfp | __GFP_ZERO);
		if (!pages->pages[i]) {
			mview_mem_pages_free(pages);
			return ERR_PTR(-ENOMEM);
		}
	}
	return mview_mem_pages_map(pages);
}
