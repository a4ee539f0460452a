// SPDX-License-Identifier: GPL-2.0
/*
 * A test driver whose "registers" lie 12 bytes apart, from the first word of a
 * page to the last: its layout reaches all of the page, but leaves out most of it.
 */
#include <linux/err.h>
#include <linux/gfp.h>
#include <linux/io.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/mview.h>

static unsigned long memory;
static struct mview_buffer *buffer;

static int __init holes_init(void)
{
	static const s64 strides[] = { 12 };
	static const u64 shape[] = { DIV_ROUND_UP(PAGE_SIZE, 12) };
	static const struct mview_buffer_desc desc = {
		.name = "holes", .owner = THIS_MODULE, .format = "<I",
		.ndim = 1, .shape = shape, .strides = strides,
	};

	memory = get_zeroed_page(GFP_KERNEL);
	if (!memory)
		return -ENOMEM;
	buffer = mview_buffer_register(&desc,
				       MVIEW_MMIO((void __iomem __force *)memory,
						  virt_to_phys((void *)memory),
						  PAGE_SIZE));
	if (IS_ERR(buffer)) {
		free_page(memory);
		return PTR_ERR(buffer);
	}
	return 0;
}
module_init(holes_init);

static void __exit holes_exit(void)
{
	mview_buffer_revoke(buffer);
	free_page(memory);
}
module_exit(holes_exit);

MVIEW_DRIVER();
MODULE_DESCRIPTION("A driver that leaves out most of its registers, for tests");
MODULE_AUTHOR("The mview developers");
MODULE_LICENSE("GPL");
