// SPDX-License-Identifier: GPL-2.0
/*
 * Coherent memory is mapped with the attributes that the DMA API gives. Wants the
 * directory of the modules in the environment, as MVIEW_MODULES.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>

#include "kselftest_harness.h"
#include "mview_test.h"
#include "system.h"

#define MODULE		"mview_prot"
#define PARAMETER	"/sys/module/" MODULE "/parameters/check"

FIXTURE(prot)
{
	int view;
	char *map;
};

FIXTURE_VARIANT(prot)
{
	const char *name;
};

/* clang-format off */
FIXTURE_VARIANT_ADD(prot, coherent) { .name = "prot_coherent" };
FIXTURE_VARIANT_ADD(prot, write_combined) { .name = "prot_combined" };
/* clang-format on */

FIXTURE_SETUP(prot)
{
	int failed;

	if (!getenv("MVIEW_MODULES"))
		SKIP(return, "MVIEW_MODULES names no directory of modules");
	failed = module_load(MODULE);
	if (failed && errno == EIO)
		SKIP(return, "no DMA on this machine");
	ASSERT_EQ(0, failed);
	self->view = view_open(dev_open(O_RDWR), variant->name,
			       MVIEW_OPEN_WRITE);
	ASSERT_LE(0, self->view);
}

FIXTURE_TEARDOWN_PARENT(prot)
{
	if (module_users(MODULE) >= 0)
		EXPECT_EQ(0, module_unload(MODULE));
}

TEST_F(prot, is_that_of_the_dma_api)
{
	char text[64];

	self->map = mmap(NULL, getpagesize(), PROT_READ | PROT_WRITE,
			 MAP_SHARED, self->view, 0);
	if (self->map == MAP_FAILED && errno == EOPNOTSUPP)
		SKIP(return, "memory whose attributes mview can't know");
	ASSERT_NE(MAP_FAILED, self->map);
	*(volatile char *)self->map = 1;
	snprintf(text, sizeof(text), "%s %lx", variant->name,
		 (unsigned long)self->map);
	EXPECT_EQ(0, text_write(PARAMETER, text));
}

TEST_HARNESS_MAIN
