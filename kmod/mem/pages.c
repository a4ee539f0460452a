// SPDX-License-Identifier: GPL-2.0
/* Memory kind pages: an array of pages, mapped for the CPU by vmap(). */
#include <linux/err.h>
#include <linux/iosys-map.h>
#include <linux/mm.h>
#include <linux/overflow.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include "mem/mem.h"
#include "mem/own.h"

/**
 * struct mview_mem_pages - pages of a driver's, or mview's own
 * @mem: the memory
 * @addr: result of vmap(), NULL before the first access
 * @own: they are mview's own, or NULL
 * @npages: entries of @pages
 * @pages: the pages; the array is that of @own, or goes with the struct
 */
struct mview_mem_pages {
	struct mview_mem mem;
	void *addr;
	struct mview_own *own;
	unsigned long npages;
	struct page **pages;
};

static struct mview_mem_pages *to_pages(struct mview_mem *mem)
{
	return container_of(mem, struct mview_mem_pages, mem);
}

/*
 * Call vmap() on the first access: most memory is mapped by processes and never
 * read by the kernel. Of two concurrent callers, one undoes its vmap(). vmap()
 * has made the mapping known to all CPUs before cmpxchg() publishes its address,
 * and readers depend on that address.
 */
static int mview_mem_pages_vmap(struct mview_mem *mem, struct iosys_map *map)
{
	struct mview_mem_pages *pages = to_pages(mem);
	void *addr = READ_ONCE(pages->addr), *other;

	if (!addr) {
		addr = vmap(pages->pages, pages->npages, VM_MAP, PAGE_KERNEL);
		if (!addr)
			return -ENOMEM;
		other = cmpxchg(&pages->addr, NULL, addr);
		if (other) {
			vunmap(addr);
			addr = other;
		}
	}
	iosys_map_set_vaddr(map, addr);
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

	if (pages->addr)
		vunmap(pages->addr);
	if (pages->own)
		mview_own_destroy(pages->own);
	else
		kvfree(pages->pages);
	kfree(pages);
}

static const struct mview_mem_ops mview_mem_pages_ops = {
	.kind = MVIEW_KIND_PAGES,
	.name = "pages",
	.vmap = mview_mem_pages_vmap,
	.pfn = mview_mem_pages_pfn,
	.destroy = mview_mem_pages_destroy,
};

/* @pages of @npages go with the struct, or belong to @own. */
static struct mview_mem *mview_mem_pages_make(struct page **array,
					      unsigned long npages, u64 size,
					      struct mview_own *own, gfp_t gfp)
{
	struct mview_mem_pages *pages;

	pages = kzalloc(sizeof(*pages), gfp);
	if (!pages)
		return ERR_PTR(-ENOMEM);
	mview_mem_init(&pages->mem, &mview_mem_pages_ops, size);
	pages->mem.mappable = PAGE_ALIGNED(size);
	pages->mem.pinnable = pages->mem.mappable;
	pages->own = own;
	pages->npages = npages;
	pages->pages = array;
	return &pages->mem;
}

/*
 * Refuse tail pages of a higher order that are not compound, which have no
 * reference count, slab pages, which contain objects of others, and those of a
 * device, as PCI_P2PDMA has them, which must not be cached.
 */
static int mview_mem_pages_check(const struct mview_memory *memory,
				 const char **why)
{
	unsigned long i, npages = memory->pages.count;
	struct page **array = memory->pages.array;

	if (!array)
		return mview_refuse(why, "pages.array: NULL", -EINVAL);
	if (!npages || npages > UINT_MAX ||
	    DIV_ROUND_UP(memory->size, PAGE_SIZE) != npages)
		return mview_refuse(why, "pages.count: not that of size",
				    -EINVAL);
	for (i = 0; i < npages; i++) {
		if (!array[i] || !mview_mem_page_counts(array[i]))
			return mview_refuse(why,
				"pages.array: a page that counts no references",
				-EINVAL);
		if (is_zone_device_page(array[i]))
			return mview_refuse(why, "pages.array: a device's page",
					    -EINVAL);
		cond_resched();
	}
	return 0;
}

struct mview_mem *mview_mem_pages_create(const struct mview_memory *memory,
					 const char **why)
{
	unsigned long npages = memory->pages.count;
	struct mview_mem *mem;
	struct page **array;
	int err;

	err = mview_mem_pages_check(memory, why);
	if (err)
		return ERR_PTR(err);
	array = kvmalloc_array(npages, sizeof(*array), GFP_KERNEL);
	if (!array)
		return ERR_PTR(-ENOMEM);
	memcpy(array, memory->pages.array, array_size(npages, sizeof(*array)));
	mem = mview_mem_pages_make(array, npages, memory->size, NULL,
				   GFP_KERNEL);
	if (IS_ERR(mem))
		kvfree(array);
	return mem;
}

struct mview_mem *mview_mem_pages_create_own(u64 size, bool contiguous)
{
	struct mview_own *own = mview_own_create(size, contiguous);
	struct mview_mem *mem;
	int err;

	if (IS_ERR(own))
		return ERR_CAST(own);
	mem = mview_mem_pages_make(own->pages, own->npages,
				   (u64)own->npages << PAGE_SHIFT, own,
				   GFP_KERNEL_ACCOUNT);
	if (IS_ERR(mem)) {
		mview_own_destroy(own);
		return mem;
	}
	err = mview_mem_scan(mem);
	if (err) {
		mview_mem_destroy(mem);
		return ERR_PTR(err);
	}
	return mem;
}
