/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Looks: what elements were each time that they were read, and which of their
 * bytes, bits and values have ever changed.
 */
#ifndef MVIEW_CLI_LOOKS_H
#define MVIEW_CLI_LOOKS_H

#include <stdbool.h>
#include <stdint.h>

#include <mview.h>

/*
 * Elements of so many bytes are read whole; of more, those that are shown, up to
 * as many bytes. No element is larger.
 */
#define LOOKS_WHOLE	(1 << 20)

/* Looks that are kept: so many, and at most so many bytes. */
#define LOOKS_MOST	1000
#define LOOKS_BYTES	(64 << 20)

/**
 * struct look - elements as they were
 * @first: of them, in C order
 * @n: their number
 * @number: how many looks there were before
 * @seq: what the driver had announced
 * @time_ns: when, by pace_now()
 * @changed: whether one of them was another one at the look before
 * @bytes: of them
 */
struct look {
	int64_t first;
	int64_t n;
	long number;
	uint64_t seq;
	int64_t time_ns;
	bool changed;
	unsigned char *bytes;
};

#define PLACE_MASK	16

/**
 * struct place - where in each element a value lies
 * @offset: of its first byte
 * @size: bytes
 * @is_bits: only those bits of them that @mask has
 * @mask: see there
 */
struct place {
	int64_t offset;
	int64_t size;
	bool is_bits;
	unsigned char mask[PLACE_MASK];
};

/**
 * struct looks - the last looks, and what has changed since the first
 * @itemsize: bytes of an element
 * @count: of elements
 * @places: the values of an element
 * @nplaces: their number
 * @first: the first of the elements that are looked at
 * @n: their number
 * @ring: the looks
 * @room: of @ring
 * @len: looks in it
 * @next: where the next one comes
 * @taken: looks, with those that are not kept any more
 * @changes: of each byte, at how many looks it was another one
 * @bits: of each byte, those that have ever changed
 * @value_changes: of each value, element by element, as @changes
 */
struct looks {
	int64_t itemsize;
	int64_t count;
	struct place *places;
	int nplaces;
	int64_t first;
	int64_t n;
	struct look *ring;
	int room;
	int len;
	int next;
	long taken;
	uint32_t *changes;
	unsigned char *bits;
	uint32_t *value_changes;
};

/* @places becomes theirs. */
void looks_init(struct looks *looks, int64_t itemsize, int64_t count,
		struct place *places, int nplaces);
void looks_done(struct looks *looks);

/* Whether all elements are looked at. */
bool looks_are_whole(const struct looks *looks);

/**
 * looks_add - look again
 * @looks: see there
 * @view: of the elements
 * @first: of those that are shown, which are looked at if not all are
 * @n: their number
 * @seq: what the driver has announced
 *
 * Return: 0, or -1 and errno; nothing has changed then.
 */
int looks_add(struct looks *looks, struct mview *view, int64_t first, int64_t n,
	      uint64_t seq);

/* Looks have been given instead of a view: bytes of all elements, as they are. */
void looks_add_bytes(struct looks *looks, unsigned char *bytes, int64_t first,
		     int64_t n, uint64_t seq);

/* Forget what has changed; the looks stay. */
void looks_forget_changes(struct looks *looks);

/* The last one is 0, the one before is 1; NULL if it is not kept. */
const struct look *looks_at(const struct looks *looks, int ago);

/* An element at that time; NULL if it was not looked at. */
const unsigned char *look_element(const struct looks *looks,
				  const struct look *look, int64_t element);

/* How often a value or byte has changed; 0 if it is not looked at. */
uint32_t looks_value_changes(const struct looks *looks, int64_t element,
			     int place);
uint32_t looks_byte_changes(const struct looks *looks, int64_t byte);

/* Which bits of a byte have ever changed. */
unsigned char looks_bits(const struct looks *looks, int64_t byte);

#define LOOKS_FADE	3

/**
 * looks_value_age, looks_byte_age - how long ago it changed
 * @looks: see there
 * @ago: seen from this look
 * @element: whose value
 * @place: the value
 * @byte: of all elements in C order
 *
 * Return: 0 if it has at that look, 1 if it has at the one before; LOOKS_FADE if
 * it is longer ago.
 */
int looks_value_age(const struct looks *looks, int ago, int64_t element,
		    int place);
int looks_byte_age(const struct looks *looks, int ago, int64_t byte);

#endif /* MVIEW_CLI_LOOKS_H */
