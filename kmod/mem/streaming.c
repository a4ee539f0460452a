// SPDX-License-Identifier: GPL-2.0
/*
 * Memory kind streaming: under dma_map_single() or dma_map_sg(). It belongs to
 * the device or to the CPU, and is handed over from one to the other: exactly
 * the bytes that are accessed, because a bounce buffer that is copied back
 * overwrites what the CPU has written beside them.
 */
#include <linux/dma-mapping.h>
#include <linux/err.h>
#include <linux/iosys-map.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/overflow.h>
#include <linux/scatterlist.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include "mem/mem.h"

/**
 * struct mview_segment - bytes in one piece for CPU and device
 * @offset: of the first of them in the memory
 * @len: their number
 * @dma: where the device finds the first
 */
struct mview_segment {
	u64 offset;
	u64 len;
	dma_addr_t dma;
};

/**
 * struct mview_mem_streaming - memory under a streaming mapping
 * @mem: the memory
 * @dev: that it is mapped for
 * @dir: with which it is mapped
 * @addr: its first byte for the CPU
 * @row: where vmap() has put @pages in a row, or NULL
 * @pages: of a scatterlist, or NULL where @addr is in the direct map
 * @linear: all segments follow one another for the device
 * @n: entries of @segments
 * @segments: all bytes, in order
 */
struct mview_mem_streaming {
	struct mview_mem mem;
	struct device *dev;
	enum dma_data_direction dir;
	void *addr;
	void *row;
	struct page **pages;
	bool linear;
	unsigned int n;
	struct mview_segment segments[] __counted_by(n);
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

/* The segment with byte @offset in it; the memory has that byte. */
static struct mview_segment *
mview_segment_find(struct mview_mem_streaming *streaming, u64 offset)
{
	unsigned int lo = 0, hi = streaming->n - 1;

	while (lo < hi) {
		unsigned int mid = lo + (hi - lo + 1) / 2;

		if (streaming->segments[mid].offset <= offset)
			lo = mid;
		else
			hi = mid - 1;
	}
	return &streaming->segments[lo];
}

/* Between CPU and device, what the extent has of each segment. */
static void mview_streaming_sync(struct mview_mem_streaming *streaming,
				 const struct mv_extent *extent,
				 void (*sync)(struct device *dev,
					      dma_addr_t addr, size_t size,
					      enum dma_data_direction dir))
{
	u64 at = extent->lo, hi = extent->hi;
	struct mview_segment *segment;
	u64 skip, len;

	if (at == hi)
		return;
	for (segment = mview_segment_find(streaming, at); at < hi; segment++) {
		skip = at - segment->offset;
		len = min(segment->len - skip, hi - at);
		sync(streaming->dev, segment->dma + skip, len, streaming->dir);
		at += len;
	}
}

/* Functions for pointers to them: the originals may be inline. */
static void mview_sync_for_cpu(struct device *dev, dma_addr_t addr, size_t size,
			       enum dma_data_direction dir)
{
	dma_sync_single_for_cpu(dev, addr, size, dir);
}

static void mview_sync_for_device(struct device *dev, dma_addr_t addr,
				  size_t size, enum dma_data_direction dir)
{
	dma_sync_single_for_device(dev, addr, size, dir);
}

static void mview_mem_streaming_for_cpu(struct mview_mem *mem,
					const struct mv_extent *extent)
{
	mview_streaming_sync(to_streaming(mem), extent, mview_sync_for_cpu);
}

/*
 * What the CPU has only read must not be copied back over what a device that
 * does not keep to the bracket has written meanwhile.
 */
static void mview_mem_streaming_for_device(struct mview_mem *mem,
					   const struct mv_extent *extent,
					   bool wrote)
{
	struct mview_mem_streaming *streaming = to_streaming(mem);

	if (wrote || streaming->dir == DMA_FROM_DEVICE)
		mview_streaming_sync(streaming, extent, mview_sync_for_device);
}

static bool mview_mem_streaming_dma(struct mview_mem *mem, u64 offset,
				    dma_addr_t *dma)
{
	struct mview_mem_streaming *streaming = to_streaming(mem);

	*dma = streaming->segments[0].dma + offset;
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
	kvfree(streaming);
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

/* Whether it can be mapped, when the pages and @addr are known. */
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
		/* Slab pages hold the objects of others. */
		if (PageSlab(compound_head(page)))
			mem->mappable = false;
		if (!mem->mappable || !mview_mem_page_counts(page))
			mem->pinnable = false;
		cond_resched();
	}
	streaming->linear = true;
	for (i = 1; i < streaming->n; i++)
		if (streaming->segments[i].dma !=
		    streaming->segments[i - 1].dma +
		    streaming->segments[i - 1].len)
			streaming->linear = false;
}

/* Cut where the table ends a piece for the CPU and where it does for DMA. */
static int mview_streaming_cut(struct mview_mem_streaming *streaming,
			       const struct sg_table *sgt)
{
	struct scatterlist *cpu = sgt->sgl, *dma = sgt->sgl;
	unsigned int cpus = sgt->orig_nents, dmas = sgt->nents, n = 0;
	u64 offset = 0, cpu_used = 0, dma_used = 0, len;

	while (offset < streaming->mem.size) {
		if (!cpus || !dmas)
			return -EINVAL;
		len = min3((u64)cpu->length - cpu_used,
			   (u64)sg_dma_len(dma) - dma_used,
			   streaming->mem.size - offset);
		if (!len)
			return -EINVAL;
		cond_resched();
		streaming->segments[n].offset = offset;
		streaming->segments[n].len = len;
		streaming->segments[n].dma = sg_dma_address(dma) + dma_used;
		n++;
		offset += len;
		cpu_used += len;
		dma_used += len;
		if (cpu_used == cpu->length) {
			cpu = sg_next(cpu);
			cpu_used = 0;
			cpus--;
		}
		if (dma_used == sg_dma_len(dma)) {
			dma = sg_next(dma);
			dma_used = 0;
			dmas--;
		}
	}
	streaming->n = n;
	return 0;
}

/* The pages that the table has in a row: only its two ends may be ragged. */
static int mview_streaming_row(struct mview_mem_streaming *streaming,
			       const struct sg_table *sgt)
{
	unsigned long i = 0, npages, first = sgt->sgl->offset;
	struct sg_page_iter iter;
	struct scatterlist *sg;
	unsigned int nr;

	for_each_sgtable_sg(sgt, sg, nr)
		if ((nr && sg->offset) ||
		    (nr + 1 < sgt->orig_nents &&
		     !PAGE_ALIGNED(sg->offset + sg->length)))
			return -EINVAL;
	if (first >= PAGE_SIZE)
		return -EINVAL;
	npages = DIV_ROUND_UP(first + streaming->mem.size, PAGE_SIZE);
	streaming->pages = kvmalloc_array(npages, sizeof(*streaming->pages),
					  GFP_KERNEL);
	if (!streaming->pages)
		return -ENOMEM;
	for_each_sgtable_page(sgt, &iter, 0) {
		if (i == npages)
			break;
		streaming->pages[i++] = sg_page_iter_page(&iter);
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

static struct mview_mem_streaming *
mview_streaming_alloc(const struct mview_memory *memory, size_t n)
{
	struct mview_mem_streaming *streaming;

	streaming = kvzalloc(struct_size(streaming, segments, n), GFP_KERNEL);
	if (!streaming)
		return NULL;
	streaming->n = n;
	streaming->dev = memory->streaming.dev;
	streaming->dir = memory->streaming.dir;
	mview_mem_init(&streaming->mem, &mview_mem_streaming_ops,
		       memory->size);
	return streaming;
}

static struct mview_mem *
mview_streaming_create_sg(const struct mview_memory *memory, const char **why)
{
	const struct sg_table *sgt = memory->streaming.sgt;
	struct mview_mem_streaming *streaming;
	int err;

	if (!sgt->sgl || !sgt->orig_nents || !sgt->nents)
		return ERR_PTR(mview_refuse(why, "streaming.sgt: not mapped",
					    -EINVAL));
	/* Each piece begins where one of either kind does. */
	streaming = mview_streaming_alloc(memory,
					  size_add(sgt->orig_nents, sgt->nents));
	if (!streaming)
		return ERR_PTR(-ENOMEM);
	err = mview_streaming_cut(streaming, sgt);
	if (!err)
		err = mview_streaming_row(streaming, sgt);
	if (err) {
		if (err == -EINVAL)
			mview_refuse(why,
				     "streaming.sgt, size: less memory, or gaps in it",
				     err);
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
	unsigned long last;

	if (check_add_overflow((unsigned long)addr, memory->size - 1, &last) ||
	    is_vmalloc_addr(addr) || !virt_addr_valid(addr) ||
	    !virt_addr_valid((void *)last))
		return ERR_PTR(mview_refuse(why,
			"streaming.addr, size: not in the direct map",
			-EINVAL));
	if (!mview_mem_dma_fits(memory->streaming.dma, memory->size,
				dma_get_mask(memory->streaming.dev)))
		return ERR_PTR(mview_refuse(why,
			"streaming.dma, size: the device can't reach it",
			-EINVAL));
	streaming = mview_streaming_alloc(memory, 1);
	if (!streaming)
		return ERR_PTR(-ENOMEM);
	streaming->addr = addr;
	streaming->segments[0].len = memory->size;
	streaming->segments[0].dma = memory->streaming.dma;
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
