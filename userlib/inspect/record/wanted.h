/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which messages of a recording a name means. */
#ifndef MVIEW_INSPECT_WANTED_H
#define MVIEW_INSPECT_WANTED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mview_message;

/**
 * enum bound_kind - what a bound counts
 * @BOUND_NONE: there is no bound
 * @BOUND_SEQ: numbers that the driver gave
 * @BOUND_TIME: nanoseconds since the recording began
 * @BOUND_BACK: messages of the channel, from the end: -1 is the last one
 */
enum bound_kind {
	BOUND_NONE,
	BOUND_SEQ,
	BOUND_TIME,
	BOUND_BACK,
};

/**
 * struct wanted_bound - the first message of a range, or the one behind its last
 * @kind: what @value is
 * @value: of it
 */
struct wanted_bound {
	enum bound_kind kind;
	int64_t value;
};

/**
 * struct wanted - which messages
 * @name: of the channel; NULL for the only one that there is
 * @range: which of its messages, as it was given; NULL for all
 * @is_one: one message: @from
 * @from: else, those from this one on
 * @to: up to this one
 * @has_begun: the first message of the recording, at @begin, has come
 * @begin: its time
 * @passed: how many messages of the channel have come
 * @n: how many there are, for BOUND_BACK; while it is 0, such a bound is none
 */
struct wanted {
	char *name;
	char *range;
	bool is_one;
	struct wanted_bound from;
	struct wanted_bound to;
	bool has_begun;
	uint64_t begin;
	int64_t passed;
	int64_t n;
};

/* Is it SEQ, -N or FROM:TO? */
bool wanted_is_range(const char *text);

/**
 * wanted_read - what is wanted of a channel
 * @channel: its name; NULL for the only one that there is
 * @range: SEQ, -N for the N-th from the end, or FROM:TO; NULL for all messages
 * @wanted: written; to be freed with wanted_free() on success
 *
 * FROM and TO may be left out. They are numbers, -N for the N-th from the end, or
 * times with a unit: us, ms, s.
 *
 * Return: 0; -EINVAL if @range is none; -ENOMEM.
 */
int wanted_read(const char *channel, const char *range, struct wanted *wanted);
void wanted_free(struct wanted *wanted);

/* Does it take @wanted->n to tell which ones these are? */
bool wanted_counts_back(const struct wanted *wanted);

/* All messages are to come again, from the first one on. */
void wanted_rewind(struct wanted *wanted);

/* Is it one of them? To be told of all messages, in order. */
bool wanted_has(struct wanted *wanted, const struct mview_message *message);

#endif /* MVIEW_INSPECT_WANTED_H */
