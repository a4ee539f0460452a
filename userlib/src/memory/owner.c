// SPDX-License-Identifier: LGPL-2.1-or-later
/* Owners: what stands behind the memory of views. */
#include "base/fail.h"
#include "view/mem.h"
#include "view/view.h"

int mview_set_owner(struct mview *view, const struct mview_owner *owner,
		    void *arg)
{
	if (view_is_released(view))
		return fail(-EBADFD);
	if (view->mem->owner)
		return fail(-EBUSY);
	view->mem->owner_arg = arg;
	view->mem->owner = owner;
	return 0;
}

void *mview_get_owner(const struct mview *view, const struct mview_owner *owner)
{
	if (view_is_released(view))
		return fail_null(-EBADFD);
	return view->mem->owner == owner ? view->mem->owner_arg : NULL;
}
