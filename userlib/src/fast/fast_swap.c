// SPDX-License-Identifier: LGPL-2.1-or-later
/* Words in the other byte order: loops that the compiler makes vectors of. */
#include "fast/fast.h"

#include "fast/simd.h"

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("O3")
#endif

static ALWAYS_INLINE void swap2(char *dst, const char *src)
{
	uint16_t word;

	memcpy(&word, src, sizeof(word));
	word = __builtin_bswap16(word);
	memcpy(dst, &word, sizeof(word));
}

static ALWAYS_INLINE void swap4(char *dst, const char *src)
{
	uint32_t word;

	memcpy(&word, src, sizeof(word));
	word = __builtin_bswap32(word);
	memcpy(dst, &word, sizeof(word));
}

static ALWAYS_INLINE void swap8(char *dst, const char *src)
{
	uint64_t word;

	memcpy(&word, src, sizeof(word));
	word = __builtin_bswap64(word);
	memcpy(dst, &word, sizeof(word));
}

#define EACH(swap, to, from)						\
	do {								\
		for (i = 0; i < n; i++)					\
			swap(dst + i * (to), src + i * (from));		\
	} while (0)

/* Words that follow one another on both sides have a loop of their own. */
#define EITHER(swap, size)						\
	do {								\
		if (to == (size) && from == (size))			\
			EACH(swap, size, size);				\
		else							\
			EACH(swap, to, from);				\
	} while (0)

static ALWAYS_INLINE void swap_words_any(char *dst, int64_t to,
					 const char *src, int64_t from,
					 int64_t n, int64_t width)
{
	int64_t i;

	switch (width) {
	case 2:
		EITHER(swap2, 2);
		break;
	case 4:
		EITHER(swap4, 4);
		break;
	default:
		EITHER(swap8, 8);
	}
}

SIMD_TWINS(swap_words,
	   (char *dst, int64_t to, const char *src, int64_t from, int64_t n,
	    int64_t width),
	   (dst, to, src, from, n, width))

void fast_swap(void *dst, int64_t to, const void *src, int64_t from, int64_t n,
	       int64_t width)
{
	swap_words(dst, to, src, from, n, width);
}
