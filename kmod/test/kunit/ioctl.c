// SPDX-License-Identifier: GPL-2.0
/* The dispatcher, with commands that do what a test wants. */
#include "dev/ioctl.h"

#include <linux/anon_inodes.h>
#include <linux/build_bug.h>
#include <linux/err.h>
#include <linux/fcntl.h>
#include <linux/fdtable.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/module.h>
#include <linux/uaccess.h>
#include "test.h"

#define IOCTL_FIRST	MVIEW_VIEW_INFO
#define IOCTL_POISON	0xa5

/* What the command does, and what it has seen. */
static int ioctl_err;
static int ioctl_calls;
static struct mview_view_cast ioctl_seen;

static int ioctl_plain(struct file *file, union mview_arg *arg,
		       struct file **result)
{
	ioctl_calls++;
	ioctl_seen = arg->view_cast;
	arg->view_cast.ndim = 7;
	return ioctl_err;
}

static const struct file_operations ioctl_fops = {
	.owner = THIS_MODULE,
};

static int ioctl_file(struct file *file, union mview_arg *arg,
		      struct file **result)
{
	ioctl_calls++;
	if (ioctl_err)
		return ioctl_err;
	*result = anon_inode_getfile("mview-kunit", &ioctl_fops, NULL,
				     O_RDONLY);
	return PTR_ERR_OR_ZERO(*result);
}

/* MVIEW_VIEW_CAST is not the first, and what is before it is a gap. */
static_assert(_IOC_NR(MVIEW_VIEW_CAST) > _IOC_NR(IOCTL_FIRST));

static const struct mview_command ioctl_table[] = {
	MVIEW_COMMAND(MVIEW_VIEW_CAST, ioctl_plain, view_cast, MVIEW_CAST_FREE,
		      .min = 16, MVIEW_RESERVED(view_cast)),
	MVIEW_COMMAND(MVIEW_VIEW_READONLY, ioctl_file, view_readonly, 0,
		      MVIEW_FD(view_readonly), MVIEW_RESERVED(view_readonly)),
};

/* A program's memory, and what it holds. */
static unsigned char __user *ioctl_user;
static unsigned char ioctl_bytes[PAGE_SIZE];

static int ioctl_init(struct kunit *test)
{
	unsigned long addr;

	addr = kunit_vm_mmap(test, NULL, 0, 2 * PAGE_SIZE,
			     PROT_READ | PROT_WRITE, MAP_ANONYMOUS | MAP_PRIVATE,
			     0);
	KUNIT_ASSERT_TRUE(test, addr && !IS_ERR_VALUE(addr));
	ioctl_user = (unsigned char __user *)addr;
	ioctl_err = 0;
	ioctl_calls = 0;
	return 0;
}

/* Call @cmd with a struct of @size bytes; what is behind these is poison. */
static long ioctl_call(unsigned int cmd, void *arg, u32 size)
{
	u32 behind = max_t(u32, size, sizeof(size));
	long ret;

	memset(ioctl_bytes, IOCTL_POISON, sizeof(ioctl_bytes));
	memcpy(ioctl_bytes, arg, size);
	memcpy(ioctl_bytes, &size, sizeof(size));
	assert_int_equal(copy_to_user(ioctl_user, ioctl_bytes,
				      sizeof(ioctl_bytes)), 0);
	ret = mview_ioctl(NULL, cmd, (unsigned long)ioctl_user, IOCTL_FIRST,
			  ioctl_table, ARRAY_SIZE(ioctl_table));
	assert_int_equal(copy_from_user(ioctl_bytes, ioctl_user,
					sizeof(ioctl_bytes)), 0);
	assert_null(memchr_inv(ioctl_bytes + behind, IOCTL_POISON,
			       sizeof(ioctl_bytes) - behind));
	return ret;
}

static long ioctl_cast(struct mview_view_cast *cast)
{
	return ioctl_call(MVIEW_VIEW_CAST, cast, sizeof(*cast));
}

TEST(numbers_without_a_command_are_not_known)
{
	struct mview_view_cast cast = {};

	assert_int_equal(ioctl_call(IOCTL_FIRST, &cast, sizeof(cast)), -ENOTTY);
	assert_int_equal(ioctl_call(IOCTL_FIRST - 1, &cast, sizeof(cast)),
			 -ENOTTY);
	assert_int_equal(ioctl_call(IOCTL_FIRST + ARRAY_SIZE(ioctl_table),
				    &cast, sizeof(cast)), -ENOTTY);
	/* The number alone is not enough. */
	assert_int_equal(ioctl_call(MVIEW_VIEW_CAST ^ (1U << 8), &cast,
				    sizeof(cast)), -ENOTTY);
	assert_int_equal(ioctl_calls, 0);
}

TEST(arguments_go_in_and_results_come_out)
{
	struct mview_view_cast cast = { .format = 5, .format_len = 6 };

	assert_int_equal(ioctl_cast(&cast), 0);
	assert_int_equal(ioctl_seen.format, 5);
	assert_int_equal(ioctl_seen.format_len, 6);
	assert_int_equal(ioctl_seen.size, sizeof(cast));
	assert_int_equal(((struct mview_view_cast *)ioctl_bytes)->ndim, 7);
}

TEST(flags_that_are_not_known_are_refused)
{
	struct mview_view_cast cast = {};
	u32 bit;

	for (bit = 1; bit; bit <<= 1) {
		cast.flags = bit;
		assert_int_equal(ioctl_cast(&cast),
				 bit == MVIEW_CAST_FREE ? 0 : -EOPNOTSUPP);
	}
	assert_int_equal(ioctl_calls, 1);
}

TEST(reserved_members_are_zero)
{
	struct mview_view_cast cast = {};
	size_t i;

	for (i = 0; i < sizeof(cast.__reserved); i++) {
		memset(&cast.__reserved, 0, sizeof(cast.__reserved));
		((u8 *)&cast.__reserved)[i] = 1;
		assert_int_equal(ioctl_cast(&cast), -EINVAL);
	}
	assert_int_equal(ioctl_calls, 0);
}

TEST(sizes_from_the_first_version_to_a_page_are_taken)
{
	struct mview_view_cast cast = {};
	static u8 large[PAGE_SIZE];
	u32 size;

	for (size = 0; size < 16; size++)
		assert_int_equal(ioctl_call(MVIEW_VIEW_CAST, &cast, size),
				 -EINVAL);
	for (; size <= sizeof(cast); size++)
		assert_int_equal(ioctl_call(MVIEW_VIEW_CAST, &cast, size), 0);
	for (; size <= sizeof(cast) + 8; size++)
		assert_int_equal(ioctl_call(MVIEW_VIEW_CAST, large, size), 0);
	assert_int_equal(ioctl_call(MVIEW_VIEW_CAST, large, sizeof(large)), 0);
	large[sizeof(cast)] = 1;
	assert_int_equal(ioctl_call(MVIEW_VIEW_CAST, large, sizeof(large)),
			 -E2BIG);
	large[sizeof(cast)] = 0;
}

TEST(counts_come_back_if_there_is_no_space)
{
	struct mview_view_cast cast = {};
	struct mview_view_cast *back = (void *)ioctl_bytes;

	ioctl_err = -ENOSPC;
	assert_int_equal(ioctl_cast(&cast), -ENOSPC);
	assert_int_equal(back->ndim, 7);
	ioctl_err = -ERANGE;
	assert_int_equal(ioctl_cast(&cast), -ERANGE);
	assert_int_equal(back->ndim, 0);
}

TEST(a_file_gets_a_descriptor)
{
	struct mview_view_readonly arg = { .fd = -5 };
	struct mview_view_readonly *back = (void *)ioctl_bytes;

	ioctl_err = -EACCES;
	assert_int_equal(ioctl_call(MVIEW_VIEW_READONLY, &arg, sizeof(arg)),
			 -EACCES);
	assert_int_equal(back->fd, -5);
	ioctl_err = 0;
	assert_int_equal(ioctl_call(MVIEW_VIEW_READONLY, &arg, sizeof(arg)), 0);
	assert_true(back->fd >= 0);
	assert_int_equal(close_fd(back->fd), 0);
}

TEST(memory_that_is_not_there_is_a_fault)
{
	unsigned long none = TASK_SIZE - PAGE_SIZE;

	assert_int_equal(mview_ioctl(NULL, MVIEW_VIEW_CAST, none, IOCTL_FIRST,
				     ioctl_table, ARRAY_SIZE(ioctl_table)),
			 -EFAULT);
	assert_int_equal(ioctl_calls, 0);
}

static struct kunit_case ioctl_cases[] = {
	CASE(numbers_without_a_command_are_not_known),
	CASE(arguments_go_in_and_results_come_out),
	CASE(flags_that_are_not_known_are_refused),
	CASE(reserved_members_are_zero),
	CASE(sizes_from_the_first_version_to_a_page_are_taken),
	CASE(counts_come_back_if_there_is_no_space),
	CASE(a_file_gets_a_descriptor),
	CASE(memory_that_is_not_there_is_a_fault),
	{}
};

static struct kunit_suite ioctl_suite = {
	.name = "mview-ioctl",
	.init = ioctl_init,
	.test_cases = ioctl_cases,
};

kunit_test_suite(ioctl_suite);
