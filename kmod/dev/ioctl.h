/* SPDX-License-Identifier: GPL-2.0 */
/*
 * One dispatcher for both file types. It copies the argument in, once, checks
 * its size, flags and reserved members, calls the command, copies the result out
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
	struct mview_trace_open trace_open;
	struct mview_buffer_origin buffer_origin;
	struct mview_trace_info trace_info;
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
 * @min: of its argument when it was new, or 0 if it has not grown since; one of
 *	that size is still taken, as if the rest were zero
 * @flags: that it knows
 * @reserved: where in the argument its reserved members are, which must be zero
 * @reserved_len: bytes of them
 * @fd: where in the argument the fd goes, or 0 if it makes none
 */
struct mview_command {
	int (*fn)(struct file *file, union mview_arg *arg,
		  struct file **result);
	u32 size;
	u32 min;
	u32 flags;
	u32 reserved;
	u32 reserved_len;
	u32 fd;
};

/* The numbers of either file type begin at a multiple of 64. */
#define MVIEW_IOC_INDEX	0x3f

/*
 * An entry of a table: @member of the union is the argument, @known the flags.
 * MVIEW_RESERVED() and MVIEW_FD() may follow.
 */
#define MVIEW_COMMAND(cmd, func, member, known, ...)			\
	[_IOC_NR(cmd) & MVIEW_IOC_INDEX] = {				\
		.fn = (func),						\
		.size = sizeof_field(union mview_arg, member),		\
		.flags = (known),					\
		__VA_ARGS__						\
	}

/* Its argument has a member __reserved. */
#define MVIEW_RESERVED(member)						\
	.reserved = offsetof(union mview_arg, member.__reserved),	\
	.reserved_len = sizeof_field(union mview_arg, member.__reserved)

/* It returns a new file in the member fd. */
#define MVIEW_FD(member)	.fd = offsetof(union mview_arg, member.fd)

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
