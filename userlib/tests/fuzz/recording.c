// SPDX-License-Identifier: GPL-2.0
/* Fuzz target: the input is a recording, of which every message becomes a view. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <mview-inspect.h>

#include "tests/fuzz/fuzz.h"

/* It is read to its end. */
static void try_name(const char *name)
{
	if (name && strlen(name) > (1 << 20))
		__builtin_trap();
}

static void try_view(struct mview *view, const struct mview_message *message)
{
	char *bytes = malloc(message->nbytes + !message->nbytes);

	if (mview_nbytes(view) != message->nbytes ||
	    mview_tobytes(view, bytes, message->nbytes, 'C') != message->nbytes)
		__builtin_trap();
	free(bytes);
	try_name(mview_recorded_lens(view));
	try_name(mview_recorded_type(view));
}

static void try_recording(struct mview_recording *recording)
{
	struct mview_message message;
	struct mview *view;
	int got;

	while ((got = mview_recording_next(recording, &message))) {
		if (got < 0 && errno != EBADMSG)
			break;
		view = got > 0 ? mview_recording_view(recording) : NULL;
		if (view)
			try_view(view, &message);
		mview_close(view);
	}
}

/* By name: all of the only channel, and its last message. */
static void try_source(const char *path, const char *which)
{
	struct mview *view, *next;
	char name[64];

	snprintf(name, sizeof(name), "file:%s%s", path, which);
	for (view = mview_source_open(name, 0); view; view = next) {
		if (!mview_recorded_message(view))
			__builtin_trap();
		try_view(view, mview_recorded_message(view));
		next = mview_source_next(view, 0);
		mview_close(view);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct mview_recording *recording;
	char path[32];
	int fd = memfd_create("input", MFD_CLOEXEC);

	if (write(fd, data, size) != (ssize_t)size)
		abort();
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	recording = mview_recording_open(path);
	if (recording)
		try_recording(recording);
	mview_recording_close(recording);
	if (recording) {
		try_source(path, "");
		try_source(path, "#a@-1");
		try_source(path, "#a@1:3");
	}
	close(fd);
	return 0;
}
