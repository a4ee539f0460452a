// SPDX-License-Identifier: GPL-2.0
/* What users may do: the device node, and private buffers. */
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

#include "child.h"
#include "dmabuf.h"
#include "kselftest_harness.h"
#include "mview_test.h"
#include "user.h"

#define NAME	"user_test"

static int import(int dev, int dmabuf)
{
	struct mview_import_dmabuf arg = {
		.size = sizeof(arg),
		.dmabuf_fd = dmabuf,
	};

	return ioctl(dev, MVIEW_IMPORT_DMABUF, &arg) ? -1 : arg.fd;
}

/* The device. */
FIXTURE(device)
{
	int dev;
};

FIXTURE_SETUP(device)
{
	ASSERT_EQ(0, sim_make(NAME, "shape=4096"));
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
}

FIXTURE_TEARDOWN_PARENT(device)
{
	EXPECT_EQ(0, sim_remove(NAME));
}

TEST_F(device, is_roots_alone)
{
	struct stat status;

	ASSERT_EQ(0, stat(MVIEW_DEVICE, &status));
	EXPECT_TRUE(S_ISCHR(status.st_mode));
	EXPECT_EQ(0, status.st_uid);
	EXPECT_EQ(0, status.st_gid);
	EXPECT_EQ(0600, status.st_mode & 07777);
}

TEST_F(device, is_not_opened_by_nobody)
{
	struct child child;

	ASSERT_LE(0, child_fork(&child));
	if (!child.pid) {
		ASSERT_EQ(0, become_user(NOBODY));
		expect_errno(EACCES, dev_open(O_RDONLY));
		expect_errno(EACCES, dev_open(O_RDWR));
		_exit(0);
	}
	EXPECT_EQ(0, child_end(&child));
}

/* A process has the rights of a descriptor that it was handed. */
TEST_F(device, is_used_by_who_was_given_it)
{
	struct child child;

	ASSERT_LE(0, child_fork(&child));
	if (!child.pid) {
		int view;

		ASSERT_EQ(0, become_user(NOBODY));
		view = view_open(self->dev, NAME, MVIEW_OPEN_WRITE);
		EXPECT_LE(0, view);
		EXPECT_EQ(1, write(view, "X", 1));
		_exit(0);
	}
	EXPECT_EQ(0, child_end(&child));
}

/* A buffer that a process made. */
FIXTURE(private)
{
	int dev;
	int dmabuf;
	int view;
	__u64 id;
};

FIXTURE_SETUP(private)
{
	self->dmabuf = any_dmabuf();
	if (self->dmabuf < 0)
		SKIP(return, "nobody here exports a dma-buf");
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
	self->view = import(self->dev, self->dmabuf);
	ASSERT_LE(0, self->view);
	self->id = view_buffer_id(self->view);
}

FIXTURE_TEARDOWN_PARENT(private)
{
}

TEST_F(private, buffer_says_so_and_has_no_name)
{
	struct buffer_desc desc;

	ASSERT_EQ(0, buffer_describe(self->dev, self->id, 0, &desc));
	EXPECT_TRUE(desc.info.buffer_flags & MVIEW_BUFFER_PRIVATE);
	EXPECT_EQ(0, desc.info.name_len);
	EXPECT_EQ(MVIEW_KIND_DMABUF, desc.info.kind);
	EXPECT_EQ(1, desc.info.exports);
}

TEST_F(private, buffer_is_enumerated)
{
	struct buffer_desc desc;

	ASSERT_EQ(0, buffer_describe(self->dev, self->id,
				     MVIEW_BUFFER_INFO_NEXT, &desc));
	EXPECT_EQ(self->id, desc.info.id);
}

TEST_F(private, buffer_lives_as_long_as_its_views)
{
	struct buffer_desc desc;
	int slice = view_range(self->view, 0, 1, 1);

	ASSERT_LE(0, slice);
	ASSERT_EQ(0, close(self->view));
	EXPECT_EQ(1, buffer_exports(self->dev, self->id));
	ASSERT_EQ(0, view_release(slice));
	expect_errno(ENOENT, buffer_describe(self->dev, self->id, 0, &desc));
	expect_errno(ENOENT, view_open_id(self->dev, self->id, 0));
}

TEST_F(private, buffer_is_opened_by_an_administrator)
{
	int view = view_open_id(self->dev, self->id, 0);

	ASSERT_LE(0, view);
	EXPECT_EQ(self->id, view_buffer_id(view));
	EXPECT_EQ(2, buffer_exports(self->dev, self->id));
}

TEST_F(private, buffer_is_not_opened_by_nobody)
{
	struct child child;

	ASSERT_LE(0, child_fork(&child));
	if (!child.pid) {
		struct buffer_desc desc;

		ASSERT_EQ(0, become_user(NOBODY));
		expect_errno(EPERM, view_open_id(self->dev, self->id, 0));
		EXPECT_EQ(0, buffer_describe(self->dev, self->id, 0, &desc));
		_exit(0);
	}
	EXPECT_EQ(0, child_end(&child));
	EXPECT_EQ(1, buffer_exports(self->dev, self->id));
}

TEST_F(private, buffer_is_not_opened_again_by_its_maker)
{
	struct child child;

	ASSERT_LE(0, child_fork(&child));
	if (!child.pid) {
		int view;

		ASSERT_EQ(0, become_user(NOBODY));
		view = import(self->dev, self->dmabuf);
		EXPECT_LE(0, view);
		expect_errno(EPERM, view_open_id(self->dev,
						 view_buffer_id(view), 0));
		EXPECT_LE(0, view_range(view, 0, 1, 1));
		_exit(0);
	}
	EXPECT_EQ(0, child_end(&child));
}

TEST_F(private, buffer_is_a_matter_of_one_capability)
{
	ASSERT_EQ(0, capability_set(CAP_SYS_ADMIN, false));
	expect_errno(EPERM, view_open_id(self->dev, self->id, 0));
	ASSERT_EQ(0, capability_set(CAP_SYS_ADMIN, true));
	EXPECT_LE(0, view_open_id(self->dev, self->id, 0));
}

TEST_HARNESS_MAIN
