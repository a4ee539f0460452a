/* SPDX-License-Identifier: GPL-2.0 */
/* Filters: which devices a trace is about. */
#ifndef MVIEW_DMA_FILTER_H
#define MVIEW_DMA_FILTER_H

#include <linux/device.h>
#include <linux/types.h>

#define MVIEW_DMA_FILTER_MAX	255	/* bytes of a filter */

/**
 * struct mview_dma_filter - a glob for a device, its driver or its bus
 * @of: what the glob is for
 * @glob: with *, ? and [...]
 */
struct mview_dma_filter {
	enum mview_dma_filter_of {
		MVIEW_DMA_DEVICE,
		MVIEW_DMA_DRIVER,
		MVIEW_DMA_BUS,
	} of;
	char glob[MVIEW_DMA_FILTER_MAX + 1];
};

/*
 * "0000:00:*" for devices by name, "driver=nvme*", "bus=pci". Empty means all
 * devices. -EINVAL for another word before a "=", or a filter that is too long.
 */
int mview_dma_filter_parse(struct mview_dma_filter *filter, const char *text);

/* Any context. A device need not have a name yet. */
static inline const char *mview_dma_dev_name(const struct device *dev)
{
	const char *name = dev_name(dev);

	return name ? name : "";
}

/* Any context. */
bool mview_dma_filter_matches(const struct mview_dma_filter *filter,
			      const struct device *dev);

#endif /* MVIEW_DMA_FILTER_H */
