/* SPDX-License-Identifier: GPL-2.0 */
/* mmap(2) of a view: the pages of its extent. */
#ifndef MVIEW_MMAP_H
#define MVIEW_MMAP_H

struct file;
struct vm_area_struct;

int mview_view_mmap(struct file *file, struct vm_area_struct *vma);
unsigned long mview_view_area(struct file *file, unsigned long addr,
			      unsigned long len, unsigned long pgoff,
			      unsigned long flags);

#endif /* MVIEW_MMAP_H */
