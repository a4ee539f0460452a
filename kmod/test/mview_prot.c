// SPDX-License-Identifier: GPL-2.0
/*
 * A test driver with coherent memory, of dma_alloc_coherent() and of
 * dma_alloc_wc(). The address of a mapping of it that is written to its parameter
 * is accepted if the page table's entry has the attributes that dma_mmap_attrs()
 * gives: cached or not, decrypted or not. A CPU would not show the difference
 * before it matters, and an emulated one never does.
 */
#define MVIEW_REQUIRED
#include <linux/mview.h>

#include <linux/dma-map-ops.h>
#include <linux/dma-mapping.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/pgtable.h>
#include <linux/platform_device.h>

/**
 * struct prot_memory - memory, and its buffer
 * @name: the buffer's
 * @attrs: of dma_alloc_attrs()
 * @addr: for the CPU; NULL if there is none
 * @dma: for the device
 * @buffer: NULL if there is none
 */
struct prot_memory {
	const char *name;
	unsigned long attrs;
	void *addr;
	dma_addr_t dma;
	struct mview_buffer *buffer;
};

static struct prot_memory memories[] = {
	{ .name = "prot_coherent" },
	{ .name = "prot_combined", .attrs = DMA_ATTR_WRITE_COMBINE },
};

static struct platform_device *device;

/* The bits by which attributes differ, on the machine at hand. */
static u64 prot_bits(pgprot_t prot)
{
	u64 cached = pgprot_val(prot);

	return (cached ^ pgprot_val(pgprot_noncached(prot))) |
	       (cached ^ pgprot_val(pgprot_writecombine(prot))) |
	       (cached ^ pgprot_val(pgprot_dmacoherent(prot))) |
	       (cached ^ pgprot_val(pgprot_decrypted(prot)));
}

/*
 * dma_mmap_attrs() sets the attributes before it finds that the mapping leaves
 * the memory.
 */
static int prot_wanted(const struct prot_memory *memory, pgprot_t *prot)
{
	struct vm_area_struct vma = {
		.vm_end = PAGE_SIZE,
		.vm_page_prot = *prot,
		.vm_pgoff = 1,
	};
	int err = dma_mmap_attrs(&device->dev, &vma, memory->addr, memory->dma,
				 PAGE_SIZE, memory->attrs);

	*prot = vma.vm_page_prot;
	return err == -ENXIO ? 0 : -EOPNOTSUPP;
}

static int prot_entry(pte_t *pte, unsigned long addr, void *data)
{
	*(u64 *)data = pte_val(ptep_get(pte));
	return 0;
}

static int prot_check(const struct prot_memory *memory, unsigned long addr)
{
	pgprot_t prot = vm_get_page_prot(VM_READ | VM_WRITE | VM_SHARED);
	u64 entry = 0, bits = prot_bits(prot);
	int err;

	err = prot_wanted(memory, &prot);
	if (err)
		return err;
	mmap_read_lock(current->mm);
	err = apply_to_page_range(current->mm, addr & PAGE_MASK, PAGE_SIZE,
				  prot_entry, &entry);
	mmap_read_unlock(current->mm);
	if (err || !entry)
		return err ?: -EFAULT;
	return (entry ^ pgprot_val(prot)) & bits ? -EBADE : 0;
}

/* "NAME ADDRESS": of a buffer, and of a mapping that the writer has touched */
static int prot_set(const char *text, const struct kernel_param *param)
{
	unsigned long addr;
	char name[32];
	size_t i;

	if (sscanf(text, "%31s %lx", name, &addr) != 2)
		return -EINVAL;
	for (i = 0; i < ARRAY_SIZE(memories); i++)
		if (memories[i].buffer && !strcmp(name, memories[i].name))
			return prot_check(&memories[i], addr);
	return -ENOENT;
}

static const struct kernel_param_ops prot_ops = { .set = prot_set };

module_param_cb(check, &prot_ops, NULL, 0200);
MODULE_PARM_DESC(check, "compare the entry of this mapping: NAME ADDRESS");

static int prot_create(struct prot_memory *memory)
{
	struct mview_memory desc;

	memory->addr = dma_alloc_attrs(&device->dev, PAGE_SIZE, &memory->dma,
				       GFP_KERNEL, memory->attrs);
	if (!memory->addr)
		return -ENOMEM;
	desc = *MVIEW_COHERENT(&device->dev, memory->addr, memory->dma,
			       PAGE_SIZE);
	desc.coherent.attrs = memory->attrs;
	memory->buffer = mview_export(memory->name, &desc, "B", MVIEW_WRITABLE);
	return PTR_ERR_OR_ZERO(memory->buffer);
}

static void prot_destroy(struct prot_memory *memory)
{
	mview_buffer_revoke(memory->buffer);
	if (memory->addr)
		dma_free_attrs(&device->dev, PAGE_SIZE, memory->addr,
			       memory->dma, memory->attrs);
}

static void prot_end(void)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(memories); i++)
		prot_destroy(&memories[i]);
	platform_device_unregister(device);
}

static int __init prot_init(void)
{
	size_t i;
	int err;

	device = platform_device_register_simple("mview_prot",
						 PLATFORM_DEVID_NONE, NULL, 0);
	if (IS_ERR(device))
		return PTR_ERR(device);
	err = dma_set_mask_and_coherent(&device->dev, DMA_BIT_MASK(64));
	for (i = 0; !err && i < ARRAY_SIZE(memories); i++)
		err = prot_create(&memories[i]);
	if (err)
		prot_end();
	return err;
}
module_init(prot_init);

static void __exit prot_exit(void)
{
	prot_end();
}
module_exit(prot_exit);

MVIEW_DRIVER();
MODULE_DESCRIPTION("A driver that compares attributes of mappings, for tests");
MODULE_AUTHOR("The mview developers");
MODULE_LICENSE("GPL");
