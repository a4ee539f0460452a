// SPDX-License-Identifier: GPL-2.0
/* SYNC: brackets around CPU access, on memory of every kind. */
#include <errno.h>
#include <fcntl.h>
#include <sys/ioctl.h>

#include "dmabuf.h"
#include "kselftest_harness.h"
#include "mview_test.h"

#define NAME	"sync_test"
#define READ	MVIEW_SYNC_READ
#define WRITE	MVIEW_SYNC_WRITE
#define BOTH	(MVIEW_SYNC_READ | MVIEW_SYNC_WRITE)
#define END	MVIEW_SYNC_END

FIXTURE(sync)
{
	int dev;
	int view;
	int reader;
};

FIXTURE_VARIANT(sync)
{
	const char *kind;	/* of a simulated buffer; NULL for a dma-buf */
};

/* clang-format off */
FIXTURE_VARIANT_ADD(sync, vmalloc) { .kind = "kind=vmalloc" };
FIXTURE_VARIANT_ADD(sync, pages) { .kind = "kind=pages" };
FIXTURE_VARIANT_ADD(sync, kmalloc) { .kind = "kind=kmalloc" };
FIXTURE_VARIANT_ADD(sync, coherent) { .kind = "kind=coherent" };
FIXTURE_VARIANT_ADD(sync, streaming) { .kind = "kind=streaming" };
FIXTURE_VARIANT_ADD(sync, streaming_sg) { .kind = "kind=streaming-sg" };
FIXTURE_VARIANT_ADD(sync, mmio) { .kind = "kind=mmio" };
FIXTURE_VARIANT_ADD(sync, dmabuf) { .kind = NULL };
/* clang-format on */

static int import_any(int dev)
{
	struct mview_import_dmabuf arg = {
		.size = sizeof(arg),
		.flags = MVIEW_OPEN_WRITE,
		.dmabuf_fd = any_dmabuf(),
	};
	int failed;

	if (arg.dmabuf_fd < 0)
		return -1;
	failed = ioctl(dev, MVIEW_IMPORT_DMABUF, &arg);
	close(arg.dmabuf_fd);
	return failed ? -1 : arg.fd;
}

FIXTURE_SETUP(sync)
{
	/* For the teardown, also where the memory is a dma-buf. */
	ASSERT_MADE(return, sim_make(NAME, variant->kind ?: "kind=vmalloc"));
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
	self->view = variant->kind ?
		     view_open(self->dev, NAME, MVIEW_OPEN_WRITE) :
		     import_any(self->dev);
	if (self->view < 0 && !variant->kind && errno == ENODEV) {
		sim_remove(NAME);
		SKIP(return, "nobody here exports dma-bufs");
	}
	ASSERT_LE(0, self->view);
	self->reader = view_readonly(self->view);
	ASSERT_LE(0, self->reader);
}

FIXTURE_TEARDOWN_PARENT(sync)
{
	EXPECT_EQ(0, sim_remove(NAME));
}

TEST_F(sync, begins_and_ends)
{
	const __u32 directions[] = { READ, WRITE, BOTH };

	for (size_t i = 0; i < ARRAY_SIZE(directions); i++) {
		EXPECT_EQ(0, view_sync(self->view, directions[i]));
		EXPECT_EQ(0, view_sync(self->view, directions[i] | END));
	}
}

TEST_F(sync, needs_a_direction)
{
	expect_errno(EINVAL, view_sync(self->view, 0));
	expect_errno(EINVAL, view_sync(self->view, END));
	/* The calls above began no bracket. */
	EXPECT_EQ(0, view_sync(self->view, READ));
	expect_errno(EINVAL, view_sync(self->view, END));
	EXPECT_EQ(0, view_sync(self->view, READ | END));
}

TEST_F(sync, begins_once)
{
	EXPECT_EQ(0, view_sync(self->view, READ));
	expect_errno(EINVAL, view_sync(self->view, READ));
	expect_errno(EINVAL, view_sync(self->view, WRITE));
	expect_errno(EINVAL, view_sync(self->view, BOTH));
	EXPECT_EQ(0, view_sync(self->view, READ | END));
}

TEST_F(sync, ends_what_was_begun)
{
	expect_errno(EINVAL, view_sync(self->view, READ | END));
	expect_errno(EINVAL, view_sync(self->view, WRITE | END));
	expect_errno(EINVAL, view_sync(self->view, BOTH | END));
}

TEST_F(sync, ends_once)
{
	EXPECT_EQ(0, view_sync(self->view, BOTH));
	EXPECT_EQ(0, view_sync(self->view, BOTH | END));
	expect_errno(EINVAL, view_sync(self->view, BOTH | END));
}

TEST_F(sync, ends_in_the_directions_of_its_begin)
{
	const __u32 directions[] = { READ, WRITE, BOTH };

	for (size_t i = 0; i < ARRAY_SIZE(directions); i++) {
		EXPECT_EQ(0, view_sync(self->view, directions[i]));
		for (size_t j = 0; j < ARRAY_SIZE(directions); j++) {
			if (i == j)
				continue;
			expect_errno(EINVAL, view_sync(self->view,
						       directions[j] | END));
		}
		EXPECT_EQ(0, view_sync(self->view, directions[i] | END));
	}
}

TEST_F(sync, of_a_read_only_view_is_for_reading)
{
	expect_errno(EACCES, view_sync(self->reader, WRITE));
	expect_errno(EACCES, view_sync(self->reader, BOTH));
	EXPECT_EQ(0, view_sync(self->reader, READ));
	EXPECT_EQ(0, view_sync(self->reader, READ | END));
}

TEST_F(sync, of_one_view_is_not_of_another)
{
	int other = view_range(self->view, 0, 16, 1);

	ASSERT_LE(0, other);
	EXPECT_EQ(0, view_sync(self->view, READ));
	expect_errno(EINVAL, view_sync(other, READ | END));
	EXPECT_EQ(0, view_sync(other, WRITE));
	EXPECT_EQ(0, view_sync(other, WRITE | END));
	EXPECT_EQ(0, view_sync(self->view, READ | END));
}

TEST_F(sync, of_a_view_without_elements_works)
{
	int empty = view_range(self->view, 0, 0, 1);

	ASSERT_LE(0, empty);
	EXPECT_EQ(0, view_sync(empty, BOTH));
	EXPECT_EQ(0, view_sync(empty, BOTH | END));
}

TEST_F(sync, is_not_in_the_way_of_read_and_write)
{
	char bytes[4];

	EXPECT_EQ(0, view_sync(self->view, READ));
	EXPECT_EQ(4, pwrite(self->view, "data", 4, 0));
	EXPECT_EQ(4, pread(self->view, bytes, 4, 0));
	EXPECT_EQ(0, memcmp(bytes, "data", 4));
	EXPECT_EQ(0, view_sync(self->view, READ | END));
}

static __u32 open_bracket(int view)
{
	struct view_desc desc;

	return view_describe(view, &desc) ? UINT32_MAX : desc.info.sync;
}

TEST_F(sync, is_seen_in_the_info)
{
	const __u32 directions[] = { READ, WRITE, BOTH };

	EXPECT_EQ(0, open_bracket(self->view));
	for (size_t i = 0; i < ARRAY_SIZE(directions); i++) {
		EXPECT_EQ(0, view_sync(self->view, directions[i]));
		EXPECT_EQ(directions[i], open_bracket(self->view));
		EXPECT_EQ(0, open_bracket(self->reader));
		EXPECT_EQ(0, view_sync(self->view, directions[i] | END));
		EXPECT_EQ(0, open_bracket(self->view));
	}
}

TEST_F(sync, that_fails_changes_nothing)
{
	EXPECT_EQ(0, view_sync(self->view, READ));
	EXPECT_EQ(-1, view_sync(self->view, BOTH));
	EXPECT_EQ(-1, view_sync(self->view, WRITE | END));
	EXPECT_EQ(READ, open_bracket(self->view));
}

static int release_and_tell(int view, struct mview_view_release *arg)
{
	memset(arg, POISON, sizeof(*arg));
	arg->size = sizeof(*arg);
	arg->flags = 0;
	arg->__reserved = 0;
	return ioctl(view, MVIEW_VIEW_RELEASE, arg);
}

TEST_F(sync, left_open_is_told_by_release)
{
	const __u32 directions[] = { 0, READ, WRITE, BOTH };
	struct mview_view_release arg;

	for (size_t i = 0; i < ARRAY_SIZE(directions); i++) {
		int view = view_range(self->view, 0, 16, 1);

		if (directions[i])
			EXPECT_EQ(0, view_sync(view, directions[i]));
		ASSERT_EQ(0, release_and_tell(view, &arg));
		EXPECT_EQ(directions[i], arg.sync);
		EXPECT_EQ(0, arg.__reserved);
		/* A second release reports no open bracket. */
		ASSERT_EQ(0, release_and_tell(view, &arg));
		EXPECT_EQ(0, arg.sync);
	}
}

TEST_F(sync, left_open_ends_with_release)
{
	EXPECT_EQ(0, view_sync(self->view, BOTH));
	EXPECT_EQ(0, view_release(self->view));
	expect_errno(EBADFD, view_sync(self->view, BOTH | END));
	EXPECT_EQ(0, view_sync(self->reader, READ));
	EXPECT_EQ(0, view_sync(self->reader, READ | END));
}

TEST_F(sync, left_open_ends_with_close)
{
	EXPECT_EQ(0, view_sync(self->view, BOTH));
	EXPECT_EQ(0, close(self->view));
	EXPECT_EQ(0, view_sync(self->reader, READ));
	EXPECT_EQ(0, view_sync(self->reader, READ | END));
}

TEST_HARNESS_MAIN
