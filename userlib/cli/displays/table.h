/* SPDX-License-Identifier: GPL-2.0 */
/* Tables of text whose columns are as wide as what stands in them. */
#ifndef MVIEW_CLI_TABLE_H
#define MVIEW_CLI_TABLE_H

#include <stdbool.h>
#include <stdio.h>

struct table;

/* With @columns columns, all aligned to the right. */
struct table *table_create(int columns);
void table_destroy(struct table *table);

/* Align a column to the left, as text. */
void table_align_left(struct table *table, int column);

/* Fill in the next cell, row by row; @text is copied. */
void table_add(struct table *table, const char *text);

/* The same, as printf(). */
__attribute__((format(printf, 2, 3)))
void table_addf(struct table *table, const char *format, ...);

/* A row that says that rows were left out. */
void table_gap(struct table *table);

/* Cut lines that are longer than @columns. */
void table_limit(struct table *table, int columns);

/* The row that was filled in last is the header: a name for each column. */
void table_head(struct table *table);

/* Leave a column out, or its line, where it has no text; it has a header. */
void table_optional(struct table *table, int column);

/**
 * enum table_layout - how rows are laid out
 * @TABLE_ROWS: a line for a row
 * @TABLE_LINES: a line for a cell, behind its column's name; the first cell is
 *	that of the row
 * @TABLE_FIT: rows where all columns fit into a width, else lines
 */
enum table_layout {
	TABLE_ROWS,
	TABLE_LINES,
	TABLE_FIT,
};

/* Tables other than TABLE_ROWS need a header; @columns is for TABLE_FIT. */
void table_lay_out(struct table *table, enum table_layout layout, int columns);

/*
 * Print the rows, and forget them. Columns are as wide as the widest cell that
 * there has been until now.
 */
void table_flush(struct table *table, FILE *out);

#endif /* MVIEW_CLI_TABLE_H */
