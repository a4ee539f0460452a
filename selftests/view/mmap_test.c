// SPDX-License-Identifier: GPL-2.0
/* Mappings of views: what can be mapped, and what is seen and changed there. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include "kselftest_harness.h"
#include "mview_test.h"
#include "system.h"

#define NAME	"mmap_test"
#define NPAGES	4

FIXTURE(map)
{
	int dev;
	int view;
	size_t page;
	size_t size;
	__u64 id;
	unsigned char *bytes;
};

FIXTURE_VARIANT(map)
{
	const char *kind;
};

/* clang-format off */
FIXTURE_VARIANT_ADD(map, vmalloc) { .kind = "kind=vmalloc" };
FIXTURE_VARIANT_ADD(map, pages) { .kind = "kind=pages" };
/* clang-format on */

FIXTURE_SETUP(map)
{
	char shape[32];

	self->page = getpagesize();
	self->size = NPAGES * self->page;
	snprintf(shape, sizeof(shape), "shape=%zu", self->size);
	ASSERT_EQ(0, sim_make(NAME, variant->kind, shape));
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
	self->view = view_open(self->dev, NAME, MVIEW_OPEN_WRITE);
	ASSERT_LE(0, self->view);
	self->id = view_buffer_id(self->view);
	self->bytes = malloc(self->size);
	for (size_t i = 0; i < self->size; i++)
		self->bytes[i] = i * 17 + i / 233;
	ASSERT_EQ(self->size, pwrite(self->view, self->bytes, self->size, 0));
}

FIXTURE_TEARDOWN_PARENT(map)
{
	EXPECT_EQ(0, sim_remove(NAME));
}

static unsigned char *map_view(int view, size_t size)
{
	return mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, view, 0);
}

/* A description of the view must hold of its mapping. */
static unsigned char *map_window(struct __test_metadata *_metadata, int view,
				 struct view_desc *desc)
{
	unsigned char *map;

	ASSERT_LE(0, view);
	ASSERT_EQ(0, view_describe(view, desc));
	map = map_view(view, desc->info.map_nbytes);
	ASSERT_NE(MAP_FAILED, map);
	return map;
}

TEST_F(map, shows_the_bytes)
{
	unsigned char *map = map_view(self->view, self->size);

	ASSERT_NE(MAP_FAILED, map);
	EXPECT_EQ(0, memcmp(map, self->bytes, self->size));
}

TEST_F(map, shows_what_is_written)
{
	unsigned char *map = map_view(self->view, self->size);
	size_t at = 2 * self->page - 3;

	ASSERT_NE(MAP_FAILED, map);
	ASSERT_EQ(5, pwrite(self->view, "hello", 5, at));
	EXPECT_EQ(0, memcmp(map + at, "hello", 5));
}

TEST_F(map, is_seen_by_read)
{
	unsigned char *map = map_view(self->view, self->size);
	size_t at = 3 * self->page - 2;
	char seen[5];

	ASSERT_NE(MAP_FAILED, map);
	memcpy(map + at, "hello", 5);
	EXPECT_EQ(5, pread(self->view, seen, 5, at));
	EXPECT_EQ(0, memcmp(seen, "hello", 5));
}

TEST_F(map, shares_its_bytes_with_other_views)
{
	unsigned char *map = map_view(self->view, self->size);
	int other = view_open(self->dev, NAME, 0);
	unsigned char *seen = mmap(NULL, self->size, PROT_READ, MAP_SHARED,
				   other, 0);

	ASSERT_NE(MAP_FAILED, map);
	ASSERT_NE(MAP_FAILED, seen);
	EXPECT_EQ(0, memcmp(seen, self->bytes, self->size));
	map[self->page] ^= 0xff;
	EXPECT_EQ(map[self->page], seen[self->page]);
}

TEST_F(map, is_written_for_good)
{
	unsigned char *map = map_view(self->view, self->size);

	ASSERT_NE(MAP_FAILED, map);
	memset(map, 0x42, self->size);
	ASSERT_EQ(0, munmap(map, self->size));
	ASSERT_EQ(0, close(self->view));
	memset(self->bytes, 0, self->size);
	ASSERT_EQ(0, buffer_dump(self->dev, self->id, self->bytes, self->size));
	for (size_t i = 0; i < self->size; i++)
		ASSERT_EQ(0x42, self->bytes[i]);
}

TEST_F(map, begins_at_the_offset)
{
	unsigned char *map = mmap(NULL, self->page, PROT_READ, MAP_SHARED,
				  self->view, 2 * self->page);

	ASSERT_NE(MAP_FAILED, map);
	EXPECT_EQ(0, memcmp(map, self->bytes + 2 * self->page, self->page));
}

TEST_F(map, can_be_had_twice)
{
	unsigned char *one = map_view(self->view, self->size);
	unsigned char *two = map_view(self->view, self->size);

	ASSERT_NE(MAP_FAILED, one);
	ASSERT_NE(MAP_FAILED, two);
	one[5] = ~self->bytes[5];
	EXPECT_EQ(one[5], two[5]);
}

TEST_F(map, can_be_populated_at_once)
{
	unsigned char *map = mmap(NULL, self->size, PROT_READ | PROT_WRITE,
				  MAP_SHARED | MAP_POPULATE, self->view, 0);

	ASSERT_NE(MAP_FAILED, map);
	EXPECT_EQ(0, memcmp(map, self->bytes, self->size));
}

TEST_F(map, is_never_private)
{
	expect_no_map(EINVAL, mmap(NULL, self->page, PROT_READ, MAP_PRIVATE,
				   self->view, 0));
	expect_no_map(EINVAL, mmap(NULL, self->page, PROT_READ | PROT_WRITE,
				   MAP_PRIVATE, self->view, 0));
	EXPECT_EQ(0, view_maps(self->view));
}

TEST_F(map, is_never_private_through_a_read_only_view)
{
	int view = view_open(self->dev, NAME, 0);

	ASSERT_LE(0, view);
	expect_no_map(EINVAL, mmap(NULL, self->page, PROT_READ, MAP_PRIVATE,
				   view, 0));
	expect_no_map(EINVAL, mmap(NULL, self->page, PROT_READ | PROT_WRITE,
				   MAP_PRIVATE, view, 0));
}

TEST_F(map, is_never_executable)
{
	void *map;

	expect_no_map(EPERM, mmap(NULL, self->page, PROT_READ | PROT_EXEC,
				  MAP_SHARED, self->view, 0));
	expect_no_map(EPERM, mmap(NULL, self->page,
				  PROT_READ | PROT_WRITE | PROT_EXEC,
				  MAP_SHARED, self->view, 0));
	map = map_view(self->view, self->page);
	ASSERT_NE(MAP_FAILED, map);
	expect_errno(EACCES, mprotect(map, self->page, PROT_READ | PROT_EXEC));
	EXPECT_EQ(1, view_maps(self->view));
}

TEST_F(map, is_no_longer_than_the_view)
{
	expect_no_map(EINVAL, map_view(self->view, self->size + 1));
	expect_no_map(EINVAL, map_view(self->view, self->size + self->page));
	expect_no_map(EINVAL, map_view(self->view, 64 * self->size));
}

TEST_F(map, does_not_leave_the_view_by_its_offset)
{
	expect_no_map(EINVAL, mmap(NULL, self->size, PROT_READ, MAP_SHARED,
				   self->view, self->page));
	expect_no_map(EINVAL, mmap(NULL, self->page, PROT_READ, MAP_SHARED,
				   self->view, self->size));
	expect_no_map(EINVAL, mmap(NULL, self->page, PROT_READ, MAP_SHARED,
				   self->view, 1024 * self->size));
}

TEST_F(map, does_not_leave_the_view_by_wrapping)
{
	off_t last = INT64_MAX / self->page * self->page;

	EXPECT_EQ(MAP_FAILED, mmap(NULL, self->page, PROT_READ, MAP_SHARED,
				   self->view, last));
	EXPECT_EQ(MAP_FAILED, mmap(NULL, 2 * self->page, PROT_READ, MAP_SHARED,
				   self->view, last));
	EXPECT_EQ(MAP_FAILED, mmap(NULL, 2 * self->page, PROT_READ, MAP_SHARED,
				   self->view, -(off_t)self->page));
}

TEST_F(map, of_a_slice_begins_with_its_first_page)
{
	struct view_desc desc;
	size_t first = self->page + 100;
	unsigned char *map;

	map = map_window(_metadata, view_range(self->view, first, 50, 1),
			 &desc);
	EXPECT_EQ(self->page, desc.info.map_nbytes);
	EXPECT_EQ(100, desc.info.map_offset);
	EXPECT_EQ(0, memcmp(map + 100, self->bytes + first, 50));
}

TEST_F(map, of_a_slice_across_pages_has_both)
{
	struct view_desc desc;
	size_t first = 2 * self->page - 1;
	unsigned char *map;

	map = map_window(_metadata, view_range(self->view, first, 2, 1),
			 &desc);
	EXPECT_EQ(2 * self->page, desc.info.map_nbytes);
	EXPECT_EQ(self->page - 1, desc.info.map_offset);
	EXPECT_EQ(0, memcmp(map + self->page - 1, self->bytes + first, 2));
}

TEST_F(map, of_a_reversed_slice_has_its_first_element_last)
{
	struct view_desc desc;
	size_t last = 3 * self->page - 10, count = self->page;
	unsigned char *map;

	map = map_window(_metadata,
			 view_range(self->view, last, count, -1), &desc);
	EXPECT_EQ(2 * self->page, desc.info.map_nbytes);
	EXPECT_EQ(2 * self->page - 10, desc.info.map_offset);
	EXPECT_EQ(-1, desc.strides[0]);
	map += desc.info.map_offset;
	for (size_t i = 0; i < count; i++)
		ASSERT_EQ(self->bytes[last - i], *(map - i));
}

TEST_F(map, of_a_slice_is_written_in_its_place)
{
	struct view_desc desc;
	size_t first = self->page + 7;
	unsigned char *map;

	map = map_window(_metadata, view_range(self->view, first, 10, 3),
			 &desc);
	map[desc.info.map_offset + 3] = 0x99;
	self->bytes[first + 3] = 0x99;
	map = malloc(self->size);
	ASSERT_EQ(0, buffer_dump(self->dev, self->id, map, self->size));
	EXPECT_EQ(0, memcmp(map, self->bytes, self->size));
}

TEST_F(map, of_a_slice_has_no_page_beyond)
{
	int slice = view_range(self->view, self->page, self->page, 1);

	ASSERT_LE(0, slice);
	expect_no_map(EINVAL, map_view(slice, self->page + 1));
	expect_no_map(EINVAL, mmap(NULL, self->page, PROT_READ, MAP_SHARED,
				   slice, self->page));
	EXPECT_NE(MAP_FAILED, map_view(slice, self->page));
}

TEST_F(map, of_a_view_without_elements_has_no_page)
{
	struct view_desc desc;
	int empty = view_range(self->view, 5, 0, 1);

	ASSERT_LE(0, empty);
	ASSERT_EQ(0, view_describe(empty, &desc));
	EXPECT_EQ(0, desc.info.map_nbytes);
	expect_no_map(EINVAL, map_view(empty, self->page));
}

TEST_F(map, cannot_grow)
{
	unsigned char *map = map_view(self->view, self->page);

	ASSERT_NE(MAP_FAILED, map);
	expect_no_map(EFAULT, mremap(map, self->page, 2 * self->page,
				     MREMAP_MAYMOVE));
	expect_no_map(EFAULT, mremap(map, self->page, self->size + self->page,
				     MREMAP_MAYMOVE));
}

/* An old length of 0 asks for a second mapping of the same. */
TEST_F(map, cannot_be_doubled)
{
	unsigned char *map = map_view(self->view, self->page);

	ASSERT_NE(MAP_FAILED, map);
	expect_no_map(EFAULT, mremap(map, 0, self->page, MREMAP_MAYMOVE));
	EXPECT_EQ(1, view_maps(self->view));
}

/* An old call that has the pages of a mapping replaced by others of its file. */
static long remap(void *map, size_t size, size_t page)
{
	return syscall(SYS_remap_file_pages, map, size, 0, page, 0);
}

TEST_F(map, is_remapped_within_the_view)
{
	unsigned char *map = map_view(self->view, 2 * self->page);

	ASSERT_NE(MAP_FAILED, map);
	ASSERT_EQ(0, remap(map, self->page, 3));
	EXPECT_EQ(0, memcmp(map, self->bytes + 3 * self->page, self->page));
	EXPECT_EQ(0, memcmp(map + self->page, self->bytes + self->page,
			    self->page));
	EXPECT_EQ(2, view_maps(self->view));
}

TEST_F(map, is_not_remapped_beyond_the_view)
{
	int slice = view_range(self->view, self->page, self->page, 1);
	unsigned char *map = map_view(slice, self->page);

	ASSERT_NE(MAP_FAILED, map);
	ASSERT_EQ(0, remap(map, self->page, 0));
	EXPECT_EQ(0, memcmp(map, self->bytes + self->page, self->page));
	expect_errno(EINVAL, remap(map, self->page, 1));
	expect_errno(EINVAL, remap(map, self->page, 2));
	expect_errno(EINVAL, remap(map, self->page,
				   (size_t)1 << 5 * sizeof(size_t)));
}

TEST_F(map, shows_the_same_when_moved)
{
	unsigned char *map = map_view(self->view, self->size);
	unsigned char *place = mmap(NULL, self->size, PROT_NONE,
				    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	ASSERT_NE(MAP_FAILED, map);
	/* Some pages have been touched before, some not. */
	EXPECT_EQ(self->bytes[0], map[0]);
	map = mremap(map, self->size, self->size,
		     MREMAP_MAYMOVE | MREMAP_FIXED, place);
	ASSERT_EQ(place, map);
	EXPECT_EQ(0, memcmp(map, self->bytes, self->size));
	map[self->page] ^= 1;
	EXPECT_EQ(1, pread(self->view, place, 1, self->page));
	EXPECT_EQ(map[self->page], place[0]);
}

TEST_F(map, shows_the_right_page_when_a_part_moves)
{
	unsigned char *map = map_view(self->view, self->size);
	unsigned char *place = mmap(NULL, self->page, PROT_NONE,
				    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	ASSERT_NE(MAP_FAILED, map);
	ASSERT_EQ(place, mremap(map + 2 * self->page, self->page, self->page,
				MREMAP_MAYMOVE | MREMAP_FIXED, place));
	EXPECT_EQ(0, memcmp(place, self->bytes + 2 * self->page, self->page));
	EXPECT_EQ(0, memcmp(map, self->bytes, 2 * self->page));
	EXPECT_EQ(0, memcmp(map + 3 * self->page,
			    self->bytes + 3 * self->page, self->page));
}

TEST_F(map, is_seen_by_a_debugger)
{
	int memory = open("/proc/self/mem", O_RDWR | O_CLOEXEC);
	unsigned char *map = map_view(self->view, self->size);
	unsigned char *seen = malloc(self->size);

	SKIP_UNLESS_DEBUGGED(return, "mappings");
	ASSERT_LE(0, memory);
	ASSERT_NE(MAP_FAILED, map);
	EXPECT_EQ(self->size, pread(memory, seen, self->size, (uintptr_t)map));
	EXPECT_EQ(0, memcmp(seen, self->bytes, self->size));
}

TEST_F(map, of_a_slice_is_seen_by_a_debugger)
{
	int memory = open("/proc/self/mem", O_RDWR | O_CLOEXEC);
	struct view_desc desc;
	unsigned char *map, seen[100];
	size_t first = 2 * self->page - 50;

	SKIP_UNLESS_DEBUGGED(return, "mappings");
	ASSERT_LE(0, memory);
	map = map_window(_metadata, view_range(self->view, first, 100, 1),
			 &desc);
	EXPECT_EQ(100, pread(memory, seen, 100,
			     (uintptr_t)map + desc.info.map_offset));
	EXPECT_EQ(0, memcmp(seen, self->bytes + first, 100));
	/* A read from the slice's second page on works as well. */
	EXPECT_EQ(100, pread(memory, seen, 100, (uintptr_t)map + self->page));
	EXPECT_EQ(0, memcmp(seen, self->bytes + 2 * self->page, 100));
}

TEST_F(map, from_an_offset_is_seen_by_a_debugger)
{
	int memory = open("/proc/self/mem", O_RDWR | O_CLOEXEC);
	unsigned char *map = mmap(NULL, 2 * self->page, PROT_READ, MAP_SHARED,
				  self->view, 2 * self->page);
	unsigned char *seen = malloc(self->page);

	SKIP_UNLESS_DEBUGGED(return, "mappings");
	ASSERT_LE(0, memory);
	ASSERT_NE(MAP_FAILED, map);
	EXPECT_EQ(self->page, pread(memory, seen, self->page, (uintptr_t)map));
	EXPECT_EQ(0, memcmp(seen, self->bytes + 2 * self->page, self->page));
	/* The rest of the mapping has another offset. */
	ASSERT_EQ(0, munmap(map, self->page));
	EXPECT_EQ(self->page, pread(memory, seen, self->page,
				    (uintptr_t)map + self->page));
	EXPECT_EQ(0, memcmp(seen, self->bytes + 3 * self->page, self->page));
}

TEST_F(map, is_changed_by_a_debugger)
{
	int memory = open("/proc/self/mem", O_RDWR | O_CLOEXEC);
	unsigned char *map = map_view(self->view, self->size);
	size_t at = self->page - 2;

	SKIP_UNLESS_DEBUGGED(return, "mappings");
	ASSERT_LE(0, memory);
	ASSERT_NE(MAP_FAILED, map);
	EXPECT_EQ(5, pwrite(memory, "hello", 5, (uintptr_t)map + at));
	EXPECT_EQ(0, memcmp(map + at, "hello", 5));
}

TEST_F(map, stays_out_of_core_dumps_and_does_not_expand)
{
	unsigned char *map = map_view(self->view, self->size);

	ASSERT_NE(MAP_FAILED, map);
	EXPECT_TRUE(smaps_flag(map, "sh"));
	EXPECT_TRUE(smaps_flag(map, "dd"));
	EXPECT_TRUE(smaps_flag(map, "de"));
}

/* Buffers that share their last page with other memory. */
FIXTURE(broken)
{
	int dev;
	int view;
	size_t page;
};

FIXTURE_VARIANT(broken)
{
	const char *kind;
};

/* clang-format off */
FIXTURE_VARIANT_ADD(broken, vmalloc) { .kind = "kind=vmalloc" };
FIXTURE_VARIANT_ADD(broken, pages) { .kind = "kind=pages" };
/* clang-format on */

FIXTURE_SETUP(broken)
{
	char size[32], shape[32];

	self->page = getpagesize();
	snprintf(size, sizeof(size), "size=%zu", self->page + 8);
	snprintf(shape, sizeof(shape), "shape=%zu", self->page + 8);
	ASSERT_EQ(0, sim_make(NAME, variant->kind, size, shape));
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
	self->view = view_open(self->dev, NAME, MVIEW_OPEN_WRITE);
	ASSERT_LE(0, self->view);
}

FIXTURE_TEARDOWN_PARENT(broken)
{
	EXPECT_EQ(0, sim_remove(NAME));
}

TEST_F(broken, pages_are_not_mapped)
{
	int slice = view_range(self->view, 0, 8, 1);

	expect_no_map(EOPNOTSUPP, map_view(self->view, self->page));
	expect_no_map(EOPNOTSUPP, map_view(slice, self->page));
}

TEST_F(broken, pages_have_no_window)
{
	struct view_desc desc;

	ASSERT_EQ(0, view_describe(self->view, &desc));
	EXPECT_EQ(0, desc.info.map_nbytes);
}

TEST_F(broken, pages_are_read_and_written)
{
	char seen[8];

	EXPECT_EQ(8, pwrite(self->view, "the tail", 8, self->page));
	EXPECT_EQ(8, pread(self->view, seen, 8, self->page));
	EXPECT_EQ(0, memcmp(seen, "the tail", 8));
	expect_errno(ENOSPC, pwrite(self->view, "x", 1, self->page + 8));
}

TEST_HARNESS_MAIN
