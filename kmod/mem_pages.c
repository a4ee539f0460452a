// SPDX-License-Identifier: GPL-2.0
/* Memory kind pages: an array of them, put in a row for the CPU by vmap(). */
#include <linux/err.h>
#include <linux/iosys-map.h>
#include <linux/mm.h>
#include <linux/overflow.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include "mem.h"

struct mview_mem_pages {
	struct mview_mem mem;
	void *addr;
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

static void mview_mem_pages_destroy(struct mview_mem *mem)
{
	struct mview_mem_pages *pages = to_pages(mem);

	vunmap(pages->addr);
	kvfree(pages);
}

static const struct mview_mem_ops mview_mem_pages_ops = {
	.kind = MVIEW_KIND_PAGES,
	.name = "pages",
	.vmap = mview_mem_pages_vmap,
	.pfn = mview_mem_pages_pfn,
	.destroy = mview_mem_pages_destroy,
};

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

	pages = kvzalloc(struct_size(pages, pages, npages), GFP_KERNEL);
	if (!pages)
		return ERR_PTR(-ENOMEM);
	pages->npages = npages;
	memcpy(pages->pages, array, array_size(npages, sizeof(*array)));
	pages->addr = vmap(pages->pages, npages, VM_MAP, PAGE_KERNEL);
	if (!pages->addr) {
		kvfree(pages);
		return ERR_PTR(-ENOMEM);
	}
	pages->mem.ops = &mview_mem_pages_ops;
	pages->mem.size = size;
	pages->mem.mappable = PAGE_ALIGNED(size);
	return &pages->mem;
}
