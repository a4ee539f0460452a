// SPDX-License-Identifier: GPL-2.0
/* IMPORT_DMABUF: which descriptors and layouts it takes and refuses. */
#include <errno.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

#include "dmabuf.h"
#include "kselftest_harness.h"
#include "model.h"
#include "mview_test.h"

FIXTURE(import)
{
	int dev;
	int dmabuf;
	size_t size;
	struct mview_import_dmabuf arg;
	struct mview_layout layout;
	__u64 shape[MVIEW_NDIM_MAX + 1];
	__s64 strides[MVIEW_NDIM_MAX + 1];
	unsigned char *bytes;
};

FIXTURE_SETUP(import)
{
	struct mview_import_dmabuf whole = { .size = sizeof(whole) };

	self->dmabuf = any_dmabuf();
	if (self->dmabuf < 0)
		SKIP(return, "nobody here exports a dma-buf");
	self->size = lseek(self->dmabuf, 0, SEEK_END);
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);

	/* Something to tell the elements apart by. */
	self->bytes = malloc(self->size);
	for (size_t i = 0; i < self->size; i++)
		self->bytes[i] = i * 19 + i / 229;
	whole.flags = MVIEW_OPEN_WRITE;
	whole.dmabuf_fd = self->dmabuf;
	ASSERT_EQ(0, ioctl(self->dev, MVIEW_IMPORT_DMABUF, &whole));
	ASSERT_EQ(self->size, write(whole.fd, self->bytes, self->size));
	ASSERT_EQ(0, close(whole.fd));

	self->arg.size = sizeof(self->arg);
	self->arg.dmabuf_fd = self->dmabuf;
	self->arg.fd = POISON_FD;
	self->arg.layout = to_user(&self->layout);
	self->layout.size = sizeof(self->layout);
	self->layout.format = to_user("H");
	self->layout.format_len = 1;
	self->layout.ndim = 1;
	self->layout.shape = to_user(self->shape);
	self->shape[0] = self->size / 2;
}

FIXTURE_TEARDOWN_PARENT(import)
{
}

#define IMPORT()	ioctl(self->dev, MVIEW_IMPORT_DMABUF, &self->arg)

static void set_format(FIXTURE_DATA(import) *self, const char *format)
{
	self->layout.format = to_user(format);
	self->layout.format_len = strlen(format);
}

/* The view must be what the model says of the bytes. */
static void check_import(struct __test_metadata *_metadata,
			 FIXTURE_DATA(import) *self, const struct model *model)
{
	struct view_desc desc;

	ASSERT_EQ(0, IMPORT());
	ASSERT_EQ(0, view_describe(self->arg.fd, &desc));
	EXPECT_TRUE(model_describes(model, &desc));
	EXPECT_TRUE(model_reads(model, self->bytes, self->arg.fd));
	EXPECT_EQ(0, close(self->arg.fd));
}

TEST_F(import, of_no_layout_is_all_bytes)
{
	const __u64 shape[] = { self->size };
	struct model model;

	self->arg.layout = 0;
	model_init(&model, 1, 1, shape);
	check_import(_metadata, self, &model);
}

TEST_F(import, without_strides_is_contiguous)
{
	const __u64 shape[] = { 3, 5, 7 };
	struct model model;

	self->layout.ndim = 3;
	memcpy(self->shape, shape, sizeof(shape));
	model_init(&model, 2, 3, shape);
	check_import(_metadata, self, &model);
}

TEST_F(import, with_strides_is_as_they_say)
{
	const __u64 shape[] = { 4, 6 };
	struct model model;

	self->layout.ndim = 2;
	self->layout.offset = 900;
	self->layout.strides = to_user(self->strides);
	memcpy(self->shape, shape, sizeof(shape));
	self->strides[0] = -200;
	self->strides[1] = 31;
	model_init(&model, 2, 2, shape);
	model.offset = 900;
	model.strides[0] = -200;
	model.strides[1] = 31;
	check_import(_metadata, self, &model);
}

TEST_F(import, may_show_an_element_many_times)
{
	const __u64 shape[] = { 9 };
	struct model model;

	self->layout.offset = 10;
	self->layout.strides = to_user(self->strides);
	self->shape[0] = 9;
	model_init(&model, 2, 1, shape);
	model.offset = 10;
	model.strides[0] = 0;
	check_import(_metadata, self, &model);
}

/* So few bytes can make more elements than there is memory for. */
TEST_F(import, may_show_more_than_can_be_copied)
{
	const __u64 lengths[] = { 1ULL << 42, 1ULL << 50, 1ULL << 62 };

	self->layout.strides = to_user(self->strides);
	for (size_t i = 0; i < ARRAY_SIZE(lengths); i++) {
		self->shape[0] = lengths[i] / 2;
		ASSERT_EQ(0, IMPORT());
		expect_errno(ENOMEM, view_contiguous(self->arg.fd, 'C', 0));
		EXPECT_EQ(2, pread(self->arg.fd, self->bytes, 2,
				   lengths[i] - 2));
		EXPECT_EQ(0, close(self->arg.fd));
	}
}

TEST_F(import, without_dimensions_is_one_element)
{
	struct model model;

	set_format(self, "I");
	self->layout.ndim = 0;
	self->layout.offset = 6;
	model_init(&model, 4, 0, NULL);
	model.offset = 6;
	check_import(_metadata, self, &model);
}

TEST_F(import, without_elements_works)
{
	const __u64 shape[] = { 0 };
	struct model model;

	self->shape[0] = 0;
	model_init(&model, 2, 1, shape);
	check_import(_metadata, self, &model);
}

TEST_F(import, ends_with_the_last_byte)
{
	const __u64 shape[] = { 1 };
	struct model model;

	self->shape[0] = 1;
	self->layout.offset = self->size - 2;
	model_init(&model, 2, 1, shape);
	model.offset = self->size - 2;
	check_import(_metadata, self, &model);
}

TEST_F(import, knows_the_itemsize)
{
	const __u64 shape[] = { self->size / 2 };
	struct model model;

	self->layout.itemsize = 2;
	model_init(&model, 2, 1, shape);
	check_import(_metadata, self, &model);
}

TEST_F(import, contradicts_a_wrong_itemsize)
{
	self->shape[0] = 1;
	self->layout.itemsize = 1;
	expect_errno(EINVAL, IMPORT());
	self->layout.itemsize = 4;
	expect_errno(EINVAL, IMPORT());
	self->layout.itemsize = UINT64_MAX;
	expect_errno(EINVAL, IMPORT());
}

/* A layout may state the size of its native long. */
TEST_F(import, contradicts_a_long_of_another_size)
{
	self->layout.long_size = 12 - kernel_long_size();
	expect_errno(EINVAL, IMPORT());
	self->layout.long_size = kernel_long_size() | 1U << 31;
	expect_errno(EINVAL, IMPORT());
	self->layout.long_size = kernel_long_size();
	EXPECT_EQ(0, IMPORT());
}

TEST_F(import, is_read_only_unless_asked)
{
	struct view_desc desc;

	ASSERT_EQ(0, IMPORT());
	ASSERT_EQ(0, view_describe(self->arg.fd, &desc));
	EXPECT_TRUE(desc.info.view_flags & MVIEW_VIEW_IS_READONLY);
	expect_errno(EBADF, write(self->arg.fd, "XX", 2));
}

TEST_F(import, is_writable_when_asked)
{
	self->arg.flags = MVIEW_OPEN_WRITE;
	ASSERT_EQ(0, IMPORT());
	EXPECT_EQ(2, write(self->arg.fd, "XX", 2));
}

TEST_F(import, does_not_write_through_a_read_only_device)
{
	self->dev = dev_open(O_RDONLY);
	EXPECT_EQ(0, IMPORT());
	self->arg.flags = MVIEW_OPEN_WRITE;
	expect_errno(EACCES, IMPORT());
}

TEST_F(import, does_not_leave_the_memory)
{
	self->shape[0] = self->size / 2 + 1;
	expect_errno(EOVERFLOW, IMPORT());
	self->shape[0] = self->size / 2;
	self->layout.offset = 1;
	expect_errno(EOVERFLOW, IMPORT());
	self->shape[0] = 1;
	self->layout.offset = self->size - 1;
	expect_errno(EOVERFLOW, IMPORT());
	self->layout.offset = self->size;
	expect_errno(EOVERFLOW, IMPORT());
}

TEST_F(import, does_not_leave_the_memory_by_strides)
{
	self->layout.strides = to_user(self->strides);
	self->shape[0] = 2;
	self->strides[0] = -1;
	expect_errno(EOVERFLOW, IMPORT());
	self->strides[0] = self->size - 1;
	expect_errno(EOVERFLOW, IMPORT());
	self->layout.offset = self->size - 2;
	self->strides[0] = 1;
	expect_errno(EOVERFLOW, IMPORT());
}

TEST_F(import, does_not_overflow)
{
	self->layout.ndim = 2;
	self->shape[0] = 1ULL << 32;
	self->shape[1] = 1ULL << 31;
	expect_errno(EOVERFLOW, IMPORT());
	self->layout.ndim = 1;
	self->shape[0] = 1ULL << 63;
	expect_errno(EOVERFLOW, IMPORT());
	self->shape[0] = UINT64_MAX;
	expect_errno(EOVERFLOW, IMPORT());
	self->shape[0] = 1;
	self->layout.offset = INT64_MAX;
	expect_errno(EOVERFLOW, IMPORT());
	self->layout.offset = UINT64_MAX;
	expect_errno(EOVERFLOW, IMPORT());
}

TEST_F(import, does_not_overflow_by_strides)
{
	const __s64 strides[] = { INT64_MAX, INT64_MIN, INT64_MAX / 2 + 1 };

	self->layout.strides = to_user(self->strides);
	self->shape[0] = 3;
	for (size_t i = 0; i < ARRAY_SIZE(strides); i++) {
		self->strides[0] = strides[i];
		expect_errno(EOVERFLOW, IMPORT());
	}
}

TEST_F(import, has_64_dimensions_and_no_65)
{
	__u64 ones[MVIEW_NDIM_MAX];
	struct model model;

	for (int i = 0; i <= MVIEW_NDIM_MAX; i++)
		self->shape[i] = 1;
	memcpy(ones, self->shape, sizeof(ones));
	self->layout.ndim = MVIEW_NDIM_MAX;
	model_init(&model, 2, MVIEW_NDIM_MAX, ones);
	check_import(_metadata, self, &model);
	self->layout.ndim = MVIEW_NDIM_MAX + 1;
	expect_errno(E2BIG, IMPORT());
	self->layout.ndim = UINT32_MAX;
	expect_errno(E2BIG, IMPORT());
}

TEST_F(import, needs_a_good_format)
{
	const char *const formats[] = { "", "Y", "T{", "<n", "2" };

	self->shape[0] = 1;
	for (size_t i = 0; i < ARRAY_SIZE(formats); i++) {
		set_format(self, formats[i]);
		expect_errno(EINVAL, IMPORT());
	}
}

TEST_F(import, needs_a_short_format)
{
	static char format[MVIEW_FORMAT_MAX + 2];

	memset(format, 'B', MVIEW_FORMAT_MAX + 1);
	self->shape[0] = 1;
	set_format(self, format);
	expect_errno(E2BIG, IMPORT());
	self->layout.format_len = UINT32_MAX;
	expect_errno(E2BIG, IMPORT());
}

TEST_F(import, takes_dma_bufs_only)
{
	int others[] = {
		open("/dev/null", O_RDWR | O_CLOEXEC),
		memfd_create("import", MFD_CLOEXEC),
		self->dev,
		0,
	};

	ASSERT_EQ(0, IMPORT());
	others[3] = self->arg.fd;
	for (size_t i = 0; i < ARRAY_SIZE(others); i++) {
		self->arg.dmabuf_fd = others[i];
		expect_errno(EINVAL, IMPORT());
	}
}

TEST_F(import, takes_open_descriptors_only)
{
	int closed = dup(self->dmabuf);
	const int bad[] = { -1, INT32_MIN, INT32_MAX, closed };

	ASSERT_EQ(0, close(closed));
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		self->arg.dmabuf_fd = bad[i];
		expect_errno(EBADF, IMPORT());
	}
}

TEST_F(import, of_the_same_twice_makes_two_buffers)
{
	int first;

	ASSERT_EQ(0, IMPORT());
	first = self->arg.fd;
	ASSERT_EQ(0, IMPORT());
	EXPECT_LT(view_buffer_id(first), view_buffer_id(self->arg.fd));
	EXPECT_EQ(1, buffer_exports(self->dev, view_buffer_id(first)));
}

TEST_F(import, that_fails_leaves_no_buffer)
{
	struct buffer_desc desc;
	__u64 id;

	ASSERT_EQ(0, IMPORT());
	id = view_buffer_id(self->arg.fd);
	set_format(self, "Y");
	EXPECT_EQ(-1, IMPORT());
	set_format(self, "H");
	self->layout.offset = self->size;
	EXPECT_EQ(-1, IMPORT());
	expect_errno(ENOENT, buffer_describe(self->dev, id + 1,
					     MVIEW_BUFFER_INFO_NEXT, &desc));
}

TEST_F(import, that_fails_holds_no_dmabuf)
{
	long before = dmabuf_count();

	if (before < 0)
		SKIP(return, "the kernel does not count its dma-bufs");
	set_format(self, "Y");
	EXPECT_EQ(-1, IMPORT());
	set_format(self, "H");
	self->shape[0] = self->size;
	EXPECT_EQ(-1, IMPORT());
	ASSERT_EQ(0, close(self->dmabuf));
	EXPECT_EQ(before - 1, dmabuf_count());
}

TEST_HARNESS_MAIN
