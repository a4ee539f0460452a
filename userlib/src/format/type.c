// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Types: a format's items as a tree of fields, made once. A type is one
 * allocation: the struct, its fields, their shapes, names, the format.
 */
#include "format/type.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/format.h"

#define NAME_MAX_AUTO	16	/* room for "f" and a number */

#define HOST_ORDER \
	(__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? '>' : '<')

#define FIRST_CODE	'?'

/* Static types: a cast by Python's rules neither allocates nor searches. */
#define NATIVE(_code, _ctype)						\
	[_code - FIRST_CODE] = {					\
		.is_static = true,					\
		.format = (const char []){ _code, '\0' },		\
		.format_len = 1,					\
		.itemsize = sizeof(_ctype),				\
		.element = &(const struct mview_field) {		\
			.name = "",					\
			.code = _code,					\
			.order = HOST_ORDER,				\
			.native = true,					\
			.size = sizeof(_ctype),				\
			.count = 1,					\
		},							\
	}

static struct type native_types[] = {
	NATIVE('c', char),
	NATIVE('b', char),
	NATIVE('B', char),
	NATIVE('?', bool),
	NATIVE('h', short),
	NATIVE('H', short),
	NATIVE('i', int),
	NATIVE('I', int),
	NATIVE('l', long),
	NATIVE('L', long),
	NATIVE('q', long long),
	NATIVE('Q', long long),
	NATIVE('n', size_t),
	NATIVE('N', size_t),
	NATIVE('e', short),
	NATIVE('f', float),
	NATIVE('d', double),
	NATIVE('P', void *),
};

/* Where in a type's memory the next field, shape and name go. */
struct arena {
	struct mview_field *fields;
	int64_t *shapes;
	char *names;
};

struct sizes {
	size_t fields;
	size_t shapes;
	size_t names;
};

static bool is_visible(const struct mv_format_item *item)
{
	return item->code != 'x' && (item->count || item->name);
}

static void count_items(struct mv_format_cursor *cursor, struct sizes *sizes)
{
	struct mv_format_cursor inner;
	struct mv_format_item item;

	while (mv_format_next(cursor, &item) > 0) {
		if (!is_visible(&item))
			continue;
		sizes->fields++;
		sizes->shapes += item.shape_ndim + 1;
		sizes->names += item.name_len + NAME_MAX_AUTO;
		if (item.code == 'T') {
			mv_format_enter(&inner, &item);
			count_items(&inner, sizes);
		}
	}
}

/* Set @field's axes: those of the sub-array, then one for a repeat count. */
static void fill_shape(struct mview_field *field, struct arena *arena,
		       const struct mv_format_item *item)
{
	const char *text = item->shape;
	int64_t product = 1;
	uint32_t i;
	char *end;

	field->shape = arena->shapes;
	for (i = 0; i < item->shape_ndim; i++) {
		*arena->shapes = strtoll(text, &end, 10);
		product *= *arena->shapes++;
		text = end + 1;
	}
	field->ndim = item->shape_ndim;
	if (item->counted && product && item->count != product) {
		*arena->shapes++ = item->count / product;
		field->ndim++;
	}
}

static void fill_field(struct mview_field *field, struct arena *arena,
		       const struct mv_format_item *item, int place)
{
	*field = (struct mview_field) {
		.name = arena->names,
		.code = item->code,
		.order = mv_format_big_endian(item->order) ? '>' : '<',
		.native = item->order == '@' || item->order == '^',
		.offset = item->offset,
		.size = item->size,
		.count = item->count,
	};
	if (item->name) {
		memcpy(arena->names, item->name, item->name_len);
		arena->names[item->name_len] = '\0';
		arena->names += item->name_len + 1;
	} else {
		arena->names += 1 + snprintf(arena->names, NAME_MAX_AUTO,
					     "f%d", place);
	}
	fill_shape(field, arena, item);
}

/* The fields of a record are adjacent; those of records in it follow. */
static void fill_record(struct mview_field *record, struct arena *arena,
			struct mv_format_cursor *cursor)
{
	struct mv_format_cursor start = *cursor, inner;
	struct mview_field *fields = arena->fields;
	struct mv_format_item item;
	int n = 0;

	while (mv_format_next(cursor, &item) > 0)
		if (is_visible(&item))
			n++;
	record->fields = fields;
	record->nfields = n;
	arena->fields += n;

	*cursor = start;
	n = 0;
	while (mv_format_next(cursor, &item) > 0) {
		if (!is_visible(&item))
			continue;
		fill_field(&fields[n], arena, &item, n);
		if (item.code == 'T') {
			mv_format_enter(&inner, &item);
			fill_record(&fields[n], arena, &inner);
		}
		n++;
	}
}

/* An element is a record unless it is one item without a name. */
static void fill_element(struct type *type, struct mview_field *root,
			 struct arena *arena)
{
	struct mv_format_cursor cursor;
	struct mv_format_item item;
	bool named = false;

	*root = (struct mview_field) {
		.name = "",
		.code = 'T',
		.order = HOST_ORDER,
		.native = true,
		.size = type->itemsize,
		.count = 1,
	};
	mv_format_first(&cursor, type->format, type->format_len);
	fill_record(root, arena, &cursor);
	mv_format_first(&cursor, type->format, type->format_len);
	while (mv_format_next(&cursor, &item) > 0)
		named = named || (item.name && is_visible(&item));
	type->element = root;
	if (root->nfields == 1 && !named) {
		*root = root->fields[0];
		root->name = "";
	}
}

static struct type *type_alloc(const char *format, size_t len, int64_t itemsize)
{
	struct sizes sizes = { .fields = 1 };
	struct mv_format_cursor cursor;
	struct arena arena;
	struct type *type;
	char *text;

	mv_format_first(&cursor, format, len);
	count_items(&cursor, &sizes);
	type = malloc(sizeof(*type) + sizes.fields * sizeof(*arena.fields) +
		      sizes.shapes * sizeof(*arena.shapes) +
		      sizes.names + len + 1);
	if (!type)
		return NULL;
	arena.fields = (struct mview_field *)(type + 1);
	arena.shapes = (int64_t *)(arena.fields + sizes.fields);
	arena.names = (char *)(arena.shapes + sizes.shapes);
	text = arena.names + sizes.names;
	memcpy(text, format, len);
	text[len] = '\0';
	*type = (struct type) {
		.refs = 1,
		.format = text,
		.format_len = len,
		.itemsize = itemsize,
	};
	fill_element(type, arena.fields++, &arena);
	return type;
}

int type_make(struct type **type, const char *format, size_t len)
{
	int64_t itemsize;
	size_t code = (unsigned char)*format - FIRST_CODE;
	int err;

	if (len == 1 && code < ARRAY_SIZE(native_types) &&
	    native_types[code].format) {
		*type = &native_types[code];
		return 0;
	}
	err = mv_format_itemsize(format, len, &itemsize);
	if (err)
		return err;
	*type = type_alloc(format, len, itemsize);
	return *type ? 0 : -ENOMEM;
}

void type_free(struct type *type)
{
	free(type);
}
