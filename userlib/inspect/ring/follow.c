// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Following a ring: each new entry once. Entries are read in batches of slots that
 * follow one another, and batches only where there is something new, so that the
 * cost is that of the entries, not of the ring; but for rings with a bit that does
 * not flip, which are read whole.
 */
#include <errno.h>
#include <string.h>
#include <time.h>

#include "ring/ring.h"

#define TRIES	4	/* to catch up with a producer that is faster */

static int64_t slot_of(const struct mview_ring *ring, uint64_t place)
{
	return place % ring->n;
}

static void advance(struct mview_ring *ring, uint64_t by)
{
	ring->place = (ring->place + by) % ring->follows;
}

/* Go on, without the next @n entries. */
static void miss(struct mview_ring *ring, uint64_t n)
{
	ring->missed += n;
	ring->number += n;
	advance(ring, n);
}

/*
 * The producer is @distance ahead: it has overwritten what lies further back than a
 * way round, and may be writing on the next one, or on @margin more.
 */
static void miss_lost(struct mview_ring *ring, uint64_t distance,
		      uint64_t margin)
{
	if (distance >= (uint64_t)ring->n)
		miss(ring, distance - ring->n + margin);
}

/* @n entries were read into the batch, from the next one on. */
static void accept(struct mview_ring *ring, int64_t n)
{
	ring->batch_slot = slot_of(ring, ring->place);
	ring->nbatch = n;
	ring->ibatch = 0;
	ring->batch_ns = ring_clock(CLOCK_REALTIME);
	ring->moved_ns = ring_clock(CLOCK_MONOTONIC);
	ring->fetched += n;
	memcpy(ring->known + ring->batch_slot * ring->size, ring->batch,
	       n * ring->size);
	memset(ring->stays + ring->batch_slot, 0, n * sizeof(*ring->stays));
	advance(ring, n);
}

/* As many slots as may be read from the next one on, without going round. */
static int64_t batch_room(const struct mview_ring *ring, uint64_t n)
{
	uint64_t room = ring->n - slot_of(ring, ring->place);

	if (room > RING_BATCH)
		room = RING_BATCH;
	return n < room ? n : room;
}

static const char *batch_at(const struct mview_ring *ring, int64_t i)
{
	return ring->batch + i * ring->size;
}

/*
 * Rings with a bit that flips. The entry in front of the next one, @guard, is the
 * first to be overwritten of all that were not: while its bit is what it was, the
 * producer is less than a way round ahead.
 */

static int64_t guard_slot(const struct mview_ring *ring)
{
	return slot_of(ring, ring->place + ring->n - 1);
}

/* 1 if the producer has overtaken us, 0 if not, or -1. */
static int is_overtaken(struct mview_ring *ring)
{
	char *spare = ring->batch + RING_BATCH * ring->size;

	if (ring_read_some(ring, guard_slot(ring), 1, spare))
		return -1;
	return ring_bit(ring, spare) != ring->guard;
}

/* Return: 1 to try again, or -1. */
static int resync_flips(struct mview_ring *ring, uint64_t margin)
{
	if (ring_read_all(ring))
		return -1;
	miss_lost(ring, ring_distance(ring->follows, ring->place,
				      ring->fit.at), margin);
	ring->guard = ring->bits[guard_slot(ring)];
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
			memcpy(spare, batch_at(ring, i), ring->size);
		else if (ring_read_some(ring, slot_of(ring, place), 1, spare))
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
	int64_t slot = slot_of(ring, ring->place);

	if (ring->wrong[slot])
		note_passed(ring, slot);
	memcpy(ring->known + slot * ring->size, ring->bytes + slot * ring->size,
	       ring->size);
	ring->guard = ring->bits[slot];
	miss(ring, 1);
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
	slot = slot_of(ring, ring->place);
	if (ring->wrong[slot] || ring->bits[slot] < 0)
		pass(ring);
	return 1;
}

/* How many entries at the beginning of the batch are new. */
static int64_t count_flipped(const struct mview_ring *ring, int64_t room)
{
	int bit = fit_bit(ring->place, ring->n);
	int64_t n = 0;

	while (n < room && ring_bit(ring, batch_at(ring, n)) == bit)
		n++;
	return n;
}

/* The bits are read, then the entries, then the guard. */
static int fetch_flips(struct mview_ring *ring, uint64_t margin)
{
	int64_t slot = slot_of(ring, ring->place);
	int64_t room = batch_room(ring, RING_BATCH), n;
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
	accept(ring, n);
	ring->guard = bit;
	return 0;
}

/* Rings with a bit that tells whose an entry is. */

/* The device owned all or none: where it went on from there. */
static uint64_t find_place(const struct mview_ring *ring)
{
	const struct ring_fit *fit = &ring->fit;

	return ring->owned_all ? (fit->at + fit->count) % ring->n : fit->at;
}

/* Entries in a row that the device is done with, and that stayed the same. */
static int64_t count_done(struct mview_ring *ring, int64_t room)
{
	int64_t slot = slot_of(ring, ring->place), n = 0;

	while (n < room && !ring->bits[slot + n] && !ring->torn[slot + n])
		n++;
	memcpy(ring->batch, ring->bytes + slot * ring->size, n * ring->size);
	return n;
}

/* Where the device goes on, or -1. */
static int64_t find_front(struct mview_ring *ring)
{
	const struct ring_fit *fit = &ring->fit;

	if (fit->at >= 0) {
		if (ring->is_lost)
			ring->place = find_place(ring);
		ring->is_lost = false;
		ring->posted = (fit->at + fit->count) % ring->n;
		return fit->at;
	}
	/* It is done with all that it had. */
	return ring->is_lost || fit->count ? -1 : ring->posted;
}

static int fetch_bits(struct mview_ring *ring)
{
	int64_t front, n;
	uint64_t left;

	if (ring_read_all(ring))
		return -1;
	front = find_front(ring);
	if (front < 0)
		return 0;
	left = ring_distance(ring->n, ring->place, front);
	/* The driver has given them back to the device already. */
	for (; left && ring->bits[ring->place] == 1; left--)
		miss(ring, 1);
	n = count_done(ring, batch_room(ring, left));
	if (n)
		accept(ring, n);
	return 0;
}

/* Rings with a head or tail only. */

static int64_t read_front(struct mview_ring *ring)
{
	struct ring_index *front = ring->tail.kind ? &ring->tail : &ring->head;

	if (front->kind != INDEX_ENTRY)
		return index_read(ring, front);
	return ring_read_all(ring) ? -2 : index_find(ring, front);
}

/* Read the next @n; those at the beginning may be overwritten meanwhile. */
static int fetch_counted(struct mview_ring *ring, int64_t n)
{
	uint64_t place = ring->place;
	int64_t front, lost;

	if (ring_read_some(ring, slot_of(ring, place), n, ring->batch))
		return -1;
	front = read_front(ring);
	if (front < 0)
		return front == -2 ? -1 : 0;
	accept(ring, n);
	lost = ring_distance(ring->follows, place, front) - ring->n + 1;
	if (!ring->is_counted || lost <= 0)
		return 0;
	lost = lost < n ? lost : n;
	ring->ibatch = lost;
	ring->missed += lost;
	ring->number += lost;
	return 0;
}

static int fetch_index(struct mview_ring *ring)
{
	int64_t front = read_front(ring);
	uint64_t distance;

	if (front < 0)
		return front == -2 ? -1 : 0;
	if (ring->is_lost)
		ring->place = front;
	ring->is_lost = false;
	distance = ring_distance(ring->follows, ring->place, front);
	miss_lost(ring, distance, 1);
	distance = ring_distance(ring->follows, ring->place, front);
	return distance ? fetch_counted(ring, batch_room(ring, distance)) : 0;
}

static int begin(struct mview_ring *ring)
{
	if (ring_read_all(ring))
		return -1;
	ring->following = true;
	memcpy(ring->known, ring->bytes, ring->n * ring->size);
	if (!ring_has_bits(ring)) {
		ring->is_lost = true;
		return fetch_index(ring);
	}
	ring->is_lost = ring->fit.at < 0;
	ring->owned_all = ring->fit.count == ring->n;
	if (!ring->is_lost)
		ring->place = ring->fit.at;
	if (!ring->flips)
		find_front(ring);
	if (ring->flips)
		ring->guard = ring->bits[guard_slot(ring)];
	return 0;
}

static int fetch(struct mview_ring *ring)
{
	int i, again = 1;

	if (!ring_has_bits(ring))
		return fetch_index(ring);
	if (!ring->flips)
		return fetch_bits(ring);
	for (i = 0; again > 0 && i < TRIES; i++)
		again = fetch_flips(ring, i ? ring->n / 4 + 1 : 1);
	return again < 0 ? -1 : 0;
}

/* Nothing new: was there much since the last time that there was nothing? */
static void adapt(struct mview_ring *ring)
{
	if (4 * ring->fetched > ring->n && ring->interval > 1)
		ring->interval /= 2;
	else if (16 * ring->fetched < ring->n && ring->interval < 100)
		ring->interval *= 2;
	if (ring->interval > 100)
		ring->interval = 100;
	ring->fetched = 0;
}

static int refill(struct mview_ring *ring)
{
	int err = ring->following ? fetch(ring) : begin(ring);

	if (err)
		return -1;
	if (ring->ibatch < ring->nbatch)
		return 1;
	adapt(ring);
	return 0;
}

int mview_ring_next(struct mview_ring *ring, struct mview_ring_entry *entry)
{
	int ready = ring->ibatch < ring->nbatch ? 1 : refill(ring);
	enum mview_ring_owner owner;

	if (ready <= 0)
		return ready;
	owner = ring_has_bits(ring) && !ring->flips ? MVIEW_RING_DRIVER :
						      ring_other(ring->producer);
	*entry = (struct mview_ring_entry) {
		.slot = ring->batch_slot + ring->ibatch,
		.owner = owner,
		.element = batch_at(ring, ring->ibatch),
		.number = ring->number,
		.missed = ring->missed,
		.time_ns = ring->batch_ns,
	};
	ring->missed = 0;
	ring->number++;
	ring->ibatch++;
	return 1;
}
