/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The core's copying functions access memory through memcpy() only. Where this
 * is included first, the proof checks each call.
 */
#ifndef MVIEW_TESTS_PROVE_MEMORY_H
#define MVIEW_TESTS_PROVE_MEMORY_H

#include <string.h>

void *prove_memcpy(void *dst, const void *src, size_t n);

#define memcpy(dst, src, n)	prove_memcpy(dst, src, n)

#endif /* MVIEW_TESTS_PROVE_MEMORY_H */
