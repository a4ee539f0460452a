// SPDX-License-Identifier: LGPL-2.1-or-later
/* The memory itself: pointers, descriptors, sync, waiting. */

#include "base/fail.h"
#include "calls/kernel.h"
#include "view/mem.h"
#include "view/view.h"

/* mview_map() of a view without elements points here. */
static char nothing[1];

static int point(struct mview *view, void **pointer)
{
	char *base;
	int err;

	*pointer = nothing;
	/* A mapping that exists does not show a revoke until it is accessed. */
	err = view->mem->fd < 0 ? 0 : kernel_alive(view->mem->fd);
	if (err || !mv_layout_nbytes(&view->layout))
		return err;
	err = mem_base(view->mem, &base);
	if (err)
		return err;
	if (!base && view->mem->refused)
		return -view->mem->refused;
	if (!base)
		return -EOPNOTSUPP;
	*pointer = base + (view->layout.offset - view->mem->origin);
	return 0;
}

int view_map(struct mview *view, bool indirect, void **pointer)
{
	int err;

	err = view_enter(view);
	if (err)
		return err;
	err = view->suboffsets && !indirect ? -EOPNOTSUPP :
					      point(view, pointer);
	if (err) {
		view_leave(view);
		return err;
	}
	atomic_fetch_add(&view->maps, 1);
	return 0;
}

void *mview_map(struct mview *view)
{
	void *pointer;
	int err = view_map(view, false, &pointer);

	return err ? fail_null(err) : pointer;
}

int mview_unmap(struct mview *view)
{
	int maps = atomic_load(&view->maps);

	do {
		if (!maps)
			return fail(-EINVAL);
	} while (!atomic_compare_exchange_weak(&view->maps, &maps, maps - 1));
	view_leave(view);
	return 0;
}

int mview_fd(struct mview *view)
{
	int fd;

	fd = view_enter(view);
	if (fd)
		return fail(fd);
	fd = view_fd(view);
	view_leave(view);
	return status(fd);
}

static int sync_begin(struct mview *view, unsigned int flags)
{
	unsigned int none = 0;
	int err;

	if (flags & ~(MVIEW_READ | MVIEW_WRITE))
		return -EOPNOTSUPP;
	if (!flags)
		return -EINVAL;
	if (flags & MVIEW_WRITE && view->readonly)
		return -EACCES;
	if (!atomic_compare_exchange_strong(&view->sync, &none, flags))
		return -EINVAL;
	err = view_sync(view, flags);
	if (err)
		view->sync = 0;
	return err;
}

int mview_sync_begin(struct mview *view, unsigned int flags)
{
	int err;

	err = view_enter(view);
	if (err)
		return fail(err);
	err = sync_begin(view, flags);
	view_leave(view);
	return status(err);
}

int mview_sync_end(struct mview *view)
{
	unsigned int flags;
	int err;

	err = view_enter(view);
	if (err)
		return fail(err);
	flags = atomic_exchange(&view->sync, 0);
	err = flags ? view_sync(view, flags | MVIEW_SYNC_END) : -EINVAL;
	view_leave(view);
	return status(err);
}
