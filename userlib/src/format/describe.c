// SPDX-License-Identifier: LGPL-2.1-or-later
/* Formats as tables of fields for people. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "format/type.h"

/* As snprintf(): @len counts what would be there, @buf takes what has room. */
struct text {
	char *buf;
	size_t size;
	size_t len;
};

__attribute__((format(printf, 2, 3)))
static void print(struct text *text, const char *format, ...)
{
	bool room = text->len < text->size;
	va_list args;

	va_start(args, format);
	text->len += vsnprintf(room ? text->buf + text->len : NULL,
			       room ? text->size - text->len : 0, format, args);
	va_end(args);
}

/* The type of a number without its width; NULL for other codes. */
static const char *kind_of(char code)
{
	if (strchr("bhilqn", code))
		return "int";
	if (strchr("BHILQN", code))
		return "uint";
	if (strchr("efd", code))
		return "float";
	return strchr("FD", code) ? "complex" : NULL;
}

static const char *word_for(char code)
{
	switch (code) {
	case '?':
		return "bool";
	case 'c':
		return "char";
	case 's':
		return "bytes";
	case 'p':
		return "Pascal string";
	case 'P':
		return "pointer";
	default:
		return "record";
	}
}

static void print_type(struct text *text, const struct mview_field *field)
{
	bool is_string = field->code == 's' || field->code == 'p';
	const char *kind = kind_of(field->code);
	int i;

	if (kind)
		print(text, "%s%" PRId64, kind, 8 * field->size);
	else
		print(text, "%s", word_for(field->code));
	for (i = 0; i < field->ndim; i++)
		print(text, "%s%" PRId64, i ? ", " : "[", field->shape[i]);
	if (field->ndim)
		print(text, "]");
	if (field->size > 1 && field->code != 'T' && !is_string)
		print(text, " %s-endian", field->order == '>' ? "big" :
		      "little");
}

static void print_field(struct text *text, const struct mview_field *field,
			int depth)
{
	int i;

	print(text, "%*s%6" PRId64 " %6" PRId64, 2 * depth, "", field->offset,
	      field->size * field->count);
	if (*field->name)
		print(text, "  %s", field->name);
	if (field->code == 'F' || field->code == 'D')
		print(text, "  Z%c  ", field->code == 'F' ? 'f' : 'd');
	else
		print(text, "  %c  ", field->code);
	print_type(text, field);
	print(text, "\n");
	for (i = 0; i < field->nfields; i++)
		print_field(text, &field->fields[i], depth + 1);
}

ssize_t mview_format_describe(const char *format, char *buf, size_t size)
{
	struct text text = { .buf = buf, .size = size };
	const struct mview_field *element;
	struct type *type;
	int i, err;

	err = format ? type_make(&type, format, strlen(format)) : -EINVAL;
	if (err)
		return fail(err);
	if (size)
		*buf = '\0';
	element = type->element;
	if (element->code != 'T' || element->ndim)
		print_field(&text, element, 0);
	else
		for (i = 0; i < element->nfields; i++)
			print_field(&text, &element->fields[i], 0);
	type_put(type);
	return text.len;
}
