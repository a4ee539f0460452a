// SPDX-License-Identifier: LGPL-2.1-or-later
/* A whole recording of what is left of one. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "mview-inspect.h"
#include "record/channels.h"
#include "record/recorder.h"
#include "record/recording.h"

/**
 * struct recovery - of a recording
 * @from: what is read
 * @to: what is written; NULL before the first message
 * @messages: how many were
 * @path: its name
 * @numbers: for each channel of @from, that of @to, or -1
 * @n: how many
 */
struct recovery {
	struct mview_recording *from;
	struct mview_recorder *to;
	int64_t messages;
	const char *path;
	int *numbers;
	int n;
};

static int number_of(struct recovery *recovery,
		     const struct mview_message *message, struct mview *view)
{
	const struct channel *channel = recording_channel(recovery->from);
	int *numbers, n = message->channel + 1;

	if (n > recovery->n) {
		numbers = reallocarray(recovery->numbers, n, sizeof(int));
		if (!numbers)
			return inspect_fail_int(ENOMEM, "out of memory");
		for (recovery->numbers = numbers; recovery->n < n;)
			numbers[recovery->n++] = -1;
	}
	numbers = &recovery->numbers[message->channel];
	if (*numbers < 0 && !channel->elements.format)
		*numbers = recorder_add_bytes(recovery->to, message->name,
					      channel->encoding);
	else if (*numbers < 0)
		*numbers = mview_recorder_add(recovery->to, message->name, view,
					      mview_recorded_lens(view),
					      mview_recorded_type(view));
	return *numbers;
}

static int copy(struct recovery *recovery, const struct mview_message *message)
{
	struct mview *view = mview_recording_view(recovery->from);
	int channel, err = -1;

	/* What can't be elements here does not cost what comes behind it. */
	if (!view)
		return errno == ENOMEM ? -1 : 0;
	if (!recovery->to)
		recovery->to = mview_recorder_open(recovery->path,
						   recording_compression(recovery->from));
	channel = recovery->to ? number_of(recovery, message, view) : -1;
	if (channel >= 0)
		err = mview_recorder_write(recovery->to, channel, view,
					   message->seq, message->time);
	recovery->messages += !err;
	mview_close(view);
	/* A block that is larger than the recorder takes does not either. */
	return err && errno == EOVERFLOW ? 0 : err;
}

/* All that can be read of it. */
static int copy_all(struct recovery *recovery)
{
	struct mview_message message;
	int got, err = 0;

	while (!err && (got = mview_recording_next(recovery->from, &message))) {
		if (got > 0)
			err = copy(recovery, &message);
		else if (errno == ENODATA)
			break;
		else if (errno != EBADMSG)
			err = -1;
	}
	return err;
}

int64_t mview_recording_recover(const char *from, const char *to)
{
	struct recovery recovery = { .path = to };
	int err;

	recovery.from = mview_recording_open(from);
	if (!recovery.from)
		return -1;
	if (recording_is_file(recovery.from, to))
		err = inspect_fail_int(EINVAL, "%s: it can't be recovered into "
				       "itself; name a new file", from);
	else
		err = copy_all(&recovery);
	if (!err && !recovery.messages)
		err = inspect_fail_int(ENODATA, "%s: no message of it is left",
				       from);
	if (!err)
		err = mview_recorder_close(recovery.to);
	else
		mview_recorder_close(recovery.to);
	free(recovery.numbers);
	mview_recording_close(recovery.from);
	return err ? -1 : recovery.messages;
}
