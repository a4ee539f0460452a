/* SPDX-License-Identifier: GPL-2.0 */
/* The file of a view: what read(2), mmap(2), poll(2) and so on do. */
#ifndef MVIEW_VIEW_FILE_H
#define MVIEW_VIEW_FILE_H

#include <linux/fs.h>

extern const struct file_operations mview_view_fops;

/* access.c: the elements in C order, gathered and scattered. */
ssize_t mview_view_read_iter(struct kiocb *iocb, struct iov_iter *to);
ssize_t mview_view_write_iter(struct kiocb *iocb, struct iov_iter *from);

/* mmap.c: the pages of the extent. */
int mview_view_mmap(struct file *file, struct vm_area_struct *vma);
unsigned long mview_view_area(struct file *file, unsigned long addr,
			      unsigned long len, unsigned long pgoff,
			      unsigned long flags);

/* view_cmd.c: the commands on a view. */
long mview_view_ioctl(struct file *file, unsigned int cmd, unsigned long arg);

#endif /* MVIEW_VIEW_FILE_H */
