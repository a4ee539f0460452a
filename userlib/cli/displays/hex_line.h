/* SPDX-License-Identifier: GPL-2.0 */
/* A line of bytes in hexadecimal and ASCII, as hexdump -C has it. */
#ifndef MVIEW_CLI_HEX_LINE_H
#define MVIEW_CLI_HEX_LINE_H

#include <stdbool.h>
#include <stdint.h>

#include <mview.h>

#define HEX_LINE	16	/* bytes */
#define HEX_LINE_TEXT	(24 + 5 * HEX_LINE)

/**
 * struct hex_line - its bytes
 * @offset: of the first one
 * @n: their number
 * @bytes: themselves
 * @known: for each of them, whether it was read
 */
struct hex_line {
	int64_t offset;
	int n;
	unsigned char bytes[HEX_LINE];
	bool known[HEX_LINE];
};

/* Room for HEX_LINE_TEXT characters. */
void hex_line_text(const struct hex_line *line, char *text);

/* Where in the text the two digits of a byte are, and its character. */
int hex_line_digits(int byte);
int hex_line_character(int byte);

/**
 * hex_line_marks - which bytes of an element are read
 * @view: of them
 *
 * Return: for each byte of an element of registers, whether its format has it, to
 * be freed; NULL for other memory, of which all are.
 */
bool *hex_line_marks(struct mview *view);

#endif /* MVIEW_CLI_HEX_LINE_H */
