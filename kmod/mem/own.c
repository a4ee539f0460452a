// SPDX-License-Identifier: GPL-2.0
/*
 * Pages of mview's own. A process that pins a page through a mapping
 * (vmsplice(2), O_DIRECT, io_uring, RDMA) makes it outlive its buffer. Such a
 * page has to count against the user's limit until it is free. So mview keeps
 * its own reference as long as there are others, and mview_own_reaper checks
 * periodically whether it is the last one. mview gives out no new references:
 * the buffer's mappings and dma-bufs are gone before.
 */
#include "mem/own.h"

#include <linux/align.h>
#include <linux/err.h>
#include <linux/gfp.h>
#include <linux/jiffies.h>
#include <linux/limits.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/overflow.h>
#include <linux/sched/signal.h>
#include <linux/sched/user.h>
#include <linux/slab.h>
#include <linux/workqueue.h>
#include "compat.h"
#include "mem/limit.h"
#include "mem/mem.h"

#define MVIEW_OWN_GFP	(GFP_KERNEL_ACCOUNT | __GFP_NOWARN | __GFP_ZERO)

/* Guards the list. Taken inside mmap_lock; nothing is taken inside it. */
static DEFINE_MUTEX(mview_own_lock);
static LIST_HEAD(mview_own_left);

static void mview_own_work(struct work_struct *work);
static DECLARE_DELAYED_WORK(mview_own_reaper, mview_own_work);

/*
 * Free the pages without other references; move the rest to the front. A page
 * with a short-lived reference, as of a scan of physical memory, is freed by
 * the next call.
 */
static void mview_own_shrink(struct mview_own *own)
{
	unsigned long i, n, left = 0;
	struct page *page;

	for (i = 0; i < own->npages && own->pages[i]; i += n) {
		page = own->pages[i];
		/* Read the size before put_page() may free the page. */
		n = compound_nr(page);
		if (own->user && page_count(page) > 1) {
			memmove(own->pages + left, own->pages + i,
				array_size(n, sizeof(*own->pages)));
			left += n;
		} else {
			put_page(page);
		}
		cond_resched();
	}
	mview_limit_uncharge(own->user, own->npages - left);
	own->npages = left;
}

static void mview_own_free(struct mview_own *own)
{
	free_uid(own->user);
	kvfree(own);
}

static void mview_own_reap(void)
{
	struct mview_own *own, *next;

	mutex_lock(&mview_own_lock);
	list_for_each_entry_safe(own, next, &mview_own_left, list) {
		mview_own_shrink(own);
		if (own->npages)
			continue;
		list_del(&own->list);
		mview_own_free(own);
	}
	if (!list_empty(&mview_own_left))
		queue_delayed_work(system_dfl_wq, &mview_own_reaper, HZ);
	mutex_unlock(&mview_own_lock);
}

static void mview_own_work(struct work_struct *work)
{
	mview_own_reap();
}

void mview_own_destroy(struct mview_own *own)
{
	mview_own_shrink(own);
	if (!own->npages) {
		mview_own_free(own);
		return;
	}
	mutex_lock(&mview_own_lock);
	list_add(&own->list, &mview_own_left);
	queue_delayed_work(system_dfl_wq, &mview_own_reaper, HZ / 10);
	mutex_unlock(&mview_own_lock);
}

/* No buffer is left, so the list does not grow. */
void mview_own_exit(void)
{
	struct mview_own *own, *next;

	cancel_delayed_work_sync(&mview_own_reaper);
	list_for_each_entry_safe(own, next, &mview_own_left, list) {
		mview_limit_uncharge(own->user, own->npages);
		free_uid(own->user);
		own->user = NULL;
		mview_own_shrink(own);
		mview_own_free(own);
	}
}

static struct user_struct *mview_own_charge(unsigned long npages)
{
	struct user_struct *user = mview_limit_charge(npages);

	if (user != ERR_PTR(-EDQUOT))
		return user;
	/* Don't count pages that were released since the last reap. */
	mview_own_reap();
	return mview_limit_charge(npages);
}

/*
 * Allocate a compound page of PMD_SIZE if @done is aligned to one, it fits
 * and the allocator has it; else a single page.
 */
static struct page *mview_own_piece(unsigned long done, unsigned long npages)
{
	struct page *page = NULL;

	if (fatal_signal_pending(current))
		return NULL;
	if (IS_ALIGNED(done, MVIEW_HUGE_PAGES) &&
	    npages - done >= MVIEW_HUGE_PAGES)
		page = alloc_pages(MVIEW_OWN_GFP | __GFP_COMP | __GFP_NORETRY,
				   MVIEW_HUGE_ORDER);
	return page ? page : alloc_page(MVIEW_OWN_GFP | __GFP_RETRY_MAYFAIL);
}

static int mview_own_fill(struct mview_own *own)
{
	unsigned long i, n, done;
	struct page *page;

	for (done = 0; done < own->npages; done += n) {
		page = mview_own_piece(done, own->npages);
		if (!page)
			return fatal_signal_pending(current) ? -EINTR : -ENOMEM;
		n = compound_nr(page);
		/* The fault handler maps a folio whole only inside the file. */
		page_folio(page)->index = done;
		for (i = 0; i < n; i++)
			own->pages[done + i] = page + i;
		cond_resched();
	}
	return 0;
}

/* Contiguous pages, not compound, so that one may outlive the others. */
static int mview_own_fill_contiguous(struct mview_own *own)
{
	struct page *page;
	unsigned long i;
	void *addr;

	addr = alloc_pages_exact(array_size(own->npages, PAGE_SIZE),
				 MVIEW_OWN_GFP | __GFP_RETRY_MAYFAIL);
	if (!addr)
		return -ENOMEM;
	page = virt_to_page(addr);
	for (i = 0; i < own->npages; i++)
		own->pages[i] = page + i;
	return 0;
}

struct mview_own *mview_own_create(u64 size, bool contiguous)
{
	u64 npages = DIV_ROUND_UP_ULL(size, PAGE_SIZE);
	struct user_struct *user;
	struct mview_own *own;
	int err;

	if (contiguous && npages > 1UL << MAX_PAGE_ORDER)
		return ERR_PTR(-EOPNOTSUPP);
	/* Fail if @size is too large; never have the OOM killer run. */
	if (!npages || npages > min_t(u64, totalram_pages(), UINT_MAX))
		return ERR_PTR(-ENOMEM);
	user = mview_own_charge(npages);
	if (IS_ERR(user))
		return ERR_CAST(user);
	own = kvzalloc(struct_size(own, pages, npages),
		       GFP_KERNEL_ACCOUNT | __GFP_NOWARN | __GFP_RETRY_MAYFAIL);
	if (!own) {
		mview_limit_uncharge(user, npages);
		free_uid(user);
		return ERR_PTR(-ENOMEM);
	}
	own->user = user;
	own->npages = npages;
	err = contiguous ? mview_own_fill_contiguous(own) : mview_own_fill(own);
	if (err) {
		mview_own_destroy(own);
		return ERR_PTR(err);
	}
	return own;
}
