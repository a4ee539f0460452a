// SPDX-License-Identifier: LGPL-2.1-or-later
/* Elements as text for people. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "format/type.h"
#include "value/element.h"

#define NUMBER_MAX	64	/* bytes of a number's text */

/* As snprintf(): @len counts what would be there, @buf takes what has room. */
struct text {
	char *buf;
	size_t size;
	size_t len;
};

static void put_char(struct text *text, char c)
{
	if (text->len + 1 < text->size)
		text->buf[text->len] = c;
	text->len++;
}

static void put(struct text *text, const char *s)
{
	while (*s)
		put_char(text, *s++);
}

/* Replace the locale's decimal point by a dot. */
static void put_number(struct text *text, const char *s)
{
	static const char digits[] = "0123456789+-abcdefinx";
	size_t n = strspn(s, digits);
	bool whole = !s[n] && !strpbrk(s, "einx");

	while (*s) {
		if (strchr(digits, *s)) {
			put_char(text, *s++);
			continue;
		}
		put_char(text, '.');
		s += strcspn(s, digits);
	}
	if (whole)
		put(text, ".0");
}

/* Whether @s reads back as @f, a float of @size bytes. */
static bool reads_back(const char *s, double f, int64_t size)
{
	uint16_t half, wanted;

	switch (size) {
	case 2:
		return half_from_double(&wanted, f) &&
		       half_from_double(&half, strtod(s, NULL)) &&
		       half == wanted;
	case 4:
		return strtof(s, NULL) == (float)f;
	default:
		return strtod(s, NULL) == f;
	}
}

static void put_float(struct text *text, double f, int64_t size)
{
	/* Digits that any float of the size can keep, and that it can need. */
	int digits = size == 2 ? 3 : size == 4 ? 6 : 15;
	int most = size == 2 ? 5 : size == 4 ? 9 : 17;
	char s[NUMBER_MAX];

	if (!isfinite(f)) {
		put(text, isnan(f) ? "nan" : f < 0 ? "-inf" : "inf");
		return;
	}
	do
		snprintf(s, sizeof(s), "%.*g", digits, f);
	while (!reads_back(s, f, size) && digits++ < most);
	put_number(text, s);
}

static void put_complex(struct text *text, const double f[2], int64_t size)
{
	put_float(text, f[0], size / 2);
	if (!signbit(f[1]) || isnan(f[1]))
		put_char(text, '+');
	put_float(text, f[1], size / 2);
	put_char(text, 'j');
}

static void put_bytes(struct text *text, const unsigned char *bytes, size_t len)
{
	char hex[8];
	size_t i;

	put(text, "b'");
	for (i = 0; i < len; i++) {
		if (bytes[i] == '\'' || bytes[i] == '\\')
			put_char(text, '\\');
		if (bytes[i] >= ' ' && bytes[i] < 0x7f) {
			put_char(text, bytes[i]);
			continue;
		}
		snprintf(hex, sizeof(hex), "\\x%02x", bytes[i]);
		put(text, hex);
	}
	put_char(text, '\'');
}

static void put_value(struct text *text, const struct mview_field *field,
		      const struct mview_value *value)
{
	char s[NUMBER_MAX];

	switch (value->type) {
	case MVIEW_BOOL:
		put(text, value->i ? "True" : "False");
		break;
	case MVIEW_INT:
		snprintf(s, sizeof(s), "%" PRId64, value->i);
		put(text, s);
		break;
	case MVIEW_UINT:
		snprintf(s, sizeof(s), field->code == 'P' ? "%#" PRIx64 :
			 "%" PRIu64, value->u);
		put(text, s);
		break;
	case MVIEW_FLOAT:
		put_float(text, value->f[0], field->size);
		break;
	case MVIEW_COMPLEX:
		put_complex(text, value->f, field->size);
		break;
	case MVIEW_BYTES:
		put_bytes(text, value->bytes.data, value->bytes.len);
		break;
	}
}

static void put_axis(struct text *text, const struct mview_field *field,
		     const char *item, int axis);

static void put_item(struct text *text, const struct mview_field *field,
		     const char *item)
{
	struct mview_value value;
	int i;

	/* All but a record has a value. */
	if (!element_unpack(field, item, &value)) {
		put_value(text, field, &value);
		return;
	}
	put_char(text, '(');
	for (i = 0; i < field->nfields; i++) {
		if (i)
			put(text, ", ");
		put_axis(text, &field->fields[i],
			 item + field->fields[i].offset, 0);
	}
	put_char(text, ')');
}

/* The axes of a sub-array from @axis on. */
static void put_axis(struct text *text, const struct mview_field *field,
		     const char *item, int axis)
{
	int64_t i, n, stride;

	if (axis == field->ndim) {
		put_item(text, field, item);
		return;
	}
	n = field_parts(field, axis, &stride);
	put_char(text, '[');
	for (i = 0; i < n; i++) {
		if (i)
			put(text, ", ");
		put_axis(text, field, item + i * stride, axis + 1);
	}
	put_char(text, ']');
}

size_t mview_text(const struct mview_field *field, const void *item, char *buf,
		  size_t size)
{
	struct text text = { .buf = buf, .size = size };

	put_axis(&text, field, item, 0);
	if (size)
		buf[text.len < size ? text.len : size - 1] = '\0';
	return text.len;
}
