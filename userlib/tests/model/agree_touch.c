// SPDX-License-Identifier: GPL-2.0
/* Which bytes formats touch: the core against the model, byte by byte. */
#include "agree.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/touch.h"

#define BYTES	256	/* of an element, at most */

struct map {
	bool touched[BYTES];
};

/*
 * Mark what the items from @at on touch, of a record at @base of which they are
 * @depth deep. Returns the item behind it.
 */
static unsigned int mark(struct map *map, const struct model_format *format,
			 unsigned int at, unsigned int depth, s128 base)
{
	const struct model_item *item;
	unsigned int behind;
	s128 i;

	while (at < format->count && format->items[at].depth == depth) {
		item = &format->items[at++];
		behind = at;
		while (behind < format->count &&
		       format->items[behind].depth > depth)
			behind++;
		/* An item with bytes has at most BYTES copies. */
		for (i = 0; item->size && i < item->count; i++) {
			s128 from = base + item->offset + i * item->size;

			if (item->code == 'T')
				mark(map, format, at, depth + 1, from);
			else if (item->code != 'x')
				memset(&map->touched[from], true, item->size);
		}
		at = behind;
	}
	return at;
}

/* False if the format is bad or its elements are too large. */
static bool draw(struct map *map, struct mv_layout *layout, const char *text,
		 size_t len)
{
	static struct model_format format;

	if (model_format(&format, text, len) || format.itemsize > BYTES ||
	    !format.itemsize)
		return false;
	memset(map, 0, sizeof(*map));
	mark(map, &format, 0, 0, 0);
	*layout = (struct mv_layout) {
		.format = text,
		.format_len = len,
		.itemsize = format.itemsize,
	};
	return true;
}

static bool all(const struct map *map, s64 size)
{
	return !memchr(map->touched, false, size);
}

static bool within(const struct map *a, const struct map *b, s64 size)
{
	for (s64 i = 0; i < size; i++)
		if (a->touched[i] && !b->touched[i])
			return false;
	return true;
}

bool agree_touch(const char *to, size_t to_len, const char *from,
		 size_t from_len)
{
	struct mv_layout dst, src;
	struct map dst_map, src_map;
	bool want;

	if (!draw(&dst_map, &dst, to, to_len) ||
	    !draw(&src_map, &src, from, from_len))
		return false;
	want = all(&src_map, src.itemsize) ||
	       (dst.itemsize == src.itemsize &&
		within(&dst_map, &src_map, src.itemsize));
	if (mv_touch_all(from, from_len) != all(&src_map, src.itemsize) ||
	    mv_touch_within(&dst, &src) != want) {
		fprintf(stderr, "core and model differ: \"%.*s\" %s \"%.*s\"\n",
			(int)to_len, to, want ? "lies within" : "leaves",
			(int)from_len, from);
		abort();
	}
	return true;
}
