/* SPDX-License-Identifier: GPL-2.0 */
/* Elements as numbers: of each, the fields that are wanted. */
#ifndef MVIEW_CLI_NUMBERS_H
#define MVIEW_CLI_NUMBERS_H

#include "lenses/elements.h"

/**
 * struct number - one of the numbers of an element
 * @name: its path
 * @member: what it is; its offset is that in the element
 * @guard: of its column
 */
struct number {
	char *name;
	struct mview_member member;
	int guard;
};

/**
 * struct numbers - all of them
 * @wanted: which elements have any; NULL for all
 * @columns: where they are from
 * @each: array
 * @n: its length
 */
struct numbers {
	const struct mview_expr *wanted;
	struct columns columns;
	struct number *each;
	int n;
};

/* The first column from @from on, and around, that is one number; -1 if none is. */
int numbers_column(const struct columns *columns, int from);

/* The number of such a column; NAN if the element does not have it. */
double numbers_one(struct columns *columns, int column, const void *element);

/* NAN if it is no number. */
double number_of(const struct mview_value *value);

/**
 * numbers_open - find the numbers of an element
 * @numbers: zeroed
 * @elements: opened
 * @name: what complaints call the elements
 * @most: how many there may be
 *
 * Arrays of one dimension are as many numbers as they have items.
 *
 * Return: an exit status; on failure it has said why.
 */
int numbers_open(struct numbers *numbers, const struct elements *elements,
		 const char *name, int most);
void numbers_free(struct numbers *numbers);

/*
 * The numbers of an element; NAN for those that it does not have. -1 if @wanted
 * has no value for it, and mview_inspect_error() why.
 */
int numbers_get(struct numbers *numbers, const void *element, double *values);

#endif /* MVIEW_CLI_NUMBERS_H */
