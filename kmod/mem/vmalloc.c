// SPDX-License-Identifier: GPL-2.0
/* Memory kind vmalloc: pages that are already in a row for the CPU. */
#include <linux/err.h>
#include <linux/iosys-map.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include "mem/mem.h"

struct mview_mem_vmalloc {
	struct mview_mem mem;
	void *addr;
};

static struct mview_mem_vmalloc *to_vmalloc(struct mview_mem *mem)
{
	return container_of(mem, struct mview_mem_vmalloc, mem);
}

static int mview_mem_vmalloc_vmap(struct mview_mem *mem, struct iosys_map *map)
{
	iosys_map_set_vaddr(map, to_vmalloc(mem)->addr);
	return 0;
}

static unsigned long mview_mem_vmalloc_pfn(struct mview_mem *mem,
					   unsigned long page)
{
	return vmalloc_to_pfn(to_vmalloc(mem)->addr + page * PAGE_SIZE);
}

static void mview_mem_vmalloc_destroy(struct mview_mem *mem)
{
	kfree(to_vmalloc(mem));
}

static const struct mview_mem_ops mview_mem_vmalloc_ops = {
	.kind = MVIEW_KIND_VMALLOC,
	.name = "vmalloc",
	.vmap = mview_mem_vmalloc_vmap,
	.pfn = mview_mem_vmalloc_pfn,
	.destroy = mview_mem_vmalloc_destroy,
};

struct mview_mem *mview_mem_vmalloc_create(const struct mview_memory *memory,
					   const char **why)
{
	void *addr = memory->vmalloc.addr;
	struct mview_mem_vmalloc *vmalloc;
	bool counted = true;
	struct page *page;
	size_t at;

	/* A wrong size must not lead into a hole, or to another's pages. */
	for (at = 0; at < offset_in_page(addr) + memory->size;
	     at += PAGE_SIZE) {
		page = is_vmalloc_addr(addr + at) ?
		       vmalloc_to_page(addr + at) : NULL;
		if (!page)
			return ERR_PTR(mview_refuse(why,
				"vmalloc.addr, size: not vmalloc() memory",
				-EINVAL));
		/* vmap() puts there what its caller had. */
		counted = counted && mview_mem_page_counts(page);
	}
	vmalloc = kzalloc(sizeof(*vmalloc), GFP_KERNEL);
	if (!vmalloc)
		return ERR_PTR(-ENOMEM);
	vmalloc->addr = addr;
	mview_mem_init(&vmalloc->mem, &mview_mem_vmalloc_ops, memory->size);
	vmalloc->mem.mappable = PAGE_ALIGNED(addr) &&
				PAGE_ALIGNED(memory->size);
	vmalloc->mem.pinnable = vmalloc->mem.mappable && counted;
	return &vmalloc->mem;
}
