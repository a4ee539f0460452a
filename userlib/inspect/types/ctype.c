// SPDX-License-Identifier: LGPL-2.1-or-later
/* Types as objects, wherever they came from. */
#include <errno.h>
#include <stdlib.h>

#include "base/error.h"
#include "types/build.h"
#include "types/types.h"

struct mview_ctype *ctype_create(void)
{
	struct mview_ctype *type = calloc(1, sizeof(*type));

	if (!type)
		return inspect_fail(ENOMEM, NO_MEMORY);
	type->users = 1;
	return type;
}

/* The count is all that ever changes of a type. */
struct mview_ctype *ctype_get(const struct mview_ctype *type)
{
	struct mview_ctype *own = (struct mview_ctype *)type;

	own->users++;
	return own;
}

void mview_ctype_close(struct mview_ctype *type)
{
	struct mview_ctype *base;
	int i;

	while (type && !--type->users) {
		base = type->base;
		for (i = 0; i < type->nparts; i++)
			mview_ctype_close(type->parts[i]);
		arena_deinit(&type->arena);
		free(type);
		type = base;
	}
}

const struct mview_member *mview_ctype_root(const struct mview_ctype *type)
{
	return &type->root;
}

int64_t mview_ctype_size(const struct mview_ctype *type)
{
	return type->size;
}

const char *mview_ctype_format(const struct mview_ctype *type)
{
	return type->format;
}
