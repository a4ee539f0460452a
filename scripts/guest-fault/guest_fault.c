// SPDX-License-Identifier: GPL-2.0
/*
 * A module that misbehaves as it is told to, for scripts/guest-selftest.
 */
#include <linux/bug.h>
#include <linux/irqflags.h>
#include <linux/module.h>
#include <linux/string.h>

static char *fault = "";
module_param(fault, charp, 0);
MODULE_PARM_DESC(fault, "what to do wrong: warn, hang, pin or refuse");

static int __init guest_fault_init(void)
{
	if (!strcmp(fault, "refuse"))
		return -ENODEV;
	WARN_ON(!strcmp(fault, "warn"));
	if (!strcmp(fault, "pin"))
		__module_get(THIS_MODULE);
	if (!strcmp(fault, "hang")) {
		local_irq_disable();
		for (;;)
			cpu_relax();
	}
	return 0;
}
module_init(guest_fault_init);

static void __exit guest_fault_exit(void)
{
}
module_exit(guest_fault_exit);

MODULE_DESCRIPTION("Misbehaves, to test that it is noticed");
MODULE_LICENSE("GPL");
