// SPDX-License-Identifier: GPL-2.0
/* KUnit suites of what is pure; each file beside this one has one. */
#include <linux/module.h>

MODULE_DESCRIPTION("KUnit tests of mview");
MODULE_AUTHOR("The mview developers");
MODULE_LICENSE("GPL");
