// SPDX-License-Identifier: GPL-2.0
/* Sources as they change: waiting for new data, and saying so. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#include <mview-inspect.h>

#include "cli.h"
#include "displays/text.h"
#include "sources/source.h"

#define PATIENCE_MS	1000	/* how long to wait without a message */

void source_heading(const struct source *source, const struct frame *frame)
{
	if (source->follow || source->count > 1)
		printf("# %" PRIu64 "\n", frame->seq);
}

/* A picture does not change, but there is a next one. */
static bool is_camera(const struct frame *frame)
{
	const struct mview_picture *picture = mview_source_picture(frame->base);

	return picture && picture->fourcc_of == MVIEW_FOURCC_V4L2;
}

/* Memory of processes has nobody who would announce data. */
static bool is_announced(const struct source *source, const struct frame *frame)
{
	struct mview_buffer *buffer = source_buffer(frame->view);
	bool is_drivers = buffer && !buffer->is_private;

	mview_buffer_free(buffer);
	if (!is_drivers)
		failed("%s: there is no use in waiting: only cameras, and "
		       "drivers of buffers of their own, announce new data",
		       source->text);
	return is_drivers;
}

static void tell_of_wait(const struct source *source,
			 const struct frame *frame)
{
	struct mview_buffer *buffer = source_buffer(frame->view);

	text_printf(stderr, "mview: %s: waiting for new data after seq "
		    "%" PRIu64 ", which its driver %s announces\n",
		    source->text, frame->seq,
		    buffer ? buffer->owner : "(gone)");
	mview_buffer_free(buffer);
}

static int wait_for_data(const struct source *source, struct frame *frame)
{
	int ready = mview_wait(frame->base, PATIENCE_MS, &frame->seq);

	if (!ready) {
		tell_of_wait(source, frame);
		ready = mview_wait(frame->base, -1, &frame->seq);
	}
	return ready < 0 ? source_failed(source) : EXIT_OK;
}

static int wait_for_picture(const struct source *source, struct frame *frame)
{
	struct mview *next = mview_source_next(frame->base, PATIENCE_MS);

	if (!next && errno == ETIMEDOUT) {
		text_printf(stderr, "mview: %s: waiting for the camera's next "
			    "picture\n", source->text);
		next = mview_source_next(frame->base, -1);
	}
	if (!next)
		return failed("%s", mview_inspect_error());
	frame_close(frame);
	frame->base = next;
	frame->seq++;
	return source_take(source, frame);
}

static int wait_for(const struct source *source, struct frame *frame)
{
	fflush(stdout);
	return is_camera(frame) ? wait_for_picture(source, frame) :
				  wait_for_data(source, frame);
}

static int each_frame(const struct source *source, struct frame *frame,
		      int (*show)(const struct source *source,
				  const struct frame *frame, void *arg),
		      void *arg)
{
	long most = source->follow || source->count ? source->count : 1;
	int status = EXIT_OK;

	if (!is_camera(frame))
		mview_wait(frame->base, 0, &frame->seq);
	while (status == EXIT_OK && (!most || frame->number < most)) {
		if (frame->number || source->wait)
			status = wait_for(source, frame);
		if (status == EXIT_OK)
			status = show(source, frame, arg);
		frame->number++;
		fflush(stdout);
		if (ferror(stdout))
			break;
	}
	return status;
}

int source_each(struct source *source,
		int (*show)(const struct source *source,
			    const struct frame *frame, void *arg),
		void *arg)
{
	bool waits = source->wait || source->follow || source->count > 1;
	struct frame frame;
	int status = source_open(source, &frame);

	if (status != EXIT_OK)
		return status;
	if (!waits || is_camera(&frame) || is_announced(source, &frame))
		status = each_frame(source, &frame, show, arg);
	else
		status = EXIT_FAILED;
	frame_close(&frame);
	return status;
}
