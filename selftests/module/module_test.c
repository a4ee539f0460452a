// SPDX-License-Identifier: GPL-2.0
/*
 * A view holds the module that owns its buffer. Wants the directory of the
 * modules in the environment, as MVIEW_MODULES.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/mman.h>

#include "child.h"
#include "kselftest_harness.h"
#include "mview_test.h"
#include "system.h"

#define MODULE	"mview_sample"
#define NAME	"sample"
#define COUNT	4096

/* Leave it as it was found. */
static int module_restore(bool was_loaded)
{
	bool loaded = module_users(MODULE) >= 0;

	if (was_loaded == loaded)
		return 0;
	return was_loaded ? module_load(MODULE) : module_unload(MODULE);
}

FIXTURE(module)
{
	bool was_loaded;
	int dev;
	int view;
	__u64 id;
};

FIXTURE_SETUP(module)
{
	if (!getenv("MVIEW_MODULES"))
		SKIP(return, "MVIEW_MODULES names no directory of modules");
	self->was_loaded = module_users(MODULE) >= 0;
	if (!self->was_loaded)
		ASSERT_EQ(0, module_load(MODULE));
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
	self->view = view_open(self->dev, NAME, 0);
	ASSERT_LE(0, self->view);
	self->id = view_buffer_id(self->view);
}

FIXTURE_TEARDOWN_PARENT(module)
{
	EXPECT_EQ(0, module_restore(self->was_loaded));
}

TEST_F(module, shows_its_buffer)
{
	__u16 elements[COUNT];

	ASSERT_EQ(sizeof(elements), pread(self->view, elements,
					  sizeof(elements), 0));
	for (int i = 0; i < COUNT; i++)
		ASSERT_EQ(i, elements[i]);
}

/* Its driver does not say that views may write. */
TEST_F(module, shows_its_buffer_for_reading_only)
{
	struct view_desc desc;

	expect_errno(EACCES, view_open(self->dev, NAME, MVIEW_OPEN_WRITE));
	ASSERT_EQ(0, view_describe(self->view, &desc));
	EXPECT_TRUE(desc.info.view_flags & MVIEW_VIEW_IS_READONLY);
}

TEST_F(module, stays_under_a_view)
{
	__u16 element;

	expect_errno(EAGAIN, module_unload(MODULE));
	EXPECT_EQ(2, pread(self->view, &element, 2, 2000));
	EXPECT_EQ(1000, element);
}

TEST_F(module, goes_when_the_view_is_closed)
{
	ASSERT_EQ(0, close(self->view));
	EXPECT_EQ(0, module_unload(MODULE));
	expect_errno(ENOENT, view_open(self->dev, NAME, 0));
	expect_errno(ENOENT, view_open_id(self->dev, self->id, 0));
}

TEST_F(module, goes_when_the_view_is_released)
{
	char byte;

	ASSERT_EQ(0, view_release(self->view));
	EXPECT_EQ(0, module_unload(MODULE));
	expect_errno(EBADFD, read(self->view, &byte, 1));
	EXPECT_EQ(0, close(self->view));
}

TEST_F(module, stays_under_a_slice)
{
	int slice = view_range(self->view, 0, 0, 1);

	ASSERT_LE(0, slice);
	ASSERT_EQ(0, close(self->view));
	expect_errno(EAGAIN, module_unload(MODULE));
	ASSERT_EQ(0, close(slice));
	EXPECT_EQ(0, module_unload(MODULE));
}

TEST_F(module, stays_under_a_mapping)
{
	__u16 *map;

	if (2 * COUNT % getpagesize())
		SKIP(return, "the sample's buffer is less than a page");
	map = mmap(NULL, 2 * COUNT, PROT_READ, MAP_SHARED, self->view, 0);
	ASSERT_NE(MAP_FAILED, map);
	ASSERT_EQ(0, close(self->view));
	expect_errno(EAGAIN, module_unload(MODULE));
	EXPECT_EQ(3000, map[3000]);
	ASSERT_EQ(0, munmap(map, 2 * COUNT));
	EXPECT_EQ(0, module_unload(MODULE));
}

TEST_F(module, goes_when_a_process_is_killed)
{
	struct child child;

	ASSERT_LE(0, child_fork(&child));
	if (!child.pid) {
		child_stop(&child);
		_exit(0);
	}
	ASSERT_EQ(0, child_await(&child));
	ASSERT_EQ(0, close(self->view));
	expect_errno(EAGAIN, module_unload(MODULE));
	ASSERT_EQ(0, kill(child.pid, SIGKILL));
	EXPECT_EQ(-1, child_end(&child));
	EXPECT_EQ(0, module_unload(MODULE));
}

TEST_F(module, is_used_under_a_view)
{
	EXPECT_LT(0, module_users(MODULE));
	ASSERT_EQ(0, close(self->view));
	EXPECT_EQ(0, module_users(MODULE));
}

TEST_F(module, is_not_used_by_an_open_that_fails)
{
	int users = module_users(MODULE);

	EXPECT_EQ(-1, view_range(self->view, 0, 2 * COUNT, 1));
	EXPECT_EQ(-1, view_cast(self->view, "Y", 0, NULL, 0));
	EXPECT_EQ(users, module_users(MODULE));
}

TEST_F(module, comes_back_with_a_buffer_of_another_id)
{
	ASSERT_EQ(0, close(self->view));
	ASSERT_EQ(0, module_unload(MODULE));
	ASSERT_EQ(0, module_load(MODULE));
	self->view = view_open(self->dev, NAME, 0);
	ASSERT_LE(0, self->view);
	EXPECT_LT(self->id, view_buffer_id(self->view));
}

TEST_F(module, of_mview_stays_under_its_users)
{
	expect_errno(EAGAIN, module_unload("mview"));
	ASSERT_EQ(0, close(self->view));
	expect_errno(EAGAIN, module_unload("mview"));
}

#define SOURCE	"module_test"

TEST_F(module, of_the_simulator_stays_under_its_sources)
{
	ASSERT_EQ(0, sim_prepare(SOURCE, NULL));
	expect_errno(EAGAIN, module_unload("mview_sim"));
	EXPECT_EQ(0, sim_set(SOURCE, "live", "1"));
	expect_errno(EAGAIN, module_unload("mview_sim"));
	EXPECT_EQ(0, sim_remove(SOURCE));
}

TEST_F(module, has_its_name_for_itself)
{
	ASSERT_EQ(0, sim_prepare(NAME, NULL));
	expect_errno(EEXIST, sim_set(NAME, "live", "1"));
	EXPECT_EQ(1, buffer_exports(self->dev, self->id));
	EXPECT_EQ(self->id, view_buffer_id(view_open(self->dev, NAME, 0)));
	EXPECT_EQ(0, sim_remove(NAME));
}

/* Threads that look for the buffer while its module comes and goes. */
struct seeker {
	pthread_t thread;
	int dev;
	bool stop;
	bool failed;
};

static bool seek_view(int dev)
{
	int view = view_open(dev, NAME, 0);
	__u16 element;
	bool ok;

	if (view < 0)
		return errno == ENOENT;
	ok = pread(view, &element, 2, 2 * (COUNT - 1)) == 2 &&
	     element == COUNT - 1;
	close(view);
	return ok;
}

static bool seek_text(void)
{
	char text[4096];
	int fd = open("/sys/kernel/debug/mview/buffers", O_RDONLY | O_CLOEXEC);
	bool ok = read(fd, text, sizeof(text)) > 0;

	close(fd);
	return ok;
}

static void *seek(void *arg)
{
	struct seeker *seeker = arg;

	while (!__atomic_load_n(&seeker->stop, __ATOMIC_RELAXED))
		if (!seek_view(seeker->dev) || !seek_text())
			seeker->failed = true;
	return NULL;
}

TEST_F(module, comes_and_goes_while_others_look_for_it)
{
	struct seeker seekers[2] = { { .dev = self->dev },
				     { .dev = self->dev } };
	int unloads = 0;

	ASSERT_EQ(0, close(self->view));
	ASSERT_EQ(0, cpus_use_all());
	for (size_t i = 0; i < ARRAY_SIZE(seekers); i++)
		ASSERT_EQ(0, pthread_create(&seekers[i].thread, NULL, seek,
					    &seekers[i]));
	for (int i = 0; i < 50; i++) {
		/* A seeker's view makes the kernel refuse to unload. */
		if (module_unload(MODULE)) {
			ASSERT_EQ(EAGAIN, errno);
			continue;
		}
		unloads++;
		ASSERT_EQ(0, module_load(MODULE));
	}
	for (size_t i = 0; i < ARRAY_SIZE(seekers); i++) {
		__atomic_store_n(&seekers[i].stop, true, __ATOMIC_RELAXED);
		ASSERT_EQ(0, pthread_join(seekers[i].thread, NULL));
		EXPECT_FALSE(seekers[i].failed);
	}
	TH_LOG("unloaded %d times", unloads);
	EXPECT_EQ(0, module_users(MODULE));
}

TEST_HARNESS_MAIN
