/* SPDX-License-Identifier: GPL-2.0 */
/* The count of a view's mappings. */
#ifndef MVIEW_MAPS_H
#define MVIEW_MAPS_H

struct mview_view;
struct vm_area_struct;

/* The first one that mmap(2) makes. -EBADFD if the view has been released. */
int mview_map_first(struct mview_view *view, struct vm_area_struct *vma);

/* Count a mapping more or less, while there is at least one. */
void mview_map_get(struct mview_view *view, struct vm_area_struct *vma);
void mview_map_put(struct mview_view *view, struct vm_area_struct *vma);

#endif /* MVIEW_MAPS_H */
