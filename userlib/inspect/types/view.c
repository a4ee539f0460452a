// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Types on views. The storage of one member is reached through a view of the
 * element that has nothing but it, so that no neighbour is read or written.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "mview-inspect/record.h"
#include "types/build.h"
#include "types/format.h"
#include "types/types.h"

/* After a function of libmview that failed. */
static struct mview *view_failed(const struct mview_ctype *type)
{
	return inspect_fail(errno, "the elements of type %s: %s",
			    type->root.type, strerror(errno));
}

struct mview *mview_ctype_view(const struct mview_ctype *type,
			       struct mview *view)
{
	int64_t size = mview_ctype_size(type), nbytes = mview_nbytes(view);
	bool same = mview_itemsize(view) == size;
	struct mview *cast;

	if (nbytes < 0)
		return view_failed(type);
	if (!same && nbytes % size)
		return inspect_fail(EINVAL,
				    "%s has %lld bytes, which do not divide the %lld bytes of the view",
				    type->root.type, (long long)size,
				    (long long)nbytes);
	if (same && !mview_contiguous(view, 'C'))
		cast = mview_from_view(view);
	else
		cast = mview_cast(view, type->format,
				  same ? mview_ndim(view) : 0,
				  same ? mview_shape(view) : NULL,
				  MVIEW_CAST_FREE);
	return cast ?: view_failed(type);
}

static char *copy_name(const char *type)
{
	char *name = strdup(type);

	return name ? name : inspect_fail(ENOMEM, NO_MEMORY);
}

char *mview_ctype_named(const struct mview *view)
{
	const struct mview_field *element = mview_element(view), *field;
	char *name;

	if (!element)
		return inspect_fail(errno, "the view: %s", strerror(errno));
	if (mview_recorded_type(view))
		return copy_name(mview_recorded_type(view));
	field = element->fields;
	if (element->code != 'T' || element->ndim || element->nfields != 1 ||
	    field->code != 'B' || field->count != element->size ||
	    !strchr(field->name, '/'))
		return inspect_fail(ENOENT,
				    "the view's format, %s, names no C type",
				    mview_format(view));
	name = copy_name(field->name);
	if (name)
		*strchr(name, '/') = ':';
	return name;
}

/*
 * A view of @member alone, of one value of one code if there is one. It is where
 * it is: "=" is without alignment, as packed structs have it.
 */
static struct mview *view_storage(struct mview *element,
				  const struct mview_member *member)
{
	int64_t size = bytes_of(member);
	int64_t behind = mview_itemsize(element) - member->offset - size;
	char code = member->count == 1 ? format_code(member->size) : 0;
	struct mview *cast, *storage;
	char format[128];

	if (code)
		snprintf(format, sizeof(format), "T{=%lldx%c:s:%lldx}",
			 (long long)member->offset, code, (long long)behind);
	else
		snprintf(format, sizeof(format), "T{%lldx%lldB:s:%lldx}",
			 (long long)member->offset, (long long)size,
			 (long long)behind);
	cast = mview_cast(element, format, 0, mview_shape(element),
			  MVIEW_CAST_FREE);
	if (!cast)
		return NULL;
	storage = mview_field(cast, "s");
	mview_close(cast);
	return storage;
}

struct mview *mview_ctype_storage(const struct mview_ctype *type,
				  struct mview *view, const int64_t *index,
				  const struct mview_member *member)
{
	struct mview *element, *storage;

	if (mview_itemsize(view) != mview_ctype_size(type))
		return inspect_fail(EINVAL,
				    "%s has %lld bytes, the elements of the view have %lld",
				    type->root.type,
				    (long long)mview_ctype_size(type),
				    (long long)mview_itemsize(view));
	element = mview_index(view, index, mview_ndim(view));
	if (!element)
		return view_failed(type);
	storage = view_storage(element, member);
	mview_close(element);
	return storage ?: view_failed(type);
}

/* The storage of the member at @path, as a view. */
static struct mview *view_member(const struct mview_ctype *type,
				 struct mview *view, const int64_t *index,
				 const char *path, struct mview_member *member)
{
	if (mview_ctype_find(type, path, member))
		return NULL;
	return mview_ctype_storage(type, view, index, member);
}

int mview_ctype_get(const struct mview_ctype *type, struct mview *view,
		    const int64_t *index, const char *path, void *storage,
		    struct mview_value *value)
{
	struct mview_member member;
	struct mview *part;
	int err;

	part = view_member(type, view, index, path, &member);
	if (!part)
		return -1;
	err = mview_tobytes(part, storage, mview_nbytes(part), 'C') < 0;
	mview_close(part);
	if (err) {
		view_failed(type);
		return -1;
	}
	return mview_member_get(&member, storage, value);
}

static int set_storage(const struct mview_ctype *type,
		       const struct mview_member *member, struct mview *part,
		       const struct mview_value *value)
{
	size_t size = bytes_of(member);
	void *bytes = malloc(size);
	int err = -1;

	if (!bytes)
		inspect_fail(ENOMEM, NO_MEMORY);
	else if (mview_tobytes(part, bytes, size, 'C') < 0)
		view_failed(type);
	else if (!mview_member_set(member, bytes, value))
		err = 0;
	if (!err && mview_frombytes(part, bytes, size)) {
		view_failed(type);
		err = -1;
	}
	free(bytes);
	return err;
}

int mview_ctype_set(const struct mview_ctype *type, struct mview *view,
		    const int64_t *index, const char *path,
		    const struct mview_value *value)
{
	struct mview_member member;
	struct mview *part;
	int err;

	part = view_member(type, view, index, path, &member);
	if (!part)
		return -1;
	err = set_storage(type, &member, part, value);
	mview_close(part);
	return err;
}
