// SPDX-License-Identifier: GPL-2.0
/* Packing numbers and fractions as scalars, floats by integer arithmetic. */
#include <linux/bitops.h>
#include <linux/math64.h>
#include <linux/minmax.h>
#include <linux/string.h>
#include <linux/swab.h>

#include "core/format.h"
#include "pack.h"

bool sim_scalar_init(struct sim_scalar *scalar, char code, char order, s64 size)
{
	switch (code) {
	case 'c':
	case 's':
	case 'p':
		scalar->class = SIM_TEXT;
		size = 1;
		break;
	case '?':
		scalar->class = SIM_BOOL;
		break;
	case 'b':
	case 'h':
	case 'i':
	case 'l':
	case 'q':
	case 'n':
		scalar->class = SIM_SIGNED;
		break;
	case 'e':
	case 'f':
	case 'd':
		scalar->class = SIM_FLOAT;
		break;
	case 'F':
	case 'D':
		scalar->class = SIM_FLOAT;
		size /= 2;
		break;
	case 'x':
		return false;
	default:
		scalar->class = SIM_UNSIGNED;
	}
	scalar->size = size;
	scalar->swap = mv_format_big_endian(order) != mv_format_big_endian('@');
	return true;
}

/* Bits of the significand, with the leading one that is not stored. */
static u32 sim_float_precision(u32 size)
{
	return size == 2 ? 11 : size == 4 ? 24 : 53;
}

/* @value / 2^@shift, to nearest, ties to even; @shift > 0 */
static u64 sim_round_shift(u64 value, u32 shift)
{
	u64 half, rest, quotient;

	if (shift > 64)
		return 0;
	half = 1ULL << (shift - 1);
	rest = value & (half | (half - 1));
	quotient = shift == 64 ? 0 : value >> shift;
	return quotient + (rest > half || (rest == half && quotient & 1));
}

u64 sim_float(u32 size, bool negative, u64 mantissa, int exponent)
{
	u32 precision = sim_float_precision(size);
	s64 bias = (1LL << (size * 8 - precision - 1)) - 1;
	u64 infinity = (u64)(2 * bias + 1) << (precision - 1);
	u64 sign = (u64)negative << (size * 8 - 1);
	s64 top, shift;

	if (!mantissa)
		return sign;
	/* Exponent of the leading one, or the smallest that there is. */
	top = (s64)exponent + fls64(mantissa) - 1;
	if (top > bias)
		return sign | infinity;
	top = max(top, 1 - bias);
	/* The lowest bit of the significand weighs 2^(top - precision + 1). */
	shift = top - precision + 1 - exponent;
	if (shift > 0)
		mantissa = sim_round_shift(mantissa, min_t(s64, shift, 65));
	else
		mantissa <<= -shift;
	/*
	 * The leading one, if there is one, adds 1 to the exponent's field;
	 * one that rounding has carried further adds 2, up to infinity.
	 */
	return sign | (((u64)(top + bias - 1) << (precision - 1)) + mantissa);
}

static u64 sim_float_signed(u32 size, s64 mantissa, int exponent)
{
	return sim_float(size, mantissa < 0, abs(mantissa), exponent);
}

u64 sim_pack_number(const struct sim_scalar *scalar, u64 number)
{
	u64 rest;

	switch (scalar->class) {
	case SIM_BOOL:
		return number != 0;
	case SIM_FLOAT:
		return sim_float(scalar->size, false, number, 0);
	case SIM_TEXT:
		div64_u64_rem(number, SIM_LETTERS, &rest);
		return rest;
	default:
		return number;
	}
}

/* 127 × @fraction × 2^(bits - 8), from 2^-31 units: to nearest */
static s64 sim_amplitude(u32 size, s64 fraction)
{
	int shift = 31 - ((int)size * 8 - 8);

	fraction *= 127;
	if (shift <= 0)
		return fraction * (1LL << -shift);
	return (fraction + (1LL << (shift - 1))) >> shift;
}

u64 sim_pack_fraction(const struct sim_scalar *scalar, s64 fraction)
{
	switch (scalar->class) {
	case SIM_SIGNED:
		return sim_amplitude(scalar->size, fraction);
	case SIM_BOOL:
		return fraction > 0;
	case SIM_FLOAT:
		return sim_float_signed(scalar->size, fraction, -31);
	case SIM_TEXT:
		return ((u64)(fraction + (1LL << 31)) * (SIM_LETTERS - 1)) >> 32;
	default:
		return sim_amplitude(scalar->size, fraction) +
		       (1ULL << (scalar->size * 8 - 1));
	}
}

u64 sim_pack_level(const struct sim_scalar *scalar, u32 level)
{
	u64 all = level * 0x0101010101010101ULL;

	switch (scalar->class) {
	case SIM_SIGNED:
		return all >> (65 - scalar->size * 8);
	case SIM_BOOL:
		return level > 127;
	case SIM_FLOAT:
		/* level / 255 in base 256 repeats the one digit for ever. */
		return sim_float(scalar->size, false, all, -64);
	case SIM_TEXT:
		return level * SIM_LETTERS / 256;
	default:
		return all;
	}
}

u64 sim_pack_random(const struct sim_scalar *scalar, u64 random)
{
	u32 precision;
	u64 rest;

	switch (scalar->class) {
	case SIM_BOOL:
		return random & 1;
	case SIM_FLOAT:
		precision = sim_float_precision(scalar->size);
		return sim_float_signed(scalar->size,
					(s64)random >> (63 - precision),
					-(int)precision);
	case SIM_TEXT:
		div64_u64_rem(random, SIM_LETTERS, &rest);
		return rest;
	default:
		return random;
	}
}

static void sim_store_16(u8 *dst, s64 stride, const u64 *bits, u32 count,
			 bool swap)
{
	u32 i;

	for (i = 0; i < count; i++, dst += stride) {
		u16 value = swap ? swab16(bits[i]) : bits[i];

		memcpy(dst, &value, sizeof(value));
	}
}

static void sim_store_32(u8 *dst, s64 stride, const u64 *bits, u32 count,
			 bool swap)
{
	u32 i;

	for (i = 0; i < count; i++, dst += stride) {
		u32 value = swap ? swab32(bits[i]) : bits[i];

		memcpy(dst, &value, sizeof(value));
	}
}

static void sim_store_64(u8 *dst, s64 stride, const u64 *bits, u32 count,
			 bool swap)
{
	u32 i;

	for (i = 0; i < count; i++, dst += stride) {
		u64 value = swap ? swab64(bits[i]) : bits[i];

		memcpy(dst, &value, sizeof(value));
	}
}

void sim_store(const struct sim_scalar *scalar, u8 *dst, s64 stride,
	       const u64 *bits, u32 count)
{
	u32 i;

	switch (scalar->size) {
	case 1:
		for (i = 0; i < count; i++, dst += stride)
			*dst = bits[i];
		break;
	case 2:
		sim_store_16(dst, stride, bits, count, scalar->swap);
		break;
	case 4:
		sim_store_32(dst, stride, bits, count, scalar->swap);
		break;
	default:
		sim_store_64(dst, stride, bits, count, scalar->swap);
	}
}

void sim_store_letters(u8 *dst, s64 stride, const u64 *bits, u32 shift,
		       u32 count)
{
	u32 i;

	for (i = 0; i < count; i++, dst += stride)
		*dst = 'A' + ((u32)bits[i] + shift) % SIM_LETTERS;
}
