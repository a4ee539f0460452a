/* SPDX-License-Identifier: GPL-2.0 */
/* The pseudo filesystem: an inode for each buffer, a file for each view. */
#ifndef MVIEW_FS_H
#define MVIEW_FS_H

#include <linux/types.h>

struct file;
struct file_operations;
struct inode;

/* An inode of @size bytes with an address_space of its own. */
struct inode *mview_fs_inode_create(u64 size);
void mview_fs_inode_destroy(struct inode *inode);

/*
 * A file on such an inode, opened with @flags, O_RDONLY or O_RDWR; @name is what
 * /proc shows. Holds @fops' module until it is closed.
 */
struct file *mview_fs_file(struct inode *inode, const char *name, int flags,
			   const struct file_operations *fops, void *data);

#endif /* MVIEW_FS_H */
