// SPDX-License-Identifier: GPL-2.0
/*
 * The heat map: for each byte, which of its bits have ever changed. Of memory
 * that is looked at whole, only lines that have such bytes; below them, what may
 * be heads, tails and owner bits of rings.
 */
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "displays/face.h"
#include "displays/findings.h"
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

static bool is_hot(const struct face *face, int64_t line)
{
	int64_t byte = line * HEX_LINE, end = byte + HEX_LINE;

	for (; byte < end; byte++)
		if (looks_bits(&face->looks, byte))
			return true;
	return false;
}

/* A line that has changed stays in the list until the counts are set to 0. */
static void find_hot(struct face *face)
{
	int64_t line, n = (size_of(face) + HEX_LINE - 1) / HEX_LINE;

	if (face->hot_looks == face->looks.taken ||
	    !looks_are_whole(&face->looks))
		return;
	face->hot_looks = face->looks.taken;
	face->hot = reallocate(face->hot, n * sizeof(*face->hot));
	face->nhot = 0;
	for (line = 0; line < n; line++)
		if (is_hot(face, line))
			face->hot[face->nhot++] = line;
}

static int64_t lines(const struct face *face)
{
	return looks_are_whole(&face->looks) ?
		       face->nhot : (size_of(face) + HEX_LINE - 1) / HEX_LINE;
}

static int64_t line_of(const struct face *face, int64_t byte)
{
	int64_t line = 0;

	if (!looks_are_whole(&face->looks))
		return byte / HEX_LINE;
	while (line < face->nhot && face->hot[line] < byte / HEX_LINE)
		line++;
	return line;
}

static int64_t first_of(const struct face *face, int64_t line)
{
	if (!looks_are_whole(&face->looks))
		return line * HEX_LINE;
	return line < face->nhot ? face->hot[line] * HEX_LINE : 0;
}

static void put_byte(const struct face *face, int row, int i, int64_t byte)
{
	uint32_t changes = looks_byte_changes(&face->looks, byte);
	int column = hex_line_digits(i);

	if (!changes)
		terminal_put(row, column, 0, TERMINAL_DIM, "..");
	else if (!face->counts)
		terminal_putf(row, column, 0, face_heat(changes), "%02x",
			      looks_bits(&face->looks, byte));
	else if (changes > 99)
		terminal_put(row, column, 0, face_heat(changes), "++");
	else
		terminal_putf(row, column, 0, face_heat(changes), "%2u",
			      changes);
}

static void put_line(const struct face *face, int row, int64_t line)
{
	int64_t byte = first_of(face, line);
	int i;

	terminal_putf(row, 0, 0, TERMINAL_PLAIN, "%08llx",
		      (unsigned long long)byte);
	for (i = 0; i < HEX_LINE && byte + i < size_of(face); i++)
		put_byte(face, row, i, byte + i);
}

/* What was found comes last, and gets no more than half of the rows. */
static void draw(struct face *face, int row)
{
	struct finding found[FINDINGS];
	int i, n, space = face->rows / 2;

	find_hot(face);
	n = findings(&face->looks, found);
	n = n < space ? n : space;
	face->below = n;
	face_settle(face);
	for (i = 0; i < face_lines(face) && face->top + i < lines(face); i++)
		put_line(face, row + i, face->top + i);
	if (!lines(face))
		terminal_put(row, 0, 0, TERMINAL_DIM,
			     "no byte has changed so far");
	for (i = 0; i < n; i++)
		terminal_put(row + face_lines(face) + i, 0, face->width,
			     TERMINAL_HEAD, found[i].text);
}

const struct face_kind heat_face = {
	.name = "heat map",
	.key = 'm',
	.of_bytes = true,
	.counts = true,
	.fits = fits,
	.lines = lines,
	.line_of = line_of,
	.first_of = first_of,
	.draw = draw,
};
