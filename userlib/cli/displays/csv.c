// SPDX-License-Identifier: GPL-2.0
/* Cells and rows of CSV. */
#include "displays/csv.h"

#include <string.h>

#include "displays/json.h"
#include "lenses/columns.h"

static void put_char(char c, FILE *out)
{
	if ((unsigned char)c < ' ')
		fprintf(out, "\\x%02x", c);
	else
		fputc(c, out);
}

static void put(const char *text, size_t len, FILE *out)
{
	const char *end = text + len;
	bool quoted = memchr(text, '"', len) || memchr(text, ',', len);

	if (quoted)
		fputc('"', out);
	for (; text < end; text++) {
		put_char(*text, out);
		if (*text == '"')
			fputc('"', out);
	}
	if (quoted)
		fputc('"', out);
}

/* What a number is called, if it is; else the number; else all of it. */
static struct json_object *plain(struct json_object *value)
{
	struct json_object *name = NULL, *number = NULL;

	if (!json_c()->json_object_is_type(value, json_type_object))
		return value;
	json_c()->json_object_object_get_ex(value, "value", &number);
	json_c()->json_object_object_get_ex(value, "name", &name);
	return name ?: number ?: value;
}

void csv_cell(struct json_object *value, bool first, FILE *out)
{
	const char *text;
	size_t len;

	if (!first)
		fputc(',', out);
	if (!value)
		return;
	if (json_c()->json_object_is_type(value, json_type_string)) {
		put(json_c()->json_object_get_string(value),
		    json_c()->json_object_get_string_len(value), out);
		return;
	}
	text = json_c()->json_object_to_json_string_length(value, JSON_LOOK,
							   &len);
	put(text, len, out);
}

void csv_value(struct json_object *value, bool first, FILE *out)
{
	csv_cell(plain(value), first, out);
}

void csv_text(const char *text, bool first, FILE *out)
{
	struct json_object *object = json_text(text);

	csv_cell(object, first, out);
	json_drop(object);
}

void csv_end(FILE *out)
{
	fputs("\r\n", out);
}

void csv_row(struct json_object *object, FILE *out)
{
	bool first = true;

	json_object_object_foreach(object, key, value) {
		(void)key;
		csv_cell(value, first, out);
		first = false;
	}
	csv_end(out);
}

void csv_head(struct json_object *object, FILE *out)
{
	bool first = true;

	json_object_object_foreach(object, key, value) {
		(void)value;
		if (!first)
			fputc(',', out);
		put(key, strlen(key), out);
		first = false;
	}
	csv_end(out);
}

static bool has_name(const struct columns *columns, const char *name)
{
	int i;

	for (i = 0; i < columns->n; i++)
		if (!strcmp(columns->columns[i].name, name))
			return true;
	return false;
}

void csv_own_name(const char *name, const struct columns *columns, bool first,
		  FILE *out)
{
	fprintf(out, "%s%s%s", first ? "" : ",",
		has_name(columns, name) ? "mview." : "", name);
}

void csv_names(const struct columns *columns, bool first, FILE *out)
{
	int i;

	for (i = 0; i < columns->n; i++)
		csv_text(columns->columns[i].name, first && !i, out);
}

void csv_values(struct columns *columns, const void *element, bool first,
		FILE *out)
{
	const struct mview_member *member;
	struct json_object *value;
	const char *bytes = element;
	int i;

	columns_choose(columns, element);
	for (i = 0; i < columns->n; i++) {
		member = &columns->columns[i].member;
		value = NULL;
		if (columns_holds(columns, i))
			value = json_member(member, bytes + member->offset);
		csv_value(value, first && !i, out);
		json_drop(value);
	}
}
