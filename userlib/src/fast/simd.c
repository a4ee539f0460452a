// SPDX-License-Identifier: LGPL-2.1-or-later
/* Which vector instructions may be used. */
#include "fast/simd.h"

#include <stdatomic.h>

static _Atomic(enum simd) limit = SIMD_AVX2;

void simd_limit(enum simd level)
{
	limit = level;
}

enum simd simd_level(void)
{
	enum simd most = SIMD_NONE;

#ifdef SIMD_X86
	most = __builtin_cpu_supports("avx2") ? SIMD_AVX2 : SIMD_SSE2;
#endif
	return most < limit ? most : limit;
}
