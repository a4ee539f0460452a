// SPDX-License-Identifier: LGPL-2.1-or-later
/* The time. */
#include <time.h>

#include "ring/ring.h"

int64_t ring_clock(int clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return now.tv_sec * 1000000000LL + now.tv_nsec;
}
