/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A message of a recording as a view, which knows what was recorded of it. */
#ifndef MVIEW_INSPECT_MESSAGE_H
#define MVIEW_INSPECT_MESSAGE_H

#include "record/channels.h"

/**
 * message_view - a copy of a message's elements
 * @path: of the recording, for complaints
 * @channel: whose message it is
 * @bytes: of the message
 * @size: how many; as @channel says, if it says so
 *
 * Return: a view; NULL with inspect_fail() called.
 */
struct mview *message_view(const char *path, const struct channel *channel,
			   const void *bytes, size_t size);

#endif /* MVIEW_INSPECT_MESSAGE_H */
