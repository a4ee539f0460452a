// SPDX-License-Identifier: GPL-2.0
/*
 * The page frames behind a range of the kernel's addresses. They are looked up
 * once: a walk through the kernel's page tables takes 150 instructions a page,
 * more than all the rest of a fault that inserts many pages (6.12, x86-64).
 */
#include "mem/frames.h"

#include <linux/errno.h>
#include <linux/io.h>
#include <linux/mm.h>
#include <linux/overflow.h>
#include <linux/pfn.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

/* Store the frames in @list if there is one, and tell whether it is needed. */
static int mview_frames_walk(struct mview_frames *frames, const void *addr,
			     unsigned long npages, bool *row)
{
	unsigned long i, pfn;
	struct page *page;

	*row = true;
	for (i = 0; i < npages; i++, addr += PAGE_SIZE) {
		/* If @size is wrong, @addr may be in a hole or out of range. */
		page = is_vmalloc_addr(addr) ? vmalloc_to_page(addr) : NULL;
		if (!page)
			return -EINVAL;
		pfn = page_to_pfn(page);
		if (!i)
			frames->first = pfn;
		if (frames->list)
			frames->list[i] = pfn;
		if (pfn != frames->first + i)
			*row = false;
		cond_resched();
	}
	return 0;
}

static int mview_frames_vmalloc(struct mview_frames *frames, const void *addr,
				unsigned long npages)
{
	bool row;
	int err;

	err = mview_frames_walk(frames, addr, npages, &row);
	if (err || row)
		return err;
	frames->list = kvmalloc_array(npages, sizeof(*frames->list),
				      GFP_KERNEL);
	if (!frames->list)
		return -ENOMEM;
	return mview_frames_walk(frames, addr, npages, &row);
}

bool mview_frames_direct(const void *addr, size_t size)
{
	unsigned long at = (unsigned long)addr & PAGE_MASK, last;

	if (check_add_overflow((unsigned long)addr, size - 1, &last) ||
	    is_vmalloc_addr(addr))
		return false;
	/* Where the machine has no memory the direct map has holes, or a device's. */
	for (; at <= last; at += PAGE_SIZE) {
		if (!virt_addr_valid((void *)at) ||
		    is_zone_device_page(virt_to_page((void *)at)))
			return false;
		cond_resched();
	}
	return true;
}

int mview_frames_init(struct mview_frames *frames, const void *addr,
		      size_t size)
{
	unsigned long first = (unsigned long)addr, last;

	if (check_add_overflow(first, size - 1, &last))
		return -EINVAL;
	if (is_vmalloc_addr(addr))
		return mview_frames_vmalloc(frames, addr,
					    PFN_DOWN(last) - PFN_DOWN(first) +
					    1);
	if (!virt_addr_valid(addr))
		return -EOPNOTSUPP;
	frames->first = PHYS_PFN(virt_to_phys((void *)addr));
	return mview_frames_direct(addr, size) ? 0 : -EINVAL;
}

void mview_frames_deinit(struct mview_frames *frames)
{
	kvfree(frames->list);
}
