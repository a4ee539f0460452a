// SPDX-License-Identifier: LGPL-2.1-or-later
/* Views of ordinary memory. */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "format/type.h"
#include "memory/local.h"
#include "view/mem.h"
#include "view/view.h"

struct mview *local_create(void *base, bool writable, struct type *type,
			   uint32_t ndim, bool indirect)
{
	static const struct path_room no_path;
	struct mview *view = view_alloc(ndim, &no_path, indirect);
	struct mem *mem = mem_create_local(base, writable);

	if (!view || !mem) {
		free(view);
		free(mem);
		type_put(type);
		return NULL;
	}
	view->mem = mem;
	view->type = type;
	view->readonly = !writable;
	view->layout.format = type->format;
	view->layout.format_len = type->format_len;
	view->layout.itemsize = type->itemsize;
	return view;
}

static int local_fill(struct mv_layout *layout, size_t size,
		      const int64_t *shape, const int64_t *strides,
		      int64_t offset)
{
	int err;

	layout->offset = offset;
	if (layout->ndim)
		memcpy(layout->shape, shape, layout->ndim * sizeof(*shape));
	if (strides) {
		memcpy(layout->strides, strides,
		       layout->ndim * sizeof(*strides));
	} else {
		err = mv_layout_strides(layout);
		if (err)
			return err;
	}
	return mv_layout_check(layout, size);
}

struct mview *mview_from_layout(void *mem, size_t size, const char *format,
				int ndim, const int64_t *shape,
				const int64_t *strides, int64_t offset,
				unsigned int flags)
{
	struct mview *view;
	struct type *type;
	int err = view_check_flags(flags);

	if (!err && (ndim < 0 || !format || (!mem && size)))
		err = -EINVAL;
	if (!err && ndim > MV_NDIM_MAX)
		err = -E2BIG;
	if (!err)
		err = type_make(&type, format, strlen(format));
	if (err)
		return fail_null(err);
	view = local_create(mem, flags & MVIEW_WRITE, type, ndim, false);
	if (!view)
		return fail_null(-ENOMEM);
	err = local_fill(&view->layout, size, shape, strides, offset);
	if (err) {
		mview_close(view);
		return fail_null(err);
	}
	return view;
}

struct mview *mview_from_memory(void *mem, size_t size, unsigned int flags)
{
	uint64_t nbytes = size;
	int64_t shape = size;

	if (nbytes > INT64_MAX)
		return fail_null(-EOVERFLOW);
	return mview_from_layout(mem, size, "B", 1, &shape, NULL, 0, flags);
}
