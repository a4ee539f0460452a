// SPDX-License-Identifier: GPL-2.0
/*
 * The patterns of simulated buffers, against this machine's floating point:
 * kmod/sim/README.md says what they are.
 */
#include <fcntl.h>
#include <math.h>
#include <string.h>

#include "kselftest_harness.h"
#include "mview_test.h"

#define NAME	"patterns_test"
#define COUNT	288	/* elements, of which bytes count over */
#define ROWS	4
#define COLUMNS	(COUNT / ROWS)	/* more than a period of the sine */
#define BLOCKS	3
#define LARGEST	16	/* bytes of an element */

/* Put a block of a pattern into @bytes, after @blocks other ones. */
static int block_read(const char *format, const char *shape,
		      const char *pattern, unsigned int blocks, void *bytes,
		      size_t size)
{
	char settings[3][64];
	int dev, view;
	ssize_t n;

	snprintf(settings[0], sizeof(settings[0]), "format=%s", format);
	snprintf(settings[1], sizeof(settings[1]), "shape=%s", shape);
	snprintf(settings[2], sizeof(settings[2]), "pattern=%s", pattern);
	if (sim_make(NAME, settings[0], settings[1], settings[2]) ||
	    (blocks && sim_step(NAME, blocks)))
		return -1;
	dev = dev_open(O_RDWR);
	view = view_open(dev, NAME, 0);
	n = pread(view, bytes, size, 0);
	close(view);
	close(dev);
	return n == (ssize_t)size ? 0 : -1;
}

/* The types, each by itself */
FIXTURE(type)
{
	unsigned char bytes[COUNT * LARGEST], others[COUNT * LARGEST];
};

enum class { UNSIGNED, SIGNED, BOOL, FLOAT };

struct type {
	const char *format;
	enum class class;
	int size;
	bool big;
};

FIXTURE_VARIANT(type)
{
	struct type type;
};

#define TYPE_ADD(name, ...) \
	FIXTURE_VARIANT_ADD(type, name) { .type = { __VA_ARGS__ } }

/* clang-format off */
TYPE_ADD(b, "b", SIGNED, 1, false);
TYPE_ADD(B, "B", UNSIGNED, 1, false);
TYPE_ADD(little_h, "<h", SIGNED, 2, false);
TYPE_ADD(big_H, ">H", UNSIGNED, 2, true);
TYPE_ADD(big_i, ">i", SIGNED, 4, true);
TYPE_ADD(little_I, "<I", UNSIGNED, 4, false);
TYPE_ADD(little_q, "<q", SIGNED, 8, false);
TYPE_ADD(big_Q, ">Q", UNSIGNED, 8, true);
TYPE_ADD(truth, "?", BOOL, 1, false);
TYPE_ADD(little_e, "<e", FLOAT, 2, false);
TYPE_ADD(big_e, ">e", FLOAT, 2, true);
TYPE_ADD(little_f, "<f", FLOAT, 4, false);
TYPE_ADD(big_f, ">f", FLOAT, 4, true);
TYPE_ADD(little_d, "<d", FLOAT, 8, false);
TYPE_ADD(big_d, ">d", FLOAT, 8, true);
/* clang-format on */

FIXTURE_SETUP(type)
{
}

FIXTURE_TEARDOWN_PARENT(type)
{
	EXPECT_EQ(0, sim_remove(NAME));
}

static __u64 bits_of(const unsigned char *at, int size, bool big)
{
	__u64 bits = 0;

	for (int i = 0; i < size; i++)
		bits = bits << 8 | at[big ? i : size - 1 - i];
	return bits;
}

static long double half_of(__u64 bits)
{
	int exponent = bits >> 10 & 31;
	long double value = bits & 1023;

	if (exponent == 31)
		value = value ? NAN : INFINITY;
	else if (exponent)
		value = ldexpl(value + 1024, exponent - 25);
	else
		value = ldexpl(value, -24);
	return bits >> 15 ? -value : value;
}

static long double float_of(__u64 bits, int size)
{
	__u32 low = bits;
	double wide;
	float narrow;

	if (size == 2)
		return half_of(bits);
	memcpy(&narrow, &low, sizeof(narrow));
	memcpy(&wide, &bits, sizeof(wide));
	return size == 4 ? narrow : wide;
}

static long double value_of(const struct type *type, const unsigned char *bytes,
			    int i)
{
	__u64 bits = bits_of(bytes + i * type->size, type->size, type->big);
	int unused = 64 - 8 * type->size;

	switch (type->class) {
	case SIGNED:
		return (__s64)(bits << unused) >> unused;
	case FLOAT:
		return float_of(bits, type->size);
	default:
		return bits;
	}
}

/* To the nearest that the type has. What is volatile has no more bits than it. */
static long double rounded(long double value, int size)
{
	volatile double wide = value;
	volatile float narrow = value;
	long double unit;
	int exponent;

	if (size > 2)
		return size == 4 ? narrow : wide;
	frexpl(value, &exponent);
	unit = ldexpl(1, exponent - 11 < -24 ? -24 : exponent - 11);
	value = rintl(value / unit) * unit;
	return value > 65504 ? INFINITY : value;
}

/* A number, cut off to the width */
static long double number(const struct type *type, __u64 value)
{
	int unused = 64 - 8 * type->size;

	switch (type->class) {
	case BOOL:
		return value != 0;
	case SIGNED:
		return (__s64)(value << unused) >> unused;
	case FLOAT:
		return rounded(value, type->size);
	default:
		return value << unused >> unused;
	}
}

/* sin(), in steps of 2^-31 */
static long double sine(int at)
{
	return rintl(sinl(M_PI * at / 32) * (1UL << 31)) / (1UL << 31);
}

static long double amplitude(const struct type *type, long double s)
{
	int bits = 8 * type->size;

	switch (type->class) {
	case BOOL:
		return s > 0;
	case FLOAT:
		return rounded(s, type->size);
	case SIGNED:
		return floorl(ldexpl(127 * s, bits - 8) + 0.5L);
	default:
		return floorl(ldexpl(127 * s, bits - 8) + 0.5L) +
		       ldexpl(1, bits - 1);
	}
}

TEST_F(type, counter_goes_on_from_block_to_block)
{
	ASSERT_EQ(0, block_read(variant->type.format, "288", "counter", BLOCKS,
				self->bytes, COUNT * variant->type.size));
	for (int i = 0; i < COUNT; i++)
		ASSERT_EQ(number(&variant->type, BLOCKS * COUNT + i),
			  value_of(&variant->type, self->bytes, i));
}

TEST_F(type, ramp_is_the_same_in_each_block)
{
	ASSERT_EQ(0, block_read(variant->type.format, "288", "ramp", BLOCKS,
				self->bytes, COUNT * variant->type.size));
	for (int i = 0; i < COUNT; i++)
		ASSERT_EQ(number(&variant->type, i),
			  value_of(&variant->type, self->bytes, i));
}

TEST_F(type, sine_goes_along_the_last_axis_and_with_the_blocks)
{
	ASSERT_EQ(0, block_read(variant->type.format, "4 72", "sine", BLOCKS,
				self->bytes, COUNT * variant->type.size));
	for (int i = 0; i < COUNT; i++)
		ASSERT_EQ(amplitude(&variant->type, sine(i % COLUMNS + BLOCKS)),
			  value_of(&variant->type, self->bytes, i));
}

/* Each bit of a number, and of a fraction that is not its exponent, is random. */
TEST_F(type, noise_has_all_values_and_others_in_each_block)
{
	const struct type *type = &variant->type;
	size_t size = COUNT * type->size;
	__u64 some = 0, all = ~0ULL, bits;
	long double value, least = 1, largest = -1;

	ASSERT_EQ(0, block_read(type->format, "288", "noise", 0, self->bytes,
				size));
	ASSERT_EQ(0, block_read(type->format, "288", "noise", 0, self->others,
				size));
	EXPECT_NE(0, memcmp(self->bytes, self->others, size));
	for (int i = 0; i < COUNT; i++) {
		value = value_of(type, self->bytes, i);
		bits = bits_of(self->bytes + i * type->size, type->size,
			       type->big);
		some |= bits;
		all &= bits;
		least = value < least ? value : least;
		largest = value > largest ? value : largest;
	}
	if (type->class == FLOAT) {
		EXPECT_GE(least, -1);
		EXPECT_LT(least, -0.75);
		EXPECT_LT(largest, 1);
		EXPECT_GT(largest, 0.75);
		return;
	}
	EXPECT_EQ(type->class == BOOL ? 1 : ~0ULL >> (64 - 8 * type->size),
		  some);
	EXPECT_EQ(0, all);
}

/* Whether a value is of that brightness, of 255; a number may be rounded anyhow. */
static bool is_level(const struct type *type, int level, long double value)
{
	long double share = level / 255.0L, most;

	if (type->class == BOOL)
		return value == (level > 127);
	if (type->class == FLOAT)
		return value == rounded(share, type->size);
	most = ldexpl(1, 8 * type->size - (type->class == SIGNED)) - 1;
	return fabsl(share * most - value) <= 1;
}

/* Of eight columns the lowest row has level 32 times the column. */
TEST_F(type, picture_goes_from_dark_to_bright)
{
	ASSERT_EQ(0, block_read(variant->type.format, "8 8", "picture", 0,
				self->bytes, 64 * variant->type.size));
	for (int x = 0; x < 8; x++)
		ASSERT_TRUE(is_level(&variant->type, 32 * x,
				     value_of(&variant->type, self->bytes,
					      7 * 8 + x)));
}

/* Pictures, by their channels */
FIXTURE(picture)
{
	unsigned char bytes[16 * 24 * 4];
};

FIXTURE_VARIANT(picture)
{
	const char *shape;
	int channels;
};

/* clang-format off */
FIXTURE_VARIANT_ADD(picture, flat) { .shape = "16 24", .channels = 1 };
FIXTURE_VARIANT_ADD(picture, grey) { .shape = "16 24 1", .channels = 1 };
FIXTURE_VARIANT_ADD(picture, grey_and_alpha) { .shape = "16 24 2", .channels = 2 };
FIXTURE_VARIANT_ADD(picture, rgb) { .shape = "16 24 3", .channels = 3 };
FIXTURE_VARIANT_ADD(picture, rgb_and_alpha) { .shape = "16 24 4", .channels = 4 };
/* clang-format on */

FIXTURE_SETUP(picture)
{
}

FIXTURE_TEARDOWN_PARENT(picture)
{
	EXPECT_EQ(0, sim_remove(NAME));
}

/* White, yellow, cyan, green, magenta, red, blue, black, and a square on them */
static int level(int channels, int x, int y, int channel, int blocks)
{
	static const char *const bars[] = {
		"RGB", "RG", "GB", "G", "RB", "R", "B", ""
	};
	const char *bar = bars[x / 3];
	int red = !!strchr(bar, 'R') * 191, green = !!strchr(bar, 'G') * 191;
	int blue = !!strchr(bar, 'B') * 191;

	if (channels % 2 == 0 && channel == channels - 1)
		return 255;
	/* A side of two, of which a quarter is a step of at least one */
	if ((y == 5 || y == 6) && (x == blocks || x == blocks + 1))
		return 255;
	if (y >= 12)
		return 256 * x / 24;
	if (channels < 3)
		return (77 * red + 150 * green + 29 * blue) / 256;
	return (const int[]){ red, green, blue }[channel];
}

TEST_F(picture, has_bars_a_ramp_and_a_square_that_moves)
{
	for (int blocks = 0; blocks < BLOCKS; blocks++) {
		int channels = variant->channels;
		int size = 16 * 24 * channels;

		ASSERT_EQ(0, block_read("B", variant->shape, "picture", blocks,
					self->bytes, size));
		for (int i = 0; i < size; i++)
			ASSERT_EQ(level(channels, i / channels % 24,
					i / channels / 24, i % channels, blocks),
				  self->bytes[i]);
	}
}

/* What one after the other of an element's parts have */
FIXTURE(element)
{
	unsigned char bytes[COUNT * LARGEST];
};

FIXTURE_SETUP(element)
{
}

FIXTURE_TEARDOWN_PARENT(element)
{
	EXPECT_EQ(0, sim_remove(NAME));
}

TEST_F(element, half_that_is_too_large_is_infinite)
{
	const int count = 65540;
	unsigned char *bytes = malloc(2 * count);

	ASSERT_NE(NULL, bytes);
	ASSERT_EQ(0, block_read("<e", "65540", "ramp", 0, bytes, 2 * count));
	for (int i = 0; i < count; i++)
		ASSERT_EQ(rounded(i, 2), half_of(bits_of(bytes + 2 * i, 2, false)));
	EXPECT_EQ(0x7bff, bits_of(bytes + 2 * 65519, 2, false));
	EXPECT_EQ(0x7c00, bits_of(bytes + 2 * 65520, 2, false));
	free(bytes);
}

/* Complex numbers */
FIXTURE(complex)
{
	unsigned char bytes[COUNT * LARGEST];
};

FIXTURE_VARIANT(complex)
{
	const char *format;
	int size;
	bool big;
};

/* clang-format off */
FIXTURE_VARIANT_ADD(complex, floats) { .format = "<Zf", .size = 4, .big = false };
FIXTURE_VARIANT_ADD(complex, doubles) { .format = ">Zd", .size = 8, .big = true };
/* clang-format on */

FIXTURE_SETUP(complex)
{
}

FIXTURE_TEARDOWN_PARENT(complex)
{
	EXPECT_EQ(0, sim_remove(NAME));
}

#define PART(k)								\
	float_of(bits_of(self->bytes + (k) * variant->size,		\
			 variant->size, variant->big), variant->size)

TEST_F(complex, counter_is_in_the_real_part)
{
	ASSERT_EQ(0, block_read(variant->format, "64", "counter", 0,
				self->bytes, 2 * 64 * variant->size));
	for (int i = 0; i < 64; i++) {
		ASSERT_EQ(i, PART(2 * i));
		ASSERT_EQ(0, PART(2 * i + 1));
	}
}

TEST_F(complex, imaginary_sine_is_a_quarter_ahead)
{
	ASSERT_EQ(0, block_read(variant->format, "64", "sine", 0,
				self->bytes, 2 * 64 * variant->size));
	for (int i = 0; i < 64; i++) {
		ASSERT_EQ(rounded(sine(i), variant->size), PART(2 * i));
		ASSERT_EQ(rounded(sine(i + 16), variant->size),
			  PART(2 * i + 1));
	}
}

static char letter(int at)
{
	return 'A' + at % 26;
}

TEST_F(element, letters_count_through_the_alphabet)
{
	ASSERT_EQ(0, block_read("c", "60", "counter", 0, self->bytes, 60));
	for (int i = 0; i < 60; i++)
		ASSERT_EQ(letter(i), self->bytes[i]);
}

TEST_F(element, sine_of_letters_goes_from_a_to_z)
{
	ASSERT_EQ(0, block_read("c", "64", "sine", 0, self->bytes, 64));
	for (int i = 0; i < 64; i++)
		ASSERT_EQ('A' + (int)floorl((sine(i) + 1) / 2 * 25),
			  self->bytes[i]);
}

TEST_F(element, noise_of_letters_has_each_of_them)
{
	bool seen[256] = {};

	ASSERT_EQ(0, block_read("c", "2048", "noise", 0, self->bytes, 2048));
	for (int i = 0; i < 2048; i++)
		seen[self->bytes[i]] = true;
	for (int i = 0; i < 256; i++)
		EXPECT_EQ(i >= 'A' && i <= 'Z', seen[i]);
}

TEST_F(element, picture_of_letters_goes_from_a_to_z)
{
	ASSERT_EQ(0, block_read("c", "8 8", "picture", 0, self->bytes, 64));
	for (int x = 0; x < 8; x++)
		EXPECT_EQ('A' + 32 * x * 26 / 256, self->bytes[7 * 8 + x]);
}

TEST_F(element, text_goes_on_through_the_alphabet)
{
	ASSERT_EQ(0, block_read("4s", "30", "counter", 0, self->bytes, 120));
	for (int i = 0; i < 120; i++)
		ASSERT_EQ(letter(i / 4 + i % 4), self->bytes[i]);
}

TEST_F(element, pascal_text_is_as_long_as_it_can_be)
{
	ASSERT_EQ(0, block_read("4p", "30", "counter", 0, self->bytes, 120));
	for (int i = 0; i < 120; i++)
		ASSERT_EQ(i % 4 ? letter(i / 4 + i % 4 - 1) : 3, self->bytes[i]);
}

/* 5 + 1 of padding + 2 x 2 + 2 bytes */
TEST_F(element, parts_of_a_record_have_its_number_and_padding_none)
{
	ASSERT_EQ(0, block_read("T{<B:a:>I:b:x(2)<H:c:0B:none:T{?:e:x}:d:}",
				"20", "counter", 0, self->bytes, 20 * 12));
	for (int i = 0; i < 20; i++) {
		const unsigned char *at = self->bytes + 12 * i;

		EXPECT_EQ(i, at[0]);
		EXPECT_EQ(i, bits_of(at + 1, 4, true));
		EXPECT_EQ(0, at[5]);
		EXPECT_EQ(i, bits_of(at + 6, 2, false));
		EXPECT_EQ(i, bits_of(at + 8, 2, false));
		EXPECT_EQ(i != 0, at[10]);
		EXPECT_EQ(0, at[11]);
	}
}

TEST_F(element, nothing_is_written_where_there_is_none)
{
	ASSERT_EQ(0, sim_make(NAME, "format=<f", "shape=3 0 5", "pattern=sine"));
	EXPECT_EQ(0, sim_step(NAME, 2));
}

TEST_HARNESS_MAIN
