// SPDX-License-Identifier: GPL-2.0
/*
 * Views of other drivers' memory, beside what those drivers show of it
 * themselves: the same bytes, mapped and counted, alive as long as a view is.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

#include "child.h"
#include "dmabuf.h"
#include "kselftest_harness.h"
#include "mview_test.h"
#include "system.h"
#include "vivid.h"

FIXTURE(dmabuf)
{
	int dev;
	int dmabuf;
	int view;
	__u64 id;
	size_t page;
	size_t size;
	unsigned char *peer;	/* the memory as its own driver maps it */
	int memfd;
	struct vivid vivid;
	long count;		/* dma-bufs before there was one of ours */
};

FIXTURE_VARIANT(dmabuf)
{
	bool is_vivid;
};

/* clang-format off */
FIXTURE_VARIANT_ADD(dmabuf, udmabuf) { .is_vivid = false };
FIXTURE_VARIANT_ADD(dmabuf, vivid) { .is_vivid = true };
/* clang-format on */

static int make_udmabuf(FIXTURE_DATA(dmabuf) *self)
{
	self->vivid.fd = -1;
	self->memfd = -1;
	self->size = 8 * self->page;
	self->dmabuf = udmabuf_make(self->size, &self->memfd);
	if (self->dmabuf < 0)
		return -1;
	self->peer = mmap(NULL, self->size, PROT_READ | PROT_WRITE, MAP_SHARED,
			  self->memfd, 0);
	return self->peer == MAP_FAILED ? -1 : 0;
}

static int make_vivid(FIXTURE_DATA(dmabuf) *self)
{
	self->memfd = -1;
	if (vivid_open(&self->vivid))
		return -1;
	self->peer = self->vivid.maps[0];
	self->dmabuf = vivid_export(&self->vivid, 0, O_RDWR);
	if (self->dmabuf < 0)
		return -1;
	/* The dma-buf has whole pages; V4L2 counts what the frame needs. */
	self->size = lseek(self->dmabuf, 0, SEEK_END);
	return 0;
}

static int import(int dev, int dmabuf, __u32 flags)
{
	struct mview_import_dmabuf arg = {
		.size = sizeof(arg),
		.flags = flags,
		.dmabuf_fd = dmabuf,
	};

	return ioctl(dev, MVIEW_IMPORT_DMABUF, &arg) ? -1 : arg.fd;
}

FIXTURE_SETUP(dmabuf)
{
	self->page = getpagesize();
	self->count = dmabuf_count();
	if (variant->is_vivid ? make_vivid(self) : make_udmabuf(self))
		SKIP(return, "no such exporter here: %s", strerror(errno));
	for (size_t i = 0; i < self->size; i++)
		self->peer[i] = i * 23 + i / 227;
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
	self->view = import(self->dev, self->dmabuf, MVIEW_OPEN_WRITE);
	ASSERT_LE(0, self->view);
	self->id = view_buffer_id(self->view);
}

FIXTURE_TEARDOWN_PARENT(dmabuf)
{
}

static unsigned char *map_view(int view, size_t size)
{
	return mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, view, 0);
}

static void check_maps(struct __test_metadata *_metadata,
		       FIXTURE_DATA(dmabuf) *self, __u64 expected)
{
	EXPECT_EQ(expected, view_maps(self->view));
	EXPECT_EQ(expected, buffer_maps(self->dev, self->id));
	EXPECT_EQ(1, buffer_exports(self->dev, self->id));
}

/* Close the exporter's descriptors and mappings. */
static void close_exporter(FIXTURE_DATA(dmabuf) *self)
{
	close(self->dmabuf);
	if (self->memfd >= 0) {
		munmap(self->peer, self->size);
		close(self->memfd);
	} else {
		vivid_close(&self->vivid);
	}
}

TEST_F(dmabuf, is_as_large_as_it_is)
{
	struct view_desc desc;

	ASSERT_EQ(0, view_describe(self->view, &desc));
	EXPECT_EQ(self->size, desc.info.nbytes);
	EXPECT_EQ(self->size, desc.info.buffer_nbytes);
	EXPECT_EQ(self->size, desc.info.map_nbytes);
	EXPECT_EQ(MVIEW_KIND_DMABUF, desc.info.kind);
	EXPECT_STREQ("B", desc.format);
}

TEST_F(dmabuf, is_read_as_it_is)
{
	unsigned char *seen = malloc(self->size);

	EXPECT_EQ(self->size, read(self->view, seen, self->size));
	EXPECT_EQ(0, memcmp(seen, self->peer, self->size));
}

TEST_F(dmabuf, is_gathered_as_it_is)
{
	size_t count = self->size / 5;
	unsigned char *seen = malloc(count);
	int slice = view_range(self->view, self->size - 1, count, -5);

	ASSERT_LE(0, slice);
	EXPECT_EQ(count, read(slice, seen, count));
	for (size_t i = 0; i < count; i++)
		ASSERT_EQ(self->peer[self->size - 1 - 5 * i], seen[i]);
}

TEST_F(dmabuf, is_written_to_its_driver)
{
	unsigned char *expected = malloc(self->size);
	size_t at = 2 * self->page - 3;

	memcpy(expected, self->peer, self->size);
	memcpy(expected + at, "hello", 5);
	EXPECT_EQ(5, pwrite(self->view, "hello", 5, at));
	EXPECT_EQ(0, memcmp(expected, self->peer, self->size));
}

TEST_F(dmabuf, is_scattered_to_its_driver)
{
	unsigned char *expected = malloc(self->size);
	int slice = view_range(self->view, self->page + 9, 3, -7);

	memcpy(expected, self->peer, self->size);
	expected[self->page + 9] = 'a';
	expected[self->page + 2] = 'b';
	expected[self->page - 5] = 'c';
	EXPECT_EQ(3, write(slice, "abc", 3));
	EXPECT_EQ(0, memcmp(expected, self->peer, self->size));
}

TEST_F(dmabuf, is_mapped_as_it_is)
{
	unsigned char *map = map_view(self->view, self->size);

	ASSERT_NE(MAP_FAILED, map);
	EXPECT_EQ(0, memcmp(map, self->peer, self->size));
	map[self->page] = ~map[self->page];
	EXPECT_EQ(map[self->page], self->peer[self->page]);
	self->peer[5] = ~self->peer[5];
	EXPECT_EQ(self->peer[5], map[5]);
}

TEST_F(dmabuf, is_mapped_in_its_first_pages)
{
	int slice = view_range(self->view, 11, self->page, 1);
	struct view_desc desc;
	unsigned char *map;

	ASSERT_LE(0, slice);
	ASSERT_EQ(0, view_describe(slice, &desc));
	EXPECT_EQ(2 * self->page, desc.info.map_nbytes);
	EXPECT_EQ(11, desc.info.map_offset);
	map = map_view(slice, desc.info.map_nbytes);
	ASSERT_NE(MAP_FAILED, map);
	EXPECT_EQ(0, memcmp(map + 11, self->peer + 11, self->page));
	expect_no_map(EINVAL, map_view(slice, 3 * self->page));
}

/* Some exporters map the wrong pages there. */
TEST_F(dmabuf, is_not_mapped_in_the_middle)
{
	int slice = view_range(self->view, 3 * self->page + 11, self->page, 1);
	struct view_desc desc;

	ASSERT_LE(0, slice);
	ASSERT_EQ(0, view_describe(slice, &desc));
	EXPECT_EQ(0, desc.info.map_nbytes);
	expect_no_map(EOPNOTSUPP, map_view(slice, self->page));
	EXPECT_EQ(0, view_maps(slice));
}

TEST_F(dmabuf, is_not_mapped_from_an_offset)
{
	expect_no_map(EOPNOTSUPP, mmap(NULL, self->page, PROT_READ, MAP_SHARED,
				       self->view, 4 * self->page));
	EXPECT_EQ(0, view_maps(self->view));
}

TEST_F(dmabuf, is_not_mapped_privately)
{
	expect_no_map(EINVAL, mmap(NULL, self->page, PROT_READ, MAP_PRIVATE,
				   self->view, 0));
	EXPECT_EQ(0, view_maps(self->view));
}

TEST_F(dmabuf, mapping_does_not_grow)
{
	unsigned char *map = map_view(self->view, self->page);

	ASSERT_NE(MAP_FAILED, map);
	expect_no_map(EFAULT, mremap(map, self->page, 2 * self->page,
				     MREMAP_MAYMOVE));
	expect_no_map(EFAULT, mremap(map, 0, self->page, MREMAP_MAYMOVE));
	check_maps(_metadata, self, 1);
}

TEST_F(dmabuf, mapping_moves)
{
	unsigned char *map = map_view(self->view, self->size);
	unsigned char *place = mmap(NULL, self->size, PROT_NONE,
				    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	ASSERT_NE(MAP_FAILED, map);
	ASSERT_EQ(place, mremap(map, self->size, self->size,
				MREMAP_MAYMOVE | MREMAP_FIXED, place));
	EXPECT_EQ(0, memcmp(place, self->peer, self->size));
	check_maps(_metadata, self, 1);
}

TEST_F(dmabuf, mapping_is_counted)
{
	unsigned char *map = map_view(self->view, self->size);

	ASSERT_NE(MAP_FAILED, map);
	check_maps(_metadata, self, 1);
	expect_errno(EBUSY, view_release(self->view));
	ASSERT_EQ(0, munmap(map, self->size));
	check_maps(_metadata, self, 0);
	EXPECT_EQ(0, view_release(self->view));
}

TEST_F(dmabuf, mapping_is_counted_in_parts)
{
	unsigned char *map = map_view(self->view, self->size);

	ASSERT_NE(MAP_FAILED, map);
	ASSERT_EQ(0, munmap(map + self->page, self->page));
	check_maps(_metadata, self, 2);
	EXPECT_EQ(0, memcmp(map + 2 * self->page, self->peer + 2 * self->page,
			    self->size - 2 * self->page));
	ASSERT_EQ(0, munmap(map, self->page));
	check_maps(_metadata, self, 1);
	ASSERT_EQ(0, munmap(map, self->size));
	check_maps(_metadata, self, 0);
}

TEST_F(dmabuf, mapping_is_counted_in_children)
{
	unsigned char *map = map_view(self->view, self->size);
	struct child child;

	ASSERT_NE(MAP_FAILED, map);
	ASSERT_LE(0, child_fork(&child));
	if (!child.pid) {
		child_stop(&child);
		_exit(map[self->page] != self->peer[self->page]);
	}
	ASSERT_EQ(0, child_await(&child));
	check_maps(_metadata, self, 2);
	ASSERT_EQ(0, munmap(map, self->size));
	check_maps(_metadata, self, 1);
	ASSERT_EQ(0, child_go(&child));
	EXPECT_EQ(0, child_end(&child));
	check_maps(_metadata, self, 0);
}

TEST_F(dmabuf, mapping_outlives_the_descriptor)
{
	unsigned char *map = map_view(self->view, self->size);
	struct buffer_desc desc;

	ASSERT_NE(MAP_FAILED, map);
	ASSERT_EQ(0, close(self->view));
	EXPECT_EQ(1, buffer_exports(self->dev, self->id));
	EXPECT_EQ(0, memcmp(map, self->peer, self->size));
	ASSERT_EQ(0, munmap(map, self->size));
	expect_errno(ENOENT, buffer_describe(self->dev, self->id, 0, &desc));
}

TEST_F(dmabuf, mapping_is_seen_by_a_debugger)
{
	int memory = open("/proc/self/mem", O_RDWR | O_CLOEXEC);
	unsigned char *map, *seen = malloc(self->size);

	SKIP_UNLESS_DEBUGGED(return, "mappings");
	map = map_view(self->view, 3 * self->page);
	ASSERT_LE(0, memory);
	ASSERT_NE(MAP_FAILED, map);
	EXPECT_EQ(3 * self->page, pread(memory, seen, 3 * self->page,
					(uintptr_t)map));
	EXPECT_EQ(0, memcmp(seen, self->peer, 3 * self->page));
	/* The rest of the mapping begins at another page. */
	ASSERT_EQ(0, munmap(map, self->page));
	map += self->page;
	EXPECT_EQ(self->page, pread(memory, seen, self->page, (uintptr_t)map));
	EXPECT_EQ(0, memcmp(seen, self->peer + self->page, self->page));
	EXPECT_EQ(5, pwrite(memory, "hello", 5, (uintptr_t)map + 100));
	EXPECT_EQ(0, memcmp(self->peer + self->page + 100, "hello", 5));
}

TEST_F(dmabuf, mapping_of_a_reader_is_not_made_writable)
{
	int reader = view_readonly(self->view);
	void *map = mmap(NULL, self->page, PROT_READ, MAP_SHARED, reader, 0);

	ASSERT_NE(MAP_FAILED, map);
	expect_errno(EACCES, mprotect(map, self->page,
				      PROT_READ | PROT_WRITE));
	expect_no_map(EACCES, map_view(reader, self->page));
}

TEST_F(dmabuf, mapping_of_a_reader_is_not_written_by_a_debugger)
{
	int memory = open("/proc/self/mem", O_RDWR | O_CLOEXEC);
	int reader = import(self->dev, self->dmabuf, 0);
	unsigned char *map = mmap(NULL, self->page, PROT_READ, MAP_SHARED,
				  reader, 0);
	unsigned char old = self->peer[7];

	ASSERT_LE(0, memory);
	ASSERT_NE(MAP_FAILED, map);
	EXPECT_EQ(-1, pwrite(memory, "X", 1, (uintptr_t)map + 7));
	EXPECT_EQ(old, map[7]);
	EXPECT_EQ(-1, pwrite(memory, "X", 1, (uintptr_t)map + 7));
	EXPECT_EQ(old, self->peer[7]);
}

TEST_F(dmabuf, lives_as_long_as_a_view)
{
	unsigned char *expected = malloc(self->size);
	unsigned char *seen = malloc(self->size);

	memcpy(expected, self->peer, self->size);
	close_exporter(self);
	EXPECT_EQ(self->size, read(self->view, seen, self->size));
	EXPECT_EQ(0, memcmp(seen, expected, self->size));
	EXPECT_EQ(1, pwrite(self->view, "X", 1, self->page));
}

TEST_F(dmabuf, lives_as_long_as_a_mapping)
{
	unsigned char *map = map_view(self->view, self->size);
	unsigned char *expected = malloc(self->size);

	ASSERT_NE(MAP_FAILED, map);
	memcpy(expected, self->peer, self->size);
	close_exporter(self);
	ASSERT_EQ(0, close(self->view));
	EXPECT_EQ(0, memcmp(map, expected, self->size));
}

TEST_F(dmabuf, dies_with_the_last_view)
{
	int slice = view_range(self->view, 0, 1, 1);
	unsigned char byte;

	if (self->count < 0)
		SKIP(return, "the kernel does not count its dma-bufs");
	ASSERT_LE(0, slice);
	/* Have the kernel map the dma-buf for itself as well. */
	EXPECT_EQ(1, read(slice, &byte, 1));
	close_exporter(self);
	ASSERT_EQ(0, close(self->view));
	EXPECT_EQ(self->count + 1, dmabuf_count());
	ASSERT_EQ(0, view_release(slice));
	EXPECT_EQ(self->count, dmabuf_count());
}

TEST_F(dmabuf, dies_with_the_last_mapping)
{
	unsigned char *map = map_view(self->view, self->size);

	if (self->count < 0)
		SKIP(return, "the kernel does not count its dma-bufs");
	ASSERT_NE(MAP_FAILED, map);
	close_exporter(self);
	ASSERT_EQ(0, close(self->view));
	ASSERT_EQ(0, munmap(map, 2 * self->page));
	EXPECT_EQ(self->count + 1, dmabuf_count());
	ASSERT_EQ(0, munmap(map + 2 * self->page, self->size - 2 * self->page));
	EXPECT_EQ(self->count, dmabuf_count());
}

TEST_F(dmabuf, dies_with_a_killed_process)
{
	struct child child;

	if (self->count < 0)
		SKIP(return, "the kernel does not count its dma-bufs");
	ASSERT_LE(0, child_fork(&child));
	if (!child.pid) {
		map_view(self->view, self->size);
		view_sync(self->view, MVIEW_SYNC_READ);
		child_stop(&child);
		_exit(0);
	}
	ASSERT_EQ(0, child_await(&child));
	close_exporter(self);
	ASSERT_EQ(0, close(self->view));
	EXPECT_EQ(self->count + 1, dmabuf_count());
	ASSERT_EQ(0, kill(child.pid, SIGKILL));
	EXPECT_EQ(-1, child_end(&child));
	EXPECT_EQ(self->count, dmabuf_count());
}

TEST_F(dmabuf, has_no_news)
{
	EXPECT_EQ(0, poll_events(self->view, 0));
	EXPECT_EQ(0, view_seq(self->view));
}

TEST_HARNESS_MAIN
