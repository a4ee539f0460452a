// SPDX-License-Identifier: GPL-2.0
/* The core's format parser against the model's. */
#include "agree.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct text {
	const char *start;
	size_t len;
};

static void fail(const struct text *text, const char *what, long long n)
{
	fprintf(stderr, "core and model differ: %s, %lld, in \"%.*s\"\n", what,
		n, (int)text->len, text->start);
	abort();
}

static bool inside(const struct text *text, const char *part, size_t len)
{
	return part >= text->start && part <= text->start + text->len &&
	       len <= (size_t)(text->start + text->len - part);
}

/* Check an item: its text lies inside the format, its sizes fit. */
static void agree_item(const struct text *text,
		       const struct mv_format_item *item,
		       const struct model_item *want)
{
	if (item->code != want->code || item->order != want->order ||
	    item->depth != want->depth)
		fail(text, "an item's code, order or depth", item->code);
	if ((s128)item->offset != want->offset || item->offset < 0)
		fail(text, "an item's offset", (long long)item->offset);
	if ((s128)item->size != want->size || item->size < 0)
		fail(text, "an item's size", (long long)item->size);
	if ((s128)item->count != want->count || item->count < 0)
		fail(text, "an item's count", (long long)item->count);
	if (item->name && (!item->name_len ||
			   !inside(text, item->name, item->name_len)))
		fail(text, "an item's name", item->name_len);
	if (item->shape && (!item->shape_len || !item->shape_ndim ||
			    !inside(text, item->shape, item->shape_len)))
		fail(text, "an item's shape", item->shape_len);
	if ((item->code == 'T') != !!item->body ||
	    (item->body && !inside(text, item->body, item->body_len)))
		fail(text, "an item's body", item->body_len);
}

/* All items that @cursor stands before; returns how many the model has. */
static unsigned int agree_items(const struct text *text,
				struct mv_format_cursor *cursor,
				const struct model_format *format,
				unsigned int at)
{
	struct mv_format_cursor inner;
	struct mv_format_item item;
	s64 end = 0;
	int more;

	while ((more = mv_format_next(cursor, &item)) > 0) {
		if (at == format->count)
			fail(text, "there are more items", at);
		agree_item(text, &item, &format->items[at++]);
		if (item.offset < end)
			fail(text, "an item overlaps the one before", at);
		end = item.offset + item.size * item.count;
		if (cursor->offset != end)
			fail(text, "the next item's place",
			     (long long)cursor->offset);
		if (item.code != 'T')
			continue;
		mv_format_enter(&inner, &item);
		at = agree_items(text, &inner, format, at);
		if (inner.offset > item.size)
			fail(text, "a record is shorter than its items",
			     (long long)item.size);
		if (inner.next != inner.end)
			fail(text, "a record ends early", at);
	}
	if (more)
		fail(text, "an accepted format gives an error", more);
	return at;
}

static long long model_unit(const struct mv_format_item *item)
{
	if (strchr("spx", item->code))
		return 1;
	return strchr("FD", item->code) ? item->size / 2 : item->size;
}

/* Does a number begin before @at and end behind it? One by one. */
static bool model_splits(struct mv_format_cursor *cursor, long long base,
			 long long at)
{
	long long from, end, unit;
	struct mv_format_cursor inner;
	struct mv_format_item item;

	while (mv_format_next(cursor, &item) > 0) {
		unit = item.code == 'T' ? item.size : model_unit(&item);
		from = base + item.offset;
		end = from + item.size * item.count;
		for (; from < end && from <= at; from += unit) {
			if (item.code != 'T' && from < at && at < from + unit)
				return true;
			if (item.code != 'T')
				continue;
			mv_format_enter(&inner, &item);
			if (model_splits(&inner, from, at))
				return true;
		}
	}
	return false;
}

#define SPLITS_TRIED	24	/* bytes */

static void agree_splits(const struct text *text, s64 itemsize)
{
	struct mv_format_cursor cursor;
	s64 at;

	for (at = 0; at <= itemsize && at < SPLITS_TRIED; at++) {
		mv_format_first(&cursor, text->start, text->len);
		if (mv_format_splits(text->start, text->len, at) !=
		    model_splits(&cursor, 0, at))
			fail(text, "a number is, or is not, split at",
			     (long long)at);
	}
}

int agree_format(const char *text, size_t len)
{
	static struct model_format format;
	const struct text whole = { text, len };
	unsigned int faults = model_format(&format, text, len);
	struct mv_format_cursor cursor;
	s64 itemsize = 0, again = 0;
	int err;

	err = mv_format_itemsize(text, len, &itemsize);
	if (!model_allows(faults, err))
		fail(&whole, "itemsize gives", err);
	if (err)
		return err;
	if ((s128)itemsize != format.itemsize || itemsize <= 0)
		fail(&whole, "itemsize is", (long long)itemsize);
	if (mv_format_itemsize(text, len, &again) || again != itemsize)
		fail(&whole, "itemsize is not always", (long long)itemsize);
	mv_format_first(&cursor, text, len);
	if (agree_items(&whole, &cursor, &format, 0) != format.count)
		fail(&whole, "there are fewer items", format.count);
	if (cursor.offset != itemsize)
		fail(&whole, "the items' end", (long long)cursor.offset);
	if (mv_format_native(text, len) &&
	    (format.count != 1 || format.items[0].order != '@' ||
	     format.items[0].count != 1))
		fail(&whole, "native", format.count);
	agree_splits(&whole, itemsize);
	return 0;
}
