/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Files that are there when they are whole, and not before. */
#ifndef MVIEW_INSPECT_SAVE_H
#define MVIEW_INSPECT_SAVE_H

#include <stdbool.h>
#include <stddef.h>

/**
 * struct save - a file that is being written
 * @path: its name
 * @new: the name that it has until it is whole; NULL for a device or a pipe
 * @fd: it is open
 */
struct save {
	const char *path;
	char *new;
	int fd;
};

/* A device or a pipe: it is written to, and not replaced. */
bool save_is_special(const char *path);

/* Each: 0; or -1 with inspect_fail() called. @path stays the caller's. */
int save_begin(struct save *save, const char *path);
int save_write(struct save *save, const void *bytes, size_t size);
int save_end(struct save *save);

/* Remove it in place of save_end(). Leaves errno alone. */
void save_drop(struct save *save);

#endif /* MVIEW_INSPECT_SAVE_H */
