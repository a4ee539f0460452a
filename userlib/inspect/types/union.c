// SPDX-License-Identifier: LGPL-2.1-or-later
/* Several types of the same bytes. */
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "base/error.h"
#include "types/build.h"
#include "types/types.h"

static int check_part(const char *const *names,
		      const struct mview_ctype *const *types, int i)
{
	int64_t size = mview_ctype_size(types[i]), first;
	int j;

	first = mview_ctype_size(types[0]);
	if (size != first)
		return inspect_fail_int(EINVAL,
					"%s has %" PRId64 " bytes, and %s has %" PRId64,
					names[i], size, names[0], first);
	for (j = 0; j < i; j++)
		if (!strcmp(names[i], names[j]))
			return inspect_fail_int(EEXIST, "%s is there twice",
						names[i]);
	return 0;
}

static int add_part(struct mview_ctype *made, struct mview_member *member,
		    const char *name, const struct mview_ctype *type)
{
	*member = type->root;
	member->name = arena_text(&made->arena, name);
	if (!member->name)
		return -1;
	made->parts[made->nparts++] = ctype_get(type);
	return 0;
}

static int fill(struct mview_ctype *made, const char *const *names,
		const struct mview_ctype *const *types, int n)
{
	static const int64_t no_shape;
	struct mview_member *members;
	int64_t size = mview_ctype_size(types[0]);
	int i;

	members = arena_alloc(&made->arena, n, sizeof(*members));
	made->parts = arena_alloc(&made->arena, n, sizeof(*made->parts));
	if (!members || !made->parts)
		return -1;
	for (i = 0; i < n; i++)
		if (check_part(names, types, i) ||
		    add_part(made, &members[i], names[i], types[i]))
			return -1;
	made->size = size;
	made->format = types[0]->format;
	made->root = (struct mview_member) {
		.name = "",
		.type = "union {...}",
		.kind = MVIEW_MEMBER_UNION,
		.order = types[0]->root.order,
		.size = size,
		.bits = size <= 16 ? size * 8 : 0,
		.shape = &no_shape,
		.count = 1,
		.nmembers = n,
		.members = members,
	};
	return 0;
}

struct mview_ctype *mview_ctype_union(const char *const *names,
				      const struct mview_ctype *const *types,
				      int n)
{
	struct mview_ctype *made;

	if (n < 1)
		return inspect_fail(EINVAL, "a union of no types");
	made = ctype_create();
	if (!made || !fill(made, names, types, n))
		return made;
	mview_ctype_close(made);
	return NULL;
}
