// SPDX-License-Identifier: GPL-2.0
/*
 * A test driver that announces new data in contexts where little is allowed.
 * The word written to its parameter names the context.
 */
#include <linux/err.h>
#include <linux/irq_work.h>
#include <linux/module.h>
#include <linux/mview.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

static void *memory;
static struct mview_buffer *buffer;
static DEFINE_RAW_SPINLOCK(raw_lock);

static void announce_interrupt(struct irq_work *work)
{
	mview_buffer_notify(buffer);
}

/* In hard interrupts; PREEMPT_RT runs other irq_works in a thread. */
static struct irq_work work = IRQ_WORK_INIT_HARD(announce_interrupt);

static void announce_raw(void)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&raw_lock, flags);
	mview_buffer_notify(buffer);
	raw_spin_unlock_irqrestore(&raw_lock, flags);
}

static int announce_set(const char *text, const struct kernel_param *param)
{
	if (sysfs_streq(text, "task")) {
		mview_buffer_notify(buffer);
	} else if (sysfs_streq(text, "raw")) {
		announce_raw();
	} else if (sysfs_streq(text, "interrupt")) {
		irq_work_queue(&work);
		irq_work_sync(&work);
	} else {
		return -EINVAL;
	}
	return 0;
}

static const struct kernel_param_ops announce_ops = { .set = announce_set };

module_param_cb(announce, &announce_ops, NULL, 0200);
MODULE_PARM_DESC(announce, "announce now, in this context: task, raw, interrupt");

static int exports_get(char *text, const struct kernel_param *param)
{
	return sysfs_emit(text, "%lu\n", mview_buffer_exports(buffer));
}

static const struct kernel_param_ops exports_ops = { .get = exports_get };

module_param_cb(exports, &exports_ops, NULL, 0400);
MODULE_PARM_DESC(exports, "how many views the driver is told of");

static int __init announce_init(void)
{
	memory = vmalloc_user(PAGE_SIZE);
	if (!memory)
		return -ENOMEM;
	buffer = mview_export("announce", MVIEW_VMALLOC(memory, PAGE_SIZE), "B",
			      0);
	if (IS_ERR(buffer)) {
		vfree(memory);
		return PTR_ERR(buffer);
	}
	return 0;
}
module_init(announce_init);

static void __exit announce_exit(void)
{
	mview_buffer_revoke(buffer);
	vfree(memory);
}
module_exit(announce_exit);

MVIEW_DRIVER();
MODULE_DESCRIPTION("A driver that announces data in any context, for tests");
MODULE_AUTHOR("The mview developers");
MODULE_LICENSE("GPL");
