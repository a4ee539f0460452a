// SPDX-License-Identifier: GPL-2.0
/* Lines of bytes. */
#include "displays/hex_line.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"

int hex_line_digits(int byte)
{
	return 10 + 3 * byte + (byte >= HEX_LINE / 2);
}

int hex_line_character(int byte)
{
	return hex_line_digits(HEX_LINE) + 2 + byte;
}

static char character(const struct hex_line *line, int byte)
{
	unsigned char c = line->bytes[byte];

	if (!line->known[byte])
		return ' ';
	return c >= ' ' && c < 0x7f ? c : '.';
}

void hex_line_text(const struct hex_line *line, char *text)
{
	int i, end = hex_line_character(line->n);

	memset(text, ' ', end);
	i = sprintf(text, "%08" PRIx64, line->offset);
	text[i] = ' ';
	for (i = 0; i < line->n; i++) {
		if (line->known[i])
			sprintf(text + hex_line_digits(i), "%02x",
				line->bytes[i]);
		else
			memcpy(text + hex_line_digits(i), "--", 2);
		text[hex_line_digits(i) + 2] = ' ';
		text[hex_line_character(i)] = character(line, i);
	}
	text[hex_line_character(0) - 1] = '|';
	strcpy(text + end, "|");
}

/* The bytes of @field, which begins at @read[@field->offset]. */
static void mark(bool *read, const struct mview_field *field)
{
	int64_t i;
	int f;

	read += field->offset;
	if (field->code != 'T') {
		memset(read, true, field->size * field->count);
		return;
	}
	for (i = 0; i < field->count; i++)
		for (f = 0; f < field->nfields; f++)
			mark(read + i * field->size, &field->fields[f]);
}

bool *hex_line_marks(struct mview *view)
{
	int64_t size = mview_itemsize(view);
	bool *read;

	if (strcmp(mview_kind(view), "mmio"))
		return NULL;
	read = allocate(size);
	memset(read, false, size);
	mark(read, mview_element(view));
	return read;
}
