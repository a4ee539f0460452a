// SPDX-License-Identifier: LGPL-2.1-or-later
/* Headers of .npy: writing. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "record/literal.h"
#include "record/npy.h"

#define NPY_COUNT	19	/* digits of the largest number of views */
#define NPY_DIMS	32	/* NumPy has no more */
#define NPY_ALIGN	64	/* of the elements in the file */

/* NumPy's letter for a kind of value, or 0. */
static char kind_of(const struct mview_field *field)
{
	static const char kinds[][12] = {
		"b?", "ibhilqn", "uBHILQN", "fefd", "cFD", "Scs",
	};
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (strchr(kinds[i] + 1, field->code))
			return field->size ? kinds[i][0] : 0;
	return 0;
}

static bool has_order(const struct mview_field *field, char kind)
{
	return kind != 'S' && field->size > 1;
}

static void put_shape(FILE *out, const int64_t *shape, int ndim)
{
	int i;

	for (i = 0; i < ndim; i++)
		fprintf(out, "%" PRId64 ", ", shape[i]);
}

static bool put_field(FILE *out, const struct mview_field *field);

static void put_padding(FILE *out, int64_t nbytes)
{
	if (nbytes)
		fprintf(out, "('', '|V%" PRId64 "'), ", nbytes);
}

/* Fields of no name that are void are padding, to NumPy. */
static bool put_record(FILE *out, const struct mview_field *record)
{
	const struct mview_field *field = record->fields;
	const struct mview_field *end = field + record->nfields;
	int64_t at = 0;

	if (field == end)
		return false;
	fputc('[', out);
	for (; field < end; field++) {
		if (!*field->name || field->offset < at)
			return false;
		put_padding(out, field->offset - at);
		if (!put_field(out, field))
			return false;
		at = field->offset + field->size * field->count;
	}
	put_padding(out, record->size - at);
	fputc(']', out);
	return at <= record->size;
}

/* Without its sub-array. */
static bool put_type(FILE *out, const struct mview_field *field)
{
	char kind = kind_of(field), order = '|';

	if (field->code == 'T')
		return put_record(out, field);
	if (!kind)
		return false;
	if (has_order(field, kind))
		order = field->order;
	fprintf(out, "'%c%c%" PRId64 "'", order, kind, field->size);
	return true;
}

static bool put_field(FILE *out, const struct mview_field *field)
{
	fputc('(', out);
	literal_quote(out, field->name, '\'');
	fputs(", ", out);
	if (!put_type(out, field))
		return false;
	if (field->ndim) {
		fputs(", (", out);
		put_shape(out, field->shape, field->ndim);
		fputs(")", out);
	}
	fputs("), ", out);
	return true;
}

/* Sub-arrays are axes behind the view's, as NumPy has them. */
static bool put_dictionary(FILE *out, struct mview *view, bool fortran,
			   const int64_t *count)
{
	const struct mview_field *element = mview_element(view);

	if (element->size * element->count != mview_itemsize(view) ||
	    mview_ndim(view) + element->ndim + !!count > NPY_DIMS)
		return false;
	fputs("{'descr': ", out);
	if (!put_type(out, element))
		return false;
	fprintf(out, ", 'fortran_order': %s, 'shape': (",
		fortran && !element->ndim ? "True" : "False");
	if (count)
		fprintf(out, "%*" PRId64 ", ", NPY_COUNT, *count);
	put_shape(out, mview_shape(view), mview_ndim(view));
	put_shape(out, element->shape, element->ndim);
	fputs("), }", out);
	return true;
}

static bool is_ascii(const char *text, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if (text[i] & 0x80)
			return false;
	return true;
}

/*
 * Version 1.0 has two bytes for the length of a header, in Latin-1, the others
 * four; 3.0 is in UTF-8.
 */
static void put_header(FILE *out, const char *text, size_t len)
{
	size_t start = NPY_MAGIC_LEN + 4, all;
	int version = 1;

	all = (start + len + NPY_ALIGN) / NPY_ALIGN * NPY_ALIGN;
	if (!is_ascii(text, len) || all - start > UINT16_MAX) {
		version = is_ascii(text, len) ? 2 : 3;
		start += 2;
		all = (start + len + NPY_ALIGN) / NPY_ALIGN * NPY_ALIGN;
	}
	fprintf(out, "%s%c%c", NPY_MAGIC, version, 0);
	all -= start;
	fprintf(out, "%c%c", (int)(all & 0xff), (int)(all >> 8 & 0xff));
	if (version > 1)
		fprintf(out, "%c%c", (int)(all >> 16 & 0xff),
			(int)(all >> 24 & 0xff));
	fprintf(out, "%s%*s\n", text, (int)(all - 1 - len), "");
}

bool npy_write(FILE *out, struct mview *view, bool fortran,
	       const int64_t *count)
{
	char *text = NULL;
	size_t len = 0;
	FILE *dictionary = open_memstream(&text, &len);
	bool put;

	if (!dictionary)
		return false;
	put = put_dictionary(dictionary, view, fortran, count);
	if (fclose(dictionary) || !text)
		put = false;
	else if (put)
		put_header(out, text, len);
	free(text);
	return put;
}
