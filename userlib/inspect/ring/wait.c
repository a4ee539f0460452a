// SPDX-License-Identifier: LGPL-2.1-or-later
/* Waiting for new entries. */
#include <errno.h>
#include <poll.h>
#include <string.h>

#include "base/error.h"
#include "ring/ring.h"

#define PATIENCE	100	/* milliseconds without an announcement */

int mview_ring_interval(const struct mview_ring *ring)
{
	return ring->interval;
}

/* 1 if the driver announced something, 0 if the time is over. */
static int wait_for(struct mview_ring *ring, int ms)
{
	int ready = mview_wait(ring->view, ms, NULL);

	if (ready >= 0 || errno != EOPNOTSUPP)
		return ready;
	/* Memory that nobody announces. */
	return poll(NULL, 0, ms) < 0 ? -1 : 0;
}

int mview_ring_wait(struct mview_ring *ring, int timeout_ms)
{
	int ms = ring->is_announced ? PATIENCE : ring->interval, ready;
	bool is_last = timeout_ms >= 0 && timeout_ms < ms;

	ready = wait_for(ring, is_last ? timeout_ms : ms);
	if (ready < 0)
		return inspect_fail_int(errno, "the ring: %s",
					strerror(errno));
	ring->is_announced |= ready;
	return ready || !is_last;
}
