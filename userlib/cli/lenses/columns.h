/* SPDX-License-Identifier: GPL-2.0 */
/* Columns: the members of a type that are shown, each as text. */
#ifndef MVIEW_CLI_LENSES_COLUMNS_H
#define MVIEW_CLI_LENSES_COLUMNS_H

#include <mview-inspect.h>

/**
 * struct guard - a member of a union, which may be the one that holds
 * @record: the union; its offset is that in the element
 * @index: of the member
 * @outer: the guard of the union, or -1
 * @chosen: the member that holds in the element at hand, or -1
 * @holds: whether it is this one, or may be
 */
struct guard {
	struct mview_member record;
	int index;
	int outer;
	int chosen;
	bool holds;
};

/**
 * struct column - a value, or an array of them
 * @name: its path, as in pos.x
 * @member: what it is; its offset is that in the element
 * @guard: it is part of this union's member, or -1
 */
struct column {
	char *name;
	struct mview_member member;
	int guard;
};

/**
 * struct columns - all of them
 * @hex: those that are added next are hexadecimal, text but as usual
 * @symbols: pointers are followed by what the running kernel calls them
 * @columns: array
 * @n: its length
 * @guards: array, outer ones first, those of a union one behind the other
 * @nguards: its length
 */
struct columns {
	bool hex;
	bool symbols;
	struct column *columns;
	int n;
	struct guard *guards;
	int nguards;
};

/**
 * columns_add - add the values of a member
 * @columns: zeroed before the first call
 * @member: any, of those it consists of; its offset is that in the element
 * @name: its path
 *
 * All members of a union are added. Where conditions say which one holds, the
 * others have no text. An integer whose bits have names is followed by these.
 * Flexible arrays have no bytes, and are left out.
 */
void columns_add(struct columns *columns, const struct mview_member *member,
		 const char *name);
void columns_free(struct columns *columns);

/* Whether a column is aligned to the right, as numbers are. */
bool columns_is_number(const struct column *column);

/* Settle which members of unions hold in an element, for columns_text(). */
void columns_choose(struct columns *columns, const void *element);

/* Whether columns_choose() found that it is not of another member of a union. */
bool columns_holds(const struct columns *columns, int column);

/* The text in an element; "" where another member of a union holds. */
const char *columns_text(const struct columns *columns, int column,
			 const void *element);

#endif /* MVIEW_CLI_LENSES_COLUMNS_H */
