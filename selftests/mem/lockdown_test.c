// SPDX-License-Identifier: GPL-2.0
/*
 * In lockdown nobody opens registers, nor memory that a device takes its commands
 * from for writing. A kernel can't be unlocked again: the test wants to find it
 * locked.
 */
#include <errno.h>
#include <fcntl.h>

#include "kselftest_harness.h"
#include "mview_test.h"
#include "system.h"

#define NAME	"lockdown_test"
#define WRITE	MVIEW_OPEN_WRITE

FIXTURE(locked)
{
	int dev;
};

FIXTURE_VARIANT(locked)
{
	const char *kind;
	bool readable;
	bool writable;
};

#define LOCKED_ADD(name, word, can_read, can_write)			\
	FIXTURE_VARIANT_ADD(locked, name)				\
	{								\
		.kind = "kind=" word, .readable = can_read,		\
		.writable = can_write,					\
	}

/* clang-format off */
LOCKED_ADD(vmalloc, "vmalloc", true, true);
LOCKED_ADD(pages, "pages", true, true);
LOCKED_ADD(kmalloc, "kmalloc", true, true);
LOCKED_ADD(coherent, "coherent", true, false);
LOCKED_ADD(streaming, "streaming", true, false);
LOCKED_ADD(streaming_sg, "streaming-sg", true, false);
LOCKED_ADD(mmio, "mmio", false, false);
/* clang-format on */

FIXTURE_SETUP(locked)
{
	char text[128] = "";

	text_read("/sys/kernel/security/lockdown", text, sizeof(text));
	if (!strstr(text, "[integrity]") && !strstr(text, "[confidentiality]"))
		SKIP(return, "the kernel is not locked down");
	ASSERT_MADE(return, sim_make(NAME, variant->kind));
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
}

FIXTURE_TEARDOWN_PARENT(locked)
{
	sim_remove(NAME);
}

TEST_F(locked, is_read_if_it_is_memory)
{
	char byte;
	int view;

	if (variant->readable) {
		view = view_open(self->dev, NAME, 0);
		ASSERT_LE(0, view);
		EXPECT_EQ(1, pread(view, &byte, 1, 0));
	} else {
		expect_errno(EPERM, view_open(self->dev, NAME, 0));
	}
}

TEST_F(locked, is_written_if_no_device_reads_it)
{
	char byte = 1;
	int view;

	if (variant->writable) {
		view = view_open(self->dev, NAME, WRITE);
		ASSERT_LE(0, view);
		EXPECT_EQ(1, pwrite(view, &byte, 1, 0));
	} else {
		expect_errno(EPERM, view_open(self->dev, NAME, WRITE));
	}
}

TEST_HARNESS_MAIN
