/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Recordings, inside of the library. */
#ifndef MVIEW_INSPECT_RECORDING_H
#define MVIEW_INSPECT_RECORDING_H

#include <stdbool.h>

struct channel;
struct mview_recording;

/* Does it begin like one? */
bool recording_is(int fd);

/* Is it what @path names, be it by another name? */
bool recording_is_file(const struct mview_recording *recording,
		       const char *path);

/* Of the last chunk that was read. */
const char *recording_compression(const struct mview_recording *recording);

/* That of the message that came last. */
const struct channel *recording_channel(const struct mview_recording *recording);

#endif /* MVIEW_INSPECT_RECORDING_H */
