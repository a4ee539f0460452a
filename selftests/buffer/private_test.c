// SPDX-License-Identifier: GPL-2.0
/*
 * Buffers that processes make: which users may use them, which user is charged,
 * when they end.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/socket.h>

#include "child.h"
#include "group.h"
#include "kselftest_harness.h"
#include "mview_test.h"
#include "system.h"
#include "user.h"

#define MIB	(1L << 20)

FIXTURE(private)
{
	int dev;
	int view;
	__u64 id;
	size_t page;
	struct buffer_desc desc;
};

FIXTURE_SETUP(private)
{
	self->page = getpagesize();
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
	self->view = view_alloc(self->dev, 2 * self->page, MVIEW_OPEN_WRITE);
	ASSERT_LE(0, self->view);
	self->id = view_buffer_id(self->view);
}

FIXTURE_TEARDOWN_PARENT(private)
{
}

#define EXPECT_GONE(id) \
	expect_errno(ENOENT, buffer_describe(self->dev, id, 0, &self->desc))

/* Wait until the buffer is gone; -1 if that takes too long. */
static int wait_until_gone(int dev, __u64 id)
{
	struct buffer_desc desc;

	for (int i = 0; i < PATIENCE_MS; i++) {
		if (buffer_describe(dev, id, 0, &desc) && errno == ENOENT)
			return 0;
		usleep(1000);
	}
	return -1;
}

TEST_F(private, ends_with_its_last_view)
{
	int slice = view_range(self->view, 0, 1, 1);

	ASSERT_LE(0, slice);
	ASSERT_EQ(0, close(self->view));
	EXPECT_EQ(1, buffer_exports(self->dev, self->id));
	ASSERT_EQ(0, close(slice));
	EXPECT_GONE(self->id);
}

TEST_F(private, ends_with_a_release)
{
	ASSERT_EQ(0, view_release(self->view));
	EXPECT_GONE(self->id);
}

TEST_F(private, ends_with_its_last_mapping)
{
	char *map = mmap(NULL, 2 * self->page, PROT_READ | PROT_WRITE,
			 MAP_SHARED, self->view, 0);

	ASSERT_NE(MAP_FAILED, map);
	ASSERT_EQ(5, pwrite(self->view, "hello", 5, self->page));
	ASSERT_EQ(0, close(self->view));
	EXPECT_EQ(1, buffer_exports(self->dev, self->id));
	EXPECT_EQ(0, memcmp(map + self->page, "hello", 5));
	ASSERT_EQ(0, munmap(map, 2 * self->page));
	EXPECT_GONE(self->id);
}

/* Lines of /proc/vmallocinfo about pages that mview has mapped for the CPU. */
static int count_vmaps(void)
{
	FILE *file = fopen("/proc/vmallocinfo", "re");
	char line[512];
	int count = 0;

	if (!file)
		return -1;
	while (fgets(line, sizeof(line), file))
		if (strstr(line, "[mview]") && strstr(line, " vmap"))
			count++;
	fclose(file);
	return count;
}

TEST_F(private, has_no_kernel_address_before_it_is_read)
{
	int before = count_vmaps();
	char *map, byte;

	if (before < 0)
		SKIP(return, "no /proc/vmallocinfo here");
	map = mmap(NULL, self->page, PROT_READ | PROT_WRITE, MAP_SHARED,
		   self->view, 0);
	ASSERT_NE(MAP_FAILED, map);
	map[0] = 1;
	EXPECT_EQ(before, count_vmaps());
	EXPECT_EQ(1, pread(self->view, &byte, 1, 0));
	EXPECT_EQ(1, byte);
	EXPECT_EQ(before + 1, count_vmaps());
	EXPECT_EQ(1, pread(self->view, &byte, 1, self->page));
	EXPECT_EQ(before + 1, count_vmaps());
	ASSERT_EQ(0, munmap(map, self->page));
	ASSERT_EQ(0, close(self->view));
	EXPECT_EQ(before, count_vmaps());
}

/* KiB of memory that is there for each processor. */
static long percpu_kib(void)
{
	FILE *file = fopen("/proc/meminfo", "re");
	char line[128];
	long kib = -1;

	while (file && fgets(line, sizeof(line), file))
		if (sscanf(line, "Percpu: %ld", &kib) == 1)
			break;
	if (file)
		fclose(file);
	return kib;
}

TEST_F(private, has_no_memory_for_each_processor)
{
	long before = percpu_kib();

	if (before < 0)
		SKIP(return, "this kernel does not tell");
	for (int i = 0; i < 200; i++)
		ASSERT_LE(0, view_alloc(self->dev, 1, 0));
	EXPECT_GT(32, percpu_kib() - before);
}

/* Read until the view is released; returns errno. */
static void *read_on(void *view)
{
	char bytes[4096];

	while (pread(*(int *)view, bytes, sizeof(bytes), 0) > 0)
		;
	return (void *)(long)errno;
}

TEST_F(private, ends_with_a_release_while_it_is_read)
{
	pthread_t reader;
	void *error;
	__u64 id;
	int view;

	ASSERT_EQ(0, cpus_use_all());
	for (int i = 0; i < 200; i++) {
		view = view_alloc(self->dev, self->page, 0);
		ASSERT_LE(0, view);
		id = view_buffer_id(view);
		ASSERT_EQ(0, pthread_create(&reader, NULL, read_on, &view));
		usleep(i * 20);
		ASSERT_EQ(0, view_release(view));
		ASSERT_EQ(0, pthread_join(reader, &error));
		EXPECT_EQ(EBADFD, (long)error);
		EXPECT_GONE(id);
		ASSERT_EQ(0, close(view));
	}
}

TEST_F(private, is_opened_by_those_who_may_administrate)
{
	EXPECT_LE(0, view_open_id(self->dev, self->id, MVIEW_OPEN_WRITE));
}

TEST_F(private, is_opened_by_nobody_else)
{
	struct child child;

	ASSERT_LE(0, child_fork(&child));
	if (!child.pid) {
		ASSERT_EQ(0, become_user(NOBODY));
		expect_errno(EPERM, view_open_id(self->dev, self->id, 0));
		expect_errno(EPERM, view_open_id(self->dev, self->id,
						 MVIEW_OPEN_WRITE));
		_exit(0);
	}
	EXPECT_EQ(0, child_end(&child));
}

TEST_F(private, is_shared_by_fork)
{
	char *map = mmap(NULL, self->page, PROT_READ | PROT_WRITE, MAP_SHARED,
			 self->view, 0);
	struct child child;

	ASSERT_NE(MAP_FAILED, map);
	ASSERT_LE(0, child_fork(&child));
	if (!child.pid) {
		memcpy(map, "child", 5);
		_exit(pwrite(self->view, "CHILD", 5, self->page) != 5);
	}
	EXPECT_EQ(0, child_end(&child));
	EXPECT_EQ(0, memcmp(map, "child", 5));
	EXPECT_EQ(5, pread(self->view, map, 5, self->page));
	EXPECT_EQ(0, memcmp(map, "CHILD", 5));
}

TEST_F(private, ends_with_exec)
{
	struct child child;

	ASSERT_LE(0, child_fork(&child));
	if (!child.pid) {
		child_stop(&child);
		execl("/bin/sh", "sh", "-c", "exec sleep 100", NULL);
		_exit(1);
	}
	ASSERT_EQ(0, child_await(&child));
	ASSERT_EQ(0, close(self->view));
	EXPECT_EQ(1, buffer_exports(self->dev, self->id));
	ASSERT_EQ(0, child_go(&child));
	EXPECT_EQ(0, wait_until_gone(self->dev, self->id));
	ASSERT_EQ(0, kill(child.pid, SIGKILL));
	child_end(&child);
}

TEST_F(private, is_handed_on_by_exec)
{
	struct child child;
	char command[64];

	snprintf(command, sizeof(command), "printf hello >&%d", self->view);
	ASSERT_LE(0, child_fork(&child));
	if (!child.pid) {
		fcntl(self->view, F_SETFD, 0);
		execl("/bin/bash", "bash", "-c", command, NULL);
		_exit(1);
	}
	EXPECT_EQ(0, child_end(&child));
	EXPECT_EQ(5, pread(self->view, command, 5, 0));
	EXPECT_EQ(0, memcmp(command, "hello", 5));
}

/* The receiving process could not open the buffer itself. */
TEST_F(private, is_handed_on_through_a_socket)
{
	struct child child;
	int ends[2];

	ASSERT_EQ(0, socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends));
	ASSERT_LE(0, child_fork(&child));
	if (!child.pid) {
		char seen[5];
		int view;

		close(self->view);
		ASSERT_EQ(0, become_user(NOBODY));
		view = fd_receive(ends[1]);
		EXPECT_EQ(5, pread(view, seen, 5, 3));
		EXPECT_EQ(0, memcmp(seen, "hello", 5));
		EXPECT_EQ(5, pwrite(view, "there", 5, 3));
		child_stop(&child);
		_exit(0);
	}
	ASSERT_EQ(5, pwrite(self->view, "hello", 5, 3));
	ASSERT_EQ(0, fd_send(ends[0], self->view));
	ASSERT_EQ(0, child_await(&child));
	ASSERT_EQ(0, close(self->view));
	EXPECT_EQ(1, buffer_exports(self->dev, self->id));
	ASSERT_EQ(0, child_go(&child));
	EXPECT_EQ(0, child_end(&child));
	EXPECT_GONE(self->id);
}

TEST_F(private, ends_on_its_way_through_a_socket)
{
	int ends[2];

	ASSERT_EQ(0, socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends));
	ASSERT_EQ(0, fd_send(ends[0], self->view));
	ASSERT_EQ(0, close(self->view));
	EXPECT_EQ(1, buffer_exports(self->dev, self->id));
	ASSERT_EQ(0, close(ends[1]));
	ASSERT_EQ(0, close(ends[0]));
	EXPECT_EQ(0, wait_until_gone(self->dev, self->id));
}

/* The memory of a control group. */
FIXTURE(group)
{
	int dev;
	struct group group;
};

FIXTURE_SETUP(group)
{
	if (group_make(&self->group))
		SKIP(return, "no control groups for memory");
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
}

FIXTURE_TEARDOWN_PARENT(group)
{
	group_end(&self->group);
}

TEST_F(group, pays_for_the_pages)
{
	struct child child;
	long before;

	ASSERT_LE(0, child_fork(&child));
	if (!child.pid) {
		ASSERT_EQ(0, group_write(&self->group, "cgroup.procs", "0"));
		child_stop(&child);
		EXPECT_LE(0, view_alloc(self->dev, 32 * MIB, 0));
		child_stop(&child);
		_exit(0);
	}
	ASSERT_EQ(0, child_await(&child));
	before = group_memory(&self->group);
	ASSERT_LE(0, before);
	ASSERT_EQ(0, child_go(&child));
	ASSERT_EQ(0, child_await(&child));
	EXPECT_LE(32 * MIB, group_memory(&self->group) - before);
	ASSERT_EQ(0, child_go(&child));
	EXPECT_EQ(0, child_end(&child));
	EXPECT_GT(32 * MIB, group_memory(&self->group) - before);
}

TEST_F(group, that_has_no_more_is_told_so)
{
	struct child child;

	ASSERT_EQ(0, group_write(&self->group, "memory.max", "16M"));
	ASSERT_LE(0, child_fork(&child));
	if (!child.pid) {
		ASSERT_EQ(0, group_write(&self->group, "cgroup.procs", "0"));
		expect_errno(ENOMEM, view_alloc(self->dev, 32 * MIB, 0));
		EXPECT_LE(0, view_alloc(self->dev, 4 * MIB, 0));
		_exit(0);
	}
	EXPECT_EQ(0, child_end(&child));
}

TEST_HARNESS_MAIN
