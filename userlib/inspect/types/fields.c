// SPDX-License-Identifier: LGPL-2.1-or-later
/* Types of what formats describe: from libmview's fields to members. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "types/build.h"
#include "types/types.h"

static int field_fill(struct arena *arena, struct mview_member *member,
		      const struct mview_field *field);

/* struct module's codes; C's native ones are as long as the field says. */
static enum mview_member_kind kind_of(char code)
{
	if (code && strchr("bhilqn", code))
		return MVIEW_MEMBER_INT;
	switch (code) {
	case '?':
		return MVIEW_MEMBER_BOOL;
	case 'c':
	case 's':
		return MVIEW_MEMBER_CHAR;
	case 'e':
	case 'f':
	case 'd':
		return MVIEW_MEMBER_FLOAT;
	case 'P':
		return MVIEW_MEMBER_POINTER;
	case 'T':
	case 'F':
	case 'D':
	case 'p':
		return MVIEW_MEMBER_STRUCT;
	default:
		return MVIEW_MEMBER_UINT;
	}
}

/* As the kernel calls it: "u16", "__be32", "s64". */
static void name_integer(const struct mview_member *member, char order,
			 char *text, size_t size)
{
	const char *sign = member->is_signed ? "s" : "u";

	if (member->size == 1 || order == member->order)
		snprintf(text, size, "%s%d", sign, member->bits);
	else
		snprintf(text, size, "__%ce%s%d",
			 member->order == '<' ? 'l' : 'b',
			 member->is_signed ? "_s" : "", member->bits);
}

static void name_type(const struct mview_member *member, char *text, size_t size)
{
	static const uint16_t one = 1;
	const char *name = NULL;

	switch (member->kind) {
	case MVIEW_MEMBER_STRUCT:
		name = "struct {...}";
		break;
	case MVIEW_MEMBER_BOOL:
		name = "bool";
		break;
	case MVIEW_MEMBER_CHAR:
		name = "char";
		break;
	case MVIEW_MEMBER_POINTER:
		name = "void *";
		break;
	case MVIEW_MEMBER_FLOAT:
		name = member->size == 2 ? "half" :
		       member->size == 4 ? "float" : "double";
		break;
	default:
		name_integer(member, *(const char *)&one ? '<' : '>', text, size);
		return;
	}
	snprintf(text, size, "%s", name);
}

/* Dimensions of the field; those of strings have one more. */
static int field_shape(struct arena *arena, struct mview_member *member,
		       const struct mview_field *field)
{
	bool is_string = field->code == 's';
	int64_t *shape = arena_alloc(arena, field->ndim + is_string,
				     sizeof(*shape));

	if (!shape)
		return -1;
	if (field->ndim)
		memcpy(shape, field->shape, field->ndim * sizeof(*shape));
	member->shape = shape;
	member->ndim = field->ndim;
	member->count = field->count;
	if (!is_string)
		return 0;
	shape[member->ndim++] = field->size;
	member->size = 1;
	return __builtin_mul_overflow(field->count, field->size, &member->count);
}

static int fill_members(struct arena *arena, struct mview_member *member,
			const struct mview_field *fields, int n)
{
	struct mview_member *members = arena_alloc(arena, n, sizeof(*members));
	int i;

	if (!members)
		return -1;
	member->members = members;
	member->nmembers = n;
	for (i = 0; i < n; i++)
		if (field_fill(arena, &members[i], &fields[i]))
			return -1;
	return 0;
}

/* Two floats. */
static int fill_complex(struct arena *arena, struct mview_member *member,
			const struct mview_field *field)
{
	struct mview_field parts[2] = {
		{ .name = "re", .code = field->code == 'F' ? 'f' : 'd',
		  .order = field->order, .size = field->size / 2, .count = 1 },
	};

	parts[1] = parts[0];
	parts[1].name = "im";
	parts[1].offset = field->size / 2;
	return fill_members(arena, member, parts, 2);
}

/* Its length, and the characters that there is room for. */
static int fill_pascal(struct arena *arena, struct mview_member *member,
		       const struct mview_field *field)
{
	struct mview_field parts[2] = {
		{ .name = "len", .code = 'B', .order = field->order, .size = 1,
		  .count = 1 },
		{ .name = "text", .code = 's', .order = field->order,
		  .offset = 1, .size = field->size - 1, .count = 1 },
	};

	return fill_members(arena, member, parts,
			    field->size > 1 ? 2 : field->size);
}

static int fill_inside(struct arena *arena, struct mview_member *member,
		       const struct mview_field *field)
{
	switch (field->code) {
	case 'T':
		return fill_members(arena, member, field->fields,
				    field->nfields);
	case 'F':
	case 'D':
		return fill_complex(arena, member, field);
	case 'p':
		return fill_pascal(arena, member, field);
	default:
		return 0;
	}
}

static int field_fill(struct arena *arena, struct mview_member *member,
		      const struct mview_field *field)
{
	char type[16];

	member->name = arena_text(arena, field->name);
	member->kind = kind_of(field->code);
	member->is_signed = member->kind == MVIEW_MEMBER_INT;
	member->order = field->order;
	member->offset = field->offset;
	member->size = field->size;
	if (!member->name || field_shape(arena, member, field))
		return -1;
	member->bits = member->size <= 16 ? member->size * 8 : 0;
	name_type(member, type, sizeof(type));
	member->type = arena_text(arena, type);
	return member->type ? fill_inside(arena, member, field) : -1;
}

struct mview_ctype *mview_ctype_of_view(const struct mview *view)
{
	const struct mview_field *element = mview_element(view);
	struct mview_ctype *type;

	if (!element)
		return inspect_fail(errno, "the view: %s", strerror(errno));
	type = ctype_create();
	if (!type)
		return NULL;
	type->size = mview_itemsize(view);
	type->format = arena_text(&type->arena, mview_format(view));
	if (type->format && !field_fill(&type->arena, &type->root, element))
		return type;
	mview_ctype_close(type);
	return NULL;
}

static struct mview_ctype *format_failed(const char *format)
{
	size_t at = 0;
	int64_t size = mview_format_size(format, &at);

	if (!size)
		return inspect_fail(EINVAL, "the format %.60s has no bytes",
				    format);
	if (size < 0 && errno == EINVAL)
		return inspect_fail(EINVAL, "the format %.60s: %s \"%.20s\"",
				    format, format[at] ? "it can't go on with" :
							 "its end is missing",
				    format + at);
	return inspect_fail(errno, "the format %.60s: %s", format,
			    strerror(errno));
}

struct mview_ctype *mview_ctype_of_format(const char *format)
{
	static const int64_t none;
	struct mview_ctype *type;
	struct mview *view;
	char byte;

	/* A view of no elements has no bytes, but a format. */
	view = mview_from_layout(&byte, 0, format, 1, &none, NULL, 0, MVIEW_READ);
	if (!view)
		return format_failed(format);
	type = mview_ctype_of_view(view);
	mview_close(view);
	return type;
}
