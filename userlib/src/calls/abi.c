// SPDX-License-Identifier: LGPL-2.1-or-later
/* Formats between programs and kernels whose long differs. */
#include "calls/abi.h"

#include <stdio.h>
#include <string.h>

#include <linux/mview.h>

#include "core/format.h"

const struct mv_format_abi abi_64 = { .word = 8, .align = 8 };

/**
 * struct text - the format being written
 * @next: where to
 * @end: behind the last byte of room
 * @differs: the two ABIs read different things in what was read so far
 */
struct text {
	char *next;
	char *end;
	bool differs;
};

static int put(struct text *text, const char *bytes, size_t n)
{
	if (n > (size_t)(text->end - text->next))
		return -E2BIG;
	memcpy(text->next, bytes, n);
	text->next += n;
	return 0;
}

static int put_padding(struct text *text, int64_t n)
{
	char digits[24];

	if (!n)
		return 0;
	return put(text, digits,
		   snprintf(digits, sizeof(digits), "%lldx", (long long)n));
}

/* The prefix of an item's code or fields: marks, shape and count. */
static int put_prefix(struct text *text, const char *start, const char *end)
{
	char *at = text->next;
	int err = put(text, start, end - start);

	for (; !err && at < text->next; at++)
		if (*at == '@')
			*at = '^';
	return err;
}

/* An integer of a word's size, signed as the item is */
static char integer(const struct mv_format_item *item)
{
	bool is_signed = item->code == 'l' || item->code == 'n';

	if (item->size == 8)
		return is_signed ? 'q' : 'Q';
	return is_signed ? 'i' : 'I';
}

static int translate(struct text *text, struct mv_format_cursor *from,
		     struct mv_format_cursor *to);

/* The text between the braces of a record */
static int put_fields(struct text *text, const struct mv_format_item *record,
		      const struct mv_format_abi *from,
		      const struct mv_format_abi *to)
{
	struct mv_format_cursor a, b;
	int err;

	mv_format_enter(&a, record);
	mv_format_enter(&b, record);
	a.abi = from;
	b.abi = to;
	err = translate(text, &a, &b);
	if (!err)
		err = put_padding(text, record->size - a.offset);
	return err ? err : put(text, "}", 1);
}

/* The item whose text begins at @start, and ends where @from has come to */
static int put_item(struct text *text, const struct mv_format_item *item,
		    const char *start, const struct mv_format_cursor *from,
		    const struct mv_format_cursor *to)
{
	const char *end = item->name ? item->name - 1 : from->next;
	const char *body = item->code == 'T' ? item->body : end - 1;
	char code = mv_format_is_word(item) ? integer(item) : *body;
	int err;

	err = put_prefix(text, start, body);
	if (!err && item->code == 'T')
		err = put_fields(text, item, from->abi, to->abi);
	else if (!err)
		err = put(text, &code, 1);
	return err ? err : put(text, end, from->next - end);
}

/* The cursors stand at the same place of the same text. 0 or -errno. */
static int translate(struct text *text, struct mv_format_cursor *from,
		     struct mv_format_cursor *to)
{
	struct mv_format_item item, other;
	int more, err = 0;

	while (!err) {
		const char *start = from->next;
		int64_t offset = from->offset;

		more = mv_format_next(from, &item);
		if (more > 0)
			more = mv_format_next(to, &other);
		if (more <= 0)
			return more;
		if (item.offset != other.offset || item.size != other.size)
			text->differs = true;
		err = put_padding(text, item.offset - offset);
		if (!err)
			err = put_item(text, &item, start, from, to);
	}
	return err;
}

ptrdiff_t abi_translate(char *out, size_t room, const char *format, size_t len,
			const struct mv_format_abi *from,
			const struct mv_format_abi *to)
{
	struct text text = { .next = out, .end = out + room };
	/* A single code stays one: a cast by name takes no other formats. */
	char code = mv_format_native(format, len);
	struct mv_format_cursor a, b;
	int err;

	mv_format_first(&a, code ? &code : format, code ? 1 : len);
	b = a;
	a.abi = from;
	b.abi = to;
	err = code ? 0 : put(&text, "^", 1);
	if (!err)
		err = translate(&text, &a, &b);
	if (err)
		return err;
	if (!text.differs) {
		text.next = out;
		err = put(&text, format, len);
	}
	return err ? err : text.next - out;
}

int abi_from_kernel(char *format, uint32_t *len, uint32_t long_size)
{
	char text[MVIEW_FORMAT_MAX];
	ptrdiff_t n;

	if (long_size == mv_format_own.word)
		return 0;
	n = abi_translate(text, sizeof(text), format, *len, &abi_64,
			  &mv_format_own);
	if (n < 0)
		return n;
	memcpy(format, text, n);
	*len = n;
	return 0;
}

/* A format that is translated for abi_64 is the same in every ABI. */
int abi_to_kernel(char *text, const char **format, size_t *len)
{
	ptrdiff_t n;

	if (mv_format_own.word == abi_64.word || !*format)
		return 0;
	n = abi_translate(text, MVIEW_FORMAT_MAX, *format, *len,
			  &mv_format_own, &abi_64);
	if (n < 0)
		return n == -E2BIG ? n : 0;
	*format = text;
	*len = n;
	return 0;
}
