/* SPDX-License-Identifier: GPL-2.0 */
/* Mappings: how they are counted, and how they are taken away. */
#ifndef MVIEW_MMAP_H
#define MVIEW_MMAP_H

struct file;
struct mview_buffer;
struct mview_view;
struct vm_area_struct;

/*
 * Take all mappings of a buffer away. Nobody may enter any more, and those who
 * were inside have left.
 */
void mview_mmap_zap(struct mview_buffer *buffer);

/* One mapping more or less. There is one already, or the view can't be released. */
void mview_map_get(struct mview_view *view, struct vm_area_struct *vma);
void mview_map_put(struct mview_view *view, struct vm_area_struct *vma);

/* Map what the kind maps at once, by itself; vm_pgoff counts from its first page. */
int mview_wrap_mmap(struct mview_view *view, struct file *file,
		    struct vm_area_struct *vma);

/* Wait until the mappings so made are where a zap finds them. */
void mview_wrap_settle(struct mview_buffer *buffer);

#endif /* MVIEW_MMAP_H */
