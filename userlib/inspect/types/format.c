// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The format of a type's storage: each byte once, in the order of memory, gaps
 * as padding. Members of anonymous structs stand among those of what they lie
 * in, as in C.
 */
#include "types/format.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "mview-inspect/types.h"
#include "types/arena.h"
#include "types/build.h"

#define FORMAT_MAX	4096	/* what mview takes */
#define DEPTH_MAX	16

/**
 * struct format - a format as it grows
 * @text: until now
 * @len: its length; above FORMAT_MAX once it has become too long
 * @at: bytes of the record that it covers
 * @has_gaps: padding was written, or bytes of storage that none is known of
 * @depth: records in records
 */
struct format {
	char text[FORMAT_MAX + 1];
	size_t len;
	int64_t at;
	bool has_gaps;
	int depth;
};

__attribute__((format(printf, 2, 3)))
static void put(struct format *format, const char *text, ...)
{
	size_t left;
	va_list args;

	if (format->len > FORMAT_MAX)
		return;
	left = sizeof(format->text) - format->len;
	va_start(args, text);
	format->len += vsnprintf(format->text + format->len, left, text, args);
	va_end(args);
}

/* Padding up to byte @to. */
static void put_gap(struct format *format, int64_t to)
{
	if (to <= format->at)
		return;
	put(format, "%lldx", (long long)(to - format->at));
	format->at = to;
	format->has_gaps = true;
}

/* A name is all but ":", which ends it. */
static void put_name(struct format *format, const char *name)
{
	if (*name && !strchr(name, ':'))
		put(format, ":%s:", name);
}

static void put_shape(struct format *format, const struct mview_member *member)
{
	int i;

	for (i = 0; i < member->ndim; i++)
		put(format, "%s%lld", i ? "," : "(",
		    (long long)member->shape[i]);
	if (member->ndim)
		put(format, ")");
}

char format_code(int size)
{
	switch (size) {
	case 1:
		return 'B';
	case 2:
		return 'H';
	case 4:
		return 'I';
	case 8:
		return 'Q';
	}
	return 0;
}

static char code_of(const struct mview_member *member)
{
	char code = format_code(member->size);

	switch (member->kind) {
	case MVIEW_MEMBER_BOOL:
		return member->size == 1 ? '?' : code;
	case MVIEW_MEMBER_CHAR:
		return 'c';
	case MVIEW_MEMBER_FLOAT:
		return member->size == 4 ? 'f' : 'd';
	case MVIEW_MEMBER_INT:
	case MVIEW_MEMBER_ENUM:
		return code && member->is_signed ? code + 'a' - 'A' : code;
	default:
		return code;
	}
}

static void put_members(struct format *format, const struct mview_member *record,
			int64_t base);

/* A record of its own, where offsets begin again. */
static void put_record(struct format *format, const struct mview_member *record)
{
	int64_t at = format->at;

	if (++format->depth > DEPTH_MAX)
		format->len = FORMAT_MAX + 1;
	format->at = 0;
	put(format, "T{");
	put_members(format, record, 0);
	put(format, "}");
	format->at = at;
	format->depth--;
}

static void put_value(struct format *format, const struct mview_member *member)
{
	char code = code_of(member);

	/* Before the byte order, where NumPy wants it. */
	put_shape(format, member);
	if (is_record(member))
		put_record(format, member);
	else if (code)
		put(format, "%c%c", member->order, code);
	else
		put(format, "%lldB", (long long)member->size);
	put_name(format, member->name);
	format->at += bytes_of(member);
}

/* Names as a|b|c: of bit-fields of one storage, of an anonymous union. */
static void put_names(struct format *format, const struct mview_member *member,
		      int n)
{
	const char *mark = ":";
	int i;

	for (i = 0; i < n && format->len <= FORMAT_MAX; i++, member++) {
		if (!*member->name || strchr(member->name, ':'))
			continue;
		put(format, "%s%s", mark, member->name);
		mark = "|";
	}
	if (*mark == '|')
		put(format, ":");
}

/* Bit-fields in a row whose storage overlaps; returns how many they are. */
static int put_bits(struct format *format, const struct mview_member *member,
		    int n, int64_t base)
{
	int64_t end = member->offset + member->size;
	char code;
	int i;

	for (i = 1; i < n && member[i].is_bits && member[i].offset < end; i++)
		if (member[i].offset + member[i].size > end)
			end = member[i].offset + member[i].size;
	end += base;
	if (end <= format->at)
		return i;
	code = format_code(end - format->at);
	if (code)
		put(format, "%c%c", member->order, code);
	else
		put(format, "%lldB", (long long)(end - format->at));
	put_names(format, member, i);
	format->at = end;
	return i;
}

/* Returns how many members that was. */
static int put_member(struct format *format, const struct mview_member *member,
		      int n, int64_t base)
{
	if (!bytes_of(member))
		return 1;
	put_gap(format, base + member->offset);
	if (member->is_bits)
		return put_bits(format, member, n, base);
	/* Where members overlap or go back, it is no struct of C's. */
	if (base + member->offset < format->at)
		format->len = FORMAT_MAX + 1;
	else if (is_record(member) && !*member->name && !member->ndim)
		put_members(format, member, base + member->offset);
	else
		put_value(format, member);
	return 1;
}

static void put_struct(struct format *format, const struct mview_member *record,
		       int64_t base)
{
	int i = 0;

	while (i < record->nmembers && format->len <= FORMAT_MAX)
		i += put_member(format, &record->members[i],
				record->nmembers - i, base);
	put_gap(format, base + record->size);
}

/* The first member that fills it without gaps, else bytes. */
static void put_union(struct format *format, const struct mview_member *record,
		      int64_t base)
{
	bool had_gaps = format->has_gaps;
	size_t len = format->len;
	int i;

	if (len > FORMAT_MAX)
		return;
	for (i = 0; i < record->nmembers; i++) {
		format->has_gaps = false;
		put_member(format, &record->members[i], 1, base);
		if (format->len <= FORMAT_MAX && !format->has_gaps &&
		    format->at == base + record->size)
			break;
		format->len = len;
		format->at = base;
	}
	format->has_gaps = had_gaps;
	if (i < record->nmembers)
		return;
	put(format, "%lldB", (long long)record->size);
	put_names(format, record->members, record->nmembers);
	format->at = base + record->size;
}

static void put_members(struct format *format, const struct mview_member *record,
			int64_t base)
{
	if (record->kind == MVIEW_MEMBER_UNION)
		put_union(format, record, base);
	else
		put_struct(format, record, base);
}

const char *format_of(struct arena *arena, const struct mview_member *root)
{
	int64_t size = bytes_of(root);
	struct format format = { .len = 0 };

	put_value(&format, root);
	if (format.len > FORMAT_MAX || mview_format_size(format.text, NULL) != size)
		snprintf(format.text, sizeof(format.text), "%lldB",
			 (long long)size);
	return arena_text(arena, format.text);
}
