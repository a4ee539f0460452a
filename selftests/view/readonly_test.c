// SPDX-License-Identifier: GPL-2.0
/*
 * Read-only views: no way leads from one to its bytes, not through write, a
 * mapping, another protection, a second opening, a debugger or anything that
 * is derived from it.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/uio.h>

#include "kselftest_harness.h"
#include "mview_test.h"

#define NAME	"readonly_test"
#define BYTES	65536

/* The ways to come by a view that must not write. */
static int opened_for_reading(int dev, const char *name)
{
	return view_open(dev, name, 0);
}

static int made_read_only(int dev, const char *name)
{
	return view_readonly(view_open(dev, name, MVIEW_OPEN_WRITE));
}

static int read_only_twice(int dev, const char *name)
{
	return view_readonly(opened_for_reading(dev, name));
}

static int slice_of_read_only(int dev, const char *name)
{
	return view_range(opened_for_reading(dev, name), 1, BYTES - 2, 1);
}

static int cast_of_read_only(int dev, const char *name)
{
	return view_cast(made_read_only(dev, name), "I", 0, NULL, 0);
}

static int slice_of_cast_of_read_only(int dev, const char *name)
{
	return view_range(cast_of_read_only(dev, name), 0, BYTES / 8, 2);
}

FIXTURE(readonly)
{
	int dev;
	int view;
	__u64 id;
	size_t page;
	char bytes[BYTES];
	char seen[BYTES];
};

FIXTURE_VARIANT(readonly)
{
	int (*make)(int dev, const char *name);
	const char *buffer;
};

#define WRITABLE	"readonly=0"
#define READONLY	"readonly=1"

#define READONLY_ADD(name, function, attribute)				\
	FIXTURE_VARIANT_ADD(readonly, name)				\
	{								\
		.make = function, .buffer = attribute,			\
	}

/* clang-format off */
READONLY_ADD(opened, opened_for_reading, WRITABLE);
READONLY_ADD(opened_of_readonly_buffer, opened_for_reading, READONLY);
READONLY_ADD(made, made_read_only, WRITABLE);
READONLY_ADD(made_twice, read_only_twice, WRITABLE);
READONLY_ADD(slice, slice_of_read_only, WRITABLE);
READONLY_ADD(cast, cast_of_read_only, WRITABLE);
READONLY_ADD(slice_of_cast, slice_of_cast_of_read_only, WRITABLE);
/* clang-format on */

FIXTURE_SETUP(readonly)
{
	struct buffer_desc desc;

	ASSERT_EQ(0, sim_make(NAME, "shape=65536", "pattern=counter",
			      "kind=pages", variant->buffer));
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
	ASSERT_EQ(0, buffer_find(self->dev, NAME, &desc));
	self->id = desc.info.id;
	ASSERT_EQ(0, buffer_dump(self->dev, self->id, self->bytes, BYTES));
	self->view = variant->make(self->dev, NAME);
	ASSERT_LE(0, self->view);
	self->page = getpagesize();
}

FIXTURE_TEARDOWN_PARENT(readonly)
{
	EXPECT_EQ(0, sim_remove(NAME));
}

static void check_unchanged(struct __test_metadata *_metadata,
			    FIXTURE_DATA(readonly) *self)
{
	ASSERT_EQ(0, buffer_dump(self->dev, self->id, self->seen, BYTES));
	EXPECT_EQ(0, memcmp(self->bytes, self->seen, BYTES));
}

TEST_F(readonly, says_so)
{
	struct view_desc desc;

	ASSERT_EQ(0, view_describe(self->view, &desc));
	EXPECT_TRUE(desc.info.view_flags & MVIEW_VIEW_IS_READONLY);
	EXPECT_EQ(O_RDONLY, fcntl(self->view, F_GETFL) & O_ACCMODE);
}

TEST_F(readonly, can_be_read)
{
	EXPECT_EQ(100, read(self->view, self->seen, 100));
}

TEST_F(readonly, is_not_written)
{
	char bytes[] = "XX";
	struct iovec vector = { bytes, 2 };

	expect_errno(EBADF, write(self->view, bytes, 2));
	expect_errno(EBADF, pwrite(self->view, bytes, 2, 0));
	expect_errno(EBADF, writev(self->view, &vector, 1));
	expect_errno(EBADF, pwritev(self->view, &vector, 1, 0));
	check_unchanged(_metadata, self);
}

TEST_F(readonly, is_not_written_by_the_kernel)
{
	int memory = memfd_create(NAME, MFD_CLOEXEC);
	int ends[2];

	ASSERT_EQ(2, write(memory, "XX", 2));
	ASSERT_EQ(0, pipe2(ends, O_CLOEXEC));
	ASSERT_EQ(2, write(ends[1], "XX", 2));
	expect_errno(EBADF, sendfile(self->view, memory, &(off_t){ 0 }, 2));
	expect_errno(EBADF, splice(ends[0], NULL, self->view, NULL, 2, 0));
	check_unchanged(_metadata, self);
}

TEST_F(readonly, is_not_mapped_for_writing)
{
	expect_no_map(EACCES, mmap(NULL, self->page, PROT_READ | PROT_WRITE,
				   MAP_SHARED, self->view, 0));
	expect_no_map(EACCES, mmap(NULL, self->page, PROT_WRITE, MAP_SHARED,
				   self->view, 0));
	EXPECT_EQ(0, view_maps(self->view));
}

TEST_F(readonly, mapping_is_not_made_writable)
{
	void *map = mmap(NULL, self->page, PROT_READ, MAP_SHARED, self->view,
			 0);

	ASSERT_NE(MAP_FAILED, map);
	expect_errno(EACCES, mprotect(map, self->page,
				      PROT_READ | PROT_WRITE));
	expect_errno(EACCES, mprotect(map, self->page, PROT_WRITE));
}

TEST_F(readonly, mapping_is_not_written_by_a_debugger)
{
	int memory = open("/proc/self/mem", O_RDWR | O_CLOEXEC);
	char *map = mmap(NULL, self->page, PROT_READ, MAP_SHARED, self->view,
			 0);

	ASSERT_LE(0, memory);
	ASSERT_NE(MAP_FAILED, map);
	EXPECT_EQ(-1, pwrite(memory, "XX", 2, (uintptr_t)map));
	/* With its page present as well. */
	EXPECT_EQ(map[0], *(volatile char *)map);
	EXPECT_EQ(-1, pwrite(memory, "XX", 2, (uintptr_t)map));
	check_unchanged(_metadata, self);
}

TEST_F(readonly, mapping_is_written_by_nobody)
{
	char *map = mmap(NULL, self->page, PROT_READ, MAP_SHARED, self->view,
			 0);
	int source = open("/dev/zero", O_RDONLY | O_CLOEXEC);
	pid_t child;
	int status;

	ASSERT_NE(MAP_FAILED, map);
	expect_errno(EFAULT, read(source, map, 2));
	child = fork();
	if (!child) {
		*(volatile char *)map = 'X';
		_exit(0);
	}
	ASSERT_EQ(child, waitpid(child, &status, 0));
	ASSERT_TRUE(WIFSIGNALED(status));
	EXPECT_EQ(SIGSEGV, WTERMSIG(status));
	check_unchanged(_metadata, self);
}

TEST_F(readonly, is_not_opened_again)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", self->view);
	EXPECT_EQ(-1, open(path, O_RDWR | O_CLOEXEC));
	EXPECT_EQ(-1, open(path, O_WRONLY | O_CLOEXEC));
	EXPECT_EQ(-1, open(path, O_RDONLY | O_CLOEXEC));
	EXPECT_EQ(-1, open(path, O_RDWR | O_TRUNC | O_CLOEXEC));
	EXPECT_EQ(-1, truncate(path, 0));
	EXPECT_EQ(1, buffer_exports(self->dev, self->id) > 0);
	check_unchanged(_metadata, self);
}

TEST_F(readonly, stays_so_whatever_its_flags)
{
	ASSERT_EQ(0, fcntl(self->view, F_SETFL, O_RDWR));
	EXPECT_EQ(O_RDONLY, fcntl(self->view, F_GETFL) & O_ACCMODE);
	expect_errno(EBADF, write(self->view, "XX", 2));
}

TEST_F(readonly, has_read_only_children)
{
	struct view_desc desc;
	int children[5];

	children[0] = view_range(self->view, 0, 10, 1);
	children[1] = view_cast(self->view, "b", 0, NULL, 0);
	children[2] = view_readonly(self->view);
	children[3] = view_transpose(self->view, NULL, 0);
	children[4] = view_contiguous(self->view, 'C', 0);
	for (size_t i = 0; i < ARRAY_SIZE(children); i++) {
		/* A strided view has no cast. */
		if (i == 1 && children[i] < 0)
			continue;
		ASSERT_LE(0, children[i]);
		ASSERT_EQ(0, view_describe(children[i], &desc));
		EXPECT_TRUE(desc.info.view_flags & MVIEW_VIEW_IS_READONLY);
		expect_errno(EBADF, write(children[i], "XX", 2));
	}
}

TEST_F(readonly, is_not_synced_for_writing)
{
	expect_errno(EACCES, view_sync(self->view, MVIEW_SYNC_WRITE));
	expect_errno(EACCES, view_sync(self->view, MVIEW_SYNC_READ |
						   MVIEW_SYNC_WRITE));
	EXPECT_EQ(0, view_sync(self->view, MVIEW_SYNC_READ));
}

/* What writable and read-only buffers let views do. */
FIXTURE(rights)
{
	int dev;
};

FIXTURE_VARIANT(rights)
{
	const char *buffer;
	bool writable;
};

FIXTURE_VARIANT_ADD(rights, of_a_writable_buffer)
{
	.buffer = WRITABLE, .writable = true,
};
FIXTURE_VARIANT_ADD(rights, of_a_readonly_buffer)
{
	.buffer = READONLY, .writable = false,
};

FIXTURE_SETUP(rights)
{
	ASSERT_EQ(0, sim_make(NAME, "shape=65536", variant->buffer));
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
}

FIXTURE_TEARDOWN_PARENT(rights)
{
	EXPECT_EQ(0, sim_remove(NAME));
}

TEST_F(rights, to_open_for_writing)
{
	if (variant->writable) {
		EXPECT_LE(0, view_open(self->dev, NAME, MVIEW_OPEN_WRITE));
	} else {
		expect_errno(EACCES, view_open(self->dev, NAME,
					       MVIEW_OPEN_WRITE));
	}
}

TEST_F(rights, to_open_for_reading)
{
	EXPECT_LE(0, view_open(self->dev, NAME, 0));
}

TEST_F(rights, are_not_multiplied_by_opening_again)
{
	char path[64];
	int view = view_open(self->dev, NAME,
			     variant->writable ? MVIEW_OPEN_WRITE : 0);

	ASSERT_LE(0, view);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", view);
	EXPECT_EQ(-1, open(path, O_RDWR | O_CLOEXEC));
	EXPECT_EQ(-1, open(path, O_RDONLY | O_CLOEXEC));
}

/* What a writable view keeps and passes on. */
FIXTURE(writable)
{
	int dev;
	int view;
};

FIXTURE_SETUP(writable)
{
	ASSERT_EQ(0, sim_make(NAME, "shape=65536"));
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
	self->view = view_open(self->dev, NAME, MVIEW_OPEN_WRITE);
	ASSERT_LE(0, self->view);
}

FIXTURE_TEARDOWN_PARENT(writable)
{
	EXPECT_EQ(0, sim_remove(NAME));
}

TEST_F(writable, view_stays_so_when_a_child_is_not)
{
	int child = view_readonly(self->view);

	ASSERT_LE(0, child);
	EXPECT_EQ(1, pwrite(self->view, "X", 1, 9));
	expect_errno(EBADF, pwrite(child, "Y", 1, 9));
}

TEST_F(writable, view_has_writable_children)
{
	struct view_desc desc;
	int children[2];

	children[0] = view_range(self->view, 0, 10, 1);
	children[1] = view_cast(self->view, "H", 0, NULL, 0);
	for (size_t i = 0; i < ARRAY_SIZE(children); i++) {
		ASSERT_LE(0, children[i]);
		ASSERT_EQ(0, view_describe(children[i], &desc));
		EXPECT_FALSE(desc.info.view_flags & MVIEW_VIEW_IS_READONLY);
		EXPECT_EQ(2, write(children[i], "XX", 2));
	}
}

TEST_HARNESS_MAIN
