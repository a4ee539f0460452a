// SPDX-License-Identifier: GPL-2.0
/* mview replay: the messages of a channel as files. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <mview-inspect.h>

#include "cli.h"
#include "commands/image.h"
#include "commands/replay.h"
#include "displays/text.h"
#include "sources/source.h"

/**
 * struct stack - messages that become one array
 * @path: of its file
 * @npy: the file, once there is a message
 * @n: how many it has
 */
struct stack {
	const char *path;
	struct mview_npy *npy;
	long n;
};

static int stack_frame(const struct source *source, const struct frame *frame,
		       void *arg)
{
	struct stack *stack = arg;

	(void)source;
	if (!stack->npy)
		stack->npy = mview_npy_open(stack->path, frame->view);
	if (!stack->npy)
		return failed("%s", mview_inspect_error());
	if (mview_npy_write(stack->npy, frame->view))
		return failed("%s; messages before that are kept: %ld",
			      mview_inspect_error(), stack->n);
	stack->n++;
	return EXIT_OK;
}

int replay_npy(struct source *source, const char *file)
{
	struct stack stack = { .path = file };
	int status;

	catch_interrupts();
	status = source_each(source, stack_frame, &stack);
	if (status == EXIT_OK && interrupted())
		status = failed("%s: interrupted; it has %ld messages", file,
				stack.n);
	if (mview_npy_close(stack.npy))
		status = failed("%s", mview_inspect_error());
	return status;
}

static int png_frame(const struct source *source, const struct frame *frame,
		     void *arg)
{
	const char *prefix = arg;
	char *path;
	int status;

	if (asprintf(&path, "%s%06ld.png", prefix, frame->number) < 0)
		return failed("out of memory");
	status = image_write(source, frame->view, path);
	if (status != EXIT_OK)
		failed("pictures before that are kept: %ld", frame->number);
	free(path);
	return status;
}

int replay_png(struct source *source, const char *prefix)
{
	return source_each(source, png_frame, (void *)prefix);
}
