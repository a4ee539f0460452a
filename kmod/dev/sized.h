/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Structs of the ABI that begin with their size, and so can grow: the caller's
 * may be of another version than ours.
 */
#ifndef MVIEW_SIZED_H
#define MVIEW_SIZED_H

#include <linux/compiler.h>
#include <linux/types.h>

/**
 * mview_sized_get - copy a struct in, once
 * @to: written; ours, zero behind what the caller's struct has
 * @size: of ours
 * @min: of the struct when it was new
 * @from: the caller's, which begins with a __u32 of its size
 * @common: written; bytes that the two have in common
 *
 * Return: 0; -EFAULT; -EINVAL if the caller's is shorter than @min; -E2BIG if it
 * is longer than a page, or than ours and what is behind ours is not all zero.
 */
int mview_sized_get(void *to, u32 size, u32 min, const void __user *from,
		    u32 *common);

/**
 * mview_sized_put - copy a struct back to where it came from
 * @to: the caller's
 * @from: ours
 * @common: bytes that the two have in common, by mview_sized_get()
 *
 * Return: 0 or -EFAULT.
 */
int mview_sized_put(void __user *to, const void *from, u32 common);

#endif /* MVIEW_SIZED_H */
