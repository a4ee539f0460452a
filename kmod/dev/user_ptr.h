/* SPDX-License-Identifier: GPL-2.0 */
/* Pointers of the ABI, which have 64 bits on all machines. */
#ifndef MVIEW_USER_PTR_H
#define MVIEW_USER_PTR_H

#include <linux/kernel.h>
#include <linux/types.h>

/**
 * mview_user_ptr - a pointer in an argument
 * @user: as the caller gave it
 *
 * Return: the pointer. On a 32-bit kernel, one of more than 32 bits becomes an
 * address that copies from and to users refuse with EFAULT.
 */
static inline void __user *mview_user_ptr(u64 user)
{
	if (user != (uintptr_t)user)
		return (void __user *)~0UL;
	return u64_to_user_ptr(user);
}

#endif /* MVIEW_USER_PTR_H */
