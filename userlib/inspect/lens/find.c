// SPDX-License-Identifier: LGPL-2.1-or-later
/* Members by paths without indices: each stands for those of all elements. */
#include "lens/find.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "types/build.h"
#include "types/near.h"

int lens_fail(int err, const struct mview_lens_field *field, const char *format,
	      ...)
{
	const char *where = field->where ?: "";
	char text[512];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	return inspect_fail_int(err, "%s%s%s: %s", where, *where ? ": " : "",
				*field->path ? field->path : "the type itself",
				text);
}

/* The derived tree belongs to who derives it. */
static struct mview_member *members_of(const struct mview_member *member)
{
	return (struct mview_member *)member->members;
}

/* The innermost union counts. */
static void hold(struct lens_place *place, struct mview_member *parent,
		 struct mview_member *member, int64_t base)
{
	if (parent->kind != MVIEW_MEMBER_UNION || place->holder)
		return;
	place->holder = member;
	place->holder_parent = parent;
	place->holder_base = base;
}

/* Those of anonymous structs and unions count as those of what they lie in. */
static bool find_name(struct lens_place *place, struct mview_member *parent,
		      const char *name, size_t len)
{
	struct mview_member *member = members_of(parent);
	int64_t base = place->base;
	int i;

	for (i = 0; i < parent->nmembers; i++, member++) {
		if (len && strlen(member->name) == len &&
		    !memcmp(member->name, name, len)) {
			place->parent = parent;
			place->member = member;
			place->holder = NULL;
			hold(place, parent, member, base);
			return true;
		}
		if (*member->name || member->ndim)
			continue;
		place->base = base + member->offset;
		if (find_name(place, member, name, len)) {
			hold(place, parent, member, base);
			return true;
		}
		place->base = base;
	}
	return false;
}

static void try_names(struct near *near, const struct mview_member *parent)
{
	const struct mview_member *member = parent->members;
	int i;

	for (i = 0; i < parent->nmembers; i++, member++) {
		near_try(near, member->name);
		if (!*member->name)
			try_names(near, member);
	}
}

static int no_member(const struct mview_lens_field *field,
		     const struct mview_member *parent, const char *name,
		     int len)
{
	bool is_named = *parent->name || !strstr(parent->type, "{...}");
	char wanted[64], names[NEAR_TEXT];
	struct near near;

	snprintf(wanted, sizeof(wanted), "%.*s", len, name);
	near_init(&near, wanted);
	try_names(&near, parent);
	near_text(&near, names);
	return lens_fail(ENOENT, field, "%s%s%s has no member \"%s\"%s%s",
			 is_named ? parent->type : "an element",
			 *parent->name ? " " : "", parent->name, wanted,
			 *names ? "; similar are " : "", names);
}

/* Into what the last name stands for. */
static void enter(struct lens_place *place)
{
	struct mview_member *member = place->member;

	if (!member->ndim) {
		place->base += member->offset;
		return;
	}
	if (is_record(member)) {
		place->scope = member;
		place->base = 0;
	}
}

/* "value" is the type itself where that has no such member. */
static const char *skip_value(const struct mview_member *root, const char *path)
{
	size_t len = strlen("value");
	struct lens_place place = { .base = 0 };

	if (is_record(root) || strncmp(path, "value", len) ||
	    (path[len] && path[len] != '.') ||
	    find_name(&place, (struct mview_member *)root, path, len))
		return path;
	return path + len + (path[len] == '.');
}

int lens_find(struct mview_member *root, const struct mview_lens_field *field,
	      struct lens_place *place)
{
	const char *name = skip_value(root, field->path);
	size_t len;

	*place = (struct lens_place) { .member = root, .scope = root };
	while (*name) {
		len = strcspn(name, ".");
		enter(place);
		if (name[strcspn(name, "[]")])
			return lens_fail(EINVAL, field,
					 "leave out [ ]: it holds for all elements of an array");
		if (!find_name(place, place->member, name, len))
			return no_member(field, place->member, name, len);
		name += len;
		if (*name && !*++name)
			return lens_fail(EINVAL, field, "it ends with \".\"");
	}
	return 0;
}
