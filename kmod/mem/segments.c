// SPDX-License-Identifier: GPL-2.0
/*
 * Memory under a streaming mapping. A sync hands over exactly the bytes that
 * are accessed, because copying back more of a bounce buffer would overwrite
 * what the CPU has written beside them. dma_sync_single_for_*() needs memory in
 * one piece for both the CPU and the device, but an IOMMU may have merged
 * several pieces of the CPU's.
 */
#include "mem/segments.h"

#include <linux/dma-mapping.h>
#include <linux/err.h>
#include <linux/minmax.h>
#include <linux/overflow.h>
#include <linux/scatterlist.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include "core/layout.h"

static struct mview_segments *mview_segments_alloc(struct device *dev,
						   enum dma_data_direction dir,
						   size_t n)
{
	struct mview_segments *segments;

	segments = kvzalloc(struct_size(segments, list, n), GFP_KERNEL);
	if (!segments)
		return NULL;
	segments->dev = dev;
	segments->dir = dir;
	segments->n = n;
	return segments;
}

struct mview_segments *mview_segments_create_single(struct device *dev,
						    enum dma_data_direction dir,
						    dma_addr_t dma, u64 size)
{
	struct mview_segments *segments = mview_segments_alloc(dev, dir, 1);

	if (!segments)
		return ERR_PTR(-ENOMEM);
	segments->list[0].len = size;
	segments->list[0].dma = dma;
	return segments;
}

/* Cut wherever a piece of the table ends for the CPU or for DMA. */
static int mview_segments_cut(struct mview_segments *segments,
			      const struct sg_table *sgt, u64 size)
{
	struct scatterlist *cpu = sgt->sgl, *dma = sgt->sgl;
	unsigned int cpus = sgt->orig_nents, dmas = sgt->nents, n = 0;
	u64 offset = 0, cpu_used = 0, dma_used = 0, len;

	while (offset < size) {
		if (!cpus || !dmas)
			return -EINVAL;
		len = min3((u64)cpu->length - cpu_used,
			   (u64)sg_dma_len(dma) - dma_used, size - offset);
		if (!len)
			return -EINVAL;
		cond_resched();
		segments->list[n].offset = offset;
		segments->list[n].len = len;
		segments->list[n].dma = sg_dma_address(dma) + dma_used;
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
	segments->n = n;
	return 0;
}

struct mview_segments *mview_segments_create(struct device *dev,
					     enum dma_data_direction dir,
					     const struct sg_table *sgt,
					     u64 size)
{
	struct mview_segments *segments;
	int err;

	/* Each piece begins where one of either kind does. */
	segments = mview_segments_alloc(dev, dir,
					size_add(sgt->orig_nents, sgt->nents));
	if (!segments)
		return ERR_PTR(-ENOMEM);
	err = mview_segments_cut(segments, sgt, size);
	if (err) {
		kvfree(segments);
		return ERR_PTR(err);
	}
	return segments;
}

bool mview_segments_linear(const struct mview_segments *segments)
{
	const struct mview_segment *segment = segments->list;
	unsigned int i;

	for (i = 1; i < segments->n; i++, segment++)
		if (segment[1].dma != segment->dma + segment->len)
			return false;
	return true;
}

bool mview_segments_need_sync(const struct mview_segments *segments)
{
	unsigned int i;

	for (i = 0; i < segments->n; i++)
		if (dma_need_sync(segments->dev, segments->list[i].dma))
			return true;
	return false;
}

/* The segment with byte @offset in it; the memory has that byte. */
static const struct mview_segment *
mview_segment_find(const struct mview_segments *segments, u64 offset)
{
	unsigned int lo = 0, hi = segments->n - 1;

	while (lo < hi) {
		unsigned int mid = lo + (hi - lo + 1) / 2;

		if (segments->list[mid].offset <= offset)
			lo = mid;
		else
			hi = mid - 1;
	}
	return &segments->list[lo];
}

/* What the extent has of each segment. */
static void mview_segments_sync(const struct mview_segments *segments,
				const struct mv_extent *extent,
				void (*sync)(struct device *dev,
					     dma_addr_t addr, size_t size,
					     enum dma_data_direction dir))
{
	u64 at = extent->lo, hi = extent->hi;
	const struct mview_segment *segment;
	u64 skip, len;

	if (at == hi)
		return;
	for (segment = mview_segment_find(segments, at); at < hi; segment++) {
		skip = at - segment->offset;
		len = min(segment->len - skip, hi - at);
		sync(segments->dev, segment->dma + skip, len, segments->dir);
		at += len;
		cond_resched();
	}
}

/* Callers need pointers to these functions; the originals may be inline. */
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

void mview_segments_for_cpu(const struct mview_segments *segments,
			    const struct mv_extent *extent)
{
	mview_segments_sync(segments, extent, mview_sync_for_cpu);
}

void mview_segments_for_device(const struct mview_segments *segments,
			       const struct mv_extent *extent, bool wrote)
{
	if (wrote || segments->dir != DMA_BIDIRECTIONAL)
		mview_segments_sync(segments, extent, mview_sync_for_device);
}
