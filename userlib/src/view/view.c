// SPDX-License-Identifier: LGPL-2.1-or-later
/* Views: allocation, uses, release. */
#include "view/view.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "calls/kernel.h"
#include "format/type.h"
#include "version.h"
#include "view/mem.h"

const char *mview_version(void)
{
	return MVIEW_VERSION;
}

struct mview *view_alloc(uint32_t ndim, const struct path_room *path,
			 bool indirect)
{
	/* Callers of mview_shape() may count on an array. */
	uint32_t room = ndim ? ndim : 1;
	struct mview *view;
	int64_t *data;

	view = malloc(sizeof(*view) + (2 + indirect) * room * sizeof(*data) +
		      path_bytes(path));
	if (!view)
		return NULL;
	/* Only views with a path set its members, as these are many. */
	memset(view, 0, offsetof(struct mview, layout));
	atomic_init(&view->fd, -1);
	atomic_init(&view->hash, NO_HASH);
	data = view->data;
	view->layout = (struct mv_layout) {
		.ndim = ndim,
		.shape = data,
		.strides = data + room,
	};
	data += 2 * room;
	view->suboffsets = indirect ? data : NULL;
	data += indirect ? room : 0;
	path_init(&view->path, path, data);
	view->layout.shape[0] = 0;
	view->layout.strides[0] = 0;
	return view;
}

int view_enter(struct mview *view)
{
	int uses = atomic_load_explicit(&view->uses, memory_order_relaxed);

	do {
		if (uses == VIEW_RELEASED)
			return -EBADFD;
	} while (!atomic_compare_exchange_weak(&view->uses, &uses, uses + 1));
	return 0;
}

void view_leave(struct mview *view)
{
	atomic_fetch_sub(&view->uses, 1);
}

int view_replay(struct mview *view, uint32_t flags)
{
	if (view->mem->fd < 0)
		return -EOPNOTSUPP;
	return path_replay(&view->path, view->mem->fd, &view->layout,
			   view->readonly, flags);
}

int view_fd(struct mview *view)
{
	int fd, none = -1;

	if (view->is_root)
		return view->mem->fd;
	fd = atomic_load(&view->fd);
	if (fd >= 0)
		return fd;
	fd = view_replay(view, MVIEW_CONFINED);
	if (fd < 0 || atomic_compare_exchange_strong(&view->fd, &none, fd))
		return fd;
	/* Another thread was faster. */
	close(fd);
	return none;
}

int view_base(struct mview *view, unsigned int *access, char **base)
{
	bool bracketed = view->sync & *access;
	int err;

	if (view->suboffsets || view->mem->is_registers ||
	    (view->mem->is_file && !mem_is_guarded(view->mem)) ||
	    (view->mem->needs_sync && !bracketed)) {
		*access = 0;
		*base = NULL;
		return 0;
	}
	if (bracketed) {
		*access = 0;
	} else {
		err = mem_sync(view->mem, *access, true);
		if (err)
			return err;
	}
	return mem_base(view->mem, base);
}

void view_done(struct mview *view, unsigned int access)
{
	if (access)
		mem_sync(view->mem, access, false);
}

_Static_assert(MVIEW_READ == MVIEW_SYNC_READ && MVIEW_WRITE == MVIEW_SYNC_WRITE,
	       "directions are handed to the kernel as they are");

int view_sync(struct mview *view, uint32_t flags)
{
	int fd;

	if (view->mem->fd < 0)
		return mem_sync(view->mem, flags & ~MVIEW_SYNC_END,
				!(flags & MVIEW_SYNC_END));
	fd = view_fd(view);
	return fd < 0 ? fd : kernel_sync(fd, flags);
}

/* Give up the view's own descriptor and bracket. No function can be inside. */
static int view_give_up(struct mview *view, bool force)
{
	int fd = view->is_root ? -1 : view->fd;

	if (fd >= 0 && force && kernel_release(fd) == -EBUSY)
		return -EBUSY;
	/* The bracket of a view that is not the root ends with its fd. */
	if (view->sync) {
		if (view->is_root)
			kernel_sync(view->mem->fd, view->sync | MVIEW_SYNC_END);
		mem_sync(view->mem, view->sync, false);
		view->sync = 0;
	}
	if (fd >= 0) {
		close(fd);
		view->fd = -1;
	}
	return 0;
}

int mview_release(struct mview *view)
{
	unsigned int sync;
	int err, uses = 0;

	if (!atomic_compare_exchange_strong(&view->uses, &uses, VIEW_RELEASED))
		return uses == VIEW_RELEASED ? 0 : fail(-EBUSY);
	sync = view->sync;
	err = view_give_up(view, true);
	if (!err) {
		err = mem_release(view->mem, true);
		/* Then nothing has happened, and a bracket goes on. */
		if (err && sync && !view_sync(view, sync))
			view->sync = sync;
	}
	if (err)
		view->uses = 0;
	return status(err);
}

void mview_close(struct mview *view)
{
	int saved = errno;

	if (!view)
		return;
	if (view_is_released(view)) {
		mem_put(view->mem);
	} else {
		view_give_up(view, false);
		if (!mem_drop(view->mem)) {
			mem_release(view->mem, false);
			mem_put(view->mem);
		}
	}
	type_put(view->type);
	free(view);
	errno = saved;
}
