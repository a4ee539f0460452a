/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Counters that several threads may change, without the cost of atomic
 * operations while the process has only one thread.
 */
#ifndef MVIEW_SRC_COUNT_H
#define MVIEW_SRC_COUNT_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#if defined(__has_include)
#if __has_include(<sys/single_threaded.h>)
#include <sys/single_threaded.h>
#define COUNT_ALONE	__libc_single_threaded
#endif
#endif

#ifndef COUNT_ALONE
#define COUNT_ALONE	false
#endif

/**
 * count_change - make a counter @to if it still is @from
 * @count: the counter
 * @from: the expected value; set to the current one on failure
 * @to: the new value
 *
 * Return: false if it was not changed, perhaps spuriously.
 */
static inline bool count_change(_Atomic uint64_t *count, uint64_t *from,
				uint64_t to)
{
	if (!COUNT_ALONE)
		return atomic_compare_exchange_weak(count, from, to);
	atomic_store_explicit(count, to, memory_order_relaxed);
	return true;
}

#endif /* MVIEW_SRC_COUNT_H */
