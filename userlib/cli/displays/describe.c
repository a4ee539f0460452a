// SPDX-License-Identifier: GPL-2.0
/* Buffers, where they come from and types, as JSON. */
#include "displays/describe.h"

#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "lenses/columns.h"
#include "system/holders.h"

struct json_object *describe_buffer(const struct mview_buffer *buffer)
{
	struct json_object *object = json_c()->json_object_new_object();

	json_add_number(object, "id", buffer->id);
	json_add_text(object, "name", buffer->name);
	json_add_text(object, "kind", buffer->kind);
	json_add_number(object, "nbytes", buffer->nbytes);
	json_add_number(object, "exports", buffer->exports);
	json_add_number(object, "maps", buffer->maps);
	json_add_number(object, "seq", buffer->seq);
	json_add_flag(object, "readonly", buffer->readonly);
	json_add_flag(object, "mappable", buffer->mappable);
	json_add_flag(object, "private", buffer->is_private);
	json_add_text(object, "owner", buffer->owner);
	json_add_text(object, "format", buffer->format);
	json_add(object, "shape", json_numbers(buffer->shape, buffer->ndim));
	return object;
}

struct json_object *describe_holders(const struct holders *holders,
				     bool is_trace, uint64_t id)
{
	struct json_object *list = json_c()->json_object_new_array(), *object;
	const struct holding *held;
	size_t n;

	for (held = holders_of(holders, is_trace, id, &n); n--; held++) {
		object = json_c()->json_object_new_object();
		json_add_process(object, held->pid, held->name);
		json_add_flag(object, "writes", held->writes);
		json_c()->json_object_array_add(list, object);
	}
	return list;
}

static struct json_object *lines_of(const char *text)
{
	struct json_object *lines = json_c()->json_object_new_array();
	char *copy = strdup(text), *rest = copy, *line;

	if (!copy)
		exit(failed("out of memory"));
	while ((line = strsep(&rest, "\n")))
		if (*line)
			json_c()->json_object_array_add(lines, json_text(line));
	free(copy);
	return lines;
}

void describe_origin(struct json_object *object,
		     const struct mview_origin *origin)
{
	json_add_text(object, "device", origin->device);
	json_add_text(object, "driver", origin->driver);
	if (origin->flags & MVIEW_ORIGIN_HAS_DMA_ADDR)
		json_add_number(object, "address", origin->address);
	else
		json_add(object, "address", NULL);
	json_add_number(object, "size", origin->nbytes);
	json_add_number(object, "time", origin->time);
	json_add_process(object, origin->pid, origin->comm);
	json_add(object, "functions", lines_of(origin->stack));
}

static struct json_object *describe_member(const struct column *column)
{
	const struct mview_member *member = &column->member;
	struct json_object *object = json_c()->json_object_new_object();

	json_add_text(object, "name", column->name);
	json_add_text(object, "type", member->type);
	json_add_number(object, "offset", member->offset);
	json_add_number(object, "size", member->size);
	json_add_number(object, "shift", member->shift);
	json_add_number(object, "bits", member->bits);
	json_add(object, "shape", json_numbers(member->shape, member->ndim));
	return object;
}

struct json_object *describe_members(const struct mview_ctype *type)
{
	struct json_object *members = json_c()->json_object_new_array();
	struct json_object *member;
	struct columns columns = { .hex = false };
	int i;

	columns_add(&columns, mview_ctype_root(type), "");
	for (i = 0; i < columns.n; i++) {
		member = describe_member(&columns.columns[i]);
		json_c()->json_object_array_add(members, member);
	}
	columns_free(&columns);
	return members;
}
