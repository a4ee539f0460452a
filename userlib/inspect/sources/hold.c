// SPDX-License-Identifier: LGPL-2.1-or-later
/* What stands behind the memory of a source's view. */
#include "sources/hold.h"

#include <errno.h>
#include <string.h>

#include "base/error.h"
#include "mview-inspect.h"
#include "record/player.h"

static void hold_end(void *arg)
{
	struct hold *hold = arg, *under;

	for (; hold; hold = under) {
		under = hold->under;
		hold->ops->end(hold);
	}
}

/* The part that syncs, or NULL. */
static struct hold *syncing(struct hold *hold)
{
	while (hold && !hold->ops->sync)
		hold = hold->under;
	return hold;
}

static int hold_sync(void *arg, unsigned int flags, bool begin)
{
	struct hold *hold = syncing(arg);

	return hold->ops->sync(hold, flags, begin);
}

static const struct mview_owner plain = { .end = hold_end };
static const struct mview_owner synced = {
	.end = hold_end,
	.sync = hold_sync,
};
static const struct mview_owner file = { .end = hold_end, .is_file = true };

static const struct mview_owner *owner_of(struct hold *hold)
{
	if (syncing(hold))
		return &synced;
	return hold->ops->is_file ? &file : &plain;
}

struct mview *hold_bind(struct mview *view, struct hold *hold)
{
	int err = errno;

	if (view)
		mview_set_owner(view, owner_of(hold), hold);
	else
		hold_end(hold);
	errno = err;
	return view;
}

/*
 * Another view of the same memory, so that what is behind it stays while it is
 * used here, even if another thread releases @view. NULL with words.
 */
static struct mview *keep(const struct mview *view)
{
	struct mview *kept = mview_from_view((struct mview *)view);

	if (kept)
		return kept;
	if (errno == EBADFD)
		return inspect_fail(EBADFD, "the view was released");
	return inspect_fail(errno, "the view: %s", strerror(errno));
}

static void unkeep(struct mview *kept)
{
	int err = errno;

	mview_close(kept);
	errno = err;
}

/* NULL if there is none. @view is kept. */
static struct hold *hold_of(const struct mview *view)
{
	struct hold *hold = mview_get_owner(view, &plain);

	hold = hold ? hold : mview_get_owner(view, &synced);
	return hold ? hold : mview_get_owner(view, &file);
}

static const struct mview_picture *picture_of(const struct mview *view)
{
	const struct hold *hold = hold_of(view);

	if (!hold || !hold->picture || !layout_is_of(&hold->layout, view))
		return NULL;
	return hold->picture;
}

const struct mview_picture *mview_source_picture(const struct mview *view)
{
	struct mview *kept = mview_from_view((struct mview *)view);
	const struct mview_picture *picture = kept ? picture_of(kept) : NULL;

	unkeep(kept);
	return picture;
}

static struct mview *plane_of(struct mview *view, int plane)
{
	const struct mview_picture *picture = picture_of(view);

	if (!picture)
		return inspect_fail(EINVAL, "the view is no picture, or only a "
				    "part of one");
	if (plane < 0 || plane >= picture->nplanes)
		return inspect_fail(ERANGE, "the picture has no plane %d, but "
				    "%d of them", plane, picture->nplanes);
	return hold_of(view)->ops->plane(hold_of(view), plane);
}

struct mview *mview_source_plane(struct mview *view, int plane)
{
	struct mview *kept = keep(view), *result;

	if (!kept)
		return NULL;
	result = plane_of(kept, plane);
	unkeep(kept);
	return result;
}

static struct mview *next_of(struct mview *view, int timeout_ms)
{
	struct hold *hold = hold_of(view);

	if (!hold || !hold->ops->next)
		return player_next(view);
	return hold->ops->next(hold, timeout_ms);
}

struct mview *mview_source_next(struct mview *view, int timeout_ms)
{
	struct mview *kept = keep(view), *result;

	if (!kept)
		return NULL;
	result = next_of(kept, timeout_ms);
	unkeep(kept);
	return result;
}

int mview_source_fd(struct mview *view)
{
	struct mview *kept = keep(view);
	struct hold *hold;
	int fd;

	if (!kept)
		return -1;
	hold = hold_of(kept);
	if (hold && hold->ops->fd)
		fd = hold->ops->fd(hold);
	else
		fd = inspect_fail_int(EOPNOTSUPP, "nothing comes next from that "
				      "source: it is no camera");
	unkeep(kept);
	return fd;
}

int64_t mview_source_sequence(const struct mview *view)
{
	struct mview *kept = keep(view);
	struct hold *hold;
	int64_t sequence;

	if (!kept)
		return -1;
	hold = hold_of(kept);
	if (hold && hold->ops->sequence)
		sequence = hold->ops->sequence(hold);
	else
		sequence = inspect_fail_int(EOPNOTSUPP, "it is no picture of a "
					    "camera");
	unkeep(kept);
	return sequence;
}
