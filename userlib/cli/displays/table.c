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
 * @widths: of each, so far
 * @cells: text, or NULL for the cells of a gap
 * @n: number of @cells
 * @room: for so many
 * @limit: columns of a line; 0 for as many as it takes
 */
struct table {
	int columns;
	bool *left;
	int *widths;
	char **cells;
	size_t n;
	size_t room;
	int limit;
};

struct table *table_create(int columns)
{
	struct table *table = allocate(sizeof(*table));

	*table = (struct table) {
		.columns = columns,
		.left = allocate(columns * sizeof(*table->left)),
		.widths = allocate(columns * sizeof(*table->widths)),
	};
	memset(table->left, 0, columns * sizeof(*table->left));
	memset(table->widths, 0, columns * sizeof(*table->widths));
	return table;
}

static void forget_rows(struct table *table)
{
	while (table->n)
		free(table->cells[--table->n]);
}

void table_destroy(struct table *table)
{
	forget_rows(table);
	free(table->cells);
	free(table->widths);
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

static void put_row(const struct table *table, char *const *cells, FILE *out)
{
	int column, pad, last = table->columns - 1;

	for (column = 0; column <= last; column++) {
		pad = table->widths[column] - text_width(cells[column]);
		if (!table->left[column])
			fprintf(out, "%*s", pad, "");
		fputs(cells[column], out);
		if (column < last)
			fprintf(out, "%*s",
				table->left[column] ? pad + 2 : 2, "");
	}
}

static void print_row(const struct table *table, char *const *cells, FILE *out)
{
	char *line;
	size_t size;
	FILE *row;

	if (!cells[0]) {
		fputs("...\n", out);
		return;
	}
	row = open_memstream(&line, &size);
	if (!row)
		exit(failed("out of memory"));
	put_row(table, cells, row);
	fclose(row);
	text_print(line, table->limit, out);
	fputc('\n', out);
	free(line);
}

void table_flush(struct table *table, FILE *out)
{
	size_t i;

	for (i = 0; i < table->n; i += table->columns)
		print_row(table, &table->cells[i], out);
	forget_rows(table);
}
