// SPDX-License-Identifier: GPL-2.0
/*
 * Findings. A head or tail is a number that rises from look to look, by steps
 * that are small, and falls seldom: where it goes round. Owner and phase bits are
 * single bits of bytes of which nothing else changes, at even distances.
 */
#include "displays/findings.h"

#include <endian.h>
#include <stdio.h>
#include <string.h>

#define LEAST	3	/* steps of a counter */
#define LEAST_ROW	4	/* bits of a row */

/* What a number has done from look to look. */
struct course {
	uint64_t first;
	uint64_t last;
	int rises;
	int falls;
};

static uint64_t number_at(const unsigned char *bytes, int size)
{
	uint64_t number = 0;

	memcpy(&number, bytes, size);
	return le64toh(number);
}

/* The bytes of all looks from the oldest on that have them. */
static struct course follow(const struct looks *looks, int64_t byte, int size)
{
	int64_t itemsize = looks->itemsize;
	const struct look *look;
	struct course course = { .rises = 0 };
	uint64_t number;
	bool begun = false;
	int ago;

	for (ago = looks->len - 1; ago >= 0; ago--) {
		look = looks_at(looks, ago);
		if (byte < look->first * itemsize ||
		    byte + size > (look->first + look->n) * itemsize)
			continue;
		number = number_at(look->bytes + byte - look->first * itemsize,
				   size);
		if (!begun)
			course.first = number;
		else if (number > course.last)
			course.rises++;
		else if (number < course.last)
			course.falls++;
		course.last = number;
		begun = true;
	}
	return course;
}

static bool is_counter(const struct course *course)
{
	return course->rises >= LEAST && course->falls * 4 <= course->rises;
}

/*
 * In a counter each byte changes at most half as often as the one below it; bytes
 * that change more often than that belong to no counter of this size.
 */
static bool may_count(const struct looks *looks, int64_t byte, int size)
{
	const uint32_t *changes = looks->changes + byte;
	int i;

	if (changes[0] < LEAST)
		return false;
	for (i = 1; i < size; i++)
		if (changes[i] > changes[i - 1] / 2)
			return false;
	return true;
}

/* The largest aligned number that may begin at a byte, from the first looked at. */
static int counter_size(const struct looks *looks, int64_t byte, int64_t end)
{
	int64_t at = looks->first * looks->itemsize + byte;
	int size;

	for (size = 4; size; size /= 2)
		if (!(at % size) && byte + size <= end &&
		    may_count(looks, byte, size))
			return size;
	return 0;
}

static int find_counters(const struct looks *looks, struct finding *found)
{
	int64_t byte, end = looks->n * looks->itemsize;
	int64_t first = looks->first * looks->itemsize;
	struct course course;
	int size, n = 0;

	for (byte = 0; byte < end && n < FINDINGS / 2; byte += size ?: 1) {
		size = looks->changes[byte] < LEAST ?
			       0 : counter_size(looks, byte, end);
		if (!size)
			continue;
		course = follow(looks, first + byte, size);
		if (!is_counter(&course))
			continue;
		snprintf(found[n++].text, sizeof(found->text),
			 "%08llx: %d bits rise, %llu to %llu: a counter, "
			 "head or tail?", (unsigned long long)(first + byte),
			 8 * size, (unsigned long long)course.first,
			 (unsigned long long)course.last);
	}
	return n;
}

/**
 * struct row - bits at even distances
 * @first: byte of the first one, from the first looked at
 * @stride: bytes from one to the next
 * @bit: the bit
 * @n: their number
 */
struct row {
	int64_t first;
	int64_t stride;
	int bit;
	int64_t n;
};

#define ROWS	8	/* that are compared with each other */

/* Rows with more bits come first, and what is behind the last place is lost. */
static void add_row(struct row *rows, struct row row)
{
	struct row lost;
	int i;

	if (row.n < LEAST_ROW)
		return;
	for (i = 0; i < ROWS; i++) {
		if (row.n <= rows[i].n)
			continue;
		lost = rows[i];
		rows[i] = row;
		row = lost;
	}
}

/* A byte of each element, of which all elements change one bit, or none. */
static struct row column_at(const struct looks *looks, int64_t offset)
{
	struct row row = { .stride = looks->itemsize };
	int64_t i, end = looks->n * looks->itemsize;
	unsigned char bits = 0;

	for (i = offset; i < end; i += looks->itemsize) {
		if (!looks->bits[i])
			continue;
		if (!row.n++)
			row.first = i;
		bits |= looks->bits[i];
	}
	if (!bits || bits & (bits - 1))
		row.n = 0;
	else
		row.bit = __builtin_ctz(bits);
	return row;
}

static void find_columns(const struct looks *looks, struct row *rows)
{
	int64_t offset;

	for (offset = 0; offset < looks->itemsize; offset++)
		add_row(rows, column_at(looks, offset));
}

/* Sizes of the entries of rings. */
static const int strides[] = { 4, 8, 12, 16, 20, 24, 32, 40,
			       48, 64, 80, 96, 128, 192, 256, 512 };

static bool is_flipped(const struct looks *looks, int64_t byte, int bit)
{
	return byte >= 0 && byte < looks->n * looks->itemsize &&
	       looks->bits[byte] == 1 << bit;
}

/* The longest row that begins at a byte, of the smallest entries. */
static struct row row_at(const struct looks *looks, int64_t byte, int bit)
{
	struct row best = { .n = 0 }, row;
	size_t i;

	for (i = 0; i < sizeof(strides) / sizeof(*strides); i++) {
		row = (struct row) {
			.first = byte,
			.stride = strides[i],
			.bit = bit,
		};
		/* It begins earlier. */
		if (is_flipped(looks, byte - row.stride, bit))
			continue;
		while (is_flipped(looks, byte + row.n * row.stride, bit))
			row.n++;
		if (row.n > best.n)
			best = row;
	}
	return best;
}

/* Bytes of which this bit changes, and no other. */
static void find_row(const struct looks *looks, int bit, struct row *rows)
{
	int64_t byte, end = looks->n * looks->itemsize;
	struct row best = { .n = 0 }, row;

	for (byte = 0; byte < end; byte++) {
		if (!is_flipped(looks, byte, bit))
			continue;
		row = row_at(looks, byte, bit);
		if (row.n > best.n)
			best = row;
	}
	add_row(rows, best);
}

static void tell_row(const struct looks *looks, const struct row *row,
		     char *text, size_t size)
{
	int64_t byte = row->first + looks->first * looks->itemsize;

	if (row->stride == looks->itemsize)
		snprintf(text, size, "byte %lld of an element: bit %d flips, in "
			 "%lld of %lld elements: an owner bit?",
			 (long long)(byte % looks->itemsize), row->bit,
			 (long long)row->n, (long long)looks->n);
	else
		snprintf(text, size, "%08llx: bit %d flips, and in each %lldth "
			 "byte after it, %lld in all: an owner bit?",
			 (unsigned long long)byte, row->bit,
			 (long long)row->stride, (long long)row->n);
}

/*
 * Where elements are told, their size is the distance to look at; others are
 * tried if nothing flips there. A few bits among many others that flip by chance
 * have even distances, too: rows with less than half as many as the longest one
 * are left out.
 */
int findings(const struct looks *looks, struct finding *found)
{
	struct row rows[ROWS] = { { .n = 0 } };
	int i, bit, n = find_counters(looks, found);
	bool is_told;

	if (looks->itemsize > 1)
		find_columns(looks, rows);
	is_told = rows[0].n;
	for (bit = 0; bit < 8 && !is_told; bit++)
		find_row(looks, bit, rows);
	for (i = 0; i < ROWS && n < FINDINGS; i++)
		if (rows[i].n && rows[i].n * 2 > rows[0].n)
			tell_row(looks, &rows[i], found[n++].text,
				 sizeof(found->text));
	return n;
}
