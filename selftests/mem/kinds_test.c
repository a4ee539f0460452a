// SPDX-License-Identifier: GPL-2.0
/* The same of every kind of memory that drivers register. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/ptrace.h>

#include "child.h"
#include "kselftest_harness.h"
#include "model.h"
#include "mview_test.h"
#include "system.h"

#define NAME	"kinds_test"
#define NOBODY	65534
#define COUNT	65536		/* elements, of 4 bytes: four pages at least */
#define SIZE	(COUNT * 4)
#define WRITE	MVIEW_OPEN_WRITE
#define SYNC	(MVIEW_SYNC_READ | MVIEW_SYNC_WRITE)

FIXTURE(kind)
{
	int dev;
	int view;
	__u64 id;
	size_t page;
	__u32 elements[COUNT];
	struct view_desc desc;
};

FIXTURE_VARIANT(kind)
{
	const char *attribute;
	__u32 number;
	bool mapped;
	bool synced;
	bool addressed;		/* the device finds all of it in a row */
	bool privileged;
};

/* clang-format off */
FIXTURE_VARIANT_ADD(kind, vmalloc)
{
	.attribute = "kind=vmalloc", .number = MVIEW_KIND_VMALLOC,
	.mapped = true,
};
FIXTURE_VARIANT_ADD(kind, pages)
{
	.attribute = "kind=pages", .number = MVIEW_KIND_PAGES,
	.mapped = true,
};
FIXTURE_VARIANT_ADD(kind, kmalloc)
{
	.attribute = "kind=kmalloc", .number = MVIEW_KIND_KMALLOC,
};
FIXTURE_VARIANT_ADD(kind, coherent)
{
	.attribute = "kind=coherent", .number = MVIEW_KIND_COHERENT,
	.mapped = true, .addressed = true,
};
FIXTURE_VARIANT_ADD(kind, streaming)
{
	.attribute = "kind=streaming", .number = MVIEW_KIND_STREAMING,
	.mapped = true, .synced = true, .addressed = true,
};
/* Its one piece is as long as the buffer. */
FIXTURE_VARIANT_ADD(kind, streaming_sg)
{
	.attribute = "kind=streaming-sg", .number = MVIEW_KIND_STREAMING,
	.mapped = true, .synced = true,
};
FIXTURE_VARIANT_ADD(kind, mmio)
{
	.attribute = "kind=mmio", .number = MVIEW_KIND_MMIO,
	.mapped = true, .privileged = true,
};
/* clang-format on */

FIXTURE_SETUP(kind)
{
	self->page = getpagesize();
	ASSERT_MADE(return, sim_make(NAME, variant->attribute, "format=I",
				     "shape=65536", "pattern=counter"));
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
	self->view = view_open(self->dev, NAME, WRITE);
	ASSERT_LE(0, self->view);
	ASSERT_EQ(0, view_describe(self->view, &self->desc));
	self->id = self->desc.info.buffer_id;
	for (__u32 i = 0; i < COUNT; i++)
		self->elements[i] = i;
}

FIXTURE_TEARDOWN_PARENT(kind)
{
	EXPECT_EQ(0, sim_remove(NAME));
}

static __u32 *map_all(int view, int prot)
{
	return mmap(NULL, SIZE, prot, MAP_SHARED, view, 0);
}

/* A mapping of all of it, handed over to the CPU; NULL where there can't be any. */
static __u32 *map_for_cpu(struct __test_metadata *_metadata,
			  FIXTURE_DATA(kind) *self, bool mapped)
{
	__u32 *map;

	if (!mapped)
		return NULL;
	map = map_all(self->view, PROT_READ | PROT_WRITE);
	ASSERT_NE(MAP_FAILED, map);
	ASSERT_EQ(0, view_sync(self->view, SYNC));
	return map;
}

TEST_F(kind, says_what_it_is)
{
	EXPECT_EQ(variant->number, self->desc.info.kind);
	EXPECT_EQ(!variant->synced,
		  !!(self->desc.info.view_flags & MVIEW_VIEW_IS_COHERENT));
	EXPECT_STREQ("I", self->desc.format);
	EXPECT_EQ(COUNT, self->desc.shape[0]);
	EXPECT_EQ(4, self->desc.strides[0]);
	EXPECT_EQ(SIZE, self->desc.info.nbytes);
}

TEST_F(kind, has_a_window_if_it_is_mapped)
{
	struct buffer_desc desc;

	EXPECT_EQ(variant->mapped ? SIZE : 0, self->desc.info.map_nbytes);
	EXPECT_EQ(0, self->desc.info.map_offset);
	ASSERT_EQ(0, buffer_describe(self->dev, self->id, 0, &desc));
	EXPECT_EQ(variant->mapped,
		  !!(desc.info.buffer_flags & MVIEW_BUFFER_MAPPABLE));
}

TEST_F(kind, is_read)
{
	__u32 seen[COUNT];

	ASSERT_EQ(SIZE, pread(self->view, seen, SIZE, 0));
	EXPECT_EQ(0, memcmp(seen, self->elements, SIZE));
	ASSERT_EQ(8, pread(self->view, seen, 8, 400));
	EXPECT_EQ(100, seen[0]);
	EXPECT_EQ(101, seen[1]);
	EXPECT_EQ(0, pread(self->view, seen, 4, SIZE));
}

TEST_F(kind, is_written)
{
	int other = view_open(self->dev, NAME, 0);
	__u32 value = 0xfeedface, seen;

	ASSERT_EQ(4, pwrite(self->view, &value, 4, 4004));
	EXPECT_EQ(4, pread(other, &seen, 4, 4004));
	EXPECT_EQ(value, seen);
	EXPECT_EQ(4, pread(other, &seen, 4, 4000));
	EXPECT_EQ(1000, seen);
	expect_errno(ENOSPC, pwrite(self->view, &value, 4, SIZE));
}

TEST_F(kind, shows_new_data)
{
	__u32 seen;

	ASSERT_EQ(0, sim_step(NAME, 3));
	EXPECT_EQ(POLLPRI, poll_events(self->view, 0) & POLLPRI);
	ASSERT_EQ(4, pread(self->view, &seen, 4, 40));
	EXPECT_EQ(3 * COUNT + 10, seen);
}

TEST_F(kind, is_sliced)
{
	const struct mview_axis axis = { 3000, 500, -5, 0, 0 };
	const __u64 shape = COUNT;
	struct model model;
	int slice = view_slice(self->view, &axis, 1);

	model_init(&model, 4, 1, &shape);
	model_slice(&model, &axis, 1);
	ASSERT_LE(0, slice);
	EXPECT_TRUE(model_reads(&model, self->elements, slice));
}

TEST_F(kind, is_written_through_a_slice)
{
	int slice = view_range(self->view, 7, 100, 3);
	__u32 values[100], seen[COUNT];

	for (int i = 0; i < 100; i++) {
		values[i] = ~i;
		self->elements[7 + 3 * i] = ~i;
	}
	ASSERT_EQ(400, pwrite(slice, values, 400, 0));
	ASSERT_EQ(SIZE, pread(self->view, seen, SIZE, 0));
	EXPECT_EQ(0, memcmp(seen, self->elements, SIZE));
}

TEST_F(kind, is_copied)
{
	int slice = view_range(self->view, 0, COUNT / 2, 2);
	int copy = view_contiguous(slice, 'C', 0);
	__u32 seen[2];

	ASSERT_LE(0, copy);
	EXPECT_EQ(8, pread(copy, seen, 8, 40));
	EXPECT_EQ(20, seen[0]);
	EXPECT_EQ(22, seen[1]);
}

TEST_F(kind, is_mapped_or_not)
{
	__u32 *map = map_for_cpu(_metadata, self, variant->mapped);

	if (!map) {
		expect_no_map(EOPNOTSUPP, map_all(self->view, PROT_READ));
		return;
	}
	EXPECT_EQ(0, memcmp(map, self->elements, SIZE));
	map[2000] = 0xfeedface;
	EXPECT_EQ(0, view_sync(self->view, SYNC | MVIEW_SYNC_END));
	EXPECT_EQ(4, pread(self->view, map, 4, 8000));
	EXPECT_EQ(0xfeedface, map[0]);
}

TEST_F(kind, is_mapped_in_part)
{
	int slice = view_range(self->view, self->page / 4 + 2, 10, 1);
	struct view_desc desc;
	__u32 *map;

	if (!variant->mapped)
		return;
	ASSERT_EQ(0, view_describe(slice, &desc));
	EXPECT_EQ(self->page, desc.info.map_nbytes);
	EXPECT_EQ(8, desc.info.map_offset);
	map = mmap(NULL, self->page, PROT_READ, MAP_SHARED, slice, 0);
	ASSERT_NE(MAP_FAILED, map);
	ASSERT_EQ(0, view_sync(slice, MVIEW_SYNC_READ));
	EXPECT_EQ(self->page / 4 + 2, map[2]);
	expect_no_map(EINVAL, mmap(NULL, self->page + 1, PROT_READ, MAP_SHARED,
				   slice, 0));
}

TEST_F(kind, mapping_is_counted)
{
	__u32 *map = map_for_cpu(_metadata, self, variant->mapped);
	struct child child;

	if (!map)
		return;
	EXPECT_EQ(1, view_maps(self->view));
	ASSERT_LE(0, child_fork(&child));
	if (!child.pid) {
		child_stop(&child);
		_exit(map[COUNT - 1] != COUNT - 1);
	}
	ASSERT_EQ(0, child_await(&child));
	EXPECT_EQ(2, view_maps(self->view));
	ASSERT_EQ(0, child_go(&child));
	EXPECT_EQ(0, child_end(&child));
	ASSERT_EQ(0, munmap((char *)map + self->page, self->page));
	EXPECT_EQ(2, view_maps(self->view));
	expect_errno(EBUSY, view_release(self->view));
	ASSERT_EQ(0, munmap(map, SIZE));
	EXPECT_EQ(0, view_release(self->view));
}

TEST_F(kind, mapping_does_not_grow)
{
	char *map;

	if (!variant->mapped)
		return;
	map = mmap(NULL, self->page, PROT_READ, MAP_SHARED, self->view, 0);
	ASSERT_NE(MAP_FAILED, map);
	expect_no_map(EFAULT, mremap(map, self->page, 2 * self->page,
				     MREMAP_MAYMOVE));
	expect_no_map(EINVAL, mmap(NULL, self->page, PROT_READ, MAP_PRIVATE,
				   self->view, 0));
}

TEST_F(kind, mapping_is_seen_by_a_debugger)
{
	int memory = open("/proc/self/mem", O_RDWR | O_CLOEXEC);
	__u32 *map = map_for_cpu(_metadata, self, variant->mapped);
	__u32 seen[COUNT], value = 0xfeedface;

	SKIP_UNLESS_DEBUGGED(return, "mappings");
	if (!map)
		return;
	ASSERT_LE(0, memory);
	ASSERT_EQ(SIZE, pread(memory, seen, SIZE, (uintptr_t)map));
	EXPECT_EQ(0, memcmp(seen, self->elements, SIZE));
	ASSERT_EQ(4, pwrite(memory, &value, 4, (uintptr_t)&map[1500]));
	EXPECT_EQ(value, map[1500]);
	EXPECT_EQ(1501, map[1501]);
}

/* Another mapping begins where the view's ends. */
TEST_F(kind, mapping_ends_for_a_debugger_where_it_ends)
{
	int memory = open("/proc/self/mem", O_RDWR | O_CLOEXEC);
	__u32 *place, seen[4];

	SKIP_UNLESS_DEBUGGED(return, "mappings");
	if (!variant->mapped)
		return;
	place = mmap(NULL, 2 * self->page, PROT_READ | PROT_WRITE,
		     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, place);
	memset(place, 'x', 2 * self->page);
	ASSERT_EQ(place, mmap(place, self->page, PROT_READ,
			      MAP_SHARED | MAP_FIXED, self->view, 0));
	ASSERT_EQ(16, pread(memory, seen, 16,
			    (uintptr_t)place + self->page - 8));
	EXPECT_EQ(self->page / 4 - 2, seen[0]);
	EXPECT_EQ(self->page / 4 - 1, seen[1]);
	EXPECT_EQ(0x78787878, seen[2]);
	EXPECT_EQ(0x78787878, seen[3]);
}

/* The tracee has never touched its mapping. */
TEST_F(kind, mapping_of_a_tracee_is_seen)
{
	__u32 *map = map_for_cpu(_metadata, self, variant->mapped);
	/* What ptrace() moves at once */
	union {
		long word;
		__u32 elements[sizeof(long) / sizeof(__u32)];
	} data;
	struct child child;
	int status;

	SKIP_UNLESS_DEBUGGED(return, "mappings");
	if (!map)
		return;
	ASSERT_LE(0, child_fork(&child));
	if (!child.pid) {
		child_stop(&child);
		_exit(map[1000] != 0x5ee);
	}
	ASSERT_EQ(0, child_await(&child));
	ASSERT_EQ(0, ptrace(PTRACE_SEIZE, child.pid, NULL, NULL));
	ASSERT_EQ(0, ptrace(PTRACE_INTERRUPT, child.pid, NULL, NULL));
	ASSERT_EQ(child.pid, waitpid(child.pid, &status, 0));
	data.word = ptrace(PTRACE_PEEKDATA, child.pid, &map[2000], NULL);
	EXPECT_EQ(2000, data.elements[0]);
	data.elements[0] = 0x5ee;
	EXPECT_EQ(0, ptrace(PTRACE_POKEDATA, child.pid, &map[1000], data.word));
	ASSERT_EQ(0, ptrace(PTRACE_DETACH, child.pid, NULL, NULL));
	ASSERT_EQ(0, child_go(&child));
	EXPECT_EQ(0, child_end(&child));
}

TEST_F(kind, mapping_of_a_reader_is_written_by_nobody)
{
	int memory = open("/proc/self/mem", O_RDWR | O_CLOEXEC);
	int reader = view_readonly(self->view);
	__u32 *map, seen;

	if (!variant->mapped)
		return;
	expect_no_map(EACCES, map_all(reader, PROT_READ | PROT_WRITE));
	map = map_all(reader, PROT_READ);
	ASSERT_NE(MAP_FAILED, map);
	expect_errno(EACCES, mprotect(map, SIZE, PROT_READ | PROT_WRITE));
	EXPECT_EQ(-1, pwrite(memory, "data", 4, (uintptr_t)&map[100]));
	ASSERT_EQ(4, pread(self->view, &seen, 4, 400));
	EXPECT_EQ(100, seen);
}

TEST_F(kind, is_confined)
{
	int view = view_confined(view_range(self->view, 0, 10, 1));
	__u32 seen;

	ASSERT_LE(0, view);
	expect_no_map(variant->mapped ? EACCES : EOPNOTSUPP,
		      mmap(NULL, self->page, PROT_READ, MAP_SHARED, view, 0));
	EXPECT_EQ(4, pread(view, &seen, 4, 36));
	EXPECT_EQ(9, seen);
}

TEST_F(kind, has_an_address_for_who_may_know)
{
	int slice = view_range(self->view, 10, 1, 1);
	struct view_desc part;
	struct child child;

	ASSERT_EQ(0, view_describe(slice, &part));
	if (variant->addressed) {
		EXPECT_TRUE(self->desc.info.view_flags &
			    MVIEW_VIEW_HAS_DMA_ADDR);
		EXPECT_EQ(self->desc.info.dma_addr + 40, part.info.dma_addr);
	} else if (!variant->synced) {
		EXPECT_FALSE(part.info.view_flags & MVIEW_VIEW_HAS_DMA_ADDR);
		EXPECT_EQ(0, part.info.dma_addr);
	}
	ASSERT_LE(0, child_fork(&child));
	if (!child.pid) {
		ASSERT_EQ(0, setresuid(NOBODY, NOBODY, NOBODY));
		ASSERT_EQ(0, view_describe(slice, &part));
		EXPECT_FALSE(part.info.view_flags & MVIEW_VIEW_HAS_DMA_ADDR);
		EXPECT_EQ(0, part.info.dma_addr);
		_exit(0);
	}
	EXPECT_EQ(0, child_end(&child));
}

TEST_F(kind, is_opened_by_who_may)
{
	struct child child;

	ASSERT_LE(0, child_fork(&child));
	if (!child.pid) {
		ASSERT_EQ(0, setresuid(NOBODY, NOBODY, NOBODY));
		if (variant->privileged) {
			expect_errno(EPERM, view_open(self->dev, NAME, 0));
			expect_errno(EPERM, view_open(self->dev, NAME, WRITE));
			_exit(0);
		}
		EXPECT_LE(0, view_open(self->dev, NAME, WRITE));
		_exit(0);
	}
	EXPECT_EQ(0, child_end(&child));
}

TEST_F(kind, is_revoked)
{
	__u32 *map = map_for_cpu(_metadata, self, variant->mapped), seen;
	int memory = open("/proc/self/mem", O_RDWR | O_CLOEXEC);

	if (map)
		EXPECT_EQ(0, map[0]);
	ASSERT_EQ(0, sim_set(NAME, "revoke", "1"));
	expect_errno(ENODEV, pread(self->view, &seen, 4, 0));
	expect_errno(ENODEV, pwrite(self->view, &seen, 4, 0));
	expect_errno(ENODEV, view_range(self->view, 0, 1, 1));
	expect_errno(ENODEV, view_sync(self->view, SYNC));
	expect_errno(ENODEV, view_describe(self->view, &self->desc));
	expect_no_map(ENODEV, map_all(self->view, PROT_READ));
	EXPECT_EQ(POLLHUP | POLLERR, poll_events(self->view, 0));
	if (map)
		EXPECT_EQ(-1, pread(memory, &seen, 4, (uintptr_t)map));
}

/* Registers: each as a whole, and by its own width. */
FIXTURE(registers)
{
	int view;
	unsigned char bytes[64];
};

FIXTURE_VARIANT(registers)
{
	const char *format;
	unsigned int size;
	bool accessed;
};

/* clang-format off */
FIXTURE_VARIANT_ADD(registers, bytes) { "B", 1, true };
FIXTURE_VARIANT_ADD(registers, halves) { "<H", 2, true };
FIXTURE_VARIANT_ADD(registers, words) { ">I", 4, true };
FIXTURE_VARIANT_ADD(registers, doubles) { "<Q", 8, true };
FIXTURE_VARIANT_ADD(registers, reals) { "<d", 8, true };
FIXTURE_VARIANT_ADD(registers, complex_numbers) { "<Zf", 8, true };
FIXTURE_VARIANT_ADD(registers, strings) { "16s", 16, true };
FIXTURE_VARIANT_ADD(registers, blocks)
{
	"T{<B:id:3x<I:control:(2)<H:pair:<I:status:}", 16, true,
};
FIXTURE_VARIANT_ADD(registers, astride) { "T{<B:id:<I:value:3x}", 8, false };
/* clang-format on */

/* Padding of the one format that has some and is accessed: always read as 0. */
static bool is_padding(const char *format, size_t at)
{
	return strstr(format, "control") && at % 16 >= 1 && at % 16 < 4;
}

/* Does one begin or end at this byte, or lie there nothing but padding? */
static bool may_begin(const char *format, unsigned int size, size_t at)
{
	if (strstr(format, "16s"))
		return true;
	if (strstr(format, "Zf"))
		return at % 4 == 0;
	if (strstr(format, "control"))
		return at % 16 <= 4 || at % 16 == 8 || at % 16 == 10 ||
		       at % 16 == 12;
	if (strstr(format, "value"))
		return at % 8 <= 1 || at % 8 >= 5;
	return at % size == 0;
}

FIXTURE_SETUP(registers)
{
	int view;

	ASSERT_MADE(return, sim_make(NAME, "kind=mmio", "shape=65536",
				     "pattern=counter"));
	view = view_open(dev_open(O_RDWR), NAME, WRITE);
	ASSERT_LE(0, view);
	self->view = view_cast(view, variant->format, 0, NULL,
			       MVIEW_CAST_FREE);
	ASSERT_LE(0, self->view);
}

FIXTURE_TEARDOWN_PARENT(registers)
{
	EXPECT_EQ(0, sim_remove(NAME));
}

TEST_F(registers, are_read_whole)
{
	size_t size = variant->size;

	if (!variant->accessed) {
		expect_errno(EOPNOTSUPP, pread(self->view, self->bytes, size,
					       size));
		return;
	}
	ASSERT_EQ(2 * size, pread(self->view, self->bytes, 2 * size, size));
	/* The generator counted, byte by byte; padding is not read. */
	for (size_t i = 0; i < 2 * size; i++) {
		EXPECT_EQ(is_padding(variant->format, i) ? 0 : size + i,
			  self->bytes[i]);
	}
}

TEST_F(registers, are_not_read_in_part)
{
	size_t size = variant->size;

	for (size_t from = 0; from < 2 * size; from++)
		for (size_t to = from + 1; to <= 2 * size; to++)
			if (!may_begin(variant->format, size, from) ||
			    !may_begin(variant->format, size, to))
				expect_errno(EINVAL, pread(self->view,
							   self->bytes,
							   to - from, from));
}

TEST_F(registers, are_not_written_in_part)
{
	size_t size = variant->size;

	for (size_t from = 0; from < 2 * size; from++)
		for (size_t to = from + 1; to <= 2 * size; to++)
			if (!may_begin(variant->format, size, from) ||
			    !may_begin(variant->format, size, to))
				expect_errno(EINVAL, pwrite(self->view,
							    self->bytes,
							    to - from, from));
}

/* Fields, and arrays that begin and end in the middle of elements. */
TEST_F(registers, are_read_and_written_one_by_one)
{
	size_t size = variant->size;
	unsigned char seen[64];

	if (!variant->accessed)
		return;
	for (size_t from = 0; from < size; from++) {
		for (size_t to = from + 1; to <= 2 * size; to++) {
			size_t n = to - from;

			if (!may_begin(variant->format, size, from) ||
			    !may_begin(variant->format, size, to))
				continue;
			memset(self->bytes, 0xa5, n);
			ASSERT_EQ(n, pwrite(self->view, self->bytes, n, from));
			ASSERT_EQ(2 * size, pread(self->view, seen, 2 * size,
						  0));
			for (size_t i = 0; i < 2 * size; i++)
				EXPECT_EQ(is_padding(variant->format, i) ? 0 :
					  i >= from && i < to ? 0xa5 : i,
					  seen[i]);
			ASSERT_EQ(n, pread(self->view, seen, n, from));
			for (size_t i = 0; i < n; i++)
				EXPECT_EQ(is_padding(variant->format, from + i) ?
					  0 : 0xa5, seen[i]);
			for (size_t i = 0; i < 2 * size; i++)
				self->bytes[i] = i;
			ASSERT_EQ(2 * size, pwrite(self->view, self->bytes,
						   2 * size, 0));
		}
	}
}

/* More than the kernel moves at once, from the second number on. */
TEST_F(registers, are_read_in_bulk)
{
	static unsigned char all[65536];
	size_t from = 1;

	if (!variant->accessed)
		return;
	while (!may_begin(variant->format, variant->size, from))
		from++;
	ASSERT_EQ(sizeof(all) - from, pread(self->view, all, sizeof(all),
					    from));
	for (size_t i = from; i < sizeof(all); i++)
		ASSERT_EQ(is_padding(variant->format, i) ? 0 : i % 256,
			  all[i - from]);
}

/* Memory of the program ends inside a number: that one is not moved. */
TEST_F(registers, are_not_moved_in_part)
{
	char *end = mmap(NULL, 2 * getpagesize(), PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	size_t size = variant->size;

	if (!variant->accessed)
		return;
	ASSERT_NE(MAP_FAILED, end);
	end += getpagesize();
	ASSERT_EQ(0, munmap(end, getpagesize()));
	for (size_t n = 1; n < 2 * size; n++) {
		ASSERT_EQ(0, lseek(self->view, 0, SEEK_SET));
		read(self->view, end - n, 2 * size);
		EXPECT_GE(n, lseek(self->view, 0, SEEK_CUR));
		EXPECT_TRUE(may_begin(variant->format, size,
				      lseek(self->view, 0, SEEK_CUR)));
		ASSERT_EQ(0, lseek(self->view, 0, SEEK_SET));
		write(self->view, end - n, 2 * size);
		EXPECT_GE(n, lseek(self->view, 0, SEEK_CUR));
		EXPECT_TRUE(may_begin(variant->format, size,
				      lseek(self->view, 0, SEEK_CUR)));
	}
}

/* Elements of more bytes than the kernel moves at once. */
TEST_F(registers, are_read_from_large_elements)
{
	static unsigned char all[65536];
	int view, copy;

	view = view_open(dev_open(O_RDWR), NAME, WRITE);
	ASSERT_LE(0, view);
	view = view_cast(view, "T{(8191)<I:words:<B:last:3s:rest:}", 0, NULL,
			 MVIEW_CAST_FREE);
	ASSERT_LE(0, view);
	ASSERT_EQ(sizeof(all), pread(view, all, sizeof(all), 0));
	for (size_t i = 0; i < sizeof(all); i++)
		ASSERT_EQ(i % 256, all[i]);
	memset(all, 0, sizeof(all));
	view = view_range(view, 1, 2, -1);
	ASSERT_LE(0, view);
	copy = view_contiguous(view, 'C', 0);
	ASSERT_LE(0, copy);
	ASSERT_EQ(sizeof(all), pread(copy, all, sizeof(all), 0));
	for (size_t i = 0; i < sizeof(all); i++)
		ASSERT_EQ(i % 256, all[i]);
}

TEST_F(registers, are_written_whole)
{
	unsigned char seen[16] = { 0 };
	size_t size = variant->size;

	if (!variant->accessed)
		return;
	memset(self->bytes, 0x5a, size);
	ASSERT_EQ(size, pwrite(self->view, self->bytes, size, 3 * size));
	ASSERT_EQ(size, pread(self->view, seen, size, 3 * size));
	EXPECT_EQ(0x5a, seen[0]);
	EXPECT_EQ(0x5a, seen[size - 1]);
	ASSERT_EQ(size, pread(self->view, seen, size, 4 * size));
	EXPECT_EQ(4 * size, seen[0]);
}

TEST_HARNESS_MAIN
