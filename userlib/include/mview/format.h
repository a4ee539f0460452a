/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* libmview: what an element consists of. Part of mview.h. */
#ifndef MVIEW_FORMAT_H
#define MVIEW_FORMAT_H

#include <mview/base.h>

MVIEW_BEGIN

/*
 * Native codes have the sizes and alignment of the program, as the C compiler
 * has them. Formats are translated between a program and a kernel that differ
 * in them, a 32-bit one and a 64-bit one: the kernel's l becomes q, its P
 * becomes Q, and gaps become padding in "^" order, as in "^T{i:a:4xd:b:}".
 */

/**
 * struct mview_field - what an element, or a part of it, consists of
 * @name: as in the format; f0, f1, … by place where it has none; "" for an
 *	element that is not a record
 * @code: struct module's code; 'F' and 'D' for Zf and Zd; 'T' for a record
 * @order: byte order of the values, '<' or '>'
 * @native: of native size: "@" or "^" was in force, or no mark at all
 * @offset: bytes from the start of the element or record that it lies in
 * @size: bytes of one value, record or string
 * @count: how many follow one another: the product of @shape
 * @ndim: dimensions of a sub-array; 0 if it is none
 * @shape: of the sub-array; a repeat count is its last axis
 * @nfields: of a record
 * @fields: of a record
 *
 * Only the library makes these; padding is left out.
 */
struct mview_field {
	const char *name;
	char code;
	char order;
	bool native;
	int64_t offset;
	int64_t size;
	int64_t count;
	int ndim;
	const int64_t *shape;
	int nfields;
	const struct mview_field *fields;
};

/**
 * mview_element - describe the view's elements
 * @view: a view
 *
 * Return: belongs to the view. Errors: EBADFD.
 */
const struct mview_field *mview_element(const struct mview *view);

/**
 * mview_text - an element, or a part of it, as text for people
 * @field: what it is; its whole sub-array is shown
 * @item: its first byte
 * @buf: written, always terminated; may be NULL if @size is 0
 * @size: of @buf
 *
 * The shortest decimal that reads back as the same number, bytes as b'...',
 * sub-arrays as [1, 2], records as (1, 2); in the "C" locale.
 *
 * Return: the length without the terminator, as snprintf(): if it is not below
 * @size, the text was cut off.
 */
size_t mview_text(const struct mview_field *field, const void *item, char *buf,
		  size_t size);

/**
 * mview_format_size - struct.calcsize(): bytes of an element of a format
 * @format: of an element
 * @at: set to the number of characters that can be read, which is where the
 *	format is wrong; its length if it is too short. Or NULL
 *
 * Return: the bytes. No view can have a format of 0 bytes. Errors: EINVAL for a
 * bad format; E2BIG for one that is too long, with @at 0, or nests records too
 * deeply; EOVERFLOW.
 */
int64_t mview_format_size(const char *format, size_t *at);

/**
 * mview_format_describe - a format as a table for people
 * @format: of an element
 * @buf: written, always terminated; may be NULL if @size is 0
 * @size: of @buf
 *
 * A line for each field: its offset in the record or element that it lies in,
 * its bytes in all, name, code, type. The fields of a record follow it, indented.
 * Padding has no line. An element that is no record has one line.
 *
 * Return: the length without the terminator, as snprintf(): if it is not below
 * @size, the text was cut off. Errors: EINVAL for a bad format, E2BIG,
 * EOVERFLOW, ENOMEM.
 */
ssize_t mview_format_describe(const char *format, char *buf, size_t size);

MVIEW_END

#endif /* MVIEW_FORMAT_H */
