// SPDX-License-Identifier: GPL-2.0
/*
 * Announcements from any context wake those who poll, and the kernel finds no
 * fault with them; and what the driver is told of its views. Wants the directory
 * of the modules in the environment, as MVIEW_MODULES.
 */
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>

#include "kselftest_harness.h"
#include "mview_test.h"
#include "poller.h"
#include "system.h"

#define MODULE		"mview_announce"
#define PARAMETER	"/sys/module/" MODULE "/parameters/announce"
#define EXPORTS		"/sys/module/" MODULE "/parameters/exports"

FIXTURE(announce)
{
	int dev;
	int view;
};

FIXTURE_VARIANT(announce)
{
	const char *context;
};

/* clang-format off */
FIXTURE_VARIANT_ADD(announce, in_a_task) { .context = "task" };
FIXTURE_VARIANT_ADD(announce, under_a_raw_lock) { .context = "raw" };
FIXTURE_VARIANT_ADD(announce, in_an_interrupt) { .context = "interrupt" };
/* clang-format on */

FIXTURE_SETUP(announce)
{
	if (!getenv("MVIEW_MODULES"))
		SKIP(return, "MVIEW_MODULES names no directory of modules");
	ASSERT_EQ(0, module_load(MODULE));
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
	self->view = view_open(self->dev, "announce", 0);
	ASSERT_LE(0, self->view);
}

FIXTURE_TEARDOWN_PARENT(announce)
{
	if (module_users(MODULE) >= 0)
		EXPECT_EQ(0, module_unload(MODULE));
}

TEST_F(announce, is_heard_by_who_polls)
{
	struct poller poller;

	ASSERT_EQ(0, poller_start(&poller, self->view));
	ASSERT_EQ(0, text_write(PARAMETER, variant->context));
	EXPECT_TRUE(poller_events(&poller) & POLLPRI);
}

TEST_F(announce, is_heard_each_time)
{
	struct pollfd fd = { .fd = self->view, .events = POLLPRI };
	struct mview_view_info info = { .size = sizeof(info),
					.flags = MVIEW_VIEW_INFO_SEEN };

	for (int i = 0; i < 100; i++) {
		ASSERT_EQ(0, text_write(PARAMETER, variant->context));
		ASSERT_EQ(1, poll(&fd, 1, 10000));
		ASSERT_EQ(0, ioctl(self->view, MVIEW_VIEW_INFO, &info));
		ASSERT_EQ(i + 1, info.seq);
		ASSERT_EQ(0, poll(&fd, 1, 0));
	}
}

/* No wakeup is pending any more when the buffer ends. */
TEST_F(announce, is_over_when_the_buffer_is)
{
	ASSERT_EQ(0, close(self->view));
	for (int i = kernel_is_debug() ? 20 : 5; i; i--) {
		ASSERT_EQ(0, text_write(PARAMETER, variant->context));
		ASSERT_EQ(0, module_unload(MODULE));
		ASSERT_EQ(0, module_load(MODULE));
	}
}

FIXTURE(exports)
{
	int dev;
};

FIXTURE_SETUP(exports)
{
	if (!getenv("MVIEW_MODULES"))
		SKIP(return, "MVIEW_MODULES names no directory of modules");
	ASSERT_EQ(0, module_load(MODULE));
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
}

FIXTURE_TEARDOWN_PARENT(exports)
{
	if (module_users(MODULE) >= 0)
		EXPECT_EQ(0, module_unload(MODULE));
}

#define EXPECT_EXPORTS(expected)					\
do {									\
	char _text[16];							\
									\
	ASSERT_EQ(0, text_read(EXPORTS, _text, sizeof(_text)));		\
	EXPECT_STREQ(expected "\n", _text);				\
} while (0)

TEST_F(exports, are_told_to_the_driver)
{
	int view;

	EXPECT_EXPORTS("0");
	view = view_open(self->dev, "announce", 0);
	EXPECT_EXPORTS("1");
	EXPECT_LE(0, view_readonly(view));
	EXPECT_EXPORTS("2");
	EXPECT_EQ(0, view_release(view));
	EXPECT_EXPORTS("1");
}

TEST_HARNESS_MAIN
