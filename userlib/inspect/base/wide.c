// SPDX-License-Identifier: LGPL-2.1-or-later
/* Integers of 128 bits. */
#include "base/wide.h"

#include <stddef.h>

struct wide wide_left(struct wide a, unsigned int bits)
{
	if (bits >= 64)
		return (struct wide) { 0, a.low << (bits - 64) };
	if (!bits)
		return a;
	return (struct wide) { a.low << bits,
			       a.high << bits | a.low >> (64 - bits) };
}

struct wide wide_right(struct wide a, unsigned int bits)
{
	if (bits >= 64)
		return wide_of(a.high >> (bits - 64));
	if (!bits)
		return a;
	return (struct wide) { a.low >> bits | a.high << (64 - bits),
			       a.high >> bits };
}

struct wide wide_right_signed(struct wide a, unsigned int bits)
{
	if (!wide_is_negative(a))
		return wide_right(a, bits);
	return wide_not(wide_right(wide_not(a), bits));
}

struct wide wide_multiply(struct wide a, struct wide b)
{
	uint64_t a0 = (uint32_t)a.low, a1 = a.low >> 32;
	uint64_t b0 = (uint32_t)b.low, b1 = b.low >> 32;
	struct wide all = { a0 * b0,
			    a1 * b1 + a.low * b.high + a.high * b.low };

	all = wide_add(all, wide_left(wide_of(a0 * b1), 32));
	return wide_add(all, wide_left(wide_of(a1 * b0), 32));
}

static struct wide magnitude(struct wide a)
{
	return wide_is_negative(a) ? wide_negate(a) : a;
}

/* Is an unsigned @a less than @b? */
static bool below(struct wide a, struct wide b)
{
	return a.high != b.high ? a.high < b.high : a.low < b.low;
}

/* Bit by bit, of unsigned numbers */
static struct wide divide(struct wide a, struct wide b, struct wide *rest)
{
	struct wide quotient = wide_of(0);
	bool carry;
	int i;

	*rest = wide_of(0);
	for (i = 127; i >= 0; i--) {
		carry = wide_is_negative(*rest);
		*rest = wide_left(*rest, 1);
		rest->low |= wide_right(a, i).low & 1;
		quotient = wide_left(quotient, 1);
		if (carry || !below(*rest, b)) {
			*rest = wide_subtract(*rest, b);
			quotient.low |= 1;
		}
	}
	return quotient;
}

struct wide wide_divide(struct wide a, struct wide b, struct wide *rest)
{
	struct wide n = magnitude(a), by = magnitude(b), left, quotient;

	if (n.high || by.high) {
		quotient = divide(n, by, &left);
	} else {
		quotient = wide_of(n.low / by.low);
		left = wide_of(n.low % by.low);
	}
	if (rest)
		*rest = wide_is_negative(a) ? wide_negate(left) : left;
	return wide_is_negative(a) == wide_is_negative(b) ?
		       quotient :
		       wide_negate(quotient);
}
