// SPDX-License-Identifier: GPL-2.0
/* The device: what it says of itself, finding buffers, opening views. */
#include <errno.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

#include "kselftest_harness.h"
#include "mview_test.h"

#define NAME	"dev_test"
#define OTHER	"dev_test.other"
#define THIRD	"dev_test.third"

FIXTURE(device)
{
	int dev;
};

FIXTURE_SETUP(device)
{
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
}

FIXTURE_TEARDOWN_PARENT(device)
{
}

TEST_F(device, info_tells_version_and_limits)
{
	struct mview_dev_info info;

	memset(&info, POISON, sizeof(info));
	info.size = sizeof(info);
	info.flags = 0;
	ASSERT_EQ(0, ioctl(self->dev, MVIEW_DEV_INFO, &info));
	EXPECT_EQ(MVIEW_ABI_VERSION, info.abi_version);
	EXPECT_EQ(MVIEW_NDIM_MAX, info.ndim_max);
	EXPECT_EQ(MVIEW_FORMAT_MAX, info.format_max);
	EXPECT_EQ(MVIEW_NAME_MAX, info.name_max);
}

TEST_F(device, info_tells_known_features_only)
{
	struct mview_dev_info info = { .size = sizeof(info) };

	memset(&info.features, POISON, sizeof(info.features));
	ASSERT_EQ(0, ioctl(self->dev, MVIEW_DEV_INFO, &info));
	EXPECT_EQ(MVIEW_FEATURE_IMPORT_DMABUF | MVIEW_FEATURE_EXPORT_DMABUF |
		  MVIEW_FEATURE_BUFFER_ALLOC, info.features);
}

TEST_F(device, info_works_through_a_read_only_file)
{
	struct mview_dev_info info = { .size = sizeof(info) };
	int dev = dev_open(O_RDONLY);

	ASSERT_LE(0, dev);
	EXPECT_EQ(0, ioctl(dev, MVIEW_DEV_INFO, &info));
}

TEST_F(device, cannot_be_opened_for_writing_only)
{
	EXPECT_EQ(-1, dev_open(O_WRONLY));
}

TEST_F(device, cannot_be_read_written_or_mapped)
{
	char byte = 0;

	EXPECT_EQ(-1, read(self->dev, &byte, 1));
	EXPECT_EQ(-1, write(self->dev, &byte, 1));
	EXPECT_EQ(MAP_FAILED, mmap(NULL, getpagesize(), PROT_READ, MAP_SHARED,
				   self->dev, 0));
}

/* Buffers, found and described. */
FIXTURE(buffers)
{
	int dev;
};

FIXTURE_SETUP(buffers)
{
	ASSERT_EQ(0, sim_make(NAME, "format=H", "shape=4 512"));
	ASSERT_EQ(0, sim_make(OTHER, "format=B"));
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
}

FIXTURE_TEARDOWN_PARENT(buffers)
{
	EXPECT_EQ(0, sim_remove(NAME));
	EXPECT_EQ(0, sim_remove(OTHER));
}

static int count_by_name(int dev, const char *name)
{
	struct buffer_desc desc;
	__u64 id = 0;
	int count = 0;

	while (!buffer_describe(dev, id, MVIEW_BUFFER_INFO_NEXT, &desc)) {
		count += !strcmp(desc.name, name);
		id = desc.info.id + 1;
	}
	return errno == ENOENT ? count : -1;
}

TEST_F(buffers, are_enumerated_once_each)
{
	EXPECT_EQ(1, count_by_name(self->dev, NAME));
	EXPECT_EQ(1, count_by_name(self->dev, OTHER));
}

TEST_F(buffers, are_enumerated_by_rising_id)
{
	struct buffer_desc desc;
	__u64 id = 0;

	while (!buffer_describe(self->dev, id, MVIEW_BUFFER_INFO_NEXT, &desc)) {
		ASSERT_LE(id, desc.info.id);
		id = desc.info.id + 1;
	}
	EXPECT_EQ(ENOENT, errno);
	EXPECT_LT(1, id);
}

TEST_F(buffers, next_of_an_id_in_use_is_itself)
{
	struct buffer_desc desc, same;

	ASSERT_EQ(0, buffer_find(self->dev, OTHER, &desc));
	ASSERT_EQ(0, buffer_describe(self->dev, desc.info.id,
				     MVIEW_BUFFER_INFO_NEXT, &same));
	EXPECT_EQ(desc.info.id, same.info.id);
	EXPECT_STREQ(OTHER, same.name);
}

TEST_F(buffers, next_leaps_over_a_gap)
{
	struct buffer_desc first, second, seen;

	ASSERT_EQ(0, buffer_find(self->dev, NAME, &first));
	ASSERT_EQ(0, sim_remove(OTHER));
	ASSERT_EQ(0, sim_make(OTHER, "format=B"));
	ASSERT_EQ(0, buffer_find(self->dev, OTHER, &second));
	ASSERT_EQ(0, buffer_describe(self->dev, first.info.id + 1,
				     MVIEW_BUFFER_INFO_NEXT, &seen));
	EXPECT_EQ(second.info.id, seen.info.id);
}

TEST_F(buffers, end_with_enoent)
{
	struct buffer_desc desc;

	expect_errno(ENOENT, buffer_describe(self->dev, UINT64_MAX,
					     MVIEW_BUFFER_INFO_NEXT, &desc));
}

TEST_F(buffers, have_no_id_zero)
{
	struct buffer_desc desc;

	expect_errno(ENOENT, buffer_describe(self->dev, 0, 0, &desc));
}

TEST_F(buffers, never_use_an_id_again)
{
	struct buffer_desc old, new;

	ASSERT_EQ(0, buffer_find(self->dev, OTHER, &old));
	ASSERT_EQ(0, sim_set(OTHER, "live", "0"));
	ASSERT_EQ(0, sim_set(OTHER, "live", "1"));
	ASSERT_EQ(0, buffer_find(self->dev, OTHER, &new));
	EXPECT_LT(old.info.id, new.info.id);
	expect_errno(ENOENT, buffer_describe(self->dev, old.info.id, 0, &new));
	expect_errno(ENOENT, view_open_id(self->dev, old.info.id, 0));
}

TEST_F(buffers, are_gone_when_unregistered)
{
	struct buffer_desc desc;

	ASSERT_EQ(0, buffer_find(self->dev, OTHER, &desc));
	ASSERT_EQ(0, sim_set(OTHER, "live", "0"));
	expect_errno(ENOENT, buffer_describe(self->dev, desc.info.id, 0,
					     &desc));
	EXPECT_EQ(0, count_by_name(self->dev, OTHER));
}

TEST_F(buffers, are_described_without_an_export)
{
	struct buffer_desc desc;

	ASSERT_EQ(0, buffer_find(self->dev, NAME, &desc));
	ASSERT_EQ(0, buffer_describe(self->dev, desc.info.id, 0, &desc));
	EXPECT_EQ(0, desc.info.exports);
}

/* Opening views of them. */
FIXTURE(open)
{
	int dev;
	__u64 id;
};

FIXTURE_SETUP(open)
{
	struct buffer_desc desc;

	ASSERT_EQ(0, sim_make(NAME, "format=H", "shape=4 512"));
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
	ASSERT_EQ(0, buffer_find(self->dev, NAME, &desc));
	self->id = desc.info.id;
}

FIXTURE_TEARDOWN_PARENT(open)
{
	EXPECT_EQ(0, sim_remove(NAME));
}

static int open_bytes(int dev, const char *name, __u32 len)
{
	struct mview_view_open arg = {
		.size = sizeof(arg),
		.name = to_user(name),
		.name_len = len,
	};

	return ioctl(dev, MVIEW_VIEW_OPEN, &arg) ? -1 : arg.fd;
}

TEST_F(open, finds_the_name)
{
	int view = view_open(self->dev, NAME, 0);

	ASSERT_LE(0, view);
	EXPECT_EQ(self->id, view_buffer_id(view));
}

TEST_F(open, finds_the_id)
{
	int view = view_open_id(self->dev, self->id, 0);

	ASSERT_LE(0, view);
	EXPECT_EQ(self->id, view_buffer_id(view));
}

TEST_F(open, gives_the_declared_layout)
{
	struct view_desc desc;
	int view = view_open(self->dev, NAME, 0);

	ASSERT_LE(0, view);
	ASSERT_EQ(0, view_describe(view, &desc));
	EXPECT_STREQ("H", desc.format);
	EXPECT_EQ(2, desc.layout.itemsize);
	ASSERT_EQ(2, desc.layout.ndim);
	EXPECT_EQ(4, desc.shape[0]);
	EXPECT_EQ(512, desc.shape[1]);
	EXPECT_EQ(1024, desc.strides[0]);
	EXPECT_EQ(2, desc.strides[1]);
	EXPECT_EQ(0, desc.layout.offset);
}

TEST_F(open, ends_the_name_at_its_length)
{
	EXPECT_LE(0, open_bytes(self->dev, NAME "garbage", strlen(NAME)));
}

TEST_F(open, needs_the_whole_name)
{
	expect_errno(ENOENT, open_bytes(self->dev, NAME, strlen(NAME) - 1));
	expect_errno(ENOENT, view_open(self->dev, NAME "x", 0));
}

TEST_F(open, takes_no_name_with_a_terminator)
{
	EXPECT_EQ(-1, open_bytes(self->dev, NAME, strlen(NAME) + 1));
}

TEST_F(open, needs_a_buffer_of_the_name)
{
	expect_errno(ENOENT, view_open(self->dev, "dev_test.nobody", 0));
}

TEST_F(open, needs_a_buffer_of_the_id)
{
	expect_errno(ENOENT, view_open_id(self->dev, 0, 0));
	expect_errno(ENOENT, view_open_id(self->dev, UINT64_MAX, 0));
}

TEST_F(open, takes_either_name_or_id)
{
	struct mview_view_open arg = {
		.size = sizeof(arg),
		.id = self->id,
		.name = to_user(NAME),
		.name_len = strlen(NAME),
	};

	expect_errno(EINVAL, ioctl(self->dev, MVIEW_VIEW_OPEN, &arg));
}

TEST_F(open, takes_the_longest_name)
{
	char name[MVIEW_NAME_MAX + 1];
	int made, seen;

	memset(name, 'n', MVIEW_NAME_MAX);
	name[MVIEW_NAME_MAX] = '\0';
	made = sim_make(name, "format=B");
	seen = view_open(self->dev, name, 0);
	close(seen);
	sim_remove(name);
	EXPECT_EQ(0, made);
	EXPECT_LE(0, seen);
}

TEST_F(open, rejects_a_longer_name)
{
	char name[MVIEW_NAME_MAX + 2];

	memset(name, 'n', sizeof(name));
	name[MVIEW_NAME_MAX + 1] = '\0';
	expect_errno(E2BIG, view_open(self->dev, name, 0));
	expect_errno(E2BIG, open_bytes(self->dev, name, UINT32_MAX));
}

TEST_F(open, rejects_an_empty_name)
{
	EXPECT_EQ(-1, open_bytes(self->dev, NAME, 0));
}

TEST_F(open, is_read_only_unless_asked)
{
	struct view_desc desc;
	int view = view_open(self->dev, NAME, 0);

	ASSERT_LE(0, view);
	ASSERT_EQ(0, view_describe(view, &desc));
	EXPECT_TRUE(desc.info.view_flags & MVIEW_VIEW_IS_READONLY);
	EXPECT_EQ(O_RDONLY, fcntl(view, F_GETFL) & O_ACCMODE);
}

TEST_F(open, is_writable_when_asked)
{
	struct view_desc desc;
	int view = view_open(self->dev, NAME, MVIEW_OPEN_WRITE);

	ASSERT_LE(0, view);
	ASSERT_EQ(0, view_describe(view, &desc));
	EXPECT_FALSE(desc.info.view_flags & MVIEW_VIEW_IS_READONLY);
	EXPECT_EQ(O_RDWR, fcntl(view, F_GETFL) & O_ACCMODE);
}

TEST_F(open, reads_through_a_read_only_device)
{
	int dev = dev_open(O_RDONLY);

	ASSERT_LE(0, dev);
	EXPECT_LE(0, view_open(dev, NAME, 0));
}

TEST_F(open, does_not_write_through_a_read_only_device)
{
	int dev = dev_open(O_RDONLY);

	ASSERT_LE(0, dev);
	expect_errno(EACCES, view_open(dev, NAME, MVIEW_OPEN_WRITE));
	expect_errno(EACCES, view_open_id(dev, self->id, MVIEW_OPEN_WRITE));
	EXPECT_EQ(0, buffer_exports(self->dev, self->id));
}

TEST_F(open, outlives_the_device_file)
{
	int view = view_open(self->dev, NAME, 0);
	char byte;

	ASSERT_LE(0, view);
	ASSERT_EQ(0, close(self->dev));
	EXPECT_EQ(1, read(view, &byte, 1));
}

TEST_HARNESS_MAIN
