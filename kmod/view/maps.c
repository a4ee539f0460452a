// SPDX-License-Identifier: GPL-2.0
/* The count of a view's mappings, which release and zap check. */
#include "view/maps.h"

#include <linux/bug.h>
#include <linux/errno.h>
#include "buffer/buffer.h"
#include "trace.h"
#include "view/view.h"

int mview_map_first(struct mview_view *view, struct vm_area_struct *vma)
{
	if (!mview_claim_get(&view->maps))
		return -EBADFD;
	atomic_long_inc(&view->buffer->maps);
	trace_mview_map(view, vma);
	return 0;
}

void mview_map_get(struct mview_view *view, struct vm_area_struct *vma)
{
	/* A mapping exists, so the claims are not closed. */
	WARN_ON(mview_map_first(view, vma));
}

void mview_map_put(struct mview_view *view, struct vm_area_struct *vma)
{
	trace_mview_unmap(view, vma);
	atomic_long_dec(&view->buffer->maps);
	mview_claim_put(&view->maps);
}
