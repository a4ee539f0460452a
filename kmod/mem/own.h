/* SPDX-License-Identifier: GPL-2.0 */
/* Pages of mview's own, allocated for a user who answers for them. */
#ifndef MVIEW_OWN_H
#define MVIEW_OWN_H

#include <linux/list.h>
#include <linux/types.h>

struct page;
struct user_struct;

/**
 * struct mview_own - pages of mview's own
 * @list: on the list of those whose buffer is gone
 * @user: whose RLIMIT_MEMLOCK they count against; NULL if nobody's
 * @npages: entries of @pages, and pages that count
 * @pages: each with a reference; those of a compound page have one together.
 *	NULL behind the last if not all could be allocated
 */
struct mview_own {
	struct list_head list;
	struct user_struct *user;
	unsigned long npages;
	struct page *pages[] __counted_by(npages);
};

/*
 * Zeroed pages for @size bytes, charged to the caller's user and memory cgroup;
 * if @contiguous, one after the other in physical memory. -EDQUOT; -ENOMEM;
 * -EINTR if the caller is being killed; -EOPNOTSUPP if the page allocator has no
 * such pieces.
 */
struct mview_own *mview_own_create(u64 size, bool contiguous);

/*
 * Nobody will ask mview for the pages any more. Each of them is free, and does
 * not count any more, when nobody else has a reference to it.
 */
void mview_own_destroy(struct mview_own *own);

/* When the module goes: what is left does not count any more. */
void mview_own_exit(void);

#endif /* MVIEW_OWN_H */
