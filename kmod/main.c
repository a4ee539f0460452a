// SPDX-License-Identifier: GPL-2.0
/* mview: memoryview for the Linux kernel. Init and exit of the module. */
#include <linux/module.h>
#include "buffer/show.h"
#include "dev/dev.h"
#include "mem/own.h"
#include "version.h"

static int __init mview_init(void)
{
	int err;

	err = mview_dev_init();
	if (err)
		return err;
	mview_debugfs_init();
	return 0;
}

static void __exit mview_exit(void)
{
	mview_debugfs_exit();
	mview_dev_exit();
	mview_own_exit();
}

module_init(mview_init);
module_exit(mview_exit);

MODULE_DESCRIPTION("Typed views of driver memory, with memoryview's semantics");
MODULE_LICENSE("GPL");
MODULE_VERSION(MVIEW_VERSION);
