// SPDX-License-Identifier: GPL-2.0
/*
 * Registers that a driver leaves out of its layout, by padding or by gaps:
 * casts and mappings reach them only if the view was opened with
 * MVIEW_UNDECLARED.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

#include "kselftest_harness.h"
#include "mview_test.h"
#include "system.h"

#define NAME	"declared_test"
#define ITEM	32
#define FORMAT	"T{<I:id:20x<I:live:4x}"
#define SAME	"T{<I:a:20x<I:b:4x}"
#define SIZE	8192	/* two pages */

/* Does the driver say something of this byte of an element? */
static bool is_declared(size_t at)
{
	return at % ITEM < 4 || (at % ITEM >= 24 && at % ITEM < 28);
}

FIXTURE(registers)
{
	int dev;
	int view;
};

FIXTURE_SETUP(registers)
{
	if (getpagesize() != SIZE / 2)
		SKIP(return, "pages are not of 4096 bytes");
	ASSERT_MADE(return, sim_make(NAME, "kind=mmio", "format=" FORMAT,
				     "shape=2 128", "pattern=counter"));
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
	self->view = view_open(self->dev, NAME, MVIEW_OPEN_WRITE);
	ASSERT_LE(0, self->view);
}

FIXTURE_TEARDOWN_PARENT(registers)
{
	EXPECT_EQ(0, sim_remove(NAME));
}

/* A cast to as many elements as there are. */
static int cast(int view, const char *format)
{
	return view_cast(view, format, 0, NULL, MVIEW_CAST_FREE);
}

static void *map(int view, size_t size)
{
	return mmap(NULL, size, PROT_READ, MAP_SHARED, view, 0);
}

#define EXPECT_NO_CAST(view)						\
do {									\
	size_t _i;							\
									\
	for (_i = 0; _i < ARRAY_SIZE(revealing); _i++) {		\
		expect_errno(EACCES, cast(view, revealing[_i]));	\
	}								\
} while (0)

static const char *const revealing[] = {
	"B", "c", "<I", "<Q", "32s", "<8I", "T{<I:id:<I:x:16x<I:live:4x}",
	"T{<I:id:20x<I:live:3xB:x:}", "T{<I:id:20x<Q:live:}", "16x<I12x",
	"T{5s:id:19x<I:live:4x}", "2T{<I12x}",
};

TEST_F(registers, are_not_reached_by_casts)
{
	EXPECT_NO_CAST(self->view);
	/* A cast to a pair of the same elements is refused as well. */
	expect_errno(EACCES, cast(self->view, "2" FORMAT));
}

TEST_F(registers, are_not_reached_by_rules_of_memoryview)
{
	expect_errno(EACCES, view_cast(self->view, "B", 0, NULL, 0));
	expect_errno(EACCES, view_cast(self->view, "c", 1,
				       (__u64[]){ SIZE }, 0));
}

TEST_F(registers, are_cast_to_what_was_declared)
{
	static const char *const formats[] = {
		FORMAT, SAME, "T{4s:id:20x<I:live:4x}",
		"T{<H:lo:<H:hi:20xB:b:B:c:6x}", "T{24x<I:live:4x}",
		"32x", "T{T{<I:id:20x}:head:T{<I:live:4x}:tail:}",
	};

	for (size_t i = 0; i < ARRAY_SIZE(formats); i++)
		EXPECT_LE(0, cast(self->view, formats[i]));
	EXPECT_LE(0, view_cast(self->view, SAME, 3, (__u64[]){ 8, 8, 4 },
			       MVIEW_CAST_FREE));
}

/* An invalid cast fails with EINVAL, not EACCES. */
TEST_F(registers, are_not_cast_to_what_does_not_fit)
{
	expect_errno(EINVAL, cast(self->view, "12288B"));
	expect_errno(EINVAL, cast(self->view, "Y"));
	expect_errno(EINVAL, view_cast(self->view, "<I", 0, NULL, 0));
}

TEST_F(registers, are_not_reached_by_way_of_others)
{
	const __u64 all[] = { 256 };
	int same, view;

	same = view_cast(self->view, SAME, 1, all, MVIEW_CAST_FREE);
	ASSERT_LE(0, same);
	EXPECT_NO_CAST(same);
	view = view_range(same, 3, 4, 1);
	ASSERT_LE(0, view);
	EXPECT_NO_CAST(view);
	view = view_index(same, 5);
	ASSERT_LE(0, view);
	EXPECT_NO_CAST(view);
	view = view_readonly(same);
	ASSERT_LE(0, view);
	EXPECT_NO_CAST(view);
	view = view_confined(same);
	ASSERT_LE(0, view);
	EXPECT_NO_CAST(view);
	view = view_transpose(same, NULL, 0);
	ASSERT_LE(0, view);
	EXPECT_NO_CAST(view);
	view = view_contiguous(same, 'C', 0);
	ASSERT_LE(0, view);
	EXPECT_NO_CAST(view);
}

/* A cast that leaves out more than the driver does restricts further casts. */
TEST_F(registers, are_left_out_for_good)
{
	int some = cast(self->view, "T{24x<I:live:4x}");

	ASSERT_LE(0, some);
	expect_errno(EACCES, cast(some, FORMAT));
	EXPECT_LE(0, cast(some, "T{24x<H:low:6x}"));
}

TEST_F(registers, are_all_there_in_a_field)
{
	int field = view_field(self->view, "live");
	int one = view_index(view_index(field, 1), 7);

	ASSERT_LE(0, one);
	EXPECT_LE(0, cast(one, "B"));
	EXPECT_LE(0, cast(one, "<2H"));
}

/* A copy is plain memory, without side effects; its padding is zeros. */
TEST_F(registers, are_reached_in_copies)
{
	int flat = view_cast(self->view, SAME, 1, (__u64[]){ 256 },
			     MVIEW_CAST_FREE);
	int copy = view_contiguous(view_range(flat, 0, 128, 2), 'C', 0);
	unsigned char bytes[128 * ITEM];
	int cast_copy = cast(copy, "B");

	ASSERT_LE(0, cast_copy);
	ASSERT_EQ(sizeof(bytes), pread(cast_copy, bytes, sizeof(bytes), 0));
	for (size_t i = 0; i < sizeof(bytes); i++) {
		if (!is_declared(i))
			EXPECT_EQ(0, bytes[i]);
	}
	EXPECT_NE(MAP_FAILED, map(copy, 4096));
}

TEST_F(registers, are_not_mapped)
{
	struct view_desc desc;

	ASSERT_EQ(0, view_describe(self->view, &desc));
	EXPECT_EQ(0, desc.info.map_nbytes);
	expect_no_map(EACCES, map(self->view, SIZE));
	expect_no_map(EACCES, map(view_index(self->view, 1), 4096));
	expect_no_map(EACCES, map(view_readonly(self->view), 4096));
	expect_no_map(EACCES, map(view_field(self->view, "id"), 4096));
}

/* write(2) of elements does not write to the padding between. */
TEST_F(registers, are_not_written)
{
	int all = cast(view_open(self->dev, NAME, MVIEW_UNDECLARED), "B");
	unsigned char before[ITEM], after[ITEM], bytes[ITEM];

	ASSERT_LE(0, all);
	memset(bytes, POISON, sizeof(bytes));
	ASSERT_EQ(ITEM, pread(all, before, ITEM, 0));
	ASSERT_EQ(ITEM, pwrite(self->view, bytes, ITEM, 0));
	ASSERT_EQ(ITEM, pread(all, after, ITEM, 0));
	for (size_t i = 0; i < ITEM; i++)
		EXPECT_EQ(is_declared(i) ? POISON : before[i], after[i]);
}

/* With the flag everything is there, also in what is derived. */
TEST_F(registers, are_reached_by_who_asked_for_it)
{
	int view = view_open(self->dev, NAME, MVIEW_UNDECLARED);
	int slice = view_index(view, 1);
	struct view_desc desc;
	unsigned char byte;

	ASSERT_EQ(0, view_describe(self->view, &desc));
	EXPECT_EQ(0, desc.info.view_flags & MVIEW_VIEW_IS_UNDECLARED);
	ASSERT_EQ(0, view_describe(slice, &desc));
	EXPECT_NE(0, desc.info.view_flags & MVIEW_VIEW_IS_UNDECLARED);
	EXPECT_EQ(4096, desc.info.map_nbytes);
	for (size_t i = 0; i < ARRAY_SIZE(revealing); i++)
		EXPECT_LE(0, cast(slice, revealing[i]));
	ASSERT_EQ(1, pread(cast(slice, "B"), &byte, 1, 4));
	EXPECT_NE(MAP_FAILED, map(view, SIZE));
	EXPECT_NE(MAP_FAILED, map(slice, 4096));
}

TEST_F(registers, are_reached_by_its_debugger)
{
	int view = view_open(self->dev, NAME, MVIEW_UNDECLARED);
	int memory = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
	unsigned char *mapped = map(view, SIZE), byte;

	SKIP_UNLESS_DEBUGGED(return, "mappings");
	ASSERT_NE(MAP_FAILED, mapped);
	EXPECT_EQ(1, pread(memory, &byte, 1, (uintptr_t)mapped + 5));
}

TEST_F(registers, are_asked_for_at_opening_only)
{
	struct mview_view_slice slice = {
		.size = sizeof(slice), .flags = MVIEW_UNDECLARED,
	};
	struct mview_view_cast undeclared = {
		.size = sizeof(undeclared),
		.flags = MVIEW_UNDECLARED | MVIEW_CAST_FREE,
		.format = to_user("B"),
		.format_len = 1,
	};

	expect_errno(EOPNOTSUPP, ioctl(self->view, MVIEW_VIEW_SLICE, &slice));
	expect_errno(EOPNOTSUPP, ioctl(self->view, MVIEW_VIEW_CAST,
				       &undeclared));
	expect_errno(EOPNOTSUPP, view_alloc(self->dev, 4096,
					    MVIEW_UNDECLARED));
}

/* Layouts, and the pages that may be mapped of them. */
FIXTURE(pages)
{
	int dev;
	int view;
};

FIXTURE_VARIANT(pages)
{
	const char *kind;
	const char *format;
	const char *shape;
	bool first, all, bytes;
};

/* clang-format off */
FIXTURE_VARIANT_ADD(pages, covered)
{
	"kind=mmio", "format=<I", "shape=2048", true, true, true,
};
FIXTURE_VARIANT_ADD(pages, covered_by_records)
{
	"kind=mmio", "format=T{<I:a:<H:b:<H:c:}", "shape=1024", true, true, true,
};
FIXTURE_VARIANT_ADD(pages, covered_but_for_the_last)
{
	"kind=mmio", "format=<I", "shape=2047", true, false, true,
};
FIXTURE_VARIANT_ADD(pages, covered_by_half)
{
	"kind=mmio", "format=<I", "shape=1024", true, true, true,
};
FIXTURE_VARIANT_ADD(pages, covered_by_less)
{
	"kind=mmio", "format=<I", "shape=1023", false, false, true,
};
FIXTURE_VARIANT_ADD(pages, aligned)
{
	"kind=mmio", "format=T{I:a:B:b:}", "shape=1024", false, false, false,
};
FIXTURE_VARIANT_ADD(pages, of_memory)
{
	"kind=vmalloc", "format=T{I:a:B:b:}", "shape=1023", true, true, true,
};
/* clang-format on */

FIXTURE_SETUP(pages)
{
	if (getpagesize() != SIZE / 2)
		SKIP(return, "pages are not of 4096 bytes");
	ASSERT_MADE(return, sim_make(NAME, variant->kind, variant->format,
				     variant->shape, "size=8192"));
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
	self->view = view_open(self->dev, NAME, 0);
	ASSERT_LE(0, self->view);
}

FIXTURE_TEARDOWN_PARENT(pages)
{
	EXPECT_EQ(0, sim_remove(NAME));
}

static size_t size_to_map(int view)
{
	struct view_desc desc;

	return view_describe(view, &desc) ? 0 : desc.info.map_nbytes;
}

TEST_F(pages, are_mapped_if_they_are_covered)
{
	EXPECT_EQ(variant->all, size_to_map(self->view) > 0);
	EXPECT_EQ(variant->all, map(self->view, 4096) != MAP_FAILED);
}

/* Of a few elements: the others on their page were declared, or they were not. */
TEST_F(pages, are_those_of_the_buffer)
{
	int slice = view_range(self->view, 3, 5, 1);

	ASSERT_LE(0, slice);
	EXPECT_EQ(variant->first, size_to_map(slice) == 4096);
	EXPECT_EQ(variant->first, map(slice, 4096) != MAP_FAILED);
	slice = view_range(self->view, 3, 5, 7);
	EXPECT_EQ(variant->first, map(slice, 4096) != MAP_FAILED);
}

TEST_F(pages, are_bytes_if_there_is_no_padding)
{
	int view = view_cast(self->view, "B", 0, NULL, 0);

	EXPECT_EQ(variant->bytes, view >= 0);
}

TEST_F(pages, are_mapped_by_who_asked_for_it)
{
	int view = view_open(self->dev, NAME, MVIEW_UNDECLARED);

	EXPECT_NE(MAP_FAILED, map(view, 4096));
	EXPECT_LE(0, view_cast(view, "B", 0, NULL, 0));
}

/* Registers with gaps between them, by strides. */
FIXTURE(holes)
{
	int dev;
};

FIXTURE_SETUP(holes)
{
	if (!getenv("MVIEW_MODULES"))
		SKIP(return, "MVIEW_MODULES names no directory of modules");
	ASSERT_EQ(0, module_load("mview_holes"));
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
}

FIXTURE_TEARDOWN_PARENT(holes)
{
	EXPECT_EQ(0, module_unload("mview_holes"));
}

TEST_F(holes, are_not_mapped)
{
	int view = view_open(self->dev, "holes", 0);
	int all = view_open(self->dev, "holes", MVIEW_UNDECLARED);

	ASSERT_LE(0, view);
	ASSERT_LE(0, all);
	EXPECT_EQ(0, size_to_map(view));
	if (map(all, getpagesize()) == MAP_FAILED && errno == EOPNOTSUPP)
		SKIP(return, "registers are not mapped on this machine");
	EXPECT_NE(MAP_FAILED, map(all, getpagesize()));
	expect_no_map(EACCES, map(view, getpagesize()));
}

TEST_HARNESS_MAIN
