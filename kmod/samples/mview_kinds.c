// SPDX-License-Identifier: GPL-2.0
/*
 * A driver without hardware: kinds of memory that mview_sample.c and mview_edu.c
 * don't have, layouts of more than one dimension, and records.
 */
#include <linux/build_bug.h>
#include <linux/dma-mapping.h>
#include <linux/err.h>
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mview.h>
#include <linux/platform_device.h>
#include <linux/slab.h>
#include <linux/types.h>

#define KINDS_NAME	"mview_kinds"

/* A grey picture. */
#define KINDS_HEIGHT	64
#define KINDS_WIDTH	256
#define KINDS_PAGES	DIV_ROUND_UP(KINDS_HEIGHT * KINDS_WIDTH, PAGE_SIZE)

/* What a device might have for each packet to receive. */
struct kinds_descriptor {
	__le64 address;
	__le32 length;
	u8 done : 1, error : 3;
	u8 queue;
	__le16 vlan;
};

#define KINDS_DESCRIPTORS	256
#define KINDS_RING		(KINDS_DESCRIPTORS * sizeof(struct kinds_descriptor))

/* What a driver might count: native codes lie as the members of a C struct. */
struct kinds_stats {
	u64 packets;
	u64 bytes;
	u32 errors[4];
};

#define KINDS_STATS	"T{Q:packets:Q:bytes:(4)I:errors:}"
static_assert(sizeof(struct kinds_stats) == 32);

/**
 * struct kinds - the driver's memory
 * @pages: of a picture
 * @stats: one of them
 * @ring: descriptors for the CPU
 * @ring_dma: its address for the device
 */
struct kinds {
	struct page *pages[KINDS_PAGES];
	struct kinds_stats *stats;
	struct kinds_descriptor *ring;
	dma_addr_t ring_dma;
};

static void kinds_free_pages(void *data)
{
	struct kinds *kinds = data;
	int i;

	/* put_page(), not free: a process may have pinned one of them. */
	for (i = 0; i < KINDS_PAGES && kinds->pages[i]; i++)
		put_page(kinds->pages[i]);
}

static int kinds_show_pages(struct device *dev, struct kinds *kinds)
{
	static const u64 shape[] = { KINDS_HEIGHT, KINDS_WIDTH };
	const struct mview_buffer_desc desc = {
		.name = KINDS_NAME ".picture",
		.owner = THIS_MODULE,
		.flags = MVIEW_WRITABLE,
		.format = "B",
		.ndim = ARRAY_SIZE(shape),
		.shape = shape,
	};
	struct mview_buffer *buffer;
	int i, err;

	for (i = 0; i < KINDS_PAGES; i++) {
		kinds->pages[i] = alloc_page(GFP_KERNEL | __GFP_ZERO);
		if (!kinds->pages[i]) {
			kinds_free_pages(kinds);
			return -ENOMEM;
		}
	}
	err = devm_add_action_or_reset(dev, kinds_free_pages, kinds);
	if (err)
		return err;
	buffer = devm_mview_buffer_register(dev, &desc,
					    MVIEW_PAGES(kinds->pages,
							KINDS_PAGES,
							KINDS_PAGES * PAGE_SIZE));
	return PTR_ERR_OR_ZERO(buffer);
}

static int kinds_show_stats(struct device *dev, struct kinds *kinds)
{
	struct mview_buffer *buffer;

	kinds->stats = devm_kzalloc(dev, sizeof(*kinds->stats), GFP_KERNEL);
	if (!kinds->stats)
		return -ENOMEM;
	buffer = devm_mview_export(dev, KINDS_NAME ".stats",
				   MVIEW_KMALLOC(kinds->stats,
						 sizeof(*kinds->stats)),
				   KINDS_STATS, 0);
	return PTR_ERR_OR_ZERO(buffer);
}

static int kinds_show_ring(struct device *dev, struct kinds *kinds)
{
	struct mview_buffer *buffer;

	kinds->ring = dmam_alloc_coherent(dev, KINDS_RING, &kinds->ring_dma,
					  GFP_KERNEL);
	if (!kinds->ring)
		return -ENOMEM;
	buffer = devm_mview_export(dev, KINDS_NAME ".ring",
				   MVIEW_COHERENT(dev, kinds->ring,
						  kinds->ring_dma, KINDS_RING),
				   MVIEW_TYPE(struct kinds_descriptor), 0);
	return PTR_ERR_OR_ZERO(buffer);
}

static int kinds_probe(struct platform_device *pdev)
{
	struct device *dev = &pdev->dev;
	struct kinds *kinds;
	int err;

	kinds = devm_kzalloc(dev, sizeof(*kinds), GFP_KERNEL);
	if (!kinds)
		return -ENOMEM;
	err = kinds_show_pages(dev, kinds);
	if (!err)
		err = kinds_show_stats(dev, kinds);
	if (!err)
		err = kinds_show_ring(dev, kinds);
	return err;
}

static struct platform_driver kinds_driver = {
	.probe = kinds_probe,
	.driver = { .name = KINDS_NAME },
};

static struct platform_device *kinds_device;

static int __init kinds_init(void)
{
	const struct platform_device_info info = {
		.name = KINDS_NAME,
		.id = PLATFORM_DEVID_NONE,
		.dma_mask = DMA_BIT_MASK(64),
	};
	int err;

	err = platform_driver_register(&kinds_driver);
	if (err)
		return err;
	kinds_device = platform_device_register_full(&info);
	if (IS_ERR(kinds_device)) {
		platform_driver_unregister(&kinds_driver);
		return PTR_ERR(kinds_device);
	}
	return 0;
}
module_init(kinds_init);

static void __exit kinds_exit(void)
{
	platform_device_unregister(kinds_device);
	platform_driver_unregister(&kinds_driver);
}
module_exit(kinds_exit);

MVIEW_DRIVER();
MODULE_DESCRIPTION("A driver with mview buffers of several kinds");
MODULE_AUTHOR("The mview developers");
MODULE_LICENSE("GPL");
