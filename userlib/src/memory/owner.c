// SPDX-License-Identifier: LGPL-2.1-or-later
/* Owners: what stands behind the memory of views. */
#include <stdint.h>
#include <unistd.h>

#include "base/fail.h"
#include "view/mem.h"
#include "view/view.h"

/* The pages that a mapping of a file, which was not empty, is on. */
static void set_file(struct mem *mem, const struct mview *view)
{
	uintptr_t page = sysconf(_SC_PAGESIZE);
	uintptr_t begin = (uintptr_t)mem->base + view->layout.offset;
	uintptr_t end = begin + mv_layout_nbytes(&view->layout);

	if (begin == end)
		return;
	begin &= -page;
	mem->map = (void *)begin;
	mem->map_nbytes = ((end + page - 1) & -page) - begin;
	mem->is_file = true;
}

int mview_set_owner(struct mview *view, const struct mview_owner *owner,
		    void *arg)
{
	if (view_is_released(view))
		return fail(-EBADFD);
	if (view->mem->owner)
		return fail(-EBUSY);
	view->mem->owner_arg = arg;
	view->mem->owner = owner;
	if (owner->is_file && view->mem->fd < 0)
		set_file(view->mem, view);
	return 0;
}

void *mview_get_owner(const struct mview *view, const struct mview_owner *owner)
{
	if (view_is_released(view))
		return fail_null(-EBADFD);
	return view->mem->owner == owner ? view->mem->owner_arg : NULL;
}
