// SPDX-License-Identifier: GPL-2.0
/*
 * A test driver that has memory from the DMA API and knows nothing of mview.
 * What is written to the parameter "run" it does at once; what came of it is in
 * the parameter "result".
 *
 * hold SIZE ATTRS	allocate coherent memory, with DMA_ATTR_*, and fill it
 * pages SIZE		the same by dma_alloc_pages()
 * scattered SIZE	the same by dma_alloc_noncontiguous(), not filled
 * managed SIZE		the same by dmam_alloc_attrs(), freed with the driver
 * drop			free what is held
 * declare SIZE ADDRESS	have a pool of the device's own in that physical memory,
 *			which nobody uses; with size 0, give it up
 * storm COUNT		allocate so often, 64 bytes each, and free all of it, where
 *			nothing may sleep; the result is how many there were
 * pool COUNT		the same from a dma_pool, with interrupts off meanwhile
 * coherent COUNT	allocate and free, so often; the result is nanoseconds
 * maps COUNT		map and unmap, likewise
 *
 * Byte i of memory that is filled is 1 + i % 251, so none is 0. All bytes of what
 * "drop" frees are OWNER_FREED before, but for those of managed memory.
 */
#include <linux/bottom_half.h>
#include <linux/dma-map-ops.h>
#include <linux/dma-mapping.h>
#include <linux/dmapool.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/kprobes.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/overflow.h>
#include <linux/platform_device.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/timekeeping.h>
#include <linux/vmalloc.h>

#define OWNER_NAME	"mview_owner"
#define OWNER_SMALL	64
#define OWNER_MOST	100000
#define OWNER_FREED	0xfe

/**
 * struct owned - memory that is held
 * @list: among all of it
 * @addr: for the CPU, or NULL with @sgt
 * @dma: for the device
 * @size: bytes
 * @attrs: DMA_ATTR_*
 * @page: of dma_alloc_pages(), or NULL
 * @sgt: of dma_alloc_noncontiguous(), or NULL
 */
struct owned {
	struct list_head list;
	void *addr;
	dma_addr_t dma;
	size_t size;
	unsigned long attrs;
	struct page *page;
	struct sg_table *sgt;
};

static struct platform_device *owner;
static LIST_HEAD(owner_held);
static u64 owner_result;
static void *owner_group;

/* Guards all of the above. */
static DEFINE_MUTEX(owner_lock);

static void owner_fill(u8 *addr, size_t size)
{
	size_t i;

	for (i = 0; i < size; i++)
		WRITE_ONCE(addr[i], 1 + i % 251);
}

static struct owned *owned_create(size_t size, unsigned long attrs)
{
	struct owned *owned = kzalloc(sizeof(*owned), GFP_KERNEL);

	if (!owned)
		return NULL;
	owned->size = size;
	owned->attrs = attrs;
	return owned;
}

/* Keep it, if there is memory. */
static int owned_keep(struct owned *owned, bool got)
{
	if (!got) {
		kfree(owned);
		return -ENOMEM;
	}
	list_add(&owned->list, &owner_held);
	owner_result = owned->dma;
	return 0;
}

static int owner_hold(size_t size, unsigned long attrs)
{
	struct owned *owned = owned_create(size, attrs);

	if (!owned)
		return -ENOMEM;
	owned->addr = dma_alloc_attrs(&owner->dev, size, &owned->dma,
				      GFP_KERNEL, attrs);
	if (owned->addr && !(attrs & DMA_ATTR_NO_KERNEL_MAPPING))
		owner_fill(owned->addr, size);
	return owned_keep(owned, owned->addr);
}

static int owner_pages(size_t size, unsigned long unused)
{
	struct owned *owned = owned_create(size, 0);

	if (!owned)
		return -ENOMEM;
	owned->page = dma_alloc_pages(&owner->dev, size, &owned->dma,
				      DMA_BIDIRECTIONAL, GFP_KERNEL);
	if (owned->page)
		owner_fill(page_address(owned->page), size);
	return owned_keep(owned, owned->page);
}

static int owner_scattered(size_t size, unsigned long unused)
{
	struct owned *owned = owned_create(size, 0);

	if (!owned)
		return -ENOMEM;
	owned->sgt = dma_alloc_noncontiguous(&owner->dev, size,
					     DMA_BIDIRECTIONAL, GFP_KERNEL, 0);
	return owned_keep(owned, owned->sgt);
}

static int owner_manage(size_t size, unsigned long attrs)
{
	dma_addr_t dma;
	void *addr;

	if (!owner_group)
		owner_group = devres_open_group(&owner->dev, NULL, GFP_KERNEL);
	addr = dmam_alloc_attrs(&owner->dev, size, &dma, GFP_KERNEL, attrs);
	if (!addr)
		return -ENOMEM;
	owner_fill(addr, size);
	return 0;
}

static void owned_poison(struct owned *owned)
{
	if (owned->page)
		memset(page_address(owned->page), OWNER_FREED, owned->size);
	else if (!owned->sgt && !(owned->attrs & DMA_ATTR_NO_KERNEL_MAPPING))
		memset(owned->addr, OWNER_FREED, owned->size);
}

static void owned_destroy(struct owned *owned)
{
	list_del(&owned->list);
	owned_poison(owned);
	if (owned->page)
		dma_free_pages(&owner->dev, owned->size, owned->page,
			       owned->dma, DMA_BIDIRECTIONAL);
	else if (owned->sgt)
		dma_free_noncontiguous(&owner->dev, owned->size, owned->sgt,
				       DMA_BIDIRECTIONAL);
	else
		dma_free_attrs(&owner->dev, owned->size, owned->addr,
			       owned->dma, owned->attrs);
	kfree(owned);
}

static int owner_drop(size_t unused, unsigned long unused2)
{
	struct owned *owned, *next;

	list_for_each_entry_safe(owned, next, &owner_held, list)
		owned_destroy(owned);
	/* What is managed goes as it does when a device is unbound. */
	if (owner_group)
		devres_release_group(&owner->dev, owner_group);
	owner_group = NULL;
	return 0;
}

#if defined(CONFIG_DMA_DECLARE_COHERENT) && defined(CONFIG_KPROBES)
/* The kernel has it for platforms only, and exports neither function. */
static void *owner_function(const char *name)
{
	struct kprobe probe = { .symbol_name = name };

	if (register_kprobe(&probe))
		return NULL;
	unregister_kprobe(&probe);
	return probe.addr;
}

static bool owner_declared;

static int owner_declare(size_t size, unsigned long phys)
{
	typeof(dma_declare_coherent_memory) *declare;
	typeof(dma_release_coherent_memory) *release;
	int err;

	/* A probe lies behind the mark that indirect calls must lead to there. */
	if (IS_ENABLED(CONFIG_X86_KERNEL_IBT))
		return -EOPNOTSUPP;
	release = owner_function("dma_release_coherent_memory");
	declare = owner_function("dma_declare_coherent_memory");
	if (!declare || !release)
		return -EOPNOTSUPP;
	if (size) {
		err = declare(&owner->dev, phys, phys, size);
		owner_declared |= !err;
		return err;
	}
	if (!list_empty(&owner_held))
		return -EBUSY;
	if (owner_declared)
		release(&owner->dev);
	owner_declared = false;
	return 0;
}
#else
static int owner_declare(size_t size, unsigned long phys)
{
	return -EOPNOTSUPP;
}
#endif

/* Nothing may sleep, but bottom halves may not be the only thing that is off. */
static int owner_storm(size_t count, unsigned long unused)
{
	struct owned *all = vcalloc(count, sizeof(*all));
	size_t i;

	if (!all)
		return -ENOMEM;
	local_bh_disable();
	for (i = 0; i < count; i++) {
		all[i].addr = dma_alloc_coherent(&owner->dev, OWNER_SMALL,
						 &all[i].dma, GFP_ATOMIC);
		if (!all[i].addr)
			break;
	}
	owner_result = i;
	while (i--)
		dma_free_coherent(&owner->dev, OWNER_SMALL, all[i].addr,
				  all[i].dma);
	local_bh_enable();
	vfree(all);
	return 0;
}

static size_t owner_pool_get(struct dma_pool *pool, struct owned *all,
			     size_t count)
{
	static DEFINE_SPINLOCK(lock);
	unsigned long flags;
	size_t i;

	spin_lock_irqsave(&lock, flags);
	for (i = 0; i < count; i++) {
		all[i].addr = dma_pool_alloc(pool, GFP_ATOMIC, &all[i].dma);
		if (!all[i].addr)
			break;
	}
	spin_unlock_irqrestore(&lock, flags);
	return i;
}

static int owner_pool(size_t count, unsigned long unused)
{
	struct owned *all = vcalloc(count, sizeof(*all));
	struct dma_pool *pool;
	size_t got;

	if (!all)
		return -ENOMEM;
	pool = dma_pool_create(OWNER_NAME, &owner->dev, OWNER_SMALL,
			       OWNER_SMALL, 0);
	if (!pool) {
		vfree(all);
		return -ENOMEM;
	}
	got = owner_pool_get(pool, all, count);
	owner_result = got;
	while (got--)
		dma_pool_free(pool, all[got].addr, all[got].dma);
	dma_pool_destroy(pool);
	vfree(all);
	return 0;
}

static int owner_coherent(size_t count, unsigned long unused)
{
	dma_addr_t dma;
	void *addr;
	u64 start;
	size_t i;

	start = ktime_get_ns();
	for (i = 0; i < count; i++) {
		addr = dma_alloc_coherent(&owner->dev, PAGE_SIZE, &dma,
					  GFP_KERNEL);
		if (!addr)
			return -ENOMEM;
		dma_free_coherent(&owner->dev, PAGE_SIZE, addr, dma);
	}
	owner_result = ktime_get_ns() - start;
	return 0;
}

static int owner_maps(size_t count, unsigned long unused)
{
	void *memory = kmalloc(PAGE_SIZE, GFP_KERNEL);
	dma_addr_t dma;
	u64 start;
	size_t i;

	if (!memory)
		return -ENOMEM;
	start = ktime_get_ns();
	for (i = 0; i < count; i++) {
		dma = dma_map_single(&owner->dev, memory, PAGE_SIZE,
				     DMA_TO_DEVICE);
		if (dma_mapping_error(&owner->dev, dma))
			break;
		dma_unmap_single(&owner->dev, dma, PAGE_SIZE, DMA_TO_DEVICE);
	}
	owner_result = ktime_get_ns() - start;
	kfree(memory);
	return i < count ? -ENOMEM : 0;
}

static const struct {
	const char *name;
	int (*fn)(size_t size, unsigned long attrs);
	size_t most;
} owner_commands[] = {
	{ "hold", owner_hold, SZ_64M },
	{ "pages", owner_pages, SZ_4M },
	{ "scattered", owner_scattered, SZ_4M },
	{ "managed", owner_manage, SZ_4M },
	{ "drop", owner_drop, 0 },
	{ "declare", owner_declare, SZ_4M },
	{ "storm", owner_storm, OWNER_MOST },
	{ "pool", owner_pool, OWNER_MOST },
	{ "coherent", owner_coherent, OWNER_MOST },
	{ "maps", owner_maps, OWNER_MOST },
};

static int owner_set(const char *text, const struct kernel_param *param)
{
	unsigned long attrs = 0;
	size_t i, size = 0;
	char name[16];
	int err;

	if (sscanf(text, "%15s %zu %li", name, &size, &attrs) < 1 || !owner)
		return -EINVAL;
	for (i = 0; i < ARRAY_SIZE(owner_commands); i++)
		if (!strcmp(name, owner_commands[i].name))
			break;
	if (i == ARRAY_SIZE(owner_commands) || size > owner_commands[i].most)
		return -EINVAL;
	mutex_lock(&owner_lock);
	err = owner_commands[i].fn(size, attrs);
	mutex_unlock(&owner_lock);
	return err;
}

static const struct kernel_param_ops owner_ops = { .set = owner_set };

module_param_cb(run, &owner_ops, NULL, 0200);
MODULE_PARM_DESC(run, "do this now, see the source");

static int owner_get(char *text, const struct kernel_param *param)
{
	return sysfs_emit(text, "%llu\n", owner_result);
}

static const struct kernel_param_ops owner_result_ops = { .get = owner_get };

module_param_cb(result, &owner_result_ops, NULL, 0400);
MODULE_PARM_DESC(result, "what came of it");

static int owner_probe(struct platform_device *pdev)
{
	return dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(64));
}

static struct platform_driver owner_driver = {
	.probe = owner_probe,
	.driver = { .name = OWNER_NAME },
};

static int __init owner_init(void)
{
	int err;

	err = platform_driver_register(&owner_driver);
	if (err)
		return err;
	owner = platform_device_register_simple(OWNER_NAME, PLATFORM_DEVID_NONE,
						NULL, 0);
	if (!IS_ERR(owner))
		return 0;
	err = PTR_ERR(owner);
	owner = NULL;
	platform_driver_unregister(&owner_driver);
	return err;
}
module_init(owner_init);

static void __exit owner_exit(void)
{
	owner_drop(0, 0);
	owner_declare(0, 0);
	platform_device_unregister(owner);
	platform_driver_unregister(&owner_driver);
}
module_exit(owner_exit);

MODULE_DESCRIPTION("A driver with memory from the DMA API, for tests");
MODULE_AUTHOR("The mview developers");
MODULE_LICENSE("GPL");
