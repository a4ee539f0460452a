/* SPDX-License-Identifier: GPL-2.0 */
/* Mappings that another driver makes, of dma-bufs that were imported. */
#ifndef MVIEW_WRAP_H
#define MVIEW_WRAP_H

struct file;
struct mview_view;
struct vm_area_struct;

/* Have the memory's driver map it; vm_pgoff counts from the memory's first page. */
int mview_wrap_mmap(struct mview_view *view, struct file *file,
		    struct vm_area_struct *vma);

#endif /* MVIEW_WRAP_H */
