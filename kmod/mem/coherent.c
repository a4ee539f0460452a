// SPDX-License-Identifier: GPL-2.0
/*
 * Memory kind coherent: of dma_alloc_attrs(), the same for CPU and device.
 *
 * It is mapped by fault, as all other memory is. dma_mmap_attrs() inserts all
 * pages in ->mmap, before the mapping is linked to the buffer's address_space,
 * so that a zap would have to wait for the mmap_lock of the process, for as long
 * as that process likes; it inserts no large entries; and on x86 it sets VM_PAT,
 * which warns when a zap meets fork(2) (6.1, 6.12).
 *
 * mview finds what it would insert: the frames behind the kernel's address, as
 * dma_common_mmap() and iommu_dma_mmap() find them, with the attributes of
 * dma_pgprot() and dma_direct_mmap(). Where mview can't find these, the memory
 * can be read and written, but not mapped.
 */
#include <linux/cc_platform.h>
#include <linux/device.h>
#include <linux/dma-map-ops.h>
#include <linux/dma-mapping.h>
#include <linux/err.h>
#include <linux/iosys-map.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include "mem/frames.h"
#include "mem/mem.h"

struct mview_mem_coherent {
	struct mview_mem mem;
	struct mview_frames frames;
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

static unsigned long mview_mem_coherent_pfn(struct mview_mem *mem,
					    unsigned long page)
{
	return mview_frames_pfn(&to_coherent(mem)->frames, page);
}

/* As dma_pgprot(), which modules can't call. */
static pgprot_t mview_coherent_cached(struct mview_mem_coherent *coherent,
				      pgprot_t prot)
{
	if (dev_is_dma_coherent(coherent->dev))
		return prot;
#ifdef CONFIG_ARCH_HAS_DMA_WRITE_COMBINE
	if (coherent->attrs & DMA_ATTR_WRITE_COMBINE)
		return pgprot_writecombine(prot);
#endif
	return pgprot_dmacoherent(prot);
}

static pgprot_t mview_mem_coherent_prot(struct mview_mem *mem, pgprot_t prot)
{
	prot = mview_coherent_cached(to_coherent(mem), prot);
	return cc_platform_has(CC_ATTR_GUEST_MEM_ENCRYPT) ?
	       pgprot_decrypted(prot) : prot;
}

static void mview_mem_coherent_destroy(struct mview_mem *mem)
{
	mview_frames_deinit(&to_coherent(mem)->frames);
	kfree(to_coherent(mem));
}

static const struct mview_mem_ops mview_mem_coherent_ops = {
	.kind = MVIEW_KIND_COHERENT,
	.name = "coherent",
	.may_open = mview_mem_dma_may_open,
	.vmap = mview_mem_coherent_vmap,
	.dma = mview_mem_coherent_dma,
	.pfn = mview_mem_coherent_pfn,
	.prot = mview_mem_coherent_prot,
	.destroy = mview_mem_coherent_destroy,
};

/*
 * Only force_dma_unencrypted() knows whether the memory is encrypted, and
 * modules can't call it. In a guest with encrypted memory it never is, unless
 * the device is behind an IOMMU of the guest; on a bare machine that depends on
 * the device's mask.
 */
static bool mview_coherent_knows_prot(struct device *dev)
{
	if (!cc_platform_has(CC_ATTR_MEM_ENCRYPT))
		return true;
	return cc_platform_has(CC_ATTR_GUEST_MEM_ENCRYPT) &&
	       !device_iommu_mapped(dev);
}

/*
 * A pool that was declared for the device may be remapped memory that has no
 * struct page. vmalloc_to_page() only does arithmetic on it in these memory
 * models; in the others it would read a section that does not exist.
 */
static bool mview_coherent_knows_frames(const void *addr)
{
	return IS_ENABLED(CONFIG_SPARSEMEM_VMEMMAP) ||
	       IS_ENABLED(CONFIG_FLATMEM) || !is_vmalloc_addr(addr);
}

/*
 * Find the frames, and whether programs can map them. Addresses in a machine's
 * uncached range beside the direct map can't be looked up, so any are accepted.
 */
static int mview_coherent_find(struct mview_mem_coherent *coherent,
			       const char **why)
{
	struct mview_mem *mem = &coherent->mem;
	int err;

	if (!mview_coherent_knows_frames(coherent->addr))
		return 0;
	err = !coherent->addr ? -EINVAL :
	      mview_frames_init(&coherent->frames, coherent->addr, mem->size);
	if (err == -EOPNOTSUPP && IS_ENABLED(CONFIG_ARCH_HAS_DMA_SET_UNCACHED))
		return 0;
	if (err == -ENOMEM)
		return err;
	if (err)
		return mview_refuse(why,
				    "coherent.addr, size: not mapped for the kernel",
				    -EINVAL);
	/* A DMA pool for small pieces allocates parts of pages. */
	mem->mappable = PAGE_ALIGNED(coherent->addr) &&
			PAGE_ALIGNED(mem->size) &&
			dma_can_mmap(coherent->dev) &&
			mview_coherent_knows_prot(coherent->dev);
	return 0;
}

static int mview_coherent_check(const struct mview_memory *memory,
				const char **why)
{
	struct device *dev = memory->coherent.dev;

	if (!dev)
		return mview_refuse(why, "coherent.dev: NULL", -EINVAL);
	/* Without a kernel mapping @addr is a cookie, not an address. */
	if (memory->coherent.attrs & DMA_ATTR_NO_KERNEL_MAPPING)
		return mview_refuse(why,
				    "coherent.attrs: DMA_ATTR_NO_KERNEL_MAPPING",
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
	err = mview_coherent_find(coherent, why);
	if (err) {
		mview_mem_destroy(&coherent->mem);
		return ERR_PTR(err);
	}
	return &coherent->mem;
}
