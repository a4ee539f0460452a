// SPDX-License-Identifier: GPL-2.0
/*
 * What BUFFER_INFO and VIEW_INFO return: every member, in arrays of every
 * capacity, and not a byte more.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/ioctl.h>

#include "kselftest_harness.h"
#include "mview_test.h"

#define NAME	"info_test"
#define FORMAT	"T{H:len:I:addr:}"
#define OWNER	"mview_sim"
#define ITEM	8
#define NDIM	3

/* Room for what comes back, and more, so that a stray byte is seen. */
struct room {
	char name[128];
	char owner[128];
	char format[128];
	__u64 shape[8];
	__s64 strides[8];
};

FIXTURE(info)
{
	int dev;
	int view;
	__u64 id;
	struct room room;
	struct mview_layout layout;
	struct mview_view_info view_info;
	struct mview_buffer_info buffer_info;
};

FIXTURE_VARIANT(info)
{
	bool of_view;
};

/* clang-format off */
FIXTURE_VARIANT_ADD(info, buffer) { .of_view = false };
FIXTURE_VARIANT_ADD(info, view) { .of_view = true };
/* clang-format on */

static void layout_init(struct mview_layout *layout, struct room *room)
{
	layout->size = sizeof(*layout);
	layout->flags = 0;
	layout->format = to_user(room->format);
	layout->format_len = strlen(FORMAT);
	layout->ndim = NDIM;
	layout->shape = to_user(room->shape);
	layout->strides = to_user(room->strides);
	layout->__reserved = 0;
}

FIXTURE_SETUP(info)
{
	struct mview_view_info *view = &self->view_info;
	struct mview_buffer_info *buffer = &self->buffer_info;

	ASSERT_EQ(0, sim_make(NAME, "format=" FORMAT, "shape=2 5 7",
			      "size=65536", "kind=pages"));
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
	self->view = view_open(self->dev, NAME, MVIEW_OPEN_WRITE);
	ASSERT_LE(0, self->view);
	self->id = view_buffer_id(self->view);

	memset(&self->room, POISON, sizeof(self->room));
	memset(&self->layout, POISON, sizeof(self->layout));
	layout_init(&self->layout, &self->room);
	memset(view, POISON, sizeof(*view));
	memset(buffer, POISON, sizeof(*buffer));
	view->size = sizeof(*view);
	view->flags = 0;
	view->layout = to_user(&self->layout);
	view->__reserved = 0;
	buffer->size = sizeof(*buffer);
	buffer->flags = 0;
	buffer->id = self->id;
	buffer->owner = to_user(self->room.owner);
	buffer->owner_len = strlen(OWNER);
	buffer->name = to_user(self->room.name);
	buffer->name_len = strlen(NAME);
	buffer->layout = to_user(&self->layout);
}

FIXTURE_TEARDOWN_PARENT(info)
{
	EXPECT_EQ(0, sim_remove(NAME));
}

static int info_get(FIXTURE_DATA(info) *self, bool of_view)
{
	return of_view ? ioctl(self->view, MVIEW_VIEW_INFO, &self->view_info) :
			 ioctl(self->dev, MVIEW_BUFFER_INFO,
			       &self->buffer_info);
}

static bool is_poison(const void *bytes, size_t size)
{
	const unsigned char *byte = bytes;

	while (size--)
		if (*byte++ != POISON)
			return false;
	return true;
}

TEST_F(info, returns_the_layout)
{
	const struct mview_layout *layout = &self->layout;
	const __u64 shape[NDIM] = { 2, 5, 7 };
	const __s64 strides[NDIM] = { 5 * 7 * ITEM, 7 * ITEM, ITEM };

	ASSERT_EQ(0, info_get(self, variant->of_view));
	EXPECT_EQ(strlen(FORMAT), layout->format_len);
	EXPECT_EQ(0, memcmp(self->room.format, FORMAT, strlen(FORMAT)));
	EXPECT_EQ(NDIM, layout->ndim);
	EXPECT_EQ(0, memcmp(self->room.shape, shape, sizeof(shape)));
	EXPECT_EQ(0, memcmp(self->room.strides, strides, sizeof(strides)));
	EXPECT_EQ(0, layout->offset);
	EXPECT_EQ(ITEM, layout->itemsize);
	EXPECT_EQ(kernel_long_size(), layout->long_size);
}

TEST_F(info, writes_nothing_behind_the_capacities)
{
	const struct room *room = &self->room;
	size_t len = strlen(FORMAT);

	ASSERT_EQ(0, info_get(self, variant->of_view));
	EXPECT_TRUE(is_poison(room->format + len, sizeof(room->format) - len));
	EXPECT_TRUE(is_poison(room->shape + NDIM,
			      sizeof(room->shape) - NDIM * 8));
	EXPECT_TRUE(is_poison(room->strides + NDIM,
			      sizeof(room->strides) - NDIM * 8));
}

TEST_F(info, writes_nothing_behind_what_is_needed)
{
	struct mview_layout *layout = &self->layout;
	const struct room *room = &self->room;
	size_t len = strlen(FORMAT);

	layout->format_len = sizeof(room->format);
	layout->ndim = 8;
	ASSERT_EQ(0, info_get(self, variant->of_view));
	EXPECT_EQ(len, layout->format_len);
	EXPECT_EQ(NDIM, layout->ndim);
	EXPECT_TRUE(is_poison(room->format + len, sizeof(room->format) - len));
	EXPECT_TRUE(is_poison(room->shape + NDIM,
			      sizeof(room->shape) - NDIM * 8));
	EXPECT_TRUE(is_poison(room->strides + NDIM,
			      sizeof(room->strides) - NDIM * 8));
}

TEST_F(info, leaves_the_pointers_alone)
{
	const struct mview_layout *layout = &self->layout;

	ASSERT_EQ(0, info_get(self, variant->of_view));
	EXPECT_EQ(to_user(self->room.format), layout->format);
	EXPECT_EQ(to_user(self->room.shape), layout->shape);
	EXPECT_EQ(to_user(self->room.strides), layout->strides);
}

TEST_F(info, keeps_unwanted_strides)
{
	struct mview_layout *layout = &self->layout;

	layout->strides = 0;
	ASSERT_EQ(0, info_get(self, variant->of_view));
	EXPECT_EQ(5, self->room.shape[1]);
	EXPECT_TRUE(is_poison(self->room.strides, sizeof(self->room.strides)));
}

/* If any array is too small, all counts come back and no array is written. */
static void check_no_space(struct __test_metadata *_metadata,
			   FIXTURE_DATA(info) *self, bool of_view)
{
	const struct mview_layout *layout = &self->layout;

	expect_errno(ENOSPC, info_get(self, of_view));
	EXPECT_TRUE(is_poison(&self->room, sizeof(self->room)));
	EXPECT_EQ(strlen(FORMAT), layout->format_len);
	EXPECT_EQ(NDIM, layout->ndim);
	EXPECT_EQ(ITEM, layout->itemsize);
	EXPECT_EQ(0, layout->offset);
	if (of_view) {
		EXPECT_EQ(2 * 5 * 7 * ITEM, self->view_info.nbytes);
		EXPECT_EQ(self->id, self->view_info.buffer_id);
	} else {
		EXPECT_EQ(strlen(NAME), self->buffer_info.name_len);
		EXPECT_EQ(strlen(OWNER), self->buffer_info.owner_len);
		EXPECT_EQ(65536, self->buffer_info.nbytes);
		EXPECT_EQ(self->id, self->buffer_info.id);
	}
}

TEST_F(info, needs_room_for_the_format)
{
	self->layout.format_len--;
	check_no_space(_metadata, self, variant->of_view);
}

TEST_F(info, needs_room_for_every_axis)
{
	self->layout.ndim--;
	check_no_space(_metadata, self, variant->of_view);
}

TEST_F(info, counts_without_pointers)
{
	struct mview_layout *layout = &self->layout;

	self->buffer_info.name = 0;
	self->buffer_info.name_len = 0;
	self->buffer_info.owner = 0;
	self->buffer_info.owner_len = 0;
	layout->format = 0;
	layout->format_len = 0;
	layout->ndim = 0;
	layout->shape = 0;
	layout->strides = 0;
	check_no_space(_metadata, self, variant->of_view);
}

TEST_F(info, can_be_asked_again_with_the_counts)
{
	struct mview_layout *layout = &self->layout;

	self->buffer_info.name_len = 0;
	self->buffer_info.owner_len = 0;
	layout->format_len = 0;
	layout->ndim = 0;
	check_no_space(_metadata, self, variant->of_view);
	EXPECT_EQ(0, info_get(self, variant->of_view));
	EXPECT_EQ(7, self->room.shape[2]);
}

/* A member that the kernel does not write keeps its old value. */
TEST_F(info, writes_every_returned_member)
{
	struct mview_view_info view = self->view_info;
	struct mview_buffer_info buffer = self->buffer_info;
	struct mview_layout layout;

	ASSERT_EQ(0, info_get(self, variant->of_view));
	layout = self->layout;
	self->layout.offset = ~0ULL;
	self->layout.itemsize = ~0ULL;
	self->layout.long_size = ~0U;
	if (variant->of_view) {
		memset(&view.view_flags, (unsigned char)~POISON,
		       offsetof(struct mview_view_info, __reserved) -
		       offsetof(struct mview_view_info, view_flags));
		ASSERT_EQ(0, ioctl(self->view, MVIEW_VIEW_INFO, &view));
		EXPECT_EQ(0, memcmp(&view, &self->view_info, sizeof(view)));
	} else {
		memset(&buffer.kind, (unsigned char)~POISON,
		       sizeof(buffer.kind) + sizeof(buffer.buffer_flags));
		memset(&buffer.nbytes, (unsigned char)~POISON,
		       sizeof(buffer) -
		       offsetof(struct mview_buffer_info, nbytes));
		ASSERT_EQ(0, ioctl(self->dev, MVIEW_BUFFER_INFO, &buffer));
		EXPECT_EQ(0, memcmp(&buffer, &self->buffer_info,
				    sizeof(buffer)));
	}
	EXPECT_EQ(0, memcmp(&layout, &self->layout, sizeof(layout)));
}

/* Without a layout its capacities are not checked; the name's still is. */
TEST_F(info, leaves_out_an_unwanted_layout)
{
	struct mview_layout untouched = self->layout;

	self->view_info.layout = 0;
	self->buffer_info.layout = 0;
	ASSERT_EQ(0, info_get(self, variant->of_view));
	EXPECT_EQ(0, memcmp(&untouched, &self->layout, sizeof(untouched)));
	EXPECT_TRUE(is_poison(self->room.shape, sizeof(self->room.shape)));
	self->buffer_info.name_len--;
	if (!variant->of_view)
		expect_errno(ENOSPC, info_get(self, false));
}

/* What only a buffer has, or only a view. */
TEST_F(info, of_a_buffer_tells_what_it_is)
{
	const struct mview_buffer_info *info = &self->buffer_info;

	ASSERT_EQ(0, info_get(self, false));
	EXPECT_EQ(self->id, info->id);
	EXPECT_EQ(strlen(NAME), info->name_len);
	EXPECT_EQ(0, memcmp(self->room.name, NAME, strlen(NAME)));
	EXPECT_TRUE(is_poison(self->room.name + strlen(NAME),
			      sizeof(self->room.name) - strlen(NAME)));
	EXPECT_EQ(strlen(OWNER), info->owner_len);
	EXPECT_EQ(0, memcmp(self->room.owner, OWNER, strlen(OWNER)));
	EXPECT_TRUE(is_poison(self->room.owner + strlen(OWNER),
			      sizeof(self->room.owner) - strlen(OWNER)));
	EXPECT_EQ(MVIEW_KIND_PAGES, info->kind);
	EXPECT_EQ(MVIEW_BUFFER_MAPPABLE | MVIEW_BUFFER_PINNABLE,
		  info->buffer_flags);
	EXPECT_EQ(65536, info->nbytes);
	EXPECT_EQ(1, info->exports);
	EXPECT_EQ(0, info->maps);
	EXPECT_EQ(0, info->seq);
}

TEST_F(info, of_a_buffer_needs_room_for_the_name)
{
	self->buffer_info.name_len--;
	check_no_space(_metadata, self, false);
}

TEST_F(info, of_a_buffer_needs_room_for_the_owner)
{
	self->buffer_info.owner_len--;
	check_no_space(_metadata, self, false);
}

TEST_F(info, of_a_buffer_leaves_out_an_unwanted_owner)
{
	self->buffer_info.owner = 0;
	expect_errno(EINVAL, info_get(self, false));
	self->buffer_info.owner_len = 0;
	ASSERT_EQ(0, info_get(self, false));
	EXPECT_EQ(strlen(OWNER), self->buffer_info.owner_len);
	EXPECT_TRUE(is_poison(self->room.owner, sizeof(self->room.owner)));
}

TEST_F(info, of_a_private_buffer_has_no_owner)
{
	int fd;

	fd = view_alloc(self->dev, 4096, 0);
	ASSERT_LE(0, fd);
	self->buffer_info.id = view_buffer_id(fd);
	ASSERT_EQ(0, info_get(self, false));
	EXPECT_EQ(0, self->buffer_info.owner_len);
	EXPECT_EQ(0, self->buffer_info.name_len);
	EXPECT_TRUE(is_poison(self->room.owner, sizeof(self->room.owner)));
}

TEST_F(info, of_a_view_tells_what_it_is)
{
	const struct mview_view_info *info = &self->view_info;

	ASSERT_EQ(0, info_get(self, true));
	EXPECT_EQ(MVIEW_VIEW_IS_C_CONTIGUOUS | MVIEW_VIEW_IS_COHERENT,
		  info->view_flags);
	EXPECT_EQ(MVIEW_KIND_PAGES, info->kind);
	EXPECT_EQ(self->id, info->buffer_id);
	EXPECT_EQ(65536, info->buffer_nbytes);
	EXPECT_EQ(2 * 5 * 7 * ITEM, info->nbytes);
	EXPECT_EQ(getpagesize(), info->map_nbytes);
	EXPECT_EQ(0, info->map_offset);
	EXPECT_EQ(1, info->exports);
	EXPECT_EQ(0, info->maps);
	EXPECT_EQ(0, info->seq);
	EXPECT_EQ(0, info->dma_addr);
	EXPECT_EQ(0, info->sync);
	EXPECT_EQ(0, info->__reserved);
}

/* Buffers of other sorts. */
FIXTURE(sort)
{
	int dev;
	struct buffer_desc desc;
};

FIXTURE_VARIANT(sort)
{
	const char *attribute;
	__u32 kind;
	__u32 flags;
};

FIXTURE_VARIANT_ADD(sort, vmalloc)
{
	.attribute = "kind=vmalloc",
	.kind = MVIEW_KIND_VMALLOC,
	.flags = MVIEW_BUFFER_MAPPABLE | MVIEW_BUFFER_PINNABLE,
};

FIXTURE_VARIANT_ADD(sort, pages)
{
	.attribute = "kind=pages",
	.kind = MVIEW_KIND_PAGES,
	.flags = MVIEW_BUFFER_MAPPABLE | MVIEW_BUFFER_PINNABLE,
};

FIXTURE_VARIANT_ADD(sort, readonly)
{
	.attribute = "readonly=1",
	.kind = MVIEW_KIND_VMALLOC,
	.flags = MVIEW_BUFFER_MAPPABLE | MVIEW_BUFFER_PINNABLE |
		 MVIEW_BUFFER_READONLY,
};

FIXTURE_VARIANT_ADD(sort, broken_page)
{
	.attribute = "size=4100",
	.kind = MVIEW_KIND_VMALLOC,
};

FIXTURE_SETUP(sort)
{
	ASSERT_EQ(0, sim_make(NAME, "shape=4096", variant->attribute));
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
	ASSERT_EQ(0, buffer_find(self->dev, NAME, &self->desc));
}

FIXTURE_TEARDOWN_PARENT(sort)
{
	EXPECT_EQ(0, sim_remove(NAME));
}

TEST_F(sort, has_its_kind)
{
	EXPECT_EQ(variant->kind, self->desc.info.kind);
}

TEST_F(sort, has_its_flags)
{
	EXPECT_EQ(variant->flags, self->desc.info.buffer_flags);
}

TEST_F(sort, has_windows_only_if_it_can_be_mapped)
{
	int view = view_open(self->dev, NAME, 0);
	struct view_desc desc;

	ASSERT_LE(0, view);
	ASSERT_EQ(0, view_describe(view, &desc));
	EXPECT_EQ(!(variant->flags & MVIEW_BUFFER_MAPPABLE),
		  desc.info.map_nbytes == 0);
}

TEST_HARNESS_MAIN
