/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Elements on the command line: which ones, what of them, and how it looks. The
 * options of all commands that read elements are here.
 */
#ifndef MVIEW_CLI_LENSES_ELEMENTS_H
#define MVIEW_CLI_LENSES_ELEMENTS_H

#include <mview-inspect.h>

#include "displays/table.h"
#include "lenses/columns.h"
#include "options.h"

struct command;

#define ELEMENTS_BITS	16

/**
 * struct elements - what the command line says of them
 * @where: text of an expression, or NULL
 * @is_word: that was no --where, but a word
 * @fields: "addr:x,mac:mac,name", or NULL
 * @bits: texts as mview_lens_bits() takes them
 * @nbits: their number
 * @hex: numbers are hexadecimal
 * @layout: of a table's rows
 * @type: what they are, with all that was said
 * @wanted: which ones are; NULL for all
 */
struct elements {
	const char *where;
	bool is_word;
	const char *fields;
	const char *bits[ELEMENTS_BITS];
	int nbits;
	bool hex;
	enum table_layout layout;
	const struct mview_ctype *type;
	struct mview_expr *wanted;
};

/*
 * Tables of options: which elements, for all commands that read some; what of
 * them and how, for those that print values; and in which rows, for tables.
 */
extern const struct cli_option elements_which[], elements_look[];
extern const struct cli_option elements_rows[];

/**
 * elements_option - take one of the options above
 * @command: the command
 * @elements: zeroed before the first one
 * @option: its letter
 *
 * Return: 0, or the exit status if it ends the command.
 */
int elements_option(const struct command *command, struct elements *elements,
		    int option);

/**
 * elements_open - find what the options name
 * @elements: the options; @type and @wanted are written, and needed until the
 *	tool ends
 * @type: what the elements are
 *
 * Return: an exit status; on failure it has said why.
 */
int elements_open(struct elements *elements, const struct mview_ctype *type);

/* Whether an option was given that needs a type. */
bool elements_said(const struct elements *elements);

/* Add the columns that are to be shown; an exit status. */
int elements_columns(const struct elements *elements, struct columns *columns);

/* What is no record is an array of numbers, unless it is to be more. */
bool elements_are_table(const struct elements *elements, struct mview *view);

/*
 * What an element of an array looks like: as the type says that was given, or as
 * the options do; NULL if it is as usual.
 */
const struct mview_member *elements_look_of(const struct elements *elements,
					    const struct columns *columns,
					    const struct mview_ctype *given);

/* 1 or 0; -1 if @wanted has no value for it, and mview_inspect_error() why. */
int elements_wanted(const struct mview_expr *wanted, const void *element);

/* The same of any of @n elements of @size bytes, one behind the other. */
int elements_any(const struct mview_expr *wanted, const void *elements,
		 int64_t n, int64_t size);

#endif /* MVIEW_CLI_LENSES_ELEMENTS_H */
