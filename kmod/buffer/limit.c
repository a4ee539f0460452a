// SPDX-License-Identifier: GPL-2.0
/* How many buffers of their own the processes of one user may hold, how large. */
#include "buffer/limit.h"

#include <linux/cred.h>
#include <linux/err.h>
#include <linux/limits.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/uidgid.h>
#include <linux/user_namespace.h>
#include <linux/xarray.h>

static unsigned int max_user_buffers = 1024;
module_param(max_user_buffers, uint, 0644);
MODULE_PARM_DESC(max_user_buffers,
		 "Buffers that one user may make, root included");

static unsigned long max_user_mib = ULONG_MAX;
module_param(max_user_mib, ulong, 0644);
MODULE_PARM_DESC(max_user_mib,
		 "MiB of memory that these may have (default: half of it)");

/**
 * struct mview_limit - what one user holds
 * @user: who
 * @buffers: how many
 * @pages: of memory of mview's own in them
 */
struct mview_limit {
	kuid_t user;
	unsigned long buffers;
	unsigned long pages;
};

/* Guards the entries and what they count. Nothing is taken inside it. */
static DEFINE_MUTEX(mview_limit_lock);

/* By uid; no entry for those who hold nothing. */
static DEFINE_XARRAY(mview_limits);

static kuid_t mview_limit_user(void)
{
	struct user_namespace *ns = current_user_ns();
	kuid_t user = current_uid();

	/* Who made a namespace answers for all the users that it brought. */
	for (; ns->parent; ns = ns->parent)
		user = ns->owner;
	return user;
}

/* The entry of @user, which becomes @fresh if there is none. */
static struct mview_limit *mview_limit_get(kuid_t user,
					   struct mview_limit *fresh)
{
	struct mview_limit *limit;
	int err;

	lockdep_assert_held(&mview_limit_lock);
	limit = xa_load(&mview_limits, __kuid_val(user));
	if (limit)
		return limit;
	fresh->user = user;
	err = xa_err(xa_store(&mview_limits, __kuid_val(user), fresh,
			      GFP_KERNEL));
	return err ? ERR_PTR(err) : fresh;
}

static void mview_limit_put(struct mview_limit *limit)
{
	lockdep_assert_held(&mview_limit_lock);
	if (limit->buffers)
		return;
	xa_erase(&mview_limits, __kuid_val(limit->user));
	kfree(limit);
}

static bool mview_limit_allows(const struct mview_limit *limit,
			       unsigned long npages)
{
	unsigned long max = READ_ONCE(max_user_mib);

	max = max > ULONG_MAX / SZ_1M ? ULONG_MAX : max * SZ_1M;
	max >>= PAGE_SHIFT;
	return limit->buffers < READ_ONCE(max_user_buffers) &&
	       (!npages || (limit->pages <= max &&
			    npages <= max - limit->pages));
}

struct mview_limit *mview_limit_charge(unsigned long npages)
{
	struct mview_limit *limit, *fresh;

	/* Before the lock, which those must not wait for who have memory. */
	fresh = kzalloc(sizeof(*fresh), GFP_KERNEL_ACCOUNT);
	if (!fresh)
		return ERR_PTR(-ENOMEM);
	mutex_lock(&mview_limit_lock);
	limit = mview_limit_get(mview_limit_user(), fresh);
	if (limit == fresh)
		fresh = NULL;
	if (IS_ERR(limit))
		goto out_unlock;
	if (mview_limit_allows(limit, npages)) {
		limit->buffers++;
		limit->pages += npages;
	} else {
		mview_limit_put(limit);
		limit = ERR_PTR(-EDQUOT);
	}
out_unlock:
	mutex_unlock(&mview_limit_lock);
	kfree(fresh);
	return limit;
}

void mview_limit_uncharge(struct mview_limit *limit, unsigned long npages)
{
	mutex_lock(&mview_limit_lock);
	limit->buffers--;
	limit->pages -= npages;
	mview_limit_put(limit);
	mutex_unlock(&mview_limit_lock);
}

void mview_limit_init(void)
{
	if (max_user_mib == ULONG_MAX)
		max_user_mib = totalram_pages() / 2 / (SZ_1M >> PAGE_SHIFT);
}
