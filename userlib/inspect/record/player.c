// SPDX-License-Identifier: LGPL-2.1-or-later
/* Messages of a recording by name, one after the other. */
#include "record/player.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "mview-inspect.h"
#include "record/message.h"
#include "record/recording.h"
#include "record/wanted.h"

/* What may stand behind the @ of a channel. */
#define RANGES	"behind @ is a number, -N for the Nth from the end, or FROM:TO, " \
		"such numbers or times as in 2:4, -10: or 0.5s:1s"

/**
 * struct player - a recording that is being read
 * @rest: of its messages
 * @refs: views that have it
 * @lock: guards @recording and @wanted. Outermost.
 * @recording: behind the message that was taken last
 * @wanted: which ones
 * @path: of the recording
 */
struct player {
	struct message_rest rest;
	unsigned int refs;
	pthread_mutex_t lock;	/* guards the next two */
	struct mview_recording *recording;
	struct wanted wanted;
	char *path;
};

static void player_destroy(struct player *player)
{
	int err = errno;

	mview_recording_close(player->recording);
	wanted_free(&player->wanted);
	pthread_mutex_destroy(&player->lock);
	free(player->path);
	free(player);
	errno = err;
}

/* Called for each view that had it. */
static void player_put(struct message_rest *rest)
{
	struct player *player = (struct player *)rest;

	if (!__atomic_sub_fetch(&player->refs, 1, __ATOMIC_ACQ_REL))
		player_destroy(player);
}

static void *no_player(const char *path, const char *channel,
		       const char *range, int err)
{
	if (err == -ENOMEM)
		return inspect_fail(-err, "%s: out of memory", path);
	return inspect_fail(-err, "%s: %s@%s: " RANGES, path,
			    channel ? channel : "", range);
}

static struct player *player_create(const char *path, const char *channel,
				    const char *range)
{
	struct player *player = calloc(1, sizeof(*player));
	int err = -ENOMEM;

	if (!player)
		return no_player(path, channel, range, err);
	player->rest.end = player_put;
	player->refs = 1;
	player->path = strdup(path);
	if (player->path)
		err = wanted_read(channel, range, &player->wanted);
	if (err) {
		free(player->path);
		free(player);
		return no_player(path, channel, range, err);
	}
	pthread_mutex_init(&player->lock, NULL);
	return player;
}

/* From its start. */
static int rewind_to_start(struct player *player)
{
	mview_recording_close(player->recording);
	wanted_rewind(&player->wanted);
	player->recording = mview_recording_open(player->path);
	return player->recording ? 0 : -1;
}

/* The next one that is wanted: 1, 0 behind the last one, -1. */
static int next_wanted(struct player *player, struct mview_message *message)
{
	int got;

	do {
		got = mview_recording_next(player->recording, message);
	} while (got > 0 && !wanted_has(&player->wanted, message));
	return got;
}

/*
 * Whether mview_recording_next() goes on behind what it said. What can't be read
 * of a recording is left out.
 */
static bool goes_on(int got, bool *damaged)
{
	if (got < 0)
		*damaged = true;
	return got > 0 || (got < 0 && errno == EBADMSG);
}

static int several(const struct player *player, const char *name)
{
	return inspect_fail_int(EINVAL, "%s: it has several channels, of which "
				"%s is one: name it behind a #", player->path,
				name);
}

/* How many messages there are; all of one channel, if none was named. */
static int survey(struct player *player)
{
	struct mview_message message;
	int got, first = -1;
	bool damaged;

	while (goes_on(got = next_wanted(player, &message), &damaged)) {
		if (got < 0)
			continue;
		if (first >= 0 && first != message.channel)
			return several(player, message.name);
		first = message.channel;
	}
	player->wanted.n = player->wanted.passed;
	return got && errno != ENODATA ? -1 : 0;
}

/**
 * struct extent - the messages that a channel has
 * @n: how many
 * @first: number of the first one
 * @last: and of the last one
 */
struct extent {
	uint64_t n;
	uint64_t first;
	uint64_t last;
};

static void find_extent(struct player *player, const char *name,
			struct extent *extent)
{
	struct mview_message message;
	bool damaged;
	int got;

	*extent = (struct extent) { .n = 0 };
	if (rewind_to_start(player))
		return;
	while (goes_on(got = mview_recording_next(player->recording, &message),
		       &damaged)) {
		if (got < 0 || strcmp(message.name, name))
			continue;
		if (!extent->n++)
			extent->first = message.seq;
		extent->last = message.seq;
	}
}

/* Is there a channel of that name, which is freed? */
static bool has_channel(struct player *player, char *name)
{
	struct extent extent = { .n = 0 };

	if (name)
		find_extent(player, name, &extent);
	free(name);
	return extent.n;
}

/* Perhaps what stands behind an @ in the name was to be a range, or it was not. */
static int no_channel(struct player *player, const char *more)
{
	const char *name = player->wanted.name, *range = player->wanted.range;
	const char *at = strrchr(name, '@');
	char *other = NULL;

	if (range && asprintf(&other, "%s@%s", name, range) >= 0 &&
	    has_channel(player, other))
		return inspect_fail_int(ENOENT, "%s: it has no message of %s; "
					"the name of its channel %s@%s is "
					"written with \\@%s", player->path, name,
					name, range, more);
	if (!range && at && at > name &&
	    has_channel(player, strndup(name, at - name)))
		return inspect_fail_int(EINVAL, "%s: %s: " RANGES, player->path,
					name);
	return inspect_fail_int(ENOENT, "%s: it has no message of %s%s",
				player->path, name, more);
}

static int not_there(struct player *player, bool damaged)
{
	const struct wanted *wanted = &player->wanted;
	const char *more = damaged ? "; 'mview replay' tells what of it can't "
				     "be read" : "";
	struct extent extent = { .n = 0 };

	if (!wanted->name)
		return inspect_fail_int(ENOENT, "%s: it has no message%s%s%s",
					player->path, wanted->range ? " " : "",
					wanted->range ? wanted->range : "", more);
	if (wanted->range)
		find_extent(player, wanted->name, &extent);
	if (!extent.n)
		return no_channel(player, more);
	return inspect_fail_int(ENOENT, "%s: it has no message %s of %s: they "
				"are %llu to %llu%s", player->path,
				wanted->range, wanted->name,
				(unsigned long long)extent.first,
				(unsigned long long)extent.last, more);
}

/* The first one that a view can be made of. */
static struct mview *first_view(struct player *player)
{
	struct mview_message message;
	struct mview *view = NULL;
	bool damaged = false;
	int got;

	while (!view &&
	       goes_on(got = next_wanted(player, &message), &damaged)) {
		if (got < 0)
			continue;
		view = mview_recording_view(player->recording);
		if (!view && errno != EBADMSG)
			return NULL;
		damaged |= !view;
	}
	if (!view)
		not_there(player, damaged);
	return view;
}

static struct mview *find(struct player *player)
{
	const struct wanted *wanted = &player->wanted;

	if (rewind_to_start(player))
		return NULL;
	if ((wanted_counts_back(wanted) || !wanted->name) &&
	    (survey(player) || rewind_to_start(player)))
		return NULL;
	return first_view(player);
}

struct mview *recording_find(const char *path, const char *channel,
			     const char *range)
{
	struct player *player = player_create(path, channel, range);
	struct mview *view;

	if (!player)
		return NULL;
	view = find(player);
	if (view && !player->wanted.is_one)
		message_bind(view, &player->rest);
	else
		player_destroy(player);
	return view;
}

static struct mview *next_view(struct player *player)
{
	struct mview_message message;
	int got = next_wanted(player, &message);

	if (got > 0)
		return mview_recording_view(player->recording);
	if (!got)
		inspect_fail(ENOENT, "%s: no message comes behind that one",
			     player->path);
	return NULL;
}

struct mview *player_next(const struct mview *view)
{
	struct player *player = (struct player *)message_rest_of(view);
	struct mview *next;

	if (!player)
		return inspect_fail(EOPNOTSUPP, "nothing comes next from that "
				    "source: it is no camera, and no channel "
				    "of a recording");
	pthread_mutex_lock(&player->lock);
	next = next_view(player);
	pthread_mutex_unlock(&player->lock);
	if (!next)
		return NULL;
	__atomic_add_fetch(&player->refs, 1, __ATOMIC_RELAXED);
	message_bind(next, &player->rest);
	return next;
}
