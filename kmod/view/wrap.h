/* SPDX-License-Identifier: GPL-2.0 */
/* Mappings that a kind of memory makes by itself, all at once. */
#ifndef MVIEW_WRAP_H
#define MVIEW_WRAP_H

struct file;
struct mview_buffer;
struct mview_view;
struct vm_area_struct;

/* Map what the kind maps at once, by itself; vm_pgoff counts from its first page. */
int mview_wrap_mmap(struct mview_view *view, struct file *file,
		    struct vm_area_struct *vma);

/* Wait until the mappings so made are where a zap finds them. */
void mview_wrap_settle(struct mview_buffer *buffer);

#endif /* MVIEW_WRAP_H */
