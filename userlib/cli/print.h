/* SPDX-License-Identifier: GPL-2.0 */
/* Elements in memory as text. */
#ifndef MVIEW_CLI_PRINT_H
#define MVIEW_CLI_PRINT_H

#include <stdbool.h>
#include <stdio.h>

#include <mview.h>

/**
 * print_array - print nested brackets, as NumPy does
 * @view: C-contiguous
 * @data: its elements
 * @all: leave nothing out; otherwise of more than 1000 elements only those at
 *	the edges are printed
 * @columns: where to break lines
 * @out: where to
 */
void print_array(struct mview *view, const void *data, bool all, int columns,
		 FILE *out);

/**
 * print_records - print a table with a row for every element
 * @view: C-contiguous, of records
 * @data: its elements
 * @all: leave nothing out
 * @out: where to
 */
void print_records(struct mview *view, const void *data, bool all, FILE *out);

/**
 * print_hex - print bytes, 16 a line
 * @data: the bytes
 * @size: how many
 * @all: print lines that are as the one before, too
 * @out: where to
 */
void print_hex(const void *data, size_t size, bool all, FILE *out);

#endif /* MVIEW_CLI_PRINT_H */
