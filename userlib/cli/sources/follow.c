// SPDX-License-Identifier: GPL-2.0
/* Sources as they change: waiting for new data, and saying so. */
#include <inttypes.h>
#include <stdio.h>

#include "cli.h"
#include "sources/source.h"

#define PATIENCE_MS	1000	/* how long to wait without a message */

void source_heading(const struct source *source, const struct frame *frame)
{
	if (source->follow || source->count > 1)
		printf("# %" PRIu64 "\n", frame->seq);
}

/* Only drivers announce data, so memory of processes has no announcements. */
static bool is_announced(const struct source *source, struct mview *view)
{
	struct mview_buffer *buffer = source_buffer(view);
	bool is_drivers = buffer && !buffer->is_private;

	mview_buffer_free(buffer);
	if (!is_drivers)
		failed("%s: there is no use in waiting: a process made this "
		       "buffer, and only drivers announce new data",
		       source->text);
	return is_drivers;
}

static void tell_of_wait(const struct source *source,
			 const struct frame *frame)
{
	struct mview_buffer *buffer = source_buffer(frame->view);

	fprintf(stderr, "mview: %s: waiting for new data after seq %" PRIu64
		", which its driver %s announces\n", source->text, frame->seq,
		buffer ? buffer->owner : "(gone)");
	mview_buffer_free(buffer);
}

/* -1 and errno if there can't be any new data. */
static int wait_for(const struct source *source, struct frame *frame)
{
	int ready;

	fflush(stdout);
	ready = mview_wait(frame->view, PATIENCE_MS, &frame->seq);
	if (!ready) {
		tell_of_wait(source, frame);
		ready = mview_wait(frame->view, -1, &frame->seq);
	}
	return ready < 0 ? -1 : 0;
}

static int each_frame(const struct source *source, struct frame *frame,
		      int (*show)(const struct source *source,
				  const struct frame *frame, void *arg),
		      void *arg)
{
	long most = source->follow || source->count ? source->count : 1;
	int status = EXIT_OK;

	mview_wait(frame->view, 0, &frame->seq);
	while (status == EXIT_OK && (!most || frame->number < most)) {
		if ((frame->number || source->wait) && wait_for(source, frame))
			return source_failed(source);
		status = show(source, frame, arg);
		frame->number++;
		fflush(stdout);
		if (ferror(stdout))
			break;
	}
	return status;
}

int source_each(const struct source *source,
		int (*show)(const struct source *source,
			    const struct frame *frame, void *arg),
		void *arg)
{
	bool waits = source->wait || source->follow || source->count > 1;
	struct frame frame = { .number = 0 };
	int status = EXIT_FAILED;

	frame.view = source_open(source, &frame.labels);
	if (!frame.view)
		return EXIT_FAILED;
	if (!waits || is_announced(source, frame.view))
		status = each_frame(source, &frame, show, arg);
	mview_close(frame.view);
	return status;
}
