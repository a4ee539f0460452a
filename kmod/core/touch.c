// SPDX-License-Identifier: GPL-2.0 OR LGPL-2.1-or-later
/* Which bytes an element touches: two formats compared from hole to hole. */
#include "touch.h"

#include "format.h"

/* mv_touch_within() gives up after so many characters of formats: some ms. */
#define MV_TOUCH_BUDGET	((s64)1 << 22)

bool mv_touch_all(const char *format, size_t len)
{
	struct mv_format_cursor cursor;
	struct mv_format_item item;

	mv_format_first(&cursor, format, len);
	while (mv_format_next(&cursor, &item) > 0)
		;
	return !cursor.holes;
}

/**
 * struct mv_touch - bytes of an element that are alike
 * @end: behind the last of them
 * @touched: they are a value's
 */
struct mv_touch {
	s64 end;
	bool touched;
};

/*
 * Find what the byte @at of @layout's elements is, and the bytes after it. It
 * enters records with padding and takes others as values, without recursion.
 */
static struct mv_touch mv_touch_at(const struct mv_layout *layout, s64 at,
				   s64 *budget)
{
	struct mv_touch touch = { .end = layout->itemsize };
	struct mv_format_cursor cursor;
	struct mv_format_item item;
	const char *text;
	s64 base = 0, lo, hi;
	int more;

	mv_format_first(&cursor, layout->format, layout->format_len);
	for (;;) {
		text = cursor.next;
		more = mv_format_next(&cursor, &item);
		*budget -= cursor.next - text;
		/* Padding at the end of a record. */
		if (more <= 0)
			return touch;
		lo = base + item.offset;
		hi = lo + item.size * item.count;
		if (hi <= at)
			continue;
		if (lo > at) {
			touch.end = lo;
			return touch;
		}
		if (item.code != 'T' || !item.holes) {
			touch.end = hi;
			touch.touched = item.code != 'x';
			return touch;
		}
		base = lo + (s64)div64_u64(at - lo, item.size) * item.size;
		touch.end = base + item.size;
		mv_format_enter(&cursor, &item);
	}
}

bool mv_touch_within(const struct mv_layout *dst, const struct mv_layout *src)
{
	s64 at = 0, budget = MV_TOUCH_BUDGET;
	struct mv_touch to, from;

	if (mv_touch_all(src->format, src->format_len))
		return true;
	if (dst->itemsize != src->itemsize)
		return false;
	if (dst->format_len == src->format_len &&
	    !memcmp(dst->format, src->format, src->format_len))
		return true;
	while (at < dst->itemsize && budget > 0) {
		to = mv_touch_at(dst, at, &budget);
		if (to.touched) {
			from = mv_touch_at(src, at, &budget);
			if (!from.touched)
				return false;
			to.end = min(to.end, from.end);
		}
		at = to.end;
	}
	return at == dst->itemsize;
}
