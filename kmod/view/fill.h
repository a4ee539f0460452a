/* SPDX-License-Identifier: GPL-2.0 */
/* Insert the frames that follow an inserted one into its page table. */
#ifndef MVIEW_FILL_H
#define MVIEW_FILL_H

struct mview_mem;
struct vm_area_struct;

/*
 * The caller has inserted @page of @mem at @addr: insert the pages after it,
 * @left including it, all in one page table. Pages that can't be inserted are
 * left to later faults. Called in a fault of @vma, inside mview_view_enter().
 */
void mview_fill(struct vm_area_struct *vma, unsigned long addr,
		struct mview_mem *mem, unsigned long page, unsigned long left);

#endif /* MVIEW_FILL_H */
