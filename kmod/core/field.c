// SPDX-License-Identifier: GPL-2.0 OR LGPL-2.1-or-later
#include "field.h"

/* Collects the axes of the sub-arrays on a path. */
struct mv_axes {
	u32 ndim;
	s64 *shape;	/* or NULL, to count them */
	s64 *strides;
};

static int mv_axes_add(struct mv_axes *axes, s64 length)
{
	if (axes->ndim == MV_NDIM_MAX)
		return -E2BIG;
	if (axes->shape)
		axes->shape[axes->ndim] = length;
	axes->ndim++;
	return 0;
}

/* Strides of the axes from @first on, of things of @size bytes. */
static int mv_axes_strides(struct mv_axes *axes, u32 first, s64 size)
{
	u32 i;

	for (i = axes->ndim; axes->strides && i > first; i--) {
		axes->strides[i - 1] = size;
		if (check_mul_overflow(size, axes->shape[i - 1], &size))
			return -EOVERFLOW;
	}
	return 0;
}

/* Add the axes of an item: its shape, and then its repeat count. */
static int mv_axes_add_item(struct mv_axes *axes,
			    const struct mv_format_item *item)
{
	u32 i, at = 0, first = axes->ndim;
	s64 length, product = 1;
	int err = 0;

	for (i = 0; !err && i < item->shape_ndim; i++) {
		while (item->shape[at] < '0' || item->shape[at] > '9')
			at++;
		length = 0;
		while (at < item->shape_len &&
		       item->shape[at] >= '0' && item->shape[at] <= '9')
			length = length * 10 + (item->shape[at++] - '0');
		product *= length;
		err = mv_axes_add(axes, length);
	}
	if (!err && item->counted && product && item->count != product)
		err = mv_axes_add(axes, div64_u64(item->count, product));
	return err ? err : mv_axes_strides(axes, first, item->size);
}

/* Is this the name of the unnamed field at @place? */
static bool mv_field_is_numbered(const char *name, size_t len, u32 place)
{
	u32 number = 0;
	size_t i;

	if (len < 2 || len > 5 || *name != 'f' || (len > 2 && name[1] == '0'))
		return false;
	for (i = 1; i < len; i++) {
		if (name[i] < '0' || name[i] > '9')
			return false;
		number = number * 10 + (name[i] - '0');
	}
	return number == place;
}

static bool mv_field_is(const struct mv_format_item *item, const char *name,
			size_t len, u32 place)
{
	if (!item->name)
		return mv_field_is_numbered(name, len, place);
	return item->name_len == len && !memcmp(item->name, name, len);
}

/* The next field; @place counts them. False behind the last. */
static bool mv_field_next(struct mv_format_cursor *cursor,
			  struct mv_format_item *item, u32 *place)
{
	while (mv_format_next(cursor, item) > 0) {
		if (item->code == 'x' || (!item->count && !item->name))
			continue;
		++*place;
		return true;
	}
	return false;
}

/* The field of that name in the record that the cursor is at the start of. */
static int mv_field_named(struct mv_format_cursor *cursor, const char *name,
			  size_t len, struct mv_format_item *item)
{
	u32 next = 0;

	while (mv_field_next(cursor, item, &next))
		if (mv_field_is(item, name, len, next - 1))
			return 0;
	return -ENOENT;
}

/*
 * The item that is all of the element, because it stands alone and has no name:
 * "T{...}", of whose fields one is wanted, or "H", which has none.
 */
static bool mv_field_is_alone(struct mv_format_cursor cursor,
			      struct mv_format_item *item)
{
	struct mv_format_item more;

	return mv_format_next(&cursor, item) > 0 && !item->name &&
	       mv_format_next(&cursor, &more) == 0;
}

static int mv_field_walk(struct mv_field *field,
			 const struct mv_layout *layout, struct mv_axes *axes)
{
	const char *name = field->path, *end = field->path + field->path_len;
	struct mv_format_item *item = &field->item;
	struct mv_format_cursor cursor;
	size_t len;
	int err = 0;

	field->offset = 0;
	mv_format_first(&cursor, layout->format, layout->format_len);
	if (mv_field_is_alone(cursor, item)) {
		if (item->code != 'T')
			return -ENOENT;
		err = mv_axes_add_item(axes, item);
		mv_format_enter(&cursor, item);
	}
	while (!err) {
		for (len = 0; name + len < end && name[len] != '.'; len++)
			;
		err = mv_field_named(&cursor, name, len, item);
		if (err)
			break;
		field->offset += item->offset;
		err = mv_axes_add_item(axes, item);
		name += len;
		if (name == end)
			break;
		name++;
		if (item->code != 'T')
			return -ENOENT;
		mv_format_enter(&cursor, item);
	}
	return err;
}

/* Write digits to @text, which may be NULL. Return: how many. */
static u32 mv_text_number(char *text, u64 number)
{
	u64 rest = number, power = 1, digit;
	u32 n = 0;

	while (rest >= 10) {
		rest = div64_u64(rest, 10);
		power *= 10;
	}
	for (; power; power = div64_u64(power, 10)) {
		digit = div64_u64_rem(number, power, &number);
		if (text)
			text[n] = '0' + digit;
		n++;
	}
	return n;
}

static u32 mv_text_copy(char *text, const char *from, u32 len)
{
	if (text)
		memcpy(text, from, len);
	return len;
}

/* Write the format of an item alone to @text, which may be NULL. */
static u32 mv_field_format(const struct mv_format_item *item, char *text)
{
	bool is_record = item->code == 'T';
	const char *code = &item->code;
	u32 len = 1, n = 0;

	/* Items of one byte have no byte order. */
	if (item->order != '@' && (is_record || mv_format_unit(item) > 1))
		n = mv_text_copy(text, &item->order, 1);
	if (is_record) {
		n += mv_text_copy(text ? text + n : NULL, "T{", 2);
		n += mv_text_copy(text ? text + n : NULL, item->body,
				  item->body_len);
		code = "}";
	} else if (item->code == 's' || item->code == 'p') {
		n += mv_text_number(text ? text + n : NULL, item->size);
	} else if (item->code == 'F' || item->code == 'D') {
		code = item->code == 'F' ? "Zf" : "Zd";
		len = 2;
	}
	return n + mv_text_copy(text ? text + n : NULL, code, len);
}

int mv_field_find(struct mv_field *field, const struct mv_layout *layout,
		  const char *path, size_t len)
{
	struct mv_axes axes = { 0 };
	int err;

	field->path = path;
	field->path_len = len;
	err = mv_field_walk(field, layout, &axes);
	if (err)
		return err;
	if (!field->item.size)
		return -EINVAL;
	if (axes.ndim > MV_NDIM_MAX - layout->ndim)
		return -E2BIG;
	field->ndim = axes.ndim;
	field->format_len = mv_field_format(&field->item, NULL);
	return 0;
}

/*
 * Check the name of a field of the record that @start is at the start of. A
 * function of its own, so that recursion does not multiply its stack.
 */
static noinline int mv_field_check(struct mv_format_cursor start,
				   const struct mv_format_item *item)
{
	struct mv_format_item other;
	u32 next = 0;

	if (!item->name)
		return 0;
	if (memchr(item->name, '.', item->name_len) ||
	    memchr(item->name, '[', item->name_len))
		return -EINVAL;
	while (mv_field_next(&start, &other, &next)) {
		if (other.name != item->name &&
		    mv_field_is(&other, item->name, item->name_len, next - 1))
			return -EEXIST;
	}
	return 0;
}

/* Recursion ends at MV_FORMAT_DEPTH. */
static int mv_fields_check_record(struct mv_format_cursor cursor)
{
	struct mv_format_cursor start = cursor, inner;
	struct mv_format_item item;
	u32 next = 0;
	int err = 0;

	while (!err && mv_field_next(&cursor, &item, &next)) {
		err = mv_field_check(start, &item);
		if (!err && item.code == 'T') {
			mv_format_enter(&inner, &item);
			err = mv_fields_check_record(inner);
		}
	}
	return err;
}

int mv_fields_check(const char *format, size_t len)
{
	struct mv_format_cursor cursor;

	mv_format_first(&cursor, format, len);
	return mv_fields_check_record(cursor);
}

int mv_layout_field(struct mv_layout *dst, char *format,
		    const struct mv_layout *src, const struct mv_field *field)
{
	struct mv_axes axes = {
		.shape = dst->shape + src->ndim,
		.strides = dst->strides + src->ndim,
	};
	struct mv_field again = *field;
	int err;

	if (src->ndim) {
		memcpy(dst->shape, src->shape,
		       src->ndim * sizeof(*dst->shape));
		memcpy(dst->strides, src->strides,
		       src->ndim * sizeof(*dst->strides));
	}
	err = mv_field_walk(&again, src, &axes);
	if (err)
		return err;
	dst->format = format;
	dst->format_len = mv_field_format(&field->item, format);
	dst->ndim = src->ndim + field->ndim;
	dst->itemsize = field->item.size;
	dst->offset = src->offset;
	/* As of a slice: the item may be larger than any memory. */
	if (mv_layout_nbytes(src))
		dst->offset += field->offset;
	return mv_layout_bounds(dst, S64_MAX);
}
