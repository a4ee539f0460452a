/* SPDX-License-Identifier: GPL-2.0 */
/* Pages of mview's own, charged to a user. */
#ifndef MVIEW_OWN_H
#define MVIEW_OWN_H

#include <linux/list.h>
#include <linux/types.h>

struct page;
struct user_struct;

/**
 * struct mview_own - pages of mview's own
 * @list: on the list of those whose buffer is gone
 * @user: RLIMIT_MEMLOCK of this user counts them; NULL if exempt
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
 * Give the pages up. Each is freed and uncharged when no other reference to it
 * is left.
 */
void mview_own_destroy(struct mview_own *own);

/* On module exit: free what can be, and uncharge the rest. */
void mview_own_exit(void);

#endif /* MVIEW_OWN_H */
