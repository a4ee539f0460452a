// SPDX-License-Identifier: GPL-2.0
/* Structs of the ABI that begin with their size, and so can grow. */
#include "dev/sized.h"

#include <linux/errno.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/uaccess.h>

int mview_sized_get(void *to, u32 size, u32 min, const void __user *from,
		    u32 *common)
{
	u32 theirs;
	int err;

	if (get_user(theirs, (const u32 __user *)from))
		return -EFAULT;
	if (theirs < min)
		return -EINVAL;
	if (theirs > PAGE_SIZE)
		return -E2BIG;
	err = copy_struct_from_user(to, size, from, theirs);
	if (err)
		return err;
	/* User space may have changed @size between the two copies. */
	*(u32 *)to = theirs;
	*common = min(theirs, size);
	return 0;
}

int mview_sized_put(void __user *to, const void *from, u32 common)
{
	return copy_to_user(to, from, common) ? -EFAULT : 0;
}
