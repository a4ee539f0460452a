// SPDX-License-Identifier: GPL-2.0
/*
 * The probes for 6.12 and newer kernels, whose DMA API has tracepoints. These
 * are not exported, so they are looked up by name.
 *
 * dma_alloc fires for failed allocations too, and dma_free for NULL. dma_free,
 * dma_free_pages, dma_free_sgt and dma_unmap_sg fire before the work is done,
 * dma_unmap_page after it.
 */
#include "dma/probe.h"

#include <linux/errno.h>
#include "compat.h"

#ifdef MVIEW_DMA_TRACEPOINTS
#include <linux/dma-mapping.h>
#include <linux/kernel.h>
#include <linux/scatterlist.h>
#include <linux/stacktrace.h>
#include <linux/string.h>
#include <linux/tracepoint.h>
#include <trace/events/dma.h>
#include <uapi/linux/mview.h>
#include "dma/history.h"

static void mview_dma_on_alloc(void *data, struct device *dev, void *addr,
			       dma_addr_t dma, size_t size,
			       enum dma_data_direction dir, gfp_t gfp,
			       unsigned long attrs)
{
	unsigned long stack[MVIEW_DMA_DEPTH];
	const struct mview_dma_alloc alloc = {
		.dev = dev,
		.addr = addr,
		.dma = dma,
		.size = size,
		.attrs = attrs,
		.stack = stack,
		.depth = stack_trace_save(stack, ARRAY_SIZE(stack), 1),
	};

	if (addr && size)
		mview_dma_alloc(&alloc);
}

/*
 * dma_alloc_noncontiguous(): the memory has no address, the table identifies
 * it.
 */
static void mview_dma_on_alloc_sgt(void *data, struct device *dev,
				   struct sg_table *sgt, size_t size,
				   enum dma_data_direction dir, gfp_t gfp,
				   unsigned long attrs)
{
	unsigned long stack[MVIEW_DMA_DEPTH];
	const struct mview_dma_alloc alloc = {
		.dev = dev,
		.addr = sgt,
		.dma = sg_dma_address(sgt->sgl),
		.size = size,
		.attrs = attrs,
		.hidden = MVIEW_ORIGIN_NONCONTIGUOUS,
		.stack = stack,
		.depth = stack_trace_save(stack, ARRAY_SIZE(stack), 1),
	};

	if (size)
		mview_dma_alloc(&alloc);
}

static void mview_dma_on_free(void *data, struct device *dev, void *addr,
			      dma_addr_t dma, size_t size,
			      enum dma_data_direction dir, unsigned long attrs)
{
	const struct mview_dma_free gone = {
		.dev = dev, .addr = addr, .dma = dma, .size = size,
	};

	if (addr)
		mview_dma_free(&gone);
}

static void mview_dma_on_free_sgt(void *data, struct device *dev,
				  struct sg_table *sgt, size_t size,
				  enum dma_data_direction dir)
{
	const struct mview_dma_free gone = {
		.dev = dev,
		.addr = sgt,
		.dma = sg_dma_address(sgt->sgl),
		.size = size,
	};

	mview_dma_free(&gone);
}

static void mview_dma_on_map(void *history, struct device *dev,
			     phys_addr_t phys, dma_addr_t dma, size_t size,
			     enum dma_data_direction dir, unsigned long attrs)
{
	/* The tracepoint fires for failures too. */
	if (dma != DMA_MAPPING_ERROR)
		mview_dma_history_add(history, dev, dma, size, dir,
				      MVIEW_DMA_MAP);
}

static void mview_dma_on_unmap(void *history, struct device *dev,
			       dma_addr_t dma, size_t size,
			       enum dma_data_direction dir, unsigned long attrs)
{
	mview_dma_history_add(history, dev, dma, size, dir, MVIEW_DMA_UNMAP);
}

static void mview_dma_on_map_sg(void *history, struct device *dev,
				struct scatterlist *sgl, int nents, int ents,
				enum dma_data_direction dir,
				unsigned long attrs)
{
	struct scatterlist *sg;
	int i;

	for_each_sg(sgl, sg, ents, i)
		mview_dma_history_add(history, dev, sg_dma_address(sg),
				      sg_dma_len(sg), dir, MVIEW_DMA_MAP_SG);
}

/*
 * @nents is the number of entries of the table, not that of mapped ones. The
 * entry behind the last mapped one has length 0.
 */
static void mview_dma_on_unmap_sg(void *history, struct device *dev,
				  struct scatterlist *sgl, int nents,
				  enum dma_data_direction dir,
				  unsigned long attrs)
{
	struct scatterlist *sg;
	int i;

	for_each_sg(sgl, sg, nents, i) {
		if (!sg_dma_len(sg))
			break;
		mview_dma_history_add(history, dev, sg_dma_address(sg),
				      sg_dma_len(sg), dir, MVIEW_DMA_UNMAP_SG);
	}
}

/* Before 6.12.48 these two tell no direction. */
static void __maybe_unused
mview_dma_on_alloc_old(void *data, struct device *dev, void *addr,
		       dma_addr_t dma, size_t size, gfp_t gfp,
		       unsigned long attrs)
{
	mview_dma_on_alloc(data, dev, addr, dma, size, DMA_BIDIRECTIONAL, gfp,
			   attrs);
}

static void __maybe_unused
mview_dma_on_free_old(void *data, struct device *dev, void *addr,
		      dma_addr_t dma, size_t size, unsigned long attrs)
{
	mview_dma_on_free(data, dev, addr, dma, size, DMA_BIDIRECTIONAL, attrs);
}

/*
 * Probes are registered as void pointers. The kernel's header defines for each
 * tracepoint a function whose argument has the type of its probes; declared again
 * with another one, it is an error. Not all kernels have all of these.
 */
#define MVIEW_DMA_CHECK(name, probe)					\
	void check_trace_callback_type_##name(typeof(probe) *)

MVIEW_DMA_CHECK(dma_alloc_pages, mview_dma_on_alloc);
MVIEW_DMA_CHECK(dma_alloc_sgt, mview_dma_on_alloc_sgt);
MVIEW_DMA_CHECK(dma_free_pages, mview_dma_on_free);
MVIEW_DMA_CHECK(dma_free_sgt, mview_dma_on_free_sgt);
MVIEW_DMA_CHECK(dma_map_page, mview_dma_on_map);
MVIEW_DMA_CHECK(dma_map_phys, mview_dma_on_map);
MVIEW_DMA_CHECK(dma_map_resource, mview_dma_on_map);
MVIEW_DMA_CHECK(dma_map_sg, mview_dma_on_map_sg);
MVIEW_DMA_CHECK(dma_unmap_page, mview_dma_on_unmap);
MVIEW_DMA_CHECK(dma_unmap_phys, mview_dma_on_unmap);
MVIEW_DMA_CHECK(dma_unmap_resource, mview_dma_on_unmap);
MVIEW_DMA_CHECK(dma_unmap_sg, mview_dma_on_unmap_sg);

/* That of two probes which has the type; it is an error if neither has. */
#define MVIEW_DMA_IS(name, probe)					\
	__same_type(check_trace_callback_type_##name,			\
		    void (typeof(probe) *))
#define MVIEW_DMA_EITHER(name, probe, old)				\
	__builtin_choose_expr(MVIEW_DMA_IS(name, probe), probe,		\
	__builtin_choose_expr(MVIEW_DMA_IS(name, old), old, (void)0))

/**
 * struct mview_dma_point - a tracepoint and its probe
 * @name: the name of the tracepoint
 * @probe: the function that it calls
 * @needed: whether a trace is impossible without it
 * @tp: the tracepoint, or NULL if this kernel does not have it
 */
struct mview_dma_point {
	const char *name;
	void *probe;
	bool needed;
	struct tracepoint *tp;
};

/* Frees first: no allocation may be recorded whose free is missed. */
static struct mview_dma_point mview_dma_allocs[] = {
	{ "dma_free",
	  MVIEW_DMA_EITHER(dma_free, mview_dma_on_free, mview_dma_on_free_old),
	  .needed = true },
	{ "dma_free_pages", mview_dma_on_free },
	{ "dma_free_sgt", mview_dma_on_free_sgt },
	{ "dma_alloc",
	  MVIEW_DMA_EITHER(dma_alloc, mview_dma_on_alloc,
			   mview_dma_on_alloc_old),
	  .needed = true },
	{ "dma_alloc_pages", mview_dma_on_alloc },
	{ "dma_alloc_sgt", mview_dma_on_alloc_sgt },
};

static struct mview_dma_point mview_dma_maps[] = {
	{ "dma_map_page", mview_dma_on_map },
	{ "dma_map_phys", mview_dma_on_map },
	{ "dma_map_resource", mview_dma_on_map },
	{ "dma_unmap_page", mview_dma_on_unmap },
	{ "dma_unmap_phys", mview_dma_on_unmap },
	{ "dma_unmap_resource", mview_dma_on_unmap },
	{ "dma_map_sg", mview_dma_on_map_sg },
	{ "dma_unmap_sg", mview_dma_on_unmap_sg },
};

/* Called for each tracepoint: store it in the points that name it. */
static void mview_dma_points_find(struct tracepoint *tp, void *data)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(mview_dma_allocs); i++)
		if (!strcmp(tp->name, mview_dma_allocs[i].name))
			mview_dma_allocs[i].tp = tp;
	for (i = 0; i < ARRAY_SIZE(mview_dma_maps); i++)
		if (!strcmp(tp->name, mview_dma_maps[i].name))
			mview_dma_maps[i].tp = tp;
}

/* Unregister the first @n probes, in reverse order. */
static void mview_dma_points_off(const struct mview_dma_point *points, size_t n,
				 void *data)
{
	while (n--)
		if (points[n].tp)
			tracepoint_probe_unregister(points[n].tp,
						    points[n].probe, data);
	tracepoint_synchronize_unregister();
}

static int mview_dma_points_on(const struct mview_dma_point *points, size_t n,
			       void *data)
{
	size_t i;
	int err;

	for (i = 0; i < n; i++) {
		if (!points[i].tp)
			continue;
		err = tracepoint_probe_register(points[i].tp, points[i].probe,
						data);
		if (err) {
			mview_dma_points_off(points, i, data);
			return err;
		}
	}
	return 0;
}

int mview_dma_probe_register(void)
{
	size_t i;

	for_each_kernel_tracepoint(mview_dma_points_find, NULL);
	for (i = 0; i < ARRAY_SIZE(mview_dma_allocs); i++)
		if (mview_dma_allocs[i].needed && !mview_dma_allocs[i].tp)
			return -EOPNOTSUPP;
	return mview_dma_points_on(mview_dma_allocs,
				   ARRAY_SIZE(mview_dma_allocs), NULL);
}

void mview_dma_probe_unregister(void)
{
	mview_dma_points_off(mview_dma_allocs, ARRAY_SIZE(mview_dma_allocs),
			     NULL);
}

int mview_dma_probe_maps_on(struct mview_dma_history *history)
{
	return mview_dma_points_on(mview_dma_maps, ARRAY_SIZE(mview_dma_maps),
				   history);
}

void mview_dma_probe_maps_off(struct mview_dma_history *history)
{
	mview_dma_points_off(mview_dma_maps, ARRAY_SIZE(mview_dma_maps),
			     history);
}

u64 mview_dma_probe_missed(void)
{
	return 0;
}
#endif
