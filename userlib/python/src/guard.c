// SPDX-License-Identifier: LGPL-2.1-or-later
/* Access to memory that may be taken away: one element, and all. */
#include "guard.h"

#include <errno.h>

#include "place.h"

int item_init(struct item *item, const struct view *view)
{
	item->size = view->buffer.itemsize;
	item->bytes = item->small;
	if (item->size <= sizeof(item->small))
		return 0;
	item->bytes = PyMem_Malloc(item->size);
	if (item->bytes)
		return 0;
	PyErr_NoMemory();
	return -1;
}

void item_deinit(struct item *item)
{
	if (item->bytes != item->small)
		PyMem_Free(item->bytes);
}

static int access_kernel(struct view *view, const Py_ssize_t *index,
			 void *bytes, bool write)
{
	int64_t room[MVIEW_DIMS];
	const int64_t *place = numbers_wide(room, index, view->buffer.ndim);
	struct mview_guard guard;
	int result;

	mview_guard_begin(&guard, view->mview);
	result = write ? mview_set_raw(view->mview, place, bytes) :
			 mview_get_raw(view->mview, place, bytes);
	if (mview_guard_end(&guard))
		result = -1;
	if (!result)
		return 0;
	fail_errno(errno);
	return -1;
}

int item_read(struct item *item, struct view *view, const Py_ssize_t *index)
{
	if (view->flags & VIEW_OPENED)
		return access_kernel(view, index, item->bytes, false);
	memcpy(item->bytes, place_of(view, index), item->size);
	return 0;
}

int item_write(const struct item *item, struct view *view,
	       const Py_ssize_t *index)
{
	if (view->flags & VIEW_OPENED)
		return access_kernel(view, index, item->bytes, true);
	memcpy(place_of(view, index), item->bytes, item->size);
	return 0;
}

void guarded_begin(struct guarded *guarded, struct mview *a, struct mview *b,
		   Py_ssize_t nbytes)
{
	/* A kernel buffer may have to be synced, or read by the kernel. */
	bool slow = nbytes >= BIG_COPY || mview_buffer_id(a) ||
		    (b && mview_buffer_id(b));

	guarded->has_b = b;
	guarded->thread = slow ? PyEval_SaveThread() : NULL;
	mview_guard_begin(&guarded->guards[0], a);
	if (b)
		mview_guard_begin(&guarded->guards[1], b);
}

int64_t guarded_end(struct guarded *guarded, int64_t result)
{
	int error = errno;

	if (guarded->has_b && mview_guard_end(&guarded->guards[1])) {
		result = -1;
		error = errno;
	}
	if (mview_guard_end(&guarded->guards[0])) {
		result = -1;
		error = errno;
	}
	if (guarded->thread)
		PyEval_RestoreThread(guarded->thread);
	errno = error;
	return result;
}
