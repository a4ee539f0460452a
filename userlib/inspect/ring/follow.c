// SPDX-License-Identifier: LGPL-2.1-or-later
/* Following a ring: each new entry once, read in batches. */
#include "ring/follow.h"

#include <string.h>
#include <time.h>

static void advance(struct mview_ring *ring, uint64_t by)
{
	ring->place = (ring->place + by) % ring->follows;
	ring->is_idle = false;
}

void follow_miss(struct mview_ring *ring, uint64_t n)
{
	ring->missed += n;
	ring->number += n;
	advance(ring, n);
}

void follow_miss_lost(struct mview_ring *ring, uint64_t distance,
		      uint64_t margin)
{
	if (distance >= (uint64_t)ring->n)
		follow_miss(ring, distance - ring->n + margin);
}

void follow_accept(struct mview_ring *ring, int64_t n)
{
	ring->batch_slot = follow_slot(ring, ring->place);
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

int64_t follow_room(const struct mview_ring *ring, uint64_t n)
{
	uint64_t room = ring->n - follow_slot(ring, ring->place);

	if (room > RING_BATCH)
		room = RING_BATCH;
	return n < room ? n : room;
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

	if (ring_read_some(ring, follow_slot(ring, place), n, ring->batch))
		return -1;
	front = read_front(ring);
	if (front < 0)
		return front == -2 ? -1 : 0;
	follow_accept(ring, n);
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
	follow_miss_lost(ring, distance, 1);
	distance = ring_distance(ring->follows, ring->place, front);
	return distance ? fetch_counted(ring, follow_room(ring, distance)) : 0;
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
	if (ring->flips)
		ring->guard = ring->bits[follow_guard(ring)];
	else
		ring->ahead = ring->is_lost ? 0 : ring->fit.count;
	return 0;
}

static int fetch(struct mview_ring *ring)
{
	if (!ring_has_bits(ring))
		return fetch_index(ring);
	return ring->flips ? follow_flips(ring) : follow_bits(ring);
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
		.element = follow_entry(ring, ring->ibatch),
		.number = ring->number,
		.missed = ring->missed,
		.time_ns = ring->batch_ns,
	};
	ring->missed = 0;
	ring->number++;
	ring->ibatch++;
	return 1;
}
