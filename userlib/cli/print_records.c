// SPDX-License-Identifier: GPL-2.0
/* Records as a table: a row for each, a column for each field. */
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "print.h"
#include "table.h"
#include "text.h"

#define MANY	1000	/* rows from which on only edges are printed */
#define EDGE	10	/* rows at each edge */

/**
 * struct column - a field that is not a record itself
 * @name: with the names of the records around it, as in pos.x
 * @field: the field
 * @offset: bytes from the start of the element
 */
struct column {
	char *name;
	const struct mview_field *field;
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

	snprintf(joined, size, "%s%s%s", prefix, *prefix ? "." : "", name);
	return joined;
}

/* @name is taken over. */
static void append(struct columns *columns, char *name,
		   const struct mview_field *field, int64_t offset)
{
	size_t size = (columns->n + 1) * sizeof(*columns->columns);

	columns->columns = reallocate(columns->columns, size);
	columns->columns[columns->n++] = (struct column) {
		.name = name,
		.field = field,
		.offset = offset,
	};
}

static void collect(struct columns *columns, const struct mview_field *record,
		    const char *prefix, int64_t offset)
{
	const struct mview_field *field = record->fields;
	int i;

	for (i = 0; i < record->nfields; i++, field++) {
		char *name = join(prefix, field->name);

		if (field->code == 'T' && !field->ndim) {
			collect(columns, field, name, offset + field->offset);
			free(name);
			continue;
		}
		append(columns, name, field, offset + field->offset);
	}
}

static bool is_number(const struct mview_field *field)
{
	return !field->ndim && !strchr("cspT", field->code);
}

/* "3" or "1,2": where row @i stands in the array. */
static void add_index(struct table *table, int64_t i, const int64_t *shape,
		      int ndim)
{
	char text[MVIEW_DIMS * 21 + 1], *end = text + sizeof(text) - 1;
	char number[24];
	int axis;

	*end = '\0';
	for (axis = ndim - 1; axis >= 0; axis--) {
		int len = snprintf(number, sizeof(number), "%s%lld",
				   axis ? "," : "",
				   (long long)(i % shape[axis]));

		i /= shape[axis];
		end -= len;
		memcpy(end, number, len);
	}
	table_add(table, end);
}

static struct table *begin_table(const struct columns *columns)
{
	struct table *table = table_create(columns->n + 1);
	int i;

	table_add(table, "");
	for (i = 0; i < columns->n; i++) {
		if (!is_number(columns->columns[i].field))
			table_align_left(table, i + 1);
		table_add(table, columns->columns[i].name);
	}
	return table;
}

static void add_rows(struct table *table, const struct columns *columns,
		     struct mview *view, const char *data, bool all)
{
	int64_t itemsize = mview_itemsize(view), i;
	int64_t n = mview_nbytes(view) / itemsize;
	const struct column *column;
	int c;

	for (i = 0; i < n; i++) {
		if (!all && n > MANY && i == EDGE) {
			table_gap(table);
			i = n - EDGE;
		}
		add_index(table, i, mview_shape(view), mview_ndim(view));
		for (c = 0; c < columns->n; c++) {
			column = &columns->columns[c];
			table_add(table, text_of(column->field, data + i *
						 itemsize + column->offset));
		}
	}
}

void print_records(struct mview *view, const void *data, bool all, FILE *out)
{
	struct columns columns = { .n = 0 };
	struct table *table;

	collect(&columns, mview_element(view), "", 0);
	table = begin_table(&columns);
	add_rows(table, &columns, view, data, all);
	table_print(table, out);
	table_destroy(table);
	while (columns.n--)
		free(columns.columns[columns.n].name);
	free(columns.columns);
}
