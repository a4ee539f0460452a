// SPDX-License-Identifier: GPL-2.0
/* How many buffers of their own the processes of one user may hold. */
#include "limit.h"

#include <linux/errno.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/xarray.h>

static unsigned int max_user_buffers = 1024;
module_param(max_user_buffers, uint, 0644);
MODULE_PARM_DESC(max_user_buffers,
		 "Buffers that one user may import, root included");

/* Guards the counts. Nothing is taken inside it. */
static DEFINE_MUTEX(mview_limit_lock);

/* Buffers by uid; no entry where there are none. */
static DEFINE_XARRAY(mview_limit_counts);

static unsigned long mview_limit_count(kuid_t user)
{
	void *entry = xa_load(&mview_limit_counts, __kuid_val(user));

	return entry ? xa_to_value(entry) : 0;
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
