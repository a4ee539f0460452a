/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Packing: a number or a fraction as the bytes of any scalar of a format, made
 * with integers alone, for the kernel has no floating point.
 */
#ifndef MVIEW_SIM_PACK_H
#define MVIEW_SIM_PACK_H

#include <linux/types.h>

#define SIM_LETTERS	26

/**
 * enum sim_class - how the bits of a scalar are read
 * @SIM_UNSIGNED: unsigned integer
 * @SIM_SIGNED: two's complement
 * @SIM_BOOL: one byte, 0 or 1
 * @SIM_FLOAT: IEEE 754 binary of 2, 4 or 8 bytes
 * @SIM_TEXT: a letter; its bits are its number in the alphabet, from 0
 */
enum sim_class {
	SIM_UNSIGNED,
	SIM_SIGNED,
	SIM_BOOL,
	SIM_FLOAT,
	SIM_TEXT,
};

/**
 * struct sim_scalar - the type of a scalar
 * @class: how its bits are read
 * @size: its bytes: 1, 2, 4 or 8
 * @swap: its byte order is not this machine's
 */
struct sim_scalar {
	enum sim_class class;
	u32 size;
	bool swap;
};

/**
 * sim_scalar_init - the type behind a format code
 * @scalar: written
 * @code: as in struct mv_format_item; for F and D the type of one part
 * @order: byte order mark in force
 * @size: bytes of the item
 *
 * Return: false if @code is no scalar but padding.
 */
bool sim_scalar_init(struct sim_scalar *scalar, char code, char order,
		     s64 size);

/**
 * sim_float - the IEEE 754 number next to @mantissa × 2^@exponent
 * @size: bytes of the number: 2, 4 or 8
 * @negative: its sign
 * @mantissa: any
 * @exponent: any; the result becomes 0 or infinity where it must
 *
 * Rounds to nearest, ties to even.
 *
 * Return: its bits.
 */
u64 sim_float(u32 size, bool negative, u64 mantissa, int exponent);

/*
 * The bits of a scalar, in its lowest bytes; those above are undefined.
 */

/* From an integer: truncated, or rounded to a float. */
u64 sim_pack_number(const struct sim_scalar *scalar, u64 number);

/*
 * From a fraction between -2^31 and 2^31, which stand for -1 and 1. Integers
 * get 127/128 of half their range, around 0 or around the middle.
 */
u64 sim_pack_fraction(const struct sim_scalar *scalar, s64 fraction);

/* From a brightness between 0 and 255: 0 to the largest value, or to 1.0. */
u64 sim_pack_level(const struct sim_scalar *scalar, u32 level);

/* From 64 random bits: any integer, or a float in [-1, 1). */
u64 sim_pack_random(const struct sim_scalar *scalar, u64 random);

/**
 * sim_store - write equally spaced scalars
 * @scalar: their type, not SIM_TEXT
 * @dst: of the first; need not be aligned
 * @stride: bytes from one to the next
 * @bits: what the pack functions gave
 * @count: number of @bits
 */
void sim_store(const struct sim_scalar *scalar, u8 *dst, s64 stride,
	       const u64 *bits, u32 count);

/**
 * sim_store_letters - write equally spaced letters
 * @dst: of the first
 * @stride: bytes from one to the next
 * @bits: numbers of letters, less than SIM_LETTERS
 * @shift: letters to go on from there, round the alphabet
 * @count: number of @bits
 */
void sim_store_letters(u8 *dst, s64 stride, const u64 *bits, u32 shift,
		       u32 count);

#endif /* MVIEW_SIM_PACK_H */
