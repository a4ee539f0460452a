// SPDX-License-Identifier: GPL-2.0
/*
 * Where to listen: the tracepoints of the DMA API, which 6.12 and newer kernels
 * have. They are not exported, so they are looked up by name. On older kernels
 * there is no trace.
 *
 * dma_alloc and dma_free fire for failures and for NULL too. dma_free,
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

static const struct mview_dma_listener *mview_dma_listener;

/*
 * dma_free_attrs() returns what came from a device's own pool before it comes
 * to its tracepoint: nobody would hear that such memory is gone.
 */
static u32 mview_dma_hidden(const struct device *dev, unsigned long attrs)
{
#ifdef CONFIG_DMA_DECLARE_COHERENT
	if (dev->dma_mem)
		return MVIEW_ORIGIN_DEVICE_POOL;
#endif
	/* The address is a cookie. */
	if (attrs & DMA_ATTR_NO_KERNEL_MAPPING)
		return MVIEW_ORIGIN_NO_KERNEL_MAPPING;
	return 0;
}

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
		.hidden = mview_dma_hidden(dev, attrs),
		.stack = stack,
		.depth = stack_trace_save(stack, ARRAY_SIZE(stack), 1),
	};

	if (addr && size)
		mview_dma_listener->alloc(&alloc);
}

/* dma_alloc_noncontiguous(): the table stands for memory without an address. */
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
		mview_dma_listener->alloc(&alloc);
}

static void mview_dma_on_free(void *data, struct device *dev, void *addr,
			      dma_addr_t dma, size_t size,
			      enum dma_data_direction dir, unsigned long attrs)
{
	const struct mview_dma_free gone = {
		.dev = dev, .addr = addr, .dma = dma, .size = size,
	};

	if (addr)
		mview_dma_listener->free(&gone);
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

	mview_dma_listener->free(&gone);
}

static void mview_dma_tell(struct device *dev, dma_addr_t dma, size_t size,
			   enum dma_data_direction dir, u8 op)
{
	const struct mview_dma_event event = {
		.dev = dev, .dma = dma, .size = size, .dir = dir, .op = op,
	};

	mview_dma_listener->map(&event);
}

static void mview_dma_on_map(void *data, struct device *dev, phys_addr_t phys,
			     dma_addr_t dma, size_t size,
			     enum dma_data_direction dir, unsigned long attrs)
{
	/* The tracepoint fires for failures too. */
	if (dma != DMA_MAPPING_ERROR)
		mview_dma_tell(dev, dma, size, dir, MVIEW_DMA_MAP);
}

static void mview_dma_on_unmap(void *data, struct device *dev, dma_addr_t dma,
			       size_t size, enum dma_data_direction dir,
			       unsigned long attrs)
{
	mview_dma_tell(dev, dma, size, dir, MVIEW_DMA_UNMAP);
}

static void mview_dma_on_map_sg(void *data, struct device *dev,
				struct scatterlist *sgl, int nents, int ents,
				enum dma_data_direction dir,
				unsigned long attrs)
{
	struct scatterlist *sg;
	int i;

	for_each_sg(sgl, sg, ents, i)
		mview_dma_tell(dev, sg_dma_address(sg), sg_dma_len(sg), dir,
			       MVIEW_DMA_MAP_SG);
}

/*
 * The table does not say how many of its entries were mapped, only how many it
 * has: behind the last mapped one the length is 0.
 */
static void mview_dma_on_unmap_sg(void *data, struct device *dev,
				  struct scatterlist *sgl, int nents,
				  enum dma_data_direction dir,
				  unsigned long attrs)
{
	struct scatterlist *sg;
	int i;

	for_each_sg(sgl, sg, nents, i) {
		if (!sg_dma_len(sg))
			break;
		mview_dma_tell(dev, sg_dma_address(sg), sg_dma_len(sg), dir,
			       MVIEW_DMA_UNMAP_SG);
	}
}

/* The probes are registered as pointers to anything; here they are compared. */
static void __maybe_unused mview_dma_check_types(void)
{
	check_trace_callback_type_dma_alloc(mview_dma_on_alloc);
	check_trace_callback_type_dma_free(mview_dma_on_free);
	check_trace_callback_type_dma_unmap_sg(mview_dma_on_unmap_sg);
	check_trace_callback_type_dma_map_sg(mview_dma_on_map_sg);
}

/**
 * struct mview_dma_point - a tracepoint that is listened to
 * @name: its name
 * @probe: what it calls
 * @maps: wanted for maps only
 * @needed: without it nothing is known
 * @tp: the tracepoint, or NULL if this kernel has none
 * @on: @probe is registered
 */
struct mview_dma_point {
	const char *name;
	void *probe;
	bool maps;
	bool needed;
	struct tracepoint *tp;
	bool on;
};

static struct mview_dma_point mview_dma_points[] = {
	/* Frees before allocations: none is heard of whose end is not. */
	{ "dma_free", mview_dma_on_free, .needed = true },
	{ "dma_free_pages", mview_dma_on_free },
	{ "dma_free_sgt", mview_dma_on_free_sgt },
	{ "dma_alloc", mview_dma_on_alloc, .needed = true },
	{ "dma_alloc_pages", mview_dma_on_alloc },
	{ "dma_alloc_sgt", mview_dma_on_alloc_sgt },
	{ "dma_map_page", mview_dma_on_map, .maps = true },
	{ "dma_map_phys", mview_dma_on_map, .maps = true },
	{ "dma_unmap_page", mview_dma_on_unmap, .maps = true },
	{ "dma_unmap_phys", mview_dma_on_unmap, .maps = true },
	{ "dma_map_sg", mview_dma_on_map_sg, .maps = true },
	{ "dma_unmap_sg", mview_dma_on_unmap_sg, .maps = true },
};

static void mview_dma_point_find(struct tracepoint *tp, void *data)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(mview_dma_points); i++)
		if (!strcmp(tp->name, mview_dma_points[i].name))
			mview_dma_points[i].tp = tp;
}

static void mview_dma_points_off(bool maps)
{
	size_t i;

	for (i = ARRAY_SIZE(mview_dma_points); i--;) {
		struct mview_dma_point *point = &mview_dma_points[i];

		if (point->on && point->maps == maps)
			tracepoint_probe_unregister(point->tp, point->probe,
						    NULL);
		if (point->maps == maps)
			point->on = false;
	}
	tracepoint_synchronize_unregister();
}

static int mview_dma_points_on(bool maps)
{
	size_t i;
	int err;

	for (i = 0; i < ARRAY_SIZE(mview_dma_points); i++) {
		struct mview_dma_point *point = &mview_dma_points[i];

		if (!point->tp || point->maps != maps)
			continue;
		err = tracepoint_probe_register(point->tp, point->probe, NULL);
		if (err) {
			mview_dma_points_off(maps);
			return err;
		}
		point->on = true;
	}
	return 0;
}

int mview_dma_probe_register(const struct mview_dma_listener *listener)
{
	size_t i;

	mview_dma_listener = listener;
	for_each_kernel_tracepoint(mview_dma_point_find, NULL);
	for (i = 0; i < ARRAY_SIZE(mview_dma_points); i++)
		if (mview_dma_points[i].needed && !mview_dma_points[i].tp)
			return -EOPNOTSUPP;
	return mview_dma_points_on(false);
}

void mview_dma_probe_unregister(void)
{
	mview_dma_points_off(false);
}

int mview_dma_probe_maps(bool on)
{
	if (on)
		return mview_dma_points_on(true);
	mview_dma_points_off(true);
	return 0;
}
#else
int mview_dma_probe_register(const struct mview_dma_listener *listener)
{
	return -EOPNOTSUPP;
}

void mview_dma_probe_unregister(void)
{
}

int mview_dma_probe_maps(bool on)
{
	return -EOPNOTSUPP;
}
#endif
