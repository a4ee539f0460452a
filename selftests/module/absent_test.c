// SPDX-License-Identifier: GPL-2.0
/*
 * Drivers where mview is not there: they load and work, without buffers; and
 * mview stays where a buffer is. Wants the directory of the modules in the
 * environment, as MVIEW_MODULES, and takes mview away for a while.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <sys/mman.h>
#include <sys/uio.h>

#include "edu.h"
#include "kselftest_harness.h"
#include "mview_test.h"
#include "system.h"
#include "user.h"

#define NAME	"sample"

#define MODULES_MAX	32

/**
 * struct modules - the project's modules that are loaded
 * @count: entries of @names
 * @names: those loaded later first, as in /proc/modules: none needs one before it
 */
struct modules {
	int count;
	char names[MODULES_MAX][64];
};

static int modules_find(struct modules *modules)
{
	FILE *file = fopen("/proc/modules", "re");
	char line[512];

	modules->count = 0;
	if (!file)
		return -1;
	while (modules->count < MODULES_MAX && fgets(line, sizeof(line), file))
		if (!strncmp(line, "mview", 5) &&
		    sscanf(line, "%63s", modules->names[modules->count]) == 1)
			modules->count++;
	fclose(file);
	return 0;
}

static int modules_unload(void)
{
	struct modules loaded;

	if (modules_find(&loaded))
		return -1;
	for (int i = 0; i < loaded.count; i++)
		if (module_unload(loaded.names[i])) {
			fprintf(stderr, "# %s can't be unloaded: %m\n",
				loaded.names[i]);
			return -1;
		}
	return 0;
}

static struct modules found;

/*
 * Runs in the process that started all tests, so that a test that fails in its
 * setup, or is killed, leaves the modules as they were, too: only without their
 * parameters.
 */
static void modules_restore(void)
{
	int failed = modules_unload();

	for (int i = found.count - 1; i >= 0; i--)
		if (module_users(found.names[i]) < 0 &&
		    module_load(found.names[i])) {
			fprintf(stderr, "# %s can't be loaded again: %m\n",
				found.names[i]);
			failed = -1;
		}
	if (failed)
		_exit(1);
}

static void __attribute__((constructor)) modules_keep(void)
{
	if (getenv("MVIEW_MODULES") &&
	    (modules_find(&found) || atexit(modules_restore)))
		_exit(1);
}

FIXTURE(absent)
{
};

FIXTURE_SETUP(absent)
{
	if (!getenv("MVIEW_MODULES"))
		SKIP(return, "MVIEW_MODULES names no directory of modules");
	ASSERT_EQ(0, modules_unload());
}

FIXTURE_TEARDOWN(absent)
{
}

TEST_F(absent, mview_is_no_condition_of_a_driver)
{
	ASSERT_EQ(0, module_load("mview_sample"));
	expect_errno(ENOENT, dev_open(O_RDWR));
	EXPECT_EQ(0, module_unload("mview_sample"));
}

TEST_F(absent, mview_is_no_condition_of_a_device)
{
	char name[64];

	ASSERT_EQ(0, module_load("mview_edu"));
	if (edu_find(name, sizeof(name)))
		SKIP(return, "no edu device");
	EXPECT_EQ(0, edu_transfer("to_device", "coherent", 0, EDU_COUNT));
	EXPECT_EQ(0, edu_transfer("from_device", "streaming", 0, EDU_COUNT));
	EXPECT_EQ(0, edu_unbind(name));
	EXPECT_EQ(0, edu_bind(name));
}

TEST_F(absent, what_is_nothing_without_mview_is_not_loaded)
{
	expect_errno(ENOENT, module_load("mview_sim"));
}

TEST_F(absent, mview_that_comes_late_finds_no_buffer)
{
	int dev;

	ASSERT_EQ(0, module_load("mview_sample"));
	ASSERT_EQ(0, module_load("mview"));
	dev = dev_open(O_RDWR);
	ASSERT_LE(0, dev);
	expect_errno(ENOENT, view_open(dev, NAME, 0));
	ASSERT_EQ(0, close(dev));
	EXPECT_EQ(0, module_unload("mview"));
}

TEST_F(absent, mview_stays_under_a_buffer)
{
	int dev;

	ASSERT_EQ(0, module_load("mview"));
	ASSERT_EQ(0, module_load("mview_sample"));
	dev = dev_open(O_RDWR);
	ASSERT_LE(0, dev);
	EXPECT_LE(0, close(view_open(dev, NAME, 0)));
	ASSERT_EQ(0, close(dev));
	EXPECT_LT(0, module_users("mview"));
	expect_errno(EAGAIN, module_unload("mview"));
	ASSERT_EQ(0, module_unload("mview_sample"));
	EXPECT_EQ(0, module_users("mview"));
	EXPECT_EQ(0, module_unload("mview"));
}

TEST_F(absent, mview_goes_when_all_buffers_are_revoked)
{
	ASSERT_EQ(0, module_load("mview"));
	ASSERT_EQ(0, module_load("mview_kinds"));
	EXPECT_LT(0, module_users("mview"));
	ASSERT_EQ(0, module_unload("mview_kinds"));
	EXPECT_EQ(0, module_users("mview"));
}

TEST_F(absent, mview_does_not_stay_for_what_it_refused)
{
	int users;

	ASSERT_EQ(0, module_load("mview"));
	ASSERT_EQ(0, module_load("mview_sim"));
	ASSERT_EQ(0, sim_make(NAME, NULL));
	users = module_users("mview");
	/* Kernels from 7.0 on report EBUSY when init returns EEXIST. */
	EXPECT_EQ(-1, module_load("mview_sample"));
	EXPECT_TRUE(errno == EEXIST || errno == EBUSY);
	EXPECT_EQ(users, module_users("mview"));
	EXPECT_EQ(0, sim_remove(NAME));
}

/* A page in a pipe, of a buffer that is gone. Returns the reading end. */
static int leave_page(int dev)
{
	int view = view_alloc(dev, 1, MVIEW_OPEN_WRITE | MVIEW_PINNABLE);
	long page = getpagesize();
	struct iovec vector = { .iov_len = page };
	int ends[2];

	vector.iov_base = mmap(NULL, page, PROT_READ | PROT_WRITE, MAP_SHARED,
			       view, 0);
	if (vector.iov_base == MAP_FAILED || pipe2(ends, O_CLOEXEC))
		return -1;
	memset(vector.iov_base, POISON, page);
	if (vmsplice(ends[1], &vector, 1, 0) != page)
		return -1;
	munmap(vector.iov_base, page);
	close(view);
	close(ends[1]);
	return ends[0];
}

/* mview unloads while the page is pinned: its bytes stay, its charge goes. */
TEST_F(absent, mview_leaves_a_page_to_who_has_pinned_it)
{
	unsigned char byte = 0;
	int dev, end;

	ASSERT_EQ(0, module_load("mview"));
	dev = dev_open(O_RDWR);
	ASSERT_LE(0, dev);
	ASSERT_EQ(0, memlock_set(getpagesize()));
	ASSERT_EQ(0, capability_set(CAP_IPC_LOCK, false));
	end = leave_page(dev);
	ASSERT_LE(0, end);
	expect_errno(EDQUOT, view_alloc(dev, 1, 0));
	ASSERT_EQ(0, close(dev));
	ASSERT_EQ(0, module_unload("mview"));
	EXPECT_EQ(1, read(end, &byte, 1));
	EXPECT_EQ(POISON, byte);
	ASSERT_EQ(0, module_load("mview"));
	dev = dev_open(O_RDWR);
	EXPECT_LE(0, view_alloc(dev, 1, 0));
}

TEST_HARNESS_MAIN
