// SPDX-License-Identifier: GPL-2.0
/* The memory of simulated devices: every kind that drivers can have. */
#include "memory.h"

#include <linux/cc_platform.h>
#include <linux/dma-direct.h>
#include <linux/dma-map-ops.h>
#include <linux/dma-mapping.h>
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/io.h>
#include <linux/kernel.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/mview.h>
#include <linux/pfn.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

#define SIM_POISON	0x6b	/* as the slab allocator's */

/* Keep pieces of a scatterlist small, so that there are several. */
#define SIM_SEGMENT	max_t(size_t, PAGE_SIZE, SZ_16K)

/* Fail silently rather than have the OOM killer run. */
#define SIM_GFP	(GFP_KERNEL_ACCOUNT | __GFP_ZERO | __GFP_RETRY_MAYFAIL | \
		 __GFP_NOWARN)

/* In pieces as large as the page tables have entries for, if that is wanted. */
static int sim_vmalloc_create(struct sim_memory *memory)
{
	memory->addr = memory->order < PMD_SHIFT - PAGE_SHIFT ?
		       __vmalloc(memory->size, SIM_GFP) :
		       vmalloc_huge(memory->size, SIM_GFP);
	return memory->addr ? 0 : -ENOMEM;
}

static void sim_vmalloc_destroy(struct sim_memory *memory)
{
	vfree(memory->addr);
}

static void sim_vmalloc_describe(const struct sim_memory *memory,
				 struct mview_memory *desc)
{
	*desc = *MVIEW_VMALLOC(memory->addr, memory->size);
}

static void sim_pages_destroy(struct sim_memory *memory)
{
	unsigned long i;

	if (memory->addr)
		vunmap(memory->addr);
	/* put_page(), not free: a process may have pinned one of them. */
	for (i = 0; i < memory->npages && memory->pages[i];
	     i += 1UL << memory->order)
		put_page(memory->pages[i]);
	kvfree(memory->pages);
}

/* The pages from @i on, as many as come in one piece. */
static int sim_pages_add(struct sim_memory *memory, unsigned long i)
{
	unsigned long n = min(1UL << memory->order, memory->npages - i);
	struct page *piece = NULL;

	cond_resched();
	if (!fatal_signal_pending(current))
		piece = alloc_pages(SIM_GFP | __GFP_COMP, memory->order);
	if (!piece)
		return -ENOMEM;
	/* A stale index may keep the folio from being mapped whole. */
	page_folio(piece)->index = i;
	while (n--)
		memory->pages[i + n] = piece + n;
	return 0;
}

static int sim_pages_create(struct sim_memory *memory)
{
	unsigned long i;
	int err = 0;

	memory->npages = PFN_UP(memory->size);
	memory->pages = kvcalloc(memory->npages, sizeof(*memory->pages),
				 SIM_GFP);
	if (!memory->pages)
		return -ENOMEM;
	for (i = 0; i < memory->npages && !err; i += 1UL << memory->order)
		err = sim_pages_add(memory, i);
	if (err)
		goto err_pages;
	err = -ENOMEM;
	memory->addr = vmap(memory->pages, memory->npages, VM_MAP, PAGE_KERNEL);
	if (!memory->addr)
		goto err_pages;
	return 0;

err_pages:
	sim_pages_destroy(memory);
	return err;
}

static void sim_pages_describe(const struct sim_memory *memory,
			       struct mview_memory *desc)
{
	*desc = *MVIEW_PAGES(memory->pages, memory->npages, memory->size);
}

static int sim_kmalloc_create(struct sim_memory *memory)
{
	memory->addr = kmalloc(memory->size, SIM_GFP);
	return memory->addr ? 0 : -ENOMEM;
}

static void sim_kmalloc_destroy(struct sim_memory *memory)
{
	kfree(memory->addr);
}

static void sim_kmalloc_describe(const struct sim_memory *memory,
				 struct mview_memory *desc)
{
	*desc = *MVIEW_KMALLOC(memory->addr, memory->size);
}

/* Not every machine has it. */
static int sim_dma_init(struct sim_memory *memory)
{
	return dma_set_mask_and_coherent(memory->dev, DMA_BIT_MASK(64));
}

static int sim_coherent_create(struct sim_memory *memory)
{
	int err = sim_dma_init(memory);

	if (err)
		return err;
	memory->addr = dma_alloc_coherent(memory->dev, memory->size,
					  &memory->dma, GFP_KERNEL |
					  __GFP_RETRY_MAYFAIL | __GFP_NOWARN);
	return memory->addr ? 0 : -ENOMEM;
}

static void sim_coherent_destroy(struct sim_memory *memory)
{
	dma_free_coherent(memory->dev, memory->size, memory->addr, memory->dma);
}

static void sim_coherent_describe(const struct sim_memory *memory,
				  struct mview_memory *desc)
{
	*desc = *MVIEW_COHERENT(memory->dev, memory->addr, memory->dma,
				memory->size);
}

/* In one piece, whole pages that count references. */
static int sim_block_create(struct sim_memory *memory)
{
	struct page *page = alloc_pages(SIM_GFP | __GFP_COMP,
					get_order(memory->size));

	if (!page)
		return -ENOMEM;
	memory->addr = page_address(page);
	return 0;
}

static void sim_block_destroy(struct sim_memory *memory)
{
	/* put_page(), not free: a process may have pinned it. */
	put_page(virt_to_page(memory->addr));
}

/*
 * vmap() what the device sees of a streaming mapping; @dma gives the address of
 * each page. The mapping is uncached if the device's DMA is not coherent. It
 * needs DMA addresses that translate to memory, the mapped memory or a bounce
 * buffer: not those of Xen or an IOMMU, nor a bounce buffer that is not encrypted
 * where memory is, which is mapped in another way.
 */
static int sim_device_create(struct sim_memory *memory, const dma_addr_t *dma,
			     unsigned long npages)
{
	pgprot_t prot = dev_is_dma_coherent(memory->dev) ?
		PAGE_KERNEL : pgprot_dmacoherent(PAGE_KERNEL);
	struct page **pages;
	unsigned long i, pfn;

	if (get_dma_ops(memory->dev) || device_iommu_mapped(memory->dev) ||
	    cc_platform_has(CC_ATTR_MEM_ENCRYPT) ||
	    cc_platform_has(CC_ATTR_GUEST_MEM_ENCRYPT))
		return -EIO;
	pages = kvmalloc_array(npages, sizeof(*pages), SIM_GFP);
	if (!pages)
		return -ENOMEM;
	for (i = 0; i < npages; i++) {
		pfn = PHYS_PFN(dma_to_phys(memory->dev, dma[i]));
		if (!pfn_valid(pfn)) {
			kvfree(pages);
			return -EIO;
		}
		pages[i] = pfn_to_page(pfn);
	}
	memory->device = vmap(pages, npages, VM_MAP, prot);
	kvfree(pages);
	return memory->device ? 0 : -ENOMEM;
}

static void sim_device_destroy(struct sim_memory *memory)
{
	vunmap(memory->device);
}

/* Collect the DMA addresses, of one piece or of the table's pieces. */
static int sim_device_find(struct sim_memory *memory)
{
	unsigned long i = 0, npages = PFN_UP(memory->size);
	struct sg_dma_page_iter iter;
	dma_addr_t *dma;
	int err;

	dma = kvmalloc_array(npages, sizeof(*dma), SIM_GFP);
	if (!dma)
		return -ENOMEM;
	if (memory->sgt.sgl)
		for_each_sgtable_dma_page(&memory->sgt, &iter, 0)
			dma[i++] = sg_page_iter_dma_address(&iter);
	else
		for (; i < npages; i++)
			dma[i] = memory->dma + i * PAGE_SIZE;
	err = sim_device_create(memory, dma, npages);
	kvfree(dma);
	return err;
}

static int sim_streaming_map(struct sim_memory *memory)
{
	size_t size = PAGE_ALIGN(memory->size);
	int err;

	if (size > dma_max_mapping_size(memory->dev))
		return -EOVERFLOW;
	memory->dma = dma_map_single(memory->dev, memory->addr, size,
				     DMA_BIDIRECTIONAL);
	if (dma_mapping_error(memory->dev, memory->dma))
		return -ENOMEM;
	err = sim_device_find(memory);
	if (err)
		dma_unmap_single(memory->dev, memory->dma, size,
				 DMA_BIDIRECTIONAL);
	return err;
}

static int sim_streaming_create(struct sim_memory *memory)
{
	int err = sim_dma_init(memory);

	if (!err)
		err = sim_block_create(memory);
	if (err)
		return err;
	err = sim_streaming_map(memory);
	if (err)
		sim_block_destroy(memory);
	return err;
}

static void sim_streaming_destroy(struct sim_memory *memory)
{
	sim_device_destroy(memory);
	dma_unmap_single(memory->dev, memory->dma, PAGE_ALIGN(memory->size),
			 DMA_BIDIRECTIONAL);
	sim_block_destroy(memory);
}

/* Both ways, so that programs can write, too. */
static void sim_streaming_describe(const struct sim_memory *memory,
				   struct mview_memory *desc)
{
	*desc = *MVIEW_STREAMING(memory->dev, memory->addr, memory->dma,
				 memory->size, DMA_BIDIRECTIONAL);
}

static int sim_sg_map(struct sim_memory *memory)
{
	int err;

	err = sg_alloc_table_from_pages_segment(&memory->sgt, memory->pages,
						memory->npages, 0,
						memory->npages * PAGE_SIZE,
						SIM_SEGMENT, GFP_KERNEL);
	if (err)
		return err;
	err = dma_map_sgtable(memory->dev, &memory->sgt, DMA_BIDIRECTIONAL, 0);
	if (err)
		goto err_table;
	err = sim_device_find(memory);
	if (err)
		goto err_map;
	return 0;

err_map:
	dma_unmap_sgtable(memory->dev, &memory->sgt, DMA_BIDIRECTIONAL, 0);
err_table:
	sg_free_table(&memory->sgt);
	return err;
}

static int sim_sg_create(struct sim_memory *memory)
{
	int err = sim_dma_init(memory);

	if (!err)
		err = sim_pages_create(memory);
	if (err)
		return err;
	err = sim_sg_map(memory);
	if (err)
		sim_pages_destroy(memory);
	return err;
}

static void sim_sg_destroy(struct sim_memory *memory)
{
	sim_device_destroy(memory);
	dma_unmap_sgtable(memory->dev, &memory->sgt, DMA_BIDIRECTIONAL, 0);
	sg_free_table(&memory->sgt);
	sim_pages_destroy(memory);
}

static void sim_sg_describe(const struct sim_memory *memory,
			    struct mview_memory *desc)
{
	*desc = *MVIEW_STREAMING_SG(memory->dev, &memory->sgt, memory->size,
				    DMA_BIDIRECTIONAL);
}

/*
 * Simulate registers without side effects by a piece of memory. Its address
 * takes the place of what ioremap() returns. This needs a machine on which
 * ordinary loads and stores reach registers: most, but not s390 with PCI, nor
 * user mode Linux, where __iomem is no address. Where programs map it uncached
 * and caches are not coherent with that, one side may see the other's stores
 * late.
 */
static int sim_mmio_create(struct sim_memory *memory)
{
	if ((IS_ENABLED(CONFIG_S390) && IS_ENABLED(CONFIG_PCI)) ||
	    IS_ENABLED(CONFIG_INDIRECT_IOMEM))
		return -EOPNOTSUPP;
	return sim_block_create(memory);
}

static void sim_mmio_describe(const struct sim_memory *memory,
			      struct mview_memory *desc)
{
	*desc = *MVIEW_MMIO((void __force __iomem *)memory->addr,
			    virt_to_phys(memory->addr), memory->size);
}

static const struct sim_kind sim_kinds[] = {
	{ "vmalloc", sim_vmalloc_create, sim_vmalloc_destroy,
	  sim_vmalloc_describe },
	{ "pages", sim_pages_create, sim_pages_destroy, sim_pages_describe },
	{ "kmalloc", sim_kmalloc_create, sim_kmalloc_destroy,
	  sim_kmalloc_describe },
	{ "coherent", sim_coherent_create, sim_coherent_destroy,
	  sim_coherent_describe },
	{ "streaming", sim_streaming_create, sim_streaming_destroy,
	  sim_streaming_describe },
	{ "streaming-sg", sim_sg_create, sim_sg_destroy, sim_sg_describe },
	{ "mmio", sim_mmio_create, sim_block_destroy, sim_mmio_describe },
};

const struct sim_kind *sim_kind_find(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(sim_kinds); i++)
		if (sysfs_streq(name, sim_kinds[i].name))
			return &sim_kinds[i];
	return NULL;
}

int sim_memory_create(struct sim_memory *memory, struct device *dev,
		      const struct sim_kind *kind, size_t size,
		      unsigned int order)
{
	int err;

	*memory = (struct sim_memory) {
		.kind = kind,
		.dev = dev,
		.size = size,
		.order = order,
	};
	err = kind->create(memory);
	if (!err && !memory->device)
		memory->device = memory->addr;
	return err;
}

void sim_memory_destroy(struct sim_memory *memory)
{
	/* @device last: destroying may copy its bytes to @addr. */
	memset(memory->addr, SIM_POISON, memory->size);
	memset(memory->device, SIM_POISON, memory->size);
	memory->kind->destroy(memory);
}
