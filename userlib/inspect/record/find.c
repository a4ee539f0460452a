// SPDX-License-Identifier: LGPL-2.1-or-later
/* A message of a recording, by the name of its channel and its number. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/number.h"
#include "mview-inspect.h"
#include "record/recording.h"

/**
 * struct wanted - which message
 * @name: of the channel, not terminated; NULL for the only one
 * @len: its length
 * @has_seq: this one, not the last one
 * @seq: its number
 */
struct wanted {
	const char *name;
	size_t len;
	bool has_seq;
	uint64_t seq;
};

/* "@12" is a name; "@12@3" is its message 3. */
static struct wanted read_part(const char *part)
{
	struct wanted wanted = { .name = part };
	const char *at, *digits;

	if (!part)
		return wanted;
	wanted.len = strlen(part);
	at = strrchr(part, '@');
	digits = at ? at + 1 : part;
	if (at && at > part && number_read(&digits, UINT32_MAX, &wanted.seq) &&
	    !*digits) {
		wanted.has_seq = true;
		wanted.len = at - part;
	}
	return wanted;
}

static bool is_wanted(const struct wanted *wanted,
		      const struct mview_message *message)
{
	if (wanted->name && (strlen(message->name) != wanted->len ||
			     memcmp(message->name, wanted->name, wanted->len)))
		return false;
	return !wanted->has_seq || message->seq == wanted->seq;
}

static struct mview *not_there(const char *path, const struct wanted *wanted)
{
	if (!wanted->name)
		return inspect_fail(ENOENT, "%s: it has no message", path);
	if (wanted->has_seq)
		return inspect_fail(ENOENT, "%s: it has no message %" PRIu64
				    " of %.*s", path, wanted->seq,
				    (int)wanted->len, wanted->name);
	return inspect_fail(ENOENT, "%s: it has no message of %.*s", path,
			    (int)wanted->len, wanted->name);
}

/* The last of those that are wanted; what is damaged is left out. */
static struct mview *find(const char *path, struct mview_recording *recording,
			  const struct wanted *wanted)
{
	struct mview *view = NULL, *next;
	struct mview_message message;
	int got, first = -1;

	while ((got = mview_recording_next(recording, &message))) {
		if (got < 0 && errno == ENODATA)
			break;
		if (got < 0 && errno != EBADMSG) {
			mview_close(view);
			return NULL;
		}
		if (got < 0 || !is_wanted(wanted, &message))
			continue;
		if (!wanted->name && first >= 0 && first != message.channel) {
			mview_close(view);
			return inspect_fail(EINVAL, "%s: it has several "
					    "channels, of which file:%s#%s is "
					    "one", path, path, message.name);
		}
		first = message.channel;
		next = mview_recording_view(recording);
		if (!next && errno != EBADMSG) {
			mview_close(view);
			return NULL;
		}
		if (next) {
			mview_close(view);
			view = next;
		}
		if (wanted->has_seq)
			break;
	}
	return view ? view : not_there(path, wanted);
}

struct mview *recording_find(const char *path, const char *part)
{
	struct mview_recording *recording = mview_recording_open(path);
	struct wanted wanted = read_part(part);
	struct mview *view;

	if (!recording)
		return NULL;
	view = find(path, recording, &wanted);
	mview_recording_close(recording);
	return view;
}
