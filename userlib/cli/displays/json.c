// SPDX-License-Identifier: GPL-2.0
/* Values of C types as JSON. */
#include "displays/json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "displays/escape.h"
#include "lenses/columns.h"
#include "lenses/types.h"

const struct json_c *json_c(void)
{
	static struct json_c loaded;
	static bool is_loaded;
	const char *why = NULL;

	if (!is_loaded)
		why = LOAD(loaded, "libjson-c.so.5", JSON_C_FUNCTIONS);
	if (why)
		exit(failed("this takes json-c (Debian: libjson-c5): %s", why));
	is_loaded = true;
	return &loaded;
}

static struct json_object *check(struct json_object *object)
{
	if (!object)
		exit(failed("out of memory"));
	return object;
}

static struct json_object *text_of_length(const char *text, size_t len)
{
	size_t size;
	char *escaped = escape(text, len, &size);
	struct json_object *object;

	object = json_c()->json_object_new_string_len(escaped, size);
	free(escaped);
	return check(object);
}

struct json_object *json_text(const char *text)
{
	return text_of_length(text, strlen(text));
}

void json_add(struct json_object *object, const char *key,
	      struct json_object *value)
{
	size_t size;
	char *escaped = escape(key, strlen(key), &size);

	if (json_c()->json_object_object_add(object, escaped, value))
		exit(failed("out of memory"));
	free(escaped);
}

void json_add_text(struct json_object *object, const char *key,
		   const char *text)
{
	json_add(object, key, *text ? json_text(text) : NULL);
}

void json_add_number(struct json_object *object, const char *key,
		     uint64_t number)
{
	json_add(object, key, check(json_c()->json_object_new_uint64(number)));
}

void json_add_flag(struct json_object *object, const char *key, bool flag)
{
	json_add(object, key, check(json_c()->json_object_new_boolean(flag)));
}

void json_add_process(struct json_object *object, uint32_t pid,
		      const char *name)
{
	if (pid)
		json_add_number(object, "pid", pid);
	else
		json_add(object, "pid", NULL);
	json_add_text(object, "process", pid ? name : "");
}

static void append(struct json_object *array, struct json_object *value)
{
	if (json_c()->json_object_array_add(array, value))
		exit(failed("out of memory"));
}

struct json_object *json_numbers(const int64_t *numbers, int n)
{
	struct json_object *array = check(json_c()->json_object_new_array());
	int i;

	for (i = 0; i < n; i++)
		append(array,
		       check(json_c()->json_object_new_int64(numbers[i])));
	return array;
}

/* Up to the zeros at the end. */
static struct json_object *json_bytes(const struct mview_member *member,
				      const struct mview_value *value)
{
	const char *bytes = value->bytes.data;
	struct mview_member raw = *member;
	size_t len = value->bytes.len;

	if (member->kind == MVIEW_MEMBER_BYTES && !member->ndim) {
		raw.ndim = 1;
		raw.size = 1;
		raw.count = len;
		raw.shape = &raw.count;
		raw.show = MVIEW_SHOW_BYTES;
	}
	if (raw.show == MVIEW_SHOW_MAC || raw.show == MVIEW_SHOW_BYTES)
		return json_text(types_text(&raw, bytes));
	while (len && !bytes[len - 1])
		len--;
	return text_of_length(bytes, len);
}

/* The text of libmview is the shortest that reads back as the same. */
static struct json_object *json_float(const struct mview_member *member,
				      const void *storage, double value)
{
	const char *text = types_text(member, storage);

	if (!isfinite(value))
		return json_text(isnan(value) ? "nan" : text);
	return check(json_c()->json_object_new_double_s(value, text));
}

static struct json_object *json_number(const struct mview_value *value)
{
	if (value->type == MVIEW_UINT)
		return check(json_c()->json_object_new_uint64(value->u));
	return check(json_c()->json_object_new_int64(value->i));
}

/* A name takes its bits away from those behind it. */
static struct json_object *names_of_flags(const struct mview_member *member,
					  uint64_t rest)
{
	struct json_object *names = check(json_c()->json_object_new_array());
	uint64_t flag, mask = ~UINT64_C(0) >> (64 - member->bits);
	int i;

	for (i = 0; i < member->nnames; i++) {
		flag = member->names[i].value & mask;
		if (!flag || (rest & flag) != flag)
			continue;
		rest &= ~flag;
		append(names, json_text(member->names[i].name));
	}
	return names;
}

static struct json_object *name_of(const struct mview_member *member,
				   int64_t value)
{
	int i;

	for (i = 0; i < member->nnames; i++)
		if (member->names[i].value == value)
			return json_text(member->names[i].name);
	return NULL;
}

static struct json_object *json_bits(const struct mview_member *member,
				     const char *storage)
{
	struct json_object *bits = check(json_c()->json_object_new_object());
	int i;

	for (i = 0; i < member->nmembers; i++)
		json_add(bits, member->members[i].name,
			 json_member(&member->members[i], storage));
	return bits;
}

static struct json_object *json_integer(const struct mview_member *member,
					const void *storage,
					const struct mview_value *value)
{
	struct json_object *object;

	if (value->type == MVIEW_BOOL && !member->members)
		return check(json_c()->json_object_new_boolean(value->i));
	if (!member->members && !member->nnames)
		return json_number(value);
	object = check(json_c()->json_object_new_object());
	json_add(object, "value", json_number(value));
	if (member->members)
		json_add(object, "bits", json_bits(member, storage));
	else if (member->kind == MVIEW_MEMBER_FLAGS)
		json_add(object, "names", names_of_flags(member, value->u));
	else
		json_add(object, "name", name_of(member, value->i));
	return object;
}

static struct json_object *json_one(const struct mview_member *member,
				    const void *storage)
{
	struct mview_value value;

	/* Not in 64 bits */
	if (mview_member_get(member, storage, &value))
		return json_text(types_text(member, storage));
	if (value.type == MVIEW_BYTES)
		return json_bytes(member, &value);
	if (value.type == MVIEW_FLOAT)
		return json_float(member, storage, value.f[0]);
	return json_integer(member, storage, &value);
}

static bool is_record(const struct mview_member *member)
{
	return member->kind == MVIEW_MEMBER_STRUCT ||
	       member->kind == MVIEW_MEMBER_UNION;
}

/* Members of what has no name are those of what it lies in. */
static void add_members(struct json_object *object,
			const struct mview_member *record, const char *storage)
{
	int i, chosen = mview_union_choice(record, storage);
	const struct mview_member *member = record->members;
	const char *place;

	for (i = 0; i < record->nmembers; i++, member++) {
		if ((chosen >= 0 && chosen != i) || !member->count)
			continue;
		place = storage + member->offset;
		if (!*member->name && is_record(member) && !member->ndim)
			add_members(object, member, place);
		else
			json_add(object, member->name,
				 json_member(member, place));
	}
}

static struct json_object *json_record(const struct mview_member *record,
				       const char *storage)
{
	struct json_object *object = check(json_c()->json_object_new_object());

	add_members(object, record, storage);
	return object;
}

/* An array of one axis that is one value: text. */
static bool is_text(const struct mview_member *member)
{
	return member->ndim == 1 && member->size == 1 &&
	       ((member->kind == MVIEW_MEMBER_CHAR &&
		 member->show == MVIEW_SHOW_DEFAULT) ||
		member->show >= MVIEW_SHOW_TEXT);
}

static struct json_object *json_array(const struct mview_member *member,
				      const char *storage)
{
	struct json_object *array = check(json_c()->json_object_new_array());
	struct mview_member inner = *member;
	int64_t i, n = *member->shape;

	inner.ndim--;
	inner.shape++;
	inner.count = n ? member->count / n : 0;
	/* What has no bytes may be there very often. */
	for (i = 0; i < n && inner.count && inner.size; i++)
		append(array, json_member(&inner, storage + i * inner.count *
							    inner.size));
	return array;
}

struct json_object *json_member(const struct mview_member *member,
				const void *storage)
{
	if (member->ndim && !is_text(member))
		return json_array(member, storage);
	if (is_record(member))
		return json_record(member, storage);
	return json_one(member, storage);
}

struct json_object *json_columns(struct columns *columns, const void *element)
{
	struct json_object *object = check(json_c()->json_object_new_object());
	const struct column *column = columns->columns;
	const char *bytes = element;
	int i;

	columns_choose(columns, element);
	for (i = 0; i < columns->n; i++, column++)
		if (columns_holds(columns, i))
			json_add(object, column->name,
				 json_member(&column->member,
					     bytes + column->member.offset));
	return object;
}

void json_print(struct json_object *value, FILE *out)
{
	const char *text;
	size_t len;

	text = json_c()->json_object_to_json_string_length(value, JSON_LOOK,
							   &len);
	fwrite(text, 1, len, out);
}

void json_drop(struct json_object *value)
{
	if (value)
		json_c()->json_object_put(value);
}
