// SPDX-License-Identifier: GPL-2.0
/*
 * A module that makes the fault that its parameter names, so that
 * scripts/guest-selftest can test that scripts/guest reports it.
 */
#include <linux/bug.h>
#include <linux/dma-mapping.h>
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/platform_device.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>

static char *fault = "";
module_param(fault, charp, 0);
MODULE_PARM_DESC(fault, "the fault to make, one of the names in faults[]");

#define SIZE 40

/* Not static const: the compiler must not know their values. */
static unsigned char table[SIZE];
static unsigned int past_end = SIZE;

static int refuse(void)
{
	return -ENODEV;
}

static int warn(void)
{
	WARN_ON(true);
	return 0;
}

static int pin(void)
{
	__module_get(THIS_MODULE);
	return 0;
}

static int hang(void)
{
	local_irq_disable();
	while (irqs_disabled())
		cpu_relax();
	return 0;
}

static int out_of_bounds(void)
{
	unsigned char *memory = kzalloc(SIZE, GFP_KERNEL);

	if (memory)
		READ_ONCE(memory[READ_ONCE(past_end)]);
	kfree(memory);
	return 0;
}

static int after_free(void)
{
	unsigned char *memory = kzalloc(SIZE, GFP_KERNEL);

	OPTIMIZER_HIDE_VAR(memory);
	kfree(memory);
	if (memory)
		READ_ONCE(*memory);
	return 0;
}

static int past_table(void)
{
	WRITE_ONCE(past_end, past_end + table[READ_ONCE(past_end)]);
	return 0;
}

static int lock_order(void)
{
	static DEFINE_MUTEX(one);
	static DEFINE_MUTEX(other);

	mutex_lock(&one);
	mutex_lock(&other);
	mutex_unlock(&other);
	mutex_unlock(&one);

	mutex_lock(&other);
	mutex_lock(&one);
	mutex_unlock(&one);
	mutex_unlock(&other);
	return 0;
}

static int sleep(void)
{
	static DEFINE_SPINLOCK(lock);

	spin_lock(&lock);
	might_sleep();
	spin_unlock(&lock);
	return 0;
}

static int dma(void)
{
	struct platform_device *device;

	device = platform_device_register_simple("guest_fault", -1, NULL, 0);
	if (IS_ERR(device))
		return PTR_ERR(device);
	if (!dma_coerce_mask_and_coherent(&device->dev, DMA_BIT_MASK(64)))
		dma_unmap_page(&device->dev, PAGE_SIZE, SIZE, DMA_TO_DEVICE);
	platform_device_unregister(device);
	return 0;
}

static int leak(void)
{
	unsigned char *memory = kzalloc(SIZE, GFP_KERNEL);

	return memory ? 0 : -ENOMEM;
}

static const struct {
	const char *name;
	int (*commit)(void);
} faults[] = {
	{ "refuse", refuse },
	{ "warning", warn },
	{ "pin", pin },
	{ "hang", hang },
	{ "out-of-bounds", out_of_bounds },
	{ "after-free", after_free },
	{ "index", past_table },
	{ "lock-order", lock_order },
	{ "sleep", sleep },
	{ "dma", dma },
	{ "leak", leak },
};

static int __init guest_fault_init(void)
{
	for (int i = 0; i < ARRAY_SIZE(faults); i++)
		if (!strcmp(fault, faults[i].name))
			return faults[i].commit();
	return -EINVAL;
}
module_init(guest_fault_init);

static void __exit guest_fault_exit(void)
{
}
module_exit(guest_fault_exit);

MODULE_DESCRIPTION("Makes a fault of the kernel, to test that scripts/guest reports it");
MODULE_LICENSE("GPL");
