// SPDX-License-Identifier: LGPL-2.1-or-later
/* Reading rings that go on meanwhile. */
#include <errno.h>
#include <string.h>

#include "base/error.h"
#include "ring/ring.h"

#define READINGS	3	/* until what looks wrong is wrong */
#define INDICES		16	/* until the head stayed where it was */

static int read_failed(void)
{
	return inspect_fail_int(errno, "the ring: %s",
				errno == ENODEV ? "its driver took it away" :
						  strerror(errno));
}

int ring_bit(const struct mview_ring *ring, const char *element)
{
	struct mview_value owner = { .u = 1 }, done = { .u = 0 };

	if (ring->owner && mview_expr_get(ring->owner, element, &owner))
		return -1;
	if (ring->done && mview_expr_get(ring->done, element, &done))
		return -1;
	return owner.u && !done.u;
}

int ring_read_some(struct mview_ring *ring, int64_t slot, int64_t n, char *to)
{
	struct mview_range range = mview_range(slot, slot + n, 1);
	struct mview *slots = mview_slice(ring->view, &range, 1);
	ssize_t size;

	if (!slots)
		return read_failed();
	size = mview_tobytes(slots, to, n * ring->size, 'C');
	if (size < 0)
		read_failed();
	mview_close(slots);
	return size < 0 ? -1 : 0;
}

static int read_bytes(struct mview_ring *ring)
{
	char *bytes = ring->before;

	ring->before = ring->bytes;
	ring->bytes = bytes;
	if (mview_tobytes(ring->view, bytes,
			  (ring->n + ring->slack) * ring->size, 'C') < 0)
		return read_failed();
	return 0;
}

/* Followed entries are less than a way round behind the newest one. */
static void fit(struct mview_ring *ring)
{
	int64_t from = ring->n;
	int64_t i;

	if (!ring_has_bits(ring))
		return;
	if (ring->following)
		from = (ring->place + ring->n) % ring->follows;
	for (i = 0; i < ring->n; i++)
		ring->bits[i] = ring_bit(ring, ring->bytes + i * ring->size);
	ring->fit = ring->flips ? fit_flips(ring->bits, ring->n, from) :
				  fit_run(ring->bits, ring->n);
}

/*
 * Compare with the reading before. While all slots are read in a row, the device may
 * write one that was read already and the next one, which then seems to be out of
 * order: the next reading shows both. Where a reading takes longer than a way
 * round of the device, it has a part of two ways; the same slots are wrong again,
 * with the same bytes, only if no device has written them.
 */
static int64_t compare(struct mview_ring *ring, bool is_first)
{
	int64_t i, wrong = 0;

	for (i = 0; i < ring->n; i++) {
		ring->torn[i] = !is_first &&
				memcmp(ring->bytes + i * ring->size,
				       ring->before + i * ring->size,
				       ring->size);
		if (is_first)
			ring->wrong[i] = true;
		ring->wrong[i] = ring->wrong[i] && !ring->torn[i] &&
				 ring->fit.wrong && ring->bits[i] >= 0 &&
				 ring->bits[i] != fit_expects(&ring->fit,
							      ring->flips,
							      ring->n, i);
		wrong += ring->wrong[i];
	}
	return wrong;
}

int ring_changed(struct mview_ring *ring)
{
	if (read_bytes(ring))
		return -1;
	return !!memcmp(ring->bytes, ring->before, ring->n * ring->size);
}

int ring_read_all(struct mview_ring *ring)
{
	int64_t wrong = 0;
	int i;

	ring->is_idle = false;
	for (i = 0; i < 2 || (wrong && i < READINGS); i++) {
		if (read_bytes(ring))
			return -1;
		fit(ring);
		wrong = compare(ring, !i);
	}
	return 0;
}

/*
 * The head went on all the time. @head was read before the tail, so that it is not in
 * front of it; if there are more than n entries between them, the consumer took some
 * of them before the tail was read, and n were pending at most.
 */
static void settle(struct mview_ring *ring, int64_t head)
{
	ring->heads = head;
	if (ring_distance(ring->places, head, ring->tails) > (uint64_t)ring->n)
		ring->heads = (ring->tails - ring->n) & (ring->places - 1);
}

/*
 * A tail that was read while the head was here and stayed here. Read once each, a
 * tail that is older than the head would be behind it.
 */
int ring_read_indices(struct mview_ring *ring)
{
	int64_t head = -1;
	int i;

	ring->heads = index_read(ring, &ring->head);
	for (i = 0; i < INDICES; i++) {
		head = ring->heads;
		ring->tails = index_read(ring, &ring->tail);
		if (head == -2 || ring->tails == -2)
			return -1;
		if (head < 0 || ring->tails < 0)
			break;
		ring->heads = index_read(ring, &ring->head);
		if (ring->heads == head || ring->heads < 0)
			break;
	}
	if (i == INDICES)
		settle(ring, head);
	return ring->heads == -2 ? -1 : 0;
}
