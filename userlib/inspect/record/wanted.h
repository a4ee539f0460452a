/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which messages of a recording a name means. */
#ifndef MVIEW_INSPECT_WANTED_H
#define MVIEW_INSPECT_WANTED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mview_message;

/**
 * struct wanted_bound - the first message of a range, or the one behind its last
 * @given: there is one
 * @is_time: @value is nanoseconds since the recording began, not a SEQ
 * @value: of it
 */
struct wanted_bound {
	bool given;
	bool is_time;
	uint64_t value;
};

/**
 * struct wanted - which messages
 * @name: of the channel; NULL for the only one that there is
 * @range: which of its messages, as it was given; NULL for all
 * @is_one: one message: @from.value, or if @back is not 0 the @back-th from the
 *	end
 * @back: see there
 * @from: else, those from this one on
 * @to: up to this one
 * @has_begun: the first message of the recording, at @begin, has come
 * @begin: its time
 */
struct wanted {
	char *name;
	char *range;
	bool is_one;
	uint64_t back;
	struct wanted_bound from;
	struct wanted_bound to;
	bool has_begun;
	uint64_t begin;
};

/* Is it SEQ, -N or FROM:TO? */
bool wanted_is_range(const char *text);

/**
 * wanted_read - what is wanted of a channel
 * @channel: its name; NULL for the only one that there is
 * @range: SEQ, -N for the N-th from the end, or FROM:TO; NULL for all messages
 * @wanted: written; to be freed with wanted_free() on success
 *
 * FROM and TO may be left out. They are numbers, or times with a unit: us, ms, s.
 *
 * Return: 0; -EINVAL if @range is none; -ENOMEM.
 */
int wanted_read(const char *channel, const char *range, struct wanted *wanted);
void wanted_free(struct wanted *wanted);

/* Is it one of them, but for @back? To be told of all messages, in order. */
bool wanted_has(struct wanted *wanted, const struct mview_message *message);

#endif /* MVIEW_INSPECT_WANTED_H */
