// SPDX-License-Identifier: GPL-2.0
/*
 * mview replay --into: the messages of a channel become blocks of a buffer of
 * mview_sim, which announces each. Its pattern is zero, so that it announces and
 * writes nothing itself.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <mview-inspect.h>

#include "cli.h"
#include "commands/replay.h"
#include "sources/source.h"

#define SIM	"/sys/kernel/config/mview_sim"

/**
 * struct target - where messages go
 * @name: of the buffer
 * @view: it, to be written to
 * @step: of the simulator: what is written here makes it announce a block
 */
struct target {
	const char *name;
	struct mview *view;
	int step;
};

static int open_attribute(const char *buffer, const char *attribute, int flags)
{
	char path[256];

	snprintf(path, sizeof(path), SIM "/%s/%s", buffer, attribute);
	return open(path, flags | O_CLOEXEC);
}

/* A pattern would be written over what is played. */
static bool has_no_pattern(const char *buffer)
{
	int fd = open_attribute(buffer, "pattern", O_RDONLY);
	char text[16] = "";
	ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);

	if (fd >= 0)
		close(fd);
	if (n < 0)
		failed("%s: it is no buffer of mview_sim: " SIM "/%s: %s",
		       buffer, buffer, strerror(errno));
	else if (strcmp(text, "zero\n"))
		failed("%s: its pattern is %.*s, which would be written over "
		       "the messages; make it with pattern zero", buffer,
		       (int)strcspn(text, "\n"), text);
	return n >= 0 && !strcmp(text, "zero\n");
}

static int target_open(struct target *target, const char *buffer)
{
	*target = (struct target) { .name = buffer };
	if (strchr(buffer, '/'))
		return failed("%s: it is no name of a buffer of mview_sim",
			      buffer);
	if (!has_no_pattern(buffer))
		return EXIT_FAILED;
	target->step = open_attribute(buffer, "step", O_WRONLY);
	if (target->step < 0)
		return failed("%s: " SIM "/%s/step: %s", buffer, buffer,
			      strerror(errno));
	target->view = mview_source_open(buffer, MVIEW_READ | MVIEW_WRITE);
	if (target->view)
		return EXIT_OK;
	close(target->step);
	return failed("%s", mview_inspect_error());
}

static int unassigned(const struct target *target, const struct frame *frame)
{
	switch (errno) {
	case EINVAL:
		return failed("%s: its elements are of format %s, the "
			      "recording's are %s, or of another shape; make "
			      "it with the format and shape of the recording",
			      target->name, mview_format(target->view),
			      mview_format(frame->view));
	case ENODEV:
		return failed("%s: its driver took it away after %ld messages",
			      target->name, frame->number);
	default:
		return failed("%s: %s", target->name, strerror(errno));
	}
}

/* A buffer that is revoked meanwhile is an error, and no signal. */
static int assign(struct mview *to, struct mview *from)
{
	struct mview_guard guard;
	int err;

	mview_guard_begin(&guard, to);
	err = mview_assign(to, from);
	return mview_guard_end(&guard) ?: err;
}

static int play_frame(const struct source *source, const struct frame *frame,
		      void *arg)
{
	struct target *target = arg;

	(void)source;
	if (assign(target->view, frame->view))
		return unassigned(target, frame);
	if (write(target->step, "1", 1) == 1)
		return EXIT_OK;
	return failed("%s: it can't announce message %ld: %s", target->name,
		      frame->number, strerror(errno));
}

int replay_into(struct source *source, const char *buffer)
{
	struct target target;
	int status = target_open(&target, buffer);

	if (status != EXIT_OK)
		return status;
	status = source_each(source, play_frame, &target);
	mview_close(target.view);
	close(target.step);
	return status;
}
