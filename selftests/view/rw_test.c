// SPDX-License-Identifier: GPL-2.0
/*
 * read, write, pread, pwrite, lseek: the elements of views of every form in
 * C order, from any position, in pieces of any length.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/uio.h>

#include "kselftest_harness.h"
#include "model.h"
#include "mview_test.h"

#define NAME	"rw_test"
#define NAXES	3

#define RANGE(first, n, by)	{ .start = (first), .count = (n), .step = (by) }
#define INDEX(at)		{ .start = (at), .flags = MVIEW_AXIS_INDEX }

/* 40 x 60 pixels of 3 bytes, so that pages end inside of pixels. */
#define FORMAT	"3B"
#define ITEM	3
#define SHAPE	"40 60"
#define BYTES	(40 * 60 * ITEM)

FIXTURE(form)
{
	int dev;
	int view;
	__u64 id;
	struct model model;
	size_t nbytes;
	unsigned char *buffer;		/* all bytes of the buffer */
	unsigned char *elements;	/* those of the view, as they come */
};

/* A cast of the whole buffer, then a slice of that. */
FIXTURE_VARIANT(form)
{
	const char *kind;
	const char *format;
	__u64 itemsize;
	__u32 ndim;
	__u64 shape[NAXES];
	__u32 naxes;
	struct mview_axis axes[NAXES];
};

#define PIXELS								\
	.format = FORMAT, .itemsize = ITEM, .ndim = 2, .shape = { 40, 60 }

FIXTURE_VARIANT_ADD(form, whole) { .kind = "kind=vmalloc", PIXELS };
FIXTURE_VARIANT_ADD(form, whole_pages) { .kind = "kind=pages", PIXELS };
FIXTURE_VARIANT_ADD(form, rows_from_the_end)
{
	.kind = "kind=vmalloc", PIXELS,
	.naxes = 1, .axes = { RANGE(39, 40, -1) },
};
FIXTURE_VARIANT_ADD(form, block)
{
	.kind = "kind=pages", PIXELS,
	.naxes = 2, .axes = { RANGE(3, 30, 1), RANGE(7, 41, 1) },
};
FIXTURE_VARIANT_ADD(form, block_turned_around)
{
	.kind = "kind=pages", PIXELS,
	.naxes = 2, .axes = { RANGE(35, 12, -3), RANGE(58, 29, -2) },
};
FIXTURE_VARIANT_ADD(form, column)
{
	.kind = "kind=vmalloc", PIXELS,
	.naxes = 2, .axes = { RANGE(0, 40, 1), INDEX(59) },
};
FIXTURE_VARIANT_ADD(form, element)
{
	.kind = "kind=vmalloc", PIXELS,
	.naxes = 2, .axes = { INDEX(22), INDEX(45) },
};
FIXTURE_VARIANT_ADD(form, nothing)
{
	.kind = "kind=vmalloc", PIXELS,
	.naxes = 2, .axes = { RANGE(0, 40, 1), RANGE(60, 0, 1) },
};
FIXTURE_VARIANT_ADD(form, every_third_byte)
{
	.kind = "kind=pages", .format = "B", .itemsize = 1,
	.ndim = 1, .shape = { BYTES },
	.naxes = 1, .axes = { RANGE(2, BYTES / 3, 3) },
};
FIXTURE_VARIANT_ADD(form, bytes_reversed)
{
	.kind = "kind=vmalloc", .format = "B", .itemsize = 1,
	.ndim = 1, .shape = { BYTES },
	.naxes = 1, .axes = { RANGE(BYTES - 1, BYTES, -1) },
};
FIXTURE_VARIANT_ADD(form, three_axes)
{
	.kind = "kind=pages", .format = "I", .itemsize = 4,
	.ndim = 3, .shape = { 10, 12, 15 },
	.naxes = 3,
	.axes = { RANGE(9, 5, -2), RANGE(1, 11, 1), RANGE(14, 5, -3) },
};

FIXTURE_SETUP(form)
{
	int whole;

	ASSERT_EQ(0, sim_make(NAME, "format=" FORMAT, "shape=" SHAPE,
			      variant->kind));
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
	whole = view_open(self->dev, NAME, MVIEW_OPEN_WRITE);
	ASSERT_LE(0, whole);
	self->id = view_buffer_id(whole);
	self->buffer = malloc(BYTES);
	for (int i = 0; i < BYTES; i++)
		self->buffer[i] = i * 7 + i / 251;
	ASSERT_EQ(BYTES, pwrite(whole, self->buffer, BYTES, 0));

	self->view = view_cast(whole, variant->format, variant->ndim,
			       variant->shape, MVIEW_CAST_FREE);
	ASSERT_LE(0, self->view);
	self->view = view_slice(self->view, variant->axes, variant->naxes);
	ASSERT_LE(0, self->view);
	model_init(&self->model, variant->itemsize, variant->ndim,
		   variant->shape);
	model_slice(&self->model, variant->axes, variant->naxes);
	self->nbytes = model_nbytes(&self->model);
	self->elements = malloc(self->nbytes + 1);
	model_gather(&self->model, self->buffer, self->elements);
}

FIXTURE_TEARDOWN_PARENT(form)
{
	EXPECT_EQ(0, sim_remove(NAME));
}

TEST_F(form, reads_whole)
{
	unsigned char *seen = malloc(self->nbytes + 1);

	EXPECT_EQ(self->nbytes, read(self->view, seen, self->nbytes + 1));
	EXPECT_EQ(0, memcmp(seen, self->elements, self->nbytes));
	EXPECT_EQ(0, read(self->view, seen, self->nbytes + 1));
}

TEST_F(form, reads_nothing_behind_its_end)
{
	unsigned char byte = POISON;

	EXPECT_EQ(0, pread(self->view, &byte, 1, self->nbytes));
	EXPECT_EQ(0, pread(self->view, &byte, 1, self->nbytes + 1));
	EXPECT_EQ(0, pread(self->view, &byte, 1, INT64_MAX - 1));
	EXPECT_EQ(POISON, byte);
}

TEST_F(form, reads_in_odd_pieces)
{
	unsigned char *seen = malloc(self->nbytes + 1);
	size_t done = 0, len = 1;
	ssize_t got;

	while ((got = read(self->view, seen + done, len)) > 0) {
		EXPECT_EQ(done + len <= self->nbytes ? len :
			  self->nbytes - done, got);
		done += got;
		len = len % 1021 + 102;
		if (len > self->nbytes + 1 - done)
			len = self->nbytes + 1 - done;
	}
	EXPECT_EQ(0, got);
	EXPECT_EQ(self->nbytes, done);
	EXPECT_EQ(0, memcmp(seen, self->elements, self->nbytes));
}

TEST_F(form, reads_any_byte)
{
	unsigned char bytes[2];
	size_t at, want;

	for (at = 0; at < self->nbytes; at += at % 61 + 1) {
		want = at + 1 < self->nbytes ? 2 : 1;
		ASSERT_EQ(want, pread(self->view, bytes, 2, at));
		ASSERT_EQ(0, memcmp(bytes, self->elements + at, want));
	}
}

/* Write and compare all of the buffer, neighbours included. */
static void check_write(struct __test_metadata *_metadata,
			FIXTURE_DATA(form) *self, size_t at, size_t len)
{
	unsigned char *seen = malloc(BYTES);
	size_t i;

	for (i = 0; i < len; i++)
		self->elements[at + i] = ~self->elements[at + i];
	ASSERT_EQ(len, pwrite(self->view, self->elements + at, len, at));
	model_scatter(&self->model, self->buffer, self->elements);
	ASSERT_EQ(0, buffer_dump(self->dev, self->id, seen, BYTES));
	EXPECT_EQ(0, memcmp(seen, self->buffer, BYTES));
	free(seen);
}

TEST_F(form, writes_whole_and_no_other_byte)
{
	if (self->nbytes)
		check_write(_metadata, self, 0, self->nbytes);
	EXPECT_EQ(0, lseek(self->view, 0, SEEK_CUR));
}

TEST_F(form, writes_part_and_no_other_byte)
{
	size_t at;

	for (at = 0; at < self->nbytes; at += self->nbytes / 7 + 1)
		check_write(_metadata, self, at, (self->nbytes - at) / 2 + 1);
	EXPECT_EQ(0, lseek(self->view, 0, SEEK_CUR));
}

TEST_F(form, writes_in_odd_pieces)
{
	unsigned char *seen = malloc(BYTES);
	size_t done = 0, len = 1;

	for (size_t i = 0; i < self->nbytes; i++)
		self->elements[i] ^= 0x3c;
	while (done < self->nbytes) {
		if (len > self->nbytes - done)
			len = self->nbytes - done;
		ASSERT_EQ(len, write(self->view, self->elements + done, len));
		done += len;
		len = len % 1021 + 102;
	}
	model_scatter(&self->model, self->buffer, self->elements);
	ASSERT_EQ(0, buffer_dump(self->dev, self->id, seen, BYTES));
	EXPECT_EQ(0, memcmp(seen, self->buffer, BYTES));
}

TEST_F(form, writes_nothing_behind_its_end)
{
	unsigned char *seen = malloc(BYTES);
	char byte = 1;

	expect_errno(ENOSPC, pwrite(self->view, &byte, 1, self->nbytes));
	expect_errno(ENOSPC, pwrite(self->view, &byte, 1, self->nbytes + 1));
	expect_errno(ENOSPC, pwrite(self->view, &byte, 1, INT64_MAX - 1));
	ASSERT_EQ(0, buffer_dump(self->dev, self->id, seen, BYTES));
	EXPECT_EQ(0, memcmp(seen, self->buffer, BYTES));
}

TEST_F(form, writes_up_to_its_end)
{
	unsigned char *bytes = calloc(1, self->nbytes + 100);

	if (!self->nbytes) {
		expect_errno(ENOSPC, write(self->view, bytes, 100));
		return;
	}
	EXPECT_EQ(self->nbytes, write(self->view, bytes, self->nbytes + 100));
	expect_errno(ENOSPC, write(self->view, bytes, 1));
	EXPECT_EQ(self->nbytes, lseek(self->view, 0, SEEK_CUR));
}

TEST_F(form, reads_and_writes_vectors)
{
	size_t half = self->nbytes / 2, third = half / 2;
	unsigned char *seen = malloc(self->nbytes + 1);
	struct iovec pieces[] = {
		{ self->elements, third },
		{ self->elements, 0 },
		{ self->elements + third, half - third },
		{ self->elements + half, self->nbytes - half },
	};

	for (size_t i = 0; i < self->nbytes; i++)
		self->elements[i] += 85;
	ASSERT_EQ(self->nbytes, writev(self->view, pieces, 4));
	for (size_t i = 0; i < ARRAY_SIZE(pieces); i++)
		pieces[i].iov_base = seen + ((unsigned char *)
				     pieces[i].iov_base - self->elements);
	EXPECT_EQ(self->nbytes, preadv(self->view, pieces, 4, 0));
	EXPECT_EQ(0, memcmp(seen, self->elements, self->nbytes));
}

TEST_F(form, seeks_as_a_file_of_its_bytes)
{
	off_t size = self->nbytes;

	EXPECT_EQ(size, lseek(self->view, 0, SEEK_END));
	EXPECT_EQ(size, lseek(self->view, 0, SEEK_CUR));
	EXPECT_EQ(0, lseek(self->view, -size, SEEK_END));
	EXPECT_EQ(0, lseek(self->view, 0, SEEK_CUR));
	EXPECT_EQ(size, lseek(self->view, size, SEEK_SET));
	EXPECT_EQ(0, lseek(self->view, -size, SEEK_CUR));
}

TEST_F(form, seeks_not_before_its_start)
{
	off_t size = self->nbytes;

	ASSERT_EQ(size, lseek(self->view, 0, SEEK_END));
	expect_errno(EINVAL, lseek(self->view, -1, SEEK_SET));
	expect_errno(EINVAL, lseek(self->view, -size - 1, SEEK_CUR));
	expect_errno(EINVAL, lseek(self->view, -size - 1, SEEK_END));
	expect_errno(EINVAL, lseek(self->view, INT64_MIN, SEEK_SET));
	EXPECT_EQ(size, lseek(self->view, 0, SEEK_CUR));
}

/* Behaviour that is the same for every form. */
FIXTURE(file)
{
	int dev;
	int view;
	__u64 id;
	unsigned char bytes[BYTES];
	unsigned char seen[BYTES];
};

FIXTURE_SETUP(file)
{
	ASSERT_EQ(0, sim_make(NAME, "format=" FORMAT, "shape=" SHAPE));
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
	self->view = view_open(self->dev, NAME, MVIEW_OPEN_WRITE);
	ASSERT_LE(0, self->view);
	self->id = view_buffer_id(self->view);
	for (int i = 0; i < BYTES; i++)
		self->bytes[i] = i * 11 + i / 241;
	ASSERT_EQ(BYTES, pwrite(self->view, self->bytes, BYTES, 0));
}

FIXTURE_TEARDOWN_PARENT(file)
{
	EXPECT_EQ(0, sim_remove(NAME));
}

TEST_F(file, takes_no_unknown_whence)
{
	ASSERT_EQ(5, lseek(self->view, 5, SEEK_SET));
	expect_errno(EINVAL, lseek(self->view, 0, 99));
	expect_errno(EINVAL, lseek(self->view, 0, -1));
	EXPECT_EQ(5, lseek(self->view, 0, SEEK_CUR));
}

TEST_F(file, takes_no_negative_position)
{
	expect_errno(EINVAL, pread(self->view, self->seen, 1, -1));
	expect_errno(EINVAL, pwrite(self->view, self->seen, 1, -1));
}

TEST_F(file, keeps_its_position_in_pread_and_pwrite)
{
	ASSERT_EQ(7, lseek(self->view, 7, SEEK_SET));
	EXPECT_EQ(10, pread(self->view, self->seen, 10, 100));
	EXPECT_EQ(10, pwrite(self->view, self->seen, 10, 200));
	EXPECT_EQ(7, lseek(self->view, 0, SEEK_CUR));
}

TEST_F(file, shares_its_position_with_a_duplicate)
{
	int copy = dup(self->view);

	EXPECT_EQ(10, read(copy, self->seen, 10));
	EXPECT_EQ(10, lseek(self->view, 0, SEEK_CUR));
}

TEST_F(file, shares_no_position_with_a_slice)
{
	const __u64 part = 7;
	int slice;

	EXPECT_EQ(10, read(self->view, self->seen, 10));
	slice = view_range(self->view, 0, part, 1);
	ASSERT_LE(0, slice);
	EXPECT_EQ(0, lseek(slice, 0, SEEK_CUR));
}

TEST_F(file, reads_and_writes_nothing)
{
	EXPECT_EQ(0, read(self->view, self->seen, 0));
	EXPECT_EQ(0, write(self->view, self->seen, 0));
	EXPECT_EQ(0, lseek(self->view, 0, SEEK_CUR));
}

TEST_F(file, has_no_length_to_change)
{
	EXPECT_EQ(-1, ftruncate(self->view, 10));
	EXPECT_EQ(-1, fallocate(self->view, 0, 0, 10));
	EXPECT_EQ(BYTES, lseek(self->view, 0, SEEK_END));
}

TEST_F(file, shows_what_is_written_to_all_views)
{
	int other = view_open(self->dev, NAME, 0);

	ASSERT_LE(0, other);
	ASSERT_EQ(5, pwrite(self->view, "hello", 5, 4090));
	EXPECT_EQ(5, pread(other, self->seen, 5, 4090));
	EXPECT_EQ(0, memcmp(self->seen, "hello", 5));
}

/* Addresses that are good for a part of what is wanted. */
TEST_F(file, reads_as_far_as_memory_goes)
{
	const size_t room = 5000;
	char *memory = guarded_alloc(room);
	ssize_t got = read(self->view, memory, BYTES);

	EXPECT_LT(0, got);
	EXPECT_GE(room, got);
	EXPECT_EQ(0, memcmp(memory, self->bytes, got));
	EXPECT_EQ(got, lseek(self->view, 0, SEEK_CUR));
}

TEST_F(file, writes_as_far_as_memory_goes)
{
	const size_t room = 5000;
	char *memory = guarded_alloc(room);
	ssize_t put;

	memset(memory, POISON, room);
	put = write(self->view, memory, BYTES);
	EXPECT_LT(0, put);
	EXPECT_GE(room, put);
	EXPECT_EQ(put, lseek(self->view, 0, SEEK_CUR));
	memset(self->bytes, POISON, put);
	ASSERT_EQ(0, buffer_dump(self->dev, self->id, self->seen, BYTES));
	EXPECT_EQ(0, memcmp(self->seen, self->bytes, BYTES));
}

TEST_F(file, reads_and_writes_no_bad_address)
{
	expect_errno(EFAULT, read(self->view, bad_address(), 100));
	expect_errno(EFAULT, write(self->view, bad_address(), 100));
	EXPECT_EQ(0, lseek(self->view, 0, SEEK_CUR));
	ASSERT_EQ(0, buffer_dump(self->dev, self->id, self->seen, BYTES));
	EXPECT_EQ(0, memcmp(self->seen, self->bytes, BYTES));
}

/* Memory that is a mapping of the very view that is read or written. */
FIXTURE(mapped)
{
	int dev;
	int view;
	size_t half;
	unsigned char *map;
	unsigned char *bytes;
};

FIXTURE_VARIANT(mapped)
{
	const char *kind;
};

/* clang-format off */
FIXTURE_VARIANT_ADD(mapped, vmalloc) { .kind = "kind=vmalloc" };
FIXTURE_VARIANT_ADD(mapped, pages) { .kind = "kind=pages" };
/* clang-format on */

FIXTURE_SETUP(mapped)
{
	self->half = 65536;
	ASSERT_EQ(0, sim_make(NAME, "shape=131072", variant->kind));
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
	self->view = view_open(self->dev, NAME, MVIEW_OPEN_WRITE);
	ASSERT_LE(0, self->view);
	self->map = mmap(NULL, 2 * self->half, PROT_READ | PROT_WRITE,
			 MAP_SHARED, self->view, 0);
	ASSERT_NE(MAP_FAILED, self->map);
	self->bytes = malloc(self->half);
	for (size_t i = 0; i < self->half; i++)
		self->bytes[i] = i * 13 + i / 239;
	ASSERT_EQ(self->half, pwrite(self->view, self->bytes, self->half, 0));
}

FIXTURE_TEARDOWN_PARENT(mapped)
{
	EXPECT_EQ(0, sim_remove(NAME));
}

TEST_F(mapped, view_is_read_into_itself)
{
	EXPECT_EQ(self->half, pread(self->view, self->map + self->half,
				    self->half, 0));
	EXPECT_EQ(0, memcmp(self->map + self->half, self->bytes, self->half));
}

TEST_F(mapped, view_is_written_from_itself)
{
	EXPECT_EQ(self->half, pwrite(self->view, self->map, self->half,
				     self->half));
	EXPECT_EQ(0, memcmp(self->map + self->half, self->bytes, self->half));
}

TEST_F(mapped, slice_is_read_into_the_whole)
{
	int every_other = view_range(self->view, 0, self->half / 2, 2);

	ASSERT_LE(0, every_other);
	EXPECT_EQ(self->half / 2, read(every_other, self->map + self->half,
				       self->half));
	for (size_t i = 0; i < self->half / 2; i++)
		ASSERT_EQ(self->bytes[2 * i], self->map[self->half + i]);
}

TEST_HARNESS_MAIN
