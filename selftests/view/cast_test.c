// SPDX-License-Identifier: GPL-2.0
/* Casts: Python's rules, the free cast, and what both refuse. */
#include <errno.h>
#include <fcntl.h>
#include <sys/ioctl.h>

#include "kselftest_harness.h"
#include "model.h"
#include "mview_test.h"

#define NAME	"cast_test"
#define BYTES	4096

/* Itemsizes that depend on the kernel's word. */
#define LONG	0xffff

struct fixture {
	int dev;
	int view;
	unsigned char bytes[BYTES];
};

/* A buffer of bytes with a pattern, and a view of it. */
static void fixture_init(struct __test_metadata *_metadata,
			 struct fixture *fixture)
{
	ASSERT_EQ(0, sim_make(NAME, "format=H", "shape=2048",
			      "pattern=counter"));
	fixture->dev = dev_open(O_RDONLY);
	ASSERT_LE(0, fixture->dev);
	fixture->view = view_open(fixture->dev, NAME, 0);
	ASSERT_LE(0, fixture->view);
	ASSERT_EQ(BYTES, read(fixture->view, fixture->bytes, BYTES));
	fixture->view = view_cast(fixture->view, "B", 0, NULL, 0);
	ASSERT_LE(0, fixture->view);
}

static void check_cast(struct __test_metadata *_metadata,
		       const struct fixture *fixture, int view,
		       const char *format, const struct model *model)
{
	struct view_desc desc;

	ASSERT_LE(0, view);
	ASSERT_EQ(0, view_describe(view, &desc));
	EXPECT_STREQ(format, desc.format);
	EXPECT_TRUE(model_describes(model, &desc));
	EXPECT_TRUE(model_reads(model, fixture->bytes, view));
}

/* Formats that a cast takes by Python's rules. */
FIXTURE(native)
{
	struct fixture fixture;
	__u64 itemsize;
};

FIXTURE_VARIANT(native)
{
	const char *format;
	__u64 itemsize;
};

#define NATIVE_ADD(name, code, size)					\
	FIXTURE_VARIANT_ADD(native, name)				\
	{								\
		.format = code, .itemsize = size,			\
	}

/* clang-format off */
NATIVE_ADD(c, "c", 1);
NATIVE_ADD(b, "b", 1);
NATIVE_ADD(B, "B", 1);
NATIVE_ADD(bool, "?", 1);
NATIVE_ADD(h, "h", 2);
NATIVE_ADD(H, "H", 2);
NATIVE_ADD(i, "i", 4);
NATIVE_ADD(I, "I", 4);
NATIVE_ADD(l, "l", LONG);
NATIVE_ADD(L, "L", LONG);
NATIVE_ADD(q, "q", 8);
NATIVE_ADD(Q, "Q", 8);
NATIVE_ADD(n, "n", LONG);
NATIVE_ADD(N, "N", LONG);
NATIVE_ADD(f, "f", 4);
NATIVE_ADD(d, "d", 8);
NATIVE_ADD(P, "P", LONG);
NATIVE_ADD(marked, "@I", 4);
/* clang-format on */

FIXTURE_SETUP(native)
{
	fixture_init(_metadata, &self->fixture);
	self->itemsize = variant->itemsize == LONG ? kernel_long_size() :
						     variant->itemsize;
}

FIXTURE_TEARDOWN_PARENT(native)
{
	EXPECT_EQ(0, sim_remove(NAME));
}

TEST_F(native, is_cast_to_from_bytes)
{
	__u64 shape[] = { BYTES / self->itemsize };
	struct model model;
	int view = view_cast(self->fixture.view, variant->format, 0, NULL, 0);

	model_init(&model, self->itemsize, 1, shape);
	check_cast(_metadata, &self->fixture, view, variant->format, &model);
}

TEST_F(native, is_cast_to_with_a_shape)
{
	__u64 shape[] = { 8, 2, BYTES / self->itemsize / 16 };
	struct model model;
	int view = view_cast(self->fixture.view, variant->format, 3, shape, 0);

	model_init(&model, self->itemsize, 3, shape);
	check_cast(_metadata, &self->fixture, view, variant->format, &model);
}

TEST_F(native, is_cast_back_to_bytes)
{
	const __u64 shape[] = { BYTES };
	struct model model;
	int view = view_cast(self->fixture.view, variant->format, 0, NULL, 0);

	ASSERT_LE(0, view);
	model_init(&model, 1, 1, shape);
	check_cast(_metadata, &self->fixture, view_cast(view, "b", 0, NULL, 0),
		   "b", &model);
}

TEST_F(native, divides_the_bytes)
{
	int view = view_range(self->fixture.view, 0, self->itemsize + 1, 1);

	ASSERT_LE(0, view);
	if (self->itemsize == 1) {
		EXPECT_LE(0, view_cast(view, variant->format, 0, NULL, 0));
	} else {
		expect_errno(EINVAL, view_cast(view, variant->format, 0, NULL,
					       0));
	}
}

/* Formats that only a free cast takes. */
FIXTURE(foreign)
{
	struct fixture fixture;
	__u64 itemsize;
};

FIXTURE_VARIANT(foreign)
{
	const char *format;
	__u64 itemsize;
};

#define FOREIGN_ADD(name, text, size)					\
	FIXTURE_VARIANT_ADD(foreign, name)				\
	{								\
		.format = text, .itemsize = size,			\
	}

/* Sizes as struct.calcsize() and PEP 3118 have them. */
/* clang-format off */
FOREIGN_ADD(little, "<H", 2);
FOREIGN_ADD(big, ">I", 4);
FOREIGN_ADD(network, "!d", 8);
FOREIGN_ADD(standard_long, "=l", 4);
FOREIGN_ADD(half, "<e", 2);
FOREIGN_ADD(complex_float, "Zf", 8);
FOREIGN_ADD(complex_double, "Zd", 16);
FOREIGN_ADD(repeated, "4h", 8);
FOREIGN_ADD(string, "16s", 16);
FOREIGN_ADD(pascal_string, "32p", 32);
FOREIGN_ADD(two_items, "=HH", 4);
FOREIGN_ADD(aligned, "bi", 8);
FOREIGN_ADD(packed, "=bxi2x", 8);
FOREIGN_ADD(padded, "B3x", 4);
FOREIGN_ADD(array, "(2,4)H", 16);
FOREIGN_ADD(record, "T{I:addr:H:len:H:flags:}", 8);
FOREIGN_ADD(record_padded_at_end, "T{I:addr:B:kind:}", 8);
FOREIGN_ADD(record_big_endian, "T{>I:addr:H:len:>H:flags:}", 8);
FOREIGN_ADD(nested, "T{T{H:x:H:y:}:at:(2)H:size:Q:cookie:}", 16);
/* clang-format on */

FIXTURE_SETUP(foreign)
{
	fixture_init(_metadata, &self->fixture);
}

FIXTURE_TEARDOWN_PARENT(foreign)
{
	EXPECT_EQ(0, sim_remove(NAME));
}

TEST_F(foreign, is_cast_to_freely)
{
	__u64 shape[] = { BYTES / variant->itemsize };
	struct model model;
	int view;

	view = view_cast(self->fixture.view, variant->format, 0, NULL,
			 MVIEW_CAST_FREE);
	model_init(&model, variant->itemsize, 1, shape);
	check_cast(_metadata, &self->fixture, view, variant->format, &model);
}

TEST_F(foreign, is_cast_to_only_freely)
{
	expect_errno(EINVAL, view_cast(self->fixture.view, variant->format, 0,
				       NULL, 0));
}

TEST_F(foreign, is_cast_back_to_bytes)
{
	const __u64 shape[] = { BYTES };
	struct model model;
	int view;

	view = view_cast(self->fixture.view, variant->format, 0, NULL,
			 MVIEW_CAST_FREE);
	ASSERT_LE(0, view);
	model_init(&model, 1, 1, shape);
	check_cast(_metadata, &self->fixture, view_cast(view, "B", 0, NULL, 0),
		   "B", &model);
}

/* Formats that nothing takes. */
FIXTURE(bad_format)
{
	struct fixture fixture;
};

FIXTURE_VARIANT(bad_format)
{
	const char *format;
};

#define BAD_ADD(name, text)						\
	FIXTURE_VARIANT_ADD(bad_format, name) { .format = text }

/* clang-format off */
BAD_ADD(empty, "");
BAD_ADD(spaces, "  ");
BAD_ADD(unknown_code, "Y");
BAD_ADD(object, "O");
BAD_ADD(unknown_mark, "&B");
BAD_ADD(mark_alone, "<");
BAD_ADD(count_alone, "4");
BAD_ADD(nothing, "0B");
BAD_ADD(no_standard_n, "<n");
BAD_ADD(no_standard_P, "=P");
BAD_ADD(complex_of_nothing, "Z");
BAD_ADD(complex_integer, "Zi");
BAD_ADD(record_alone, "T");
BAD_ADD(record_open, "T{H:a:");
BAD_ADD(record_empty, "T{}");
BAD_ADD(record_closed_twice, "T{H:a:}}");
BAD_ADD(name_open, "H:a");
BAD_ADD(name_alone, ":a:");
BAD_ADD(array_open, "(2B");
BAD_ADD(array_unfinished, "(2,)B");
BAD_ADD(array_alone, "(2)");
/* clang-format on */

FIXTURE_SETUP(bad_format)
{
	fixture_init(_metadata, &self->fixture);
}

FIXTURE_TEARDOWN_PARENT(bad_format)
{
	EXPECT_EQ(0, sim_remove(NAME));
}

TEST_F(bad_format, is_refused)
{
	expect_errno(EINVAL, view_cast(self->fixture.view, variant->format, 0,
				       NULL, 0));
}

TEST_F(bad_format, is_refused_freely_too)
{
	expect_errno(EINVAL, view_cast(self->fixture.view, variant->format, 0,
				       NULL, MVIEW_CAST_FREE));
}

/* The rules on shapes and on what is cast. */
FIXTURE(cast)
{
	struct fixture fixture;
};

FIXTURE_SETUP(cast)
{
	fixture_init(_metadata, &self->fixture);
}

FIXTURE_TEARDOWN_PARENT(cast)
{
	EXPECT_EQ(0, sim_remove(NAME));
}

TEST_F(cast, needs_bytes_on_one_side)
{
	int view = view_cast(self->fixture.view, "H", 0, NULL, 0);

	ASSERT_LE(0, view);
	expect_errno(EINVAL, view_cast(view, "I", 0, NULL, 0));
	expect_errno(EINVAL, view_cast(view, "H", 0, NULL, 0));
	EXPECT_LE(0, view_cast(view, "I", 0, NULL, MVIEW_CAST_FREE));
}

/* Python does not take "<B" for a byte. */
TEST_F(cast, needs_native_bytes_on_one_side)
{
	int view = view_cast(self->fixture.view, "<B", 0, NULL,
			     MVIEW_CAST_FREE);

	ASSERT_LE(0, view);
	expect_errno(EINVAL, view_cast(view, "H", 0, NULL, 0));
	EXPECT_LE(0, view_cast(view, "B", 0, NULL, 0));
}

TEST_F(cast, needs_one_dimension_on_one_side)
{
	const __u64 shape[] = { 64, 64 };
	int view = view_cast(self->fixture.view, "B", 2, shape, 0);

	ASSERT_LE(0, view);
	expect_errno(EINVAL, view_cast(view, "b", 2, shape, 0));
	EXPECT_LE(0, view_cast(view, "b", 0, NULL, 0));
	EXPECT_LE(0, view_cast(view, "b", 2, shape, MVIEW_CAST_FREE));
}

TEST_F(cast, needs_a_contiguous_view)
{
	int strided = view_range(self->fixture.view, 0, BYTES / 2, 2);
	int reversed = view_range(self->fixture.view, BYTES - 1, BYTES, -1);

	ASSERT_LE(0, strided);
	ASSERT_LE(0, reversed);
	expect_errno(EINVAL, view_cast(strided, "H", 0, NULL, 0));
	expect_errno(EINVAL, view_cast(strided, "B", 0, NULL,
				       MVIEW_CAST_FREE));
	expect_errno(EINVAL, view_cast(reversed, "H", 0, NULL, 0));
	expect_errno(EINVAL, view_cast(reversed, "B", 0, NULL,
				       MVIEW_CAST_FREE));
}

TEST_F(cast, keeps_the_offset_of_a_part)
{
	const struct mview_axis odd = { .start = 3, .count = 10, .step = 1 };
	const __u64 bytes[] = { BYTES };
	struct model model;
	int view = view_slice(self->fixture.view, &odd, 1);

	ASSERT_LE(0, view);
	model_init(&model, 1, 1, bytes);
	model_slice(&model, &odd, 1);
	model.itemsize = 2;
	model.strides[0] = 2;
	model.shape[0] = 5;
	check_cast(_metadata, &self->fixture, view_cast(view, "H", 0, NULL, 0),
		   "H", &model);
}

TEST_F(cast, keeps_the_size_in_bytes)
{
	const __u64 fewer[] = { BYTES / 2 - 1 };
	const __u64 more[] = { BYTES / 2 + 1 };
	const __u64 other[] = { 2, 3 };

	expect_errno(EINVAL, view_cast(self->fixture.view, "H", 1, fewer, 0));
	expect_errno(EINVAL, view_cast(self->fixture.view, "H", 1, more, 0));
	expect_errno(EINVAL, view_cast(self->fixture.view, "H", 2, other, 0));
	expect_errno(EINVAL, view_cast(self->fixture.view, "H", 1, fewer,
				       MVIEW_CAST_FREE));
	expect_errno(EINVAL, view_cast(self->fixture.view, "H", 1, more,
				       MVIEW_CAST_FREE));
}

TEST_F(cast, has_no_extent_of_zero_in_a_shape)
{
	const __u64 zero[] = { 0 };
	const __u64 zeros[] = { BYTES, 0 };
	int empty = view_range(self->fixture.view, 0, 0, 1);

	ASSERT_LE(0, empty);
	expect_errno(EINVAL, view_cast(empty, "H", 1, zero, 0));
	expect_errno(EINVAL, view_cast(empty, "H", 2, zeros, 0));
	EXPECT_LE(0, view_cast(empty, "H", 0, NULL, 0));
	EXPECT_LE(0, view_cast(empty, "H", 1, zero, MVIEW_CAST_FREE));
	EXPECT_LE(0, view_cast(empty, "H", 2, zeros, MVIEW_CAST_FREE));
}

TEST_F(cast, of_a_view_without_elements_needs_one_dimension)
{
	const __u64 zeros[] = { 0, 8 };
	int empty = view_range(self->fixture.view, 0, 0, 1);
	int matrix;

	ASSERT_LE(0, empty);
	matrix = view_cast(empty, "B", 2, zeros, MVIEW_CAST_FREE);
	ASSERT_LE(0, matrix);
	expect_errno(EINVAL, view_cast(matrix, "H", 0, NULL, 0));
	EXPECT_LE(0, view_cast(matrix, "H", 0, NULL, MVIEW_CAST_FREE));
}

TEST_F(cast, does_not_overflow)
{
	const __u64 wraps[] = { 1ULL << 32, 1ULL << 32, BYTES };
	const __u64 large[] = { 1ULL << 62, 4 };
	const __u64 negative[] = { 1ULL << 63 };
	const __u64 all_ones[] = { UINT64_MAX };

	expect_errno(EOVERFLOW, view_cast(self->fixture.view, "B", 3, wraps,
					  0));
	expect_errno(EOVERFLOW, view_cast(self->fixture.view, "B", 2, large,
					  0));
	expect_errno(EOVERFLOW, view_cast(self->fixture.view, "B", 1, negative,
					  MVIEW_CAST_FREE));
	expect_errno(EOVERFLOW, view_cast(self->fixture.view, "B", 1, all_ones,
					  MVIEW_CAST_FREE));
}

TEST_F(cast, has_no_element_beyond_counting)
{
	const char *const formats[] = {
		"99999999999999999999B",
		"9223372036854775807H",
		"(4294967296,4294967296)B",
		"T{9223372036854775807B:a:H:b:}",
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(formats); i++)
		expect_errno(EOVERFLOW, view_cast(self->fixture.view,
						  formats[i], 0, NULL,
						  MVIEW_CAST_FREE));
}

TEST_F(cast, makes_and_unmakes_a_scalar)
{
	const __u64 one[] = { 1 };
	struct model model;
	int part = view_range(self->fixture.view, 0, 4, 1);
	int scalar;

	ASSERT_LE(0, part);
	scalar = view_cast(part, "I", 0, one, 0);
	model_init(&model, 4, 0, NULL);
	check_cast(_metadata, &self->fixture, scalar, "I", &model);
	model_init(&model, 4, 1, one);
	model.itemsize = 1;
	model.shape[0] = 4;
	model.strides[0] = 1;
	check_cast(_metadata, &self->fixture,
		   view_cast(scalar, "B", 0, NULL, 0), "B", &model);
}

TEST_F(cast, makes_a_scalar_of_its_size_only)
{
	const __u64 one[] = { 1 };

	expect_errno(EINVAL, view_cast(self->fixture.view, "I", 0, one, 0));
	expect_errno(EINVAL, view_cast(self->fixture.view, "I", 0, one,
				       MVIEW_CAST_FREE));
}

TEST_F(cast, has_64_dimensions_and_no_65)
{
	__u64 shape[MVIEW_NDIM_MAX + 1];
	struct model model;
	int i;

	for (i = 0; i <= MVIEW_NDIM_MAX; i++)
		shape[i] = 1;
	shape[5] = 64;
	shape[63] = 64;
	model_init(&model, 1, MVIEW_NDIM_MAX, shape);
	check_cast(_metadata, &self->fixture,
		   view_cast(self->fixture.view, "b", MVIEW_NDIM_MAX, shape, 0),
		   "b", &model);
	expect_errno(E2BIG, view_cast(self->fixture.view, "b",
				      MVIEW_NDIM_MAX + 1, shape, 0));
	expect_errno(E2BIG, view_cast(self->fixture.view, "b", UINT32_MAX,
				      shape, MVIEW_CAST_FREE));
}

TEST_F(cast, has_the_longest_format)
{
	static char format[MVIEW_FORMAT_MAX + 2];
	const __u64 one[] = { 1 };
	struct model model;

	memset(format, 'B', MVIEW_FORMAT_MAX);
	model_init(&model, BYTES, 1, one);
	check_cast(_metadata, &self->fixture,
		   view_cast(self->fixture.view, format, 0, NULL,
			     MVIEW_CAST_FREE), format, &model);
	format[MVIEW_FORMAT_MAX] = 'x';
	expect_errno(E2BIG, view_cast(self->fixture.view, format, 0, NULL,
				      MVIEW_CAST_FREE));
}

TEST_F(cast, has_no_endless_format)
{
	struct mview_view_cast arg = {
		.size = sizeof(arg),
		.format = to_user("B"),
		.format_len = UINT32_MAX,
	};

	expect_errno(E2BIG, ioctl(self->fixture.view, MVIEW_VIEW_CAST, &arg));
}

TEST_F(cast, ends_the_format_at_its_length)
{
	struct mview_view_cast arg = {
		.size = sizeof(arg),
		.format = to_user("Hgarbage"),
		.format_len = 1,
	};

	EXPECT_EQ(0, ioctl(self->fixture.view, MVIEW_VIEW_CAST, &arg));
}

TEST_F(cast, takes_no_format_with_a_terminator)
{
	struct mview_view_cast arg = {
		.size = sizeof(arg),
		.format = to_user("H"),
		.format_len = 2,
	};

	expect_errno(EINVAL, ioctl(self->fixture.view, MVIEW_VIEW_CAST, &arg));
}

/* Deeper nesting than the kernel allows fails with E2BIG. */
TEST_F(cast, has_no_bottomless_records)
{
	char format[MVIEW_FORMAT_MAX + 1];
	int depth = MVIEW_FORMAT_MAX / 4;
	int i;

	for (i = 0; i < depth; i++)
		memcpy(format + 2 * i, "T{", 2);
	memcpy(format + 2 * depth, "B", 1);
	memset(format + 2 * depth + 1, '}', depth);
	format[3 * depth + 1] = '\0';
	expect_errno(E2BIG, view_cast(self->fixture.view, format, 0, NULL,
				      MVIEW_CAST_FREE));
}

TEST_F(cast, copies_the_format)
{
	char format[] = "T{H:a:H:b:}";
	struct view_desc desc;
	int view = view_cast(self->fixture.view, format, 0, NULL,
			     MVIEW_CAST_FREE);

	ASSERT_LE(0, view);
	memset(format, '!', strlen(format));
	ASSERT_EQ(0, view_describe(view, &desc));
	EXPECT_STREQ("T{H:a:H:b:}", desc.format);
}

TEST_HARNESS_MAIN
