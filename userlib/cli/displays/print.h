/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Elements as text. All functions here return 0, or -1 and errno if the
 * elements could not be read.
 */
#ifndef MVIEW_CLI_PRINT_H
#define MVIEW_CLI_PRINT_H

#include <stdbool.h>
#include <stdio.h>

#include <mview-inspect.h>

struct labels;

/**
 * print_array - print nested brackets, as NumPy does
 * @view: any view
 * @all: leave nothing out; otherwise of more than 1000 elements only those at
 *	the edges are read and printed
 * @columns: where to break lines
 * @out: where to
 */
int print_array(struct mview *view, bool all, int columns, FILE *out);

/**
 * struct records_style - how to print records
 * @type: what they are, or NULL if that is what their format says
 * @where: only those of which it is not 0; or NULL. Has a @type
 * @all: leave nothing out; otherwise of more than 1000 rows only the first and
 *	last ones are read and printed. With @where all are read and printed
 */
struct records_style {
	const struct mview_ctype *type;
	const struct mview_expr *where;
	bool all;
};

/**
 * print_records - print a table with a row for every element
 * @view: of records, or of elements of the type
 * @labels: what to call them
 * @style: see there
 * @out: where to
 *
 * Return: 1 if @where has no value, and mview_inspect_error() says why.
 */
int print_records(struct mview *view, const struct labels *labels,
		  const struct records_style *style, FILE *out);

/**
 * struct hex_style - how to print bytes
 * @all: leave nothing out; otherwise of more than 16 KiB only the first and
 *	last are read and printed
 * @repeats: print lines that are as the one before, too
 */
struct hex_style {
	bool all;
	bool repeats;
};

/**
 * print_hex - print bytes in C order, 16 a line
 * @view: any view. Of registers, the bytes that its format leaves out are not
 *	read, and printed as --
 * @how: see there
 * @out: where to
 */
int print_hex(struct mview *view, const struct hex_style *how, FILE *out);

#endif /* MVIEW_CLI_PRINT_H */
