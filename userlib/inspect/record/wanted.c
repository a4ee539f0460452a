// SPDX-License-Identifier: LGPL-2.1-or-later
/* Which messages of a recording a name means. */
#include "record/wanted.h"

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

/* What stands behind the @. */
static bool read_which(const char *text, struct wanted *wanted)
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

/* "@12" is a name; "@12@3" is its message 3. */
bool wanted_read(const char *part, struct wanted *wanted)
{
	struct wanted which = { .back = 0 };
	char *at;

	*wanted = (struct wanted) {
		.name = strdup(part ? part : ""),
		.part = strdup(part ? part : ""),
	};
	if (!wanted->name || !wanted->part) {
		wanted_free(wanted);
		return false;
	}
	at = strrchr(wanted->name, '@');
	if (!at || at == wanted->name || !read_which(at + 1, &which))
		return true;
	*at = '\0';
	which.name = wanted->name;
	which.part = wanted->part;
	*wanted = which;
	return true;
}

void wanted_free(struct wanted *wanted)
{
	free(wanted->name);
	free(wanted->part);
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
	if (*wanted->part && !strcmp(message->name, wanted->part))
		return true;
	if (*wanted->name && strcmp(message->name, wanted->name))
		return false;
	if (wanted->is_one)
		return wanted->back || message->seq == from->value;
	return (!from->given ||
		value_of(wanted, from->is_time, message) >= from->value) &&
	       (!to->given ||
		value_of(wanted, to->is_time, message) < to->value);
}
