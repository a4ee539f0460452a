// SPDX-License-Identifier: GPL-2.0
/*
 * Records as a table: a row for each, a column for each field. Where there are
 * many rows, columns can get wider on the way.
 */
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "displays/print.h"
#include "displays/table.h"
#include "displays/text.h"
#include "lenses/types.h"
#include "sources/labels.h"
#include "sources/read.h"

#define MANY	1000	/* rows from which on only edges are printed */
#define EDGE	10	/* rows at each edge */
#define BLOCK	10000	/* rows that are kept until their widths are known */
#define NO_VALUE	2	/* what add_rows() returns for that */

/**
 * struct column - a field that is not a record itself
 * @name: with the names of the records around it, as in pos.x
 * @field: the field; NULL for
 * @member: a member of a C type
 * @offset: bytes from the start of the element
 */
struct column {
	char *name;
	const struct mview_field *field;
	const struct mview_member *member;
	int64_t offset;
};

/**
 * struct columns - all of them
 * @columns: array
 * @n: its length
 */
struct columns {
	struct column *columns;
	int n;
};

static char *join(const char *prefix, const char *name)
{
	size_t size = strlen(prefix) + strlen(name) + 2;
	char *joined = allocate(size);

	snprintf(joined, size, "%s%s%s", prefix, *prefix && *name ? "." : "",
		 name);
	return joined;
}

/* Its name is taken over. */
static void append(struct columns *columns, const struct column *column)
{
	size_t size = (columns->n + 1) * sizeof(*columns->columns);

	columns->columns = reallocate(columns->columns, size);
	columns->columns[columns->n++] = *column;
}

static void collect(struct columns *columns, const struct mview_field *record,
		    const char *prefix, int64_t offset)
{
	const struct mview_field *field = record->fields;
	struct column column = { .member = NULL };
	int i;

	for (i = 0; i < record->nfields; i++, field++) {
		char *name = join(prefix, field->name);

		if (field->code == 'T' && !field->ndim) {
			collect(columns, field, name, offset + field->offset);
			free(name);
			continue;
		}
		column.name = name;
		column.field = field;
		column.offset = offset + field->offset;
		append(columns, &column);
	}
}

/* The same of a C type; of a union, the members of all. */
static void collect_members(struct columns *columns,
			    const struct mview_member *member,
			    const char *prefix, int64_t offset)
{
	char *name = join(prefix, member->name);
	struct column column = { .member = member };
	int i;

	offset += member->offset;
	if (!member->members || member->ndim) {
		column.name = name;
		column.offset = offset;
		append(columns, &column);
		return;
	}
	for (i = 0; i < member->nmembers; i++)
		collect_members(columns, &member->members[i], name, offset);
	free(name);
}

static bool is_number(const struct column *column)
{
	if (column->member)
		return !column->member->ndim && !column->member->nnames &&
		       column->member->kind != MVIEW_MEMBER_CHAR;
	return !column->field->ndim && !strchr("cspT", column->field->code);
}

static struct table *begin_table(const struct columns *columns)
{
	struct table *table = table_create(columns->n + 1);
	int i;

	table_add(table, "");
	for (i = 0; i < columns->n; i++) {
		if (!is_number(&columns->columns[i]))
			table_align_left(table, i + 1);
		table_add(table, columns->columns[i].name);
	}
	return table;
}

/**
 * struct rows - the rows of a table, as they are read
 * @columns: of the table
 * @table: the rows that are not printed yet
 * @labels: of the view
 * @shape: of the view
 * @where: which rows to take, or NULL
 * @itemsize: bytes from one row to the next
 * @next: the number of the next row
 * @out: where to
 */
struct rows {
	struct columns columns;
	struct table *table;
	const struct labels *labels;
	const int64_t *shape;
	const struct mview_expr *where;
	int64_t itemsize;
	int64_t next;
	FILE *out;
};

static void add_row(struct rows *rows, const char *item)
{
	const struct column *column = rows->columns.columns;
	char label[LABELS_TEXT];
	int i;

	labels_text(rows->labels, rows->shape, rows->next, label);
	table_add(rows->table, label);
	for (i = 0; i < rows->columns.n; i++, column++)
		table_add(rows->table,
			  column->member ? types_text(column->member,
						      item + column->offset) :
					   text_of(column->field,
						   item + column->offset));
}

/* 1, 0; or -1 if there is no saying. */
static int is_wanted(const struct rows *rows, const char *item)
{
	struct mview_value value;

	if (!rows->where)
		return 1;
	if (mview_expr_get(rows->where, item, &value))
		return -1;
	return value.u != 0;
}

static int add_rows(void *arg, const void *items, int64_t n)
{
	struct rows *rows = arg;
	const char *item = items;
	int64_t i;
	int wanted;

	for (i = 0; i < n; i++, item += rows->itemsize) {
		wanted = is_wanted(rows, item);
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
		.labels = labels,
		.where = style->where,
		.shape = mview_shape(view),
		.itemsize = mview_itemsize(view),
		.out = out,
	};
	int64_t n = read_count(view);
	bool all = style->all || style->where || n <= MANY;
	int err;

	if (style->type)
		collect_members(&rows.columns, mview_ctype_root(style->type),
				"", 0);
	else
		collect(&rows.columns, mview_element(view), "", 0);
	rows.table = begin_table(&rows.columns);
	err = all ? add_all(&rows, view) : add_edges(&rows, view, n);
	table_flush(rows.table, out);
	table_destroy(rows.table);
	while (rows.columns.n--)
		free(rows.columns.columns[rows.columns.n].name);
	free(rows.columns.columns);
	return err < 0 ? -1 : err == NO_VALUE;
}
