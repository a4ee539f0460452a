// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Equality by value, whatever the formats. Numbers are compared many at a
 * time; other elements value by value, as Python's tuples are.
 */
#include <string.h>

#include "base/fail.h"
#include "bytes/compare.h"
#include "bytes/elements.h"
#include "core/walk.h"
#include "format/type.h"
#include "value/element.h"
#include "view/view.h"

#define CHUNK	(COMPARE_MOST * 8)	/* bytes of one side at a time */
#define LINE	64			/* of the cache */

static bool ints_equal_value(const struct mview_value *a,
			     const struct mview_value *b)
{
	bool mixed = a->type != b->type &&
		     (a->type == MVIEW_UINT || b->type == MVIEW_UINT);

	return a->i == b->i && !(mixed && a->i < 0);
}

static bool value_equals_float(const struct mview_value *a, double f)
{
	if (a->type == MVIEW_FLOAT)
		return a->f[0] == f;
	return a->type == MVIEW_UINT ? uint_equals_float(a->u, f) :
				       int_equals_float(a->i, f);
}

/* Compare with a complex number; a real number has an imaginary part of 0. */
static bool value_equals_complex(const struct mview_value *a, const double *f)
{
	if (a->type == MVIEW_COMPLEX)
		return a->f[0] == f[0] && a->f[1] == f[1];
	return f[1] == 0 && value_equals_float(a, f[0]);
}

static bool values_equal(const struct mview_value *a,
			 const struct mview_value *b)
{
	if (a->type == MVIEW_BYTES || b->type == MVIEW_BYTES)
		return a->type == b->type && a->bytes.len == b->bytes.len &&
		       (!a->bytes.len ||
			!memcmp(a->bytes.data, b->bytes.data, a->bytes.len));
	if (b->type == MVIEW_COMPLEX)
		return value_equals_complex(a, b->f);
	if (a->type == MVIEW_COMPLEX)
		return value_equals_complex(b, a->f);
	if (b->type == MVIEW_FLOAT)
		return value_equals_float(a, b->f[0]);
	if (a->type == MVIEW_FLOAT)
		return value_equals_float(b, a->f[0]);
	return ints_equal_value(a, b);
}

/**
 * struct reader - goes through the items of a record
 * @fields: the fields that are left
 * @nfields: their number
 * @at: index of the next item in the first of them, which may be a sub-array
 * @item: the record
 */
struct reader {
	const struct mview_field *fields;
	int nfields;
	int64_t at;
	const char *item;
};

/* Skip fields of no items. Return: whether there is a next item. */
static bool reader_more(struct reader *reader)
{
	while (reader->nfields && reader->at == reader->fields->count) {
		reader->fields++;
		reader->nfields--;
		reader->at = 0;
	}
	return reader->nfields;
}

static const char *reader_next(struct reader *reader)
{
	const struct mview_field *field = reader->fields;

	return reader->item + field->offset + reader->at++ * field->size;
}

/*
 * Items without bytes are all the same. If the two last ones were such, go to
 * the end of one of both runs of them, however many they are.
 */
static void skip_same(struct reader *a, struct reader *b)
{
	int64_t n = a->fields->count - a->at, other = b->fields->count - b->at;

	if (a->fields->size || b->fields->size)
		return;
	if (n > other)
		n = other;
	a->at += n;
	b->at += n;
}

/*
 * A sub-array of several axes is equal only to one of the same shape. One of a
 * single axis is also equal to as many single values.
 */
static bool same_rows(const struct reader *a, const struct reader *b)
{
	const struct mview_field *x = a->fields, *y = b->fields;

	if (x->ndim < 2 && y->ndim < 2)
		return true;
	return a->at == b->at && x->ndim == y->ndim &&
	       !memcmp(x->shape, y->shape, x->ndim * sizeof(*x->shape));
}

static bool readers_equal(struct reader *a, struct reader *b);

static bool things_equal(const struct mview_field *a_field, const char *a,
			 const struct mview_field *b_field, const char *b)
{
	struct mview_value x, y;

	if (a_field->code == 'T' && b_field->code == 'T')
		return readers_equal(&(struct reader) {
					     .fields = a_field->fields,
					     .nfields = a_field->nfields,
					     .item = a,
				     },
				     &(struct reader) {
					     .fields = b_field->fields,
					     .nfields = b_field->nfields,
					     .item = b,
				     });
	if (a_field->code == 'T' || b_field->code == 'T')
		return false;
	element_unpack(a_field, a, &x);
	element_unpack(b_field, b, &y);
	return values_equal(&x, &y);
}

/* Recurses for records in records, MV_FORMAT_DEPTH deep at most. */
static bool readers_equal(struct reader *a, struct reader *b)
{
	const struct mview_field *x, *y;
	bool a_more, b_more;

	for (;;) {
		a_more = reader_more(a);
		b_more = reader_more(b);
		if (!a_more || !b_more)
			return a_more == b_more;
		if (!same_rows(a, b))
			return false;
		x = a->fields;
		y = b->fields;
		if (!things_equal(x, reader_next(a), y, reader_next(b)))
			return false;
		skip_same(a, b);
	}
}

/* A reader of an element, which is one item or a record of several. */
static struct reader reader_of(const struct mview_field *element,
			       const char *item)
{
	bool many = element->code == 'T' && element->count == 1;

	return (struct reader) {
		.fields = many ? element->fields : element,
		.nfields = many ? element->nfields : 1,
		.item = item,
	};
}

static bool items_equal(const struct mview_field *a_element, const char *a,
			const struct mview_field *b_element, const char *b)
{
	struct reader a_reader = reader_of(a_element, a);
	struct reader b_reader = reader_of(b_element, b);

	/* A record of one field is not equal to the field's value. */
	if ((a_element->code == 'T') != (b_element->code == 'T') &&
	    a_reader.nfields == 1 && b_reader.nfields == 1)
		return false;
	return readers_equal(&a_reader, &b_reader);
}

/**
 * struct side - one of two views that are compared
 * @element: what its elements are
 * @base: of its layout
 * @itemsize: bytes of an element
 * @walk: the place in it
 * @room: for elements that don't follow one another
 */
struct side {
	const struct mview_field *element;
	const char *base;
	int64_t itemsize;
	struct mv_walk walk;
	char room[CHUNK];
};

static void side_init(struct side *side, const struct mview *view,
		      const char *base, const struct mv_layout *layout)
{
	side->element = view->type->element;
	side->base = base;
	side->itemsize = layout->itemsize;
	mv_walk_init(&side->walk, layout, 0);
}

/* The next @n elements, which follow one another, of up to CHUNK bytes. */
static const char *side_next(struct side *side, int64_t n)
{
	int64_t bytes = n * side->itemsize, done = 0;
	struct mv_run run;

	while (done < bytes) {
		mv_walk_next(&side->walk, bytes - done, &run);
		if (run.count == 1 && run.len == bytes)
			return side->base + run.offset;
		mv_run_gather(side->room + done, side->base, &run);
		done += run.count * run.len;
	}
	return side->room;
}

/* Whether elements are equal exactly if their bytes are. */
static bool are_plain(const struct mview_field *a, const struct mview_field *b)
{
	enum number kind = number_kind(a);

	if (a->size != b->size)
		return false;
	if (a->code == 'c' || a->code == 's')
		return a->code == b->code && a->count == 1 && b->count == 1;
	return (kind == NUMBER_INT || kind == NUMBER_UINT) &&
	       kind == number_kind(b) && (a->size == 1 || a->order == b->order);
}

/* Whether elements are single values without padding. */
static bool are_bare(const struct side *a, const struct side *b)
{
	return a->element->size == a->itemsize &&
	       b->element->size == b->itemsize;
}

/* Prefetch the bytes behind @chunk, most likely the next chunk. */
static void expect(const char *chunk, int64_t bytes)
{
	int64_t at;

	for (at = 0; at < bytes; at += LINE)
		__builtin_prefetch(chunk + bytes + at);
}

static bool chunks_equal(struct side *a, struct side *b, bool plain)
{
	int64_t most = COMPARE_MOST, n;
	const char *x, *y;

	if (plain)
		most = CHUNK / a->itemsize;
	while (a->walk.left) {
		n = a->walk.left / a->itemsize;
		if (n > most)
			n = most;
		x = side_next(a, n);
		y = side_next(b, n);
		if (!plain) {
			expect(x, n * a->itemsize);
			expect(y, n * b->itemsize);
		}
		if (plain ? memcmp(x, y, n * a->itemsize) :
			    !numbers_equal(a->element, x, b->element, y, n))
			return false;
	}
	return true;
}

static bool sides_equal(struct side *a, struct side *b)
{
	bool plain = are_plain(a->element, b->element) &&
		     a->itemsize <= CHUNK;

	if (are_bare(a, b) && (plain || (number_kind(a->element) &&
					 number_kind(b->element))))
		return chunks_equal(a, b, plain);
	while (a->walk.left)
		if (!items_equal(a->element, side_next(a, 1), b->element,
				 side_next(b, 1)))
			return false;
	return true;
}

static uint64_t length_of(int64_t stride)
{
	return stride < 0 ? -(uint64_t)stride : (uint64_t)stride;
}

/* For each axis of the first, in the order of its strides, the old place. */
static void order_axes(const struct mv_layout *layout, uint32_t *axes)
{
	uint32_t i, at;

	for (i = 0; i < layout->ndim; i++) {
		uint64_t stride = length_of(layout->strides[i]);

		for (at = i; at; at--) {
			if (length_of(layout->strides[axes[at - 1]]) >= stride)
				break;
			axes[at] = axes[at - 1];
		}
		axes[at] = i;
	}
}

static bool elements_equal(const struct mview *a, const struct elements *in_a,
			   const struct mview *b, const struct elements *in_b)
{
	int64_t shape[MV_NDIM_MAX], strides[MV_NDIM_MAX];
	struct mv_layout layout = { .shape = shape, .strides = strides };
	uint32_t axes[MV_NDIM_MAX];
	struct side x, y;

	/* In the order of memory: any order gives the same result. */
	order_axes(&in_a->layout, axes);
	mv_layout_transpose(&layout, &in_a->layout, axes);
	side_init(&x, a, in_a->base, &layout);
	mv_layout_transpose(&layout, &in_b->layout, axes);
	side_init(&y, b, in_b->base, &layout);
	return sides_equal(&x, &y);
}

/* mview_equal() of two views that are entered. */
static int equal(struct mview *a, struct mview *b)
{
	struct elements in_a, in_b;
	int err;

	if (!elements_same_shape(&a->layout, &b->layout))
		return 0;
	if (!mv_layout_nbytes(&a->layout))
		return 1;
	err = elements_begin(&in_a, a, MVIEW_READ);
	if (err)
		return err;
	err = elements_begin(&in_b, b, MVIEW_READ);
	if (!err) {
		err = elements_equal(a, &in_a, b, &in_b);
		elements_end(&in_b);
	}
	elements_end(&in_a);
	return err;
}

int mview_equal(struct mview *a, struct mview *b)
{
	int result;

	/* A released view is equal to itself only. */
	if (view_enter(a))
		return a == b;
	if (view_enter(b)) {
		view_leave(a);
		return 0;
	}
	result = equal(a, b);
	view_leave(b);
	view_leave(a);
	return status(result);
}
