// SPDX-License-Identifier: GPL-2.0
/* What makes a ring, by the command line of mview ring or by the lens. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "commands/help.h"
#include "commands/ring.h"
#include "sources/pace.h"

enum {
	OWNER = OPTION_NAMED, FLIPS, DONE, HEAD, TAIL, COUNTER, PRODUCER, SLACK,
	STUCK,
};

const struct cli_option ring_options[] = {
	{ "owner", OWNER, "EXPR", "not 0 in entries that the device has" },
	{ "flips", FLIPS, NULL, "... it is a bit that flips with every way round "
	  "(phase,\ncycle)" },
	{ "done", DONE, "EXPR", "not 0 in entries that the device is done "
	  "with" },
	{ "head", HEAD, "INDEX", "where the next entry is taken out" },
	{ "tail", TAIL, "INDEX", "where the next entry is filled in" },
	{ "counter", COUNTER, "N", "head and tail only grow, and have so many "
	  "bits" },
	{ "producer", PRODUCER, "device|driver", "who fills entries in" },
	{ "slack", SLACK, "N", "the last N elements are no slots; nobody writes "
	  "there" },
	{ "stuck", STUCK, "TIME", "look for so long if anything changes, as in "
	  "500ms\nor 2s; 2 is 2s" },
	{ "all", 'a', NULL, "leave nothing out" },
	{ NULL }
};

static int read_number(const struct command *command, const char *option,
		       int64_t max, int64_t *number)
{
	char *end;

	errno = 0;
	*number = strtoll(optarg, &end, 10);
	if (errno || end == optarg || *end || *number < 0 || *number > max)
		return misused(command, "--%s wants a number from 0 to %" PRId64,
			       option, max);
	return 0;
}

static int read_stuck(const struct command *command, struct ring *ring)
{
	int64_t ns;
	int status = pace_option(command, "stuck", &ns);

	if (status)
		return status;
	ring->desc.stuck_ms = ns / PACE_MS;
	if (ring->desc.stuck_ms)
		return 0;
	return misused(command, "--stuck %s: it is 1ms at least", optarg);
}

static int read_producer(const struct command *command, struct ring *ring)
{
	bool is_device = !strcmp(optarg, "device");

	if (!is_device && strcmp(optarg, "driver"))
		return misused(command, "--producer is device or driver");
	ring->desc.producer = is_device ? MVIEW_RING_DEVICE :
					  MVIEW_RING_DRIVER;
	return 0;
}

static int ring_option(const struct command *command, int option, void *arg)
{
	struct ring *ring = arg;
	int64_t number;
	int status;

	switch (option) {
	case OWNER:
		ring->desc.owner = optarg;
		return 0;
	case FLIPS:
		ring->desc.flips = true;
		return 0;
	case DONE:
		ring->desc.done = optarg;
		return 0;
	case HEAD:
		ring->head = optarg;
		return 0;
	case TAIL:
		ring->tail = optarg;
		return 0;
	case COUNTER:
		status = read_number(command, "counter", 64, &number);
		ring->desc.counter_bits = number;
		return status;
	case PRODUCER:
		return read_producer(command, ring);
	case SLACK:
		return read_number(command, "slack", INT32_MAX,
				   &ring->desc.slack);
	case STUCK:
		return read_stuck(command, ring);
	case 'a':
		ring->all = true;
		return 0;
	default:
		if (output_option(command, option, &ring->output, &status))
			return status;
		return elements_option(command, &ring->elements, option);
	}
}

const struct source_options ring_source = {
	.finds_lens = true,
	.own = ring_option,
};

void ring_take_lens(struct ring *ring)
{
	const struct mview_lens *lens = ring->source.lens;
	struct mview_ring_desc *desc = &ring->desc;
	const struct mview_lens_ring *said;

	if (!lens || desc->owner || desc->done || ring->head || ring->tail)
		return;
	said = &lens->ring;
	desc->owner = said->owner;
	desc->flips = said->flips;
	desc->done = said->done;
	ring->head = said->head;
	ring->tail = said->tail;
	desc->counter_bits = desc->counter_bits ?: said->counter_bits;
	desc->slack = desc->slack ?: said->slack;
	if (said->producer && desc->producer == MVIEW_RING_UNKNOWN)
		desc->producer = strcmp(said->producer, "device") ?
					 MVIEW_RING_DRIVER :
					 MVIEW_RING_DEVICE;
}
