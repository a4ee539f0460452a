// SPDX-License-Identifier: GPL-2.0
/* Pace: whoever waits for long is told what for. */
#include <inttypes.h>

#include "displays/text.h"
#include "sources/pace.h"

#define PATIENCE_NS	(1000 * PACE_MS)

int64_t pace_patience(void)
{
	return pace_now() + PATIENCE_NS;
}

bool pace_is_long(int64_t *patience_ns)
{
	if (pace_now() < *patience_ns)
		return false;
	*patience_ns = PACE_FOREVER;
	return true;
}

void pace_tell(const struct pace *pace)
{
	const char *text = pace->source->text;
	struct mview_buffer *buffer;

	if (pace->kind == PACE_CAMERA)
		text_printf(stderr, "mview: %s: waiting for the camera's next "
			    "picture\n", text);
	if (pace->kind != PACE_ANNOUNCED)
		return;
	buffer = source_buffer(pace->frame.base);
	text_printf(stderr, "mview: %s: waiting for new data after seq "
		    "%" PRIu64 ", which its driver %s announces\n", text,
		    pace->frame.seq, buffer ? buffer->owner : "(gone)");
	mview_buffer_free(buffer);
}
