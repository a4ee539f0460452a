/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What an open file is. */
#ifndef MVIEW_INSPECT_FILE_H
#define MVIEW_INSPECT_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Its path, or what stands for that, cut to @size; "?" if nobody tells. */
const char *file_path(int fd, char *path, size_t size);

bool file_is_dmabuf(int fd);
bool file_is_view(int fd);

/* Its length in bytes; false if it is of a kind that has none. */
bool file_length(int fd, uint64_t *length);

#endif /* MVIEW_INSPECT_FILE_H */
