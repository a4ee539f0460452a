// SPDX-License-Identifier: LGPL-2.1-or-later
/* Which member of a union holds. */
#include <stdbool.h>

#include "mview-inspect/expr.h"

static bool holds(const struct mview_member *member, const char *scope)
{
	struct mview_value value;

	return member->when && !mview_expr_get(member->when, scope, &value) &&
	       value.u;
}

int mview_union_choice(const struct mview_member *record, const void *storage)
{
	const char *scope = (const char *)storage - record->scope;
	int i, otherwise = -1;

	if (record->kind != MVIEW_MEMBER_UNION)
		return -1;
	for (i = 0; i < record->nmembers; i++) {
		if (holds(&record->members[i], scope))
			return i;
		if (record->members[i].is_else)
			otherwise = i;
	}
	return otherwise;
}
