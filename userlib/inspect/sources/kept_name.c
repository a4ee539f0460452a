// SPDX-License-Identifier: LGPL-2.1-or-later
/* The grammar of file:PATH#CHANNEL@RANGE. */
#include "sources/kept_name.h"

#include <stdlib.h>
#include <string.h>

#include "base/name.h"
#include "record/wanted.h"

/* The @ that ends the channel, or the end of the text. */
static const char *channel_end(const char *channel)
{
	const char *at, *last = NULL;

	for (at = channel; *(at = name_find(at, '@')); at++)
		if (at > channel)
			last = at;
	return last && wanted_is_range(last + 1) ? last : at;
}

static char *part(const char *text, const char *end)
{
	char *copy = strndup(text, end - text);

	return copy ? name_bare(copy) : NULL;
}

bool kept_name_read(const char *text, struct kept_name *kept)
{
	const char *hash = name_find(text, '#'), *channel = hash + 1, *end;
	bool failed;

	*kept = (struct kept_name) { .path = part(text, hash) };
	failed = !kept->path;
	if (*hash) {
		end = channel_end(channel);
		kept->is_parted = true;
		kept->channel = part(channel, end);
		failed |= !kept->channel;
		kept->range = *end ? strdup(end + 1) : NULL;
		failed |= *end && !kept->range;
	}
	if (failed)
		kept_name_free(kept);
	return !failed;
}

void kept_name_free(struct kept_name *kept)
{
	free(kept->path);
	free(kept->channel);
	free(kept->range);
}
