/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Members of a type that is being derived. */
#ifndef MVIEW_INSPECT_LENS_FIND_H
#define MVIEW_INSPECT_LENS_FIND_H

#include <stdint.h>

#include "mview-inspect/lens.h"

/**
 * struct lens_place - a member, and what it lies in
 * @member: the member
 * @parent: what it is a member of, which may be anonymous; NULL for the type
 * @scope: the array around @parent whose elements are structs or unions, or the
 *	type itself
 * @base: bytes from the start of @scope's element to @parent
 * @holder: the member of a union that is @member, or an anonymous struct around
 *	it; NULL if there is none
 * @holder_parent: that union
 * @holder_base: as @base, to @holder_parent
 */
struct lens_place {
	struct mview_member *member;
	struct mview_member *parent;
	struct mview_member *scope;
	int64_t base;
	struct mview_member *holder;
	struct mview_member *holder_parent;
	int64_t holder_base;
};

/* A lens's @where and @path, and why it can't be: -1 and @err. */
__attribute__((format(printf, 3, 4)))
int lens_fail(int err, const struct mview_lens_field *field, const char *format,
	      ...);

/* The member at the field's path, in a tree that may be written to. */
int lens_find(struct mview_member *root, const struct mview_lens_field *field,
	      struct lens_place *place);

#endif /* MVIEW_INSPECT_LENS_FIND_H */
