// SPDX-License-Identifier: LGPL-2.1-or-later
/* Which messages of a recording a name means. */
#include "record/wanted.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "mview-inspect.h"

/* ".5" of a unit of @unit ns. */
static bool read_fraction(const char **text, uint64_t unit, uint64_t *ns)
{
	bool some = false;

	if (**text != '.')
		return true;
	for (++*text; **text >= '0' && **text <= '9'; ++*text) {
		unit /= 10;
		*ns += unit * (**text - '0');
		some = true;
	}
	return some;
}

/* "2.5ms"; a number alone is none. */
static bool read_time(const char **text, uint64_t *ns)
{
	static const struct {
		const char *name;
		uint64_t ns;
	} units[] = { { "us", 1000 }, { "ms", 1000000 }, { "s", 1000000000 } };
	const char *at = *text, *end;
	uint64_t whole, part;
	size_t i, len;

	if (!number_read(&at, INT64_MAX / 1000000000 - 1, &whole))
		return false;
	end = at + strspn(at, ".0123456789");
	for (i = 0; i < sizeof(units) / sizeof(*units); i++) {
		len = strlen(units[i].name);
		part = 0;
		if (strncmp(end, units[i].name, len) ||
		    !read_fraction(&at, units[i].ns, &part) || at != end)
			continue;
		*text = end + len;
		*ns = whole * units[i].ns + part;
		return true;
	}
	return false;
}

/* What is no bound is left where it is. */
static bool read_bound(const char **text, struct wanted_bound *bound)
{
	const char *at = *text + 1;
	uint64_t n = 0;

	if (**text == '-' && number_read(&at, INT64_MAX, &n) && n) {
		*text = at;
		*bound = (struct wanted_bound) { BOUND_BACK, -(int64_t)n };
		return true;
	}
	if (read_time(text, &n))
		bound->kind = BOUND_TIME;
	else if (number_read(text, UINT32_MAX, &n))
		bound->kind = BOUND_SEQ;
	bound->value = n;
	return bound->kind != BOUND_NONE;
}

static bool read_range(const char *text, struct wanted *wanted)
{
	struct wanted_bound *from = &wanted->from, *to = &wanted->to;

	wanted->is_one = read_bound(&text, from) &&
			 from->kind != BOUND_TIME && !*text;
	if (wanted->is_one)
		return true;
	if (*text++ != ':')
		return false;
	if (*text)
		read_bound(&text, to);
	return !*text;
}

bool wanted_is_range(const char *text)
{
	struct wanted wanted = { .n = 0 };

	return read_range(text, &wanted);
}

int wanted_read(const char *channel, const char *range, struct wanted *wanted)
{
	*wanted = (struct wanted) { .n = 0 };
	if (range && !read_range(range, wanted))
		return -EINVAL;
	wanted->name = channel ? strdup(channel) : NULL;
	wanted->range = range ? strdup(range) : NULL;
	if (!channel == !wanted->name && !range == !wanted->range)
		return 0;
	wanted_free(wanted);
	return -ENOMEM;
}

void wanted_free(struct wanted *wanted)
{
	free(wanted->name);
	free(wanted->range);
}

bool wanted_counts_back(const struct wanted *wanted)
{
	return wanted->from.kind == BOUND_BACK || wanted->to.kind == BOUND_BACK;
}

void wanted_rewind(struct wanted *wanted)
{
	wanted->has_begun = false;
	wanted->passed = 0;
}

/* Earlier than the first one is at the beginning. */
static int64_t time_of(const struct wanted *wanted,
		       const struct mview_message *message)
{
	uint64_t ns = message->time > wanted->begin ?
		      message->time - wanted->begin : 0;

	return ns < INT64_MAX ? ns : INT64_MAX;
}

/* The message that came last, as @bound counts. */
static int64_t value_of(const struct wanted *wanted,
			const struct wanted_bound *bound,
			const struct mview_message *message)
{
	if (bound->kind == BOUND_SEQ)
		return message->seq;
	if (bound->kind == BOUND_TIME)
		return time_of(wanted, message);
	return wanted->passed - 1 - wanted->n;
}

static bool is_open(const struct wanted *wanted,
		    const struct wanted_bound *bound)
{
	return bound->kind == BOUND_NONE ||
	       (bound->kind == BOUND_BACK && !wanted->n);
}

bool wanted_has(struct wanted *wanted, const struct mview_message *message)
{
	const struct wanted_bound *from = &wanted->from, *to = &wanted->to;

	if (!wanted->has_begun)
		wanted->begin = message->time;
	wanted->has_begun = true;
	if (wanted->name && strcmp(message->name, wanted->name))
		return false;
	wanted->passed++;
	if (wanted->is_one)
		return is_open(wanted, from) ||
		       value_of(wanted, from, message) == from->value;
	return (is_open(wanted, from) ||
		value_of(wanted, from, message) >= from->value) &&
	       (is_open(wanted, to) ||
		value_of(wanted, to, message) < to->value);
}
