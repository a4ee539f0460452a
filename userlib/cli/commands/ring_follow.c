// SPDX-License-Identifier: GPL-2.0
/* mview ring --follow: each new entry as a line, as soon as it is there. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli.h"
#include "commands/ring.h"
#include "displays/text.h"
#include "sources/pace.h"
#include "sources/read.h"

#define LOOK_MS	500	/* from one look at the whole ring to the next */

/**
 * struct follow - a ring that is followed
 * @ring: the ring
 * @widths: of the columns, so far
 * @seen: entries that were seen
 * @missed: entries that were missed
 * @told: which troubles have been told
 * @status: of those
 * @look_ns: when the last look was
 * @time_ns: that @time is the text of
 * @time: see there
 */
struct follow {
	struct ring *ring;
	int *widths;
	uint64_t seen;
	uint64_t missed;
	bool told[RING_TROUBLES];
	int status;
	int64_t look_ns;
	uint64_t time_ns;
	char time[32];
};

/* All entries that came at once have the same time. */
static const char *time_of(struct follow *follow, uint64_t ns)
{
	time_t seconds = ns / 1000000000;
	struct tm tm;
	size_t len;

	if (ns == follow->time_ns)
		return follow->time;
	localtime_r(&seconds, &tm);
	len = strftime(follow->time, sizeof(follow->time), "%H:%M:%S", &tm);
	snprintf(follow->time + len, sizeof(follow->time) - len, ".%06u",
		 (unsigned int)(ns % 1000000000 / 1000));
	follow->time_ns = ns;
	return follow->time;
}

/* Columns get wider on the way, and never narrower. */
static void put(struct follow *follow, int i, const char *text)
{
	const struct column *column = &follow->ring->columns.columns[i];
	int width = text_width(text), *widest = &follow->widths[i];

	if (*widest < width)
		*widest = width;
	if (columns_is_number(column))
		printf("%*s", 2 + *widest - width, "");
	else
		fputs("  ", stdout);
	text_print(text, 0, stdout);
	if (!columns_is_number(column))
		printf("%*s", *widest - width, "");
}

static void print_header(struct follow *follow)
{
	const struct columns *columns = &follow->ring->columns;
	int i;

	if (follow->ring->output) {
		ring_put_head(follow->ring);
		return;
	}
	printf("%-15s  slot", "time");
	for (i = 0; i < columns->n; i++)
		put(follow, i, columns->columns[i].name);
	putchar('\n');
}

static void print_entry(struct follow *follow,
			const struct mview_ring_entry *entry)
{
	struct columns *columns = &follow->ring->columns;
	int i;

	if (follow->ring->output) {
		ring_put_entry(follow->ring, entry);
		return;
	}
	printf("%s  %4" PRId64, time_of(follow, entry->time_ns), entry->slot);
	columns_choose(columns, entry->element);
	for (i = 0; i < columns->n; i++)
		put(follow, i, columns_text(columns, i, entry->element));
	putchar('\n');
}

static bool is_full(const struct follow *follow)
{
	const struct ring *ring = follow->ring;
	long count = ring->source.count;

	return interrupted() || ring->pace.has_ended ||
	       (count && follow->seen >= (uint64_t)count);
}

static int take(struct follow *follow, const struct mview_ring_entry *entry)
{
	int wanted = elements_wanted(follow->ring->elements.wanted,
				     entry->element);

	if (wanted < 0)
		return failed("--where: %s", mview_inspect_error());
	if (entry->missed && !follow->ring->output)
		printf("# %" PRIu64 " missed\n", entry->missed);
	follow->missed += entry->missed;
	follow->seen++;
	if (wanted)
		print_entry(follow, entry);
	return EXIT_OK;
}

static int take_all(struct follow *follow)
{
	struct mview_ring_entry entry;
	int more, status = EXIT_OK;

	while (!is_full(follow) && status == EXIT_OK) {
		more = mview_ring_next(follow->ring->ring, &entry);
		if (more < 0)
			return failed("%s: %s", follow->ring->source.text,
				      mview_inspect_error());
		if (!more)
			break;
		status = take(follow, &entry);
	}
	fflush(stdout);
	return ferror(stdout) ? EXIT_FAILED : status;
}

static int look(struct follow *follow)
{
	struct ring *ring = follow->ring;
	struct mview_ring_state state;
	int status;

	if (mview_ring_look(ring->ring, &state))
		return failed("%s: %s", ring->source.text,
			      mview_inspect_error());
	status = ring_findings(ring, &state, follow->told);
	if (follow->status < status)
		follow->status = status;
	follow->look_ns = pace_now();
	return EXIT_OK;
}

/* The next message takes the place of the one before. */
static int next_message(struct ring *ring)
{
	struct pace *pace = &ring->pace;
	bool is_new;
	int status;

	pace_wait(pace, 1, NULL, 0, PACE_FOREVER);
	status = pace_next(pace, &is_new);
	if (status == EXIT_OK && is_new &&
	    read_all(pace->frame.view, ring->message.data))
		status = source_failed(&ring->source);
	return status;
}

static int wait_for(struct follow *follow)
{
	int64_t every_ns = follow->ring->source.every_ns;

	if (follow->ring->message.view)
		return next_message(follow->ring);
	if (every_ns) {
		pace_sleep(pace_now() + every_ns);
		return EXIT_OK;
	}
	if (mview_ring_wait(follow->ring->ring, LOOK_MS) < 0 && errno != EINTR)
		return failed("%s: %s", follow->ring->source.text,
			      mview_inspect_error());
	return EXIT_OK;
}

int ring_follow(struct ring *ring)
{
	struct follow follow = {
		.ring = ring,
		.widths = allocate((ring->columns.n + 1) * sizeof(int)),
	};
	int status = EXIT_OK;

	memset(follow.widths, 0, (ring->columns.n + 1) * sizeof(int));
	catch_interrupts();
	print_header(&follow);
	while (status == EXIT_OK && !is_full(&follow)) {
		status = take_all(&follow);
		if (status == EXIT_OK && pace_now() - follow.look_ns >= LOOK_MS * PACE_MS)
			status = look(&follow);
		if (status == EXIT_OK && !is_full(&follow))
			status = wait_for(&follow);
	}
	/* What was passed by since the last look. */
	if (status == EXIT_OK)
		status = look(&follow);
	text_printf(stderr, "mview: %s: %" PRIu64 " entries, %" PRIu64
		    " missed\n", ring->source.text, follow.seen, follow.missed);
	free(follow.widths);
	return status ?: follow.status;
}
