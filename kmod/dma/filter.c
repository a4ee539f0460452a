// SPDX-License-Identifier: GPL-2.0
/* Filters: which devices a trace is about. */
#include "dma/filter.h"

#include <linux/compiler.h>
#include <linux/device.h>
#include <linux/errno.h>
#include <linux/glob.h>
#include <linux/kernel.h>
#include <linux/string.h>

static const char * const mview_dma_filter_words[] = {
	[MVIEW_DMA_DEVICE] = "device=",
	[MVIEW_DMA_DRIVER] = "driver=",
	[MVIEW_DMA_BUS] = "bus=",
};

int mview_dma_filter_parse(struct mview_dma_filter *filter, const char *text)
{
	size_t i, len;

	filter->of = MVIEW_DMA_DEVICE;
	for (i = 0; i < ARRAY_SIZE(mview_dma_filter_words); i++) {
		len = str_has_prefix(text, mview_dma_filter_words[i]);
		if (!len)
			continue;
		filter->of = i;
		text += len;
		break;
	}
	if (i == ARRAY_SIZE(mview_dma_filter_words) && strchr(text, '='))
		return -EINVAL;
	if (strscpy(filter->glob, *text ? text : "*",
		    sizeof(filter->glob)) < 0)
		return -EINVAL;
	return 0;
}

static const char *mview_dma_filter_name(const struct mview_dma_filter *filter,
					 const struct device *dev)
{
	const struct device_driver *driver = READ_ONCE(dev->driver);

	switch (filter->of) {
	case MVIEW_DMA_DRIVER:
		return driver ? driver->name : "";
	case MVIEW_DMA_BUS:
		return dev->bus ? dev->bus->name : "";
	default:
		return mview_dma_dev_name(dev);
	}
}

bool mview_dma_filter_matches(const struct mview_dma_filter *filter,
			      const struct device *dev)
{
	return glob_match(filter->glob, mview_dma_filter_name(filter, dev));
}
