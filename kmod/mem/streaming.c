// SPDX-License-Identifier: GPL-2.0
/*
 * Memory kind streaming: mapped by dma_map_single() or dma_map_sg(). It belongs
 * to the device or to the CPU; a sync hands it over from one to the other.
 */
#include <linux/dma-mapping.h>
#include <linux/err.h>
#include <linux/iosys-map.h>
#include <linux/mm.h>
#include <linux/overflow.h>
#include <linux/scatterlist.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include "mem/frames.h"
#include "mem/mem.h"
#include "mem/segments.h"

/**
 * struct mview_mem_streaming - memory under a streaming mapping
 * @mem: the memory
 * @segments: as it is mapped
 * @addr: its first byte for the CPU
 * @row: where vmap() has put @pages in a row, or NULL
 * @pages: of a scatterlist, or NULL where @addr is in the direct map
 * @linear: all segments follow one another for the device
 */
struct mview_mem_streaming {
	struct mview_mem mem;
	struct mview_segments *segments;
	void *addr;
	void *row;
	struct page **pages;
	bool linear;
};

static struct mview_mem_streaming *to_streaming(struct mview_mem *mem)
{
	return container_of(mem, struct mview_mem_streaming, mem);
}

static int mview_mem_streaming_vmap(struct mview_mem *mem,
				    struct iosys_map *map)
{
	iosys_map_set_vaddr(map, to_streaming(mem)->addr);
	return 0;
}

static void mview_mem_streaming_for_cpu(struct mview_mem *mem,
					const struct mv_extent *extent)
{
	mview_segments_for_cpu(to_streaming(mem)->segments, extent);
}

static void mview_mem_streaming_for_device(struct mview_mem *mem,
					   const struct mv_extent *extent,
					   bool wrote)
{
	mview_segments_for_device(to_streaming(mem)->segments, extent, wrote);
}

static bool mview_mem_streaming_dma(struct mview_mem *mem, u64 offset,
				    dma_addr_t *dma)
{
	struct mview_mem_streaming *streaming = to_streaming(mem);

	*dma = streaming->segments->list[0].dma + offset;
	return streaming->linear;
}

static struct page *mview_streaming_page(struct mview_mem_streaming *streaming,
					 unsigned long page)
{
	if (streaming->pages)
		return streaming->pages[page];
	return virt_to_page(streaming->addr + page * PAGE_SIZE);
}

static unsigned long mview_mem_streaming_pfn(struct mview_mem *mem,
					     unsigned long page)
{
	return page_to_pfn(mview_streaming_page(to_streaming(mem), page));
}

static void mview_mem_streaming_destroy(struct mview_mem *mem)
{
	struct mview_mem_streaming *streaming = to_streaming(mem);

	if (streaming->row)
		vunmap(streaming->row);
	kvfree(streaming->pages);
	kvfree(streaming->segments);
	kfree(streaming);
}

static const struct mview_mem_ops mview_mem_streaming_ops = {
	.kind = MVIEW_KIND_STREAMING,
	.name = "streaming",
	.may_open = mview_mem_dma_may_open,
	.vmap = mview_mem_streaming_vmap,
	.for_cpu = mview_mem_streaming_for_cpu,
	.for_device = mview_mem_streaming_for_device,
	.dma = mview_mem_streaming_dma,
	.pfn = mview_mem_streaming_pfn,
	.destroy = mview_mem_streaming_destroy,
};

/* Decide whether it can be mapped; the pages and @addr must be set. */
static void mview_streaming_look(struct mview_mem_streaming *streaming)
{
	struct mview_mem *mem = &streaming->mem;
	unsigned long i;
	struct page *page;

	mem->mappable = PAGE_ALIGNED(streaming->addr) &&
			PAGE_ALIGNED(mem->size);
	mem->pinnable = mem->mappable;
	for (i = 0; i < DIV_ROUND_UP(mem->size, PAGE_SIZE); i++) {
		page = mview_streaming_page(streaming, i);
		/* Slab pages hold other users' objects as well. */
		if (PageSlab(compound_head(page)))
			mem->mappable = false;
		if (!mem->mappable || !mview_mem_page_counts(page))
			mem->pinnable = false;
		cond_resched();
	}
	streaming->linear = mview_segments_linear(streaming->segments);
}

/* The pages that the table has in a row: only its two ends may be ragged. */
static int mview_streaming_row(struct mview_mem_streaming *streaming,
			       const struct sg_table *sgt)
{
	unsigned long i = 0, npages, first = sgt->sgl->offset;
	struct sg_page_iter iter;
	struct scatterlist *sg;
	struct page *page;
	unsigned int nr;

	for_each_sgtable_sg(sgt, sg, nr)
		if ((nr && sg->offset) ||
		    (nr + 1 < sgt->orig_nents &&
		     !PAGE_ALIGNED(sg->offset + sg->length)))
			return -EINVAL;
	if (first >= PAGE_SIZE)
		return -EINVAL;
	npages = DIV_ROUND_UP(first + streaming->mem.size, PAGE_SIZE);
	/* vmap() has their size in an unsigned long. */
	if (npages > ULONG_MAX >> PAGE_SHIFT)
		return -EINVAL;
	streaming->pages = kvmalloc_array(npages, sizeof(*streaming->pages),
					  GFP_KERNEL);
	if (!streaming->pages)
		return -ENOMEM;
	for_each_sgtable_page(sgt, &iter, 0) {
		if (i == npages)
			break;
		page = sg_page_iter_page(&iter);
		/* A device's, as PCI_P2PDMA has them, must not be cached. */
		if (is_zone_device_page(page))
			return -EINVAL;
		streaming->pages[i++] = page;
		cond_resched();
	}
	if (i < npages)
		return -EINVAL;
	streaming->row = vmap(streaming->pages, npages, VM_MAP, PAGE_KERNEL);
	if (!streaming->row)
		return -ENOMEM;
	streaming->addr = streaming->row + first;
	return 0;
}

/* Takes over @segments, on error too. */
static struct mview_mem_streaming *
mview_streaming_alloc(struct mview_segments *segments, u64 size)
{
	struct mview_mem_streaming *streaming;

	if (IS_ERR(segments))
		return ERR_CAST(segments);
	streaming = kzalloc(sizeof(*streaming), GFP_KERNEL);
	if (!streaming) {
		kvfree(segments);
		return ERR_PTR(-ENOMEM);
	}
	streaming->segments = segments;
	mview_mem_init(&streaming->mem, &mview_mem_streaming_ops, size);
	return streaming;
}

static const char mview_streaming_gaps[] =
	"streaming.sgt, size: less memory, gaps in it, or a device's";

static struct mview_mem *
mview_streaming_create_sg(const struct mview_memory *memory, const char **why)
{
	const struct sg_table *sgt = memory->streaming.sgt;
	struct mview_mem_streaming *streaming;
	struct mview_segments *segments;
	int err;

	if (!sgt->sgl || !sgt->orig_nents || !sgt->nents)
		return ERR_PTR(mview_refuse(why, "streaming.sgt: not mapped",
					    -EINVAL));
	segments = mview_segments_create(memory->streaming.dev,
					 memory->streaming.dir, sgt,
					 memory->size);
	if (segments == ERR_PTR(-EINVAL))
		mview_refuse(why, mview_streaming_gaps, -EINVAL);
	streaming = mview_streaming_alloc(segments, memory->size);
	if (IS_ERR(streaming))
		return ERR_CAST(streaming);
	err = mview_streaming_row(streaming, sgt);
	if (err) {
		if (err == -EINVAL)
			mview_refuse(why, mview_streaming_gaps, err);
		mview_mem_destroy(&streaming->mem);
		return ERR_PTR(err);
	}
	mview_streaming_look(streaming);
	return &streaming->mem;
}

static struct mview_mem *
mview_streaming_create_single(const struct mview_memory *memory,
			      const char **why)
{
	struct mview_mem_streaming *streaming;
	void *addr = memory->streaming.addr;
	struct mview_segments *segments;

	if (!mview_frames_direct(addr, memory->size))
		return ERR_PTR(mview_refuse(why,
			"streaming.addr, size: not in the direct map",
			-EINVAL));
	if (!mview_mem_dma_fits(memory->streaming.dma, memory->size,
				dma_get_mask(memory->streaming.dev)))
		return ERR_PTR(mview_refuse(why,
			"streaming.dma, size: the device can't reach it",
			-EINVAL));
	segments = mview_segments_create_single(memory->streaming.dev,
						memory->streaming.dir,
						memory->streaming.dma,
						memory->size);
	streaming = mview_streaming_alloc(segments, memory->size);
	if (IS_ERR(streaming))
		return ERR_CAST(streaming);
	streaming->addr = addr;
	mview_streaming_look(streaming);
	return &streaming->mem;
}

struct mview_mem *mview_mem_streaming_create(const struct mview_memory *memory,
					     const char **why)
{
	if (!memory->streaming.dev)
		return ERR_PTR(mview_refuse(why, "streaming.dev: NULL",
					    -EINVAL));
	if (!valid_dma_direction(memory->streaming.dir))
		return ERR_PTR(mview_refuse(why, "streaming.dir", -EINVAL));
	if (!memory->streaming.sgt == !memory->streaming.addr)
		return ERR_PTR(mview_refuse(why,
			"streaming.addr, sgt: neither, or both", -EINVAL));
	if (memory->streaming.sgt)
		return mview_streaming_create_sg(memory, why);
	return mview_streaming_create_single(memory, why);
}
