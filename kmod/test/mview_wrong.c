// SPDX-License-Identifier: GPL-2.0
/*
 * A test driver that describes impossible buffers: mview must refuse each
 * registration. The module loads if it refuses all with the right errors. The
 * tracepoint mview_refused has an event for each, with its name.
 */
#define MVIEW_REQUIRED
#include <linux/mview.h>

#include <linux/dma-mapping.h>
#include <linux/err.h>
#include <linux/io.h>
#include <linux/ioport.h>
#include <linux/kernel.h>
#include <linux/memremap.h>
#include <linux/mm.h>
#include <linux/platform_device.h>
#include <linux/scatterlist.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#define WRONG_NAME	"mview_wrong"

static struct platform_device *device;
static void *vmalloced;
static void *kmalloced;
static void *coherent;
static dma_addr_t coherent_dma;
static int accepted;

static void wrong_desc(int err, const struct mview_buffer_desc *desc,
		       const struct mview_memory *memory)
{
	struct mview_buffer *buffer = mview_buffer_register(desc, memory);

	if (PTR_ERR_OR_ZERO(buffer) == err)
		return;
	pr_info("%s: %d, not %d\n", desc->name, PTR_ERR_OR_ZERO(buffer), err);
	mview_buffer_revoke(buffer);
	accepted++;
}

#define WRONG_DESC(_err, _name, _format, ...)				\
	wrong_desc(_err, &(const struct mview_buffer_desc) {		\
			.name = (_name), .owner = THIS_MODULE,		\
			.format = (_format), __VA_ARGS__		\
		   }, MVIEW_VMALLOC(vmalloced, PAGE_SIZE))

static void wrong_descs(void)
{
	static const u64 shape[] = { SZ_1G };
	static const s64 strides[] = { 1 };

	WRONG_DESC(-EINVAL, "dma:name", "B");
	WRONG_DESC(-EOPNOTSUPP, "flags", "B", .flags = MVIEW_BUFFER_READONLY);
	WRONG_DESC(-EINVAL, "format", "Y");
	WRONG_DESC(-EINVAL, "format_null", NULL);
	WRONG_DESC(-EINVAL, "format_twice", "T{H:a:2I:b:H:a:}");
	WRONG_DESC(-EINVAL, "format_dot", "T{H:a.b:}");
	WRONG_DESC(-EOVERFLOW, "format_large", "1000000s");
	WRONG_DESC(-EOVERFLOW, "offset", "B", .offset = PAGE_SIZE + 1);
	WRONG_DESC(-EINVAL, "shape_null", "B", .ndim = 1);
	WRONG_DESC(-EINVAL, "strides_alone", "B", .strides = strides);
	WRONG_DESC(-EOVERFLOW, "shape_large", "B", .ndim = 1, .shape = shape);
	WRONG_DESC(-E2BIG, "ndim", "B", .ndim = 65, .shape = shape);
}

static void wrong_memory(const char *name, const struct mview_memory *memory)
{
	wrong_desc(-EINVAL, MVIEW_DESC(name, "B", 0), memory);
}

static void wrong_cpu_memory(void)
{
	struct page *slab = virt_to_page(kmalloced);

	wrong_desc(-EOPNOTSUPP, MVIEW_DESC("kind", "B", 0),
		   MVIEW_MEMORY(MVIEW_KIND_BORROWED + 100, PAGE_SIZE));
	wrong_memory("size", MVIEW_VMALLOC(vmalloced, 0));
	wrong_memory("vmalloc_addr", MVIEW_VMALLOC(kmalloced, 64));
	wrong_memory("vmalloc_size", MVIEW_VMALLOC(vmalloced, 2 * PAGE_SIZE));
	wrong_memory("pages_null", MVIEW_PAGES(NULL, 1, PAGE_SIZE));
	wrong_memory("pages_count", MVIEW_PAGES(&slab, 1, 2 * PAGE_SIZE));
	wrong_memory("pages_slab", MVIEW_PAGES(&slab, 1, PAGE_SIZE));
	wrong_memory("kmalloc_addr", MVIEW_KMALLOC(vmalloced, 64));
}

static void wrong_dma_memory(void)
{
	struct device *dev = &device->dev;
	struct scatterlist sg;
	struct sg_table sgt = { .sgl = &sg, .orig_nents = 1 };

	sg_init_one(&sg, kmalloced, 64);
	sg_dma_address(&sg) = coherent_dma;
	sg_dma_len(&sg) = 64;
	wrong_memory("coherent_dev",
		     MVIEW_COHERENT(NULL, coherent, coherent_dma, PAGE_SIZE));
	wrong_memory("coherent_attrs",
		     MVIEW_MEMORY(MVIEW_KIND_COHERENT, PAGE_SIZE,
				  .coherent = { dev, coherent, coherent_dma,
						DMA_ATTR_NO_KERNEL_MAPPING }));
	/* Low addresses are of the direct map on s390. */
	wrong_memory("coherent_addr",
		     MVIEW_COHERENT(dev, (void *)-PAGE_SIZE, coherent_dma,
				    PAGE_SIZE));
	/* Without a virtual memmap the frames behind vmalloc() are not looked up. */
	if (IS_ENABLED(CONFIG_SPARSEMEM_VMEMMAP))
		wrong_memory("coherent_hole",
			     MVIEW_COHERENT(dev, vmalloced, coherent_dma,
					    2 * PAGE_SIZE));
	wrong_memory("coherent_far",
		     MVIEW_COHERENT(dev, coherent, BIT_ULL(32) - 16, 32));
	wrong_memory("coherent_wraps",
		     MVIEW_COHERENT(dev, coherent, (dma_addr_t)-16, 32));
	wrong_memory("streaming_dev",
		     MVIEW_STREAMING(NULL, kmalloced, coherent_dma, 64,
				     DMA_BIDIRECTIONAL));
	wrong_memory("streaming_neither",
		     MVIEW_STREAMING(dev, NULL, coherent_dma, 64,
				     DMA_BIDIRECTIONAL));
	wrong_memory("streaming_sgt",
		     MVIEW_STREAMING_SG(dev, &sgt, 64, DMA_BIDIRECTIONAL));
	sgt.nents = 1;
	wrong_memory("streaming_sgt_short",
		     MVIEW_STREAMING_SG(dev, &sgt, 128, DMA_BIDIRECTIONAL));
	wrong_memory("streaming_addr",
		     MVIEW_STREAMING(dev, vmalloced, coherent_dma, 64,
				     DMA_BIDIRECTIONAL));
	wrong_memory("streaming_dir",
		     MVIEW_STREAMING(dev, kmalloced, coherent_dma, 64,
				     DMA_NONE));
	wrong_memory("streaming_wraps",
		     MVIEW_STREAMING(dev, kmalloced, (dma_addr_t)-16, 64,
				     DMA_BIDIRECTIONAL));
}

/*
 * An address of the direct map with a hole behind its section, and the size of
 * a range that ends in the next memory. NULL if this machine has no hole.
 */
static void *wrong_find_gap(size_t *size)
{
	phys_addr_t at, last = 0;

	for (at = 0; at < SZ_2G; at += SZ_1M) {
		if (!pfn_valid(PHYS_PFN(at)))
			continue;
		if (at - last > SZ_128M) {
			*size = at - last + PAGE_SIZE;
			return phys_to_virt(last);
		}
		last = at;
	}
	return NULL;
}

static void wrong_gaps(void)
{
	size_t size;
	void *addr = wrong_find_gap(&size);

	if (!addr)
		return;
	wrong_memory("coherent_gap",
		     MVIEW_COHERENT(&device->dev, addr, coherent_dma, size));
	wrong_memory("streaming_gap",
		     MVIEW_STREAMING(&device->dev, addr, 0, size,
				     DMA_BIDIRECTIONAL));
}

/* Pages as a device has them whose memory others reach, too. */
#ifdef CONFIG_ZONE_DEVICE
static void wrong_pages(struct page *page)
{
	struct device *dev = &device->dev;
	struct scatterlist sg;
	struct sg_table sgt = { .sgl = &sg, .nents = 1, .orig_nents = 1 };
	void *mapped = vmap(&page, 1, VM_MAP, PAGE_KERNEL);

	sg_init_table(&sg, 1);
	sg_set_page(&sg, page, PAGE_SIZE, 0);
	sg_dma_address(&sg) = coherent_dma;
	sg_dma_len(&sg) = PAGE_SIZE;
	wrong_memory("pages_device", MVIEW_PAGES(&page, 1, PAGE_SIZE));
	wrong_memory("streaming_device",
		     MVIEW_STREAMING(dev, page_address(page), coherent_dma,
				     PAGE_SIZE, DMA_BIDIRECTIONAL));
	wrong_memory("streaming_sgt_device",
		     MVIEW_STREAMING_SG(dev, &sgt, PAGE_SIZE,
					DMA_BIDIRECTIONAL));
	if (mapped)
		wrong_memory("vmalloc_device",
			     MVIEW_VMALLOC(mapped, PAGE_SIZE));
	vunmap(mapped);
}

static void wrong_device(void)
{
	struct dev_pagemap map = { .type = MEMORY_DEVICE_GENERIC };
	struct resource res = {
		.name = WRONG_NAME, .flags = IORESOURCE_MEM,
	};
	void *addr;

	/* A place where nothing is, and nobody looks. */
	if (allocate_resource(&iomem_resource, &res, SZ_128M, SZ_4G,
			      64ULL * SZ_1G, SZ_128M, NULL, NULL))
		return;
	map.range.start = res.start;
	map.range.end = res.end;
	map.nr_range = 1;
	addr = memremap_pages(&map, NUMA_NO_NODE);
	if (!IS_ERR(addr)) {
		wrong_pages(virt_to_page(addr));
		memunmap_pages(&map);
	}
	release_resource(&res);
}
#else
static void wrong_device(void)
{
}
#endif

static void wrong_registers(void)
{
	void __iomem *addr = (void __force __iomem *)coherent;

	wrong_memory("mmio_addr", MVIEW_MMIO(NULL, SZ_4G - SZ_1M, PAGE_SIZE));
	wrong_memory("mmio_wraps", MVIEW_MMIO(addr, (phys_addr_t)0 - PAGE_SIZE,
					      2 * PAGE_SIZE));
	wrong_memory("mmio_offset", MVIEW_MMIO(addr, SZ_4G - SZ_1M + 4, 64));
}

static void wrong_resize(void)
{
	const struct mview_memory *memory = MVIEW_VMALLOC(vmalloced, PAGE_SIZE);
	struct mview_buffer *buffer = mview_export("right", memory, "B", 0);
	struct mview_buffer *resized;

	resized = mview_buffer_resize(buffer, MVIEW_DESC("resize", "B", 0),
				      memory);
	if (PTR_ERR_OR_ZERO(resized) == -EINVAL)
		resized = buffer;
	else
		accepted++;
	mview_buffer_revoke(resized);
}

static void wrong_free(void)
{
	if (coherent)
		dma_free_coherent(&device->dev, PAGE_SIZE, coherent,
				  coherent_dma);
	kfree(kmalloced);
	vfree(vmalloced);
	platform_device_unregister(device);
}

static int __init wrong_init(void)
{
	const struct platform_device_info info = {
		.name = WRONG_NAME,
		.id = PLATFORM_DEVID_NONE,
		.dma_mask = DMA_BIT_MASK(32),
	};

	device = platform_device_register_full(&info);
	if (IS_ERR(device))
		return PTR_ERR(device);
	/* One page, with a guard behind it. */
	vmalloced = vmalloc_user(PAGE_SIZE);
	kmalloced = kzalloc(64, GFP_KERNEL);
	coherent = dma_alloc_coherent(&device->dev, PAGE_SIZE, &coherent_dma,
				      GFP_KERNEL);
	if (!vmalloced || !kmalloced || !coherent) {
		wrong_free();
		return -ENOMEM;
	}
	wrong_descs();
	wrong_cpu_memory();
	wrong_dma_memory();
	wrong_gaps();
	wrong_device();
	wrong_registers();
	wrong_resize();
	if (accepted) {
		wrong_free();
		return -EIO;
	}
	return 0;
}
module_init(wrong_init);

static void __exit wrong_exit(void)
{
	wrong_free();
}
module_exit(wrong_exit);

MVIEW_DRIVER();
MODULE_DESCRIPTION("A driver that mview refuses, for tests");
MODULE_AUTHOR("The mview developers");
MODULE_LICENSE("GPL");
