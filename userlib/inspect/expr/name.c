// SPDX-License-Identifier: LGPL-2.1-or-later
/* Names of enums: those of the member that stands beside them, or of any. */
#include "expr/name.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "types/build.h"

#define NAMES	65536	/* members and enumerators that are looked at for a name */
#define PATH	128

/**
 * struct place - a member, and those that it lies in
 * @up: what it is a member of; NULL of the type itself
 * @member: the member
 */
struct place {
	const struct place *up;
	const struct mview_member *member;
};

/**
 * struct search - all members of a type are looked at for a name
 * @name: the name
 * @left: members and enumerators that may still be looked at
 * @first: the first one that has the name
 * @other: one that has another value for it
 * @first_path: the member of @first
 * @other_path: the member of @other
 */
struct search {
	const char *name;
	int left;
	const struct mview_enumerator *first;
	const struct mview_enumerator *other;
	char first_path[PATH];
	char other_path[PATH];
};

static const struct mview_enumerator *name_of(const struct mview_member *member,
					      const char *name)
{
	int i;

	for (i = 0; i < member->nnames; i++)
		if (!strcmp(member->names[i].name, name))
			return &member->names[i];
	return NULL;
}

/* Returns the length of what was written. */
static size_t write_path(const struct place *place, char *path, size_t size)
{
	size_t len = place->up ? write_path(place->up, path, size) : 0;

	if (!place->up || !*place->member->name)
		return len;
	len += snprintf(path + len, size - len, "%s%s", len ? "." : "",
			place->member->name);
	return len < size ? len : size - 1;
}

static void search(struct search *s, const struct place *place)
{
	const struct mview_member *member = place->member;
	const struct mview_enumerator *named = name_of(member, s->name);
	int i;

	s->left -= 1 + member->nnames;
	if (named && !s->first) {
		s->first = named;
		write_path(place, s->first_path, PATH);
	} else if (named && named->value != s->first->value) {
		s->other = named;
		write_path(place, s->other_path, PATH);
	}
	for (i = 0; i < member->nmembers && !s->other && s->left > 0; i++)
		search(s, &(struct place) { place, &member->members[i] });
}

static void search_all(struct search *s, const struct mview_ctype *type,
		       const char *name)
{
	*s = (struct search) { .name = name, .left = NAMES };
	search(s, &(struct place) { .member = mview_ctype_root(type) });
}

bool name_exists(const struct mview_ctype *type, const char *name)
{
	struct search s;

	search_all(&s, type, name);
	return s.first;
}

static void settle(struct node *node, const struct mview_enumerator *named)
{
	node->op = OP_NUMBER;
	node->number = wide_of_signed(named->value);
}

/* The member whose values those of @node are; NULL if there is none. */
static const struct mview_member *member_of(const struct node *node)
{
	switch (node->op) {
	case OP_MEMBER:
		return &node->member;
	case OP_INVERT:
		return member_of(node->args[0]);
	case OP_BIT_OR:
	case OP_BIT_XOR:
	case OP_BIT_AND:
		return member_of(node->args[0]) ?: member_of(node->args[1]);
	default:
		return NULL;
	}
}

/* What is compared inside of @node has nothing to do with its value. */
static void settle_by(struct node *node, const struct mview_member *member)
{
	const struct mview_enumerator *named;
	int i;

	if (node->op == OP_NAME) {
		named = name_of(member, node->name);
		if (named)
			settle(node, named);
		return;
	}
	if (node->op == OP_NOT || node->op == OP_OR || node->op == OP_AND ||
	    (node->op >= OP_EQUAL && node->op <= OP_GREATER_EQUAL))
		return;
	for (i = node->op == OP_CHOOSE; i < 3 && node->args[i]; i++)
		settle_by(node->args[i], member);
}

void name_compare(struct node *node)
{
	const struct mview_member *member;
	int i;

	if (node->op < OP_BIT_OR || node->op > OP_GREATER_EQUAL)
		return;
	for (i = 0; i < 2; i++) {
		member = member_of(node->args[i]);
		if (member)
			settle_by(node->args[!i], member);
	}
}

int name_settle(struct node *node, const struct mview_ctype *type,
		const char *text)
{
	struct search s;
	int i;

	for (i = 0; i < 3 && node->args[i]; i++)
		if (name_settle(node->args[i], type, text))
			return -1;
	if (node->op != OP_NAME)
		return 0;
	search_all(&s, type, node->name);
	if (s.other)
		return inspect_fail_int(EINVAL,
					"\"%.60s\": %s is %lld of %s and %lld of %s: compare it with one of them, or write the number",
					text, node->name,
					(long long)s.first->value, s.first_path,
					(long long)s.other->value, s.other_path);
	settle(node, s.first);
	return 0;
}
