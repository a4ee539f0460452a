/* SPDX-License-Identifier: GPL-2.0 */
/*
 * One dispatcher for both file types. It copies the argument in, once, checks
 * what all commands have in common, calls the command, copies the result out
 * and only then installs the new file, if there is one.
 */
#ifndef MVIEW_IOCTL_H
#define MVIEW_IOCTL_H

#include <linux/stddef.h>
#include <linux/types.h>
#include <uapi/linux/mview.h>

struct file;

union mview_arg {
	/* What every argument begins with. */
	struct {
		__u32 size;
		__u32 flags;
	};
	struct mview_dev_info dev_info;
	struct mview_buffer_info buffer_info;
	struct mview_view_open view_open;
	struct mview_import_dmabuf import_dmabuf;
	struct mview_buffer_alloc buffer_alloc;
	struct mview_view_info view_info;
	struct mview_view_slice view_slice;
	struct mview_view_cast view_cast;
	struct mview_view_transpose view_transpose;
	struct mview_view_field view_field;
	struct mview_view_contiguous view_contiguous;
	struct mview_view_readonly view_readonly;
	struct mview_view_sync view_sync;
	struct mview_view_release view_release;
	struct mview_view_export_dmabuf view_export_dmabuf;
};

/**
 * struct mview_command - one ioctl
 * @fn: does it: reads and writes @arg; a file that it leaves in @result is
 *	given an fd. If it fails with -ENOSPC @arg is copied out all the same.
 * @size: of its argument
 * @min: of its argument when it was new; one of that size is still taken, as
 *	if the rest were zero, and gets only that much back
 * @flags: that it knows
 * @fd: where in the argument the fd goes, or 0 if it makes none
 */
struct mview_command {
	int (*fn)(struct file *file, union mview_arg *arg,
		  struct file **result);
	u32 size;
	u32 min;
	u32 flags;
	u32 fd;
};

/* The numbers of either file type begin at a multiple of 64. */
#define MVIEW_IOC_INDEX	0x3f

#define MVIEW_ARG_SIZE(member)	sizeof_field(union mview_arg, member)

#define MVIEW_COMMAND(cmd, func, member, known)				\
	[_IOC_NR(cmd) & MVIEW_IOC_INDEX] = {			\
		.fn = (func),						\
		.size = MVIEW_ARG_SIZE(member),				\
		.min = MVIEW_ARG_SIZE(member),				\
		.flags = (known),					\
	}

/* @last was the last member of the argument when it was new. */
#define MVIEW_COMMAND_SINCE(cmd, func, member, last, known)		\
	[_IOC_NR(cmd) & MVIEW_IOC_INDEX] = {			\
		.fn = (func),						\
		.size = MVIEW_ARG_SIZE(member),				\
		.min = offsetofend(union mview_arg, member.last),	\
		.flags = (known),					\
	}

#define MVIEW_COMMAND_FD(cmd, func, member, known)			\
	[_IOC_NR(cmd) & MVIEW_IOC_INDEX] = {			\
		.fn = (func),						\
		.size = MVIEW_ARG_SIZE(member),				\
		.min = MVIEW_ARG_SIZE(member),				\
		.flags = (known),					\
		.fd = offsetof(union mview_arg, member.fd),		\
	}

/**
 * mview_ioctl - the dispatcher
 * @file: it came through
 * @cmd: its number
 * @arg: the user's pointer
 * @first: number of the first command in @table
 * @table: the commands of this file type; gaps have no @fn
 * @n: entries of @table
 */
long mview_ioctl(struct file *file, unsigned int cmd, unsigned long arg,
		 unsigned int first, const struct mview_command *table,
		 size_t n);

#endif /* MVIEW_IOCTL_H */
