// SPDX-License-Identifier: GPL-2.0
/* Exports: what holds one, and what gives it back. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/socket.h>

#include "child.h"
#include "kselftest_harness.h"
#include "mview_test.h"

#define NAME	"export_test"

FIXTURE(export)
{
	int dev;
	int view;
	__u64 id;
};

FIXTURE_SETUP(export)
{
	ASSERT_EQ(0, sim_make(NAME, "format=H", "shape=2048",
			      "pattern=counter", "size=65536"));
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
	self->view = view_open(self->dev, NAME, MVIEW_OPEN_WRITE);
	ASSERT_LE(0, self->view);
	self->id = view_buffer_id(self->view);
}

FIXTURE_TEARDOWN_PARENT(export)
{
	EXPECT_EQ(0, sim_remove(NAME));
}

#define EXPECT_EXPORTS(count) \
	EXPECT_EQ(count, buffer_exports(self->dev, self->id))

TEST_F(export, is_taken_by_open_and_given_back_by_close)
{
	int other;

	EXPECT_EXPORTS(1);
	other = view_open(self->dev, NAME, 0);
	ASSERT_LE(0, other);
	EXPECT_EXPORTS(2);
	ASSERT_EQ(0, close(self->view));
	EXPECT_EXPORTS(1);
	ASSERT_EQ(0, close(other));
	EXPECT_EXPORTS(0);
}

TEST_F(export, is_the_same_number_to_view_and_buffer)
{
	struct view_desc desc;

	ASSERT_LE(0, view_readonly(self->view));
	ASSERT_EQ(0, view_describe(self->view, &desc));
	EXPECT_EQ(2, desc.info.exports);
	EXPECT_EXPORTS(2);
}

TEST_F(export, is_taken_by_every_derived_view)
{
	ASSERT_LE(0, view_range(self->view, 0, 1, 1));
	EXPECT_EXPORTS(2);
	ASSERT_LE(0, view_cast(self->view, "B", 0, NULL, 0));
	EXPECT_EXPORTS(3);
	ASSERT_LE(0, view_readonly(self->view));
	EXPECT_EXPORTS(4);
}

TEST_F(export, is_not_taken_by_what_fails)
{
	EXPECT_EQ(-1, view_range(self->view, 0, 4096, 1));
	EXPECT_EQ(-1, view_cast(self->view, "Y", 0, NULL, 0));
	EXPECT_EQ(-1, view_open(self->dev, "export_test.nobody", 0));
	EXPECT_EXPORTS(1);
}

TEST_F(export, is_given_back_by_release)
{
	EXPECT_EQ(0, view_release(self->view));
	EXPECT_EXPORTS(0);
}

TEST_F(export, is_given_back_once)
{
	int other = view_open(self->dev, NAME, 0);

	ASSERT_LE(0, other);
	EXPECT_EQ(0, view_release(self->view));
	EXPECT_EQ(0, view_release(self->view));
	EXPECT_EXPORTS(1);
	ASSERT_EQ(0, close(self->view));
	EXPECT_EXPORTS(1);
}

TEST_F(export, is_shared_by_duplicates)
{
	int copy = dup(self->view);

	EXPECT_EXPORTS(1);
	ASSERT_EQ(0, close(self->view));
	EXPECT_EXPORTS(1);
	ASSERT_EQ(0, close(copy));
	EXPECT_EXPORTS(0);
}

TEST_F(export, is_released_for_all_duplicates)
{
	int copy = dup(self->view);
	char byte;

	ASSERT_EQ(0, view_release(copy));
	expect_errno(EBADFD, read(self->view, &byte, 1));
	EXPECT_EXPORTS(0);
}

TEST_F(export, of_a_slice_outlives_its_parent)
{
	int slice = view_range(self->view, 4, 4, 1);
	__u16 seen[4];

	ASSERT_LE(0, slice);
	ASSERT_EQ(0, view_release(self->view));
	EXPECT_EXPORTS(1);
	EXPECT_EQ(sizeof(seen), read(slice, seen, sizeof(seen)));
	EXPECT_EQ(4, seen[0]);
	EXPECT_EQ(7, seen[3]);
	ASSERT_EQ(0, close(self->view));
	EXPECT_LE(0, view_range(slice, 0, 1, 1));
}

TEST_F(export, of_a_slice_of_a_slice_outlives_both)
{
	int slice = view_range(self->view, 4, 100, 1);
	int part = view_range(slice, 50, 1, 1);
	__u16 seen;

	ASSERT_LE(0, part);
	ASSERT_EQ(0, close(slice));
	ASSERT_EQ(0, close(self->view));
	EXPECT_EXPORTS(1);
	EXPECT_EQ(2, read(part, &seen, 2));
	EXPECT_EQ(54, seen);
}

/* An O_PATH descriptor does not hold the export. */
TEST_F(export, is_not_held_by_a_path)
{
	char path[64];
	int name;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", self->view);
	name = open(path, O_PATH | O_CLOEXEC);
	ASSERT_LE(0, name);
	EXPECT_EXPORTS(1);
	ASSERT_EQ(0, close(self->view));
	EXPECT_EXPORTS(0);
	EXPECT_EQ(0, sim_set(NAME, "live", "0"));
	snprintf(path, sizeof(path), "/proc/self/fd/%d", name);
	EXPECT_EQ(-1, open(path, O_RDONLY | O_CLOEXEC));
	EXPECT_EQ(0, close(name));
}

TEST_F(export, is_shared_with_a_child)
{
	struct child child;

	ASSERT_LE(0, child_fork(&child));
	if (!child.pid) {
		child_stop(&child);
		_exit(0);
	}
	ASSERT_EQ(0, child_await(&child));
	EXPECT_EXPORTS(1);
	ASSERT_EQ(0, close(self->view));
	EXPECT_EXPORTS(1);
	ASSERT_EQ(0, child_go(&child));
	ASSERT_EQ(0, child_end(&child));
	EXPECT_EXPORTS(0);
}

TEST_F(export, is_released_by_a_child_for_both)
{
	struct child child;
	char byte;

	ASSERT_LE(0, child_fork(&child));
	if (!child.pid)
		_exit(view_release(self->view) != 0);
	ASSERT_EQ(0, child_end(&child));
	expect_errno(EBADFD, read(self->view, &byte, 1));
	EXPECT_EXPORTS(0);
}

TEST_F(export, dies_with_a_killed_process)
{
	struct child child;

	ASSERT_LE(0, child_fork(&child));
	if (!child.pid) {
		int mine = view_open(self->dev, NAME, MVIEW_OPEN_WRITE);
		int slice = view_range(mine, 1, 10, 2);

		mmap(NULL, getpagesize(), PROT_READ, MAP_SHARED, slice, 0);
		view_cast(mine, "B", 0, NULL, 0);
		child_stop(&child);
		_exit(0);
	}
	ASSERT_EQ(0, child_await(&child));
	EXPECT_EXPORTS(4);
	EXPECT_EQ(1, buffer_maps(self->dev, self->id));
	ASSERT_EQ(0, kill(child.pid, SIGKILL));
	EXPECT_EQ(-1, child_end(&child));
	EXPECT_EXPORTS(1);
	EXPECT_EQ(0, buffer_maps(self->dev, self->id));
}

TEST_F(export, ends_with_exec)
{
	struct child child;

	ASSERT_LE(0, child_fork(&child));
	if (!child.pid) {
		view_open(self->dev, NAME, 0);
		/* sh waits for a line of input, and has no view. */
		dup2(child.go[0], 0);
		execl("/bin/sh", "sh", "-c", "echo; read line", NULL);
		_exit(1);
	}
	ASSERT_EQ(0, close(self->view));
	/* The parent's export is gone; the child's end when it executes sh. */
	for (int i = 0; i < PATIENCE_MS; i++) {
		if (!buffer_exports(self->dev, self->id))
			break;
		usleep(1000);
	}
	EXPECT_EXPORTS(0);
	ASSERT_EQ(1, write(child.go[1], "\n", 1));
	EXPECT_EQ(0, child_end(&child));
}

/* Views in flight through a socket. */
TEST_F(export, travels_through_a_socket)
{
	int ends[2], received;
	__u16 seen;

	ASSERT_EQ(0, socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends));
	ASSERT_EQ(0, fd_send(ends[0], self->view));
	ASSERT_EQ(0, close(self->view));
	EXPECT_EXPORTS(1);
	received = fd_receive(ends[1]);
	ASSERT_LE(0, received);
	EXPECT_EXPORTS(1);
	EXPECT_EQ(2, pread(received, &seen, 2, 20));
	EXPECT_EQ(10, seen);
	ASSERT_EQ(0, close(received));
	EXPECT_EXPORTS(0);
}

TEST_F(export, is_lost_with_a_socket)
{
	int ends[2];

	ASSERT_EQ(0, socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends));
	ASSERT_EQ(0, fd_send(ends[0], self->view));
	ASSERT_EQ(0, close(self->view));
	EXPECT_EXPORTS(1);
	ASSERT_EQ(0, close(ends[0]));
	EXPECT_EXPORTS(1);
	ASSERT_EQ(0, close(ends[1]));
	EXPECT_EXPORTS(0);
}

TEST_F(export, travels_to_another_process)
{
	struct child child;
	int ends[2];

	ASSERT_EQ(0, socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends));
	ASSERT_LE(0, child_fork(&child));
	if (!child.pid) {
		int received;
		__u16 seen = 0;

		close(self->view);
		received = fd_receive(ends[1]);
		child_stop(&child);
		_exit(pread(received, &seen, 2, 4094) != 2 || seen != 2047);
	}
	ASSERT_EQ(0, fd_send(ends[0], self->view));
	ASSERT_EQ(0, close(self->view));
	ASSERT_EQ(0, child_await(&child));
	EXPECT_EXPORTS(1);
	ASSERT_EQ(0, child_go(&child));
	EXPECT_EQ(0, child_end(&child));
	EXPECT_EXPORTS(0);
}

/* What an export prevents. */
TEST_F(export, keeps_the_buffer_registered)
{
	expect_errno(EBUSY, sim_set(NAME, "live", "0"));
	EXPECT_EXPORTS(1);
	ASSERT_EQ(0, close(self->view));
	EXPECT_EQ(0, sim_set(NAME, "live", "0"));
	expect_errno(ENOENT, view_open(self->dev, NAME, 0));
}

TEST_F(export, that_is_released_keeps_nothing)
{
	ASSERT_EQ(0, view_release(self->view));
	EXPECT_EQ(0, sim_set(NAME, "live", "0"));
	EXPECT_EQ(0, view_release(self->view));
	EXPECT_EQ(0, close(self->view));
}

TEST_F(export, of_any_derived_view_keeps_the_buffer)
{
	int slice = view_range(self->view, 0, 0, 1);

	ASSERT_LE(0, slice);
	ASSERT_EQ(0, close(self->view));
	expect_errno(EBUSY, sim_set(NAME, "live", "0"));
	ASSERT_EQ(0, close(slice));
	EXPECT_EQ(0, sim_set(NAME, "live", "0"));
}

TEST_HARNESS_MAIN
