// SPDX-License-Identifier: GPL-2.0
/* A released view: its release again, and no other operation. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/uio.h>

#include "kselftest_harness.h"
#include "mview_test.h"
#include "poller.h"

#define NAME	"release_test"

FIXTURE(released)
{
	int dev;
	int view;
	__u64 id;
};

FIXTURE_SETUP(released)
{
	ASSERT_EQ(0, sim_make(NAME, "shape=65536", "pattern=counter"));
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
	self->view = view_open(self->dev, NAME, MVIEW_OPEN_WRITE);
	ASSERT_LE(0, self->view);
	self->id = view_buffer_id(self->view);
	ASSERT_EQ(0, view_release(self->view));
}

FIXTURE_TEARDOWN_PARENT(released)
{
	EXPECT_EQ(0, sim_remove(NAME));
}

TEST_F(released, can_be_released_again)
{
	EXPECT_EQ(0, view_release(self->view));
	EXPECT_EQ(0, view_release(self->view));
}

TEST_F(released, has_no_info)
{
	struct view_desc desc;

	expect_errno(EBADFD, view_describe(self->view, &desc));
	expect_errno(EBADFD, view_seen(self->view));
}

TEST_F(released, has_no_children)
{
	expect_errno(EBADFD, view_range(self->view, 0, 1, 1));
	expect_errno(EBADFD, view_slice(self->view, NULL, 0));
	expect_errno(EBADFD, view_cast(self->view, "H", 0, NULL, 0));
	expect_errno(EBADFD, view_readonly(self->view));
	expect_errno(EBADFD, view_transpose(self->view, NULL, 0));
	expect_errno(EBADFD, view_contiguous(self->view, 'C', 0));
	EXPECT_EQ(0, buffer_exports(self->dev, self->id));
}

TEST_F(released, is_not_synced)
{
	expect_errno(EBADFD, view_sync(self->view, MVIEW_SYNC_READ));
	expect_errno(EBADFD, view_sync(self->view, MVIEW_SYNC_READ |
						   MVIEW_SYNC_END));
}

TEST_F(released, is_not_read)
{
	char bytes[8];
	struct iovec vector = { bytes, sizeof(bytes) };

	expect_errno(EBADFD, read(self->view, bytes, sizeof(bytes)));
	expect_errno(EBADFD, pread(self->view, bytes, sizeof(bytes), 16));
	expect_errno(EBADFD, pread(self->view, bytes, sizeof(bytes), 65536));
	expect_errno(EBADFD, readv(self->view, &vector, 1));
}

TEST_F(released, is_not_written)
{
	expect_errno(EBADFD, write(self->view, "X", 1));
	expect_errno(EBADFD, pwrite(self->view, "X", 1, 16));
	expect_errno(EBADFD, pwrite(self->view, "X", 1, 65536));
}

TEST_F(released, has_no_position)
{
	expect_errno(EBADFD, lseek(self->view, 0, SEEK_SET));
	expect_errno(EBADFD, lseek(self->view, 0, SEEK_END));
}

TEST_F(released, is_not_mapped)
{
	expect_no_map(EBADFD, mmap(NULL, getpagesize(), PROT_READ, MAP_SHARED,
				   self->view, 0));
	expect_no_map(EBADFD, mmap(NULL, getpagesize(), PROT_READ | PROT_WRITE,
				   MAP_SHARED, self->view, 0));
	EXPECT_EQ(0, buffer_maps(self->dev, self->id));
}

TEST_F(released, polls_as_an_error)
{
	EXPECT_EQ(POLLERR, poll_events(self->view, 0));
	ASSERT_EQ(0, sim_step(NAME, 1));
	EXPECT_EQ(POLLERR, poll_events(self->view, 0));
}

TEST_F(released, outlives_its_buffer)
{
	char byte;

	ASSERT_EQ(0, sim_set(NAME, "live", "0"));
	expect_errno(EBADFD, read(self->view, &byte, 1));
	expect_errno(EBADFD, view_range(self->view, 0, 1, 1));
	expect_errno(EBADFD, view_sync(self->view, MVIEW_SYNC_READ));
	EXPECT_EQ(POLLERR, poll_events(self->view, 0));
	EXPECT_EQ(0, view_release(self->view));
}

TEST_F(released, is_not_another_view)
{
	int other = view_open(self->dev, NAME, 0);
	char byte;

	ASSERT_LE(0, other);
	EXPECT_EQ(1, read(other, &byte, 1));
	EXPECT_EQ(0, view_release(self->view));
	EXPECT_EQ(1, read(other, &byte, 1));
}

TEST_F(released, is_still_told_off_by_its_struct)
{
	struct mview_view_release arg = { .size = sizeof(arg), .flags = 1 };

	expect_errno(EOPNOTSUPP, ioctl(self->view, MVIEW_VIEW_RELEASE, &arg));
	arg.size = 4;
	expect_errno(EINVAL, ioctl(self->view, MVIEW_VIEW_RELEASE, &arg));
}

TEST_F(released, wakes_who_polls)
{
	int view = view_open(self->dev, NAME, 0);
	struct poller poller;

	ASSERT_LE(0, view);
	ASSERT_EQ(0, poller_start(&poller, view));
	EXPECT_EQ(0, view_release(view));
	EXPECT_EQ(POLLERR, poller_events(&poller));
}

TEST_HARNESS_MAIN
