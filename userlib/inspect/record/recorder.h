/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Recordings that are being made, inside of the library. */
#ifndef MVIEW_INSPECT_RECORDER_H
#define MVIEW_INSPECT_RECORDER_H

struct mview_recorder;

/*
 * As mview_recorder_add(), for messages that are bytes of any length, and whose
 * encoding is another program's.
 */
int recorder_add_bytes(struct mview_recorder *recorder, const char *name,
		       const char *encoding);

#endif /* MVIEW_INSPECT_RECORDER_H */
