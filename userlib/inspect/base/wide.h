/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Integers of 128 bits, in two's complement: compilers for 32-bit machines have
 * none. What does not fit is cut off.
 */
#ifndef MVIEW_INSPECT_BASE_WIDE_H
#define MVIEW_INSPECT_BASE_WIDE_H

#include <stdbool.h>
#include <stdint.h>

struct wide {
	uint64_t low;
	uint64_t high;
};

static inline struct wide wide_of(uint64_t value)
{
	return (struct wide) { .low = value };
}

static inline struct wide wide_of_signed(int64_t value)
{
	return (struct wide) { value, value < 0 ? UINT64_MAX : 0 };
}

static inline bool wide_is_zero(struct wide a)
{
	return !(a.low | a.high);
}

static inline bool wide_is_negative(struct wide a)
{
	return a.high >> 63;
}

static inline bool wide_equal(struct wide a, struct wide b)
{
	return a.low == b.low && a.high == b.high;
}

/* Is a signed @a less than @b? */
static inline bool wide_less(struct wide a, struct wide b)
{
	if (a.high != b.high)
		return (int64_t)a.high < (int64_t)b.high;
	return a.low < b.low;
}

static inline struct wide wide_not(struct wide a)
{
	return (struct wide) { ~a.low, ~a.high };
}

static inline struct wide wide_and(struct wide a, struct wide b)
{
	return (struct wide) { a.low & b.low, a.high & b.high };
}

static inline struct wide wide_or(struct wide a, struct wide b)
{
	return (struct wide) { a.low | b.low, a.high | b.high };
}

static inline struct wide wide_xor(struct wide a, struct wide b)
{
	return (struct wide) { a.low ^ b.low, a.high ^ b.high };
}

static inline struct wide wide_add(struct wide a, struct wide b)
{
	uint64_t low = a.low + b.low;

	return (struct wide) { low, a.high + b.high + (low < a.low) };
}

static inline struct wide wide_subtract(struct wide a, struct wide b)
{
	return (struct wide) { a.low - b.low,
			       a.high - b.high - (a.low < b.low) };
}

static inline struct wide wide_negate(struct wide a)
{
	return wide_subtract(wide_of(0), a);
}

/* By 0 to 127 bits */
struct wide wide_left(struct wide a, unsigned int bits);
struct wide wide_right(struct wide a, unsigned int bits);
/* Of a signed number: the sign moves in. */
struct wide wide_right_signed(struct wide a, unsigned int bits);

/* @bits ones, of 1 to 128 */
static inline struct wide wide_mask(unsigned int bits)
{
	return wide_right(wide_of_signed(-1), 128 - bits);
}

struct wide wide_multiply(struct wide a, struct wide b);

/**
 * wide_divide - a division of signed numbers, towards 0 as in C
 * @a: what is divided
 * @b: by what; not 0
 * @rest: written; NULL if it is not wanted
 */
struct wide wide_divide(struct wide a, struct wide b, struct wide *rest);

#endif /* MVIEW_INSPECT_BASE_WIDE_H */
