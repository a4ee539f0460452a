/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Types: formats that were read once, shared by all views that have them. */
#ifndef MVIEW_SRC_TYPE_H
#define MVIEW_SRC_TYPE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "mview.h"

/**
 * struct type - a format and what it says
 * @refs: views that use it; not counted for the static types
 * @is_static: one of the library's own, for a single native code
 * @format: terminated
 * @format_len: its length
 * @itemsize: bytes of an element
 * @element: its description
 *
 * Constant but for @refs.
 */
struct type {
	atomic_uint refs;
	bool is_static;
	const char *format;
	size_t format_len;
	int64_t itemsize;
	const struct mview_field *element;
};

/* Read @format; *@type gets a reference of it. 0 or -errno. */
int type_make(struct type **type, const char *format, size_t len);

/* Free a type that has no references. */
void type_free(struct type *type);

/*
 * How many parts an axis of a sub-array has, and bytes of each: none where the
 * sub-array has no bytes. It has nothing to tell then, however many it is of.
 */
static inline int64_t field_parts(const struct mview_field *field, int axis,
				  int64_t *size)
{
	int inner;

	*size = field->size;
	if (!field->size || !field->count)
		return 0;
	for (inner = axis + 1; inner < field->ndim; inner++)
		*size *= field->shape[inner];
	return field->shape[axis];
}

static inline struct type *type_get(struct type *type)
{
	if (!type->is_static)
		atomic_fetch_add_explicit(&type->refs, 1, memory_order_relaxed);
	return type;
}

static inline void type_put(struct type *type)
{
	if (!type->is_static && atomic_fetch_sub(&type->refs, 1) == 1)
		type_free(type);
}

#endif /* MVIEW_SRC_TYPE_H */
