// SPDX-License-Identifier: GPL-2.0
/* Memory kind pages: an array of them, put in a row for the CPU by vmap(). */
#include <linux/err.h>
#include <linux/iosys-map.h>
#include <linux/mm.h>
#include <linux/overflow.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include "mem/mem.h"

/**
 * struct mview_mem_pages - pages of a driver's, or mview's own
 * @mem: the memory
 * @addr: where vmap() has put them in a row; NULL before the first access
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

/*
 * The first access pays for the row: most memory is mapped by processes and never
 * read by the kernel. Of two that come at once, one gives its row back.
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

/* Not by force: somebody may have pinned them. */
static void mview_mem_pages_put(struct mview_mem_pages *pages)
{
	unsigned long i, n;

	for (i = 0; i < pages->npages && pages->pages[i]; i += n) {
		/* Once it is put it may have no size any more. */
		n = compound_nr(pages->pages[i]);
		put_page(pages->pages[i]);
	}
}

static void mview_mem_pages_destroy(struct mview_mem *mem)
{
	struct mview_mem_pages *pages = to_pages(mem);

	if (pages->addr)
		vunmap(pages->addr);
	if (pages->owned)
		mview_mem_pages_put(pages);
	kvfree(pages);
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
	mview_mem_init(&pages->mem, &mview_mem_pages_ops, size);
	pages->mem.mappable = PAGE_ALIGNED(size);
	pages->mem.pinnable = pages->mem.mappable;
	return pages;
}

/*
 * A tail page that is not compound has no reference count to share, and what the
 * slab allocator put beside an object must not be shown.
 */
static bool mview_mem_pages_valid(const struct mview_memory *memory)
{
	unsigned long i, npages = memory->pages.count;
	struct page **array = memory->pages.array;

	if (!array || !npages || npages > UINT_MAX ||
	    DIV_ROUND_UP(memory->size, PAGE_SIZE) != npages)
		return false;
	for (i = 0; i < npages; i++)
		if (!array[i] || !mview_mem_page_counts(array[i]))
			return false;
	return true;
}

struct mview_mem *mview_mem_pages_create(const struct mview_memory *memory)
{
	unsigned long npages = memory->pages.count;
	struct mview_mem_pages *pages;

	if (!mview_mem_pages_valid(memory))
		return ERR_PTR(-EINVAL);
	pages = mview_mem_pages_alloc(npages, memory->size, GFP_KERNEL);
	if (!pages)
		return ERR_PTR(-ENOMEM);
	memcpy(pages->pages, memory->pages.array,
	       array_size(npages, sizeof(struct page *)));
	return &pages->mem;
}

#define MVIEW_PAGES_GFP	(GFP_KERNEL_ACCOUNT | __GFP_NOWARN | __GFP_ZERO)

/*
 * As many pages in one piece as fill a PMD, if that is where one begins and it is
 * to be had.
 */
static struct page *mview_mem_pages_piece(u64 done, u64 npages)
{
	struct page *page = NULL;

	if (fatal_signal_pending(current))
		return NULL;
	if (IS_ALIGNED(done, MVIEW_HUGE_PAGES) &&
	    npages - done >= MVIEW_HUGE_PAGES)
		page = alloc_pages(MVIEW_PAGES_GFP | __GFP_COMP |
				   __GFP_NORETRY, MVIEW_HUGE_ORDER);
	return page ? page : alloc_page(MVIEW_PAGES_GFP | __GFP_RETRY_MAYFAIL);
}

static int mview_mem_pages_fill(struct mview_mem_pages *pages)
{
	unsigned long i, n, done;
	struct page *page;

	for (done = 0; done < pages->npages; done += n) {
		page = mview_mem_pages_piece(done, pages->npages);
		if (!page)
			return fatal_signal_pending(current) ? -EINTR : -ENOMEM;
		n = compound_nr(page);
		/* A fault that maps it whole wants it inside the file. */
		page_folio(page)->index = done;
		for (i = 0; i < n; i++)
			pages->pages[done + i] = page + i;
		cond_resched();
	}
	return 0;
}

struct mview_mem *mview_mem_pages_create_own(u64 size)
{
	u64 npages = DIV_ROUND_UP_ULL(size, PAGE_SIZE);
	struct mview_mem_pages *pages;
	int err;

	/* Whoever asks for too much gets told; nobody is killed to make room. */
	if (!npages || npages > totalram_pages())
		return ERR_PTR(-ENOMEM);
	pages = mview_mem_pages_alloc(npages, npages * PAGE_SIZE,
				      GFP_KERNEL_ACCOUNT | __GFP_NOWARN |
				      __GFP_RETRY_MAYFAIL);
	if (!pages)
		return ERR_PTR(-ENOMEM);
	pages->owned = true;
	err = mview_mem_pages_fill(pages);
	if (!err)
		err = mview_mem_scan(&pages->mem);
	if (err) {
		mview_mem_destroy(&pages->mem);
		return ERR_PTR(err);
	}
	return &pages->mem;
}
