// SPDX-License-Identifier: GPL-2.0
/* Memory kind coherent: of dma_alloc_attrs(), the same for CPU and device. */
#include <linux/dma-mapping.h>
#include <linux/err.h>
#include <linux/io.h>
#include <linux/ioport.h>
#include <linux/iosys-map.h>
#include <linux/mm.h>
#include <linux/overflow.h>
#include <linux/pfn.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include "compat.h"
#include "mem/mem.h"

struct mview_mem_coherent {
	struct mview_mem mem;
	struct device *dev;
	void *addr;
	dma_addr_t dma;
	unsigned long attrs;
};

static struct mview_mem_coherent *to_coherent(struct mview_mem *mem)
{
	return container_of(mem, struct mview_mem_coherent, mem);
}

static int mview_mem_coherent_vmap(struct mview_mem *mem,
				   struct iosys_map *map)
{
	iosys_map_set_vaddr(map, to_coherent(mem)->addr);
	return 0;
}

static bool mview_mem_coherent_dma(struct mview_mem *mem, u64 offset,
				   dma_addr_t *dma)
{
	*dma = to_coherent(mem)->dma + offset;
	return true;
}

#ifdef VM_PAT
static bool mview_coherent_is_ram(struct mview_mem_coherent *coherent)
{
	unsigned long pfn = is_vmalloc_addr(coherent->addr) ?
			    vmalloc_to_pfn(coherent->addr) :
			    PHYS_PFN(virt_to_phys(coherent->addr));

	return page_is_ram(pfn);
}

/*
 * x86 notes that the mapping has a reservation of cache attributes, and warns if
 * that can't be told from its first page any more: a zap beside a split, or a
 * fork, brings that about. RAM has no such reservation.
 */
static void mview_coherent_untrack(struct mview_mem_coherent *coherent,
				   struct vm_area_struct *vma)
{
	if (mview_coherent_is_ram(coherent))
		vm_flags_clear(vma, VM_PAT);
}
#else
static void mview_coherent_untrack(struct mview_mem_coherent *coherent,
				   struct vm_area_struct *vma)
{
}
#endif

static int mview_mem_coherent_mmap(struct mview_mem *mem,
				   struct vm_area_struct *vma)
{
	struct mview_mem_coherent *coherent = to_coherent(mem);
	int err;

	err = dma_mmap_attrs(coherent->dev, vma, coherent->addr, coherent->dma,
			     mem->size, coherent->attrs);
	if (!err)
		mview_coherent_untrack(coherent, vma);
	return err;
}

static void mview_mem_coherent_destroy(struct mview_mem *mem)
{
	kfree(to_coherent(mem));
}

static const struct mview_mem_ops mview_mem_coherent_ops = {
	.kind = MVIEW_KIND_COHERENT,
	.name = "coherent",
	.may_open = mview_mem_dma_may_open,
	.vmap = mview_mem_coherent_vmap,
	.dma = mview_mem_coherent_dma,
	.mmap = mview_mem_coherent_mmap,
	.destroy = mview_mem_coherent_destroy,
};

/*
 * In the direct map, or mapped page by page as vmalloc() does. Some machines have
 * another range, of uncached addresses; there, anything will do.
 */
static bool mview_coherent_addr_valid(void *addr, size_t size)
{
	size_t at;

	if (!is_vmalloc_addr(addr))
		return IS_ENABLED(CONFIG_ARCH_HAS_DMA_SET_UNCACHED) ||
		       (virt_addr_valid(addr) &&
			virt_addr_valid(addr + size - 1));
	for (at = 0; at < offset_in_page(addr) + size; at += PAGE_SIZE)
		if (!is_vmalloc_addr(addr + at) || !vmalloc_to_page(addr + at))
			return false;
	return true;
}

static int mview_coherent_check(const struct mview_memory *memory,
				const char **why)
{
	struct device *dev = memory->coherent.dev;
	void *addr = memory->coherent.addr;
	unsigned long last;

	if (!dev)
		return mview_refuse(why, "coherent.dev: NULL", -EINVAL);
	/* Without a mapping for the kernel the address means something else. */
	if (memory->coherent.attrs & DMA_ATTR_NO_KERNEL_MAPPING)
		return mview_refuse(why,
				    "coherent.attrs: DMA_ATTR_NO_KERNEL_MAPPING",
				    -EINVAL);
	if (!addr ||
	    check_add_overflow((unsigned long)addr, memory->size - 1, &last) ||
	    !mview_coherent_addr_valid(addr, memory->size))
		return mview_refuse(why,
				    "coherent.addr, size: not mapped for the kernel",
				    -EINVAL);
	if (!mview_mem_dma_fits(memory->coherent.dma, memory->size,
				dev->coherent_dma_mask))
		return mview_refuse(why,
				    "coherent.dma, size: the device can't reach it",
				    -EINVAL);
	return 0;
}

struct mview_mem *mview_mem_coherent_create(const struct mview_memory *memory,
					    const char **why)
{
	struct mview_mem_coherent *coherent;
	int err;

	err = mview_coherent_check(memory, why);
	if (err)
		return ERR_PTR(err);
	coherent = kzalloc(sizeof(*coherent), GFP_KERNEL);
	if (!coherent)
		return ERR_PTR(-ENOMEM);
	coherent->dev = memory->coherent.dev;
	coherent->addr = memory->coherent.addr;
	coherent->dma = memory->coherent.dma;
	coherent->attrs = memory->coherent.attrs;
	mview_mem_init(&coherent->mem, &mview_mem_coherent_ops, memory->size);
	/* A pool for small pieces gives out parts of pages. */
	coherent->mem.mappable = dma_can_mmap(coherent->dev) &&
				 PAGE_ALIGNED(coherent->addr) &&
				 PAGE_ALIGNED(memory->size);
	return &coherent->mem;
}
