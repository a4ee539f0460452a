// SPDX-License-Identifier: GPL-2.0
/*
 * Devices at work: accesses wait for their fences, and no other call waits for
 * those accesses. Fences are vgem's, the kernel's virtual GPU, and signal after
 * ten seconds at the latest: a call that took that long has waited.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>

#include "child.h"
#include "dmabuf.h"
#include "kselftest_harness.h"
#include "mview_test.h"
#include "vgem.h"

#define READ	MVIEW_SYNC_READ
#define WRITE	MVIEW_SYNC_WRITE
#define END	MVIEW_SYNC_END
#define SIZE	131072	/* two pages at least */
#define SOON_S	3
#define STILL_US 50000	/* asleep before, and still waiting after it */

FIXTURE(fenced)
{
	int dev;
	int gpu;
	__u32 handle;
	__u32 fence;
	int view;
	int other;
	double start;
};

FIXTURE_VARIANT(fenced)
{
	bool is_ours;	/* vgem imports it, and does not export it */
};

/* clang-format off */
FIXTURE_VARIANT_ADD(fenced, imported) { .is_ours = false };
FIXTURE_VARIANT_ADD(fenced, exported) { .is_ours = true };
/* clang-format on */

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec + time.tv_nsec / 1e9;
}

static int make_view(FIXTURE_DATA(fenced) *self, bool is_ours)
{
	int view, dmabuf;

	if (is_ours) {
		view = view_alloc(self->dev, SIZE, MVIEW_OPEN_WRITE);
		dmabuf = view_export(view);
		if (vgem_take(self->gpu, dmabuf, &self->handle))
			return -1;
	} else {
		dmabuf = vgem_make(self->gpu, SIZE, &self->handle);
		view = dmabuf_import(self->dev, dmabuf, MVIEW_OPEN_WRITE);
	}
	close(dmabuf);
	return view;
}

FIXTURE_SETUP(fenced)
{
	self->gpu = vgem_open();
	if (self->gpu < 0)
		SKIP(return, "no vgem");
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
	self->view = make_view(self, variant->is_ours);
	ASSERT_LE(0, self->view);
	self->other = view_range(self->view, 0, SIZE, 1);
	ASSERT_LE(0, self->other);
}

FIXTURE_TEARDOWN(fenced)
{
}

/**
 * struct waiter - a thread with one call
 * @thread: it
 * @tid: its id, once it runs
 * @view: what it calls
 * @sync: the flags of a SYNC; 0 for a read
 * @result: of the call
 * @error: errno after it
 */
struct waiter {
	pthread_t thread;
	pid_t tid;
	int view;
	__u32 sync;
	int result;
	int error;
};

static void *waiter_run(void *arg)
{
	struct waiter *waiter = arg;
	char byte;

	__atomic_store_n(&waiter->tid, syscall(SYS_gettid), __ATOMIC_RELEASE);
	waiter->result = waiter->sync ?
			 view_sync(waiter->view, waiter->sync) :
			 pread(waiter->view, &byte, 1, 0);
	waiter->error = errno;
	return NULL;
}

/* Start it, and wait until it sleeps in its call. */
static int waiter_start(struct waiter *waiter, int view, __u32 sync)
{
	*waiter = (struct waiter){ .view = view, .sync = sync };
	errno = pthread_create(&waiter->thread, NULL, waiter_run, waiter);
	if (errno)
		return -1;
	while (!__atomic_load_n(&waiter->tid, __ATOMIC_ACQUIRE))
		usleep(1000);
	return wait_for_sleep(waiter->tid);
}

static bool waiter_waits(struct waiter *waiter)
{
	return pthread_tryjoin_np(waiter->thread, NULL) == EBUSY;
}

/* Its result, and errno; it has to come soon. */
static int waiter_end(struct waiter *waiter)
{
	struct timespec limit;

	clock_gettime(CLOCK_REALTIME, &limit);
	limit.tv_sec += SOON_S;
	errno = pthread_timedjoin_np(waiter->thread, NULL, &limit);
	if (errno)
		return -2;
	errno = waiter->error;
	return waiter->result;
}

/* The GPU begins to write to the memory, or to read it. */
static int gpu_begins(FIXTURE_DATA(fenced) *self, bool write)
{
	self->start = now();
	return vgem_fence(self->gpu, self->handle, write, &self->fence);
}

static int gpu_ends(FIXTURE_DATA(fenced) *self)
{
	return vgem_signal(self->gpu, self->fence);
}

/* No call has waited until the fence signalled by itself. */
static bool is_soon(FIXTURE_DATA(fenced) *self)
{
	return now() - self->start < SOON_S;
}

TEST_F(fenced, read_waits_for_who_writes)
{
	struct waiter waiter;

	ASSERT_EQ(0, gpu_begins(self, true));
	ASSERT_EQ(0, waiter_start(&waiter, self->view, 0));
	usleep(STILL_US);
	EXPECT_TRUE(waiter_waits(&waiter));
	ASSERT_EQ(0, gpu_ends(self));
	EXPECT_EQ(1, waiter_end(&waiter));
}

TEST_F(fenced, sync_waits_for_who_writes)
{
	struct waiter waiter;

	ASSERT_EQ(0, gpu_begins(self, true));
	ASSERT_EQ(0, waiter_start(&waiter, self->view, READ));
	usleep(STILL_US);
	EXPECT_TRUE(waiter_waits(&waiter));
	ASSERT_EQ(0, gpu_ends(self));
	EXPECT_EQ(0, waiter_end(&waiter));
	EXPECT_EQ(0, view_sync(self->view, READ | END));
}

TEST_F(fenced, sync_waits_for_who_reads_if_it_is_for_writing)
{
	struct waiter waiter;
	char byte;

	ASSERT_EQ(0, gpu_begins(self, false));
	EXPECT_EQ(1, pread(self->view, &byte, 1, 0));
	EXPECT_TRUE(is_soon(self));
	ASSERT_EQ(0, waiter_start(&waiter, self->view, WRITE));
	usleep(STILL_US);
	EXPECT_TRUE(waiter_waits(&waiter));
	ASSERT_EQ(0, gpu_ends(self));
	EXPECT_EQ(0, waiter_end(&waiter));
}

TEST_F(fenced, release_does_not_wait_for_a_sync_that_does)
{
	struct waiter waiter;

	ASSERT_EQ(0, gpu_begins(self, true));
	ASSERT_EQ(0, waiter_start(&waiter, self->view, WRITE));
	EXPECT_EQ(0, view_release(self->view));
	EXPECT_TRUE(is_soon(self));
	ASSERT_EQ(0, gpu_ends(self));
	expect_errno(EBADFD, waiter_end(&waiter));
	/* The waiter has ended what it had begun. */
	EXPECT_EQ(0, view_sync(self->other, WRITE));
	EXPECT_EQ(0, view_sync(self->other, WRITE | END));
}

TEST_F(fenced, release_does_not_wait_for_a_read_that_does)
{
	struct waiter waiter;

	ASSERT_EQ(0, close(self->other));
	ASSERT_EQ(0, gpu_begins(self, true));
	ASSERT_EQ(0, waiter_start(&waiter, self->view, 0));
	EXPECT_EQ(0, view_release(self->view));
	EXPECT_TRUE(is_soon(self));
	ASSERT_EQ(0, gpu_ends(self));
	expect_errno(EBADFD, waiter_end(&waiter));
}

TEST_F(fenced, close_ends_a_bracket_while_others_wait)
{
	struct waiter waiter, reader;

	ASSERT_EQ(0, view_sync(self->other, READ));
	ASSERT_EQ(0, gpu_begins(self, true));
	ASSERT_EQ(0, waiter_start(&waiter, self->view, WRITE));
	ASSERT_EQ(0, waiter_start(&reader, self->view, 0));
	EXPECT_EQ(0, close(self->other));
	EXPECT_TRUE(is_soon(self));
	ASSERT_EQ(0, gpu_ends(self));
	EXPECT_EQ(0, waiter_end(&waiter));
	EXPECT_EQ(1, waiter_end(&reader));
	EXPECT_EQ(0, view_sync(self->view, WRITE | END));
}

/* In an import a bracket hands over all bytes, so the CPU has them already. */
/*
 * The exporter's begin for reading might undo what the CPU writes as soon as the
 * begin for writing is over, so the two are not under way at a time.
 */
TEST_F(fenced, read_waits_for_a_begin_for_writing_that_waits)
{
	struct waiter writer, reader;

	if (variant->is_ours)
		return;
	ASSERT_EQ(0, gpu_begins(self, false));
	ASSERT_EQ(0, waiter_start(&writer, self->other, WRITE));
	EXPECT_EQ(0, waiter_start(&reader, self->view, 0));
	usleep(STILL_US);
	EXPECT_TRUE(waiter_waits(&reader));
	ASSERT_EQ(0, gpu_ends(self));
	EXPECT_EQ(0, waiter_end(&writer));
	EXPECT_EQ(1, waiter_end(&reader));
}

TEST_F(fenced, write_bracket_of_another_view_is_no_reason_to_wait)
{
	char byte;

	if (variant->is_ours)
		return;
	ASSERT_EQ(0, view_sync(self->other, WRITE));
	ASSERT_EQ(0, gpu_begins(self, true));
	EXPECT_EQ(1, pread(self->view, &byte, 1, 0));
	EXPECT_EQ(0, view_sync(self->view, WRITE));
	EXPECT_TRUE(is_soon(self));
}

TEST_F(fenced, other_bytes_need_not_wait)
{
	struct waiter waiter;
	__u32 handle;
	int half, dmabuf;
	char byte;

	if (!variant->is_ours)
		return;
	self->view = view_alloc(self->dev, SIZE, MVIEW_OPEN_WRITE);
	half = view_range(self->view, SIZE / 2, SIZE / 2, 1);
	dmabuf = view_export(half);
	ASSERT_EQ(0, vgem_take(self->gpu, dmabuf, &handle));
	self->handle = handle;
	ASSERT_EQ(0, gpu_begins(self, true));
	EXPECT_EQ(1, pread(view_range(self->view, 0, SIZE / 2, 1), &byte, 1,
			   0));
	EXPECT_TRUE(is_soon(self));
	ASSERT_EQ(0, waiter_start(&waiter, self->view, READ));
	usleep(STILL_US);
	EXPECT_TRUE(waiter_waits(&waiter));
	ASSERT_EQ(0, gpu_ends(self));
	EXPECT_EQ(0, waiter_end(&waiter));
}

TEST_F(fenced, view_has_one_sync_at_a_time)
{
	struct waiter waiter;

	ASSERT_EQ(0, gpu_begins(self, true));
	ASSERT_EQ(0, waiter_start(&waiter, self->view, READ));
	expect_errno(EINVAL, view_sync(self->view, READ));
	expect_errno(EINVAL, view_sync(self->view, READ | END));
	EXPECT_TRUE(is_soon(self));
	ASSERT_EQ(0, gpu_ends(self));
	EXPECT_EQ(0, waiter_end(&waiter));
}

static void on_signal(int number)
{
	(void)number;
}

TEST_F(fenced, wait_ends_with_a_signal)
{
	const __u32 calls[] = { 0, READ, WRITE };
	struct sigaction action = { .sa_handler = on_signal };
	struct waiter waiter;

	ASSERT_EQ(0, sigaction(SIGUSR1, &action, NULL));
	ASSERT_EQ(0, gpu_begins(self, true));
	for (size_t i = 0; i < ARRAY_SIZE(calls); i++) {
		ASSERT_EQ(0, waiter_start(&waiter, self->view, calls[i]));
		ASSERT_EQ(0, pthread_kill(waiter.thread, SIGUSR1));
		expect_errno(EINTR, waiter_end(&waiter));
	}
	EXPECT_TRUE(is_soon(self));
	ASSERT_EQ(0, gpu_ends(self));
	EXPECT_EQ(0, view_sync(self->view, WRITE));
	EXPECT_EQ(0, view_sync(self->view, WRITE | END));
}

TEST_F(fenced, process_that_waits_can_be_killed)
{
	struct child child;
	int status;

	ASSERT_EQ(0, gpu_begins(self, true));
	if (!child_fork(&child)) {
		child_stop(&child);
		_exit(view_sync(self->view, WRITE));
	}
	ASSERT_EQ(0, child_await(&child));
	ASSERT_EQ(0, child_go(&child));
	usleep(STILL_US);
	ASSERT_EQ(0, kill(child.pid, SIGKILL));
	ASSERT_EQ(child.pid, waitpid(child.pid, &status, 0));
	EXPECT_TRUE(WIFSIGNALED(status));
	EXPECT_TRUE(is_soon(self));
	ASSERT_EQ(0, gpu_ends(self));
	EXPECT_EQ(0, view_sync(self->view, WRITE));
}

TEST_HARNESS_MAIN
