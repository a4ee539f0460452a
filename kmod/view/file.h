/* SPDX-License-Identifier: GPL-2.0 */
/* The file of a view: what read(2), mmap(2), poll(2) and so on do. */
#ifndef MVIEW_VIEW_FILE_H
#define MVIEW_VIEW_FILE_H

#include <linux/fs.h>

extern const struct file_operations mview_view_fops;

/*
 * The commands on a view stand on a higher floor, which sets them before there
 * is a view.
 */
extern long (*mview_view_ioctl)(struct file *file, unsigned int cmd,
				unsigned long arg);

#endif /* MVIEW_VIEW_FILE_H */
