/* SPDX-License-Identifier: GPL-2.0 */
/* The file of a view: what read(2), mmap(2), poll(2) and so on do. */
#ifndef MVIEW_VIEW_FILE_H
#define MVIEW_VIEW_FILE_H

#include <linux/fs.h>

extern const struct file_operations mview_view_fops;

/*
 * The ioctls of views are in a higher layer: mview_view_cmd_init() sets this
 * before the first view is made.
 */
extern long (*mview_view_ioctl)(struct file *file, unsigned int cmd,
				unsigned long arg);

#endif /* MVIEW_VIEW_FILE_H */
