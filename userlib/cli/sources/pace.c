// SPDX-License-Identifier: GPL-2.0
/* Pace: waiting for the next frame of sources, and taking it. */
#include "sources/pace.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <mview-inspect.h>

#include "cli.h"
#include "sources/recorded.h"

#define FDS_MAX	(SOURCES_MAX + 16)	/* of one pace_wait() */

int64_t pace_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000LL + now.tv_nsec;
}

bool pace_read_time(const char *text, int64_t *ns)
{
	static const struct {
		const char *name;
		double ns;
	} units[] = {
		{ "us", 1e3 },
		{ "ms", 1e6 },
		{ "s", 1e9 },
		{ "", 1e9 },
	};
	char *end;
	double number = strtod(text, &end);
	size_t i;

	for (i = 0; i < sizeof(units) / sizeof(*units); i++) {
		if (end == text || strcmp(end, units[i].name))
			continue;
		number *= units[i].ns;
		/* Not a number is none of both. */
		if (!(number >= 1 && number <= 1e18))
			return false;
		*ns = number;
		return true;
	}
	return false;
}

int pace_option(const struct command *command, const char *name, int64_t *ns)
{
	if (pace_read_time(optarg, ns))
		return 0;
	return misused(command, "--%s %s: a time is a number, of seconds unless "
		       "its unit follows, as in 50us, 100ms or 2s", name, optarg);
}

/* A picture does not change, but there is a next one. */
static bool is_camera(const struct mview *base)
{
	const struct mview_picture *picture = mview_source_picture(base);

	return picture && picture->fourcc_of == MVIEW_FOURCC_V4L2;
}

/*
 * Memory that a process made has nobody who would announce data, and drivers
 * whose memory is borrowed know nothing of it.
 */
static bool is_announced(const struct mview *base)
{
	struct mview_buffer *buffer = source_buffer(base);
	bool is_drivers = buffer && !buffer->is_private &&
			  strcmp(mview_kind(base), "borrowed");

	mview_buffer_free(buffer);
	return is_drivers;
}

static bool is_kept(const char *text)
{
	text += strspn(text, " \t\n");
	return !strncmp(text, "file:", 5) || !strncmp(text, "drm:", 4);
}

int pace_open(struct pace *pace, struct source *source)
{
	int status;

	*pace = (struct pace) { .source = source, .kind = PACE_TIMED };
	status = source_open(source, &pace->frame);
	if (status != EXIT_OK)
		return status;
	pace->is_kept = is_kept(source->text);
	pace->every_ns = source->every_ns ?: PACE_EVERY_NS;
	pace->due_ns = pace_now() + pace->every_ns;
	if (is_camera(pace->frame.base))
		pace->kind = PACE_CAMERA;
	else if (mview_recorded_message(pace->frame.base))
		pace->kind = PACE_RECORDED;
	else if (!source->every_ns && is_announced(pace->frame.base))
		pace->kind = PACE_ANNOUNCED;
	if (pace->kind == PACE_ANNOUNCED)
		mview_wait(pace->frame.base, 0, &pace->frame.seq);
	else if (pace->kind == PACE_RECORDED)
		recorded_begin(pace);
	return EXIT_OK;
}

void pace_close(struct pace *pace)
{
	recorded_end(pace);
	frame_close(&pace->frame);
}

/* What poll(2) is to look for; @fd stays -1 where there is nothing. */
static struct pollfd poll_of(const struct pace *pace)
{
	struct pollfd poll = { .fd = -1 };

	if (pace->kind == PACE_ANNOUNCED) {
		poll.fd = mview_fd(pace->frame.base);
		poll.events = POLLPRI;
	} else if (pace->kind == PACE_CAMERA) {
		poll.fd = mview_source_fd(pace->frame.base);
		poll.events = POLLIN;
	}
	return poll;
}

static void wait_until(struct pollfd *fds, int nfds, int64_t until_ns)
{
	struct timespec left, *timeout = NULL;
	int64_t ns;

	if (until_ns != PACE_FOREVER) {
		ns = until_ns - pace_now();
		ns = ns > 0 ? ns : 0;
		left = (struct timespec) { .tv_sec = ns / 1000000000,
					   .tv_nsec = ns % 1000000000 };
		timeout = &left;
	}
	ppoll(fds, nfds, timeout, NULL);
}

/* Those that nobody can be asked for. */
static bool is_clocked(const struct pace *pace)
{
	return pace->kind == PACE_TIMED || pace->kind == PACE_RECORDED;
}

/* A camera that is watched by the clock is due when both are. */
static bool is_early(const struct pace *pace, int64_t now)
{
	return (is_clocked(pace) || pace->source->every_ns) &&
	       now < pace->due_ns;
}

void pace_wait(const struct pace *paces, int n, struct pollfd *fds, int nfds,
	       int64_t until_ns)
{
	struct pollfd all[FDS_MAX] = { { .fd = interrupt_fd(),
					 .events = POLLIN } };
	int64_t now = pace_now();
	int i, nall = 1;

	nfds = nfds < FDS_MAX - 1 ? nfds : FDS_MAX - 1;
	if (nfds)
		memcpy(all + nall, fds, nfds * sizeof(*fds));
	nall += nfds;
	for (i = 0; i < n; i++) {
		if (is_early(&paces[i], now) ||
		    is_clocked(&paces[i])) {
			if (until_ns > paces[i].due_ns)
				until_ns = paces[i].due_ns;
		} else if (nall < FDS_MAX) {
			all[nall++] = poll_of(&paces[i]);
		}
	}
	wait_until(all, nall, until_ns);
	if (nfds)
		memcpy(fds, all + 1, nfds * sizeof(*fds));
}

void pace_sleep(int64_t until_ns)
{
	pace_wait(NULL, 0, NULL, 0, until_ns);
}

static int next_announced(struct pace *pace, bool *is_new)
{
	int ready = mview_wait(pace->frame.base, 0, &pace->frame.seq);

	if (ready < 0 && errno != EINTR)
		return source_failed(pace->source);
	*is_new = ready > 0;
	return EXIT_OK;
}

/*
 * Elements that are others now would be taken for what they were. Messages that
 * are bytes have any length.
 */
static bool is_alike(const struct pace *pace, const struct mview *b)
{
	const struct mview *a = pace->frame.base;
	int ndim = mview_ndim(a);

	return !strcmp(mview_format(a), mview_format(b)) &&
	       ndim == mview_ndim(b) &&
	       ((pace->kind == PACE_RECORDED && pace->source->any_length) ||
		!memcmp(mview_shape(a), mview_shape(b),
			ndim * sizeof(*mview_shape(a))));
}

/* On failure the frame stays, as it may be shown still. */
static int replace_base(struct pace *pace, struct mview *base)
{
	struct frame next = pace->frame;
	int status;

	next.base = base;
	next.view = NULL;
	if (is_alike(pace, base))
		status = source_take(pace->source, &next);
	else
		status = failed("%s: its format or its shape is another one now",
				pace->source->text);
	if (status == EXIT_OK) {
		frame_close(&pace->frame);
		pace->frame = next;
	} else {
		frame_close(&next);
	}
	return status;
}

/*
 * How many pictures the camera took since the last one, with this one. Those
 * between two looks by the clock are not wanted. Some drivers give no numbers.
 */
static uint32_t count_taken(const struct pace *pace, const struct mview *next)
{
	uint32_t n = mview_source_sequence(next) -
		     mview_source_sequence(pace->frame.base);

	return pace->source->every_ns || !n || n > INT32_MAX ? 1 : n;
}

static int next_picture(struct pace *pace, bool *is_new)
{
	struct mview *next = mview_source_next(pace->frame.base, 0);

	if (!next && (errno == ETIMEDOUT || errno == EINTR))
		return EXIT_OK;
	if (!next)
		return failed("%s", mview_inspect_error());
	*is_new = true;
	pace->frame.seq += count_taken(pace, next);
	return replace_base(pace, next);
}

static int next_message(struct pace *pace, bool *is_new)
{
	struct mview *base;
	int status = recorded_next(pace, &base);

	*is_new = base;
	if (!base)
		return status;
	pace->frame.seq = mview_recorded_message(base)->seq;
	return replace_base(pace, base);
}

static int next_look(struct pace *pace, int64_t turns, bool *is_new)
{
	struct mview *base;

	*is_new = true;
	pace->frame.seq += turns;
	if (!pace->is_kept)
		return EXIT_OK;
	base = source_open_name(pace->source);
	return base ? replace_base(pace, base) : EXIT_FAILED;
}

/*
 * The next time, and how many have come since the last one: those that were
 * missed are not made up for.
 */
static int64_t set_due(struct pace *pace, int64_t now)
{
	int64_t turns = 0;

	if (pace->due_ns <= now)
		turns = (now - pace->due_ns) / pace->every_ns + 1;
	pace->due_ns += turns * pace->every_ns;
	return turns;
}

int pace_next(struct pace *pace, bool *is_new)
{
	int64_t now = pace_now();
	int status;

	*is_new = false;
	if (is_early(pace, now))
		return EXIT_OK;
	if (pace->kind == PACE_ANNOUNCED)
		status = next_announced(pace, is_new);
	else if (pace->kind == PACE_CAMERA)
		status = next_picture(pace, is_new);
	else if (pace->kind == PACE_RECORDED)
		status = next_message(pace, is_new);
	else
		status = next_look(pace, set_due(pace, now), is_new);
	if (*is_new && pace->kind != PACE_TIMED && pace->kind != PACE_RECORDED)
		set_due(pace, now);
	pace->frame.number += *is_new;
	return status;
}
