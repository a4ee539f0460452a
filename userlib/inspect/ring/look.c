// SPDX-License-Identifier: LGPL-2.1-or-later
/* A whole ring at one moment: where head and tail are, whose each entry is. */
#include <errno.h>
#include <string.h>
#include <time.h>

#include "base/error.h"
#include "ring/ring.h"

static int64_t slot_of(const struct mview_ring *ring, int64_t place)
{
	return place < 0 ? -1 : place % ring->n;
}

/* Never written: the bit that flips is 0, as are all bytes. */
static bool is_fresh(const struct mview_ring *ring, int64_t slot)
{
	const char *bytes = ring->bytes + slot * ring->size;
	int64_t i;

	for (i = 0; i < ring->size && !bytes[i]; i++)
		;
	return i == ring->size;
}

/* What was given goes before what the bits say. */
static int place_given(struct mview_ring *ring)
{
	if (ring->head.kind == INDEX_ENTRY)
		ring->heads = index_find(ring, &ring->head);
	if (ring->tail.kind == INDEX_ENTRY)
		ring->tails = index_find(ring, &ring->tail);
	if (ring->heads == -2 || ring->tails == -2)
		return -1;
	ring->state.head = slot_of(ring, ring->heads);
	ring->state.tail = slot_of(ring, ring->tails);
	return 0;
}

/* What the consumer still has to take out; not with a bit that flips. */
static int64_t pending_by_bits(const struct mview_ring *ring)
{
	return ring->producer == MVIEW_RING_DEVICE ? ring->n - ring->fit.count :
						     ring->fit.count;
}

/* Where the device goes on, and where the driver does, as the bits say. */
static void place_by_bits(struct mview_ring *ring)
{
	struct mview_ring_state *state = &ring->state;
	const struct ring_fit *fit = &ring->fit;
	bool device_fills = ring->producer == MVIEW_RING_DEVICE;
	int64_t device = fit->at, driver = -1;

	if (ring->flips) {
		if (state->tail < 0)
			state->tail = fit->at % ring->n;
		return;
	}
	if (device >= 0)
		driver = (device + fit->count) % ring->n;
	if (state->head < 0)
		state->head = device_fills ? driver : device;
	if (state->tail < 0)
		state->tail = device_fills ? device : driver;
	/* The bits do not tell where, but one index does. */
	if (!pending_by_bits(ring) && state->head < 0)
		state->head = state->tail;
	else if (!pending_by_bits(ring) && state->tail < 0)
		state->tail = state->head;
}

static bool is_given(const struct ring_index *index)
{
	return index->kind != INDEX_NONE;
}

static int64_t count_pending(const struct mview_ring *ring)
{
	const struct mview_ring_state *state = &ring->state;

	if (ring_has_bits(ring) && !ring->flips && !is_given(&ring->head) &&
	    !is_given(&ring->tail))
		return pending_by_bits(ring);
	if (state->head < 0 || state->tail < 0)
		return -1;
	if (ring->is_counted && ring->heads >= 0 && ring->tails >= 0)
		return ring_distance(ring->places, ring->heads, ring->tails);
	return ring_distance(ring->n, state->head, state->tail);
}

static bool is_pending(const struct mview_ring *ring, int64_t slot)
{
	const struct mview_ring_state *state = &ring->state;

	if (state->pending < 0)
		return false;
	if (state->head < 0)	/* the device owns all, or none */
		return state->pending > 0;
	return (int64_t)ring_distance(ring->n, state->head, slot) <
	       state->pending;
}

/* Was it handed over on the way round that the producer is on? */
static bool is_handed_over(const struct mview_ring *ring, int64_t slot)
{
	int64_t newest = ring->fit.at + 2 * ring->n - 1;

	if (!ring->bits[slot] && is_fresh(ring, slot))
		return false;
	return ring->bits[slot] == fit_bit(newest, ring->n);
}

static enum mview_ring_owner owner_of(const struct mview_ring *ring,
				      int64_t slot)
{
	enum mview_ring_owner consumer = ring_other(ring->producer);
	bool taken, is_known = ring->state.pending >= 0;

	if (ring->torn[slot] || (ring_has_bits(ring) && ring->bits[slot] < 0))
		return MVIEW_RING_UNKNOWN;
	if (ring_has_bits(ring) && !ring->flips) {
		/* One that is not done may not have been given to the device. */
		if (!ring->owner && is_given(&ring->head) &&
		    is_given(&ring->tail) && !is_pending(ring, slot))
			return MVIEW_RING_DRIVER;
		return ring->bits[slot] ? MVIEW_RING_DEVICE :
					  MVIEW_RING_DRIVER;
	}
	if (!is_known && !ring->flips)
		return MVIEW_RING_UNKNOWN;
	taken = is_known ? is_pending(ring, slot) :
			   is_handed_over(ring, slot);
	return taken ? consumer : ring->producer;
}

static void own(struct mview_ring *ring)
{
	int64_t i;

	ring->state.device = 0;
	ring->state.driver = 0;
	for (i = 0; i < ring->n; i++) {
		ring->owners[i] = owner_of(ring, i);
		ring->state.device += ring->owners[i] == MVIEW_RING_DEVICE;
		ring->state.driver += ring->owners[i] == MVIEW_RING_DRIVER;
	}
}

/* The slot in front of where the device goes on, if it has been there. */
static int64_t find_last(const struct mview_ring *ring)
{
	int64_t next = ring->producer == MVIEW_RING_DEVICE ?
			       ring->state.tail :
			       ring->state.head;
	int64_t last = next < 0 ? -1 : (next + ring->n - 1) % ring->n;

	if (last < 0 || (ring_has_bits(ring) && !ring->flips &&
			 ring->bits[last] == 1))
		return -1;
	return ring->flips && is_fresh(ring, last) ? -1 : last;
}

/* When anything changed last: bytes of slots, head, tail. */
static void find_moved(struct mview_ring *ring, int64_t heads, int64_t tails)
{
	int64_t now = ring_clock(CLOCK_MONOTONIC);

	if (!ring->looked || heads != ring->heads || tails != ring->tails ||
	    memcmp(ring->bytes, ring->known, ring->n * ring->size))
		ring->moved_ns = now;
	ring->state.still_ms = (now - ring->moved_ns) / 1000000;
}

static void remember(struct mview_ring *ring)
{
	int64_t n = ring->n + (ring->looked ? 0 : ring->slack);

	memcpy(ring->known, ring->bytes, n * ring->size);
	ring->looked = true;
}

int mview_ring_look(struct mview_ring *ring, struct mview_ring_state *state)
{
	int64_t heads = ring->heads, tails = ring->tails;

	if (ring_read_indices(ring) || ring_read_all(ring) ||
	    place_given(ring))
		return -1;
	if (ring_has_bits(ring))
		place_by_bits(ring);
	ring->state.nslots = ring->n;
	ring->state.pending = count_pending(ring);
	ring->state.wraps = ring->state.head >= 0 &&
			    ring->state.head + ring->state.pending > ring->n;
	ring->state.last = find_last(ring);
	ring->state.time_ns = ring_clock(CLOCK_REALTIME);
	ring->first = ring->state.tail >= 0 ? ring->state.tail :
		      ring->state.head >= 0 ? ring->state.head : 0;
	own(ring);
	find_moved(ring, heads, tails);
	ring_find(ring);
	remember(ring);
	*state = ring->state;
	return 0;
}

int mview_ring_entry(struct mview_ring *ring, int64_t i,
		     struct mview_ring_entry *entry)
{
	int64_t slot;

	if (!ring->looked || i < 0 || i >= ring->n)
		return inspect_fail_int(ERANGE, ring->looked ?
					"the ring has no such entry" :
					"the ring has not been looked at");
	slot = (ring->first + i) % ring->n;
	*entry = (struct mview_ring_entry) {
		.slot = slot,
		.owner = ring->owners[slot],
		.is_pending = is_pending(ring, slot),
		.element = ring->known + slot * ring->size,
	};
	return 0;
}
