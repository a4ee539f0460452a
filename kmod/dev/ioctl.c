// SPDX-License-Identifier: GPL-2.0
/* The dispatcher of both file types. */
#include "dev/ioctl.h"

#include <linux/err.h>
#include <linux/fcntl.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/nospec.h>
#include <linux/string.h>
#include "dev/sized.h"

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

/* Copy the argument in and do the checks common to all commands. */
static int mview_arg_get(union mview_arg *arg, u32 *common, void __user *user,
			 const struct mview_command *command)
{
	int err;

	err = mview_sized_get(arg, command->size,
			      command->min ? command->min : command->size, user,
			      common);
	if (err)
		return err;
	if (arg->flags & ~command->flags)
		return -EOPNOTSUPP;
	return memchr_inv((u8 *)arg + command->reserved, 0,
			  command->reserved_len) ? -EINVAL : 0;
}

/* The new file becomes visible last, when nothing can fail any more. */
static int mview_arg_put_fd(union mview_arg *arg, void __user *user, u32 common,
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
	err = mview_sized_put(user, arg, common);
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
	void __user *from = (void __user *)user;
	const struct mview_command *command;
	struct file *result = NULL;
	union mview_arg arg = {};
	u32 common;
	int err;

	command = mview_command_find(cmd, first, table, n);
	if (!command)
		return -ENOTTY;
	err = mview_arg_get(&arg, &common, from, command);
	if (err)
		return err;
	err = command->fn(file, &arg, &result);
	if (err == -ENOSPC && mview_sized_put(from, &arg, common))
		return -EFAULT;
	if (err)
		return err;
	if (command->fd)
		return mview_arg_put_fd(&arg, from, common, command, result);
	return mview_sized_put(from, &arg, common);
}
