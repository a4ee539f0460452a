// SPDX-License-Identifier: GPL-2.0
/* Simulated buffers: what their attributes take, refuse and bring about. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "kselftest_harness.h"
#include "mview_test.h"
#include "system.h"

#define NAME	"sim_test"
#define ROOT	"/sys/kernel/config/mview_sim/"
#define PLATFORM	"/sys/bus/platform/"
#define ROOM	8192

/* What an attribute refuses must leave it as it was. */
FIXTURE(bad_value)
{
	char before[ROOM];
	char after[ROOM];
};

FIXTURE_VARIANT(bad_value)
{
	const char *attribute;
	const char *value;
	int error;
};

#define BAD_ADD(name, file, text, errno_)				\
	FIXTURE_VARIANT_ADD(bad_value, name)				\
	{								\
		.attribute = file, .value = text, .error = errno_,	\
	}

#define TEN		"1 1 1 1 1 1 1 1 1 1 "
#define SIXTY_FIVE	TEN TEN TEN TEN TEN TEN "1 1 1 1 1"

/* clang-format off */
BAD_ADD(kind_unknown, "kind", "slab", EINVAL);
BAD_ADD(kind_empty, "kind", "\n", EINVAL);
BAD_ADD(kind_with_more, "kind", "pages vmalloc", EINVAL);
BAD_ADD(order_no_number, "order", "large", EINVAL);
BAD_ADD(order_too_large, "order", "11", ERANGE);
BAD_ADD(format_unknown, "format", "Y", EINVAL);
BAD_ADD(format_open, "format", "T{H:a:", EINVAL);
BAD_ADD(format_of_nothing, "format", "0B", EINVAL);
BAD_ADD(shape_no_number, "shape", "ten", EINVAL);
BAD_ADD(shape_half_a_number, "shape", "10 2x", EINVAL);
BAD_ADD(shape_negative, "shape", "-1", EINVAL);
BAD_ADD(shape_too_large, "shape", "18446744073709551616", ERANGE);
BAD_ADD(shape_too_long, "shape", SIXTY_FIVE, E2BIG);
BAD_ADD(size_no_number, "size", "much", EINVAL);
BAD_ADD(size_negative, "size", "-4096", EINVAL);
BAD_ADD(size_too_large, "size", "1152921504606846976", EOVERFLOW);
BAD_ADD(readonly_no_number, "readonly", "maybe", EINVAL);
BAD_ADD(readonly_too_large, "readonly", "2", ERANGE);
BAD_ADD(pattern_unknown, "pattern", "cosine", EINVAL);
BAD_ADD(rate_no_number, "rate", "often", EINVAL);
BAD_ADD(rate_too_large, "rate", "1001", ERANGE);
BAD_ADD(rate_negative, "rate", "-1", EINVAL);
BAD_ADD(owner_unknown, "owner", "flag", EINVAL);
BAD_ADD(burst_of_nothing, "burst", "0", ERANGE);
BAD_ADD(burst_too_large, "burst", "65537", ERANGE);
BAD_ADD(slack_negative, "slack", "-1", EINVAL);
BAD_ADD(fault_unknown, "fault", "fire 3", EINVAL);
BAD_ADD(fault_without_a_number, "fault", "stall", EINVAL);
BAD_ADD(fault_half_a_word, "fault", "sta 3", EINVAL);
BAD_ADD(fault_at_no_number, "fault", "stall soon", EINVAL);
BAD_ADD(fault_at_nothing, "fault", "stay 0", ERANGE);
BAD_ADD(live_no_number, "live", "yes", EINVAL);
BAD_ADD(live_too_large, "live", "2", ERANGE);
BAD_ADD(device, "device", "sim.1", EACCES);
/* clang-format on */

FIXTURE_SETUP(bad_value)
{
	ASSERT_EQ(0, sim_prepare(NAME, "format=H", "shape=8 16", "size=65536",
				 "rate=7", "pattern=ramp", "kind=pages",
				 "readonly=1"));
	ASSERT_EQ(0, sim_get(NAME, variant->attribute, self->before, ROOM));
}

FIXTURE_TEARDOWN_PARENT(bad_value)
{
	EXPECT_EQ(0, sim_remove(NAME));
}

TEST_F(bad_value, is_refused)
{
	expect_errno(variant->error, sim_set(NAME, variant->attribute,
					     variant->value));
}

TEST_F(bad_value, changes_nothing)
{
	EXPECT_EQ(-1, sim_set(NAME, variant->attribute, variant->value));
	ASSERT_EQ(0, sim_get(NAME, variant->attribute, self->after, ROOM));
	EXPECT_STREQ(self->before, self->after);
}

/* What an attribute takes. */
FIXTURE(attribute)
{
	char value[ROOM];
};

FIXTURE_VARIANT(attribute)
{
	const char *name;
	const char *initial;
	const char *value;
};

#define ATTRIBUTE_ADD(file, at_first, text)				\
	FIXTURE_VARIANT_ADD(attribute, file)				\
	{								\
		.name = #file, .initial = at_first, .value = text,	\
	}

/* clang-format off */
ATTRIBUTE_ADD(kind, "vmalloc", "pages");
ATTRIBUTE_ADD(order, "0", "9");
ATTRIBUTE_ADD(format, "B", "T{<H:x:>I:y:}");
ATTRIBUTE_ADD(shape, "4096", "3 4 5");
ATTRIBUTE_ADD(size, "0", "12345");
ATTRIBUTE_ADD(readonly, "0", "1");
ATTRIBUTE_ADD(pattern, "zero", "noise");
ATTRIBUTE_ADD(rate, "0", "1000");
ATTRIBUTE_ADD(owner, "phase", "bit");
ATTRIBUTE_ADD(burst, "1", "65536");
ATTRIBUTE_ADD(slack, "0", "2");
ATTRIBUTE_ADD(fault, "none", "stall 1000");
ATTRIBUTE_ADD(live, "0", "1");
/* clang-format on */

FIXTURE_SETUP(attribute)
{
	ASSERT_EQ(0, sim_prepare(NAME, NULL));
}

FIXTURE_TEARDOWN_PARENT(attribute)
{
	EXPECT_EQ(0, sim_remove(NAME));
}

TEST_F(attribute, has_its_default)
{
	ASSERT_EQ(0, sim_get(NAME, variant->name, self->value, ROOM));
	EXPECT_STREQ(variant->initial, self->value);
}

TEST_F(attribute, keeps_what_is_written)
{
	ASSERT_EQ(0, sim_set(NAME, variant->name, variant->value));
	ASSERT_EQ(0, sim_get(NAME, variant->name, self->value, ROOM));
	EXPECT_STREQ(variant->value, self->value);
}

TEST_F(attribute, takes_a_line)
{
	char line[64];

	snprintf(line, sizeof(line), "%s\n", variant->value);
	ASSERT_EQ(0, sim_set(NAME, variant->name, line));
	ASSERT_EQ(0, sim_get(NAME, variant->name, self->value, ROOM));
	EXPECT_STREQ(variant->value, self->value);
}

/* Sources as a whole. */
FIXTURE(source)
{
	int dev;
};

FIXTURE_SETUP(source)
{
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
	ASSERT_EQ(0, sim_prepare(NAME, "format=H", "shape=1000",
				 "pattern=counter"));
}

FIXTURE_TEARDOWN_PARENT(source)
{
	EXPECT_EQ(0, sim_remove(NAME));
}

#define LIVE(value)	sim_set(NAME, "live", value)

TEST_F(source, is_no_buffer_before_it_is_live)
{
	expect_errno(ENOENT, view_open(self->dev, NAME, 0));
	ASSERT_EQ(0, LIVE("1"));
	EXPECT_LE(0, view_open(self->dev, NAME, 0));
}

TEST_F(source, is_live_once)
{
	ASSERT_EQ(0, LIVE("1"));
	expect_errno(EALREADY, LIVE("1"));
	ASSERT_EQ(0, LIVE("0"));
	expect_errno(EALREADY, LIVE("0"));
}

TEST_F(source, is_not_changed_while_live)
{
	ASSERT_EQ(0, LIVE("1"));
	expect_errno(EBUSY, sim_set(NAME, "kind", "pages"));
	expect_errno(EBUSY, sim_set(NAME, "order", "1"));
	expect_errno(EBUSY, sim_set(NAME, "format", "B"));
	expect_errno(EBUSY, sim_set(NAME, "shape", "10"));
	expect_errno(EBUSY, sim_set(NAME, "size", "65536"));
	expect_errno(EBUSY, sim_set(NAME, "readonly", "1"));
	expect_errno(EBUSY, sim_set(NAME, "pattern", "zero"));
	EXPECT_EQ(0, sim_set(NAME, "rate", "1"));
	EXPECT_EQ(0, sim_set(NAME, "rate", "0"));
}

TEST_F(source, is_changed_between_lives)
{
	struct buffer_desc desc;

	ASSERT_EQ(0, LIVE("1"));
	ASSERT_EQ(0, LIVE("0"));
	EXPECT_EQ(0, sim_set(NAME, "format", "I"));
	EXPECT_EQ(0, sim_set(NAME, "shape", "5,6"));
	ASSERT_EQ(0, LIVE("1"));
	ASSERT_EQ(0, buffer_find(self->dev, NAME, &desc));
	EXPECT_STREQ("I", desc.format);
	ASSERT_EQ(2, desc.layout.ndim);
	EXPECT_EQ(5, desc.shape[0]);
	EXPECT_EQ(6, desc.shape[1]);
}

TEST_F(source, is_not_removed_while_live)
{
	ASSERT_EQ(0, LIVE("1"));
	expect_errno(EBUSY, rmdir(ROOT NAME));
	EXPECT_LE(0, view_open(self->dev, NAME, 0));
}

TEST_F(source, is_not_removed_while_viewed)
{
	int view;

	ASSERT_EQ(0, LIVE("1"));
	view = view_open(self->dev, NAME, 0);
	ASSERT_LE(0, view);
	expect_errno(EBUSY, LIVE("0"));
	expect_errno(EBUSY, rmdir(ROOT NAME));
	ASSERT_EQ(0, sim_step(NAME, 1));
	EXPECT_EQ(1, view_seq(view));
}

TEST_F(source, steps_only_while_live)
{
	expect_errno(ENODEV, sim_step(NAME, 1));
	ASSERT_EQ(0, LIVE("1"));
	EXPECT_EQ(0, sim_step(NAME, 1));
	expect_errno(ERANGE, sim_step(NAME, 0));
	expect_errno(EINVAL, sim_set(NAME, "step", "on"));
}

TEST_F(source, counts_its_blocks)
{
	char blocks[32];

	ASSERT_EQ(0, LIVE("1"));
	ASSERT_EQ(0, sim_get(NAME, "blocks", blocks, sizeof(blocks)));
	EXPECT_STREQ("0", blocks);
	ASSERT_EQ(0, sim_step(NAME, 12));
	ASSERT_EQ(0, sim_get(NAME, "blocks", blocks, sizeof(blocks)));
	EXPECT_STREQ("12", blocks);
	ASSERT_EQ(0, LIVE("0"));
	ASSERT_EQ(0, LIVE("1"));
	ASSERT_EQ(0, sim_get(NAME, "blocks", blocks, sizeof(blocks)));
	EXPECT_STREQ("0", blocks);
}

TEST_F(source, begins_again_with_block_zero)
{
	__u16 first;
	int view;

	ASSERT_EQ(0, LIVE("1"));
	ASSERT_EQ(0, sim_step(NAME, 3));
	view = view_open(self->dev, NAME, 0);
	EXPECT_EQ(2, read(view, &first, 2));
	EXPECT_EQ(3000, first);
	ASSERT_EQ(0, close(view));
	ASSERT_EQ(0, LIVE("0"));
	ASSERT_EQ(0, LIVE("1"));
	view = view_open(self->dev, NAME, 0);
	EXPECT_EQ(2, read(view, &first, 2));
	EXPECT_EQ(0, first);
	EXPECT_EQ(0, view_seq(view));
}

TEST_F(source, has_a_device_while_live)
{
	char device[64], path[128];

	ASSERT_EQ(0, sim_get(NAME, "device", device, sizeof(device)));
	EXPECT_STREQ("", device);
	ASSERT_EQ(0, LIVE("1"));
	ASSERT_EQ(0, sim_get(NAME, "device", device, sizeof(device)));
	snprintf(path, sizeof(path), PLATFORM "drivers/mview_sim/%s", device);
	EXPECT_EQ(0, access(path, F_OK));
	ASSERT_EQ(0, LIVE("0"));
	expect_errno(ENOENT, access(path, F_OK));
}

/* driver_override has the kernel try any driver with any device. */
TEST(has_no_other_devices)
{
	const char *override = PLATFORM "devices/mview_kinds/driver_override";
	const char *name = "mview_kinds";

	ASSERT_EQ(0, text_write(PLATFORM "drivers/mview_kinds/unbind", name));
	EXPECT_EQ(0, text_write(override, "mview_sim"));
	expect_errno(ENODEV,
		     text_write(PLATFORM "drivers/mview_sim/bind", name));
	EXPECT_EQ(0, text_write(override, "\n"));
	ASSERT_EQ(0, text_write(PLATFORM "drivers/mview_kinds/bind", name));
}

TEST_F(source, is_revoked_only_while_live)
{
	expect_errno(ENODEV, sim_set(NAME, "revoke", "1"));
	ASSERT_EQ(0, LIVE("1"));
	expect_errno(ERANGE, sim_set(NAME, "revoke", "0"));
	EXPECT_LE(0, view_open(self->dev, NAME, 0));
	EXPECT_EQ(0, sim_set(NAME, "revoke", "1"));
	expect_errno(ENOENT, view_open(self->dev, NAME, 0));
	expect_errno(EALREADY, LIVE("0"));
}

TEST_F(source, is_rounded_up_to_pages)
{
	struct buffer_desc desc;

	ASSERT_EQ(0, LIVE("1"));
	ASSERT_EQ(0, buffer_find(self->dev, NAME, &desc));
	EXPECT_EQ(getpagesize(), desc.info.nbytes);
	EXPECT_TRUE(desc.info.buffer_flags & MVIEW_BUFFER_MAPPABLE);
}

TEST_F(source, is_as_large_as_it_should_be)
{
	struct buffer_desc desc;

	ASSERT_EQ(0, sim_set(NAME, "size", "2001"));
	ASSERT_EQ(0, LIVE("1"));
	ASSERT_EQ(0, buffer_find(self->dev, NAME, &desc));
	EXPECT_EQ(2001, desc.info.nbytes);
}

/* Kinds of memory: all show the same. */
FIXTURE(kind)
{
	int dev;
	int view;
	struct buffer_desc desc;
};

FIXTURE_VARIANT(kind)
{
	const char *kind;
	const char *order;
	__u32 number;
	__u32 flags;
};

#define COUNT	20000
#define BOTH	(MVIEW_BUFFER_MAPPABLE | MVIEW_BUFFER_PINNABLE)

#define KIND_ADD(name, word, pages, kind_number, can)			\
	FIXTURE_VARIANT_ADD(kind, name)					\
	{								\
		.kind = "kind=" word, .order = "order=" pages,		\
		.number = kind_number, .flags = can,			\
	}

/* clang-format off */
KIND_ADD(vmalloc, "vmalloc", "0", MVIEW_KIND_VMALLOC, BOTH);
KIND_ADD(pages, "pages", "0", MVIEW_KIND_PAGES, BOTH);
KIND_ADD(pages_in_pieces, "pages", "3", MVIEW_KIND_PAGES, BOTH);
KIND_ADD(pages_of_pmd_size, "pages", "9", MVIEW_KIND_PAGES, BOTH);
KIND_ADD(kmalloc, "kmalloc", "0", MVIEW_KIND_KMALLOC, 0);
KIND_ADD(coherent, "coherent", "0", MVIEW_KIND_COHERENT,
	 MVIEW_BUFFER_MAPPABLE);
KIND_ADD(streaming, "streaming", "0", MVIEW_KIND_STREAMING, BOTH);
KIND_ADD(streaming_sg, "streaming-sg", "0", MVIEW_KIND_STREAMING, BOTH);
KIND_ADD(streaming_sg_in_pieces, "streaming-sg", "3", MVIEW_KIND_STREAMING,
	 BOTH);
KIND_ADD(mmio, "mmio", "0", MVIEW_KIND_MMIO, MVIEW_BUFFER_MAPPABLE);
/* clang-format on */

FIXTURE_SETUP(kind)
{
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
	ASSERT_MADE(return, sim_make(NAME, variant->kind, variant->order,
				     "format=I", "shape=20000",
				     "pattern=counter"));
	/* The last page of registers has some that the layout leaves out. */
	self->view = view_open(self->dev, NAME, MVIEW_OPEN_WRITE |
						MVIEW_UNDECLARED);
	ASSERT_LE(0, self->view);
	ASSERT_EQ(0, buffer_find(self->dev, NAME, &self->desc));
}

FIXTURE_TEARDOWN_PARENT(kind)
{
	EXPECT_EQ(0, sim_remove(NAME));
}

static bool is_block(const __u32 *elements, __u32 block)
{
	for (__u32 i = 0; i < COUNT; i++)
		if (elements[i] != block * COUNT + i)
			return false;
	return true;
}

TEST_F(kind, is_what_it_says)
{
	EXPECT_EQ(variant->number, self->desc.info.kind);
	EXPECT_EQ(variant->flags, self->desc.info.buffer_flags & BOTH);
}

TEST_F(kind, shows_each_block)
{
	__u32 *elements = malloc(4 * COUNT);

	for (int block = 0; block < 3; block++) {
		ASSERT_EQ(4 * COUNT, pread(self->view, elements, 4 * COUNT, 0));
		EXPECT_TRUE(is_block(elements, block));
		ASSERT_EQ(0, sim_step(NAME, 1));
	}
}

TEST_F(kind, shows_each_block_mapped)
{
	__u32 *map = mmap(NULL, 4 * COUNT, PROT_READ, MAP_SHARED, self->view,
			  0);

	if (!variant->flags)
		SKIP(return, "a kind that is not mapped");
	ASSERT_NE(MAP_FAILED, map);
	for (int block = 0; block < 3; block++) {
		ASSERT_EQ(0, view_sync(self->view, MVIEW_SYNC_READ));
		EXPECT_TRUE(is_block(map, block));
		ASSERT_EQ(0, view_sync(self->view, MVIEW_SYNC_READ |
						   MVIEW_SYNC_END));
		ASSERT_EQ(0, sim_step(NAME, 1));
	}
}

/* Is DMA bounced here? */
static bool is_bounced(void)
{
	char words[4096];

	return !text_read("/proc/cmdline", words, sizeof(words)) &&
	       strstr(words, "swiotlb=force");
}

TEST_F(kind, is_stale_until_synced)
{
	__u32 *map;

	if (variant->number != MVIEW_KIND_STREAMING || !is_bounced())
		SKIP(return, "wants streaming memory and swiotlb=force");
	map = mmap(NULL, 4 * COUNT, PROT_READ, MAP_SHARED, self->view, 0);
	ASSERT_NE(MAP_FAILED, map);
	ASSERT_EQ(0, view_sync(self->view, MVIEW_SYNC_READ));
	EXPECT_TRUE(is_block(map, 0));
	ASSERT_EQ(0, view_sync(self->view, MVIEW_SYNC_READ | MVIEW_SYNC_END));
	ASSERT_EQ(0, sim_step(NAME, 1));
	EXPECT_TRUE(is_block(map, 0));
	ASSERT_EQ(0, view_sync(self->view, MVIEW_SYNC_READ));
	EXPECT_TRUE(is_block(map, 1));
}

/* A block that comes while a begin fetches another one is news still. */
TEST_F(kind, has_news_of_what_was_not_fetched)
{
	int seen = 0;
	__u32 *map;
	__u64 seq;

	if (variant->number != MVIEW_KIND_STREAMING || !is_bounced())
		SKIP(return, "wants streaming memory and swiotlb=force");
	map = mmap(NULL, 4 * COUNT, PROT_READ, MAP_SHARED, self->view, 0);
	ASSERT_NE(MAP_FAILED, map);
	ASSERT_EQ(0, sim_set(NAME, "rate", "1000"));
	for (int i = 0; i < 2000; i++) {
		ASSERT_EQ(0, view_sync(self->view, MVIEW_SYNC_READ));
		seq = view_seq(self->view);
		if (!(poll_events(self->view, 0) & POLLPRI)) {
			ASSERT_LE(seq, map[0] / COUNT);
			ASSERT_LE(seq, map[COUNT - 1] / COUNT);
			seen++;
		}
		ASSERT_EQ(0, view_sync(self->view,
				       MVIEW_SYNC_READ | MVIEW_SYNC_END));
	}
	if (!seen)
		SKIP(return, "too slow to look between two blocks");
}

TEST_F(kind, keeps_what_is_written)
{
	__u32 element = 0x12345678;

	ASSERT_EQ(4, pwrite(self->view, &element, 4, 4 * 12345));
	element = 0;
	ASSERT_EQ(4, pread(self->view, &element, 4, 4 * 12345));
	EXPECT_EQ(0x12345678, element);
	ASSERT_EQ(4, pread(self->view, &element, 4, 4 * 12344));
	EXPECT_EQ(12344, element);
	ASSERT_EQ(0, sim_step(NAME, 1));
	ASSERT_EQ(4, pread(self->view, &element, 4, 4 * 12345));
	EXPECT_EQ(COUNT + 12345, element);
}

/* A source that can't go live leaves no buffer, and nothing else, behind. */
FIXTURE(bad_source)
{
	int dev;
};

FIXTURE_VARIANT(bad_source)
{
	const char *attributes[3];
	int error;
};

FIXTURE_VARIANT_ADD(bad_source, size_too_small)
{
	.attributes = { "shape=100", "format=H", "size=199" },
	.error = EOVERFLOW,
};
FIXTURE_VARIANT_ADD(bad_source, size_beyond_all_bounds)
{
	.attributes = { "shape=4294967296 4294967295", "format=B" },
	.error = EOVERFLOW,
};
FIXTURE_VARIANT_ADD(bad_source, product_overflows)
{
	.attributes = { "shape=4294967296 4294967296 16", "format=Q" },
	.error = EOVERFLOW,
};
FIXTURE_VARIANT_ADD(bad_source, picture_of_one_dimension)
{
	.attributes = { "shape=100", "pattern=picture" },
	.error = EINVAL,
};
FIXTURE_VARIANT_ADD(bad_source, ring_of_two_dimensions)
{
	.attributes = { "shape=8 8", "pattern=ring" },
	.error = EINVAL,
};
FIXTURE_VARIANT_ADD(bad_source, ring_of_one_slot)
{
	.attributes = { "shape=4", "pattern=ring", "slack=2" },
	.error = EINVAL,
};
FIXTURE_VARIANT_ADD(bad_source, picture_of_five_channels)
{
	.attributes = { "shape=10 10 5", "pattern=picture" },
	.error = EINVAL,
};

FIXTURE_SETUP(bad_source)
{
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
	ASSERT_EQ(0, sim_prepare(NAME, variant->attributes[0],
				 variant->attributes[1],
				 variant->attributes[2]));
}

FIXTURE_TEARDOWN_PARENT(bad_source)
{
	EXPECT_EQ(0, sim_remove(NAME));
}

TEST_F(bad_source, does_not_go_live)
{
	char live[8];

	expect_errno(variant->error, LIVE("1"));
	ASSERT_EQ(0, sim_get(NAME, "live", live, sizeof(live)));
	EXPECT_STREQ("0", live);
}

TEST_F(bad_source, leaves_no_buffer)
{
	struct buffer_desc desc;

	EXPECT_EQ(-1, LIVE("1"));
	expect_errno(ENOENT, buffer_find(self->dev, NAME, &desc));
	expect_errno(ENOENT, view_open(self->dev, NAME, 0));
}

TEST_F(bad_source, goes_live_when_corrected)
{
	EXPECT_EQ(-1, LIVE("1"));
	EXPECT_EQ(0, sim_set(NAME, "size", "0"));
	EXPECT_EQ(0, sim_set(NAME, "shape", "16 16"));
	EXPECT_EQ(0, sim_set(NAME, "pattern", "zero"));
	EXPECT_EQ(0, LIVE("1"));
	EXPECT_LE(0, view_open(self->dev, NAME, 0));
}

/* Names are buffers' names: those that devices have, and more. */
FIXTURE(name)
{
};

FIXTURE_VARIANT(name)
{
	const char *name;
};

/* clang-format off */
FIXTURE_VARIANT_ADD(name, of_a_pci_device) { .name = "0000:00:04.0" };
FIXTURE_VARIANT_ADD(name, of_a_child) { .name = "soc@0:adc.regs" };
FIXTURE_VARIANT_ADD(name, with_every_sign) { .name = "_:+,@.-" };
FIXTURE_VARIANT_ADD(name, with_a_word_further_on) { .name = "x-dma:0" };
FIXTURE_VARIANT_ADD(name, longest)
{
	.name = "a23456789012345678901234567890123456789012345678901234567890123",
};
/* clang-format on */

FIXTURE_SETUP(name)
{
}

FIXTURE_TEARDOWN_PARENT(name)
{
	EXPECT_EQ(0, sim_remove(variant->name));
}

TEST_F(name, is_its_buffers)
{
	int dev = dev_open(O_RDWR);

	ASSERT_EQ(0, sim_make(variant->name, NULL));
	EXPECT_LE(0, view_open(dev, variant->name, 0));
}

FIXTURE(bad_name)
{
};

FIXTURE_VARIANT(bad_name)
{
	const char *name;
};

/* clang-format off */
FIXTURE_VARIANT_ADD(bad_name, dash_first) { .name = "-adc" };
FIXTURE_VARIANT_ADD(bad_name, like_an_id) { .name = "@12" };
FIXTURE_VARIANT_ADD(bad_name, like_a_moment) { .name = "adc@12" };
FIXTURE_VARIANT_ADD(bad_name, like_memory_of_a_device) { .name = "dma:0" };
FIXTURE_VARIANT_ADD(bad_name, bracket) { .name = "adc[0]" };
FIXTURE_VARIANT_ADD(bad_name, space) { .name = "adc 0" };
FIXTURE_VARIANT_ADD(bad_name, umlaut) { .name = "adc\xc3\xb6" };
FIXTURE_VARIANT_ADD(bad_name, newline) { .name = "adc\n0" };
FIXTURE_VARIANT_ADD(bad_name, too_long)
{
	.name = "a234567890123456789012345678901234567890123456789012345678901234",
};
/* clang-format on */

FIXTURE_SETUP(bad_name)
{
}

FIXTURE_TEARDOWN_PARENT(bad_name)
{
}

TEST_F(bad_name, is_refused)
{
	char path[256];

	snprintf(path, sizeof(path), ROOT "%s", variant->name);
	expect_errno(EINVAL, mkdir(path, 0755));
	EXPECT_EQ(-1, rmdir(path));
}

TEST_HARNESS_MAIN
