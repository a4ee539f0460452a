// SPDX-License-Identifier: GPL-2.0
/* How many buffers of their own the processes of one user may hold. */
#include "limit.h"

#include <linux/cred.h>
#include <linux/errno.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/user_namespace.h>
#include <linux/xarray.h>

static unsigned int max_user_buffers = 1024;
module_param(max_user_buffers, uint, 0644);
MODULE_PARM_DESC(max_user_buffers,
		 "Buffers that one user may make, root included");

/* Guards the counts. Nothing is taken inside it. */
static DEFINE_MUTEX(mview_limit_lock);

/* Buffers by uid; no entry where there are none. */
static DEFINE_XARRAY(mview_limit_counts);

static unsigned long mview_limit_count(kuid_t user)
{
	void *entry = xa_load(&mview_limit_counts, __kuid_val(user));

	return entry ? xa_to_value(entry) : 0;
}

kuid_t mview_limit_user(void)
{
	struct user_namespace *ns = current_user_ns();
	kuid_t user = current_uid();

	/* Who made a namespace answers for all the users that it brought. */
	for (; ns->parent; ns = ns->parent)
		user = ns->owner;
	return user;
}

int mview_limit_charge(kuid_t user)
{
	unsigned long count;
	int err = -EDQUOT;

	mutex_lock(&mview_limit_lock);
	count = mview_limit_count(user);
	if (count < READ_ONCE(max_user_buffers))
		err = xa_err(xa_store(&mview_limit_counts, __kuid_val(user),
				      xa_mk_value(count + 1),
				      GFP_KERNEL_ACCOUNT));
	mutex_unlock(&mview_limit_lock);
	return err;
}

void mview_limit_uncharge(kuid_t user)
{
	unsigned long count;

	mutex_lock(&mview_limit_lock);
	count = mview_limit_count(user) - 1;
	/* Replacing an entry, or erasing it, takes no memory. */
	xa_store(&mview_limit_counts, __kuid_val(user),
		 count ? xa_mk_value(count) : NULL, GFP_KERNEL);
	mutex_unlock(&mview_limit_lock);
}
