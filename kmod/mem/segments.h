/* SPDX-License-Identifier: GPL-2.0 */
/* Memory under a streaming mapping, in pieces, and the sync of some of it. */
#ifndef MVIEW_SEGMENTS_H
#define MVIEW_SEGMENTS_H

#include <linux/compiler_attributes.h>
#include <linux/dma-direction.h>
#include <linux/types.h>

struct device;
struct mv_extent;
struct sg_table;

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
 * struct mview_segments - memory that is mapped for a device
 * @dev: the device
 * @dir: the direction that it is mapped with
 * @n: entries of @list
 * @list: all bytes, in order
 */
struct mview_segments {
	struct device *dev;
	enum dma_data_direction dir;
	unsigned int n;
	struct mview_segment list[] __counted_by(n);
};

/*
 * Of the first @size bytes that a table has mapped, or of bytes in one piece. To
 * be freed by kvfree(). -ENOMEM; -EINVAL if the table has less.
 */
struct mview_segments *mview_segments_create(struct device *dev,
					     enum dma_data_direction dir,
					     const struct sg_table *sgt,
					     u64 size);
struct mview_segments *mview_segments_create_single(struct device *dev,
						    enum dma_data_direction dir,
						    dma_addr_t dma, u64 size);

/* Do all of them follow one another for the device? */
bool mview_segments_linear(const struct mview_segments *segments);

/* Does a sync do anything? */
bool mview_segments_need_sync(const struct mview_segments *segments);

/* Hand over the bytes of @extent, and no others, to the CPU. */
void mview_segments_for_cpu(const struct mview_segments *segments,
			    const struct mv_extent *extent);

/*
 * Hand them over to the device. Without @wrote, the CPU has only read them, and
 * they are not copied over what a device may have written meanwhile.
 */
void mview_segments_for_device(const struct mview_segments *segments,
			       const struct mv_extent *extent, bool wrote);

#endif /* MVIEW_SEGMENTS_H */
