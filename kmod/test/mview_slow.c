// SPDX-License-Identifier: GPL-2.0
/*
 * While this is loaded, the core is slow to map a page that mview's fault handler
 * has returned: tests look at what other tasks do in between.
 */
#include <linux/delay.h>
#include <linux/errno.h>
#include <linux/kprobes.h>
#include <linux/module.h>

#ifdef CONFIG_KRETPROBES
#define SLOW_MS	500

static int slow_return(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	mdelay(SLOW_MS);
	return 0;
}

static struct kretprobe slow_probe = {
	.kp.symbol_name = "mview_folio_fault",
	.handler = slow_return,
};

static int __init slow_init(void)
{
	return register_kretprobe(&slow_probe);
}

static void __exit slow_exit(void)
{
	unregister_kretprobe(&slow_probe);
}
#else
static int __init slow_init(void)
{
	return -EOPNOTSUPP;
}

static void __exit slow_exit(void)
{
}
#endif
module_init(slow_init);
module_exit(slow_exit);

MODULE_DESCRIPTION("Delays between a fault and its mapping, for tests");
MODULE_AUTHOR("The mview developers");
MODULE_LICENSE("GPL");
