// SPDX-License-Identifier: GPL-2.0
/* Which frames of a source a recording has, and which of these are torn. */
#include "commands/record.h"

void record_count_begin(struct record_tap *tap)
{
	tap->channel = -1;
	tap->written = 0;
	tap->torn_whole = 0;
	tap->torn_last = 0;
}

void record_count_frame(struct record_tap *tap, bool is_torn)
{
	tap->written++;
	tap->torn_last += is_torn;
}

/*
 * Chunks end behind frames. Either the file has all that were written, or it has
 * not got the last chunk yet.
 */
void record_count_settle(struct record_tap *tap,
			 const struct mview_recorder *recorder)
{
	uint64_t n = mview_recorder_messages(recorder, tap->channel);

	if (n < tap->written)
		return;
	tap->torn_whole += tap->torn_last;
	tap->torn_last = 0;
}

uint64_t record_count_end(struct record_tap *tap,
			  const struct mview_recorder *recorder)
{
	uint64_t n;

	if (tap->channel < 0)
		return 0;
	record_count_settle(tap, recorder);
	n = mview_recorder_messages(recorder, tap->channel);
	tap->frames += n;
	tap->torn += tap->torn_whole;
	return n;
}
