/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Recordings, inside of the library. */
#ifndef MVIEW_INSPECT_RECORDING_H
#define MVIEW_INSPECT_RECORDING_H

#include <stdbool.h>

struct mview;
struct mview_recording;

/* Does it begin like one? */
bool recording_is(int fd);

/* Is it what @path names, be it by another name? */
bool recording_is_file(const struct mview_recording *recording,
		       const char *path);

/* Of the last chunk that was read. */
const char *recording_compression(const struct mview_recording *recording);

/**
 * recording_find - a message
 * @path: of the recording
 * @part: NAME or NAME@SEQ; NULL for the only channel that there is
 *
 * Return: a view of it, the last one if no SEQ is given; NULL with inspect_fail()
 * called.
 */
struct mview *recording_find(const char *path, const char *part);

#endif /* MVIEW_INSPECT_RECORDING_H */
