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

#include "displays/output.h"
#include "displays/table.h"

struct columns;
struct labels;

/**
 * print_array - print nested brackets, as NumPy does
 * @view: any view
 * @member: what an element looks like if it is not as usual; or NULL
 * @all: leave nothing out; otherwise of more than 1000 elements only those at
 *	the edges are read and printed
 * @columns: where to break lines
 * @out: where to
 */
int print_array(struct mview *view, const struct mview_member *member, bool all,
		int columns, FILE *out);

/* An element of an array as text, which holds until the next call. */
const char *print_element(const struct mview_field *element,
			  const struct mview_member *member, const void *item);

/**
 * struct records_style - how to print elements as a table
 * @columns: of what; which members of unions hold is written to it
 * @where: only those elements of which it is not 0; or NULL
 * @all: leave nothing out; otherwise of more than 1000 rows only the first and
 *	last ones are read and printed. With @where all are read and printed
 * @layout: see there
 * @width: of a line, for TABLE_FIT
 */
struct records_style {
	struct columns *columns;
	const struct mview_expr *where;
	bool all;
	enum table_layout layout;
	int width;
};

/**
 * print_records - print a table with a row for every element
 * @view: of elements of the columns' type
 * @labels: what to call them
 * @style: see there
 * @out: where to
 *
 * Return: 1 if @where has no value, and mview_inspect_error() says why.
 */
int print_records(struct mview *view, const struct labels *labels,
		  const struct records_style *style, FILE *out);

/**
 * struct values_style - how to print elements for programs
 * @output: JSON or CSV
 * @columns: of what; which members of unions hold is written to it
 * @root: all of an element, which then is its JSON; or NULL
 * @where: only those elements of which it is not 0; or NULL
 * @head: object of what stands in front of the elements, of CSV in front of each
 *	of them
 * @goes_on: of CSV, the first row was printed before
 */
struct values_style {
	enum output output;
	struct columns *columns;
	const struct mview_member *root;
	const struct mview_expr *where;
	struct json_object *head;
	bool goes_on;
};

/**
 * print_values - print all elements for programs, as they are read
 * @view: of elements of the columns' type
 * @labels: their indices
 * @style: see there; @head is taken
 * @out: where to
 *
 * Return: 1 if @where has no value, and mview_inspect_error() says why.
 */
int print_values(struct mview *view, const struct labels *labels,
		 const struct values_style *style, FILE *out);

/**
 * struct hex_style - how to print bytes
 * @all: leave nothing out; otherwise of more than 16 KiB only the first and
 *	last are read and printed
 * @repeats: print lines that are as the one before, too
 * @where: only elements of which it is not 0, each behind its label; or NULL. All
 *	are read then
 */
struct hex_style {
	bool all;
	bool repeats;
	const struct mview_expr *where;
};

/**
 * print_hex - print bytes in C order, 16 a line
 * @view: any view. Of registers, the bytes that its format leaves out are not
 *	read, and printed as --
 * @labels: what to call its elements; NULL without @how->where
 * @how: see there
 * @out: where to
 *
 * Return: 1 if @where has no value, and mview_inspect_error() says why.
 */
int print_hex(struct mview *view, const struct labels *labels,
	      const struct hex_style *how, FILE *out);

#endif /* MVIEW_CLI_PRINT_H */
