// SPDX-License-Identifier: GPL-2.0
/*
 * Allocations that fail while traces open, run and close: an open says ENOMEM, a
 * trace counts what it has no memory for, and neither leaves anything behind.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/mview.h>
#include <string.h>
#include <unistd.h>
#include "dma.h"
#include "fault.h"
#include "kselftest_harness.h"
#include "mview_test.h"
#include "system.h"

#define OWNER	"/sys/module/mview_owner/parameters/run"
#define MOST	2000	/* allocations of one open and close */
#define ENTRIES	64
#define ROUNDS	40

FIXTURE(failing)
{
	int dev;
	int nth;
};

FIXTURE_VARIANT(failing)
{
	__u32 flags;
};

FIXTURE_VARIANT_ADD(failing, allocations) {
	.flags = MVIEW_TRACE_ALLOCS
};

FIXTURE_VARIANT_ADD(failing, history) {
	.flags = MVIEW_TRACE_ALLOCS | MVIEW_TRACE_MAPS | MVIEW_TRACE_CALLERS
};

FIXTURE_SETUP(failing)
{
	int trace;

	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
	self->nth = fail_open();
	if (self->nth < 0 || fault_setup())
		SKIP(return, "this kernel's allocations do not fail at will");
	if (module_users("mview_dma") < 0 || module_users("mview_owner") < 0)
		SKIP(return, "mview_dma or mview_owner is not loaded");
	trace = trace_open(self->dev, "mview_owner", variant->flags, 0,
			   ENTRIES);
	if (trace < 0 && errno == EOPNOTSUPP)
		SKIP(return, "a kernel that can't be traced");
	ASSERT_LE(0, trace);
	close(trace);
}

FIXTURE_TEARDOWN(failing)
{
	fail_module("mview_dma", 0);
	text_write(OWNER, "drop");
	close(self->nth);
	close(self->dev);
}

static int owner_run(const char *command)
{
	return text_write(OWNER, command);
}

/* Each allocation of an open, and of the close after it, fails once. */
TEST_F_TIMEOUT(failing, open_says_so_and_leaves_nothing, 300)
{
	int buffers = buffers_count(self->dev), nth, trace, error;
	long left = 0;

	for (nth = 1; !left && nth <= MOST; nth++) {
		ASSERT_EQ(0, fail_nth(self->nth, nth));
		trace = trace_open(self->dev, "mview_owner", variant->flags, 0,
				   ENTRIES);
		error = errno;
		if (trace >= 0)
			close(trace);
		left = fail_left(self->nth);
		ASSERT_EQ(0, fail_nth(self->nth, 0));
		ASSERT_LE(0, left);
		if (trace < 0)
			ASSERT_EQ(ENOMEM, error);
		ASSERT_EQ(buffers, buffers_count(self->dev));
		ASSERT_EQ(0, module_users("mview_dma"));
	}
	EXPECT_LT(0, left);
	TH_LOG("%d allocations", nth - 2);
}

/*
 * Hold memory and free it, while other traces come and go or fail to. It is less
 * at once than a trace keeps room for.
 */
static int churn(int dev, __u32 flags)
{
	int i, trace;

	for (i = 0; i < ROUNDS; i++) {
		if (owner_run("hold 4096") || owner_run("hold 4096"))
			return -1;
		trace = trace_open(dev, "", flags, 0, ENTRIES);
		if (trace < 0 && errno != ENOMEM)
			return -1;
		usleep(15000);
		if (owner_run("drop"))
			return -1;
		if (trace >= 0)
			close(trace);
	}
	return 0;
}

/* Half of what mview_dma wants for its records and buffers is not to be had. */
TEST_F_TIMEOUT(failing, allocations_without_memory_are_counted, 300)
{
	int buffers = buffers_count(self->dev), trace, view;
	struct mview_trace_info info;
	struct origin origin;
	char byte;
	__u64 id;

	trace = trace_open(self->dev, "mview_owner", variant->flags, 0,
			   ENTRIES);
	ASSERT_LE(0, trace);
	if (fail_module("mview_dma", 50))
		SKIP(return, "no stack trace filter for failures");
	EXPECT_EQ(0, churn(self->dev, variant->flags));
	ASSERT_EQ(0, fail_module("mview_dma", 0));
	ASSERT_EQ(0, trace_info(trace, MVIEW_TRACE_SETTLE, &info));
	EXPECT_EQ(0, info.live);
	EXPECT_LE(2 * ROUNDS, info.seen + info.lost);
	EXPECT_LT(0, info.seen);
	EXPECT_LT(0, info.lost);
	TH_LOG("%llu seen, %llu lost", info.seen, info.lost);
	/* It works as before. */
	ASSERT_EQ(0, owner_run("hold 4096"));
	id = traced_find(self->dev, trace, "owner_hold", &origin);
	ASSERT_NE(0, id);
	view = view_open_id(self->dev, id, 0);
	EXPECT_EQ(1, pread(view, &byte, 1, 0));
	EXPECT_EQ(1, byte);
	close(view);
	close(trace);
	EXPECT_EQ(buffers, buffers_count(self->dev));
}

TEST_HARNESS_MAIN
