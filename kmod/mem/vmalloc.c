// SPDX-License-Identifier: GPL-2.0
/* Memory kind vmalloc: pages that vmalloc() has mapped for the CPU. */
#include <linux/err.h>
#include <linux/iosys-map.h>
#include <linux/math.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include "mem/frames.h"
#include "mem/mem.h"

struct mview_mem_vmalloc {
	struct mview_mem mem;
	struct mview_frames frames;
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
	return mview_frames_pfn(&to_vmalloc(mem)->frames, page);
}

static void mview_mem_vmalloc_destroy(struct mview_mem *mem)
{
	mview_frames_deinit(&to_vmalloc(mem)->frames);
	kfree(to_vmalloc(mem));
}

static const struct mview_mem_ops mview_mem_vmalloc_ops = {
	.kind = MVIEW_KIND_VMALLOC,
	.name = "vmalloc",
	.vmap = mview_mem_vmalloc_vmap,
	.pfn = mview_mem_vmalloc_pfn,
	.destroy = mview_mem_vmalloc_destroy,
};

/* Addresses of vmap() and ioremap() map memory of their callers. */
static int mview_vmalloc_find(struct mview_mem_vmalloc *vmalloc)
{
	struct mview_mem *mem = &vmalloc->mem;
	bool counted = true;
	unsigned long i, pfn;
	int err;

	if (!is_vmalloc_addr(vmalloc->addr))
		return -EINVAL;
	err = mview_frames_init(&vmalloc->frames, vmalloc->addr, mem->size);
	if (err)
		return err;
	for (i = 0; i < DIV_ROUND_UP(mem->size, PAGE_SIZE); i++) {
		pfn = mview_mem_vmalloc_pfn(mem, i);
		if (!pfn_valid(pfn) || is_zone_device_page(pfn_to_page(pfn)))
			return -EINVAL;
		counted = counted && mview_mem_page_counts(pfn_to_page(pfn));
		cond_resched();
	}
	mem->mappable = PAGE_ALIGNED(vmalloc->addr) && PAGE_ALIGNED(mem->size);
	mem->pinnable = mem->mappable && counted;
	return 0;
}

struct mview_mem *mview_mem_vmalloc_create(const struct mview_memory *memory,
					   const char **why)
{
	struct mview_mem_vmalloc *vmalloc;
	int err;

	vmalloc = kzalloc(sizeof(*vmalloc), GFP_KERNEL);
	if (!vmalloc)
		return ERR_PTR(-ENOMEM);
	vmalloc->addr = memory->vmalloc.addr;
	mview_mem_init(&vmalloc->mem, &mview_mem_vmalloc_ops, memory->size);
	err = mview_vmalloc_find(vmalloc);
	if (!err)
		return &vmalloc->mem;
	mview_mem_destroy(&vmalloc->mem);
	return ERR_PTR(err == -EINVAL ? mview_refuse(why,
				"vmalloc.addr, size: not vmalloc() memory",
				-EINVAL) : err);
}
