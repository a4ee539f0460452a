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

	if (!number_read(&at, UINT64_MAX / 1000000000 - 1, &whole))
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

static bool read_bound(const char **text, struct wanted_bound *bound)
{
	bound->is_time = read_time(text, &bound->value);
	bound->given = bound->is_time ||
		       number_read(text, UINT32_MAX, &bound->value);
	return bound->given;
}

static bool read_range(const char *text, struct wanted *wanted)
{
	struct wanted_bound *from = &wanted->from, *to = &wanted->to;

	if (*text == '-') {
		text++;
		wanted->is_one = number_read(&text, INT64_MAX, &wanted->back) &&
				 wanted->back && !*text;
		return wanted->is_one;
	}
	read_bound(&text, from);
	wanted->is_one = from->given && !from->is_time && !*text;
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
	struct wanted wanted = { .back = 0 };

	return read_range(text, &wanted);
}

int wanted_read(const char *channel, const char *range, struct wanted *wanted)
{
	*wanted = (struct wanted) { .back = 0 };
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

/* Earlier than the first one is at the beginning. */
static uint64_t value_of(const struct wanted *wanted, bool is_time,
			 const struct mview_message *message)
{
	if (!is_time)
		return message->seq;
	return message->time > wanted->begin ? message->time - wanted->begin : 0;
}

bool wanted_has(struct wanted *wanted, const struct mview_message *message)
{
	const struct wanted_bound *from = &wanted->from, *to = &wanted->to;

	if (!wanted->has_begun)
		wanted->begin = message->time;
	wanted->has_begun = true;
	if (wanted->name && strcmp(message->name, wanted->name))
		return false;
	if (wanted->is_one)
		return wanted->back || message->seq == from->value;
	return (!from->given ||
		value_of(wanted, from->is_time, message) >= from->value) &&
	       (!to->given ||
		value_of(wanted, to->is_time, message) < to->value);
}
