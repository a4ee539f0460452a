// SPDX-License-Identifier: LGPL-2.1-or-later
/* Members by path: "hdr.len", "ring[3].addr". */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "types/build.h"
#include "types/types.h"

#define VALUE	"value"
#define NAMES	240	/* bytes of the names that an error lists */

/* Those of anonymous structs and unions are found as in C; adds to @offset. */
static const struct mview_member *find_name(const struct mview_member *record,
					    const char *name, size_t len,
					    int64_t *offset)
{
	const struct mview_member *member = record->members, *found;
	int i;

	for (i = 0; i < record->nmembers; i++, member++) {
		*offset += member->offset;
		if (strlen(member->name) == len &&
		    !memcmp(member->name, name, len) && len)
			return member;
		found = *member->name || member->ndim ?
				NULL :
				find_name(member, name, len, offset);
		if (found)
			return found;
		*offset -= member->offset;
	}
	return NULL;
}

/* "a, b, c": its members, and those of anonymous ones, as many as fit. */
static void list_names(const struct mview_member *record, char *names)
{
	const struct mview_member *member = record->members;
	size_t len;
	int i;

	for (i = 0; i < record->nmembers; i++, member++) {
		len = strlen(names);
		if (!*member->name)
			list_names(member, names);
		else if (len + strlen(member->name) + strlen(", , ...") < NAMES)
			sprintf(names + len, "%s%s", len ? ", " : "",
				member->name);
		else if (len < 3 || strcmp(names + len - 3, "..."))
			strcpy(names + len, len ? ", ..." : "...");
	}
}

static int no_member(const struct mview_member *record, const char *name,
		     int len)
{
	char names[NAMES] = "";

	list_names(record, names);
	if (*record->name || !strstr(record->type, "{...}"))
		return inspect_fail_int(ENOENT, "%s has no member \"%.*s\"; "
					"it has %s", record->type, len, name,
					names);
	return inspect_fail_int(ENOENT, "\"%.*s\": no field is called that; "
				"the elements have the fields %s", len, name,
				names);
}

/* @member has none at all. */
static int no_members(const struct mview_member *member, const char *name,
		      int len)
{
	if (!*member->name && !member->ndim)
		return inspect_fail_int(EINVAL, "\"%.*s\": no field is called "
					"that; the elements are %s, and called "
					VALUE, len, name, member->type);
	return inspect_fail_int(EINVAL, "\"%.*s\": what it is a member of is %s, %s",
				len, name, member->type,
				member->ndim ? "an array" : "no struct");
}

static int take_name(struct mview_member *member, const char **path)
{
	size_t len = strcspn(*path, ".[");
	int64_t offset = member->offset;
	const struct mview_member *found;

	if (!member->members || member->ndim)
		return no_members(member, *path, len);
	found = find_name(member, *path, len, &offset);
	if (!found)
		return no_member(member, *path, len);
	*path += len;
	*member = *found;
	member->offset = offset;
	return 0;
}

/* "[2]": one dimension less. */
static int take_index(struct mview_member *member, const char **path)
{
	char *end;
	long long index;

	errno = 0;
	index = strtoll(*path + 1, &end, 0);
	if (errno || end == *path + 1 || *end != ']')
		return inspect_fail_int(EINVAL, "\"%s\": an index is a number in [ ]",
				    *path);
	if (!member->ndim)
		return inspect_fail_int(EINVAL, "\"%s\": %s is no array", *path,
				    *member->name ? member->name : member->type);
	if (index < 0 || index >= *member->shape)
		return inspect_fail_int(ERANGE, "%s[%lld]: there are %lld elements",
				    member->name, index,
				    (long long)*member->shape);
	member->count /= *member->shape;
	member->offset += index * member->count * member->size;
	member->shape++;
	member->ndim--;
	*path = end + 1;
	return 0;
}

/* What is no record has a name for expressions, unless bits of it have that. */
static bool is_value(const struct mview_member *root, const char *path)
{
	size_t len = strcspn(path, ".[");
	int64_t offset = 0;

	return !is_record(root) && len == strlen(VALUE) &&
	       !memcmp(path, VALUE, len) && !find_name(root, path, len, &offset);
}

int mview_ctype_find(const struct mview_ctype *type, const char *path,
		     struct mview_member *member)
{
	const char *start = path;
	int err = 0;

	*member = type->root;
	if (is_value(member, path))
		path += strlen(VALUE);
	while (*path && !err) {
		if (*path == '[') {
			err = take_index(member, &path);
			continue;
		}
		if (path != start && *path++ != '.')
			return inspect_fail_int(EINVAL, "\"%s\": \".\" or \"[\" goes on", start);
		err = take_name(member, &path);
	}
	return err;
}
