/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Following rings. Entries are read in batches of slots that follow one another, and
 * only where there may be something new, so that the cost is that of the entries and
 * not of the ring.
 */
#ifndef MVIEW_INSPECT_RING_FOLLOW_H
#define MVIEW_INSPECT_RING_FOLLOW_H

#include "ring/ring.h"

static inline int64_t follow_slot(const struct mview_ring *ring, uint64_t place)
{
	return place % ring->n;
}

/* The slot in front of the next one. */
static inline int64_t follow_guard(const struct mview_ring *ring)
{
	return follow_slot(ring, ring->place + ring->n - 1);
}

static inline const char *follow_entry(const struct mview_ring *ring, int64_t i)
{
	return ring->batch + i * ring->size;
}

/* follow.c */

/* Go on, without the next @n entries. */
void follow_miss(struct mview_ring *ring, uint64_t n);

/*
 * The producer is @distance ahead: it has overwritten what lies further back than a
 * way round, and may be writing on the next one, or on @margin more.
 */
void follow_miss_lost(struct mview_ring *ring, uint64_t distance,
		      uint64_t margin);

/* @n entries were read into the batch, from the next one on. */
void follow_accept(struct mview_ring *ring, int64_t n);

/* As many of @n slots as may be read from the next one on, without going round. */
int64_t follow_room(const struct mview_ring *ring, uint64_t n);

/* Read new entries into the batch, of a ring with a bit that flips: 0 or -1. */
int follow_flips(struct mview_ring *ring);

/* Likewise, of a ring with a bit that tells whose an entry is. */
int follow_bits(struct mview_ring *ring);

#endif /* MVIEW_INSPECT_RING_FOLLOW_H */
