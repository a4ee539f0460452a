// SPDX-License-Identifier: GPL-2.0
/*
 * A driver is unbound from its device while its buffer is in use: the views are
 * dead from then on, and show neither what becomes of the memory nor what comes
 * after it. Wants the directory of the modules in the environment, as
 * MVIEW_MODULES, for the module's end.
 */
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <sys/mman.h>

#include "child.h"
#include "kselftest_harness.h"
#include "mview_test.h"
#include "poller.h"
#include "unbind.h"

#define NAME	"unbind_test"

/* A view, whole, writable and, where the kind can be, mapped. */
struct use {
	int dev;
	int view;
	int part;
	unsigned char *map;
	size_t size;
	__u64 id;
};

static int use_begin(struct use *use, const struct memory *memory)
{
	if (memory_make(NAME, memory, "rate=0"))
		return -1;
	use->size = memory->size;
	use->dev = dev_open(O_RDWR);
	use->view = view_open(use->dev, NAME, MVIEW_OPEN_WRITE | memory->flags);
	use->part = view_range(use->view, 5, 10, 2);
	use->id = view_buffer_id(use->view);
	use->map = mmap(NULL, use->size, PROT_READ | PROT_WRITE, MAP_SHARED,
			use->view, 0);
	if (memory->no_map)
		return use->map == MAP_FAILED ? 0 : -1;
	if (use->map == MAP_FAILED)
		return -1;
	for (size_t i = 0; i < use->size; i += getpagesize())
		use->map[i] = 0x11;
	return use->part < 0 ? -1 : 0;
}

/* Is every page gone? */
static bool use_is_unmapped(const struct use *use)
{
	for (size_t i = 0; i < use->size; i += getpagesize())
		if (touch(use->map + i) != -1 || poke(use->map + i, 1) != -1)
			return false;
	return true;
}

/* Runs in the child: touch the mapping before and after the unbind. */
static void touch_when_told(struct child *child, const struct use *use)
{
	int before = touch(use->map);

	child_stop(child);
	_exit(before == 0x11 && use_is_unmapped(use) ? 0 : 2);
}

#define LARGE	.shape = "shape=4194304", .size = 4194304, .order = "order=9"

#define MODULE	"mview_sim"

FIXTURE(unbind)
{
	struct use use;
};

FIXTURE_VARIANT(unbind)
{
	struct memory memory;
};

/* clang-format off */
FIXTURE_VARIANT_ADD(unbind, vmalloc) { { "kind=vmalloc", SMALL } };
FIXTURE_VARIANT_ADD(unbind, vmalloc_pinnable)
{ { "kind=vmalloc", SMALL, .flags = MVIEW_PINNABLE } };
FIXTURE_VARIANT_ADD(unbind, pages) { { "kind=pages", SMALL } };
FIXTURE_VARIANT_ADD(unbind, pages_pinnable)
{ { "kind=pages", SMALL, .flags = MVIEW_PINNABLE } };
FIXTURE_VARIANT_ADD(unbind, huge) { { "kind=pages", LARGE } };
FIXTURE_VARIANT_ADD(unbind, huge_pinnable)
{ { "kind=pages", LARGE, .flags = MVIEW_PINNABLE } };
FIXTURE_VARIANT_ADD(unbind, kmalloc)
{ { "kind=kmalloc", SMALL, .no_map = true } };
FIXTURE_VARIANT_ADD(unbind, coherent) { { "kind=coherent", SMALL } };
FIXTURE_VARIANT_ADD(unbind, streaming) { { "kind=streaming", SMALL } };
FIXTURE_VARIANT_ADD(unbind, streaming_sg) { { "kind=streaming-sg", SMALL } };
FIXTURE_VARIANT_ADD(unbind, streaming_sg_pinnable)
{ { "kind=streaming-sg", SMALL, .flags = MVIEW_PINNABLE } };
FIXTURE_VARIANT_ADD(unbind, mmio) { { "kind=mmio", SMALL } };
/* clang-format on */

FIXTURE_SETUP(unbind)
{
	ASSERT_MADE(return, use_begin(&self->use, &variant->memory));
}

FIXTURE_TEARDOWN_PARENT(unbind)
{
	bool gone = access("/sys/module/mview_sim", F_OK);

	EXPECT_EQ(0, gone ? module_load(MODULE) : sim_remove(NAME));
}

/* During the unbind. */
TEST_F(unbind, wakes_who_polls)
{
	struct poller poller;

	ASSERT_EQ(0, poller_start(&poller, self->use.view));
	ASSERT_EQ(0, sim_unbind(NAME));
	EXPECT_EQ(POLLHUP | POLLERR, poller_events(&poller));
}

TEST_F(unbind, is_taken_from_children)
{
	struct child child;

	if (variant->memory.no_map)
		SKIP(return, "a kind that is not mapped");
	ASSERT_LE(0, child_fork(&child));
	if (!child.pid)
		touch_when_told(&child, &self->use);
	ASSERT_EQ(0, child_await(&child));
	ASSERT_EQ(0, sim_unbind(NAME));
	ASSERT_EQ(0, child_go(&child));
	EXPECT_EQ(0, child_end(&child));
	EXPECT_TRUE(use_is_unmapped(&self->use));
}

TEST_F(unbind, is_unplugged)
{
	char byte, live[8];

	ASSERT_EQ(0, sim_set(NAME, "revoke", "1"));
	expect_errno(ENODEV, pread(self->use.view, &byte, 1, 0));
	EXPECT_TRUE(variant->memory.no_map || use_is_unmapped(&self->use));
	ASSERT_EQ(0, sim_get(NAME, "live", live, sizeof(live)));
	EXPECT_STREQ("0", live);
	ASSERT_EQ(0, sim_set(NAME, "live", "1"));
	expect_errno(ENODEV, pread(self->use.view, &byte, 1, 0));
}

TEST_F(unbind, is_unbound_in_a_bracket)
{
	ASSERT_EQ(0, view_sync(self->use.view, MVIEW_SYNC_READ |
					       MVIEW_SYNC_WRITE));
	ASSERT_EQ(0, sim_unbind(NAME));
	expect_errno(ENODEV, view_sync(self->use.view, MVIEW_SYNC_READ |
						       MVIEW_SYNC_WRITE |
						       MVIEW_SYNC_END));
}

/* After the unbind. */
TEST_F(unbind, is_not_found)
{
	ASSERT_EQ(0, sim_unbind(NAME));
	expect_errno(ENOENT, view_open(self->use.dev, NAME, 0));
	expect_errno(ENOENT, view_open_id(self->use.dev, self->use.id, 0));
	EXPECT_EQ(-1, buffer_exports(self->use.dev, self->use.id));
}

TEST_F(unbind, is_not_read)
{
	char bytes[16];

	ASSERT_EQ(0, sim_unbind(NAME));
	expect_errno(ENODEV, read(self->use.view, bytes, sizeof(bytes)));
	expect_errno(ENODEV, pread(self->use.view, bytes, sizeof(bytes), 99));
	expect_errno(ENODEV, read(self->use.part, bytes, sizeof(bytes)));
}

TEST_F(unbind, is_not_written)
{
	ASSERT_EQ(0, sim_unbind(NAME));
	expect_errno(ENODEV, write(self->use.view, "a", 1));
	expect_errno(ENODEV, pwrite(self->use.view, "a", 1, 99));
	expect_errno(ENODEV, write(self->use.part, "a", 1));
}

TEST_F(unbind, is_not_sought)
{
	ASSERT_EQ(0, sim_unbind(NAME));
	expect_errno(ENODEV, lseek(self->use.view, 0, SEEK_SET));
	expect_errno(ENODEV, lseek(self->use.view, 0, SEEK_END));
}

TEST_F(unbind, is_not_mapped)
{
	ASSERT_EQ(0, sim_unbind(NAME));
	expect_no_map(ENODEV, mmap(NULL, getpagesize(), PROT_READ, MAP_SHARED,
				   self->use.view, 0));
}

TEST_F(unbind, has_no_info)
{
	struct view_desc desc;

	ASSERT_EQ(0, sim_unbind(NAME));
	expect_errno(ENODEV, view_describe(self->use.view, &desc));
	expect_errno(ENODEV, view_describe(self->use.part, &desc));
	expect_errno(ENODEV, view_seen(self->use.view));
}

TEST_F(unbind, has_no_children)
{
	const __u32 axis = 0;

	ASSERT_EQ(0, sim_unbind(NAME));
	expect_errno(ENODEV, view_range(self->use.view, 0, 1, 1));
	expect_errno(ENODEV, view_index(self->use.view, 0));
	expect_errno(ENODEV, view_cast(self->use.view, "H", 0, NULL, 0));
	expect_errno(ENODEV, view_readonly(self->use.view));
	expect_errno(ENODEV, view_transpose(self->use.view, &axis, 1));
	expect_errno(ENODEV, view_contiguous(self->use.view, 'C', 0));
	expect_errno(ENODEV, view_contiguous(self->use.part, 'C', 0));
}

TEST_F(unbind, is_not_synced)
{
	ASSERT_EQ(0, sim_unbind(NAME));
	expect_errno(ENODEV, view_sync(self->use.view, MVIEW_SYNC_READ));
}

TEST_F(unbind, hangs_up)
{
	ASSERT_EQ(0, sim_unbind(NAME));
	EXPECT_EQ(POLLHUP | POLLERR, poll_events(self->use.view, 0));
	EXPECT_EQ(POLLHUP | POLLERR, poll_events(self->use.part, -1));
	EXPECT_EQ(POLLHUP | POLLERR, poll_all_events(self->use.view));
}

TEST_F(unbind, is_in_no_mapping)
{
	ASSERT_EQ(0, sim_unbind(NAME));
	if (variant->memory.no_map)
		SKIP(return, "a kind that is not mapped");
	EXPECT_TRUE(use_is_unmapped(&self->use));
	EXPECT_EQ(0, mprotect(self->use.map, self->use.size, PROT_READ));
	EXPECT_EQ(-1, touch(self->use.map));
}

TEST_F(unbind, is_released_when_it_is_unmapped)
{
	ASSERT_EQ(0, sim_unbind(NAME));
	if (!variant->memory.no_map) {
		expect_errno(EBUSY, view_release(self->use.view));
		ASSERT_EQ(0, munmap(self->use.map, self->use.size));
	}
	EXPECT_EQ(0, view_release(self->use.view));
	EXPECT_EQ(0, view_release(self->use.part));
	EXPECT_EQ(POLLERR, poll_events(self->use.view, 0));
	EXPECT_EQ(0, close(self->use.view));
}

TEST_F(unbind, makes_no_blocks)
{
	char live[8];

	ASSERT_EQ(0, sim_unbind(NAME));
	expect_errno(ENODEV, sim_step(NAME, 1));
	expect_errno(ENODEV, sim_set(NAME, "resize", "10"));
	EXPECT_EQ(0, sim_set(NAME, "rate", "100"));
	ASSERT_EQ(0, sim_get(NAME, "live", live, sizeof(live)));
	EXPECT_STREQ("1", live);
}

TEST_F(unbind, comes_back_as_another)
{
	unsigned char *bytes = malloc(self->use.size);
	int view;

	ASSERT_EQ(0, sim_unbind(NAME));
	ASSERT_EQ(0, sim_bind(NAME));
	view = view_open(self->use.dev, NAME, MVIEW_OPEN_WRITE);
	ASSERT_LE(0, view);
	EXPECT_LT(self->use.id, view_buffer_id(view));
	ASSERT_EQ(self->use.size, pread(view, bytes, self->use.size, 0));
	for (size_t i = 0; i < self->use.size; i++)
		ASSERT_EQ(0, bytes[i]);
	EXPECT_EQ(0, sim_step(NAME, 1));
	EXPECT_EQ(POLLPRI, poll_events(view, 0));
	EXPECT_EQ(POLLHUP | POLLERR, poll_events(self->use.view, 0));
}

/* The new buffer may well have the same memory. */
TEST_F(unbind, stays_dead_when_another_comes)
{
	unsigned char *bytes = malloc(self->use.size);
	int view;

	ASSERT_EQ(0, sim_unbind(NAME));
	ASSERT_EQ(0, sim_bind(NAME));
	view = view_open(self->use.dev, NAME, MVIEW_OPEN_WRITE);
	memset(bytes, 0x77, self->use.size);
	ASSERT_EQ(self->use.size, pwrite(view, bytes, self->use.size, 0));
	expect_errno(ENODEV, pread(self->use.view, bytes, 1, 0));
	expect_errno(ENODEV, pwrite(self->use.view, bytes, 1, 0));
	if (!variant->memory.no_map) {
		EXPECT_TRUE(use_is_unmapped(&self->use));
		ASSERT_EQ(0, munmap(self->use.map, self->use.size));
	}
	EXPECT_EQ(0, close(self->use.view));
	EXPECT_EQ(0x77, bytes[0]);
	EXPECT_EQ(self->use.size, pread(view, bytes, self->use.size, 0));
	for (size_t i = 0; i < self->use.size; i++)
		ASSERT_EQ(0x77, bytes[i]);
}

TEST_F(unbind, ends_in_good_order)
{
	ASSERT_EQ(0, sim_unbind(NAME));
	EXPECT_EQ(0, sim_set(NAME, "live", "0"));
	expect_errno(ENOENT, view_open(self->use.dev, NAME, 0));
	EXPECT_EQ(0, sim_set(NAME, "live", "1"));
	EXPECT_LE(0, view_open(self->use.dev, NAME, 0));
}

TEST_F(unbind, lets_the_module_go)
{
	char byte;

	if (!getenv("MVIEW_MODULES"))
		SKIP(return, "MVIEW_MODULES names no directory of modules");
	expect_errno(EAGAIN, module_unload(MODULE));
	ASSERT_EQ(0, sim_unbind(NAME));
	ASSERT_EQ(0, sim_remove(NAME));
	ASSERT_EQ(0, module_unload(MODULE));
	expect_errno(ENODEV, pread(self->use.view, &byte, 1, 0));
	EXPECT_EQ(POLLHUP | POLLERR, poll_events(self->use.view, 0));
	if (!variant->memory.no_map) {
		EXPECT_TRUE(use_is_unmapped(&self->use));
		EXPECT_EQ(0, munmap(self->use.map, self->use.size));
	}
	EXPECT_EQ(0, view_release(self->use.view));
	EXPECT_EQ(0, close(self->use.view));
}

TEST_HARNESS_MAIN
