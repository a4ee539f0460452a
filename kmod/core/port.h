/* SPDX-License-Identifier: GPL-2.0 OR LGPL-2.1-or-later */
/* What the layout core needs from its surroundings: the kernel's, or libc's. */
#ifndef MVIEW_CORE_PORT_H
#define MVIEW_CORE_PORT_H

#ifdef __KERNEL__

#include <linux/array_size.h>
#include <linux/errno.h>
#include <linux/math64.h>
#include <linux/minmax.h>
#include <linux/overflow.h>
#include <linux/string.h>
#include <linux/types.h>

#else

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int32_t s32;
typedef int64_t s64;

#define ARRAY_SIZE(a)			(sizeof(a) / sizeof((a)[0]))
#define min(a, b)			((a) < (b) ? (a) : (b))

#define check_add_overflow(a, b, d)	__builtin_add_overflow(a, b, d)
#define check_sub_overflow(a, b, d)	__builtin_sub_overflow(a, b, d)
#define check_mul_overflow(a, b, d)	__builtin_mul_overflow(a, b, d)

#define fallthrough			__attribute__((__fallthrough__))
#define noinline			/* the kernel's stack is the small one */

static inline u64 div64_u64(u64 dividend, u64 divisor)
{
	return dividend / divisor;
}

static inline u64 div64_u64_rem(u64 dividend, u64 divisor, u64 *remainder)
{
	*remainder = dividend % divisor;
	return dividend / divisor;
}

#ifndef S64_MAX
#define S64_MAX INT64_MAX
#define S64_MIN INT64_MIN
#endif

#endif /* __KERNEL__ */

#endif /* MVIEW_CORE_PORT_H */
