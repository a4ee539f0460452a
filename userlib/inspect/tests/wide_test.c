// SPDX-License-Identifier: GPL-2.0
/* Integers of 128 bits, beside the compiler's where it has some. */
#include "words.h"

#include "base/wide.h"

static void expect(struct wide got, uint64_t high, uint64_t low)
{
	assert_int_equal(got.high, high);
	assert_int_equal(got.low, low);
}

TEST(numbers_are_carried)
{
	struct wide most = wide_of(UINT64_MAX), half = wide_of(INT64_MAX);
	struct wide rest;

	expect(wide_add(most, wide_of(1)), 1, 0);
	expect(wide_subtract(wide_of(0), wide_of(1)), UINT64_MAX, UINT64_MAX);
	expect(wide_multiply(most, most), UINT64_MAX - 1, 1);
	expect(wide_divide(wide_multiply(half, most), most, &rest), 0,
	       INT64_MAX);
	expect(rest, 0, 0);
	expect(wide_divide(wide_of_signed(-7), wide_of(2), &rest), UINT64_MAX,
	       -3ULL);
	expect(rest, UINT64_MAX, UINT64_MAX);
}

TEST(shifts_reach_all_bits)
{
	struct wide ones = wide_of_signed(-1);

	expect(wide_left(ones, 0), UINT64_MAX, UINT64_MAX);
	expect(wide_left(ones, 127), 1ULL << 63, 0);
	expect(wide_right(ones, 64), 0, UINT64_MAX);
	expect(wide_right(ones, 127), 0, 1);
	expect(wide_right_signed(wide_left(ones, 100), 100), UINT64_MAX,
	       UINT64_MAX);
	expect(wide_mask(1), 0, 1);
	expect(wide_mask(128), UINT64_MAX, UINT64_MAX);
}

#ifdef __SIZEOF_INT128__

static const uint64_t halves[] = {
	0, 1, 2, 3, 10, 0x7fffffff, 0x80000000, 0xffffffff, 0x100000000,
	0xfffffffe00000001, INT64_MAX, 1ULL << 63, UINT64_MAX - 1, UINT64_MAX,
	0x123456789abcdef0,
};

#define NHALVES	((int)(sizeof(halves) / sizeof(*halves)))

static void same(struct wide got, __uint128_t wanted)
{
	expect(got, wanted >> 64, wanted);
}

static __uint128_t of(struct wide a)
{
	return (__uint128_t)a.high << 64 | a.low;
}

static void compare(struct wide a, struct wide b)
{
	__uint128_t x = of(a), y = of(b);
	struct wide rest;

	same(wide_add(a, b), x + y);
	same(wide_subtract(a, b), x - y);
	same(wide_multiply(a, b), x * y);
	same(wide_left(a, b.low % 128), x << b.low % 128);
	same(wide_right(a, b.low % 128), x >> b.low % 128);
	same(wide_right_signed(a, b.low % 128), (__int128_t)x >> b.low % 128);
	assert_int_equal(wide_less(a, b), (__int128_t)x < (__int128_t)y);
	assert_int_equal(wide_equal(a, b), x == y);
	/* The compiler's division has no result of the one that overflows. */
	if (!y || (!(y + 1) && x == (__uint128_t)1 << 127))
		return;
	same(wide_divide(a, b, &rest), (__int128_t)x / (__int128_t)y);
	same(rest, (__int128_t)x % (__int128_t)y);
}

TEST(it_calculates_as_the_compiler_does)
{
	struct wide a, b;
	int i, j;

	for (i = 0; i < NHALVES * NHALVES; i++)
		for (j = 0; j < NHALVES * NHALVES; j++) {
			a = (struct wide) { halves[i % NHALVES],
					    halves[i / NHALVES] };
			b = (struct wide) { halves[j % NHALVES],
					    halves[j / NHALVES] };
			compare(a, b);
		}
}

#else

TEST(it_calculates_as_the_compiler_does)
{
	skip_as("the compiler has no integers of 128 bits");
}

#endif

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_carried),
		cmocka_unit_test(shifts_reach_all_bits),
		cmocka_unit_test(it_calculates_as_the_compiler_does),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
