// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Following a ring with a bit that tells whose an entry is. The driver gives entries
 * to the device in order, and the device is done with them in order: both ends of
 * what it owns are read, not the ring, unless they leave open what has happened.
 */
#include <string.h>

#include "ring/follow.h"

/* How many of the batch's first @n entries have the bit. */
static int64_t count_bits(const struct mview_ring *ring, int64_t n, int bit)
{
	int64_t i = 0;

	while (i < n && ring_bit(ring, follow_entry(ring, i)) == bit)
		i++;
	return i;
}

/* The driver has given the device more: @ahead grows. */
static int find_given(struct mview_ring *ring)
{
	int64_t slot, room, given;

	do {
		slot = follow_slot(ring, ring->place + ring->ahead);
		room = ring->n - (slot > ring->ahead ? slot : ring->ahead);
		room = room < RING_BATCH ? room : RING_BATCH;
		if (room && ring_read_some(ring, slot, room, ring->batch))
			return -1;
		given = count_bits(ring, room, 1);
		ring->ahead += given;
	} while (given && given == room);
	return 0;
}

/*
 * The device is done with some of what it was given: 1, or -1. The bits are read,
 * then the entries, then the first bit again, which the driver would set before
 * those of the others.
 */
static int take_done(struct mview_ring *ring, int64_t n)
{
	char *spare = ring->batch + RING_BATCH * ring->size;

	if (ring_read_some(ring, ring->place, n, ring->batch) ||
	    ring_read_some(ring, ring->place, 1, spare))
		return -1;
	n = ring_bit(ring, spare) ? 0 : n;
	if (n)
		follow_accept(ring, n);
	ring->ahead -= n;
	return 1;
}

/*
 * 1 if that is all that there is to know, 0 if it is not, or -1. Nothing is new where
 * the next entry and the one behind it are the device's; unless it has all: then it
 * may have been there, and the driver, too, who gives entries in order.
 */
static int fetch_ends(struct mview_ring *ring)
{
	int64_t room, done, two;

	if (ring->is_lost)
		return 0;
	if (find_given(ring))
		return -1;
	room = follow_room(ring, ring->ahead);
	if (room && ring_read_some(ring, ring->place, room, ring->batch))
		return -1;
	done = count_bits(ring, room, 0);
	if (done)
		return take_done(ring, done);
	two = room < 2 ? room : 2;
	return room && ring->ahead < ring->n && count_bits(ring, two, 1) == two;
}

/* The device owned all or none: where it went on from there. */
static uint64_t find_place(const struct mview_ring *ring)
{
	const struct ring_fit *fit = &ring->fit;

	return ring->owned_all ? (fit->at + fit->count) % ring->n : fit->at;
}

/* Entries in a row that the device is done with, and that stayed the same. */
static int64_t count_done(struct mview_ring *ring, int64_t room)
{
	int64_t slot = follow_slot(ring, ring->place), n = 0;

	while (n < room && !ring->bits[slot + n] && !ring->torn[slot + n])
		n++;
	memcpy(ring->batch, ring->bytes + slot * ring->size, n * ring->size);
	return n;
}

/* Return: 1 if there was nothing new, 0 if there was, or -1. */
static int fetch_all(struct mview_ring *ring)
{
	const struct ring_fit *fit = &ring->fit;
	uint64_t left;
	int64_t n;

	if (ring_read_all(ring))
		return -1;
	if (fit->at < 0)
		return 1;
	if (ring->is_lost)
		ring->place = find_place(ring);
	ring->is_lost = false;
	left = ring_distance(ring->n, ring->place, fit->at);
	/* The driver has given them back to the device already. */
	for (; left && ring->bits[ring->place] == 1; left--)
		follow_miss(ring, 1);
	n = count_done(ring, follow_room(ring, left));
	if (n)
		follow_accept(ring, n);
	ring->ahead = left - n + fit->count;
	return !left;
}

int follow_bits(struct mview_ring *ring)
{
	int known = fetch_ends(ring);

	if (known)
		return known < 0 ? -1 : 0;
	/* As it was when nothing was new? */
	if (ring->is_idle) {
		known = ring_changed(ring);
		if (known <= 0)
			return known;
	}
	known = fetch_all(ring);
	ring->is_idle = known > 0;
	return known < 0 ? -1 : 0;
}
