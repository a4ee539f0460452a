// SPDX-License-Identifier: GPL-2.0
/* Completion of what tables of the tool have. */
#include <string.h>

#include "commands/top.h"
#include "complete/complete.h"
#include "displays/pixels.h"

/* With a "-" in front, the other way round. */
void complete_column(const struct typed *typed)
{
	struct typed bare = *typed;
	size_t i;

	bare.kept += *typed_end(typed) == '-';
	for (i = 0; i < TOP_COLUMNS; i++)
		if (top_columns[i].compare)
			complete_offer(&bare, top_columns[i].name, NULL);
}

void complete_pixels(const struct typed *typed)
{
	const struct pixel_format *format = pixel_formats;

	for (; format->bytes; format++) {
		if (format->name)
			complete_offer(typed, format->name, NULL);
		if (format->other_name &&
		    strcmp(format->name ?: "", format->other_name))
			complete_offer(typed, format->other_name, NULL);
	}
}

void complete_speed(const struct typed *typed)
{
	complete_offer(typed, "max", "as fast as can be");
}
