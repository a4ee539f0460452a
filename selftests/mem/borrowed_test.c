// SPDX-License-Identifier: GPL-2.0
/* Borrowed memory, which mview_lender lends and withdraws while it is read. */
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/mview.h>
#include <signal.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "kselftest_harness.h"
#include "mview_test.h"
#include "system.h"
#include "user.h"

#define LENDER	"/sys/module/mview_lender/parameters/"
#define READERS	2
#define SIZE	4096
#define STEP	16
#define SECONDS	10	/* at most: it takes less, but on slow machines */

FIXTURE(borrowed)
{
	int dev;
	int view;
};

FIXTURE_SETUP(borrowed)
{
	self->view = -1;
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
	if (module_users("mview_lender") < 0)
		SKIP(return, "mview_lender is not loaded");
	self->view = view_open(self->dev, "lender", 0);
	ASSERT_LE(0, self->view);
}

FIXTURE_TEARDOWN(borrowed)
{
	close(self->view);
	close(self->dev);
}

/*
 * Until it is killed. The status is 1 if there was a byte that is not lent. A copy
 * takes long, since the bytes lie apart, and goes towards the driver's memset().
 */
static void read_lent(int view)
{
	static unsigned char bytes[SIZE / STEP];
	ssize_t n, i;

	for (;;) {
		n = pread(view, bytes, sizeof(bytes), 0);
		for (i = 0; i < n; i++)
			if (bytes[i] != 0xff)
				_exit(1);
	}
}

/* The withdrawal waits for who reads, and nobody reads after it. */
TEST_F(borrowed, withdrawn_memory_is_not_read)
{
	int backwards = view_range(self->view, SIZE - 1, SIZE / STEP, -STEP);
	time_t end = time(NULL) + SECONDS;
	pid_t readers[READERS];
	int i, status;

	ASSERT_LE(0, backwards);
	ASSERT_EQ(0, cpus_use_all());
	for (i = 0; i < READERS; i++) {
		readers[i] = fork();
		ASSERT_LE(0, readers[i]);
		if (!readers[i])
			read_lent(backwards);
	}
	for (i = 0; i < 40 && time(NULL) < end; i++)
		EXPECT_EQ(0, text_write(LENDER "run", "500"));
	for (i = 0; i < READERS; i++) {
		kill(readers[i], SIGKILL);
		ASSERT_EQ(readers[i], waitpid(readers[i], &status, 0));
		EXPECT_TRUE(WIFSIGNALED(status));
	}
}

TEST_F(borrowed, is_read_only_and_gone)
{
	char byte;

	expect_errno(EACCES, view_open(self->dev, "lender", MVIEW_OPEN_WRITE));
	expect_errno(EBADF, pwrite(self->view, "", 1, 0));
	ASSERT_EQ(0, text_write(LENDER "run", "1"));
	expect_errno(ENODEV, pread(self->view, &byte, 1, 0));
}

TEST_F(borrowed, is_not_for_everybody)
{
	ASSERT_EQ(0, capability_set(CAP_SYS_ADMIN, false));
	expect_errno(EPERM, view_open(self->dev, "lender", 0));
}

/* As /proc/kcore is; the kernel stays in lockdown, so this comes last. */
TEST_F(borrowed, is_not_for_kernels_in_lockdown)
{
	if (text_write("/sys/kernel/security/lockdown", "confidentiality"))
		SKIP(return, "no lockdown");
	expect_errno(EPERM, view_open(self->dev, "lender", 0));
	if (module_users("mview_dma") >= 0) {
		struct mview_trace_open open = {
			.size = sizeof(open), .flags = MVIEW_TRACE_ALLOCS,
		};

		expect_errno(EPERM, ioctl(self->dev, MVIEW_TRACE_OPEN, &open));
	}
}

TEST_HARNESS_MAIN
