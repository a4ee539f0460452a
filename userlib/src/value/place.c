// SPDX-License-Identifier: LGPL-2.1-or-later
/* Field paths: names between dots, indices of sub-arrays between brackets. */
#include "value/place.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static bool is_name(const struct mview_field *field, const char *name,
		    size_t len)
{
	return strlen(field->name) == len && !memcmp(field->name, name, len);
}

/* Find the field whose name is at @path, and move @path behind the name. */
static const struct mview_field *find_named(const struct mview_field *record,
					    const char **path)
{
	size_t len = strcspn(*path, ".[");
	int i;

	for (i = 0; i < record->nfields; i++) {
		if (is_name(&record->fields[i], *path, len)) {
			*path += len;
			return &record->fields[i];
		}
	}
	return NULL;
}

static int parse_index(const char **path, int64_t length, int64_t *index)
{
	char *end;

	errno = 0;
	*index = strtoll(*path, &end, 10);
	if (end == *path || errno)
		return -EINVAL;
	*path = end;
	if (*index < 0)
		*index += length;
	return *index < 0 || *index >= length ? -ERANGE : 0;
}

/* "[1,0]" or nothing at @path, for every axis of the sub-array. */
static int find_indexed(struct place *place, const char **path)
{
	const struct mview_field *field = place->field;
	int64_t index, linear = 0;
	int i, err;

	for (i = 0; i < field->ndim; i++) {
		if (**path != (i ? ',' : '['))
			return -EINVAL;
		++*path;
		err = parse_index(path, field->shape[i], &index);
		if (err)
			return err;
		linear = linear * field->shape[i] + index;
	}
	if (field->ndim && *(*path)++ != ']')
		return -EINVAL;
	place->offset += linear * field->size;
	return 0;
}

int place_find(struct place *place, const struct mview_field *element,
	       const char *path)
{
	int err;

	if (!path)
		path = "";
	*place = (struct place) { .field = element, .offset = element->offset };
	for (;;) {
		err = find_indexed(place, &path);
		if (err)
			return err;
		if (place->field->code != 'T')
			return *path ? -EINVAL : 0;
		if (*path == '.')
			path++;
		if (!*path)
			return -EINVAL;
		place->field = find_named(place->field, &path);
		if (!place->field)
			return -ENOENT;
		place->offset += place->field->offset;
	}
}
