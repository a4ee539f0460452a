/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The core's port header once more, with integers of NARROW bits in place of
 * those of 64: few enough values to try them all. Included before anything
 * else, so that the core's sources are compiled as they are.
 */
#ifndef MVIEW_CORE_PORT_H
#define MVIEW_CORE_PORT_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef int32_t s32;
typedef signed _BitInt(NARROW) s64;
typedef unsigned _BitInt(NARROW) u64;

#define S64_MAX	((s64)((1 << (NARROW - 1)) - 1))
#define S64_MIN	((s64)(-(1 << (NARROW - 1))))

#define ARRAY_SIZE(a)			(sizeof(a) / sizeof((a)[0]))

#define check_add_overflow(a, b, d)	__builtin_add_overflow(a, b, d)
#define check_sub_overflow(a, b, d)	__builtin_sub_overflow(a, b, d)
#define check_mul_overflow(a, b, d)	__builtin_mul_overflow(a, b, d)

#define fallthrough			__attribute__((__fallthrough__))

static inline u64 div64_u64(u64 dividend, u64 divisor)
{
	return dividend / divisor;
}

static inline u64 div64_u64_rem(u64 dividend, u64 divisor, u64 *remainder)
{
	*remainder = dividend % divisor;
	return dividend / divisor;
}

#endif /* MVIEW_CORE_PORT_H */
