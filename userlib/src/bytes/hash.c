// SPDX-License-Identifier: LGPL-2.1-or-later
/* The hash of a view: that of its bytes. */
#include "base/fail.h"
#include "bytes/elements.h"
#include "bytes/siphash.h"
#include "core/format.h"
#include "format/type.h"
#include "view/view.h"

static bool is_hashable(const struct mview *view)
{
	switch (mv_format_native(view->type->format, view->type->format_len)) {
	case 'B':
	case 'b':
	case 'c':
		return view->readonly;
	default:
		return false;
	}
}

static int hash_elements(struct mview *view, int64_t *hash)
{
	struct elements elements;
	int err;

	/* As hash() has it: 0 for no bytes, and never -1, which is an error. */
	*hash = 0;
	if (!mv_layout_nbytes(&view->layout))
		return 0;
	err = elements_begin(&elements, view, MVIEW_READ);
	if (err)
		return err;
	if (!mv_layout_contiguous(&elements.layout, 'C'))
		err = elements_detach(&elements);
	if (!err)
		*hash = siphash(elements.base + elements.layout.offset,
				mv_layout_nbytes(&elements.layout));
	if (*hash == NO_HASH)
		*hash = NO_HASH - 1;
	elements_end(&elements);
	return err;
}

int64_t mview_hash(struct mview *view)
{
	int64_t hash = view->hash;
	int err;

	if (hash != NO_HASH)
		return hash;
	err = view_enter(view);
	if (err)
		return fail(err);
	err = is_hashable(view) ? hash_elements(view, &hash) : -EINVAL;
	view_leave(view);
	if (err)
		return fail(err);
	view->hash = hash;
	return hash;
}
