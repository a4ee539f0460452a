// SPDX-License-Identifier: LGPL-2.1-or-later
/* Bits in a short text: "flags{done:0,eop:1,err:7:4}". */
#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "base/error.h"
#include "base/number.h"
#include "mview-inspect/lens.h"
#include "types/arena.h"

#define LENGTH	4096	/* characters of a text */

/**
 * struct reader - a text as it is read
 * @text: all of it
 * @at: where the next word begins
 * @arena: of names
 */
struct reader {
	const char *text;
	const char *at;
	struct arena *arena;
};

static int bad_text(const struct reader *reader, const char *why)
{
	return inspect_fail_int(EINVAL,
				"\"%.60s\": %s, at \"%.40s\"; bits are written as flags{done:0,err:7:4}",
				reader->text, why, reader->at);
}

static void skip_spaces(struct reader *reader)
{
	while (isspace((unsigned char)*reader->at))
		reader->at++;
}

static bool take(struct reader *reader, char c)
{
	skip_spaces(reader);
	if (*reader->at != c)
		return false;
	reader->at++;
	return true;
}

/* Up to one of @ends, without spaces around it. */
static const char *read_word(struct reader *reader, const char *ends)
{
	const char *start;
	size_t len;
	char *word;

	skip_spaces(reader);
	start = reader->at;
	reader->at += strcspn(start, ends);
	len = reader->at - start;
	while (len && isspace((unsigned char)start[len - 1]))
		len--;
	word = arena_alloc(reader->arena, len + 1, 1);
	if (word)
		memcpy(word, start, len);
	return word;
}

static int read_bit(struct reader *reader, struct mview_lens_bit *bit)
{
	uint64_t high, low;

	bit->name = read_word(reader, ":,{}");
	if (!bit->name)
		return -1;
	if (!take(reader, ':'))
		return bad_text(reader, "a : and the number of a bit are missing");
	skip_spaces(reader);
	if (!number_read(&reader->at, 127, &high))
		return bad_text(reader, "this is no number of a bit");
	low = high;
	if (take(reader, ':') && !number_read(&reader->at, 127, &low))
		return bad_text(reader, "this is no number of a bit");
	bit->high = high;
	bit->low = low;
	return 0;
}

/* Between braces; there are less of them than characters. */
static int read_bits(struct reader *reader, struct mview_lens_field *field)
{
	struct mview_lens_bit *bits;
	size_t room = 1;
	const char *c;

	for (c = reader->at; *c && *c != '}'; c++)
		room += *c == ',';
	bits = arena_alloc(reader->arena, room, sizeof(*bits));
	field->bits = bits;
	if (!bits)
		return -1;
	do {
		if (read_bit(reader, &bits[field->nbits++]))
			return -1;
	} while (take(reader, ','));
	return take(reader, '}') ? 0 : bad_text(reader, "a , or } is missing");
}

static int read_field(struct reader *reader, struct mview_lens_field *field)
{
	field->path = read_word(reader, "{},");
	if (!field->path)
		return -1;
	if (!take(reader, '{'))
		return bad_text(reader, "a { is missing");
	return read_bits(reader, field);
}

static int read_fields(struct reader *reader, struct mview_lens_field **fields,
		       int *n)
{
	size_t room = 1;
	const char *c;
	bool more;

	for (c = reader->at; *c; c++)
		room += *c == '{';
	*fields = arena_alloc(reader->arena, room, sizeof(**fields));
	if (!*fields)
		return -1;
	do {
		if (read_field(reader, &(*fields)[(*n)++]))
			return -1;
		more = take(reader, ',');
		skip_spaces(reader);
	} while (more || *reader->at);
	return 0;
}

struct mview_ctype *mview_lens_bits(const struct mview_ctype *type,
				    const char *text)
{
	struct arena arena = { .chunks = NULL };
	struct reader reader = { .text = text, .at = text, .arena = &arena };
	struct mview_ctype *made = NULL;
	struct mview_lens_field *fields;
	int n = 0;

	if (strlen(text) > LENGTH)
		return inspect_fail(E2BIG, "bits are told in at most %d characters",
				    LENGTH);
	if (!read_fields(&reader, &fields, &n))
		made = mview_ctype_derive(type, fields, n);
	arena_deinit(&arena);
	return made;
}
