/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Rings from the inside. Slots are counted from 0 to n - 1. A *place* is a slot
 * and the way round it is on: it goes up to 2n with a bit that flips, up to the
 * end of a counter, and only up to n where slots are all that is known.
 */
#ifndef MVIEW_INSPECT_RING_RING_H
#define MVIEW_INSPECT_RING_RING_H

#include "mview-inspect/base.h"
#include "mview-inspect/expr.h"
#include "mview-inspect/ring.h"

#define RING_TROUBLES	5	/* one finding of each */
#define RING_BATCH	256	/* entries that are read at a time */

/**
 * enum index_kind - where a head or tail comes from
 * @INDEX_NONE: not given
 * @INDEX_SLOT: a number
 * @INDEX_ENTRY: the first of the entries that an expression is true of
 * @INDEX_INTEGER: the one integer of a view
 * @INDEX_MEMBER: a member of a view's element, of which only that is read
 * @INDEX_VALUE: an expression on a view's element
 */
enum index_kind {
	INDEX_NONE,
	INDEX_SLOT,
	INDEX_ENTRY,
	INDEX_INTEGER,
	INDEX_MEMBER,
	INDEX_VALUE,
};

/**
 * struct ring_index - a head or tail
 * @name: "head" or "tail", for complaints
 * @kind: where it comes from
 * @slot: of INDEX_SLOT
 * @expr: of INDEX_ENTRY and INDEX_VALUE
 * @from: as it was given
 * @path: of INDEX_MEMBER; owned
 * @element: room for the view's element; owned
 */
struct ring_index {
	const char *name;
	enum index_kind kind;
	int64_t slot;
	struct mview_expr *expr;
	struct mview_ring_index from;
	char *path;
	void *element;
};

/**
 * struct ring_fit - what the bits say, with as few exceptions as possible
 * @at: with a bit that flips, the place behind the newest entry; else the first
 *	slot that the device owns, or -1 if it owns all or none
 * @count: of slots that it owns; not with a bit that flips
 * @wrong: number of exceptions
 */
struct ring_fit {
	int64_t at;
	int64_t count;
	int64_t wrong;
};

/**
 * struct mview_ring - a ring that is watched
 * @view: its slots, and the slack
 * @type: of these
 * @owner: or NULL
 * @done: or NULL
 * @flips: @owner does
 * @producer: never unknown
 * @head: where it comes from
 * @tail: where it comes from
 * @n: slots
 * @size: bytes of one
 * @places: that can be told apart by head and tail
 * @slack: elements behind the slots
 * @stuck_ns: or 0
 * @bytes: of @view, as they were read last
 * @before: of @view, as they were read before that
 * @known: of @view, as the last look left them, or the entry that was followed
 * @looked: there was a look
 * @bits: of each slot in @bytes: 1, 0, or -1 without a value
 * @wrong: of each slot, the bit is an exception to @fit in all readings
 * @stays: of each slot that is wrong, it was written, and its bit stayed
 * @torn: of each slot, it changed between the last two readings
 * @owners: of each slot, as the last look found it
 * @fit: of @bits
 * @is_counted: head and tail are counters
 * @heads: place of the head, or -1
 * @tails: place of the tail, or -1
 * @first: the slot of the oldest entry
 * @state: of the last look
 * @findings: of the last look
 * @moved_ns: CLOCK_MONOTONIC of the last change
 * @following: mview_ring_next() was called
 * @follows: number of places that following can tell apart
 * @place: of the next entry that is to come, below @follows
 * @is_lost: @place is not known, for the device owned all or none; or no tail was
 *	read so far
 * @owned_all: it owned all
 * @ahead: entries from @place on that the device was given, as far as is known;
 *	without those that it gave back. Not with a bit that flips
 * @is_idle: @bytes had nothing new to follow. Not with a bit that flips
 * @guard: with a bit that flips, the bit that the slot in front of @place had
 * @passed: of MVIEW_RING_DISORDER and MVIEW_RING_SAME_BIT, what was passed by since
 *	the last look
 * @batch: entries that were read, and wait to be fetched; room for one more
 * @nbatch: their number
 * @ibatch: the next of them
 * @batch_slot: of the first
 * @batch_ns: CLOCK_REALTIME of their reading
 * @number: of the next entry
 * @missed: since the last entry
 * @fetched: entries since mview_ring_wait() or mview_ring_interval()'s last change
 * @interval: milliseconds
 * @is_announced: the view's driver has announced something
 */
struct mview_ring {
	struct mview *view;
	const struct mview_ctype *type;
	struct mview_expr *owner;
	struct mview_expr *done;
	bool flips;
	enum mview_ring_owner producer;
	struct ring_index head;
	struct ring_index tail;
	int64_t n;
	int64_t size;
	uint64_t places;
	int64_t slack;
	int64_t stuck_ns;
	char *bytes;
	char *before;
	char *known;
	bool looked;
	signed char *bits;
	bool *wrong;
	bool *stays;
	bool *torn;
	unsigned char *owners;
	struct ring_fit fit;
	bool is_counted;
	int64_t heads;
	int64_t tails;
	int64_t first;
	struct mview_ring_state state;
	struct mview_ring_finding findings[RING_TROUBLES];
	int64_t moved_ns;
	bool following;
	uint64_t follows;
	uint64_t place;
	bool is_lost;
	bool owned_all;
	int64_t ahead;
	bool is_idle;
	int guard;
	struct mview_ring_finding passed[2];
	char *batch;
	int64_t nbatch;
	int64_t ibatch;
	int64_t batch_slot;
	uint64_t batch_ns;
	uint64_t number;
	uint64_t missed;
	int64_t fetched;
	int interval;
	bool is_announced;
};

static inline bool ring_has_bits(const struct mview_ring *ring)
{
	return ring->owner || ring->done;
}

static inline enum mview_ring_owner ring_other(enum mview_ring_owner owner)
{
	return owner == MVIEW_RING_DEVICE ? MVIEW_RING_DRIVER :
					    MVIEW_RING_DEVICE;
}

/* From one place to another, of so many that there are. */
static inline uint64_t ring_distance(uint64_t places, uint64_t from,
				     uint64_t to)
{
	return to >= from ? to - from : to + places - from;
}

/* clock.c: nanoseconds of a clock */
int64_t ring_clock(int clock);

/* fit.c: the algebra of bits */

/**
 * fit_flips - where a bit that flips says that the newest entry ends
 * @bits: of each slot
 * @n: slots
 * @from: a place
 *
 * Return: the place from 0 to 2n - 1 with the fewest exceptions, of several the
 * last one on the way from @from.
 */
struct ring_fit fit_flips(const signed char *bits, int64_t n, int64_t from);

/* Which bit an entry at @place has. */
static inline int fit_bit(int64_t place, int64_t n)
{
	return place / n % 2 ? 0 : 1;
}

/* fit_run - which slots in a row the device owns, round the end */
struct ring_fit fit_run(const signed char *bits, int64_t n);

/* Which bit slot @i should have. */
int fit_expects(const struct ring_fit *fit, bool flips, int64_t n, int64_t i);

/* index.c: head and tail */

int index_open(const struct mview_ring *ring, struct ring_index *index,
	       const struct mview_ring_index *from);
void index_close(struct ring_index *index);

/* The place; -1 if none is given, or it depends on entries; -2 for an error. */
int64_t index_read(const struct mview_ring *ring, struct ring_index *index);

/* The slot that an INDEX_ENTRY means in @ring->bytes, or -1; -2 for an error. */
int64_t index_find(const struct mview_ring *ring,
		   const struct ring_index *index);

/* read.c: reading slots */

/* The bit of an entry: 1, 0, or -1 without a value. */
int ring_bit(const struct mview_ring *ring, const char *element);

/* Slots from @slot on, without going round. */
int ring_read_some(struct mview_ring *ring, int64_t slot, int64_t n, char *to);

/* 1 if @bytes are others than when they were read last, 0 if not, or -1. */
int ring_changed(struct mview_ring *ring);

/* All slots, as often as it takes: bytes, bits, fit, wrong, torn. */
int ring_read_all(struct mview_ring *ring);

/* Head and tail, of one moment: @heads and @tails. */
int ring_read_indices(struct mview_ring *ring);

/* findings.c: what is wrong, from all that was read */
void ring_find(struct mview_ring *ring);

#endif /* MVIEW_INSPECT_RING_RING_H */
