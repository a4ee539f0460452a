// SPDX-License-Identifier: GPL-2.0
/* Convert struct mview_layout of user space to struct mv_layout and back. */
#include "dev/marshal.h"

#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/overflow.h>
#include <linux/uaccess.h>
#include "core/format.h"
#include "dev/sized.h"
#include "dev/user_ptr.h"

int mview_layout_lengths(u32 ndim, u32 format_len)
{
	return ndim > MV_NDIM_MAX || format_len > MV_FORMAT_MAX ? -E2BIG : 0;
}

int mview_format_get(struct mv_layout *layout, u64 user)
{
	/* The text lies behind the struct and is not published yet. */
	if (copy_from_user((char *)layout->format, mview_user_ptr(user),
			   layout->format_len))
		return -EFAULT;
	return mv_format_itemsize(layout->format, layout->format_len,
				  &layout->itemsize);
}

int mview_shape_get(struct mv_layout *layout, u64 user)
{
	u32 i;

	if (copy_from_user(layout->shape, mview_user_ptr(user),
			   array_size(layout->ndim, sizeof(*layout->shape))))
		return -EFAULT;
	for (i = 0; i < layout->ndim; i++)
		if (layout->shape[i] < 0)
			return -EOVERFLOW;
	return 0;
}

static int mview_layout_struct_get(struct mview_layout *layout, u32 *common,
				   u64 user)
{
	int err;

	err = mview_sized_get(layout, sizeof(*layout), sizeof(*layout),
			      mview_user_ptr(user), common);
	if (err)
		return err;
	if (layout->flags)
		return -EOPNOTSUPP;
	return layout->__reserved ? -EINVAL : 0;
}

int mview_layout_user_get(struct mview_layout *layout, u64 user)
{
	u32 common;

	return mview_layout_struct_get(layout, &common, user);
}

int mview_layout_get(struct mv_layout *layout, const struct mview_layout *user)
{
	int err;

	err = mview_format_get(layout, user->format);
	if (err)
		return err;
	if (user->itemsize && user->itemsize != layout->itemsize)
		return -EINVAL;
	if (user->long_size && user->long_size != sizeof(long))
		return -EINVAL;
	if (user->offset > S64_MAX)
		return -EOVERFLOW;
	layout->offset = user->offset;
	err = mview_shape_get(layout, user->shape);
	if (err)
		return err;
	if (!user->strides)
		return mv_layout_strides(layout);
	if (copy_from_user(layout->strides, mview_user_ptr(user->strides),
			   array_size(layout->ndim, sizeof(*layout->strides))))
		return -EFAULT;
	return 0;
}

/* Set the fixed members and counts; do the capacities suffice? */
static bool mview_layout_fit(struct mview_layout *user,
			     const struct mv_layout *layout)
{
	bool fits = user->format_len >= layout->format_len &&
		    user->ndim >= layout->ndim;

	user->format_len = layout->format_len;
	user->ndim = layout->ndim;
	user->offset = layout->offset;
	user->itemsize = layout->itemsize;
	user->long_size = sizeof(long);
	return fits;
}

/*
 * copy_to_user() checks first that a copy of variable length stays within its
 * slab object, which takes 100 instructions. Arrays are short.
 */
static int mview_array_put(u64 to, const s64 *array, u32 n)
{
	s64 __user *user = mview_user_ptr(to);
	u32 i;

	for (i = 0; i < n; i++)
		if (put_user(array[i], user + i))
			return -EFAULT;
	return 0;
}

/* Write the arrays to where the pointers lead; they fit. */
static int mview_layout_arrays(const struct mview_layout *user,
			       const struct mv_layout *layout)
{
	int err;

	if (copy_to_user(mview_user_ptr(user->format), layout->format,
			 layout->format_len))
		return -EFAULT;
	err = mview_array_put(user->shape, layout->shape, layout->ndim);
	if (!err && user->strides)
		err = mview_array_put(user->strides, layout->strides,
				      layout->ndim);
	return err;
}

int mview_layout_put(u64 to, const struct mv_layout *layout, bool arrays)
{
	struct mview_layout user;
	u32 common;
	int err;

	if (!to)
		return arrays ? 0 : -ENOSPC;
	err = mview_layout_struct_get(&user, &common, to);
	if (err)
		return err;
	arrays &= mview_layout_fit(&user, layout);
	if (arrays)
		err = mview_layout_arrays(&user, layout);
	if (!err)
		err = mview_sized_put(mview_user_ptr(to), &user, common);
	return err || arrays ? err : -ENOSPC;
}
