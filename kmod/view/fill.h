/* SPDX-License-Identifier: GPL-2.0 */
/* What follows a page frame that was inserted into a page table. */
#ifndef MVIEW_FILL_H
#define MVIEW_FILL_H

struct mview_mem;
struct vm_area_struct;

/*
 * @page of @mem has just been inserted at @addr: insert what follows it as well,
 * @left pages with it, all in one page table. What can't be is left to a fault.
 * The caller is in a fault of @vma, and the memory stays where it is.
 */
void mview_fill(struct vm_area_struct *vma, unsigned long addr,
		struct mview_mem *mem, unsigned long page, unsigned long left);

#endif /* MVIEW_FILL_H */
