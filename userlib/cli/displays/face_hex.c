// SPDX-License-Identifier: GPL-2.0
/* Bytes on the screen. */
#include <stdio.h>

#include "displays/face.h"
#include "displays/hex_line.h"

static const char *fits(const struct face *face)
{
	(void)face;
	return NULL;
}

static int64_t size_of(const struct face *face)
{
	return face->looks.count * face->looks.itemsize;
}

static int64_t lines(const struct face *face)
{
	return (size_of(face) + HEX_LINE - 1) / HEX_LINE;
}

static int64_t line_of(const struct face *face, int64_t byte)
{
	(void)face;
	return byte / HEX_LINE;
}

static int64_t first_of(const struct face *face, int64_t line)
{
	(void)face;
	return line * HEX_LINE;
}

/* A byte in the look that is shown, or NULL. */
static const unsigned char *byte_at(const struct face *face, int64_t byte)
{
	int64_t size = face->looks.itemsize;
	const unsigned char *item;

	if (face->known && !face->known[byte % size])
		return NULL;
	item = look_element(&face->looks, face_look(face), byte / size);
	return item ? item + byte % size : NULL;
}

static struct hex_line read_line(const struct face *face, int64_t line)
{
	struct hex_line read = { .offset = line * HEX_LINE };
	const unsigned char *byte;
	int64_t at;

	for (at = read.offset; read.n < HEX_LINE && at < size_of(face); at++) {
		byte = byte_at(face, at);
		read.known[read.n] = byte;
		read.bytes[read.n++] = byte ? *byte : 0;
	}
	return read;
}

static void put_count(const struct face *face, int row, int column,
		      int64_t byte)
{
	uint32_t changes = looks_byte_changes(&face->looks, byte);
	enum terminal_style style = face_byte_style(face, byte);

	if (changes > 99)
		terminal_put(row, column, 0, style, "++");
	else
		terminal_putf(row, column, 0, style, "%2u", changes);
}

static void put_line(struct face *face, int row, int64_t number)
{
	struct hex_line line = read_line(face, number);
	char text[HEX_LINE_TEXT];
	enum terminal_style style;
	int i, column;

	hex_line_text(&line, text);
	terminal_put(row, 0, 0, TERMINAL_PLAIN, text);
	for (i = 0; i < line.n; i++) {
		style = face_byte_style(face, line.offset + i);
		column = hex_line_digits(i);
		if (face->counts) {
			put_count(face, row, column, line.offset + i);
			continue;
		}
		if (style == TERMINAL_PLAIN)
			continue;
		terminal_putf(row, column, 0, style, "%.2s", text + column);
		column = hex_line_character(i);
		terminal_putf(row, column, 0, style, "%.1s", text + column);
	}
}

static void draw_hex(struct face *face, int row)
{
	int i;

	for (i = 0; i < face->rows && face->top + i < lines(face); i++)
		put_line(face, row + i, face->top + i);
}

const struct face_kind hex_face = {
	.name = "hex",
	.key = 'x',
	.of_bytes = true,
	.counts = true,
	.fits = fits,
	.lines = lines,
	.line_of = line_of,
	.first_of = first_of,
	.draw = draw_hex,
};
