// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * From a type to the same type with names for bits and values. The members are
 * copied, so that they can be changed until the new type is handed out; what
 * they refer to is shared.
 */
#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "base/error.h"
#include "expr/node.h"
#include "lens/find.h"
#include "mview-inspect/base.h"
#include "types/build.h"
#include "types/types.h"

#define NAME_MAX_LEN	63
#define MEMBERS		131072	/* of a type, those of its members included */

static int copy_members(struct arena *arena, struct mview_member *member,
			int *left)
{
	struct mview_member *copy;
	int i;

	if (!member->nmembers)
		return 0;
	*left -= member->nmembers;
	if (*left < 0)
		return inspect_fail_int(E2BIG, "%s has more than %d members",
					member->type, MEMBERS);
	copy = arena_alloc(arena, member->nmembers, sizeof(*copy));
	if (!copy)
		return -1;
	memcpy(copy, member->members, member->nmembers * sizeof(*copy));
	member->members = copy;
	for (i = 0; i < member->nmembers; i++)
		if (copy_members(arena, &copy[i], left))
			return -1;
	return 0;
}

/* A char is a number of 8 bits, too, if that is what it has names for. */
static int check_integer(const struct mview_lens_field *field,
			 struct mview_member *member, const char *what)
{
	if (is_record(member) || member->kind == MVIEW_MEMBER_FLOAT ||
	    member->kind == MVIEW_MEMBER_BYTES || member->bits > 64)
		return lens_fail(EINVAL, field, "only integers have %s, and this is %s",
				 what, member->type);
	if (member->kind == MVIEW_MEMBER_CHAR || member->kind == MVIEW_MEMBER_BOOL)
		member->kind = member->is_signed ? MVIEW_MEMBER_INT :
						   MVIEW_MEMBER_UINT;
	return 0;
}

static int check_name(const struct mview_lens_field *field, const char *name)
{
	size_t i, len = strlen(name);

	if (!len || len > NAME_MAX_LEN || isdigit((unsigned char)*name))
		return lens_fail(EINVAL, field,
				 "\"%.70s\" is no name: of letters, digits and _, at most %d",
				 name, NAME_MAX_LEN);
	for (i = 0; i < len; i++)
		if (!isalnum((unsigned char)name[i]) && name[i] != '_')
			return lens_fail(EINVAL, field,
					 "\"%s\" is no name: it is of letters, digits and _",
					 name);
	return 0;
}

static int check_bit(const struct mview_lens_field *field,
		     const struct mview_member *member,
		     const struct mview_lens_bit *bit)
{
	int i;

	if (check_name(field, bit->name))
		return -1;
	if (bit->low < 0 || bit->high < bit->low)
		return lens_fail(EINVAL, field,
				 "%s: bits %d:%d: the highest one comes first, the lowest is 0",
				 bit->name, bit->high, bit->low);
	if (bit->high >= member->bits)
		return lens_fail(ERANGE, field,
				 "%s: there is no bit %d: %s has bits 0 to %d",
				 bit->name, bit->high, member->type,
				 member->bits - 1);
	for (i = 0; i < member->nmembers; i++)
		if (!strcmp(member->members[i].name, bit->name))
			return lens_fail(EEXIST, field,
					 "%s: there are bits of that name already",
					 bit->name);
	return 0;
}

static int make_bit(struct arena *arena, const struct mview_member *member,
		    const struct mview_lens_bit *bit, struct mview_member *made)
{
	static const int64_t no_shape;

	*made = (struct mview_member) {
		.name = arena_text(arena, bit->name),
		.type = member->type,
		.kind = MVIEW_MEMBER_UINT,
		.order = member->order,
		.is_bits = true,
		.size = member->size,
		.shift = member->shift + bit->low,
		.bits = bit->high - bit->low + 1,
		.shape = &no_shape,
		.count = 1,
	};
	return made->name ? 0 : -1;
}

static int add_bits(struct arena *arena, const struct mview_lens_field *field,
		    struct lens_place *place)
{
	struct mview_member *member = place->member, *bits;
	int i, n = member->nmembers;

	if (check_integer(field, member, "bits"))
		return -1;
	bits = arena_alloc(arena, (size_t)n + field->nbits, sizeof(*bits));
	if (!bits)
		return -1;
	if (n)
		memcpy(bits, member->members, n * sizeof(*bits));
	member->members = bits;
	for (i = 0; i < field->nbits; i++, member->nmembers++)
		if (check_bit(field, member, &field->bits[i]) ||
		    make_bit(arena, member, &field->bits[i],
			     &bits[member->nmembers]))
			return -1;
	return 0;
}

static bool has_value(const struct mview_member *member, int64_t value)
{
	if (member->bits == 64)
		return true;
	if (member->is_signed)
		return value >> (member->bits - 1) == value >> 63;
	return !((uint64_t)value >> member->bits);
}

static int check_names(const struct mview_lens_field *field,
		       const struct mview_member *member,
		       const struct mview_enumerator *names, int n)
{
	int i;

	for (i = 0; i < n; i++) {
		if (check_name(field, names[i].name))
			return -1;
		if (!has_value(member, names[i].value))
			return lens_fail(ERANGE, field,
					 "%s: %lld does not fit into the %d bits of it",
					 names[i].name,
					 (long long)names[i].value,
					 member->bits);
	}
	return 0;
}

/* Before those that the member has of the same kind. */
static int add_names(struct arena *arena, const struct mview_lens_field *field,
		     struct mview_member *member, enum mview_member_kind kind,
		     const struct mview_enumerator *names, int n)
{
	int i, old = member->kind == kind ? member->nnames : 0;
	struct mview_enumerator *all;

	if (check_names(field, member, names, n))
		return -1;
	all = arena_alloc(arena, (size_t)n + old, sizeof(*all));
	if (!all)
		return -1;
	for (i = 0; i < n; i++) {
		all[i].value = names[i].value;
		all[i].name = arena_text(arena, names[i].name);
		if (!all[i].name)
			return -1;
	}
	if (old)
		memcpy(all + n, member->names, old * sizeof(*all));
	member->kind = kind;
	member->names = all;
	member->nnames = n + old;
	return 0;
}

static bool can_show(const struct mview_member *member, enum mview_show show)
{
	if (is_record(member) || member->kind == MVIEW_MEMBER_FLOAT ||
	    member->kind == MVIEW_MEMBER_BOOL ||
	    member->kind == MVIEW_MEMBER_BYTES)
		return false;
	return show < MVIEW_SHOW_TEXT ||
	       (member->size == 1 && member->ndim && !member->nmembers &&
		!member->nnames);
}

/* What has a look of its own, and what can't have this one, stays. */
static void show_all(struct mview_member *record, enum mview_show show)
{
	struct mview_member *member = (struct mview_member *)record->members;
	int i;

	for (i = 0; i < record->nmembers; i++, member++) {
		if (is_record(member))
			show_all(member, show);
		else if (!member->show && can_show(member, show))
			member->show = show;
	}
}

static int set_show(const struct mview_lens_field *field,
		    struct mview_member *member)
{
	if (!field->show)
		return 0;
	if (is_record(member)) {
		show_all(member, field->show);
		return 0;
	}
	if (!can_show(member, field->show))
		return lens_fail(EINVAL, field,
				 field->show < MVIEW_SHOW_TEXT ?
					 "only integers can be shown so, and this is %s" :
					 "only arrays of 8-bit integers without names can be shown so, and this is %s",
				 member->type);
	member->show = field->show;
	return 0;
}

static int add_values(struct arena *arena, const struct mview_lens_field *field,
		      struct lens_place *place)
{
	struct mview_member *member = place->member;

	if (field->nenums && field->nflags)
		return lens_fail(EINVAL, field,
				 "it has enums or flags, not both");
	if ((field->nenums || field->nflags) &&
	    check_integer(field, member, "enums and flags"))
		return -1;
	if (field->nenums && add_names(arena, field, member, MVIEW_MEMBER_ENUM,
				       field->enums, field->nenums))
		return -1;
	if (field->nflags && add_names(arena, field, member, MVIEW_MEMBER_FLAGS,
				       field->flags, field->nflags))
		return -1;
	return set_show(field, member);
}

/* The names in a condition are members of the scope's element. */
static const struct mview_expr *open_condition(struct arena *arena,
					       const struct mview_lens_field *field,
					       const struct lens_place *place)
{
	struct mview_ctype scope = { .root = *place->scope };
	const struct mview_expr *expr;

	scope.root.name = "";
	scope.root.offset = 0;
	scope.root.ndim = 0;
	scope.root.count = 1;
	expr = expr_open_in(arena, &scope, field->when);
	if (!expr)
		lens_fail(errno, field, "%s", mview_inspect_error());
	return expr;
}

static int add_condition(struct arena *arena,
			 const struct mview_lens_field *field,
			 struct lens_place *place)
{
	struct mview_member *member = place->holder, *parent = place->parent;

	if (!field->when)
		return 0;
	if (!member)
		return lens_fail(EINVAL, field,
				 "only members of unions hold or not, and this is one of %s",
				 parent ? parent->type : "none");
	place->holder_parent->scope = place->holder_base;
	if (!strcmp(field->when, "else")) {
		member->is_else = true;
		return 0;
	}
	member->when = open_condition(arena, field, place);
	return member->when ? 0 : -1;
}

/* Bits first: the others can be about them. */
static int derive_bits(struct mview_ctype *type,
		       const struct mview_lens_field *fields, int n)
{
	struct lens_place place;
	int i;

	for (i = 0; i < n; i++)
		if (fields[i].nbits &&
		    (lens_find(&type->root, &fields[i], &place) ||
		     add_bits(&type->arena, &fields[i], &place)))
			return -1;
	return 0;
}

static int derive_rest(struct mview_ctype *type,
		       const struct mview_lens_field *fields, int n,
		       int (*step)(struct arena *arena,
				   const struct mview_lens_field *field,
				   struct lens_place *place))
{
	struct lens_place place;
	int i;

	for (i = 0; i < n; i++)
		if (lens_find(&type->root, &fields[i], &place) ||
		    step(&type->arena, &fields[i], &place))
			return -1;
	return 0;
}

struct mview_ctype *mview_ctype_derive(const struct mview_ctype *type,
				       const struct mview_lens_field *fields,
				       int n)
{
	struct mview_ctype *made = ctype_create();
	int left = MEMBERS;

	if (!made)
		return NULL;
	made->base = ctype_get(type);
	made->size = type->size;
	made->format = type->format;
	made->root = type->root;
	if (!copy_members(&made->arena, &made->root, &left) &&
	    !derive_bits(made, fields, n) &&
	    !derive_rest(made, fields, n, add_values) &&
	    !derive_rest(made, fields, n, add_condition))
		return made;
	mview_ctype_close(made);
	return NULL;
}
