// SPDX-License-Identifier: GPL-2.0
/* Bytes in hexadecimal and ASCII, as hexdump -C has them. */
#include <inttypes.h>
#include <string.h>

#include "print.h"

#define LINE	16

static void print_line(const unsigned char *bytes, size_t offset, size_t n,
		       FILE *out)
{
	size_t i;

	fprintf(out, "%08zx ", offset);
	for (i = 0; i < LINE; i++) {
		if (i == LINE / 2)
			fputc(' ', out);
		if (i < n)
			fprintf(out, " %02x", bytes[i]);
		else
			fputs("   ", out);
	}
	fputs("  |", out);
	for (i = 0; i < n; i++)
		fputc(bytes[i] >= ' ' && bytes[i] < 0x7f ? bytes[i] : '.', out);
	fputs("|\n", out);
}

void print_hex(const void *data, size_t size, bool all, FILE *out)
{
	const unsigned char *bytes = data;
	bool starred = false;
	size_t at, n;

	for (at = 0; at < size; at += LINE) {
		n = size - at < LINE ? size - at : LINE;
		if (!all && at && n == LINE &&
		    !memcmp(bytes + at, bytes + at - LINE, LINE)) {
			if (!starred)
				fputs("*\n", out);
			starred = true;
			continue;
		}
		starred = false;
		print_line(bytes + at, at, n, out);
	}
	fprintf(out, "%08zx\n", size);
}
