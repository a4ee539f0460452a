// SPDX-License-Identifier: LGPL-2.1-or-later
/* Rings: what is said of one, and the end of it. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "ring/ring.h"

#define INTERVAL	1	/* milliseconds to begin with */

static int check_view(const struct mview *view, const struct mview_ctype *type)
{
	int ndim = mview_ndim(view);

	if (ndim < 0)
		return inspect_fail_int(errno, "the ring: %s",
					strerror(errno));
	if (ndim != 1)
		return inspect_fail_int(EINVAL,
					"a ring has one dimension, and the view has %d; take a slice or another shape",
					ndim);
	if (type && mview_ctype_size(type) != mview_itemsize(view))
		return inspect_fail_int(EINVAL,
					"the view's elements have %lld bytes, the type of a slot has %lld",
					(long long)mview_itemsize(view),
					(long long)mview_ctype_size(type));
	return 0;
}

/* How many slots there are, and how far head and tail count. */
static int count(struct mview_ring *ring, const struct mview_ring_desc *desc)
{
	int bits = desc->counter_bits < 63 ? desc->counter_bits : 63;

	ring->n = mview_len(ring->view) - desc->slack;
	if (desc->slack < 0 || ring->n < 2)
		return inspect_fail_int(EINVAL,
					"a ring has two slots at least, and here are %lld elements, %lld of them behind it",
					(long long)mview_len(ring->view),
					(long long)desc->slack);
	ring->slack = desc->slack;
	ring->is_counted = bits;
	ring->places = bits ? 1ULL << bits : (uint64_t)ring->n;
	if (bits < 0 || (bits && (ring->n & (ring->n - 1) ||
				  ring->places < (uint64_t)ring->n)))
		return inspect_fail_int(EINVAL,
					"head and tail cannot be counters of %d bits: of these there are 2^n slots, and here are %lld",
					desc->counter_bits, (long long)ring->n);
	return 0;
}

static int open_expr(const struct mview_ring *ring, const char *what,
		     const char *text, struct mview_expr **expr)
{
	if (!text)
		return 0;
	if (!ring->type)
		return inspect_fail_int(EINVAL,
					"%s %s: of which type are the elements?",
					what, text);
	*expr = mview_expr_open(ring->type, text);
	return *expr ? 0 : inspect_fail_int(errno, "%s %s", what,
					    mview_inspect_error());
}

static int check_sense(const struct mview_ring *ring,
		       const struct mview_ring_desc *desc)
{
	if (desc->flips && !ring->owner)
		return inspect_fail_int(EINVAL,
					"it is an owner bit that flips, and none is given");
	if (desc->flips && ring->done)
		return inspect_fail_int(EINVAL,
					"an owner bit that flips and a done bit do not go together");
	if (!ring_has_bits(ring) && !ring->head.kind && !ring->tail.kind)
		return inspect_fail_int(EINVAL,
					"what tells whose an entry is? An owner bit, a done bit, head or tail");
	return 0;
}

static void choose_producer(struct mview_ring *ring,
			    const struct mview_ring_desc *desc)
{
	bool device = desc->flips || !ring_has_bits(ring);

	ring->producer = desc->producer;
	if (ring->producer == MVIEW_RING_UNKNOWN)
		ring->producer = device ? MVIEW_RING_DEVICE :
					  MVIEW_RING_DRIVER;
}

static int describe(struct mview_ring *ring, const struct mview_ring_desc *desc)
{
	if (count(ring, desc) ||
	    open_expr(ring, "owner", desc->owner, &ring->owner) ||
	    open_expr(ring, "done", desc->done, &ring->done) ||
	    index_open(ring, &ring->head, &desc->head) ||
	    index_open(ring, &ring->tail, &desc->tail) ||
	    check_sense(ring, desc))
		return -1;
	ring->flips = desc->flips;
	ring->stuck_ns = desc->stuck_ms * 1000000;
	ring->interval = INTERVAL;
	ring->follows = ring->flips ? 2 * (uint64_t)ring->n :
			ring_has_bits(ring) ? (uint64_t)ring->n : ring->places;
	choose_producer(ring, desc);
	return 0;
}

static int make_room(struct mview_ring *ring)
{
	size_t all = ring->n + ring->slack;

	ring->bytes = calloc(all, ring->size);
	ring->before = calloc(all, ring->size);
	ring->known = calloc(all, ring->size);
	ring->batch = calloc(RING_BATCH + 1, ring->size);
	ring->bits = calloc(all, sizeof(*ring->bits));
	ring->wrong = calloc(all, sizeof(*ring->wrong));
	ring->stays = calloc(all, sizeof(*ring->stays));
	ring->torn = calloc(all, sizeof(*ring->torn));
	ring->owners = calloc(all, sizeof(*ring->owners));
	if (ring->bytes && ring->before && ring->known && ring->batch &&
	    ring->bits && ring->wrong && ring->stays && ring->torn &&
	    ring->owners)
		return 0;
	return inspect_fail_int(ENOMEM, "there is no memory for %lld slots",
				(long long)ring->n);
}

struct mview_ring *mview_ring_open(struct mview *view,
				   const struct mview_ctype *type,
				   const struct mview_ring_desc *desc)
{
	struct mview_ring *ring;

	if (check_view(view, type))
		return NULL;
	ring = calloc(1, sizeof(*ring));
	if (!ring)
		return inspect_fail(ENOMEM, "there is no memory for a ring");
	ring->view = view;
	ring->type = type;
	ring->size = mview_itemsize(view);
	ring->head.name = "head";
	ring->tail.name = "tail";
	if (!describe(ring, desc) && !make_room(ring))
		return ring;
	mview_ring_close(ring);
	return NULL;
}

void mview_ring_close(struct mview_ring *ring)
{
	int saved = errno;

	if (!ring)
		return;
	mview_expr_close(ring->owner);
	mview_expr_close(ring->done);
	index_close(&ring->head);
	index_close(&ring->tail);
	free(ring->bytes);
	free(ring->before);
	free(ring->known);
	free(ring->batch);
	free(ring->bits);
	free(ring->wrong);
	free(ring->stays);
	free(ring->torn);
	free(ring->owners);
	free(ring);
	errno = saved;
}
