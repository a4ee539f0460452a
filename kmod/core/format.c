// SPDX-License-Identifier: GPL-2.0 OR LGPL-2.1-or-later
/* Reading formats: one item at a time, records measured by recursion. */
#include "format.h"

#define ALIGN_OF(type)	offsetof(struct { char pad; type value; }, value)
#define NATIVE(type)	sizeof(type), ALIGN_OF(type)

/* A size of 0 means that the code does not exist in that order. */
struct mv_format_code {
	u8 native_size;
	u8 native_align;
	u8 standard_size;
	bool castable;
};

#define FIRST_CODE	'?'

/*
 * By code, less the first of them. float and double are named by integers that
 * lie alike, because the kernel has no floating point types.
 */
static const struct mv_format_code mv_format_codes[] = {
	['x' - FIRST_CODE] = { 1, 1, 1, false },
	['c' - FIRST_CODE] = { 1, 1, 1, true },
	['b' - FIRST_CODE] = { 1, 1, 1, true },
	['B' - FIRST_CODE] = { 1, 1, 1, true },
	['?' - FIRST_CODE] = { 1, 1, 1, true },
	['s' - FIRST_CODE] = { 1, 1, 1, false },
	['p' - FIRST_CODE] = { 1, 1, 1, false },
	['h' - FIRST_CODE] = { NATIVE(short), 2, true },
	['H' - FIRST_CODE] = { NATIVE(short), 2, true },
	['e' - FIRST_CODE] = { NATIVE(short), 2, false },
	['i' - FIRST_CODE] = { NATIVE(int), 4, true },
	['I' - FIRST_CODE] = { NATIVE(int), 4, true },
	['f' - FIRST_CODE] = { NATIVE(int), 4, true },
	['l' - FIRST_CODE] = { NATIVE(long), 4, true },
	['L' - FIRST_CODE] = { NATIVE(long), 4, true },
	['q' - FIRST_CODE] = { NATIVE(long long), 8, true },
	['Q' - FIRST_CODE] = { NATIVE(long long), 8, true },
	['d' - FIRST_CODE] = { NATIVE(long long), 8, true },
	['n' - FIRST_CODE] = { NATIVE(size_t), 0, true },
	['N' - FIRST_CODE] = { NATIVE(size_t), 0, true },
	['P' - FIRST_CODE] = { NATIVE(void *), 0, true },
};

const struct mv_format_abi mv_format_own = {
	.word = sizeof(long),
	.align = ALIGN_OF(long long),
};

static const struct mv_format_code *mv_format_find(char code)
{
	u32 i = (u8)code - FIRST_CODE;

	if (i >= ARRAY_SIZE(mv_format_codes) || !mv_format_codes[i].native_size)
		return NULL;
	return &mv_format_codes[i];
}

static bool mv_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool mv_is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool mv_format_more(const struct mv_format_cursor *cursor)
{
	return cursor->next < cursor->end;
}

/* The next character, or NUL at the end; NUL has no meaning in a format. */
static char mv_format_peek(const struct mv_format_cursor *cursor)
{
	return mv_format_more(cursor) ? *cursor->next : '\0';
}

static int mv_format_number(struct mv_format_cursor *cursor, s64 *number)
{
	s64 n = 0;

	if (!mv_is_digit(mv_format_peek(cursor)))
		return -EINVAL;
	while (mv_is_digit(mv_format_peek(cursor))) {
		if (check_mul_overflow(n, (s64)10, &n) ||
		    check_add_overflow(n, (s64)(*cursor->next - '0'), &n))
			return -EOVERFLOW;
		cursor->next++;
	}
	*number = n;
	return 0;
}

/* "(2,3)": its dimensions multiply @item->count. */
static int mv_format_shape(struct mv_format_cursor *cursor,
			   struct mv_format_item *item)
{
	s64 n;
	int err;

	if (item->shape)
		return -EINVAL;
	item->shape = cursor->next + 1;
	do {
		cursor->next++;
		err = mv_format_number(cursor, &n);
		if (err)
			return err;
		if (check_mul_overflow(item->count, n, &item->count))
			return -EOVERFLOW;
		item->shape_ndim++;
	} while (mv_format_peek(cursor) == ',');
	if (mv_format_peek(cursor) != ')')
		return -EINVAL;
	item->shape_len = cursor->next - item->shape;
	cursor->next++;
	return 0;
}

/* Read what precedes the count: white space, byte order marks, a shape. */
static int mv_format_prefix(struct mv_format_cursor *cursor,
			    struct mv_format_item *item)
{
	int err;

	for (; mv_format_more(cursor); cursor->next++) {
		while (mv_format_peek(cursor) == '(') {
			err = mv_format_shape(cursor, item);
			if (err)
				return err;
		}
		switch (mv_format_peek(cursor)) {
		case '@':
		case '=':
		case '<':
		case '>':
		case '^':
			item->order = *cursor->next;
			cursor->order = item->order;
			break;
		case '!':
			item->order = '>';
			cursor->order = item->order;
			break;
		default:
			if (!mv_is_space(mv_format_peek(cursor)))
				return 0;
		}
	}
	return 0;
}

static int mv_format_name(struct mv_format_cursor *cursor,
			  struct mv_format_item *item)
{
	if (mv_format_peek(cursor) != ':')
		return 0;
	item->name = ++cursor->next;
	while (mv_format_more(cursor) && *cursor->next != ':') {
		/* Tools print names, so they have no control characters. */
		if ((u8)*cursor->next < ' ' || *cursor->next == 0x7f)
			return -EINVAL;
		cursor->next++;
	}
	item->name_len = cursor->next - item->name;
	if (!mv_format_more(cursor) || !item->name_len)
		return -EINVAL;
	cursor->next++;
	return 0;
}

static int mv_format_align(struct mv_format_cursor *cursor, s64 align)
{
	s64 up;

	if (check_add_overflow(cursor->offset, align - 1, &up))
		return -EOVERFLOW;
	up &= ~(align - 1);
	if (up != cursor->offset)
		cursor->holes = true;
	cursor->offset = up;
	return 0;
}

/* "T{…}", from the brace on: reads all items to learn size and alignment. */
static int mv_format_record(struct mv_format_cursor *cursor,
			    struct mv_format_item *item, s64 *align)
{
	struct mv_format_cursor inner = *cursor;
	struct mv_format_item field;
	int more;

	if (mv_format_peek(cursor) != '{')
		return -EINVAL;
	if (cursor->depth == MV_FORMAT_DEPTH)
		return -E2BIG;
	item->body = ++inner.next;
	inner.offset = 0;
	inner.align = 1;
	inner.holes = false;
	inner.depth++;
	do
		more = mv_format_next(&inner, &field);
	while (more > 0);
	cursor->next = inner.next;
	if (more < 0)
		return more;
	if (mv_format_peek(&inner) != '}')
		return -EINVAL;
	if (inner.order == '@' && mv_format_align(&inner, inner.align))
		return -EOVERFLOW;

	item->body_len = inner.next - item->body;
	item->size = inner.offset;
	item->holes = inner.holes;
	*align = inner.align;
	cursor->next++;
	cursor->order = inner.order;
	return 0;
}

static int mv_format_scalar(struct mv_format_cursor *cursor,
			    struct mv_format_item *item, s64 *align)
{
	const struct mv_format_code *info;
	bool native = cursor->order == '@' || cursor->order == '^';
	bool complex = item->code == 'Z';

	if (complex) {
		item->code = mv_format_peek(cursor);
		if (item->code != 'f' && item->code != 'd')
			return -EINVAL;
		cursor->next++;
	}
	info = mv_format_find(item->code);
	item->size = 0;
	if (info)
		item->size = native ? info->native_size : info->standard_size;
	if (!item->size) {
		cursor->next--;
		return -EINVAL;
	}
	*align = info->native_align;
	if (mv_format_is_word(item))
		*align = item->size = cursor->abi->word;
	else if (item->size == 8)
		*align = cursor->abi->align;
	if (complex) {
		item->code += 'F' - 'f';
		item->size *= 2;
	}
	return 0;
}

/* Put the item behind the ones before it, and move on. */
static int mv_format_place(struct mv_format_cursor *cursor,
			   struct mv_format_item *item, s64 align)
{
	s64 bytes;

	if (cursor->order == '@') {
		if (mv_format_align(cursor, align))
			return -EOVERFLOW;
		if (cursor->align < align)
			cursor->align = align;
	}
	item->offset = cursor->offset;
	if (check_mul_overflow(item->size, item->count, &bytes) ||
	    check_add_overflow(cursor->offset, bytes, &cursor->offset))
		return -EOVERFLOW;
	if (bytes && (item->code == 'x' || item->holes))
		cursor->holes = true;
	return 0;
}

void mv_format_first(struct mv_format_cursor *cursor, const char *format,
		     size_t len)
{
	*cursor = (struct mv_format_cursor) {
		.next = format,
		.end = format + len,
		.align = 1,
		.order = '@',
		.abi = &mv_format_own,
	};
}

void mv_format_enter(struct mv_format_cursor *cursor,
		     const struct mv_format_item *record)
{
	mv_format_first(cursor, record->body, record->body_len);
	cursor->order = record->order;
	cursor->depth = record->depth + 1;
}

int mv_format_next(struct mv_format_cursor *cursor,
		   struct mv_format_item *item)
{
	s64 repeat = 1, align = 1;
	int err;

	*item = (struct mv_format_item) { .count = 1, .depth = cursor->depth };
	err = mv_format_prefix(cursor, item);
	if (err)
		return err;
	if (!mv_format_more(cursor) || (cursor->depth && *cursor->next == '}'))
		return item->shape || item->order ? -EINVAL : 0;
	if (mv_is_digit(mv_format_peek(cursor))) {
		err = mv_format_number(cursor, &repeat);
		if (err)
			return err;
		item->counted = true;
	}
	if (!mv_format_more(cursor))
		return -EINVAL;
	item->code = *cursor->next++;
	item->order = cursor->order;
	if (item->code == 'T')
		err = mv_format_record(cursor, item, &align);
	else
		err = mv_format_scalar(cursor, item, &align);
	if (err)
		return err;
	if (item->code == 's' || item->code == 'p')
		item->size = repeat;
	else if (check_mul_overflow(item->count, repeat, &item->count))
		return -EOVERFLOW;
	err = mv_format_place(cursor, item, align);
	if (err)
		return err;
	err = mv_format_name(cursor, item);
	return err ? err : 1;
}

int mv_format_itemsize(const char *format, size_t len, s64 *itemsize)
{
	const struct mv_format_code *info;
	struct mv_format_cursor cursor;
	struct mv_format_item item;
	int more;

	/* A fast path for casts: most formats are a single code. */
	info = len == 1 ? mv_format_find(*format) : NULL;
	if (info) {
		*itemsize = info->native_size;
		return 0;
	}
	if (len > MV_FORMAT_MAX)
		return -E2BIG;
	mv_format_first(&cursor, format, len);
	do
		more = mv_format_next(&cursor, &item);
	while (more > 0);
	if (more < 0)
		return more;
	if (!cursor.offset)
		return -EINVAL;
	*itemsize = cursor.offset;
	return 0;
}

char mv_format_native(const char *format, size_t len)
{
	const struct mv_format_code *info;

	if (len && *format == '@') {
		format++;
		len--;
	}
	info = len == 1 ? mv_format_find(*format) : NULL;
	return info && info->castable ? *format : 0;
}

bool mv_format_is_word(const struct mv_format_item *item)
{
	if (item->order != '@' && item->order != '^')
		return false;
	switch (item->code) {
	case 'l':
	case 'L':
	case 'n':
	case 'N':
	case 'P':
		return true;
	default:
		return false;
	}
}

s64 mv_format_unit(const struct mv_format_item *item)
{
	switch (item->code) {
	case 's':
	case 'p':
	case 'x':
		return 1;
	case 'F':
	case 'D':
		return item->size / 2;
	default:
		return item->size;
	}
}

bool mv_format_splits(const char *format, size_t len, s64 at)
{
	struct mv_format_cursor cursor;
	struct mv_format_item item;
	u64 inside;

	mv_format_first(&cursor, format, len);
	while (mv_format_next(&cursor, &item) > 0 && at >= item.offset) {
		if (at - item.offset >= item.size * item.count)
			continue;
		div64_u64_rem(at - item.offset, item.code == 'T' ? item.size :
			      mv_format_unit(&item), &inside);
		if (item.code != 'T')
			return inside;
		at = inside;
		mv_format_enter(&cursor, &item);
	}
	return false;
}

bool mv_format_big_endian(char order)
{
	if (order == '<' || order == '>')
		return order == '>';
	return __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__;
}
