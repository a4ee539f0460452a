// SPDX-License-Identifier: LGPL-2.1-or-later
/* Where the elements of a source's view lie in its memory. */
#include "sources/layout.h"

#include <string.h>

#include "mview-inspect.h"

void layout_bytes(struct layout *layout, uint64_t nbytes)
{
	*layout = (struct layout) {
		.format = "B",
		.ndim = 1,
		.shape = { nbytes },
		.strides = { 1 },
	};
}

bool layout_is_of(const struct layout *layout, const struct mview *view)
{
	size_t size = layout->ndim * sizeof(int64_t);

	return mview_ndim(view) == layout->ndim &&
	       mview_offset(view) == layout->offset &&
	       !strcmp(mview_format(view), layout->format) &&
	       !memcmp(mview_shape(view), layout->shape, size) &&
	       !memcmp(mview_strides(view), layout->strides, size);
}
