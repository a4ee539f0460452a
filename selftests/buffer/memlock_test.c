// SPDX-License-Identifier: GPL-2.0
/*
 * How much memory a user may have in buffers of its own: RLIMIT_MEMLOCK, and for
 * how long it counts.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include "child.h"
#include "kselftest_harness.h"
#include "mview_test.h"
#include "system.h"
#include "user.h"

#define MIB	(1L << 20)
#define OTHER	(NOBODY - 1)

/* Tests start as root, without a limit, with the device open. */
FIXTURE(memlock)
{
	int dev;
	long page;
};

FIXTURE_SETUP(memlock)
{
	self->page = getpagesize();
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
}

FIXTURE_TEARDOWN_PARENT(memlock)
{
}

static int become_limited(uid_t user, size_t bytes)
{
	return memlock_set(bytes) || become_user(user) ? -1 : 0;
}

TEST_F(memlock, is_kept)
{
	ASSERT_EQ(0, become_limited(NOBODY, 2 * MIB));
	EXPECT_LE(0, view_alloc(self->dev, MIB, 0));
	EXPECT_LE(0, view_alloc(self->dev, MIB, 0));
	expect_errno(EDQUOT, view_alloc(self->dev, 1, 0));
}

TEST_F(memlock, of_zero_allows_none)
{
	ASSERT_EQ(0, become_limited(NOBODY, 0));
	expect_errno(EDQUOT, view_alloc(self->dev, 1, 0));
	ASSERT_EQ(0, memlock_set(self->page - 1));
	expect_errno(EDQUOT, view_alloc(self->dev, 1, 0));
	ASSERT_EQ(0, memlock_set(self->page));
	EXPECT_LE(0, view_alloc(self->dev, 1, 0));
}

TEST_F(memlock, counts_whole_pages)
{
	ASSERT_EQ(0, become_limited(NOBODY, MIB));
	expect_errno(EDQUOT, view_alloc(self->dev, MIB + 1, 0));
	EXPECT_LE(0, view_alloc(self->dev, MIB - self->page, 0));
	expect_errno(EDQUOT, view_alloc(self->dev, self->page + 1, 0));
	EXPECT_LE(0, view_alloc(self->dev, 1, 0));
	expect_errno(EDQUOT, view_alloc(self->dev, 1, 0));
}

TEST_F(memlock, counts_copies)
{
	int view, second;

	ASSERT_EQ(0, become_limited(NOBODY, MIB + self->page));
	view = view_alloc(self->dev, MIB, 0);
	second = view_range(view, 0, MIB / 2, 2);
	ASSERT_LE(0, second);
	expect_errno(EDQUOT, view_contiguous(second, 'C', 0));
	EXPECT_LE(0, view_contiguous(view_range(view, 0, self->page, 2), 'C',
				     0));
	expect_errno(EDQUOT, view_contiguous(second, 'C', 0));
}

TEST_F(memlock, counts_no_derived_views)
{
	int view;

	ASSERT_EQ(0, become_limited(NOBODY, MIB));
	view = view_alloc(self->dev, MIB, 0);
	for (int i = 0; i < 5; i++)
		EXPECT_LE(0, view_range(view, 0, MIB, 1));
}

TEST_F(memlock, is_given_back_with_the_last_view)
{
	int view, slice;

	ASSERT_EQ(0, become_limited(NOBODY, MIB));
	view = view_alloc(self->dev, MIB, 0);
	slice = view_range(view, 0, 1, 1);
	ASSERT_LE(0, slice);
	ASSERT_EQ(0, close(view));
	expect_errno(EDQUOT, view_alloc(self->dev, 1, 0));
	ASSERT_EQ(0, view_release(slice));
	EXPECT_LE(0, view_alloc(self->dev, MIB, 0));
}

TEST_F(memlock, is_given_back_while_others_are_held)
{
	int view;

	ASSERT_EQ(0, become_limited(NOBODY, 2 * MIB));
	ASSERT_LE(0, view_alloc(self->dev, MIB, 0));
	for (int i = 0; i < 3; i++) {
		view = view_alloc(self->dev, MIB, 0);
		ASSERT_LE(0, view);
		expect_errno(EDQUOT, view_alloc(self->dev, 1, 0));
		ASSERT_EQ(0, close(view));
	}
}

/* ALLOC fails before it has memory, or after that, without a view. */
TEST_F(memlock, is_not_used_up_by_failures)
{
	struct mview_buffer_alloc wrong = {
		.size = sizeof(wrong), .nbytes = MIB,
	};
	struct rlimit old, none = {};

	ASSERT_EQ(0, become_limited(NOBODY, MIB));
	ASSERT_EQ(0, getrlimit(RLIMIT_NOFILE, &old));
	none.rlim_max = old.rlim_max;
	for (int i = 0; i < 3; i++) {
		expect_errno(EDQUOT, view_alloc(self->dev, MIB + 1, 0));
		ASSERT_EQ(0, setrlimit(RLIMIT_NOFILE, &none));
		expect_errno(EMFILE, ioctl(self->dev, MVIEW_BUFFER_ALLOC,
					   &wrong));
		ASSERT_EQ(0, setrlimit(RLIMIT_NOFILE, &old));
	}
	EXPECT_LE(0, view_alloc(self->dev, MIB, 0));
	expect_errno(EDQUOT, view_alloc(self->dev, 1, 0));
}

TEST_F(memlock, that_is_lowered_takes_nothing_away)
{
	int view;

	ASSERT_EQ(0, become_limited(NOBODY, 2 * MIB));
	view = view_alloc(self->dev, 2 * MIB, MVIEW_OPEN_WRITE);
	ASSERT_LE(0, view);
	ASSERT_EQ(0, memlock_set(MIB));
	EXPECT_EQ(5, pwrite(view, "hello", 5, 2 * MIB - 5));
	expect_errno(EDQUOT, view_alloc(self->dev, 1, 0));
}

TEST_F(memlock, is_of_all_processes_of_a_user)
{
	struct child child;
	int view;

	ASSERT_EQ(0, become_limited(NOBODY, MIB));
	view = view_alloc(self->dev, MIB, 0);
	ASSERT_LE(0, view);
	ASSERT_LE(0, child_fork(&child));
	if (!child.pid) {
		expect_errno(EDQUOT, view_alloc(self->dev, 1, 0));
		child_stop(&child);
		/* Parent and child have closed the view. */
		ASSERT_EQ(0, close(view));
		EXPECT_LE(0, view_alloc(self->dev, MIB, 0));
		_exit(0);
	}
	ASSERT_EQ(0, child_await(&child));
	ASSERT_EQ(0, close(view));
	/* The child still has the view. */
	expect_errno(EDQUOT, view_alloc(self->dev, 1, 0));
	ASSERT_EQ(0, child_go(&child));
	EXPECT_EQ(0, child_end(&child));
}

TEST_F(memlock, is_of_each_user)
{
	struct child child;

	ASSERT_LE(0, child_fork(&child));
	if (!child.pid) {
		ASSERT_EQ(0, become_limited(OTHER, MIB));
		EXPECT_LE(0, view_alloc(self->dev, MIB, 0));
		child_stop(&child);
		expect_errno(EDQUOT, view_alloc(self->dev, 1, 0));
		_exit(0);
	}
	ASSERT_EQ(0, child_await(&child));
	ASSERT_EQ(0, become_limited(NOBODY, MIB));
	EXPECT_LE(0, view_alloc(self->dev, MIB, 0));
	expect_errno(EDQUOT, view_alloc(self->dev, 1, 0));
	ASSERT_EQ(0, child_go(&child));
	EXPECT_EQ(0, child_end(&child));
}

/* A buffer's maker stays charged after setuid() or handing on the view. */
TEST_F(memlock, stays_with_the_maker)
{
	struct child child;
	int view, ends[2];

	ASSERT_EQ(0, socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends));
	ASSERT_LE(0, child_fork(&child));
	if (!child.pid) {
		ASSERT_EQ(0, become_limited(OTHER, MIB));
		view = fd_receive(ends[1]);
		ASSERT_LE(0, view);
		EXPECT_LE(0, view_alloc(self->dev, MIB, 0));
		child_stop(&child);
		_exit(0);
	}
	ASSERT_EQ(0, memlock_set(MIB));
	ASSERT_EQ(0, capability_set(CAP_IPC_LOCK, false));
	view = view_alloc(self->dev, MIB, 0);
	ASSERT_LE(0, view);
	ASSERT_EQ(0, fd_send(ends[0], view));
	ASSERT_EQ(0, child_await(&child));
	ASSERT_EQ(0, close(view));
	expect_errno(EDQUOT, view_alloc(self->dev, 1, 0));
	ASSERT_EQ(0, child_go(&child));
	ASSERT_EQ(0, child_end(&child));
	view = view_alloc(self->dev, MIB, 0);
	EXPECT_LE(0, view);
	ASSERT_EQ(0, seteuid(NOBODY));
	/* The real user is charged, not the effective one. */
	expect_errno(EDQUOT, view_alloc(self->dev, 1, 0));
	ASSERT_EQ(0, seteuid(0));
	ASSERT_EQ(0, become_user(NOBODY));
	EXPECT_LE(0, view_alloc(self->dev, MIB, 0));
	ASSERT_EQ(0, close(view));
	expect_errno(EDQUOT, view_alloc(self->dev, 1, 0));
}

TEST_F(memlock, does_not_bind_who_may_lock_memory)
{
	int view;

	ASSERT_EQ(0, memlock_set(MIB));
	view = view_alloc(self->dev, 2 * MIB, 0);
	EXPECT_LE(0, view);
	/* Memory allocated with CAP_IPC_LOCK is not counted either. */
	ASSERT_EQ(0, capability_set(CAP_IPC_LOCK, false));
	EXPECT_LE(0, view_alloc(self->dev, MIB, 0));
	expect_errno(EDQUOT, view_alloc(self->dev, 1, 0));
	ASSERT_EQ(0, close(view));
	expect_errno(EDQUOT, view_alloc(self->dev, 1, 0));
	ASSERT_EQ(0, capability_set(CAP_IPC_LOCK, true));
	EXPECT_LE(0, view_alloc(self->dev, 2 * MIB, 0));
}

/* unshare(CLONE_NEWUSER) fails in a chroot, so leave it. */
static int leave_chroot(void)
{
	char dir[] = "/tmp/memlock_test.XXXXXX";

	if (!mkdtemp(dir) || chdir("/") || chroot(dir))
		return -1;
	for (int i = 0; i < 16; i++)
		if (chdir(".."))
			return -1;
	return chroot(".");
}

/* Root of a user namespace has that capability only there. */
TEST_F(memlock, binds_the_root_of_a_user_namespace)
{
	ASSERT_EQ(0, leave_chroot());
	ASSERT_EQ(0, become_limited(NOBODY, MIB));
	EXPECT_LE(0, view_alloc(self->dev, MIB / 2, 0));
	if (unshare(CLONE_NEWUSER))
		SKIP(return, "no user namespaces for users");
	EXPECT_LE(0, view_alloc(self->dev, MIB / 2, 0));
	expect_errno(EDQUOT, view_alloc(self->dev, 1, 0));
}

/* Its memory is uncharged by the time its parent's waitpid() returns. */
TEST_F(memlock, is_given_back_by_a_killed_process)
{
	struct child child;

	ASSERT_EQ(0, become_limited(NOBODY, 8 * MIB));
	ASSERT_LE(0, child_fork(&child));
	if (!child.pid) {
		int view = view_alloc(self->dev, 8 * MIB, MVIEW_OPEN_WRITE);
		char *map = mmap(NULL, 8 * MIB, PROT_READ | PROT_WRITE,
				 MAP_SHARED, view, 0);

		if (map == MAP_FAILED)
			_exit(1);
		memset(map, POISON, 8 * MIB);
		child_stop(&child);
		_exit(0);
	}
	ASSERT_EQ(0, child_await(&child));
	expect_errno(EDQUOT, view_alloc(self->dev, 1, 0));
	ASSERT_EQ(0, kill(child.pid, SIGKILL));
	ASSERT_EQ(-1, child_end(&child));
	EXPECT_LE(0, view_alloc(self->dev, 8 * MIB, 0));
}

/* Memory whose pages a pipe holds when the buffer is gone. */
FIXTURE(pinned)
{
	int dev;
	long page;
	int pipe[2];
	char *map;
	char *bytes;
};

#define HELD	(16 * MIB)

FIXTURE_SETUP(pinned)
{
	int view;

	self->page = getpagesize();
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
	ASSERT_EQ(0, become_limited(NOBODY, HELD));
	ASSERT_EQ(0, pipe2(self->pipe, O_CLOEXEC));
	view = view_alloc(self->dev, HELD, MVIEW_OPEN_WRITE | MVIEW_PINNABLE);
	self->map = mmap(NULL, HELD, PROT_READ | PROT_WRITE, MAP_SHARED, view,
			 0);
	ASSERT_NE(MAP_FAILED, self->map);
	memset(self->map, POISON, HELD);
	ASSERT_EQ(0, close(view));
	self->bytes = malloc(HELD);
	ASSERT_NE(NULL, self->bytes);
}

FIXTURE_TEARDOWN_PARENT(pinned)
{
}

/* The pipe holds the pages from now on. */
static int hold(FIXTURE_DATA(pinned) *self, size_t offset, size_t len)
{
	struct iovec vector = { self->map + offset, len };

	return vmsplice(self->pipe[1], &vector, 1, SPLICE_F_NONBLOCK) ==
	       (ssize_t)len ? 0 : -1;
}

/* Read the first pages out of the pipe; are they as they were written? */
static bool let_go(FIXTURE_DATA(pinned) *self, size_t len)
{
	if (read(self->pipe[0], self->bytes, len) != (ssize_t)len)
		return false;
	for (size_t i = 0; i < len; i++)
		if (self->bytes[i] != (char)POISON)
			return false;
	return true;
}

TEST_F(pinned, pages_count_until_the_last_is_free)
{
	long half = 8 * self->page;

	ASSERT_EQ(0, hold(self, self->page, 2 * half));
	ASSERT_EQ(0, munmap(self->map, HELD));
	expect_errno(EDQUOT, view_alloc(self->dev, HELD, 0));
	ASSERT_TRUE(let_go(self, half));
	expect_errno(EDQUOT, view_alloc(self->dev, HELD, 0));
	ASSERT_TRUE(let_go(self, half));
	EXPECT_LE(0, view_alloc(self->dev, HELD, 0));
	expect_errno(EDQUOT, view_alloc(self->dev, 1, 0));
}

/* The pipe holds one page of each of many buffers. */
TEST_F(pinned, pages_are_held_no_more_than_the_limit_allows)
{
	long room = HELD;
	int i, view;

	ASSERT_EQ(0, hold(self, 0, self->page));
	ASSERT_EQ(0, munmap(self->map, HELD));
	for (i = 0; i < 15; i++) {
		/* As much as the limit leaves. */
		while (room && (view = view_alloc(self->dev, room,
						  MVIEW_OPEN_WRITE |
						  MVIEW_PINNABLE)) < 0)
			room -= self->page;
		if (!room)
			break;
		self->map = mmap(NULL, room, PROT_READ | PROT_WRITE,
				 MAP_SHARED, view, 0);
		ASSERT_NE(MAP_FAILED, self->map);
		ASSERT_EQ(0, close(view));
		ASSERT_EQ(0, hold(self, 0, self->page));
		ASSERT_EQ(0, munmap(self->map, room));
	}
	/* The last one that was made found so many held. */
	EXPECT_GE(HELD - i * self->page, room);
}

TEST_F(pinned, page_of_a_large_one_holds_all_of_it)
{
	const long large = 2 * MIB;

	if (smaps_kib(self->map, "FilePmdMapped") != HELD / 1024)
		SKIP(return, "no large pages here");
	for (long at = 0; at < HELD; at += large)
		ASSERT_EQ(0, hold(self, at + self->page, self->page));
	ASSERT_EQ(0, munmap(self->map, HELD));
	expect_errno(EDQUOT, view_alloc(self->dev, 1, 0));
	ASSERT_TRUE(let_go(self, self->page));
	EXPECT_LE(0, view_alloc(self->dev, large, 0));
	expect_errno(EDQUOT, view_alloc(self->dev, 1, 0));
	ASSERT_TRUE(let_go(self, 7 * self->page));
	EXPECT_LE(0, view_alloc(self->dev, HELD - large, 0));
}

/* The process that held the pages is killed. */
TEST_F(pinned, pages_are_given_back_by_a_killed_process)
{
	struct child child;

	ASSERT_LE(0, child_fork(&child));
	if (!child.pid) {
		if (hold(self, 0, 16 * self->page))
			_exit(1);
		child_stop(&child);
		_exit(0);
	}
	ASSERT_EQ(0, child_await(&child));
	ASSERT_EQ(0, close(self->pipe[0]));
	ASSERT_EQ(0, close(self->pipe[1]));
	ASSERT_EQ(0, munmap(self->map, HELD));
	expect_errno(EDQUOT, view_alloc(self->dev, 1, 0));
	ASSERT_EQ(0, kill(child.pid, SIGKILL));
	ASSERT_EQ(-1, child_end(&child));
	EXPECT_LE(0, view_alloc(self->dev, HELD, 0));
}

/* Free pages, those in per-CPU lists too; -1 if /proc does not say. */
static long free_pages(void)
{
	FILE *file = fopen("/proc/zoneinfo", "re");
	long pages, sum = 0;
	char line[256];

	if (!file)
		return -1;
	while (fgets(line, sizeof(line), file))
		if (sscanf(line, " nr_free_pages %ld", &pages) == 1 ||
		    sscanf(line, " count: %ld", &pages) == 1)
			sum += pages;
	fclose(file);
	return sum;
}

/* mview frees the pages even if no later allocation makes it look for them. */
TEST_F(pinned, pages_are_freed_in_time)
{
	long enough = free_pages() + HELD / self->page / 2;

	if (smaps_kib(self->map, "FilePmdMapped") != HELD / 1024)
		SKIP(return, "no large pages here");
	for (long at = 0; at < HELD; at += 2 * MIB)
		ASSERT_EQ(0, hold(self, at, self->page));
	ASSERT_EQ(0, munmap(self->map, HELD));
	EXPECT_GT(enough, free_pages());
	ASSERT_TRUE(let_go(self, 8 * self->page));
	for (int i = 0; i < PATIENCE_MS / 10 && free_pages() < enough; i++)
		usleep(10000);
	EXPECT_LT(enough, free_pages());
}

TEST_HARNESS_MAIN
