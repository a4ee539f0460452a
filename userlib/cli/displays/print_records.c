// SPDX-License-Identifier: GPL-2.0
/*
 * Elements as a table: a row for each, a column for each value. Where there are
 * many rows, columns can get wider on the way.
 */
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "displays/print.h"
#include "displays/table.h"
#include "lenses/columns.h"
#include "lenses/elements.h"
#include "sources/labels.h"
#include "sources/read.h"

#define MANY	1000	/* rows from which on only edges are printed */
#define EDGE	10	/* rows at each edge */
#define BLOCK	10000	/* rows that are kept until their widths are known */
#define NO_VALUE	2	/* what add_rows() returns for that */

static struct table *begin_table(const struct records_style *style)
{
	const struct column *column = style->columns->columns;
	struct table *table = table_create(style->columns->n + 1);
	int i;

	table_lay_out(table, style->layout, style->width);
	table_add(table, "");
	for (i = 1; i <= style->columns->n; i++, column++) {
		if (!columns_is_number(column))
			table_align_left(table, i);
		if (column->guard >= 0)
			table_optional(table, i);
		table_add(table, column->name);
	}
	table_head(table);
	return table;
}

/**
 * struct rows - the rows of a table, as they are read
 * @style: what was asked for
 * @table: the rows that are not printed yet
 * @labels: of the view
 * @shape: of the view
 * @itemsize: bytes from one row to the next
 * @next: the number of the next row
 * @out: where to
 */
struct rows {
	const struct records_style *style;
	struct table *table;
	const struct labels *labels;
	const int64_t *shape;
	int64_t itemsize;
	int64_t next;
	FILE *out;
};

static void add_row(struct rows *rows, const char *item)
{
	struct columns *columns = rows->style->columns;
	char label[LABELS_TEXT];
	int i;

	labels_text(rows->labels, rows->shape, rows->next, label);
	table_add(rows->table, label);
	columns_choose(columns, item);
	for (i = 0; i < columns->n; i++)
		table_add(rows->table, columns_text(columns, i, item));
}

static int add_rows(void *arg, const void *items, int64_t n)
{
	struct rows *rows = arg;
	const char *item = items;
	int64_t i;
	int wanted;

	for (i = 0; i < n; i++, item += rows->itemsize) {
		wanted = elements_wanted(rows->style->where, item);
		if (wanted < 0)
			return NO_VALUE;
		if (wanted)
			add_row(rows, item);
		rows->next++;
		if (rows->next % BLOCK == 0)
			table_flush(rows->table, rows->out);
	}
	return ferror(rows->out) ? 1 : 0;
}

/* The first and the last rows. */
static int add_edges(struct rows *rows, struct mview *view, int64_t n)
{
	char *items = allocate(EDGE * rows->itemsize);
	int err = read_range(view, 0, EDGE, items);

	if (!err) {
		add_rows(rows, items, EDGE);
		table_gap(rows->table);
		rows->next = n - EDGE;
		err = read_range(view, n - EDGE, EDGE, items);
	}
	if (!err)
		add_rows(rows, items, EDGE);
	free(items);
	return err;
}

static int add_all(struct rows *rows, struct mview *view)
{
	struct read_copy copy;
	int err = read_moment(&copy, view);

	if (err)
		return err;
	err = read_each(copy.view, add_rows, rows);
	read_done(&copy, view);
	return err;
}

int print_records(struct mview *view, const struct labels *labels,
		  const struct records_style *style, FILE *out)
{
	struct rows rows = {
		.style = style,
		.table = begin_table(style),
		.labels = labels,
		.shape = mview_shape(view),
		.itemsize = mview_itemsize(view),
		.out = out,
	};
	int64_t n = read_count(view);
	int err;

	if (style->all || style->where || n <= MANY)
		err = add_all(&rows, view);
	else
		err = add_edges(&rows, view, n);
	table_flush(rows.table, out);
	table_destroy(rows.table);
	return err < 0 ? -1 : err == NO_VALUE;
}
