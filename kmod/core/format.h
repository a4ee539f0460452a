/* SPDX-License-Identifier: GPL-2.0 OR LGPL-2.1-or-later */
/*
 * Formats: the syntax of Python's struct module with the additions of
 * PEP 3118, read item by item without allocation.
 *
 *	format  := item*
 *	item    := (shape | order | space)* [count] code [":" name ":"]
 *	shape   := "(" number ("," number)* ")"		one C-ordered sub-array
 *	order   := "@" | "=" | "<" | ">" | "!" | "^"	holds until the next one
 *	code    := x c b B ? h H i I l L q Q n N e f d s p P
 *		 | "Zf" | "Zd" | "T{" format "}"
 *
 * "@", the initial order, means native sizes and alignment; "^" native sizes,
 * packed; the others standard sizes, packed, and have no n, N and P. The count
 * of s and p is their length. A record T{...} is aligned and padded at its end
 * as a C struct in "@" order; a format of several items without braces is not
 * padded at its end, as in struct.calcsize().
 */
#ifndef MVIEW_CORE_FORMAT_H
#define MVIEW_CORE_FORMAT_H

#include "port.h"

#define MV_FORMAT_MAX	4096	/* bytes of a format */
#define MV_FORMAT_DEPTH	16	/* records inside records */

/**
 * struct mv_format_abi - how native codes differ between Linux's machines
 * @word: bytes of long, size_t and pointers, and their alignment
 * @align: alignment of the other native numbers of 8 bytes in a struct
 */
struct mv_format_abi {
	u8 word;
	u8 align;
};

/* The C compiler's sizes and alignments of native codes. */
extern const struct mv_format_abi mv_format_own;

/**
 * struct mv_format_cursor - a place in a format
 * @next: the text that is left
 * @end: behind its last byte
 * @offset: bytes of the record up to here
 * @align: alignment that the items so far ask for
 * @depth: records that this one lies in
 * @order: byte order mark in force, one of @ = < > ^
 * @holes: some of the bytes up to here are padding, of x or by alignment
 * @abi: what native codes mean; mv_format_own unless the caller changes it
 */
struct mv_format_cursor {
	const char *next;
	const char *end;
	s64 offset;
	s64 align;
	u32 depth;
	char order;
	bool holes;
	const struct mv_format_abi *abi;
};

/**
 * struct mv_format_item - one item of a format
 * @offset: bytes from the start of the record (or format) that it stands in
 * @size: bytes of one: what the code takes, all of s and p, a padded record
 * @count: how many follow one another: the repeat count times @shape
 * @code: its struct code; 'F' and 'D' for Zf and Zd, 'T' for a record
 * @order: byte order mark in force at its code, one of @ = < > ^
 * @counted: a repeat count was written
 * @holes: of a record: some of its bytes are padding
 * @depth: records that it lies in
 * @shape_ndim: dimensions of the sub-array; 0 if there is none
 * @shape: text between the parentheses of its sub-array
 * @shape_len: length of @shape
 * @name: its field name, not terminated; NULL if it has none
 * @name_len: length of @name
 * @body: text between the braces of a record
 * @body_len: length of @body
 */
struct mv_format_item {
	s64 offset;
	s64 size;
	s64 count;
	char code;
	char order;
	bool counted;
	bool holes;
	u32 depth;
	u32 shape_ndim;
	const char *shape;
	u32 shape_len;
	u32 name_len;
	const char *name;
	const char *body;
	u32 body_len;
};

/**
 * mv_format_first - start to read a format
 * @cursor: written
 * @format: the text, not terminated; borrowed
 * @len: its length
 */
void mv_format_first(struct mv_format_cursor *cursor, const char *format,
		     size_t len);

/**
 * mv_format_enter - start to read the items of a record
 * @cursor: written
 * @record: an item with the code 'T'; its text is borrowed
 */
void mv_format_enter(struct mv_format_cursor *cursor,
		     const struct mv_format_item *record);

/**
 * mv_format_next - read one item
 * @cursor: moved behind it; on error, @cursor->next is where the text is wrong,
 *	or ends too early
 * @item: written; padding (x) is an item too
 *
 * Return: 1, 0 at the end, -EINVAL if the text is no format, -E2BIG if
 * records are nested too deep, -EOVERFLOW if a size would overflow.
 */
int mv_format_next(struct mv_format_cursor *cursor,
		   struct mv_format_item *item);

/**
 * mv_format_itemsize - check a format whole and give its size
 * @format: the text, not terminated
 * @len: its length
 * @itemsize: written; bytes of one element, more than 0
 *
 * Return: 0, or as mv_format_next(); -E2BIG also if @len is too long, -EINVAL
 * also if the element has no bytes.
 */
int mv_format_itemsize(const char *format, size_t len, s64 *itemsize);

/**
 * mv_format_native - the code of a format that is a single native one
 * @format: the text, not terminated
 * @len: its length
 *
 * These are the formats that memoryview.cast() takes: one code out of
 * "cbBhHiIlLqQnNfd?P", with or without an "@" before it.
 *
 * Return: the code, or 0.
 */
char mv_format_native(const char *format, size_t len);

/**
 * mv_format_is_word - does a number have the size of a pointer
 * @item: any
 *
 * Return: whether it is one of l, L, n, N and P in a native order.
 */
bool mv_format_is_word(const struct mv_format_item *item);

/**
 * mv_format_unit - the bytes of an item that belong together
 * @item: none with the code 'T'
 *
 * Return: the size of one number, of which Zf and Zd have two; 1 for s, p and
 * padding.
 */
s64 mv_format_unit(const struct mv_format_item *item);

/**
 * mv_format_splits - does a byte lie inside a number, behind its first byte
 * @format: valid, not terminated
 * @len: its length
 * @at: the byte, from 0 to its itemsize
 */
bool mv_format_splits(const char *format, size_t len, s64 at);

/**
 * mv_format_big_endian - the byte order that a mark asks for
 * @order: one of @ = < > ^
 */
bool mv_format_big_endian(char order);

#endif /* MVIEW_CORE_FORMAT_H */
