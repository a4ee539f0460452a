// SPDX-License-Identifier: GPL-2.0
/* The pace of recordings. */
#include "sources/recorded.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <mview-inspect.h>

#include "cli.h"
#include "sources/expr.h"
#include "sources/pace.h"

#define LATEST_NS	1e18	/* a message that is due later is due then */

int recorded_option(const struct command *command, struct source *source)
{
	double speed;
	char *end;

	if (!strcmp(optarg, "max")) {
		source->speed = INFINITY;
		return 0;
	}
	speed = strtod(optarg, &end);
	/* What is no number is neither. */
	if (end == optarg || *end || !(speed >= 1e-6 && speed <= 1e6))
		return misused(command, "--speed wants a number from 0.000001 "
			       "to 1000000, or max");
	source->speed = speed;
	return 0;
}

char *recorded_name(const char *file, const char *channel, const char *range)
{
	char *path = expr_escape(file, EXPR_ENDS "#");
	char *part = expr_escape(channel, EXPR_ENDS "@"), *name;

	if (asprintf(&name, "file:%s#%s%s%s", path, part, range ? "@" : "",
		     range ? range : "") < 0)
		exit(failed("out of memory"));
	free(path);
	free(part);
	return name;
}

void recorded_begin(struct pace *pace)
{
	const struct mview_message *first =
		mview_recorded_message(pace->frame.base);

	pace->frame.seq = first->seq;
	pace->start_ns = pace_now();
	pace->start_time = first->time;
	pace->due_ns = pace->start_ns;
}

void recorded_end(struct pace *pace)
{
	mview_close(pace->ahead);
	free(pace->damage);
}

/* What could not be read is told once, of the first damage. */
static void keep_damage(struct pace *pace)
{
	if (pace->damage)
		return;
	pace->damage = strdup(mview_inspect_error());
	if (!pace->damage)
		exit(failed("out of memory"));
}

/* When the message ahead is due. */
static int64_t due_of(const struct pace *pace)
{
	const struct source *source = pace->source;
	uint64_t time = mview_recorded_message(pace->ahead)->time;
	double ns;

	if (source->every_ns)
		return pace->due_ns + source->every_ns;
	if (time < pace->start_time)
		return pace->start_ns;
	ns = (time - pace->start_time) / (source->speed ?: 1);
	return pace->start_ns + (int64_t)(ns < LATEST_NS ? ns : LATEST_NS);
}

static void look_ahead(struct pace *pace)
{
	while (!pace->ahead && !pace->has_ended) {
		pace->ahead = mview_source_next(pace->frame.base, 0);
		if (pace->ahead) {
			pace->due_ns = due_of(pace);
			return;
		}
		/* A message alone is all that was asked for. */
		if (errno != ENOENT && errno != EOPNOTSUPP)
			keep_damage(pace);
		pace->has_ended = errno != EBADMSG;
	}
}

static int end(struct pace *pace)
{
	int status = pace->damage ? failed("%s", pace->damage) : EXIT_OK;

	free(pace->damage);
	pace->damage = NULL;
	pace->due_ns = PACE_FOREVER;
	return status;
}

int recorded_next(struct pace *pace, struct mview **base)
{
	*base = NULL;
	look_ahead(pace);
	if (pace->has_ended)
		return end(pace);
	if (pace_now() < pace->due_ns)
		return EXIT_OK;
	*base = pace->ahead;
	pace->ahead = NULL;
	return EXIT_OK;
}
