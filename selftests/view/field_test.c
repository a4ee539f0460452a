// SPDX-License-Identifier: GPL-2.0
/* Views of a field: what they show and write, and of what there is none. */
#include <errno.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "kselftest_harness.h"
#include "mview_test.h"

#define NAME	"field_test"
#define FORMAT	"T{<I:len:>H:be:(2,3)B:taps:2T{h:x:T{b:lo:B:hi:}:y:}:pos:3s:tag:}"
#define COUNT	6

struct __attribute__((packed)) record {
	__u32 len;
	__u8 be[2];
	__u8 taps[2][3];
	struct __attribute__((packed)) {
		__u16 x;
		__s8 lo;
		__u8 hi;
	} pos[2];
	char tag[3];
};

FIXTURE(field)
{
	int dev;
	int view;
	struct record records[COUNT];
};

FIXTURE_SETUP(field)
{
	__u8 *bytes = (__u8 *)self->records;
	size_t i;

	ASSERT_EQ(0, sim_make(NAME, "format=" FORMAT, "shape=2 3"));
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
	self->view = view_open(self->dev, NAME, MVIEW_OPEN_WRITE);
	ASSERT_LE(0, self->view);
	for (i = 0; i < sizeof(self->records); i++)
		bytes[i] = i * 7 + 1;
	ASSERT_EQ(sizeof(self->records),
		  pwrite(self->view, bytes, sizeof(self->records), 0));
}

FIXTURE_TEARDOWN_PARENT(field)
{
	EXPECT_EQ(0, sim_remove(NAME));
}

FIXTURE_VARIANT(field)
{
	const char *name;
	const char *format;
	__u64 offset;
	__u64 itemsize;
	__u32 ndim;
	__u64 shape[4];
	__s64 strides[4];
};

#define RECORD	((__s64)sizeof(struct record))

/* clang-format off */
FIXTURE_VARIANT_ADD(field, number) {
	.name = "len", .format = "<I", .offset = 0, .itemsize = 4, .ndim = 2,
	.shape = { 2, 3 }, .strides = { 3 * RECORD, RECORD },
};
FIXTURE_VARIANT_ADD(field, byte_order) {
	.name = "be", .format = ">H", .offset = 4, .itemsize = 2, .ndim = 2,
	.shape = { 2, 3 }, .strides = { 3 * RECORD, RECORD },
};
FIXTURE_VARIANT_ADD(field, sub_array) {
	.name = "taps", .format = "B", .offset = 6, .itemsize = 1, .ndim = 4,
	.shape = { 2, 3, 2, 3 }, .strides = { 3 * RECORD, RECORD, 3, 1 },
};
FIXTURE_VARIANT_ADD(field, records) {
	.name = "pos", .format = ">T{h:x:T{b:lo:B:hi:}:y:}", .offset = 12,
	.itemsize = 4, .ndim = 3,
	.shape = { 2, 3, 2 }, .strides = { 3 * RECORD, RECORD, 4 },
};
FIXTURE_VARIANT_ADD(field, inside_records) {
	.name = "pos.x", .format = ">h", .offset = 12, .itemsize = 2, .ndim = 3,
	.shape = { 2, 3, 2 }, .strides = { 3 * RECORD, RECORD, 4 },
};
FIXTURE_VARIANT_ADD(field, deeper) {
	.name = "pos.y.hi", .format = "B", .offset = 15, .itemsize = 1,
	.ndim = 3,
	.shape = { 2, 3, 2 }, .strides = { 3 * RECORD, RECORD, 4 },
};
FIXTURE_VARIANT_ADD(field, string) {
	.name = "tag", .format = "3s", .offset = 20, .itemsize = 3, .ndim = 2,
	.shape = { 2, 3 }, .strides = { 3 * RECORD, RECORD },
};
/* clang-format on */

TEST_F(field, is_described)
{
	int view = view_field(self->view, variant->name);
	struct view_desc desc;
	__u32 i;

	ASSERT_EQ(23, RECORD);
	ASSERT_LE(0, view);
	ASSERT_EQ(0, view_describe(view, &desc));
	EXPECT_STREQ(variant->format, desc.format);
	ASSERT_EQ(variant->ndim, desc.layout.ndim);
	EXPECT_EQ(variant->offset, desc.layout.offset);
	EXPECT_EQ(variant->itemsize, desc.layout.itemsize);
	for (i = 0; i < variant->ndim; i++) {
		EXPECT_EQ(variant->shape[i], desc.shape[i]);
		EXPECT_EQ(variant->strides[i], desc.strides[i]);
	}
}

FIXTURE(code)
{
	int view;
};

FIXTURE_SETUP(code)
{
	ASSERT_EQ(0, sim_make(NAME, "format=T{120s:name:Zf:gain:2Zd:poles:}",
			      "shape=4"));
	self->view = view_open(dev_open(O_RDWR), NAME, 0);
	ASSERT_LE(0, self->view);
}

FIXTURE_TEARDOWN_PARENT(code)
{
	EXPECT_EQ(0, sim_remove(NAME));
}

TEST_F(code, is_written_out_with_its_size)
{
	static const char *const fields[][2] = {
		{ "name", "120s" }, { "gain", "Zf" }, { "poles", "Zd" },
	};
	struct view_desc desc;

	for (size_t i = 0; i < ARRAY_SIZE(fields); i++) {
		ASSERT_EQ(0, view_describe(view_field(self->view, fields[i][0]),
					   &desc));
		EXPECT_STREQ(fields[i][1], desc.format);
	}
}

/* The places of the bytes of a sub-array of two axes that begins at @at. */
static size_t places(size_t at, __u64 itemsize, const __u64 *shape,
		     const __s64 *strides, size_t *bytes)
{
	size_t i, j, k, n = 0;

	for (i = 0; i < (shape[0] ?: 1); i++)
		for (j = 0; j < (shape[1] ?: 1); j++)
			for (k = 0; k < itemsize; k++)
				bytes[n++] = at + i * strides[0] +
					     j * strides[1] + k;
	return n;
}

TEST_F(field, reads_and_writes_itself_alone)
{
	int view = view_field(self->view, variant->name);
	__u8 *expected = (__u8 *)self->records;
	__u8 seen[sizeof(self->records)];
	size_t record, i, n, at = 0, where[64];

	ASSERT_LE(0, view);
	for (record = 0; record < COUNT; record++) {
		n = places(record * RECORD + variant->offset,
			   variant->itemsize, variant->shape + 2,
			   variant->strides + 2, where);
		ASSERT_EQ(n, pread(view, seen, n, at));
		for (i = 0; i < n; i++) {
			EXPECT_EQ(expected[where[i]], seen[i]);
			expected[where[i]] = seen[i] = ~seen[i];
		}
		ASSERT_EQ(n, pwrite(view, seen, n, at));
		at += n;
	}
	EXPECT_EQ(0, pread(view, seen, 1, at));
	ASSERT_EQ(sizeof(seen), pread(self->view, seen, sizeof(seen), 0));
	EXPECT_EQ(0, memcmp(expected, seen, sizeof(seen)));
}

FIXTURE(of)
{
	int dev;
	int view;
};

FIXTURE_SETUP(of)
{
	ASSERT_EQ(0, sim_make(NAME, "format=" FORMAT, "shape=2 3"));
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
	self->view = view_open(self->dev, NAME, MVIEW_OPEN_WRITE);
	ASSERT_LE(0, self->view);
}

FIXTURE_TEARDOWN_PARENT(of)
{
	EXPECT_EQ(0, sim_remove(NAME));
}

TEST_F(of, a_slice_is_the_slice_of_it)
{
	int part = view_field(view_index(self->view, 1), "pos.x");
	struct view_desc desc;

	ASSERT_LE(0, part);
	ASSERT_EQ(0, view_describe(part, &desc));
	EXPECT_EQ(2, desc.layout.ndim);
	EXPECT_EQ(3 * RECORD + 12, desc.layout.offset);
	EXPECT_EQ(RECORD, desc.strides[0]);
}

TEST_F(of, a_field_is_one_by_the_longer_name)
{
	int once = view_field(self->view, "pos.y.lo");
	int twice = view_field(view_field(view_field(self->view, "pos"), "y"),
			       "lo");
	struct view_desc a, b;

	ASSERT_EQ(0, view_describe(once, &a));
	ASSERT_EQ(0, view_describe(twice, &b));
	EXPECT_STREQ(a.format, b.format);
	EXPECT_EQ(a.layout.offset, b.layout.offset);
	EXPECT_EQ(a.layout.ndim, b.layout.ndim);
}

TEST_F(of, a_reader_does_not_write)
{
	int view = view_field(view_readonly(self->view), "len");
	__u32 value = 0;

	ASSERT_LE(0, view);
	expect_errno(EBADF, pwrite(view, &value, sizeof(value), 0));
}

/* It shares its pages with the other fields. */
TEST_F(of, a_confined_view_is_confined)
{
	int view = view_field(view_confined(self->view), "len");
	struct view_desc desc;

	ASSERT_EQ(0, view_describe(view, &desc));
	EXPECT_TRUE(desc.info.view_flags & MVIEW_VIEW_IS_CONFINED);
	EXPECT_EQ(0, desc.info.map_nbytes);
}

TEST_F(of, a_view_holds_an_export)
{
	__u64 id = view_buffer_id(self->view);
	int view = view_field(self->view, "len");

	EXPECT_EQ(2, buffer_exports(self->dev, id));
	ASSERT_EQ(0, close(view));
	EXPECT_EQ(1, buffer_exports(self->dev, id));
}

TEST_F(of, a_field_without_a_name_goes_by_place)
{
	int view = view_cast(self->view, "<HxB3x(2)<I6x>H", 1,
			     (__u64 []){ COUNT }, MVIEW_CAST_FREE);
	struct view_desc desc;

	ASSERT_LE(0, view);
	ASSERT_EQ(0, view_describe(view_field(view, "f2"), &desc));
	EXPECT_STREQ("<I", desc.format);
	EXPECT_EQ(2, desc.layout.ndim);
	ASSERT_EQ(0, view_describe(view_field(view, "f3"), &desc));
	EXPECT_STREQ(">H", desc.format);
	expect_errno(ENOENT, view_field(view, "f4"));
	expect_errno(ENOENT, view_field(view, "f02"));
	expect_errno(ENOENT, view_field(view, "f"));
}

TEST_F(of, nothing_there_is_none)
{
	static const char *const names[] = {
		"", ".", "le", "lenx", "len.", ".len", "len.x", "pos.", "pos.z",
		"pos..x", "pos.y.hi.x", "x", "f0", "LEN", "taps[0]",
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++)
		expect_errno(ENOENT, view_field(self->view, names[i]));
	/* A number has no fields. */
	expect_errno(ENOENT, view_field(view_field(self->view, "len"), "len"));
	expect_errno(ENOENT, view_field(view_field(self->view, "len"), "f0"));
}

TEST_F(of, a_long_name_is_refused)
{
	char name[MVIEW_FORMAT_MAX + 1];
	struct mview_view_field arg = {
		.size = sizeof(arg), .name = to_user(name),
		.name_len = MVIEW_FORMAT_MAX,
	};

	memset(name, 'x', sizeof(name));
	expect_errno(ENOENT, ioctl(self->view, MVIEW_VIEW_FIELD, &arg));
	arg.name_len++;
	expect_errno(E2BIG, ioctl(self->view, MVIEW_VIEW_FIELD, &arg));
	arg.name_len = ~0;
	expect_errno(E2BIG, ioctl(self->view, MVIEW_VIEW_FIELD, &arg));
}

TEST_F(of, too_many_axes_is_refused)
{
	__u64 shape[MVIEW_NDIM_MAX];
	int view;
	size_t i;

	for (i = 0; i < MVIEW_NDIM_MAX; i++)
		shape[i] = 1;
	shape[0] = COUNT;
	view = view_cast(self->view, FORMAT, MVIEW_NDIM_MAX, shape,
			 MVIEW_CAST_FREE);
	ASSERT_LE(0, view);
	EXPECT_LE(0, view_field(view, "len"));
	expect_errno(E2BIG, view_field(view, "pos"));
	view = view_cast(self->view, FORMAT, MVIEW_NDIM_MAX - 1, shape,
			 MVIEW_CAST_FREE);
	EXPECT_LE(0, view_field(view, "pos"));
	expect_errno(E2BIG, view_field(view, "taps"));
}

TEST_F(of, a_released_view_is_refused)
{
	ASSERT_EQ(0, view_release(self->view));
	expect_errno(EBADFD, view_field(self->view, "len"));
}

TEST_HARNESS_MAIN
