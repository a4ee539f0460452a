// SPDX-License-Identifier: GPL-2.0
/*
 * Limits the memory of mview's own that one user's processes have. Together
 * with what io_uring, AF_XDP and iommufd have pinned for the user, it may not
 * exceed RLIMIT_MEMLOCK of the process that allocates. user_struct holds the
 * count, because such memory is passed from process to process and outlives
 * them. mlock(2) counts elsewhere: for each process, and for each user of a
 * user namespace (UCOUNT_RLIMIT_MEMLOCK).
 */
#include "mem/limit.h"

#include <linux/atomic.h>
#include <linux/capability.h>
#include <linux/cred.h>
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/sched/signal.h>
#include <linux/sched/user.h>

struct user_struct *mview_limit_charge(unsigned long npages)
{
	unsigned long limit = rlimit(RLIMIT_MEMLOCK) >> PAGE_SHIFT;
	struct user_struct *user = current_user();
	unsigned long pages;

	/* This limit always goes by the initial user namespace. */
	if (ns_capable_noaudit(&init_user_ns, CAP_IPC_LOCK))
		return NULL;
	pages = atomic_long_read(&user->locked_vm);
	do {
		if (pages > limit || npages > limit - pages)
			return ERR_PTR(-EDQUOT);
	} while (!atomic_long_try_cmpxchg(&user->locked_vm, &pages,
					  pages + npages));
	return get_uid(user);
}

void mview_limit_uncharge(struct user_struct *user, unsigned long npages)
{
	if (user)
		atomic_long_sub(npages, &user->locked_vm);
}
