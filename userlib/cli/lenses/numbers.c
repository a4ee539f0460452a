// SPDX-License-Identifier: GPL-2.0
/* Elements as numbers. */
#include "lenses/numbers.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

static bool is_number(const struct mview_member *member)
{
	return member->kind != MVIEW_MEMBER_CHAR &&
	       member->kind != MVIEW_MEMBER_STRUCT &&
	       member->kind != MVIEW_MEMBER_UNION &&
	       member->kind != MVIEW_MEMBER_BYTES;
}

static char *item_name(const struct column *column, int64_t item)
{
	const char *name = column->member.ndim && !strcmp(column->name, "value") ?
				   "" : column->name;
	char *text;

	if (!column->member.ndim)
		text = strdup(name);
	else if (asprintf(&text, "%s[%lld]", name, (long long)item) < 0)
		text = NULL;
	return text ? text : strcpy(allocate(1), "");
}

/* The items of an array follow one another. */
static void add_item(struct numbers *numbers, const struct column *column,
		     int64_t item)
{
	struct number *number;

	numbers->each = reallocate(numbers->each,
				   (numbers->n + 1) * sizeof(*number));
	number = &numbers->each[numbers->n++];
	*number = (struct number) {
		.name = item_name(column, item),
		.member = column->member,
		.guard = column->guard,
	};
	number->member.offset += item * column->member.size;
	number->member.ndim = 0;
	number->member.count = 1;
	number->member.show = MVIEW_SHOW_DEFAULT;
}

static int add_column(struct numbers *numbers, const struct column *column,
		      const char *name, int most)
{
	const struct mview_member *member = &column->member;
	int64_t item;

	if (!is_number(member))
		return failed("%s: %s is no number; choose some with --fields, "
			      "or see the elements otherwise with --format",
			      name, column->name);
	if (member->ndim > 1)
		return failed("%s: %s has several dimensions; choose one of its "
			      "numbers with --fields, as in %s[0][0]", name,
			      column->name, column->name);
	if (member->count > most - numbers->n)
		return failed("%s: there are more than %d numbers in each "
			      "element; choose some with --fields", name, most);
	for (item = 0; item < member->count; item++)
		add_item(numbers, column, item);
	return EXIT_OK;
}

static bool is_one(const struct column *column)
{
	return columns_is_number(column) && !column->member.ndim &&
	       column->member.kind != MVIEW_MEMBER_BYTES;
}

int numbers_column(const struct columns *columns, int from)
{
	int i, column;

	for (i = 0; i < columns->n; i++) {
		column = (from + i) % columns->n;
		if (is_one(&columns->columns[column]))
			return column;
	}
	return -1;
}

int numbers_open(struct numbers *numbers, const struct elements *elements,
		 const char *name, int most)
{
	int i, status = elements_columns(elements, &numbers->columns);

	numbers->wanted = elements->wanted;
	for (i = 0; i < numbers->columns.n && status == EXIT_OK; i++)
		status = add_column(numbers, &numbers->columns.columns[i], name,
				    most);
	/* Arrays may have no items, and texts and records nothing in them. */
	if (status == EXIT_OK && !numbers->n)
		return failed("%s: there is no number in its elements", name);
	return status;
}

void numbers_free(struct numbers *numbers)
{
	while (numbers->n)
		free(numbers->each[--numbers->n].name);
	free(numbers->each);
	columns_free(&numbers->columns);
}

double number_of(const struct mview_value *value)
{
	switch (value->type) {
	case MVIEW_UINT:
		return value->u;
	case MVIEW_INT:
	case MVIEW_BOOL:
		return value->i;
	case MVIEW_FLOAT:
		return value->f[0];
	default:
		return NAN;
	}
}

static double number_get(const struct mview_member *member, const void *element)
{
	const char *bytes = element;
	struct mview_value value;

	if (mview_member_get(member, bytes + member->offset, &value))
		return NAN;
	return number_of(&value);
}

double numbers_one(struct columns *columns, int column, const void *element)
{
	columns_choose(columns, element);
	if (!columns_holds(columns, column))
		return NAN;
	return number_get(&columns->columns[column].member, element);
}

int numbers_get(struct numbers *numbers, const void *element, double *values)
{
	int i, wanted = elements_wanted(numbers->wanted, element);
	const struct number *number = numbers->each;

	if (wanted < 0)
		return -1;
	columns_choose(&numbers->columns, element);
	for (i = 0; i < numbers->n; i++, number++)
		if (!wanted || (number->guard >= 0 &&
				!numbers->columns.guards[number->guard].holds))
			values[i] = NAN;
		else
			values[i] = number_get(&number->member, element);
	return 0;
}
