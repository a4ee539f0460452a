// SPDX-License-Identifier: GPL-2.0
/*
 * Streaming memory that is whole pages of a slab is read and written, and never
 * mapped, as the pages may have other users' objects. Wants the directory of the
 * modules in the environment, as MVIEW_MODULES.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>

#include "kselftest_harness.h"
#include "mview_test.h"
#include "system.h"

#define MODULE	"mview_slab"

FIXTURE(slab)
{
	int dev;
	int view;
};

FIXTURE_SETUP(slab)
{
	if (!getenv("MVIEW_MODULES"))
		SKIP(return, "MVIEW_MODULES names no directory of modules");
	ASSERT_EQ(0, module_load(MODULE));
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
	self->view = view_open(self->dev, "slab", MVIEW_OPEN_WRITE);
	ASSERT_LE(0, self->view);
}

FIXTURE_TEARDOWN_PARENT(slab)
{
	if (module_users(MODULE) >= 0)
		EXPECT_EQ(0, module_unload(MODULE));
}

TEST_F(slab, is_said_not_to_be_mappable)
{
	struct buffer_desc desc;

	ASSERT_EQ(0, buffer_find(self->dev, "slab", &desc));
	EXPECT_EQ(0, desc.info.buffer_flags & (MVIEW_BUFFER_MAPPABLE |
					       MVIEW_BUFFER_PINNABLE));
}

TEST_F(slab, is_not_mapped)
{
	expect_no_map(EOPNOTSUPP, mmap(NULL, getpagesize(), PROT_READ,
				       MAP_SHARED, self->view, 0));
	expect_no_map(EOPNOTSUPP, mmap(NULL, getpagesize(),
				       PROT_READ | PROT_WRITE, MAP_SHARED,
				       self->view, 0));
}

TEST_F(slab, is_not_pinned)
{
	expect_errno(EOPNOTSUPP, view_open(self->dev, "slab", MVIEW_OPEN_WRITE |
					   MVIEW_PINNABLE));
}

TEST_F(slab, is_not_exported)
{
	expect_errno(EOPNOTSUPP, view_export(self->view));
}

TEST_F(slab, is_read_and_written)
{
	char seen[4] = "";

	ASSERT_EQ(4, pwrite(self->view, "slab", 4, 100));
	ASSERT_EQ(4, pread(self->view, seen, 4, 100));
	EXPECT_EQ(0, memcmp("slab", seen, 4));
}

TEST_HARNESS_MAIN
