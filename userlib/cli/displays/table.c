// SPDX-License-Identifier: GPL-2.0
/* Tables: cells are kept until all widths are known. */
#include "displays/table.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "displays/text.h"

/**
 * struct table - cells, row by row
 * @columns: how many a row has
 * @left: for each, whether it is aligned to the left
 * @optional: for each, whether it is left out where it has no text
 * @shown: for each, whether it is not left out
 * @widths: of each, so far
 * @head: text of the header, or NULL
 * @headed: the header is printed
 * @layout: of rows; TABLE_FIT until the first ones are printed
 * @fit: columns that rows are to fit into
 * @cells: text, or NULL for the cells of a gap
 * @n: number of @cells
 * @room: for so many
 * @limit: columns of a line; 0 for as many as it takes
 */
struct table {
	int columns;
	bool *left;
	bool *optional;
	bool *shown;
	int *widths;
	char **head;
	bool headed;
	enum table_layout layout;
	int fit;
	char **cells;
	size_t n;
	size_t room;
	int limit;
};

static void *zeros(int n, size_t size)
{
	return memset(allocate(n * size), 0, n * size);
}

struct table *table_create(int columns)
{
	struct table *table = zeros(1, sizeof(*table));

	table->columns = columns;
	table->left = zeros(columns, sizeof(*table->left));
	table->optional = zeros(columns, sizeof(*table->optional));
	table->shown = zeros(columns, sizeof(*table->shown));
	table->widths = zeros(columns, sizeof(*table->widths));
	return table;
}

static void forget_rows(struct table *table)
{
	while (table->n)
		free(table->cells[--table->n]);
}

void table_destroy(struct table *table)
{
	int column;

	forget_rows(table);
	for (column = 0; table->head && column < table->columns; column++)
		free(table->head[column]);
	free(table->head);
	free(table->cells);
	free(table->widths);
	free(table->shown);
	free(table->optional);
	free(table->left);
	free(table);
}

void table_align_left(struct table *table, int column)
{
	table->left[column] = true;
}

void table_limit(struct table *table, int columns)
{
	table->limit = columns;
}

void table_head(struct table *table)
{
	size_t size = table->columns * sizeof(*table->head);

	table->n -= table->columns;
	table->head = allocate(size);
	memcpy(table->head, table->cells + table->n, size);
}

void table_optional(struct table *table, int column)
{
	table->optional[column] = true;
}

void table_lay_out(struct table *table, enum table_layout layout, int columns)
{
	table->layout = layout;
	table->fit = columns;
}

static void append(struct table *table, char *cell)
{
	if (table->n == table->room) {
		table->room = table->room ? 2 * table->room : 64;
		table->cells = reallocate(table->cells, table->room *
					  sizeof(*table->cells));
	}
	table->cells[table->n++] = cell;
}

void table_add(struct table *table, const char *text)
{
	int column = table->n % table->columns;
	int width = text_width(text);
	char *copy = allocate(strlen(text) + 1);

	if (table->widths[column] < width)
		table->widths[column] = width;
	append(table, strcpy(copy, text));
}

void table_addf(struct table *table, const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	if (vasprintf(&text, format, args) < 0)
		exit(failed("out of memory"));
	va_end(args);
	table_add(table, text);
	free(text);
}

void table_gap(struct table *table)
{
	int column;

	for (column = 0; column < table->columns; column++)
		append(table, NULL);
}

/* Space is only put before a cell that has text: no line ends in some. */
static void put_row(const struct table *table, char *const *cells, FILE *out)
{
	int column, pad, space = 0;

	for (column = 0; column < table->columns; column++) {
		if (!table->shown[column])
			continue;
		pad = table->widths[column] - text_width(cells[column]);
		space += table->left[column] ? 0 : pad;
		if (*cells[column]) {
			fprintf(out, "%*s%s", space, "", cells[column]);
			space = 0;
		}
		space += 2 + (table->left[column] ? pad : 0);
	}
}

static void print_row(const struct table *table, char *const *cells, FILE *out)
{
	char *line;
	size_t size;
	FILE *row;

	row = open_memstream(&line, &size);
	if (!row)
		exit(failed("out of memory"));
	put_row(table, cells, row);
	fclose(row);
	text_print(line, table->limit, out);
	fputc('\n', out);
	free(line);
}

static void print_lines(const struct table *table, char *const *cells,
			FILE *out)
{
	int column, width = 0;

	for (column = 1; column < table->columns; column++)
		if (table->shown[column] &&
		    width < text_width(table->head[column]))
			width = text_width(table->head[column]);
	if (*cells[0])
		text_printf(out, "[%s]\n", cells[0]);
	for (column = 1; column < table->columns; column++)
		if (*cells[column] || !table->optional[column])
			text_printf(out, "  %s%*s  %s\n", table->head[column],
				    width - text_width(table->head[column]), "",
				    cells[column]);
}

/* Whether a column has text in one of the rows. */
static bool has_text(const struct table *table, int column)
{
	size_t i;

	for (i = column; i < table->n; i += table->columns)
		if (table->cells[i] && *table->cells[i])
			return true;
	return false;
}

/* Which columns are shown; those of rows that were printed before stay. */
static void show_columns(struct table *table)
{
	int column;

	for (column = 0; column < table->columns; column++) {
		if (table->shown[column] ||
		    (table->optional[column] && !has_text(table, column)))
			continue;
		table->shown[column] = true;
		table->headed = false;
	}
}

/* Names are as wide as they are, and the widths of all rows so far are known. */
static void fit_columns(struct table *table)
{
	int column, width, sum = -2;

	for (column = 0; table->head && column < table->columns; column++) {
		width = text_width(table->head[column]);
		if (table->widths[column] < width)
			table->widths[column] = width;
		if (table->shown[column])
			sum += table->widths[column] + 2;
	}
	if (table->layout == TABLE_FIT)
		table->layout = sum > table->fit ? TABLE_LINES : TABLE_ROWS;
}

void table_flush(struct table *table, FILE *out)
{
	char *const *cells = table->cells;
	size_t i;

	show_columns(table);
	fit_columns(table);
	if (table->head && !table->headed && table->layout == TABLE_ROWS)
		print_row(table, table->head, out);
	table->headed = true;
	for (i = 0; i < table->n; i += table->columns, cells += table->columns)
		if (!cells[0])
			fputs("...\n", out);
		else if (table->layout == TABLE_LINES)
			print_lines(table, cells, out);
		else
			print_row(table, cells, out);
	forget_rows(table);
}
