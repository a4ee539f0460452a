// SPDX-License-Identifier: LGPL-2.1-or-later
/* A message of a recording as a view, which knows what was recorded of it. */
#include "record/message.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "mview-inspect.h"

/**
 * struct kept - a message that a view shows
 * @bytes: its elements
 * @format: of these; NULL if nothing is known of them
 * @seen: what they were seen as
 * @message: what the recording tells
 * @name: of its channel
 * @rest: what comes behind it, or NULL
 */
struct kept {
	void *bytes;
	char *format;
	struct elements_seen seen;
	struct mview_message message;
	char *name;
	struct message_rest *rest;
};

static void kept_end(void *arg)
{
	struct kept *kept = arg;

	if (kept->rest)
		kept->rest->end(kept->rest);
	free(kept->name);
	elements_free_seen(&kept->seen);
	free(kept->format);
	free(kept->bytes);
	free(kept);
}

static const struct mview_owner owner = { .end = kept_end };

/* A copy of the message. */
static struct kept *keep(const struct elements *elements,
			 const struct mview_message *message, const void *bytes,
			 size_t size)
{
	struct kept *kept = calloc(1, sizeof(*kept));
	bool whole;

	if (!kept)
		return NULL;
	kept->bytes = malloc(size + !size);
	kept->format = elements->format ? strdup(elements->format) : NULL;
	kept->name = strdup(message->name);
	kept->message = *message;
	kept->message.name = kept->name;
	whole = kept->bytes && kept->name && !kept->format == !elements->format &&
		elements_copy_seen(&kept->seen, &elements->seen);
	if (whole) {
		memcpy(kept->bytes, bytes, size);
		return kept;
	}
	kept_end(kept);
	return NULL;
}

static const struct elements_seen *seen_of(const struct mview *view)
{
	static const struct elements_seen nothing;
	const struct kept *kept = mview_get_owner(view, &owner);
	const char *format = mview_format(view);

	if (!kept || !kept->format || !format || strcmp(format, kept->format))
		return &nothing;
	return &kept->seen;
}

const char *mview_recorded_lens(const struct mview *view)
{
	return seen_of(view)->lens;
}

const char *mview_recorded_type(const struct mview *view)
{
	return seen_of(view)->type;
}

static struct mview *view_of(const struct elements *elements, void *bytes,
			     size_t size)
{
	if (!elements->format)
		return mview_from_memory(bytes, size, 0);
	return elements_view(elements, bytes);
}

const struct mview_message *mview_recorded_message(const struct mview *view)
{
	const struct kept *kept = mview_get_owner(view, &owner);

	return kept ? &kept->message : NULL;
}

void message_bind(struct mview *view, struct message_rest *rest)
{
	struct kept *kept = mview_get_owner(view, &owner);

	kept->rest = rest;
}

struct message_rest *message_rest_of(const struct mview *view)
{
	const struct kept *kept = mview_get_owner(view, &owner);

	return kept ? kept->rest : NULL;
}

struct mview *message_view(const char *path, const struct channel *channel,
			   const struct mview_message *message,
			   const void *bytes, size_t size)
{
	struct kept *kept = keep(&channel->elements, message, bytes,
				 size);
	struct mview *view;

	if (!kept)
		return inspect_fail(ENOMEM, "%s: out of memory", path);
	view = view_of(&channel->elements, kept->bytes, size);
	if (view && !mview_set_owner(view, &owner, kept))
		return view;
	inspect_fail(errno, "%s: no view has the elements of %s: %s", path,
		     channel->name, strerror(errno));
	mview_close(view);
	kept_end(kept);
	return NULL;
}
