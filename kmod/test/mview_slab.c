// SPDX-License-Identifier: GPL-2.0
/*
 * A test driver whose streaming memory is whole pages of a slab: other users'
 * objects may lie beside it, so that it must not be mapped.
 */
#include <linux/dma-mapping.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/mview.h>
#include <linux/platform_device.h>
#include <linux/slab.h>

static struct platform_device *device;
static void *memory;
static dma_addr_t dma;
static struct mview_buffer *buffer;

static int slab_map(void)
{
	memory = kzalloc(PAGE_SIZE, GFP_KERNEL);
	if (!memory)
		return -ENOMEM;
	dma = dma_map_single(&device->dev, memory, PAGE_SIZE, DMA_BIDIRECTIONAL);
	if (!dma_mapping_error(&device->dev, dma))
		return 0;
	kfree(memory);
	return -EIO;
}

static void slab_unmap(void)
{
	dma_unmap_single(&device->dev, dma, PAGE_SIZE, DMA_BIDIRECTIONAL);
	kfree(memory);
}

static int __init slab_init(void)
{
	const struct platform_device_info info = {
		.name = "mview_slab",
		.id = PLATFORM_DEVID_NONE,
		.dma_mask = DMA_BIT_MASK(32),
	};
	int err;

	device = platform_device_register_full(&info);
	if (IS_ERR(device))
		return PTR_ERR(device);
	err = slab_map();
	if (err)
		goto err_device;
	buffer = mview_export("slab", MVIEW_STREAMING(&device->dev, memory, dma,
						      PAGE_SIZE, DMA_BIDIRECTIONAL),
			      "B", MVIEW_WRITABLE);
	if (!IS_ERR(buffer))
		return 0;
	err = PTR_ERR(buffer);
	slab_unmap();
err_device:
	platform_device_unregister(device);
	return err;
}
module_init(slab_init);

static void __exit slab_exit(void)
{
	mview_buffer_revoke(buffer);
	slab_unmap();
	platform_device_unregister(device);
}
module_exit(slab_exit);

MVIEW_DRIVER();
MODULE_DESCRIPTION("A driver with streaming memory in a slab, for tests");
MODULE_AUTHOR("The mview developers");
MODULE_LICENSE("GPL");
