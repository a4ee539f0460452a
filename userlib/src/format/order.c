// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Types that differ in nothing but the byte order of their values. Elements of
 * one kind of value are swapped as a row of words; records field by field.
 */
#include "format/order.h"

#include <string.h>

#include "fast/fast.h"
#include "format/type.h"

/* Codes of one class have the same values at the same size. */
static char code_class(char code)
{
	if (strchr("bhilqn", code))
		return 'i';
	if (strchr("BHILQNP", code))
		return 'u';
	return strchr("efd", code) ? 'f' : code;
}

static bool same_shape(const struct mview_field *a, const struct mview_field *b)
{
	return a->count == b->count && a->ndim == b->ndim &&
	       (!a->ndim || !memcmp(a->shape, b->shape,
				    a->ndim * sizeof(*a->shape)));
}

static bool field_order_only(const struct mview_field *a,
			     const struct mview_field *b)
{
	int i;

	if (code_class(a->code) != code_class(b->code) || a->size != b->size ||
	    a->offset != b->offset || !same_shape(a, b) ||
	    a->nfields != b->nfields || strcmp(a->name, b->name))
		return false;
	for (i = 0; i < a->nfields; i++)
		if (!field_order_only(&a->fields[i], &b->fields[i]))
			return false;
	return true;
}

bool order_only(const struct type *a, const struct type *b)
{
	return a->itemsize == b->itemsize &&
	       field_order_only(a->element, b->element);
}

/* Bytes of the words that have a byte order; 1 if there are none. */
static int64_t word_width(const struct mview_field *field)
{
	switch (code_class(field->code)) {
	case 'i':
	case 'u':
	case 'f':
		return field->size;
	case 'F':
	case 'D':
		return field->size / 2;
	default:
		return 1;
	}
}

static bool field_differs(const struct mview_field *a,
			  const struct mview_field *b)
{
	int i;

	for (i = 0; i < a->nfields; i++)
		if (field_differs(&a->fields[i], &b->fields[i]))
			return true;
	return word_width(a) > 1 && a->order != b->order;
}

bool order_differs(const struct type *a, const struct type *b)
{
	return field_differs(a->element, b->element);
}

/* Swap @dst's values in place where their byte order is not that of @src's. */
static void swap_field(u8 *at, const struct mview_field *dst,
		       const struct mview_field *src)
{
	int64_t width = word_width(dst), n;
	int i;

	at += dst->offset;
	/* Records without bytes are not gone through, however many they are. */
	for (n = 0; dst->nfields && dst->size && n < dst->count; n++)
		for (i = 0; i < dst->nfields; i++)
			swap_field(at + n * dst->size, &dst->fields[i],
				   &src->fields[i]);
	if (width > 1 && dst->order != src->order)
		fast_swap(at, width, at, width, dst->count * dst->size / width,
			  width);
}

/* The width of the words if an element consists of words to swap; else 0. */
static int64_t only_words(const struct type *dst, const struct type *src)
{
	const struct mview_field *element = dst->element;

	if (element->nfields || element->order == src->element->order ||
	    element->count * element->size != dst->itemsize)
		return 0;
	return word_width(element) > 1 ? word_width(element) : 0;
}

static void copy_block(u8 *dst, const struct type *dst_type, const u8 *src,
		       const struct type *src_type, s64 bytes)
{
	s64 at;

	memcpy(dst, src, bytes);
	for (at = 0; at < bytes; at += dst_type->itemsize)
		swap_field(dst + at, dst_type->element, src_type->element);
}

void order_plane(const struct mv_plane *plane, const struct type *dst,
		 const struct type *src)
{
	s64 width = only_words(dst, src), i, j;

	for (i = 0; i < plane->row.n; i++) {
		u8 *to = plane->dst + i * plane->row.dst;
		const u8 *from = plane->src + i * plane->row.src;

		if (plane->block == width) {
			fast_swap(to, plane->col.dst, from, plane->col.src,
				  plane->col.n, width);
			continue;
		}
		for (j = 0; j < plane->col.n; j++) {
			if (width)
				fast_swap(to, width, from, width,
					  plane->block / width, width);
			else
				copy_block(to, dst, from, src, plane->block);
			to += plane->col.dst;
			from += plane->col.src;
		}
	}
}
