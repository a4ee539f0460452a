// SPDX-License-Identifier: LGPL-2.1-or-later
/* Half floats: 1 bit of sign, 5 of exponent with bias 15, 10 of fraction. */
#include "value/element.h"

#include <math.h>

double half_to_double(uint16_t half)
{
	int exponent = half >> 10 & 0x1f;
	int fraction = half & 0x3ff;
	double f;

	if (exponent == 0x1f)
		f = fraction ? (double)NAN : (double)INFINITY;
	else if (exponent)
		f = ldexp(fraction + 0x400, exponent - 25);
	else
		f = ldexp(fraction, -24);
	return copysign(f, half & 0x8000 ? -1.0 : 1.0);
}

/*
 * Scaled so that the unit of its fraction is 1, a half is an integer of at
 * most 11 bits, and a carry of the rounding runs into the exponent as it must.
 */
bool half_from_double(uint16_t *half, double f)
{
	uint16_t sign = signbit(f) ? 0x8000 : 0;
	int exponent;
	long bits;

	if (isnan(f)) {
		*half = sign | 0x7e00;
		return true;
	}
	if (isinf(f)) {
		*half = sign | 0x7c00;
		return true;
	}
	f = fabs(f);
	frexp(f, &exponent);
	if (exponent > 16)
		return false;
	if (!f || exponent < -13)	/* below 2^-14: no leading 1 */
		bits = lrint(ldexp(f, 24));
	else
		bits = lrint(ldexp(f, 11 - exponent)) +
		       ((exponent + 13L) << 10);
	if (bits >= 0x7c00)
		return false;
	*half = sign | bits;
	return true;
}
