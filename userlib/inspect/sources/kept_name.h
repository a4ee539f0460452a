/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The grammar of file:PATH#CHANNEL@RANGE. */
#ifndef MVIEW_INSPECT_KEPT_NAME_H
#define MVIEW_INSPECT_KEPT_NAME_H

#include <stdbool.h>

/**
 * struct kept_name - what is meant
 * @path: of the file
 * @channel: of a recording, by its name; or NULL
 * @range: which of its messages, see record/wanted.h; or NULL
 * @is_parted: @channel was parted from @path by a #
 */
struct kept_name {
	char *path;
	char *channel;
	char *range;
	bool is_parted;
};

/**
 * kept_name_read - read what stands behind file:
 * @text: PATH, PATH#CHANNEL or PATH#CHANNEL@RANGE
 * @kept: written; to be freed with kept_name_free() on success
 *
 * The first # ends the path. The last @ behind it, unless the channel begins with
 * it, ends the channel, if what follows is a range. A character behind a backslash
 * is none of these, but part of the path or the channel; the backslash is not.
 *
 * Return: false if there is no memory.
 */
bool kept_name_read(const char *text, struct kept_name *kept);
void kept_name_free(struct kept_name *kept);

#endif /* MVIEW_INSPECT_KEPT_NAME_H */
