/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Places: where in an element the value is that a field path names. */
#ifndef MVIEW_SRC_PLACE_H
#define MVIEW_SRC_PLACE_H

#include <stdint.h>

#include "mview.h"

/**
 * struct place - one value in an element
 * @field: what it is; not a record
 * @offset: bytes from the start of the element
 */
struct place {
	const struct mview_field *field;
	int64_t offset;
};

/**
 * place_find - follow a path such as "ring[3].pos.x"
 * @place: written
 * @element: where the path begins
 * @path: or NULL for the element's only value
 *
 * Return: 0, -ENOENT for no such field, -ERANGE for an index outside a
 * sub-array, -EINVAL for a bad path or one that does not lead to one value.
 */
int place_find(struct place *place, const struct mview_field *element,
	       const char *path);

#endif /* MVIEW_SRC_PLACE_H */
