/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A message of a recording as a view, which knows what was recorded of it. */
#ifndef MVIEW_INSPECT_MESSAGE_H
#define MVIEW_INSPECT_MESSAGE_H

#include "record/channels.h"

struct mview_message;

/**
 * struct message_rest - what comes behind a message
 * @end: the view of the message is gone
 */
struct message_rest {
	void (*end)(struct message_rest *rest);
};

/**
 * message_view - a copy of a message's elements
 * @path: of the recording, for complaints
 * @channel: whose message it is
 * @message: what it is
 * @bytes: of the message
 * @size: how many; as @channel says, if it says so
 *
 * Return: a view; NULL with inspect_fail() called.
 */
struct mview *message_view(const char *path, const struct channel *channel,
			   const struct mview_message *message,
			   const void *bytes, size_t size);

/* From here on @view, from message_view(), has @rest. */
void message_bind(struct mview *view, struct message_rest *rest);

/* NULL if it has none, or is of no message. */
struct message_rest *message_rest_of(const struct mview *view);

#endif /* MVIEW_INSPECT_MESSAGE_H */
