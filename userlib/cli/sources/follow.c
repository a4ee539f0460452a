// SPDX-License-Identifier: GPL-2.0
/* Sources as they change: each frame is shown, and what is waited for is told. */
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>

#include "cli.h"
#include "sources/pace.h"

void source_heading(const struct source *source, const struct frame *frame)
{
	if (source->follow || source->count > 1)
		printf("# %" PRIu64 "\n", frame->seq);
}

/* Of a camera the newest picture: displays that are slower must not lag. */
static int skip_to_newest(struct pace *pace)
{
	int status = EXIT_OK;
	bool is_new = pace->kind == PACE_CAMERA;

	while (status == EXIT_OK && is_new && !interrupted())
		status = pace_next(pace, &is_new);
	return status;
}

/* Also ends when the terminal has a new size; then there is nothing new. */
static int wait_for(struct pace *pace, bool *is_new)
{
	struct pollfd resize = { .fd = resize_fd(), .events = POLLIN };
	int64_t patience = pace_patience();
	int status = EXIT_OK;

	*is_new = false;
	fflush(stdout);
	while (status == EXIT_OK && !*is_new && !interrupted() &&
	       !pace->has_ended) {
		pace_wait(pace, 1, &resize, 1, patience);
		status = pace_next(pace, is_new);
		if (resized())
			break;
		if (!*is_new && pace_is_long(&patience))
			pace_tell(pace);
	}
	return status == EXIT_OK && *is_new ? skip_to_newest(pace) : status;
}

static int each_frame(struct pace *pace,
		      int (*show)(const struct source *source,
				  const struct frame *frame, void *arg),
		      void *arg)
{
	const struct source *source = pace->source;
	long shown = 0, most = source->follow || source->count ?
			       source->count : 1;
	uint64_t before, passed = 0;
	int status = EXIT_OK;
	bool is_new = true;

	while (status == EXIT_OK && (!most || shown < most)) {
		before = pace->frame.seq;
		if (shown || source->wait)
			status = wait_for(pace, &is_new);
		if (interrupted() || pace->has_ended)
			break;
		if (shown && is_new && pace->frame.seq > before)
			passed += pace->frame.seq - before - 1;
		/* The one before, if it is but shown again. */
		pace->frame.number = is_new ? shown : shown - 1;
		pace->frame.passed = passed;
		shown += is_new;
		if (status == EXIT_OK && (is_new || shown))
			status = show(source, &pace->frame, arg);
		fflush(stdout);
		if (ferror(stdout))
			break;
	}
	return status;
}

/* By the clock there is nothing new, but for who has named a time. */
static bool may_wait(const struct pace *pace)
{
	const struct source *source = pace->source;

	if (!source->wait || pace->kind != PACE_TIMED || source->every_ns)
		return true;
	failed("%s: there is no use in waiting: only cameras, and drivers of "
	       "buffers of their own, announce new data; --every TIME looks "
	       "again by the clock", source->text);
	return false;
}

int source_each(struct source *source,
		int (*show)(const struct source *source,
			    const struct frame *frame, void *arg),
		void *arg)
{
	struct pace pace;
	int status = pace_open(&pace, source);

	if (status != EXIT_OK)
		return status;
	status = may_wait(&pace) ? each_frame(&pace, show, arg) : EXIT_FAILED;
	pace_close(&pace);
	return status;
}
