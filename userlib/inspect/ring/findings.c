// SPDX-License-Identifier: LGPL-2.1-or-later
/* What is wrong with a ring that was read. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "ring/ring.h"

static void add(struct mview_ring *ring, enum mview_ring_trouble trouble,
		int64_t slot, int64_t count)
{
	struct mview_ring_finding *finding = ring->findings;

	for (; finding < ring->findings + ring->state.nfindings; finding++)
		if (finding->trouble == trouble)
			return;
	*finding = (struct mview_ring_finding) {
		.trouble = trouble,
		.slot = slot,
		.count = count,
	};
	ring->state.nfindings++;
}

/*
 * A slot with the bit of the way round before was not written on this one; unless
 * its bytes are others than they were.
 */
static bool is_written(struct mview_ring *ring, int64_t i)
{
	ring->stays[i] = ring->wrong[i] &&
			 (ring->stays[i] ||
			  (ring->flips && ring->looked &&
			   memcmp(ring->bytes + i * ring->size,
				  ring->known + i * ring->size, ring->size)));
	return ring->stays[i];
}

/* What is wrong now, and what following has passed by, which may be the same. */
static void add_wrong(struct mview_ring *ring, enum mview_ring_trouble trouble,
		      int64_t slot, int64_t count)
{
	struct mview_ring_finding *passed = &ring->passed[trouble];

	if (passed->count >= count) {
		slot = passed->slot;
		count = passed->count;
	}
	passed->count = 0;
	if (count)
		add(ring, trouble, slot, count);
}

static void find_wrong(struct mview_ring *ring)
{
	int64_t first[2] = { -1, -1 }, count[2] = { 0 }, i;
	bool written;

	for (i = 0; i < ring->n; i++) {
		written = is_written(ring, i);
		if (ring->wrong[i] && !count[written]++)
			first[written] = i;
	}
	add_wrong(ring, MVIEW_RING_DISORDER, first[0], count[0]);
	add_wrong(ring, MVIEW_RING_SAME_BIT, first[1], count[1]);
}

static void find_overrun(struct mview_ring *ring)
{
	int64_t first = -1, count = 0, i;

	for (i = ring->n; ring->looked && i < ring->n + ring->slack; i++) {
		if (!memcmp(ring->bytes + i * ring->size,
			    ring->known + i * ring->size, ring->size))
			continue;
		if (!count++)
			first = i;
	}
	if (count)
		add(ring, MVIEW_RING_OVERRUN, first, count);
	else if (ring->state.pending > ring->n)
		add(ring, MVIEW_RING_OVERRUN, -1, ring->state.pending);
}

static void find_stuck(struct mview_ring *ring)
{
	int64_t still_ms = ring->state.still_ms;

	if (!ring->stuck_ns || still_ms < ring->stuck_ns / 1000000)
		return;
	if (ring->state.pending > 0)
		add(ring, MVIEW_RING_STUCK, ring->state.head, still_ms);
	else if (ring->state.pending < 0)
		add(ring, MVIEW_RING_STILL, -1, still_ms);
}

void ring_find(struct mview_ring *ring)
{
	ring->state.nfindings = 0;
	ring->state.findings = ring->findings;
	find_wrong(ring);
	find_overrun(ring);
	find_stuck(ring);
}

size_t mview_ring_text(const struct mview_ring_finding *finding, char *buf,
		       size_t size)
{
	long long slot = finding->slot, count = finding->count;

	switch (finding->trouble) {
	case MVIEW_RING_DISORDER:
		return snprintf(buf, size,
				"out of order: slot %lld has another owner than those around it (%lld in all)",
				slot, count);
	case MVIEW_RING_SAME_BIT:
		return snprintf(buf, size,
				"the owner bit of slot %lld did not flip when it was written (%lld in all)",
				slot, count);
	case MVIEW_RING_STUCK:
		return snprintf(buf, size,
				"stuck: entries are pending, and nothing has changed for %lld.%01lld s",
				count / 1000, count / 100 % 10);
	case MVIEW_RING_STILL:
		return snprintf(buf, size,
				"nothing has changed for %lld.%01lld s; without head and tail there is no telling if entries are pending",
				count / 1000, count / 100 % 10);
	case MVIEW_RING_OVERRUN:
		if (slot < 0)
			return snprintf(buf, size,
					"overrun: %lld entries are pending, more than there are slots",
					count);
		return snprintf(buf, size,
				"overrun: element %lld, behind the last slot, has changed (%lld in all)",
				slot, count);
	}
	return snprintf(buf, size, "trouble %d", finding->trouble);
}
