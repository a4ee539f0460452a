// SPDX-License-Identifier: GPL-2.0
/*
 * Looks: copies of the elements in a ring, each compared to the one before. What
 * is equal costs a comparison of memory; only values that differ are counted.
 */
#include "displays/looks.h"

#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "sources/pace.h"
#include "sources/read.h"

#define BLOCK	4096	/* bytes compared at once */

static void *zeros(int64_t n, size_t size)
{
	return memset(allocate(n * size), 0, n * size);
}

static int64_t bytes_of(const struct looks *looks)
{
	return looks->n * looks->itemsize;
}

/* What has changed of elements from @first on. */
static void make_changes(struct looks *looks, int64_t first, int64_t n)
{
	looks->first = first;
	looks->n = n;
	looks->changes = zeros(bytes_of(looks), sizeof(*looks->changes));
	looks->bits = zeros(bytes_of(looks), 1);
	looks->value_changes = zeros(n * looks->nplaces,
				     sizeof(*looks->value_changes));
}

static void free_changes(struct looks *looks)
{
	free(looks->changes);
	free(looks->bits);
	free(looks->value_changes);
}

void looks_init(struct looks *looks, int64_t itemsize, int64_t count,
		struct place *places, int nplaces)
{
	int64_t size = itemsize * count, most;

	*looks = (struct looks) {
		.itemsize = itemsize,
		.count = count,
		.places = places,
		.nplaces = nplaces,
	};
	if (size > LOOKS_WHOLE)
		size = LOOKS_WHOLE;
	most = LOOKS_BYTES / (size ?: 1);
	looks->room = most < LOOKS_MOST ? most : LOOKS_MOST;
	looks->ring = zeros(looks->room, sizeof(*looks->ring));
	make_changes(looks, 0, looks_are_whole(looks) ? count : 0);
}

void looks_done(struct looks *looks)
{
	int i;

	for (i = 0; i < looks->room; i++)
		free(looks->ring[i].bytes);
	free(looks->ring);
	free(looks->places);
	free_changes(looks);
}

bool looks_are_whole(const struct looks *looks)
{
	return looks->itemsize * looks->count <= LOOKS_WHOLE;
}

void looks_forget_changes(struct looks *looks)
{
	int64_t first = looks->first, n = looks->n;

	free_changes(looks);
	make_changes(looks, first, n);
}

/* Other elements are shown: of those that were shown before, changes are kept. */
static void move_changes(struct looks *looks, int64_t first, int64_t n)
{
	struct looks old = *looks;
	int64_t lo = first > old.first ? first : old.first;
	int64_t end = first + n, hi = old.first + old.n;
	int64_t size = looks->itemsize, nplaces = looks->nplaces;

	if (first == old.first && n == old.n)
		return;
	make_changes(looks, first, n);
	hi = hi < end ? hi : end;
	if (lo < hi) {
		memcpy(looks->changes + (lo - first) * size,
		       old.changes + (lo - old.first) * size,
		       (hi - lo) * size * sizeof(*looks->changes));
		memcpy(looks->bits + (lo - first) * size,
		       old.bits + (lo - old.first) * size, (hi - lo) * size);
		memcpy(looks->value_changes + (lo - first) * nplaces,
		       old.value_changes + (lo - old.first) * nplaces,
		       (hi - lo) * nplaces * sizeof(*looks->value_changes));
	}
	free_changes(&old);
}

static bool differs(const struct place *place, const unsigned char *a,
		    const unsigned char *b)
{
	int64_t i;

	a += place->offset;
	b += place->offset;
	if (!place->is_bits)
		return memcmp(a, b, place->size);
	for (i = 0; i < place->size; i++)
		if ((a[i] ^ b[i]) & place->mask[i])
			return true;
	return false;
}

/* An element differs; @element counts from the first that is looked at. */
static void count_values(struct looks *looks, int64_t element,
			 const unsigned char *old, const unsigned char *new)
{
	uint32_t *changes = looks->value_changes + element * looks->nplaces;
	int i;

	for (i = 0; i < looks->nplaces; i++)
		changes[i] += differs(&looks->places[i], old, new);
}

/**
 * struct comparison - two looks, of the elements that both have
 * @looks: where changes are counted
 * @old: bytes of the first of these elements
 * @new: likewise
 * @first: the first of them, from the first that is looked at
 * @last: the element whose values were counted last, from @first
 */
struct comparison {
	struct looks *looks;
	const unsigned char *old;
	const unsigned char *new;
	int64_t first;
	int64_t last;
};

static void count_byte(struct comparison *comparison, int64_t i)
{
	struct looks *looks = comparison->looks;
	int64_t size = looks->itemsize, element = i / size;
	int64_t at = comparison->first * size + i;

	looks->changes[at]++;
	looks->bits[at] |= comparison->old[i] ^ comparison->new[i];
	if (element == comparison->last)
		return;
	comparison->last = element;
	count_values(looks, comparison->first + element,
		     &comparison->old[element * size],
		     &comparison->new[element * size]);
}

/* Bytes @lo to @hi, of which some differ. */
static void count_block(struct comparison *comparison, int64_t lo, int64_t hi)
{
	const unsigned char *old = comparison->old, *new = comparison->new;
	int64_t i, end;

	while (lo < hi) {
		end = lo + 8 < hi ? lo + 8 : hi;
		if (memcmp(old + lo, new + lo, end - lo))
			for (i = lo; i < end; i++)
				if (old[i] != new[i])
					count_byte(comparison, i);
		lo = end;
	}
}

/* Whether there is a difference. */
static bool compare(struct looks *looks, const struct look *old,
		    const struct look *new)
{
	int64_t first = old->first > new->first ? old->first : new->first;
	int64_t old_end = old->first + old->n, end = new->first + new->n;
	struct comparison comparison = { .looks = looks, .last = -1 };
	int64_t size = looks->itemsize, at, some, left;
	bool changed = false;

	end = end < old_end ? end : old_end;
	if (first >= end)
		return false;
	comparison.old = old->bytes + (first - old->first) * size;
	comparison.new = new->bytes + (first - new->first) * size;
	comparison.first = first - looks->first;
	left = (end - first) * size;
	for (at = 0; at < left; at += some) {
		some = left - at < BLOCK ? left - at : BLOCK;
		if (!memcmp(comparison.old + at, comparison.new + at, some))
			continue;
		changed = true;
		count_block(&comparison, at, at + some);
	}
	return changed;
}

void looks_add_bytes(struct looks *looks, unsigned char *bytes, int64_t first,
		     int64_t n, uint64_t seq)
{
	const struct look *before = looks_at(looks, 0);
	struct look *look = &looks->ring[looks->next];
	struct look new = {
		.first = first,
		.n = n,
		.number = looks->taken++,
		.seq = seq,
		.time_ns = pace_now(),
		.bytes = bytes,
	};

	move_changes(looks, first, n);
	if (before)
		new.changed = compare(looks, before, &new);
	free(look->bytes);
	*look = new;
	looks->next = (looks->next + 1) % looks->room;
	if (looks->len < looks->room)
		looks->len++;
}

int looks_add(struct looks *looks, struct mview *view, int64_t first, int64_t n,
	      uint64_t seq)
{
	unsigned char *bytes;

	if (looks_are_whole(looks)) {
		first = 0;
		n = looks->count;
	} else if (n > LOOKS_WHOLE / looks->itemsize) {
		n = LOOKS_WHOLE / looks->itemsize;
	}
	bytes = allocate(n * looks->itemsize);
	if (read_range(view, first, n, bytes)) {
		free(bytes);
		return -1;
	}
	looks_add_bytes(looks, bytes, first, n, seq);
	return 0;
}

const struct look *looks_at(const struct looks *looks, int ago)
{
	if (ago < 0 || ago >= looks->len)
		return NULL;
	return &looks->ring[(looks->next - 1 - ago + looks->room) %
			    looks->room];
}

const unsigned char *look_element(const struct looks *looks,
				  const struct look *look, int64_t element)
{
	if (!look || element < look->first || element >= look->first + look->n)
		return NULL;
	return look->bytes + (element - look->first) * looks->itemsize;
}

uint32_t looks_value_changes(const struct looks *looks, int64_t element,
			     int place)
{
	element -= looks->first;
	if (element < 0 || element >= looks->n)
		return 0;
	return looks->value_changes[element * looks->nplaces + place];
}

uint32_t looks_byte_changes(const struct looks *looks, int64_t byte)
{
	byte -= looks->first * looks->itemsize;
	return byte < 0 || byte >= bytes_of(looks) ? 0 : looks->changes[byte];
}

unsigned char looks_bits(const struct looks *looks, int64_t byte)
{
	byte -= looks->first * looks->itemsize;
	return byte < 0 || byte >= bytes_of(looks) ? 0 : looks->bits[byte];
}

static int age(const struct looks *looks, int ago, int64_t element,
	       const struct place *place)
{
	const unsigned char *new, *old;
	int i;

	for (i = 0; i < LOOKS_FADE; i++) {
		new = look_element(looks, looks_at(looks, ago + i), element);
		old = look_element(looks, looks_at(looks, ago + i + 1),
				   element);
		if (!new || !old)
			break;
		if (differs(place, old, new))
			return i;
	}
	return LOOKS_FADE;
}

int looks_value_age(const struct looks *looks, int ago, int64_t element,
		    int place)
{
	return age(looks, ago, element, &looks->places[place]);
}

int looks_byte_age(const struct looks *looks, int ago, int64_t byte)
{
	const struct place place = {
		.offset = byte % looks->itemsize,
		.size = 1,
	};

	return age(looks, ago, byte / looks->itemsize, &place);
}
