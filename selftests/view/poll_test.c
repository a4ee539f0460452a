// SPDX-License-Identifier: GPL-2.0
/*
 * What poll(2) and its likes say of a view: it can always be read; and there are
 * announcements of new data, which views are told of which, and how often.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/select.h>

#include "kselftest_harness.h"
#include "mview_test.h"
#include "poller.h"
#include "uring.h"

#define NAME	"poll_test"
#define COUNT	2048

FIXTURE(poll)
{
	int dev;
	int view;
	__u64 id;
};

FIXTURE_VARIANT(poll)
{
	__u32 flags;
};

FIXTURE_VARIANT_ADD(poll, readonly) { .flags = 0 };
FIXTURE_VARIANT_ADD(poll, writable) { .flags = MVIEW_OPEN_WRITE };

FIXTURE_SETUP(poll)
{
	ASSERT_EQ(0, sim_make(NAME, "format=I", "shape=2048",
			      "pattern=counter"));
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
	self->view = view_open(self->dev, NAME, variant->flags);
	ASSERT_LE(0, self->view);
	self->id = view_buffer_id(self->view);
}

FIXTURE_TEARDOWN_PARENT(poll)
{
	EXPECT_EQ(0, sim_remove(NAME));
}

#define STEP(blocks)	ASSERT_EQ(0, sim_step(NAME, blocks))
#define EXPECT_NEWS(fd)	EXPECT_EQ(POLLPRI, poll_events(fd, 0))
#define EXPECT_NO_NEWS(fd)	EXPECT_EQ(0, poll_events(fd, 0))

TEST_F(poll, has_no_news_at_opening)
{
	EXPECT_NO_NEWS(self->view);
}

TEST_F(poll, has_no_news_from_before_its_opening)
{
	int later;

	STEP(3);
	later = view_open(self->dev, NAME, variant->flags);
	ASSERT_LE(0, later);
	EXPECT_NO_NEWS(later);
	STEP(1);
	EXPECT_NEWS(later);
}

TEST_F(poll, has_news_after_a_block)
{
	STEP(1);
	EXPECT_NEWS(self->view);
}

TEST_F(poll, has_news_until_somebody_looks)
{
	STEP(1);
	EXPECT_NEWS(self->view);
	EXPECT_NEWS(self->view);
	EXPECT_EQ(POLLPRI, poll_events(self->view, PATIENCE_MS));
}

TEST_F(poll, has_no_news_after_read)
{
	char byte;

	STEP(2);
	EXPECT_EQ(1, read(self->view, &byte, 1));
	EXPECT_NO_NEWS(self->view);
	STEP(1);
	EXPECT_NEWS(self->view);
}

TEST_F(poll, has_news_after_a_read_of_nothing)
{
	char byte;

	STEP(1);
	EXPECT_EQ(0, read(self->view, &byte, 0));
	EXPECT_EQ(0, pread(self->view, &byte, 1, sizeof(__u32) * COUNT));
	expect_errno(EFAULT, read(self->view, (void *)-4096L, 1));
	EXPECT_NEWS(self->view);
}

TEST_F(poll, has_no_news_after_pread)
{
	char byte;

	STEP(1);
	EXPECT_EQ(1, pread(self->view, &byte, 1, 100));
	EXPECT_NO_NEWS(self->view);
}

TEST_F(poll, has_no_news_after_seen)
{
	STEP(2);
	EXPECT_EQ(0, view_seen(self->view));
	EXPECT_NO_NEWS(self->view);
	STEP(1);
	EXPECT_NEWS(self->view);
}

TEST_F(poll, has_news_after_mere_info)
{
	struct view_desc desc;

	STEP(1);
	ASSERT_EQ(0, view_describe(self->view, &desc));
	EXPECT_EQ(1, desc.info.seq);
	EXPECT_NEWS(self->view);
}

/* A VIEW_INFO that fails does not mark the block as seen. */
TEST_F(poll, has_news_after_info_without_room)
{
	struct mview_layout layout = { .size = sizeof(layout) };
	struct mview_view_info info = {
		.size = sizeof(info),
		.flags = MVIEW_VIEW_INFO_SEEN,
		.layout = to_user(&layout),
	};

	STEP(1);
	expect_errno(ENOSPC, ioctl(self->view, MVIEW_VIEW_INFO, &info));
	EXPECT_NEWS(self->view);
}

TEST_F(poll, has_no_news_after_sync_for_reading)
{
	STEP(1);
	EXPECT_EQ(0, view_sync(self->view, MVIEW_SYNC_READ));
	EXPECT_NO_NEWS(self->view);
	STEP(1);
	EXPECT_NEWS(self->view);
	EXPECT_EQ(0, view_sync(self->view, MVIEW_SYNC_READ | MVIEW_SYNC_END));
	EXPECT_NEWS(self->view);
}

TEST_F(poll, tells_every_view)
{
	int other = view_open(self->dev, NAME, 0);
	int slice = view_range(self->view, 0, 1, 1);

	STEP(1);
	EXPECT_NEWS(self->view);
	EXPECT_NEWS(other);
	EXPECT_NEWS(slice);
}

TEST_F(poll, is_looked_at_by_each_view_for_itself)
{
	int other = view_open(self->dev, NAME, 0);
	char byte;

	STEP(1);
	EXPECT_EQ(1, read(self->view, &byte, 1));
	EXPECT_NO_NEWS(self->view);
	EXPECT_NEWS(other);
}

TEST_F(poll, has_no_old_news_for_a_slice)
{
	int slice;

	STEP(1);
	slice = view_range(self->view, 0, 1, 1);
	ASSERT_LE(0, slice);
	EXPECT_NO_NEWS(slice);
	EXPECT_NEWS(self->view);
}

TEST_F(poll, counts_the_announcements)
{
	struct buffer_desc desc;

	EXPECT_EQ(0, view_seq(self->view));
	STEP(1);
	EXPECT_EQ(1, view_seq(self->view));
	STEP(7);
	EXPECT_EQ(8, view_seq(self->view));
	ASSERT_EQ(0, buffer_describe(self->dev, self->id, 0, &desc));
	EXPECT_EQ(8, desc.info.seq);
}

TEST_F(poll, announces_what_is_there)
{
	__u32 elements[COUNT];

	for (__u32 block = 0; block < 3; block++) {
		ASSERT_EQ(sizeof(elements), pread(self->view, elements,
						  sizeof(elements), 0));
		for (__u32 i = 0; i < COUNT; i++)
			ASSERT_EQ(block * COUNT + i, elements[i]);
		STEP(1);
	}
}

TEST_F(poll, wakes_who_sleeps)
{
	struct poller poller;

	ASSERT_EQ(0, poller_start(&poller, self->view));
	STEP(1);
	EXPECT_EQ(POLLPRI, poller_events(&poller));
}

TEST_F(poll, wakes_all_who_sleep)
{
	int views[] = {
		self->view,
		view_open(self->dev, NAME, 0),
		view_range(self->view, 5, 5, 1),
	};
	struct poller pollers[ARRAY_SIZE(views)];

	for (size_t i = 0; i < ARRAY_SIZE(views); i++)
		ASSERT_EQ(0, poller_start(&pollers[i], views[i]));
	STEP(1);
	for (size_t i = 0; i < ARRAY_SIZE(views); i++)
		EXPECT_EQ(POLLPRI, poller_events(&pollers[i]));
}

TEST_F(poll, comes_again_and_again_at_a_rate)
{
	char byte;

	ASSERT_EQ(0, sim_set(NAME, "rate", "100"));
	for (int i = 0; i < 5; i++) {
		ASSERT_EQ(POLLPRI, poll_events(self->view, PATIENCE_MS));
		ASSERT_EQ(1, pread(self->view, &byte, 1, 0));
	}
	EXPECT_LE(5, view_seq(self->view));
}

/* All that a live view says beside its news. */
static short always(__u32 flags)
{
	return POLLIN | POLLRDNORM |
	       (flags & MVIEW_OPEN_WRITE ? POLLOUT | POLLWRNORM : 0);
}

TEST_F(poll, never_waits_to_read_or_write)
{
	EXPECT_EQ(always(variant->flags), poll_all_events(self->view));
	STEP(1);
	EXPECT_EQ(always(variant->flags) | POLLPRI, poll_all_events(self->view));
	EXPECT_EQ(0, view_seen(self->view));
	EXPECT_EQ(always(variant->flags), poll_all_events(self->view));
}

TEST_F(poll, says_nothing_else_once_released)
{
	STEP(1);
	ASSERT_EQ(0, view_release(self->view));
	EXPECT_EQ(POLLERR, poll_all_events(self->view));
}

TEST_F(poll, is_as_select_says)
{
	struct timeval now = {};
	fd_set readable, writable, news;
	int count = variant->flags & MVIEW_OPEN_WRITE ? 2 : 1;

	for (int announced = 0; announced < 2; announced++) {
		FD_ZERO(&readable);
		FD_SET(self->view, &readable);
		writable = readable;
		news = readable;
		EXPECT_EQ(count + announced, select(self->view + 1, &readable,
						    &writable, &news, &now));
		EXPECT_TRUE(FD_ISSET(self->view, &readable));
		EXPECT_EQ(count == 2, FD_ISSET(self->view, &writable));
		EXPECT_EQ(announced, FD_ISSET(self->view, &news));
		STEP(1);
	}
}

/* An epoll descriptor that waits for @events of the view. */
static int watch(int view, __u32 events)
{
	struct epoll_event event = { .events = events };
	int epoll = epoll_create1(EPOLL_CLOEXEC);

	return epoll_ctl(epoll, EPOLL_CTL_ADD, view, &event) ? -1 : epoll;
}

/* The events that it returns within @timeout ms; 0 for none. */
static __u32 watched(int epoll, int timeout)
{
	struct epoll_event event = {};

	return epoll_wait(epoll, &event, 1, timeout) < 0 ? -1 : event.events;
}

TEST_F(poll, has_a_level_until_somebody_looks)
{
	int epoll = watch(self->view, EPOLLPRI);

	EXPECT_EQ(0, watched(epoll, 0));
	STEP(1);
	EXPECT_EQ(EPOLLPRI, watched(epoll, PATIENCE_MS));
	EXPECT_EQ(EPOLLPRI, watched(epoll, PATIENCE_MS));
	EXPECT_EQ(0, view_seen(self->view));
	EXPECT_EQ(0, watched(epoll, 0));
}

TEST_F(poll, has_a_level_that_never_ends)
{
	int epoll = watch(self->view, EPOLLIN);

	EXPECT_EQ(EPOLLIN, watched(epoll, 0));
	EXPECT_EQ(EPOLLIN, watched(epoll, 0));
	EXPECT_EQ(0, view_seen(self->view));
	EXPECT_EQ(EPOLLIN, watched(epoll, 0));
}

TEST_F(poll, has_an_edge_for_every_block)
{
	int epoll = watch(self->view, EPOLLPRI | EPOLLET);

	EXPECT_EQ(0, watched(epoll, 0));
	for (int i = 0; i < 3; i++) {
		STEP(1);
		EXPECT_EQ(EPOLLPRI, watched(epoll, PATIENCE_MS));
		EXPECT_EQ(0, watched(epoll, 0));
	}
}

/* A program that reads at each edge reads each block. */
TEST_F(poll, has_an_edge_of_input_for_every_block)
{
	int epoll = watch(self->view, EPOLLIN | EPOLLET);

	EXPECT_EQ(EPOLLIN, watched(epoll, 0));
	for (int i = 0; i < 3; i++) {
		EXPECT_EQ(0, watched(epoll, 0));
		STEP(1);
		EXPECT_EQ(EPOLLIN, watched(epoll, PATIENCE_MS));
	}
}

/* As asyncio does, whose loops don't use EPOLLPRI. */
TEST_F(poll, makes_an_epoll_descriptor_readable)
{
	int epoll = watch(self->view, EPOLLPRI);
	struct pollfd poller = { .fd = epoll, .events = POLLIN };

	EXPECT_EQ(0, poll(&poller, 1, 0));
	STEP(1);
	EXPECT_EQ(1, poll(&poller, 1, PATIENCE_MS));
	EXPECT_EQ(0, view_seen(self->view));
	EXPECT_EQ(0, poll(&poller, 1, 0));
	ASSERT_EQ(0, view_release(self->view));
	EXPECT_EQ(1, poll(&poller, 1, PATIENCE_MS));
}

FIXTURE(uring)
{
	int dev;
	int view;
	struct uring uring;
};

FIXTURE_SETUP(uring)
{
	if (uring_init(&self->uring)) {
		ASSERT_TRUE(errno == ENOSYS || errno == EPERM);
		SKIP(return, "no io_uring here");
	}
	ASSERT_EQ(0, sim_make(NAME, "format=I", "shape=2048",
			      "pattern=counter"));
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
	self->view = view_open(self->dev, NAME, MVIEW_OPEN_WRITE);
	ASSERT_LE(0, self->view);
}

FIXTURE_TEARDOWN_PARENT(uring)
{
	EXPECT_EQ(0, sim_remove(NAME));
}

/* No block is announced during this test. */
TEST_F(uring, reads_at_once)
{
	__u32 elements[16] = {};

	ASSERT_EQ(0, uring_read(&self->uring, self->view, elements,
				sizeof(elements), 0));
	EXPECT_EQ(sizeof(elements), uring_result(&self->uring, PATIENCE_MS));
	for (__u32 i = 0; i < ARRAY_SIZE(elements); i++)
		EXPECT_EQ(i, elements[i]);
}

TEST_F(uring, writes_at_once)
{
	__u32 element = 7;

	ASSERT_EQ(0, uring_write(&self->uring, self->view, &element,
				 sizeof(element), 0));
	EXPECT_EQ(sizeof(element), uring_result(&self->uring, PATIENCE_MS));
	element = 0;
	ASSERT_EQ(sizeof(element), pread(self->view, &element, 4, 0));
	EXPECT_EQ(7, element);
}

TEST_F(uring, is_told_of_news)
{
	ASSERT_EQ(0, uring_poll(&self->uring, self->view, POLLPRI));
	EXPECT_EQ(-ETIMEDOUT, uring_result(&self->uring, 100));
	STEP(1);
	EXPECT_EQ(POLLPRI, uring_result(&self->uring, PATIENCE_MS));
}

TEST_HARNESS_MAIN
