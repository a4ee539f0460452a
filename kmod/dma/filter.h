/* SPDX-License-Identifier: GPL-2.0 */
/* Filters: which devices a trace is about. */
#ifndef MVIEW_DMA_FILTER_H
#define MVIEW_DMA_FILTER_H

#include <linux/device.h>
#include <linux/types.h>

#define MVIEW_DMA_FILTER_MAX	255	/* bytes of a filter */

/**
 * struct mview_dma_filter - a glob for a device, its driver or its bus
 * @of: which name the glob is matched with
 * @glob: the pattern, with *, ? and [...]
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
 * "0000:00:*" matches names of devices, "driver=nvme*" those of their drivers,
 * "bus=pci" those of their buses. An empty filter matches all devices. Returns
 * -EINVAL for any other word before "=", and for a filter that is too long.
 */
int mview_dma_filter_parse(struct mview_dma_filter *filter, const char *text);

/* Any context. Returns "" for a device that has no name yet. */
static inline const char *mview_dma_dev_name(const struct device *dev)
{
	const char *name = dev_name(dev);

	return name ? name : "";
}

/* Any context. */
bool mview_dma_filter_matches(const struct mview_dma_filter *filter,
			      const struct device *dev);

#endif /* MVIEW_DMA_FILTER_H */
