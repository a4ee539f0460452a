/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Snapshots: a file of NumPy, or bytes with a description beside them. */
#ifndef MVIEW_INSPECT_SNAPSHOT_H
#define MVIEW_INSPECT_SNAPSHOT_H

#include <stdint.h>

struct mview;

#define SNAPSHOT_MOMENT		(16 << 20)	/* bytes that are read at once */
#define SNAPSHOT_SIDECAR	".json"

/**
 * snapshot_open - a view of one
 * @path: its name
 * @fd: it is open; stays the caller's
 * @size: bytes of it
 *
 * Return: a view, read-only; or NULL with inspect_fail() called.
 */
struct mview *snapshot_open(const char *path, int fd, uint64_t size);

#endif /* MVIEW_INSPECT_SNAPSHOT_H */
