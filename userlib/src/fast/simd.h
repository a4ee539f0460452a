/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Which vector instructions may be used. Code that uses some has a plain C
 * twin, for other machines and with -DMVIEW_PORTABLE.
 */
#ifndef MVIEW_SRC_SIMD_H
#define MVIEW_SRC_SIMD_H

#include <stdbool.h>

#if defined(__x86_64__) && defined(__GNUC__) && !defined(MVIEW_PORTABLE)
#define SIMD_X86
#endif

enum simd {
	SIMD_NONE,
	SIMD_SSE2,	/* every x86-64 */
	SIMD_AVX2,
};

/* The highest level that this machine has and the last limit allows. */
enum simd simd_level(void);

/* For tests: use no more than @level from now on. */
void simd_limit(enum simd level);

#define ALWAYS_INLINE	inline __attribute__((__always_inline__))

/*
 * SIMD_TWINS(name, (parameters), (arguments)) - name() calls name_any(), an
 * ALWAYS_INLINE function, which is compiled for AVX2 a second time.
 */
#ifdef SIMD_X86
#define SIMD_TWINS(name, parameters, arguments)				\
	__attribute__((__target__("avx2")))				\
	static void name##_avx2 parameters				\
	{								\
		name##_any arguments;					\
	}								\
									\
	static void name##_plain parameters				\
	{								\
		name##_any arguments;					\
	}								\
									\
	static void name parameters					\
	{								\
		if (simd_level() >= SIMD_AVX2)				\
			name##_avx2 arguments;				\
		else							\
			name##_plain arguments;				\
	}
#else
#define SIMD_TWINS(name, parameters, arguments)				\
	static void name parameters					\
	{								\
		name##_any arguments;					\
	}
#endif

#endif /* MVIEW_SRC_SIMD_H */
