/* SPDX-License-Identifier: GPL-2.0 */
/* What the shared tests have of <stdlib.h>: numbers that are the same each time. */
#ifndef MVIEW_KUNIT_STDLIB_H
#define MVIEW_KUNIT_STDLIB_H

#include <linux/limits.h>
#include <linux/prandom.h>

static struct rnd_state mview_kunit_state;

static inline void srand(unsigned int seed)
{
	prandom_seed_state(&mview_kunit_state, seed);
}

static inline int rand(void)
{
	return prandom_u32_state(&mview_kunit_state) & INT_MAX;
}

#endif /* MVIEW_KUNIT_STDLIB_H */
