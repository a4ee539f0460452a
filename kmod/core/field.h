/* SPDX-License-Identifier: GPL-2.0 OR LGPL-2.1-or-later */
/* Fields: one field of every record of a layout, as a layout of its own. */
#ifndef MVIEW_CORE_FIELD_H
#define MVIEW_CORE_FIELD_H

#include "format.h"
#include "layout.h"

/**
 * struct mv_field - a field that every element of a layout has
 * @path: its name; of a record inside, the names with a "." between; borrowed
 * @path_len: length of @path
 * @item: the format's item that it is
 * @offset: bytes from the start of the element
 * @ndim: axes that the sub-arrays on the path have in all
 * @format_len: bytes of the format that mv_layout_field() writes
 */
struct mv_field {
	const char *path;
	size_t path_len;
	struct mv_format_item item;
	s64 offset;
	u32 ndim;
	u32 format_len;
};

/**
 * mv_field_find - look a field up
 * @field: written
 * @layout: valid; its elements are records
 * @path: as in @field, not terminated. A field without a name is called f and
 *	its place among the fields of its record, padding not counted: f0, f1
 * @len: length of @path
 *
 * Return: 0; -ENOENT if there is no such field; -EINVAL if it has no bytes;
 * -E2BIG for too many dimensions.
 */
int mv_field_find(struct mv_field *field, const struct mv_layout *layout,
		  const char *path, size_t len);

/**
 * mv_layout_field - one field of every record
 * @dst: written; room for @field->ndim dimensions more than @src has
 * @format: room for @field->format_len bytes; @dst borrows it
 * @src: valid
 * @field: what mv_field_find() found in @src
 *
 * The shape and strides are @src's, followed by those of the sub-arrays on the
 * path. The format is of one value or record: it has the byte order that is in
 * force at the field, and no name.
 *
 * Return: 0 or -EOVERFLOW.
 */
int mv_layout_field(struct mv_layout *dst, char *format,
		    const struct mv_layout *src, const struct mv_field *field);

/**
 * mv_fields_check - can each field of a format be named
 * @format: valid, not terminated
 * @len: its length
 *
 * Return: 0; -EINVAL if a name has a "." or "[", which end a name in paths;
 * -EEXIST if two fields of a record answer to the same name.
 */
int mv_fields_check(const char *format, size_t len);

#endif /* MVIEW_CORE_FIELD_H */
