// SPDX-License-Identifier: GPL-2.0
/*
 * A test driver that lends memory and withdraws it: so often as the number says
 * that is written to the parameter "run". Lent memory is all 0xff, and 0 from the
 * withdrawal on.
 */
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/kstrtox.h>
#include <linux/module.h>
#include <linux/mview.h>
#include <linux/preempt.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>

#define LENDER_SIZE	4096

static u8 *memory;
static struct mview_buffer *buffer;

static void lender_once(void)
{
	memset(memory, 0xff, LENDER_SIZE);
	mview_buffer_lend(buffer, memory);
	usleep_range(20, 40);
	preempt_disable();
	mview_buffer_withdraw(buffer);
	/* At once: who still reads sees it. */
	memset(memory, 0, LENDER_SIZE);
	preempt_enable();
}

static int lender_set(const char *text, const struct kernel_param *param)
{
	unsigned int count;
	int err = memory ? kstrtouint(text, 0, &count) : -ENODEV;

	for (; !err && count; count--) {
		lender_once();
		cond_resched();
	}
	return err;
}

static const struct kernel_param_ops lender_ops = { .set = lender_set };

module_param_cb(run, &lender_ops, NULL, 0200);
MODULE_PARM_DESC(run, "lend and withdraw so often, now");

static int __init lender_init(void)
{
	memory = kzalloc(LENDER_SIZE, GFP_KERNEL);
	if (!memory)
		return -ENOMEM;
	buffer = mview_export("lender", MVIEW_BORROWED(NULL, LENDER_SIZE), "B",
			      0);
	if (!IS_ERR(buffer))
		return 0;
	kfree(memory);
	return PTR_ERR(buffer);
}
module_init(lender_init);

static void __exit lender_exit(void)
{
	mview_buffer_revoke(buffer);
	kfree(memory);
}
module_exit(lender_exit);

MVIEW_DRIVER();
MODULE_DESCRIPTION("A driver that lends memory and withdraws it, for tests");
MODULE_AUTHOR("The mview developers");
MODULE_LICENSE("GPL");
