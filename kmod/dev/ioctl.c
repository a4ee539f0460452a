// SPDX-License-Identifier: GPL-2.0
/* The dispatcher of both file types. */
#include "dev/ioctl.h"

#include <linux/err.h>
#include <linux/fcntl.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/minmax.h>
#include <linux/nospec.h>
#include <linux/uaccess.h>

static const struct mview_command *
mview_command_find(unsigned int cmd, unsigned int first,
		   const struct mview_command *table, size_t n)
{
	size_t nr = cmd - first;

	if (nr >= n)
		return NULL;
	nr = array_index_nospec(nr, n);
	return table[nr].fn ? &table[nr] : NULL;
}

/*
 * Copy in, once. A user's struct may be longer than ours, if by zeros only, or
 * as short as it was at first. @size is what the two have in common.
 */
static int mview_arg_get(union mview_arg *arg, u32 *size, void __user *user,
			 const struct mview_command *command)
{
	u32 usize;
	int err;

	if (get_user(usize, (u32 __user *)user))
		return -EFAULT;
	if (usize < command->min)
		return -EINVAL;
	if (usize > PAGE_SIZE)
		return -E2BIG;
	err = copy_struct_from_user(arg, command->size, user, usize);
	if (err)
		return err;
	*size = min(usize, command->size);
	return arg->flags & ~command->flags ? -EOPNOTSUPP : 0;
}

static int mview_arg_put(const union mview_arg *arg, void __user *user,
			 u32 size)
{
	return copy_to_user(user, arg, size) ? -EFAULT : 0;
}

/* The new file becomes visible last, when nothing can fail any more. */
static int mview_arg_put_fd(union mview_arg *arg, void __user *user, u32 size,
			    const struct mview_command *command,
			    struct file *result)
{
	int fd, err;

	fd = get_unused_fd_flags(O_CLOEXEC);
	if (fd < 0) {
		fput(result);
		return fd;
	}
	*(__s32 *)((u8 *)arg + command->fd) = fd;
	err = mview_arg_put(arg, user, size);
	if (err) {
		put_unused_fd(fd);
		fput(result);
		return err;
	}
	fd_install(fd, result);
	return 0;
}

long mview_ioctl(struct file *file, unsigned int cmd, unsigned long user,
		 unsigned int first, const struct mview_command *table,
		 size_t n)
{
	const struct mview_command *command;
	struct file *result = NULL;
	union mview_arg arg = {};
	u32 size;
	int err;

	command = mview_command_find(cmd, first, table, n);
	if (!command)
		return -ENOTTY;
	err = mview_arg_get(&arg, &size, (void __user *)user, command);
	if (err)
		return err;
	err = command->fn(file, &arg, &result);
	if (err == -ENOSPC && mview_arg_put(&arg, (void __user *)user, size))
		return -EFAULT;
	if (err)
		return err;
	if (command->fd)
		return mview_arg_put_fd(&arg, (void __user *)user, size,
					command, result);
	return mview_arg_put(&arg, (void __user *)user, size);
}
