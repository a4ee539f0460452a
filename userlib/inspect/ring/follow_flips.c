// SPDX-License-Identifier: LGPL-2.1-or-later
/* Following a ring with a bit that flips. */
#include <string.h>

#include "ring/follow.h"

#define TRIES	4	/* to catch up with a producer that is faster */

/*
 * The entry in front of the next one, @guard, is the first to be overwritten of all
 * that were not: while its bit is what it was, the producer is less than a way round
 * ahead.
 */

/* 1 if the producer has overtaken us, 0 if not, or -1. */
static int is_overtaken(struct mview_ring *ring)
{
	char *spare = ring->batch + RING_BATCH * ring->size;

	if (ring_read_some(ring, follow_guard(ring), 1, spare))
		return -1;
	return ring_bit(ring, spare) != ring->guard;
}

/* Return: 1 to try again, or -1. */
static int resync_flips(struct mview_ring *ring, uint64_t margin)
{
	if (ring_read_all(ring))
		return -1;
	follow_miss_lost(ring, ring_distance(ring->follows, ring->place,
					     ring->fit.at), margin);
	ring->guard = ring->bits[follow_guard(ring)];
	return 1;
}

/*
 * Was the slot behind the next one, which has nothing new, written on its way? If it
 * has no value, the one behind it tells.
 */
static int is_gap(struct mview_ring *ring, int64_t room)
{
	char *spare = ring->batch + RING_BATCH * ring->size;
	uint64_t place = ring->place;
	int bit = -1;
	int64_t i;

	for (i = 1; bit < 0 && i < ring->n && i < RING_BATCH; i++) {
		place = (ring->place + i) % ring->follows;
		if (i < room)
			memcpy(spare, follow_entry(ring, i), ring->size);
		else if (ring_read_some(ring, follow_slot(ring, place), 1, spare))
			return -1;
		bit = ring_bit(ring, spare);
	}
	return bit == fit_bit(place, ring->n);
}

/* An entry was left out, or its bit did not flip: the next look tells. */
static void note_passed(struct mview_ring *ring, int64_t slot)
{
	const char *known = ring->known + slot * ring->size;
	const char *bytes = ring->bytes + slot * ring->size;
	struct mview_ring_finding *passed;

	/* A look that has found it before has remembered these bytes. */
	ring->stays[slot] |= !!memcmp(known, bytes, ring->size);
	passed = &ring->passed[ring->stays[slot] ? MVIEW_RING_SAME_BIT :
						   MVIEW_RING_DISORDER];
	if (!passed->count++)
		passed->slot = slot;
}

/* Pass an entry that is wrong or has no value. */
static void pass(struct mview_ring *ring)
{
	int64_t slot = follow_slot(ring, ring->place);

	if (ring->wrong[slot])
		note_passed(ring, slot);
	memcpy(ring->known + slot * ring->size, ring->bytes + slot * ring->size,
	       ring->size);
	ring->guard = ring->bits[slot];
	follow_miss(ring, 1);
}

/* Nothing new at the next slot. Return: 1 to try again, 0, or -1. */
static int look_around(struct mview_ring *ring, int64_t room, uint64_t margin)
{
	int gap, overtaken = is_overtaken(ring);
	int64_t slot;

	if (overtaken)
		return overtaken < 0 ? -1 : resync_flips(ring, margin);
	gap = is_gap(ring, room);
	if (gap <= 0)
		return gap;
	if (resync_flips(ring, margin) < 0)
		return -1;
	slot = follow_slot(ring, ring->place);
	if (ring->wrong[slot] || ring->bits[slot] < 0)
		pass(ring);
	return 1;
}

/* How many entries at the beginning of the batch are new. */
static int64_t count_flipped(const struct mview_ring *ring, int64_t room)
{
	int bit = fit_bit(ring->place, ring->n);
	int64_t n = 0;

	while (n < room && ring_bit(ring, follow_entry(ring, n)) == bit)
		n++;
	return n;
}

/* The bits are read, then the entries, then the guard. */
static int fetch(struct mview_ring *ring, uint64_t margin)
{
	int64_t slot = follow_slot(ring, ring->place);
	int64_t room = follow_room(ring, RING_BATCH), n;
	int bit = fit_bit(ring->place, ring->n), overtaken;

	if (ring_read_some(ring, slot, room, ring->batch))
		return -1;
	n = count_flipped(ring, room);
	if (!n)
		return look_around(ring, room, margin);
	if (ring_read_some(ring, slot, n, ring->batch))
		return -1;
	overtaken = is_overtaken(ring);
	if (overtaken)
		return overtaken < 0 ? -1 : resync_flips(ring, margin);
	follow_accept(ring, n);
	ring->guard = bit;
	return 0;
}

int follow_flips(struct mview_ring *ring)
{
	int i, again = 1;

	for (i = 0; again > 0 && i < TRIES; i++)
		again = fetch(ring, i ? ring->n / 4 + 1 : 1);
	return again < 0 ? -1 : 0;
}
