// SPDX-License-Identifier: GPL-2.0
/* BUFFER_ALLOC: what it makes of sizes and layouts, and what it refuses. */
#include <errno.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

#include "kselftest_harness.h"
#include "model.h"
#include "mview_test.h"
#include "system.h"

FIXTURE(alloc)
{
	int dev;
	size_t page;
	struct mview_buffer_alloc arg;
	struct mview_layout layout;
	__u64 shape[MVIEW_NDIM_MAX + 1];
	__s64 strides[MVIEW_NDIM_MAX];
	struct view_desc desc;
};

FIXTURE_SETUP(alloc)
{
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
	self->page = getpagesize();
	self->arg.size = sizeof(self->arg);
	self->arg.flags = MVIEW_OPEN_WRITE;
	self->arg.fd = POISON_FD;
}

FIXTURE_TEARDOWN_PARENT(alloc)
{
}

#define ALLOC()	ioctl(self->dev, MVIEW_BUFFER_ALLOC, &self->arg)

static void set_layout(FIXTURE_DATA(alloc) *self, const char *format,
		       __u32 ndim, const __u64 *shape)
{
	self->arg.layout = to_user(&self->layout);
	self->layout.size = sizeof(self->layout);
	self->layout.format = to_user(format);
	self->layout.format_len = strlen(format);
	self->layout.ndim = ndim;
	self->layout.shape = to_user(self->shape);
	memcpy(self->shape, shape, ndim * sizeof(*shape));
}

static void describe(struct __test_metadata *_metadata,
		     FIXTURE_DATA(alloc) *self)
{
	ASSERT_EQ(0, ALLOC());
	ASSERT_EQ(0, view_describe(self->arg.fd, &self->desc));
}

static void check_zeros(struct __test_metadata *_metadata, int view,
			size_t size)
{
	char *bytes = malloc(size);

	memset(bytes, POISON, size);
	ASSERT_EQ(size, pread(view, bytes, size, 0));
	for (size_t i = 0; i < size; i++)
		ASSERT_EQ(0, bytes[i]);
	free(bytes);
}

TEST_F(alloc, without_a_layout_is_bytes)
{
	self->arg.nbytes = 100;
	describe(_metadata, self);
	EXPECT_STREQ("B", self->desc.format);
	EXPECT_EQ(1, self->desc.layout.ndim);
	EXPECT_EQ(100, self->desc.shape[0]);
	EXPECT_EQ(1, self->desc.strides[0]);
	EXPECT_EQ(100, self->desc.info.nbytes);
}

TEST_F(alloc, has_the_layout_given)
{
	const __u64 shape[] = { 3, 5 };
	struct model model;

	set_layout(self, ">H", 2, shape);
	self->layout.offset = 100;
	self->layout.strides = to_user(self->strides);
	self->strides[0] = 40;
	self->strides[1] = -6;
	self->arg.nbytes = 300;
	describe(_metadata, self);
	model_init(&model, 2, 2, shape);
	model.offset = 100;
	model.strides[0] = 40;
	model.strides[1] = -6;
	EXPECT_TRUE(model_describes(&model, &self->desc));
	EXPECT_STREQ(">H", self->desc.format);
}

TEST_F(alloc, without_strides_is_contiguous)
{
	const __u64 shape[] = { 4, 6, 7 };
	struct model model;

	set_layout(self, "I", 3, shape);
	describe(_metadata, self);
	model_init(&model, 4, 3, shape);
	EXPECT_TRUE(model_describes(&model, &self->desc));
}

TEST_F(alloc, is_private_and_of_pages)
{
	struct buffer_desc desc;

	self->arg.nbytes = 1;
	describe(_metadata, self);
	ASSERT_EQ(0, buffer_describe(self->dev, self->desc.info.buffer_id, 0,
				     &desc));
	EXPECT_EQ(MVIEW_KIND_PAGES, desc.info.kind);
	EXPECT_EQ(0, desc.info.name_len);
	EXPECT_EQ(MVIEW_BUFFER_PRIVATE | MVIEW_BUFFER_MAPPABLE |
		  MVIEW_BUFFER_PINNABLE, desc.info.buffer_flags);
	EXPECT_EQ(1, desc.info.exports);
}

TEST_F(alloc, is_rounded_up_to_pages)
{
	const size_t sizes[] = { 1, self->page - 1, self->page,
				 self->page + 1, 5 * self->page - 1 };

	for (size_t i = 0; i < ARRAY_SIZE(sizes); i++) {
		self->arg.nbytes = sizes[i];
		describe(_metadata, self);
		EXPECT_EQ(sizes[i], self->desc.info.nbytes);
		EXPECT_EQ((sizes[i] + self->page - 1) / self->page * self->page,
			  self->desc.info.buffer_nbytes);
		EXPECT_EQ(self->desc.info.buffer_nbytes,
			  self->desc.info.map_nbytes);
	}
}

TEST_F(alloc, of_no_size_is_as_large_as_its_layout)
{
	const __u64 shape[] = { 1000 };

	set_layout(self, "I", 1, shape);
	self->layout.offset = self->page;
	describe(_metadata, self);
	EXPECT_EQ(2 * self->page, self->desc.info.buffer_nbytes);
	self->layout.offset = 0;
	self->shape[0] = self->page;
	describe(_metadata, self);
	EXPECT_EQ(4 * self->page, self->desc.info.buffer_nbytes);
}

TEST_F(alloc, may_have_more_bytes_than_its_layout)
{
	const __u64 shape[] = { 10 };

	set_layout(self, "B", 1, shape);
	self->arg.nbytes = 3 * self->page;
	describe(_metadata, self);
	EXPECT_EQ(10, self->desc.info.nbytes);
	EXPECT_EQ(3 * self->page, self->desc.info.buffer_nbytes);
}

TEST_F(alloc, without_elements_is_a_page)
{
	const __u64 shape[] = { 0 };

	set_layout(self, "B", 1, shape);
	describe(_metadata, self);
	EXPECT_EQ(0, self->desc.info.nbytes);
	EXPECT_EQ(self->page, self->desc.info.buffer_nbytes);
}

TEST_F(alloc, is_zeroed)
{
	self->arg.nbytes = 5 * self->page;
	ASSERT_EQ(0, ALLOC());
	check_zeros(_metadata, self->arg.fd, self->arg.nbytes);
}

/* The kernel may reuse pages of the buffer that the test has just closed. */
TEST_F(alloc, is_zeroed_however_often)
{
	size_t size = 1 << 20;
	char *junk = malloc(size);

	memset(junk, POISON, size);
	self->arg.nbytes = size;
	for (int i = 0; i < 8; i++) {
		ASSERT_EQ(0, ALLOC());
		check_zeros(_metadata, self->arg.fd, size);
		ASSERT_EQ(size, pwrite(self->arg.fd, junk, size, 0));
		ASSERT_EQ(0, close(self->arg.fd));
	}
}

/* mmap() also maps the rest of the last page, beyond the buffer's size. */
TEST_F(alloc, is_zeroed_to_the_end_of_its_last_page)
{
	char *map;

	self->arg.nbytes = 10;
	ASSERT_EQ(0, ALLOC());
	map = mmap(NULL, self->page, PROT_READ, MAP_SHARED, self->arg.fd, 0);
	ASSERT_NE(MAP_FAILED, map);
	for (size_t i = 0; i < self->page; i++)
		ASSERT_EQ(0, map[i]);
}

TEST_F(alloc, shows_what_is_mapped_through_another_view)
{
	int other;
	char *map, *seen;

	self->arg.nbytes = 2 * self->page;
	ASSERT_EQ(0, ALLOC());
	other = view_readonly(self->arg.fd);
	map = mmap(NULL, 2 * self->page, PROT_READ | PROT_WRITE, MAP_SHARED,
		   self->arg.fd, 0);
	seen = mmap(NULL, 2 * self->page, PROT_READ, MAP_SHARED, other, 0);
	ASSERT_NE(MAP_FAILED, map);
	ASSERT_NE(MAP_FAILED, seen);
	memcpy(map + self->page - 2, "hello", 5);
	EXPECT_EQ(0, memcmp(seen + self->page - 2, "hello", 5));
	ASSERT_EQ(5, pwrite(self->arg.fd, "there", 5, 7));
	EXPECT_EQ(0, memcmp(seen + 7, "there", 5));
}

TEST_F(alloc, is_read_only_unless_asked)
{
	self->arg.flags = 0;
	self->arg.nbytes = 100;
	describe(_metadata, self);
	EXPECT_TRUE(self->desc.info.view_flags & MVIEW_VIEW_IS_READONLY);
	expect_errno(EBADF, write(self->arg.fd, "X", 1));
}

TEST_F(alloc, does_not_write_through_a_read_only_device)
{
	self->dev = dev_open(O_RDONLY);
	self->arg.nbytes = 100;
	expect_errno(EACCES, ALLOC());
	self->arg.flags = 0;
	EXPECT_EQ(0, ALLOC());
}

TEST_F(alloc, of_nothing_at_all_is_refused)
{
	expect_errno(EINVAL, ALLOC());
}

TEST_F(alloc, does_not_leave_its_size)
{
	const __u64 shape[] = { 101 };

	set_layout(self, "B", 1, shape);
	self->arg.nbytes = 100;
	expect_errno(EOVERFLOW, ALLOC());
	self->shape[0] = 1;
	self->layout.offset = 100;
	expect_errno(EOVERFLOW, ALLOC());
	self->layout.offset = 0;
	self->layout.strides = to_user(self->strides);
	self->shape[0] = 2;
	self->strides[0] = -1;
	expect_errno(EOVERFLOW, ALLOC());
	self->arg.nbytes = 0;
	expect_errno(EOVERFLOW, ALLOC());
}

TEST_F(alloc, does_not_overflow)
{
	const __u64 shape[] = { 1ULL << 32, 1ULL << 31 };

	self->arg.nbytes = UINT64_MAX;
	expect_errno(EOVERFLOW, ALLOC());
	self->arg.nbytes = 0;
	set_layout(self, "H", 2, shape);
	expect_errno(EOVERFLOW, ALLOC());
	self->layout.ndim = 1;
	self->shape[0] = UINT64_MAX;
	expect_errno(EOVERFLOW, ALLOC());
	self->shape[0] = 1;
	self->layout.offset = INT64_MAX;
	expect_errno(EOVERFLOW, ALLOC());
}

/* Few bytes, but more elements than can be counted. */
TEST_F(alloc, does_not_overflow_by_repeating)
{
	const __u64 shape[] = { 1ULL << 62, 4 };

	set_layout(self, "B", 2, shape);
	self->layout.strides = to_user(self->strides);
	expect_errno(EOVERFLOW, ALLOC());
	self->shape[1] = 1;
	EXPECT_EQ(0, ALLOC());
	set_layout(self, "H", 1, shape);
	expect_errno(EOVERFLOW, ALLOC());
}

TEST_F(alloc, of_more_than_there_is_kills_nobody)
{
	const __u64 sizes[] = { 1ULL << 42, 1ULL << 50, INT64_MAX };
	const __u64 one = 1;

	for (size_t i = 0; i < ARRAY_SIZE(sizes); i++) {
		self->arg.nbytes = sizes[i];
		expect_errno(ENOMEM, ALLOC());
	}
	set_layout(self, "B", 1, &one);
	self->arg.nbytes = UINT64_MAX;
	expect_errno(ENOMEM, ALLOC());
}

TEST_F(alloc, is_in_one_piece_if_wanted)
{
	const size_t npages[] = { 1, 3, 169, 256 };
	char *map;
	int one;

	self->arg.flags |= MVIEW_CONTIGUOUS | MVIEW_PINNABLE;
	for (size_t i = 0; i < ARRAY_SIZE(npages); i++) {
		self->arg.nbytes = npages[i] * self->page;
		describe(_metadata, self);
		EXPECT_EQ(self->arg.nbytes, self->desc.info.buffer_nbytes);
		check_zeros(_metadata, self->arg.fd, self->arg.nbytes);
		map = mmap(NULL, self->arg.nbytes, PROT_READ | PROT_WRITE,
			   MAP_SHARED, self->arg.fd, 0);
		ASSERT_NE(MAP_FAILED, map);
		memset(map, POISON, self->arg.nbytes);
		one = pages_in_one_piece(map, npages[i]);
		if (one < 0)
			SKIP(return, "nobody tells where pages are");
		EXPECT_EQ(1, one);
	}
}

/* The kernel limits the size of a piece; most kernels to 4 MiB. */
TEST_F(alloc, is_not_in_one_piece_that_is_too_large)
{
	self->arg.flags |= MVIEW_CONTIGUOUS;
	self->arg.nbytes = 1ULL << 40;
	expect_errno(EOPNOTSUPP, ALLOC());
	if (self->page != 4096)
		SKIP(return, "pages of another size");
	self->arg.nbytes = (4 << 20) + 1;
	expect_errno(EOPNOTSUPP, ALLOC());
	self->arg.nbytes = 4 << 20;
	if (ALLOC())
		EXPECT_EQ(ENOMEM, errno);
}

TEST_F(alloc, has_64_dimensions_and_no_65)
{
	__u64 ones[MVIEW_NDIM_MAX + 1];

	for (int i = 0; i <= MVIEW_NDIM_MAX; i++)
		ones[i] = 1;
	set_layout(self, "B", MVIEW_NDIM_MAX, ones);
	EXPECT_EQ(0, ALLOC());
	set_layout(self, "B", MVIEW_NDIM_MAX + 1, ones);
	expect_errno(E2BIG, ALLOC());
	self->layout.ndim = UINT32_MAX;
	expect_errno(E2BIG, ALLOC());
}

TEST_F(alloc, needs_a_short_format)
{
	const __u64 shape[] = { 1 };

	set_layout(self, "B", 1, shape);
	self->layout.format_len = MVIEW_FORMAT_MAX + 1;
	expect_errno(E2BIG, ALLOC());
}

TEST_F(alloc, needs_a_good_format)
{
	const char *const formats[] = { "", "Y", "T{", "<n" };
	const __u64 shape[] = { 1 };

	for (size_t i = 0; i < ARRAY_SIZE(formats); i++) {
		set_layout(self, formats[i], 1, shape);
		expect_errno(EINVAL, ALLOC());
	}
}

TEST_F(alloc, contradicts_a_wrong_itemsize)
{
	const __u64 shape[] = { 1 };

	set_layout(self, "H", 1, shape);
	self->layout.itemsize = 4;
	expect_errno(EINVAL, ALLOC());
	self->layout.itemsize = 2;
	EXPECT_EQ(0, ALLOC());
}

TEST_F(alloc, that_fails_leaves_no_buffer)
{
	struct buffer_desc desc;
	__u64 id;

	self->arg.nbytes = 1;
	describe(_metadata, self);
	id = self->desc.info.buffer_id;
	self->arg.nbytes = 1ULL << 42;
	EXPECT_EQ(-1, ALLOC());
	self->arg.nbytes = 0;
	EXPECT_EQ(-1, ALLOC());
	expect_errno(ENOENT, buffer_describe(self->dev, id + 1,
					     MVIEW_BUFFER_INFO_NEXT, &desc));
}

TEST_HARNESS_MAIN
