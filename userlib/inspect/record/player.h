/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Messages of a recording by name, one after the other. */
#ifndef MVIEW_INSPECT_PLAYER_H
#define MVIEW_INSPECT_PLAYER_H

struct mview;

/**
 * recording_find - a message
 * @path: of the recording
 * @channel: its name; NULL for the only one that there is
 * @range: SEQ, -N or FROM:TO, see wanted.h; NULL for all messages
 *
 * Return: a view of the first one of them, and of those there may be a next one
 * unless the range is one message; NULL with inspect_fail() called.
 */
struct mview *recording_find(const char *path, const char *channel,
			     const char *range);

/**
 * player_next - the next message
 * @view: from recording_find() or this function
 *
 * Return: a view; NULL with inspect_fail() called: EOPNOTSUPP for views that have
 * no next message, ENOENT behind the last one, and what mview_recording_next() and
 * mview_recording_view() give.
 */
struct mview *player_next(const struct mview *view);

#endif /* MVIEW_INSPECT_PLAYER_H */
