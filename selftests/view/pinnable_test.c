// SPDX-License-Identifier: GPL-2.0
/*
 * Pinnable views: other parts of the kernel, and devices, move data to and from
 * their mappings by themselves.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/io_uring.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>

#include "dmabuf.h"
#include "kselftest_harness.h"
#include "mview_test.h"
#include "system.h"

#define NAME	"pinnable_test"
#define SIZE	(4UL << 20)
#define PAGE	((size_t)getpagesize())
#define WRITE	MVIEW_OPEN_WRITE
#define PIN	MVIEW_PINNABLE

FIXTURE(pin)
{
	int dev;
	int view;	/* pinnable */
	int other;	/* of the same buffer, not pinnable */
	char *map;
	char *bytes;	/* what the buffer is filled with */
	char *seen;
	int disk;
};

FIXTURE_VARIANT(pin)
{
	const char *kind;	/* of a simulated buffer; NULL for one of mview's */
	const char *order;
};

/* clang-format off */
FIXTURE_VARIANT_ADD(pin, vmalloc) { "kind=vmalloc", "order=0" };
FIXTURE_VARIANT_ADD(pin, pages) { "kind=pages", "order=0" };
FIXTURE_VARIANT_ADD(pin, compound_pages) { "kind=pages", "order=2" };
FIXTURE_VARIANT_ADD(pin, large_pages) { "kind=pages", "order=9" };
FIXTURE_VARIANT_ADD(pin, streaming_sg) { "kind=streaming-sg", "order=0" };
FIXTURE_VARIANT_ADD(pin, alloc) { .kind = NULL };
/* clang-format on */

static char *map_all(int view, int prot)
{
	return mmap(NULL, SIZE, prot, MAP_SHARED, view, 0);
}

/* A block device that is memory. */
static int disk_open(void)
{
	int fd = open("/dev/ram0", O_RDWR | O_DIRECT | O_CLOEXEC);

	if (fd >= 0)
		return fd;
	module_request("brd");
	return open("/dev/ram0", O_RDWR | O_DIRECT | O_CLOEXEC);
}

FIXTURE_SETUP(pin)
{
	if (variant->kind)
		ASSERT_EQ(0, sim_make(NAME, variant->kind, variant->order,
				      "shape=4194304"));
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
	self->view = variant->kind ? view_open(self->dev, NAME, WRITE | PIN) :
				     view_alloc(self->dev, SIZE, WRITE | PIN);
	ASSERT_LE(0, self->view);
	self->other = view_open_id(self->dev, view_buffer_id(self->view),
				   WRITE);
	ASSERT_LE(0, self->other);
	self->map = map_all(self->view, PROT_READ | PROT_WRITE);
	ASSERT_NE(MAP_FAILED, self->map);
	self->bytes = malloc(SIZE);
	for (size_t i = 0; i < SIZE; i++)
		self->bytes[i] = i * 31 + i / 251;
	ASSERT_EQ(SIZE, pwrite(self->view, self->bytes, SIZE, 0));
	self->seen = aligned_alloc(PAGE, SIZE);
	ASSERT_NE(NULL, self->seen);
	self->disk = disk_open();
}

FIXTURE_TEARDOWN_PARENT(pin)
{
	if (variant->kind)
		EXPECT_EQ(0, sim_remove(NAME));
}

TEST_F(pin, view_says_so)
{
	struct view_desc desc;

	ASSERT_EQ(0, view_describe(self->view, &desc));
	EXPECT_TRUE(desc.info.view_flags & MVIEW_VIEW_IS_PINNABLE);
	ASSERT_EQ(0, view_describe(self->other, &desc));
	EXPECT_FALSE(desc.info.view_flags & MVIEW_VIEW_IS_PINNABLE);
}

TEST_F(pin, mapping_shows_the_bytes)
{
	EXPECT_EQ(0, memcmp(self->map, self->bytes, SIZE));
}

TEST_F(pin, mapping_is_written_to_disk)
{
	if (self->disk < 0)
		SKIP(return, "no disk of memory");
	ASSERT_EQ(SIZE, pwrite(self->disk, self->map, SIZE, 0));
	ASSERT_EQ(SIZE, pread(self->disk, self->seen, SIZE, 0));
	EXPECT_EQ(0, memcmp(self->seen, self->bytes, SIZE));
}

TEST_F(pin, mapping_is_read_from_disk)
{
	if (self->disk < 0)
		SKIP(return, "no disk of memory");
	for (size_t i = 0; i < SIZE; i++)
		self->seen[i] = ~self->bytes[i];
	ASSERT_EQ(SIZE, pwrite(self->disk, self->seen, SIZE, 0));
	ASSERT_EQ(0, view_sync(self->view, MVIEW_SYNC_WRITE));
	ASSERT_EQ(SIZE, pread(self->disk, self->map, SIZE, 0));
	EXPECT_EQ(0, memcmp(self->seen, self->map, SIZE));
	ASSERT_EQ(0, view_sync(self->view, MVIEW_SYNC_WRITE | MVIEW_SYNC_END));
	ASSERT_EQ(SIZE, pread(self->other, self->bytes, SIZE, 0));
	EXPECT_EQ(0, memcmp(self->seen, self->bytes, SIZE));
}

TEST_F(pin, slice_is_written_to_disk)
{
	int slice = view_range(self->view, 3 * PAGE, 8 * PAGE, 1);
	char *map = mmap(NULL, 8 * PAGE, PROT_READ, MAP_SHARED, slice, 0);

	if (self->disk < 0)
		SKIP(return, "no disk of memory");
	ASSERT_NE(MAP_FAILED, map);
	ASSERT_EQ(8 * PAGE, pwrite(self->disk, map, 8 * PAGE, 0));
	ASSERT_EQ(8 * PAGE, pread(self->disk, self->seen, 8 * PAGE, 0));
	EXPECT_EQ(0, memcmp(self->seen, self->bytes + 3 * PAGE, 8 * PAGE));
}

TEST_F(pin, reader_is_not_read_from_disk)
{
	char *map = map_all(view_readonly(self->view), PROT_READ);

	if (self->disk < 0)
		SKIP(return, "no disk of memory");
	ASSERT_NE(MAP_FAILED, map);
	EXPECT_EQ(PAGE, pwrite(self->disk, map, PAGE, 0));
	expect_errno(EFAULT, pread(self->disk, map, PAGE, 0));
	EXPECT_EQ(0, memcmp(self->map, self->bytes, PAGE));
}

TEST_F(pin, is_for_views_that_asked)
{
	char *map = map_all(self->other, PROT_READ | PROT_WRITE);

	if (self->disk < 0)
		SKIP(return, "no disk of memory");
	ASSERT_NE(MAP_FAILED, map);
	expect_errno(EFAULT, pwrite(self->disk, map, PAGE, 0));
	expect_errno(EFAULT, pread(self->disk, map, PAGE, 0));
	/* It fails with the pages present as well. */
	EXPECT_EQ(0, memcmp(map, self->bytes, SIZE));
	expect_errno(EFAULT, pwrite(self->disk, map, PAGE, 0));
}

static ssize_t splice_in(int pipe, void *from, size_t len)
{
	struct iovec vector = { from, len };

	return vmsplice(pipe, &vector, 1, 0);
}

TEST_F(pin, mapping_goes_through_a_pipe)
{
	int ends[2];

	ASSERT_EQ(0, pipe2(ends, O_CLOEXEC));
	ASSERT_EQ(3 * PAGE, splice_in(ends[1], self->map + PAGE, 3 * PAGE));
	ASSERT_EQ(3 * PAGE, read(ends[0], self->seen, 3 * PAGE));
	EXPECT_EQ(0, memcmp(self->seen, self->bytes + PAGE, 3 * PAGE));
}

TEST_F(pin, other_mapping_does_not_go_through_a_pipe)
{
	char *map = map_all(self->other, PROT_READ);
	int ends[2];

	ASSERT_EQ(0, pipe2(ends, O_CLOEXEC));
	expect_errno(EFAULT, splice_in(ends[1], map, PAGE));
}

/* vmsplice() puts the page itself into the pipe. */
TEST_F(pin, page_outlives_mapping_and_view)
{
	int ends[2];

	ASSERT_EQ(0, pipe2(ends, O_CLOEXEC));
	ASSERT_EQ(PAGE, splice_in(ends[1], self->map + PAGE, PAGE));
	ASSERT_EQ(0, munmap(self->map, SIZE));
	ASSERT_EQ(0, close(self->view));
	memset(self->bytes + PAGE, 'x', PAGE);
	ASSERT_EQ(PAGE, pwrite(self->other, self->bytes + PAGE, PAGE, PAGE));
	ASSERT_EQ(0, close(self->other));
	ASSERT_EQ(PAGE, read(ends[0], self->seen, PAGE));
	EXPECT_EQ(0, memcmp(self->seen, self->bytes + PAGE, PAGE));
}

static int ring_register(void *memory, size_t len)
{
	struct io_uring_params params = {};
	struct iovec vector = { memory, len };
	int ring = syscall(SYS_io_uring_setup, 1, &params);

	if (ring < 0)
		return -1;
	if (syscall(SYS_io_uring_register, ring, IORING_REGISTER_BUFFERS,
		    &vector, 1)) {
		close(ring);
		return -1;
	}
	return ring;
}

static bool ring_is_there(void)
{
	struct io_uring_params params = {};
	int ring = syscall(SYS_io_uring_setup, 1, &params);

	close(ring);
	return ring >= 0;
}

/* Old kernels refuse long-term pins of a file's memory. */
TEST_F(pin, mapping_is_registered_with_io_uring)
{
	int ring;

	if (!ring_is_there())
		SKIP(return, "no io_uring");
	ring = ring_register(self->map, SIZE);
	if (ring < 0 && errno == EOPNOTSUPP)
		SKIP(return, "io_uring takes no memory of files");
	ASSERT_LE(0, ring);
	ASSERT_EQ(0, munmap(self->map, SIZE));
	ASSERT_EQ(0, close(self->view));
	ASSERT_EQ(0, close(ring));
}

TEST_F(pin, other_mapping_is_not_registered_with_io_uring)
{
	char *map = map_all(self->other, PROT_READ | PROT_WRITE);

	if (!ring_is_there())
		SKIP(return, "no io_uring");
	EXPECT_EQ(-1, ring_register(map, SIZE));
	EXPECT_TRUE(errno == EFAULT || errno == EOPNOTSUPP);
}

TEST_F(pin, mapping_is_seen_by_another_process)
{
	struct iovec here = { self->seen, SIZE }, there = { self->map, SIZE };
	int memory = open("/proc/self/mem", O_RDWR | O_CLOEXEC);

	ASSERT_EQ(SIZE, process_vm_readv(getpid(), &here, 1, &there, 1, 0));
	EXPECT_EQ(0, memcmp(self->seen, self->bytes, SIZE));
	memset(self->seen, 0, SIZE);
	ASSERT_EQ(SIZE, pread(memory, self->seen, SIZE,
			      (uintptr_t)self->map));
	EXPECT_EQ(0, memcmp(self->seen, self->bytes, SIZE));
	ASSERT_EQ(5, pwrite(memory, "hello", 5, (uintptr_t)self->map + 4094));
	EXPECT_EQ(0, memcmp(self->map + 4094, "hello", 5));
}

TEST_F(pin, mapping_is_counted)
{
	EXPECT_EQ(1, view_maps(self->view));
	ASSERT_EQ(0, munmap(self->map + 2 * PAGE, PAGE));
	EXPECT_EQ(2, view_maps(self->view));
	expect_errno(EBUSY, view_release(self->view));
	ASSERT_EQ(0, munmap(self->map, SIZE));
	EXPECT_EQ(0, view_maps(self->view));
	EXPECT_EQ(0, view_release(self->view));
}

TEST_F(pin, mapping_cannot_grow)
{
	ASSERT_EQ(0, munmap(self->map + SIZE / 2, SIZE / 2));
	expect_no_map(EFAULT, mremap(self->map, SIZE / 2, SIZE,
				     MREMAP_MAYMOVE));
}

TEST_F(pin, mapping_stays_out_of_core_dumps_and_does_not_expand)
{
	EXPECT_TRUE(smaps_flag(self->map, "dd"));
	EXPECT_TRUE(smaps_flag(self->map, "de"));
}

TEST_F(pin, mapping_is_never_private_or_executable)
{
	expect_no_map(EINVAL, mmap(NULL, SIZE, PROT_READ, MAP_PRIVATE,
				   self->view, 0));
	expect_no_map(EPERM, mmap(NULL, SIZE, PROT_READ | PROT_EXEC,
				  MAP_SHARED, self->view, 0));
}

TEST_F(pin, reader_is_not_made_writable)
{
	char *map = map_all(view_readonly(self->view), PROT_READ);

	ASSERT_NE(MAP_FAILED, map);
	expect_errno(EACCES, mprotect(map, SIZE, PROT_READ | PROT_WRITE));
}

/* Memory that can't be pinned: its pages are not counted, or not whole. */
FIXTURE(uncounted)
{
	int dev;
};

FIXTURE_VARIANT(uncounted)
{
	const char *kind;
	const char *size;
};

/* clang-format off */
FIXTURE_VARIANT_ADD(uncounted, kmalloc) { "kind=kmalloc", "size=4096" };
FIXTURE_VARIANT_ADD(uncounted, coherent) { "kind=coherent", "size=4096" };
FIXTURE_VARIANT_ADD(uncounted, mmio) { "kind=mmio", "size=4096" };
FIXTURE_VARIANT_ADD(uncounted, broken_page) { "kind=pages", "size=4100" };
/* clang-format on */

FIXTURE_SETUP(uncounted)
{
	ASSERT_MADE(return, sim_make(NAME, variant->kind, variant->size,
				     "shape=4096"));
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
}

FIXTURE_TEARDOWN_PARENT(uncounted)
{
	EXPECT_EQ(0, sim_remove(NAME));
}

TEST_F(uncounted, memory_is_not_pinned)
{
	expect_errno(EOPNOTSUPP, view_open(self->dev, NAME, PIN));
	expect_errno(EOPNOTSUPP, view_open(self->dev, NAME, WRITE | PIN));
	EXPECT_LE(0, view_open(self->dev, NAME, WRITE));
}

TEST_F(uncounted, memory_says_so)
{
	struct buffer_desc desc;

	ASSERT_EQ(0, buffer_find(self->dev, NAME, &desc));
	EXPECT_FALSE(desc.info.buffer_flags & MVIEW_BUFFER_PINNABLE);
}

/* All but the first page of a compound page, beside one that is a large entry. */
FIXTURE(parts)
{
	int dev;
	int view;
	size_t pages;	/* the compound page's three are the last */
};

FIXTURE_VARIANT(parts)
{
	__u32 flags;
};

/* clang-format off */
FIXTURE_VARIANT_ADD(parts, pinnable) { .flags = WRITE | PIN };
FIXTURE_VARIANT_ADD(parts, not_pinnable) { .flags = WRITE };
/* clang-format on */

FIXTURE_SETUP(parts)
{
	struct view_desc desc;
	int failed;

	if (!getenv("MVIEW_MODULES"))
		SKIP(return, "MVIEW_MODULES names no directory of modules");
	failed = module_load("mview_parts");
	if (failed && errno == ENOMEM)
		SKIP(return, "no memory for a large entry");
	ASSERT_EQ(0, failed);
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
	self->view = view_open(self->dev, "parts", variant->flags);
	ASSERT_LE(0, self->view);
	ASSERT_EQ(0, view_describe(self->view, &desc));
	self->pages = desc.info.map_nbytes / PAGE;
}

FIXTURE_TEARDOWN_PARENT(parts)
{
	if (module_users("mview_parts") >= 0)
		EXPECT_EQ(0, module_unload("mview_parts"));
}

/* The pages have nothing but zeroes, and what is not of the buffer has others. */
TEST_F(parts, mapping_shows_no_other_part)
{
	volatile char *map = mmap(NULL, self->pages * PAGE,
				  PROT_READ | PROT_WRITE, MAP_SHARED,
				  self->view, 0);
	size_t page;

	ASSERT_NE(MAP_FAILED, (void *)map);
	ASSERT_LT(4, self->pages);
	for (page = self->pages; page-- > self->pages - 4;) {
		EXPECT_EQ(0, map[page * PAGE]);
		map[page * PAGE] = page;
	}
	for (page = self->pages - 4; page < self->pages; page++) {
		char seen = 0;

		EXPECT_EQ(1, pread(self->view, &seen, 1, page * PAGE));
		EXPECT_EQ((char)page, seen);
	}
}

TEST(pin_of_an_import_is_refused)
{
	int dev = dev_open(O_RDWR), dmabuf = any_dmabuf();
	int view = dmabuf_import(dev, dmabuf, 0);

	if (dmabuf < 0)
		SKIP(return, "nobody here exports a dma-buf");
	ASSERT_LE(0, view);
	expect_errno(EOPNOTSUPP, view_open_id(dev, view_buffer_id(view), PIN));
}

TEST_HARNESS_MAIN
