/* SPDX-License-Identifier: GPL-2.0 */
/* mview top: what its parts have in common. */
#ifndef MVIEW_CLI_TOP_H
#define MVIEW_CLI_TOP_H

#include <stdio.h>

#include "displays/output.h"
#include "system/census.h"

#define TOP_FILTER	128

/**
 * struct top - what is shown, and how
 * @census: all buffers and traces
 * @every_ns: from one look to the next
 * @sort: the column whose order the rows have
 * @reversed: the other way round
 * @filter: text that a row has somewhere; "" for all rows
 * @rows: array of those that are shown, in their order
 * @n: its length
 * @nbytes: sum of the sizes of all buffers, shown or not
 * @buffers: how many there are
 * @traces: likewise
 */
struct top {
	struct census census;
	int64_t every_ns;
	const struct top_column *sort;
	bool reversed;
	char filter[TOP_FILTER];
	const struct entry **rows;
	size_t n;
	uint64_t nbytes;
	size_t buffers;
	size_t traces;
};

/**
 * struct top_column - what is told of each buffer and trace
 * @name: in --sort, and over it
 * @left: aligned to the left
 * @least: on a narrow screen it is cut, but to no less than this; 0 if it is not
 * @leaves: and where that is not enough, the column with the highest number is
 *	left out first; 0 never is
 * @print: its text; nothing if that is not known, or there is none
 * @compare: what comes first, as qsort() wants it
 */
struct top_column {
	const char *name;
	bool left;
	int least;
	int leaves;
	void (*print)(const struct top *top, const struct entry *entry,
		      bool exact, FILE *out);
	int (*compare)(const struct entry *a, const struct entry *b);
};

#define TOP_COLUMNS	11

extern const struct top_column top_columns[TOP_COLUMNS];

/* The column of that name, or NULL. */
const struct top_column *top_column(const char *name);

/* Look again, and choose and sort the rows anew. An exit status. */
int top_look(struct top *top, int64_t cpu_ns);
void top_arrange(struct top *top);

/* A cell as text, "-" in place of nothing; to be freed. @exact: not rounded. */
char *top_cell(const struct top *top, const struct top_column *column,
	       const struct entry *entry, bool exact);

/* Print a size in a few columns, as 4096 or 64K. */
void top_print_size(uint64_t nbytes, FILE *out);

/* Print all rows for programs. */
void top_output(const struct top *top, enum output output, FILE *out);

/* The screen, until the user leaves it. An exit status. */
int top_screen(struct top *top);

#endif /* MVIEW_CLI_TOP_H */
